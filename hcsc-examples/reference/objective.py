"""The selective contrastive objective of one rank batch (here: one batch-norm group)."""

from dataclasses import dataclass

import torch

FLOOR = 1e-3


@dataclass(frozen=True)
class Settings:
    mode: str = "released"        # or "paper"
    temperature: float = 0.2
    select_local: bool = True     # instance selection on local views
    groups: int = 1

    @property
    def paper(self):
        return self.mode == "paper"


@dataclass
class TensorLevel:
    centroids: torch.Tensor
    density: torch.Tensor
    assignments: torch.Tensor

    @classmethod
    def of(cls, level, dtype):
        return cls(torch.from_numpy(level.centroids).to(dtype), torch.from_numpy(level.density).to(dtype),
                   torch.from_numpy(level.assignments))


def cross_entropy(logits):
    """Mean of -log softmax at column 0; -inf columns take no part."""
    return (torch.logsumexp(logits, dim=1) - logits[:, 0]).mean()


def accuracy(logits):
    return (logits.argmax(dim=1) == 0).to(logits.dtype).mean()


def keep_probability(candidates, centroids, density, anchors):
    """[N, C]: 1 - softmax over the prototypes of candidate.prototype / density, at each query's anchor."""
    membership = torch.softmax(candidates @ centroids.T / density, dim=1)
    return 1 - membership[:, anchors].T


def join(positive, negatives, mask, scale, paper):
    """[N, 1 + C] logits. Released: a rejected similarity becomes 0; paper: it leaves the denominator."""
    kept = mask.to(negatives.dtype)
    negatives = (negatives if paper else negatives * kept) / scale[1]
    if paper:
        negatives = negatives.masked_fill(~mask, float("-inf"))
    return torch.cat([(positive / scale[0])[:, None], negatives], dim=1)


class Uniforms:
    """Hands out uniform numbers in order and remembers how close a keep probability came to its number."""

    def __init__(self, take):
        self.take, self.margin, self.used = take, 1.0, 0

    def mask(self, probability):
        n = probability.numel()
        u = torch.from_numpy(self.take(self.used, n)).view(probability.shape).to(probability.dtype)
        self.used += n
        inside = (probability > 0) & (probability < 1)
        if inside.any():
            self.margin = min(self.margin, float((u - probability)[inside].abs().min()))
        return u < probability


def instance_mask(queue, level, ids, settings, uniforms, record):
    density = level.density if settings.paper else level.density.clamp_min(FLOOR)
    keep = keep_probability(queue.T, level.centroids, density, level.assignments[ids])
    keep = keep.clamp(0, 1.0 if settings.paper else 0.999)
    record["instance_keep"], mask = keep, uniforms.mask(keep)
    record["instance_mask"] = mask
    return mask


def prototype_candidates(level, ids, paper):
    """Ids of the negatives of the whole rank batch (released), or every id (paper)."""
    if paper:
        return torch.arange(len(level.centroids))
    positives = set(level.assignments[ids].tolist())
    return torch.tensor([c for c in range(int(level.assignments.max())) if c not in positives], dtype=torch.int64)


def prototype_logits(x, level, parent, ids, settings, uniforms, record, prefix):
    z = level.assignments[ids]
    columns = prototype_candidates(level, ids, settings.paper)
    mask = torch.ones(len(x), len(level.centroids), dtype=torch.bool)
    if parent is not None:
        density = parent.density
        if not settings.paper:
            density = density / density.mean() * settings.temperature
        keep = keep_probability(level.centroids, parent.centroids, density, parent.assignments[ids])
        keep = keep.clamp(0, 1.0) if settings.paper else keep.clamp(1e-4, 0.999)
        record[prefix + "keep"], mask = keep, uniforms.mask(keep)
        record[prefix + "mask"] = mask
    if settings.paper:
        mask = mask & (torch.arange(len(level.centroids)) != z[:, None])
    record[prefix + "negatives"] = columns
    positive = (x * level.centroids[z]).sum(dim=1)
    logits = join(positive, x @ level.centroids[columns].T, mask[:, columns],
                  (level.density[z], level.density[columns]), settings.paper)
    record[prefix + "logits"] = logits
    return logits


def evaluate(q, k, local, queue, levels, ids, settings, uniforms):
    """Objective of one group.

    q, k: [N, d]; local: list of [N, d]; queue: [d, K] before this step's keys are written;
    levels: TensorLevels, finest first, or [] for plain MoCo; ids: [N] data set indices.
    Returns (loss terms by name, records by name). Uniform numbers are drawn: per level the instance mask [N, K],
    then below the top level the prototype mask [N, M_l] over all ids ascending; after all levels, per local view
    and per level below the top again a prototype mask [N, M_l].
    """
    t, paper, count = settings.temperature, settings.paper, max(len(levels), 1)
    masks, instance, prototype, record = [], [], [], {}
    similarity, positive = q @ queue, (q * k).sum(dim=1)
    everything = torch.ones_like(similarity, dtype=torch.bool)
    parents = levels[1:] + [None]
    for i, (level, parent) in enumerate(zip(levels, parents)):
        at = {}
        masks.append(instance_mask(queue, level, ids, settings, uniforms, at))
        prototype.append(prototype_logits(q, level, parent, ids, settings, uniforms, at, "prototype_"))
        record.update({f"level{i}/{name}": value for name, value in at.items()})
    for i, mask in enumerate(masks or [everything]):
        instance.append(join(positive, similarity, mask, (t, t), paper))
        record[f"level{i}/instance_logits" if levels else "instance_logits"] = instance[-1]

    local_instance, local_prototype = [], []
    for v, view in enumerate(local):
        for i, (level, parent) in enumerate(zip(levels, parents)):
            at = {}
            local_prototype.append(prototype_logits(view, level, parent, ids, settings, uniforms, at, "prototype_"))
            record.update({f"local{v}/level{i}/{name}": value for name, value in at.items()})
    for i, mask in enumerate(masks if masks and settings.select_local else [everything]):
        for v, view in enumerate(local):
            logits = join((view * k).sum(dim=1), view @ queue, mask, (t, t), paper)
            local_instance.append(logits)
            name = f"local{v}/level{i}" if masks and settings.select_local else f"local{v}"
            record[f"{name}/instance_logits"] = logits

    ce = lambda logits: torch.stack([cross_entropy(x) for x in logits]) if logits else q.new_zeros(0)
    terms = {"instance": ce(instance), "local_instance": ce(local_instance),
             "prototype": ce(prototype), "local_prototype": ce(local_prototype)}
    shared = count if paper else 1                       # paper: mean over levels, released: sum
    shared_local = count if paper and settings.select_local else 1
    terms["total"] = (terms["instance"].sum() / shared + terms["local_instance"].sum() / shared_local
                      + terms["prototype"].sum() / count + terms["local_prototype"].sum() / count)
    record["instance_accuracy"] = torch.stack([accuracy(x) for x in instance])
    return terms, record
