"""Times training steps of ResNet-50 in PyTorch's DistributedDataParallel on gloo, or one all-reduce: the other side of
`mpirun -n N hcsc bench step --threads 1` and of `mpirun -n N hcsc bench allreduce`.

    python ddp.py --processes 2 --batch 8 --threads 1
    python ddp.py --processes 2 --part allreduce --megabytes 112

Each process has --batch images. Keys are gathered before they enter the queue; the released code's exchange of images
between processes is left out, since ours has none. Statistics of batch normalisation are not exchanged either. A process
alone runs without DistributedDataParallel. Process 0 prints one JSON object.
"""

import os

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch.nn.parallel import DistributedDataParallel

import released
import step
import timing


def training(options):
    net, key = step.encoder(128), step.encoder(128).requires_grad_(False)
    key.load_state_dict(net.state_dict())
    query = net
    if options.processes > 1:
        query = DistributedDataParallel(net, broadcast_buffers=False, gradient_as_bucket_view=True)
    optimizer = torch.optim.SGD(net.parameters(), 0.03, 0.9, weight_decay=1e-4, fused=True)
    shape = (options.batch, 3, options.size, options.size)
    images = [torch.randn(shape).to(memory_format=torch.channels_last) for _ in range(2)]
    queue = F.normalize(torch.randn(128, options.queue), dim=0)
    prototypes = released.Prototypes(options.prototypes, 128, options.images)
    indices = torch.randint(0, options.images, (options.batch,))
    total = options.batch * options.processes
    pointer = 0

    def work():
        nonlocal pointer
        q = F.normalize(query(images[0]), dim=1)
        with torch.no_grad():
            for slow, fast in zip(key.parameters(), net.parameters()):
                slow.data = slow.data * 0.999 + fast.data * 0.001
            k = F.normalize(key(images[1]), dim=1)
        loss = released.loss(q, k, queue, indices, prototypes)
        keys = [torch.empty_like(k) for _ in range(options.processes)]
        dist.all_gather(keys, k)
        queue[:, pointer:pointer + total] = torch.cat(keys).T
        pointer = (pointer + total) % options.queue
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()

    return work, {"batch": options.batch}


def summing(options):
    tensor = torch.zeros(options.megabytes * 250_000)
    return lambda: dist.all_reduce(tensor), {"megabytes": options.megabytes}


def run(rank, options):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(options.port))
    dist.init_process_group("gloo", rank=rank, world_size=options.processes)
    torch.set_num_threads(options.threads or 1)
    torch.manual_seed(0)
    work, facts = {"full": training, "allreduce": summing}[options.part](options)
    seconds = timing.repeat(options, work)
    if rank == 0:
        timing.report(seconds, part=options.part, processes=options.processes, threads=torch.get_num_threads(), **facts)
    dist.destroy_process_group()


def main():
    parser = timing.parser(__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("full", "allreduce"), default="full")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--queue", type=int, default=16384)
    parser.add_argument("--prototypes", type=int, nargs="*", default=(3000, 2000, 1000))
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--megabytes", type=int, default=112)
    parser.add_argument("--port", type=int, default=29511)
    options = parser.parse_args()
    torch.multiprocessing.spawn(run, (options,), options.processes)


if __name__ == "__main__":
    main()
