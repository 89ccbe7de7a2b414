"""Times faiss's K-means on a file of little-endian floats, 128 per point: the other side of `hcsc bench kmeans`.

One number of clusters times one start of 20 iterations, as `--clusters` does there; several time the levels of a hierarchy with
`--starts 5`, as HCSC's released code finds them, each with the search for every point's cluster.

Prints which kernel faiss's BLAS uses: one for another processor than this is several times slower, and
OPENBLAS_CORETYPE=SKYLAKEX names one with AVX-512. `compare.py` takes the better.
"""

import faiss
import numpy
from threadpoolctl import threadpool_info

import points
import timing

ITERATIONS = 20


def clustered(x, count, starts, seed):
    clustering = faiss.Clustering(points.DIMENSION, count)
    clustering.niter, clustering.nredo, clustering.seed = ITERATIONS, starts, seed
    clustering.max_points_per_centroid = 1000
    clustering.min_points_per_centroid = 1
    if hasattr(clustering, "early_stop_threshold"):
        clustering.early_stop_threshold = -1
    index = faiss.IndexFlatL2(points.DIMENSION)
    clustering.train(x, index)
    return clustering, index


def unit(rows):
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def levels(x, counts, starts):
    """Returns the prototypes of the finest level, and each point's."""
    finest = None
    for level, count in enumerate(counts):
        clustering, index = clustered(x, count, starts, level)
        _, labels = index.search(x, 1)
        x = unit(faiss.vector_to_array(clustering.centroids).reshape(count, -1))
        finest = finest or (x, labels[:, 0])
    return finest


def main():
    parser = timing.parser(__doc__)
    parser.add_argument("file")
    parser.add_argument("--prototypes", type=int, nargs="+", default=(1000,))
    parser.add_argument("--starts", type=int, default=1)
    options = parser.parse_args()
    x = numpy.fromfile(options.file, "<f4").reshape(-1, points.DIMENSION)
    if options.threads:
        faiss.omp_set_num_threads(options.threads)
    objectives = []

    def one_level():
        clustering, _ = clustered(x, options.prototypes[0], options.starts, 0)
        objectives.append(clustering.iteration_stats.at(ITERATIONS - 1).obj)

    def hierarchy():
        prototypes, labels = levels(x, options.prototypes, options.starts)
        objectives.append(float(numpy.square(x - prototypes[labels]).sum(dtype="f8")))

    seconds = timing.repeat(options, one_level if len(options.prototypes) == 1 else hierarchy)
    blas = [i["architecture"] for i in threadpool_info() if "faiss" in i["filepath"] and i["user_api"] == "blas"]
    timing.report(seconds, objective=objectives[-1], points=len(x), prototypes=options.prototypes, blas=blas)


if __name__ == "__main__":
    main()
