"""The training step as HCSC's released code computes it, restated from its formulas for eager PyTorch.

Every level's softmax over the whole queue is computed anew in each step, and so is q.queue per level.
"""

import torch
import torch.nn.functional as F

TEMPERATURE = 0.2


class Prototypes:
    """Random prototypes of the given counts over `images` images: what a step needs of a clustering."""

    def __init__(self, counts, dimension, images, device="cpu"):
        unit = lambda n: F.normalize(torch.randn(n, dimension, device=device), dim=1)
        self.centroids = [unit(n) for n in counts]
        self.density = [torch.full((n,), TEMPERATURE, device=device) for n in counts]
        self.assignments = [torch.randint(0, n, (images,), device=device) for n in counts]
        self.parents = [torch.randint(0, n, (m,), device=device) for m, n in zip(counts, counts[1:])]
        self.cosines = [a @ b.T for a, b in zip(self.centroids, self.centroids[1:])]

    def __len__(self):
        return len(self.centroids)


def instance_logits(q, k, queue, indices, prototypes):
    """One matrix [N, 1 + K] per level; queue is [d, K]."""
    masks = []
    for centroids, density, assignments in zip(prototypes.centroids, prototypes.density, prototypes.assignments):
        similarity = queue.T @ centroids.T / density.clamp_min(1e-3)
        membership = torch.softmax(similarity, dim=1)
        keep = (1 - membership[:, assignments[indices]].T).clamp(0, 0.999)
        masks.append(torch.bernoulli(keep))
    logits = []
    for mask in masks:
        positive = torch.einsum("nc,nc->n", q, k).unsqueeze(1)
        negative = torch.einsum("nc,ck->nk", q, queue.clone()) * mask
        logits.append(torch.cat([positive, negative], dim=1) / TEMPERATURE)
    return logits


def prototype_logits(q, indices, prototypes):
    """One matrix [N, 1 + negatives] per level."""
    logits = []
    for level in range(len(prototypes)):
        centroids, density = prototypes.centroids[level], prototypes.density[level]
        own = prototypes.assignments[level][indices]
        others = set(range(int(prototypes.assignments[level].max()))) - set(own.tolist())
        negatives = torch.tensor(sorted(others), device=q.device)
        similarity = q @ centroids[negatives].T
        if level + 1 < len(prototypes):
            above = prototypes.density[level + 1]
            above = above / above.mean() * TEMPERATURE
            membership = torch.softmax(prototypes.cosines[level] / above, dim=1)
            keep = 1 - membership[negatives][:, prototypes.parents[level][own]].T
            similarity = similarity * torch.bernoulli(keep.clamp(1e-4, 0.999))
        positive = (q * centroids[own]).sum(dim=1, keepdim=True)
        scale = torch.cat([density[own].unsqueeze(1), density[negatives].expand(len(q), -1)], dim=1)
        logits.append(torch.cat([positive, similarity], dim=1) / scale)
    return logits


def loss(q, k, queue, indices, prototypes):
    target = torch.zeros(len(q), dtype=torch.long, device=q.device)
    instance = sum(F.cross_entropy(x, target) for x in instance_logits(q, k, queue, indices, prototypes))
    prototype = sum(F.cross_entropy(x, target) for x in prototype_logits(q, indices, prototypes))
    return instance + prototype / len(prototypes)
