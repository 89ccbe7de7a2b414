"""Times the objective alone in eager PyTorch, selection and losses and their gradient: the other side of `hcsc bench objective`."""

import torch
import torch.nn.functional as F

import released
import timing


def main():
    parser = timing.parser(__doc__)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--queue", type=int, default=16384)
    parser.add_argument("--prototypes", type=int, nargs="*", default=(3000, 2000, 1000))
    parser.add_argument("--images", type=int, default=100_000)
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(0)

    q = F.normalize(torch.randn(options.batch, 128), dim=1).requires_grad_()
    k = F.normalize(torch.randn(options.batch, 128), dim=1)
    queue = F.normalize(torch.randn(128, options.queue), dim=0)
    prototypes = released.Prototypes(options.prototypes, 128, options.images)
    indices = torch.randint(0, options.images, (options.batch,))

    def work():
        q.grad = None
        loss = released.loss(q, k, queue, indices, prototypes)
        loss.backward()
        loss.item()

    seconds = timing.repeat(options, work)
    timing.report(seconds, batch=options.batch, queue=options.queue, threads=torch.get_num_threads())


if __name__ == "__main__":
    main()
