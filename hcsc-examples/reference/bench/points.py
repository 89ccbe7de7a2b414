"""Writes random points for the benchmarks of K-means, which both sides read: unit vectors of 128 values scattered around a
thousand others, as little-endian floats.

    python points.py 100000 points.f32
"""

import sys

import numpy

MODES = 1000
DIMENSION = 128


def write(count, file):
    random = numpy.random.default_rng(0)
    centres = random.standard_normal((MODES, DIMENSION))
    points = centres[random.integers(0, MODES, count)] + 0.7 * random.standard_normal((count, DIMENSION))
    points /= numpy.linalg.norm(points, axis=1, keepdims=True)
    points.astype("<f4").tofile(file)


if __name__ == "__main__":
    write(int(sys.argv[1]), sys.argv[2])
