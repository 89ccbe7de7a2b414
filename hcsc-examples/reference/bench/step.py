"""Times training steps of ResNet-50, or of a network of timm, in eager PyTorch: the other side of `hcsc bench step`."""

import copy

import torch
import torch.nn.functional as F
import torchvision

import released
import timing


def encoder(dimension):
    net = torchvision.models.resnet50(num_classes=dimension)
    net.fc = torch.nn.Sequential(torch.nn.Linear(2048, 2048), torch.nn.ReLU(inplace=True), net.fc)
    return net.to(memory_format=torch.channels_last).train()


def transformer(name, size, dimension):
    import timm

    net = timm.create_model(name, img_size=size, num_classes=dimension)
    net.head = torch.nn.Sequential(torch.nn.Linear(net.embed_dim, net.embed_dim), torch.nn.ReLU(inplace=True), net.head)
    return net.train()


def main():
    parser = timing.parser(__doc__)
    parser.add_argument("--part", choices=("full", "encoder"), default="full")
    parser.add_argument("--vit", metavar="NAME", help="timm's network of this name instead of ResNet-50")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--queue", type=int, default=16384)
    parser.add_argument("--prototypes", type=int, nargs="*", default=(3000, 2000, 1000))
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--bfloat16", action="store_true", help="autocast, with weights of float32")
    parser.add_argument("--sgd", choices=("fused", "foreach", "plain"), default="fused")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(0)

    query = transformer(options.vit, options.size, 128) if options.vit else encoder(128)
    how = {"fused": {"fused": True}, "foreach": {"foreach": True}, "plain": {"foreach": False}}[options.sgd]
    optimizer = torch.optim.SGD(query.parameters(), 0.03 * options.batch / 256, 0.9, weight_decay=1e-4, **how)
    images = [torch.randn(options.batch, 3, options.size, options.size).to(memory_format=torch.channels_last)
              for _ in range(2)]
    autocast = lambda: torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16)

    def embed(net, x):
        with autocast():
            out = net(x)
        return F.normalize(out.float(), dim=1)

    if options.part == "encoder":
        direction = torch.randn(options.batch, 128)

        def work():
            loss = (embed(query, images[0]) * direction).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss.item()
    else:
        key = copy.deepcopy(query).requires_grad_(False)
        queue = F.normalize(torch.randn(128, options.queue), dim=0)
        pointer = 0
        prototypes = released.Prototypes(options.prototypes, 128, options.images)
        indices = torch.randint(0, options.images, (options.batch,))

        def work():
            nonlocal pointer
            q = embed(query, images[0])
            with torch.no_grad():
                for slow, fast in zip(key.parameters(), query.parameters()):
                    slow.data = slow.data * 0.999 + fast.data * 0.001
                k = embed(key, images[1])
            loss = released.loss(q, k, queue, indices, prototypes)
            queue[:, pointer:pointer + options.batch] = k.T
            pointer = (pointer + options.batch) % options.queue
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss.item()

    seconds = timing.repeat(options, work)
    timing.report(seconds, part=options.part, batch=options.batch, threads=torch.get_num_threads())


if __name__ == "__main__":
    main()
