"""The small example of the method's specification: checked against its published numbers, kept as a fixture."""

import numpy as np
import torch

import clustering
import fixtures
import objective


def rows(a, b, offset, modulus, centre, n):
    """n unit rows of three: normalised ((a*i + b*j + offset) mod modulus) - centre."""
    i, j = np.meshgrid(np.arange(n), np.arange(3), indexing="ij")
    return clustering.unit((((a * i + b * j + offset) % modulus) - centre).astype(np.float32))


def close(actual, expected, tolerance=2e-6):
    actual = np.asarray(actual, dtype=np.float64)
    worst = np.abs(actual - np.asarray(expected)).max()
    if not worst <= tolerance:
        raise AssertionError(f"off by {worst}: {actual} instead of {expected}")


class FixedMasks:
    """Rejects by index arithmetic instead of by chance."""

    used = 0

    def __init__(self, negatives):
        n, j = torch.meshgrid(torch.arange(3), torch.arange(8), indexing="ij")
        self.instance = (5 * n + 3 * j) % 4 != 0
        n, j = torch.meshgrid(torch.arange(3), torch.arange(len(negatives)), indexing="ij")
        self.prototype = torch.ones(3, 6, dtype=torch.bool)
        self.prototype[:, negatives] = (3 * n + 5 * j) % 3 != 0

    def mask(self, probability):
        return self.instance if probability.shape[1] == 8 else self.prototype


def example():
    x = rows(37, 11, 0, 23, 11, 14)
    levels = clustering.hierarchy(x, (6, 3))
    wide = [objective.TensorLevel.of(level, torch.float64) for level in levels]
    q, other = rows(29, 13, 5, 17, 8, 3), rows(31, 7, 3, 19, 9, 3)
    k, queue = clustering.unit(q + np.float32(.5) * other), np.ascontiguousarray(rows(41, 17, 2, 29, 14, 8).T)
    ids = torch.tensor([0, 5, 9])
    results = {}
    for mode in ("released", "paper"):
        settings = objective.Settings(mode)
        masks = FixedMasks(objective.prototype_candidates(wide[0], ids, settings.paper))
        tensors = (torch.from_numpy(a).double() for a in (q, k, queue))
        results[mode] = objective.evaluate(*(next(tensors) for _ in range(2)), [], next(tensors), wide, ids,
                                           settings, masks)
    return {"x": x, "q": q, "k": k, "queue": queue, "indices": ids}, levels, results


def check():
    close(list(zip(range(4), clustering.twister(1234)))[3][1], 3512589365, 0)
    close(clustering.permutation(10, 15486558), [1, 6, 9, 0, 5, 4, 3, 7, 8, 2], 0)
    close(clustering.permutation(1000, 1)[:4], [845, 303, 66, 436], 0)
    inputs, levels, results = example()

    centroids, value, _, _ = clustering.train(inputs["x"], 4, 0)
    close(value, 1.332380)
    close(centroids[0], [.570881, -.542519, .478098])
    close(clustering.train(inputs["x"], 4, 1)[1], 1.381157)
    close(levels[0].own, [4, 5, 2, 3, 0, 1, 5, 2, 3, 0, 1, 5, 2, 3], 0)
    close(levels[0].density, [.157665, .121404, .242045, .154913, .261987, .261987])
    close(levels[1].own, [0, 0, 0, 2, 1, 2], 0)
    close(levels[1].density, [.209596, .209596, .180807])

    terms, record = results["released"]
    close(record["level0/prototype_negatives"], [2, 3], 0)
    close(record["level0/instance_keep"][0, :3], [.998839, .949712, .996937])
    close(record["level0/prototype_keep"][0, 2:4], [.993964, .995534])
    close(terms["instance"], .806087)
    close(terms["prototype"], [.533021, 0])
    close(terms["total"], 1.878684)
    close(results["paper"][0]["instance"], .798300)

    pos, neg = torch.tensor([.8]).double(), torch.tensor([[.5, .3, -.1]]).double()
    worked = torch.tensor([[True, False, True]])
    close(objective.cross_entropy(objective.join(pos, neg, worked, (.2, .2), False)), .225185)
    close(objective.cross_entropy(objective.join(pos, neg, worked, (.2, .2), True)), .210455)
    print("the published example is reproduced")


def generate(root):
    tensors, levels, results = example()
    for i, level in enumerate(levels):
        tensors |= {f"level{i}/{name}": getattr(level, name)
                    for name in ("centroids", "density", "assignments", "own", "distances", "raw")}
    for mode, (terms, record) in results.items():
        tensors |= {f"{mode}/{name}": value.float() if value.is_floating_point() else value
                    for name, value in {**terms, **record}.items() if value.numel() or name.endswith("negatives")}
    fixtures.write("hcsc-core", "objective-published-example", tensors, {
        "counts": (6, 3), "temperature": 0.2, "instance_mask": "0 where (5n + 3j) mod 4 == 0",
        "prototype_mask": "released: 0 where (3n + 5j) mod 3 == 0, j = position in prototype_negatives; paper: the "
                          "same with j = prototype id", "computed in": "float64"}, root)
