"""Training steps of the tiny encoder, every intermediate recorded."""

import copy
import functools
from dataclasses import dataclass, field

import numpy as np
import torch

import clustering
import encoder
import noise
import objective

IMAGES, BATCH, QUEUE, DIM = 24, 8, 64, 16
SIZE, LOCAL_SIZES, PROTOTYPES = 16, (12, 10), (12, 6, 3)
RATE, MOMENTUM, DECAY, EMA = 0.003, 0.9, 1e-4, 0.99
WATCHED = ("conv1.weight", "layer2.0.conv1.weight", "fc.2.weight")


@dataclass(frozen=True)
class Case:
    name: str
    settings: objective.Settings = field(default_factory=objective.Settings)
    first_hierarchy: int | None = 0     # the step before which the images are clustered; None: never
    local_sizes: tuple = ()
    stream: int = 0      # numbers the uniform stream; chosen so that no keep probability lies near its number


CASES = (
    Case("moco", first_hierarchy=None),
    Case("moco-groups4", objective.Settings(groups=4), first_hierarchy=None),
    Case("moco-multicrop", first_hierarchy=None, local_sizes=LOCAL_SIZES),
    Case("released", stream=15),
    Case("paper", objective.Settings("paper"), stream=10),
    Case("released-groups4", objective.Settings(groups=4), stream=27),
    Case("paper-groups4", objective.Settings("paper", groups=4), stream=36),
    Case("released-multicrop", local_sizes=LOCAL_SIZES, stream=26),
    Case("released-multicrop-unselected", objective.Settings(select_local=False), local_sizes=LOCAL_SIZES, stream=57),
    Case("paper-multicrop", objective.Settings("paper"), local_sizes=LOCAL_SIZES, stream=22),
    Case("released-multicrop-groups2", objective.Settings(groups=2), local_sizes=LOCAL_SIZES, stream=48),
    Case("first-clustering", first_hierarchy=3, stream=6),
)


def indices(step):
    """Eight different images; three steps see all twenty-four."""
    return np.array([(7 * (BATCH * step + n) + 3 * (step // 3)) % IMAGES for n in range(BATCH)], dtype=np.int64)


def views(step, view, size):
    return np.stack([noise.image(f"step{step}/view{view}/sample{n}", int(i), size)
                     for n, i in enumerate(indices(step))])


def key_order(step, groups):
    """Row r of the key batch is row order[r] of the views: ranks of the raw 32-bit values of "step{s}/order"."""
    if groups == 1:
        return np.arange(BATCH)
    return np.argsort(noise.bits(f"step{step}/order", BATCH), kind="stable")


def initial_queue():
    """[DIM, QUEUE], columns of unit length: signed("queue", flat index of the [QUEUE, DIM] array), normalised."""
    return np.ascontiguousarray(clustering.unit(noise.signed("queue", (QUEUE, DIM))).T)


def evaluation_pictures():
    return np.stack([noise.image(f"eval/image{i}", i, SIZE) for i in range(IMAGES)])


@functools.cache
def initial_state():
    """The smooth formula; running statistics are those of the 24 unmoved images, rounded to multiples of 1/1024."""
    net = encoder.tiny(DIM, smooth=True).train()
    norms = [m for m in net.modules() if isinstance(m, encoder.GroupedBatchNorm)]
    for m in norms:
        m.momentum = 1.0
    with torch.no_grad():
        net(encoder.to_input(evaluation_pictures()))
    for m in norms:
        m.running_mean = (m.running_mean * 1024).round() / 1024
        m.running_var = (m.running_var * 1024).round() / 1024
        m.num_batches_tracked.zero_()
    return {name: value.clone() for name, value in net.state_dict().items()}


def new_encoder(settings, dtype):
    net = encoder.set_groups(encoder.tiny(DIM, smooth=True), settings.groups)
    net.load_state_dict(initial_state())
    return net.to(dtype).train()


class Trainer:
    def __init__(self, case, dtype=torch.float32):
        self.case, self.dtype = case, dtype
        self.query = new_encoder(case.settings, dtype)
        self.key = copy.deepcopy(self.query)
        self.velocity = {}
        self.queue = torch.from_numpy(initial_queue()).to(dtype)
        self.queue_index, self.pointer = np.arange(QUEUE), 0
        self.levels, self.raw_levels = [], []
        self.features = None

    def cluster(self):
        """Hierarchy of the key encoder's embeddings (evaluation mode) of the unmoved images."""
        self.key.eval()
        with torch.no_grad():
            self.features = encoder.unit_rows(self.key(encoder.to_input(evaluation_pictures(), self.dtype)))
        self.key.train()
        self.raw_levels = clustering.hierarchy(self.features.float().numpy(), PROTOTYPES,
                                               self.case.settings.temperature)
        self.levels = [objective.TensorLevel.of(level, self.dtype) for level in self.raw_levels]

    def step(self, step):
        case, settings, groups = self.case, self.case.settings, self.case.settings.groups
        if step == case.first_hierarchy:
            self.cluster()
        ids = torch.from_numpy(indices(step))
        load = lambda view, size: encoder.to_input(views(step, view, size), self.dtype)
        q = encoder.unit_rows(self.query(load(0, SIZE)))
        with torch.no_grad():
            for p_k, p_q in zip(self.key.parameters(), self.query.parameters()):
                p_k.copy_(p_k * EMA + p_q * (1 - EMA))
            order = torch.from_numpy(key_order(step, groups))
            shuffled = encoder.unit_rows(self.key(load(1, SIZE)[order]))
            k = torch.empty_like(shuffled)
            k[order] = shuffled
        local = [encoder.unit_rows(self.query(load(2 + v, size))) for v, size in enumerate(case.local_sizes)]
        for leaf in [q, *local]:
            leaf.retain_grad()

        queue_before = self.queue.clone()
        name = f"uniform{case.stream}/step{step}"
        uniforms = objective.Uniforms(lambda start, n: noise.unit(name, (n,), start))
        per_group, records = [], []
        for g in range(groups):
            rows = slice(g * BATCH // groups, (g + 1) * BATCH // groups)
            terms, record = objective.evaluate(q[rows], k[rows], [v[rows] for v in local], queue_before,
                                               self.levels, ids[rows], settings, uniforms)
            per_group.append(terms)
            records.append(record)
        terms = {term: torch.stack([t[term] for t in per_group]).mean(dim=0) for term in per_group[0]}

        columns = (self.pointer + np.arange(BATCH)) % QUEUE
        self.queue[:, columns] = k.T
        self.queue_index[columns] = ids.numpy()
        self.pointer = (self.pointer + BATCH) % QUEUE

        self.query.zero_grad()
        terms["total"].backward()
        self.descend()
        return {"indices": ids, "key_order": order, "q": q, "k": k, "q_gradient": q.grad,
                **{f"local{v}": x for v, x in enumerate(local)},
                **{f"local{v}_gradient": x.grad for v, x in enumerate(local)},
                "queue_before": queue_before, "queue_after": self.queue.clone(),
                "terms": terms, "group_terms": per_group, "records": records,
                "uniforms": uniforms}

    def descend(self):
        with torch.no_grad():
            for name, p in self.query.named_parameters():
                g = p.grad + DECAY * p
                v = self.velocity.get(name)
                self.velocity[name] = g.clone() if v is None else MOMENTUM * v + g
                p -= RATE * self.velocity[name]
