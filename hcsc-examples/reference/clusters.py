"""K-means fixtures (hcsc-core): faiss executed, its algorithm restated beside it, and hierarchies on top."""

import dataclasses
from dataclasses import dataclass

import faiss
import numpy as np

import clustering
import fixtures
import noise

ITERATIONS, REDOS = clustering.ITERATIONS, clustering.REDOS


@dataclass(frozen=True)
class Data:
    """x[i, j] = (64*centre + grain) / 1024, all in integers before the division (exact in float32).

    centre = (bits(name + "/centre", (i % blobs)*d + j) >>> 26) - 32
    grain  = (bits(name + "/grain", i*d + j) >>> (32 - width)) - 2^(width - 1);  0 when width is 0
    """
    name: str
    n: int
    d: int
    k: int
    blobs: int
    width: int
    seed: int = 0
    per_centroid: int = 1000

    def points(self):
        centre = (noise.bits(self.name + "/centre", self.blobs * self.d) >> np.uint32(26)).astype(np.int64) - 32
        value = 64 * centre.reshape(self.blobs, self.d)[np.arange(self.n) % self.blobs]
        if self.width:
            grain = noise.bits(self.name + "/grain", self.n * self.d) >> np.uint32(32 - self.width)
            value = value + grain.astype(np.int64).reshape(self.n, self.d) - (1 << (self.width - 1))
        return value.astype(np.float32) / np.float32(1024)


DATA = (
    Data("blobs", 200, 8, 10, 10, 10),
    Data("blobs-seed2", 200, 8, 10, 10, 10, seed=2),
    Data("plane", 90, 2, 12, 9, 9, seed=1),
    Data("duplicates", 60, 4, 20, 12, 0),
    Data("few-distinct", 300, 16, 40, 25, 0, seed=1),
    Data("subsampled", 600, 16, 8, 9, 11, seed=1, per_centroid=40),
    Data("all-centroids", 16, 8, 16, 16, 8),
    Data("one-cluster", 50, 3, 1, 4, 9),
    Data("embedding-width", 500, 128, 20, 30, 12, seed=1),
)
HIERARCHIES = (
    (Data("images", 300, 16, 0, 36, 10), (30, 12, 4)),
    (Data("sparse", 80, 8, 0, 40, 9), (24, 12, 6)),
)


def by_faiss(data, x):
    trainer = faiss.Clustering(data.d, data.k)
    trainer.niter, trainer.nredo, trainer.seed = ITERATIONS, REDOS, data.seed
    trainer.max_points_per_centroid, trainer.min_points_per_centroid = data.per_centroid, 10
    trainer.early_stop_threshold = -1.0          # always all iterations, as the library's older versions did
    index = faiss.IndexFlatL2(data.d)
    trainer.train(x, index)
    centroids = faiss.vector_to_array(trainer.centroids).reshape(data.k, data.d)
    count = trainer.iteration_stats.size()       # the library keeps the records up to the best redo's last iteration
    objective = trainer.iteration_stats.at(count - 1).obj if count else 0.0
    distances, ids = index.search(x, 1)
    return centroids, objective, ids[:, 0], distances[:, 0]


def flat_fixture(data, root):
    x = data.points()
    centroids, objective, ids, distances = by_faiss(data, x)
    ours, our_objective, repaired, redos = clustering.train(x, data.k, data.seed, data.per_centroid)
    our_ids, our_distances = clustering.nearest(x, ours)
    restated = {"restatement: largest centroid difference": float(np.abs(ours - centroids).max()),
                "restatement: different assignments": int((our_ids != ids).sum())}
    print(f"    {data.name}: repaired {repaired}, empty at the end {data.k - len(set(our_ids.tolist()))}, "
          f"objective {objective:.6f} / {our_objective:.6f}, {restated}, {np.array(redos)}")
    if not np.array_equal(ids, our_ids) or np.abs(ours - centroids).max() > 1e-6 \
            or abs(objective - our_objective) > 1e-4 * our_objective + 1e-6:
        raise AssertionError(f"{data.name}: the restatement and faiss disagree")
    density, raw_density = clustering.densities(our_ids, our_distances, data.k, 0.2)
    tensors = {"x": x, "centroids": centroids, "assignments": ids, "distances": our_distances,
               "objective": np.array([our_objective]), "redo_objectives": np.array(redos), "density": density, "raw_density": raw_density}
    if data.width or data.d > 100:
        del tensors["x"]
        tensors["x_head"] = x[:4]
    fixtures.write("hcsc-core", f"kmeans-{data.name}", tensors, {
        **dataclasses.asdict(data), "iterations": ITERATIONS, "redos": REDOS, "temperature": 0.2, "formula": Data.__doc__,
        "repaired": repaired, **restated}, root)


def hierarchy_fixture(data, counts, root):
    x = clustering.unit(data.points())
    levels = clustering.hierarchy(x, counts)
    inputs, tensors = x, {"x": x}
    for i, (level, k) in enumerate(zip(levels, counts)):
        check = dataclasses.replace(data, k=k, seed=i)
        centroids, _, ids, _ = by_faiss(check, np.ascontiguousarray(inputs))
        if not np.array_equal(ids, level.own) or np.abs(centroids - level.raw).max() > 1e-6:
            raise AssertionError(f"{data.name}, level {i}: the restatement and faiss disagree")
        for field in dataclasses.fields(level):
            value = getattr(level, field.name)
            tensors[f"level{i}/{field.name}"] = value.astype(np.float32) if value.dtype == np.float64 else value
        if i:
            tensors[f"level{i - 1}/parent"] = level.own
            tensors[f"level{i - 1}/cosines"] = inputs @ level.centroids.T
        inputs = level.centroids
    fixtures.write("hcsc-core", f"hierarchy-{data.name}", tensors, {
        **dataclasses.asdict(data), "counts": counts, "seeds": list(range(len(counts))), "temperature": 0.2,
        "formula": Data.__doc__ + "\n    then rows normalised (stored as x)"}, root)


def generate(root):
    for data in DATA:
        flat_fixture(data, root)
    for data, counts in HIERARCHIES:
        hierarchy_fixture(data, counts, root)
