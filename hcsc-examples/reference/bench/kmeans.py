"""Times faiss's K-means on a file of little-endian floats, 128 per point: the other side of KMeansBenchmark, which lies
among the tests of hcsc-core.

Prints which BLAS faiss uses: one that takes the processor for an old one is several times slower
(OPENBLAS_CORETYPE=SKYLAKEX names one with AVX-512).
"""

import time

import faiss
import numpy
from threadpoolctl import threadpool_info

import timing


def main():
    parser = timing.parser(__doc__)
    parser.add_argument("file")
    parser.add_argument("--prototypes", type=int, nargs="+", default=(1000,))
    parser.add_argument("--starts", type=int, default=1)
    parser.add_argument("--make", type=int, metavar="N", help="first write N random clustered unit vectors to the file")
    options = parser.parse_args()
    if options.make:
        random = numpy.random.default_rng(0)
        centres = random.standard_normal((1000, 128))
        points = centres[random.integers(0, 1000, options.make)] + 0.7 * random.standard_normal((options.make, 128))
        points /= numpy.linalg.norm(points, axis=1, keepdims=True)
        points.astype("<f4").tofile(options.file)
    points = numpy.fromfile(options.file, "<f4").reshape(-1, 128)
    if options.threads:
        faiss.omp_set_num_threads(options.threads)
    seconds, objective = [], None
    for run in range(options.runs):
        start = time.perf_counter()
        x = points
        for level, count in enumerate(options.prototypes):
            clustering = faiss.Clustering(128, count)
            clustering.niter, clustering.nredo, clustering.seed = 20, options.starts, level
            clustering.max_points_per_centroid = 1000
            if hasattr(clustering, "early_stop_threshold"):
                clustering.early_stop_threshold = -1
            index = faiss.IndexFlatL2(128)
            clustering.train(x, index)
            centroids = faiss.vector_to_array(clustering.centroids).reshape(count, 128)
            distances, _ = index.search(x, 1)
            if level == 0:
                objective = float(distances.sum(dtype="f8"))
            x = centroids / numpy.linalg.norm(centroids, axis=1, keepdims=True)
        seconds.append(time.perf_counter() - start)
    blas = [(i["prefix"], i["version"], i["architecture"]) for i in threadpool_info() if i["user_api"] == "blas"]
    timing.report(seconds, objective=objective, points=len(points), prototypes=options.prototypes, blas=blas)


if __name__ == "__main__":
    main()
