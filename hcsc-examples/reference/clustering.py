"""K-means as faiss trains it, restated; the hierarchy and the densities on top of it."""

from dataclasses import dataclass

import numpy as np

ITERATIONS, REDOS = 20, 5


@dataclass
class Level:
    centroids: np.ndarray   # [M, d] float32, unit rows: the prototypes
    density: np.ndarray     # [M] float32
    assignments: np.ndarray  # [n] int64, prototype of every image
    raw: np.ndarray         # [M, d] float32, the K-means centroids before normalisation
    own: np.ndarray         # assignment of this level's own inputs (images, or the finer prototypes)
    distances: np.ndarray   # float32 squared distance of each own input to its raw centroid
    raw_density: np.ndarray  # [M] float64, before filling, clipping and scaling (0: at most one member)


def twister(seed):
    """Endless 32-bit outputs of MT19937 seeded with init_genrand."""
    source = np.random.RandomState(seed % 2**32)._bit_generator
    while True:
        yield from source.random_raw(1024).tolist()


def permutation(n, seed):
    order, draws = list(range(n)), twister(seed)
    for i in range(n - 1):
        j = i + next(draws) % (n - i)
        order[i], order[j] = order[j], order[i]
    return np.array(order)


def nearest(x, centroids):
    """Nearest centroid (lowest id on ties) and float32 squared distance, computed in double."""
    wide = centroids.astype(np.float64)
    distances = np.stack([((row - wide) ** 2).sum(axis=1) for row in x.astype(np.float64)])
    ids = distances.argmin(axis=1)
    return ids, distances[np.arange(len(x)), ids].astype(np.float32)


def update(x, ids, k):
    """Means (float32 sums in ascending order of the points, times 1/count), empty clusters repaired."""
    sums = np.zeros((k, x.shape[1]), dtype=np.float32)
    np.add.at(sums, ids, x)
    counts = np.bincount(ids, minlength=k).astype(np.float32)
    filled = counts > 0
    sums[filled] *= (np.float32(1) / counts[filled])[:, None]
    return sums, repair(sums, counts, len(x))


def repair(centroids, counts, n):
    k, draws, split = len(counts), twister(1234), 0
    signs = np.where(np.arange(centroids.shape[1]) % 2 == 0, 1, -1)
    up = (1 + signs / 1024).astype(np.float32)
    down = (1 - signs / 1024).astype(np.float32)
    for empty in np.flatnonzero(counts == 0):
        donor = 0
        while True:
            chance = (counts[donor] - np.float32(1)) / np.float32(n - k)
            if np.float32(next(draws)) / np.float32(2.0**32) < chance:
                break
            donor = (donor + 1) % k
        centroids[empty] = centroids[donor] * up
        centroids[donor] = centroids[donor] * down
        counts[empty] = counts[donor] / np.float32(2)
        counts[donor] -= counts[empty]
        split += 1
    return split


def train(x, k, seed, per_centroid=1000, iterations=ITERATIONS, redos=REDOS):
    """-> centroids, objective of the best redo, clusters repaired in all redos, last objective of each redo."""
    n = len(x)
    if n < k:
        raise ValueError(f"{n} points cannot form {k} clusters")
    if not np.isfinite(x).all():
        raise ValueError("input holds a non-finite value")
    if n > per_centroid * k:
        x = x[permutation(n, seed)[: per_centroid * k]]
    if n == k:
        return x.copy(), 0.0, 0, []
    best, repaired, objectives = (None, np.inf), 0, []
    for redo in range(redos):
        centroids = x[permutation(len(x), seed + 1 + redo * 15486557)[:k]].copy()
        for _ in range(iterations):
            ids, distances = nearest(x, centroids)
            objective = float(distances.astype(np.float64).sum())
            centroids, split = update(x, ids, k)
            repaired += split
        if objective < best[1]:
            best = centroids, objective
        objectives.append(objective)
    return *best, repaired, objectives


def raw_densities(ids, distances, k):
    values = np.zeros(k)
    for c in range(k):
        members = np.sqrt(distances[ids == c])
        if len(members) > 1:
            values[c] = float(members.mean(dtype=np.float32)) / np.log(len(members) + 10)
    return values


def densities(ids, distances, k, temperature):
    """-> density [k] float32 with mean `temperature`, and the raw values."""
    raw = raw_densities(ids, distances, k)
    few = np.bincount(ids, minlength=k) <= 1
    filled = np.where(few, raw.max(), raw)
    clipped = np.clip(filled, np.percentile(filled, 10), np.percentile(filled, 90))
    mean = clipped.mean()
    scaled = temperature * clipped / mean if mean > 0 else np.full(k, temperature)
    return scaled.astype(np.float32), raw


def unit(x):
    return x / np.maximum(np.sqrt((x * x).sum(axis=1, keepdims=True)), np.float32(1e-12))


def hierarchy(x, counts, temperature=0.2, per_centroid=1000):
    """Levels from the finest to the coarsest; level l is clustered with seed l."""
    levels, inputs, images = [], x.astype(np.float32), None
    for seed, k in enumerate(counts):
        raw, _, _, _ = train(inputs, k, seed, per_centroid)
        own, distances = nearest(inputs, raw)
        density, raw_density = densities(own, distances, k, temperature)
        images = own if images is None else own[images]
        levels.append(Level(unit(raw), density, images, raw, own, distances, raw_density))
        inputs = levels[-1].centroids
    return levels
