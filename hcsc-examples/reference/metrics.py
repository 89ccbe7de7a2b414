"""Metrics of the evaluations (hcsc-train), computed by scikit-learn and SciPy on small data.

Numbers that must keep all their digits are in the description, under "expected".
"""

import numpy as np
import scipy
import sklearn
from scipy.optimize import linear_sum_assignment
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (adjusted_mutual_info_score, adjusted_rand_score, normalized_mutual_info_score,
                             precision_recall_curve, top_k_accuracy_score)
from sklearn.metrics.cluster import contingency_matrix
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

import fixtures

VERSIONS = {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__}


def blobs(random, n, d, classes, spread):
    """Overlapping groups of points, and the group of each."""
    labels = random.integers(classes, size=n)
    centres = np.random.default_rng(99).normal(size=(classes, d))
    return (centres[labels] + spread * random.normal(size=(n, d))).astype(np.float32), labels


def knn():
    random = np.random.default_rng(1)
    bank, bank_labels = blobs(random, 300, 16, 7, 2.0)
    queries, query_labels = blobs(random, 150, 16, 7, 2.0)
    expected = {}
    for k in (1, 10, 20, 100, 200):
        model = KNeighborsClassifier(k, weights=lambda distance: np.exp((1 - distance) / 0.07), metric="cosine",
                                     algorithm="brute").fit(bank.astype(np.float64), bank_labels)
        votes = model.predict_proba(queries.astype(np.float64))
        expected[str(k)] = {"top1": 100 * float((votes.argmax(1) == query_labels).mean())}
        if votes.min() > 0:     # else the order of classes without votes decides
            expected[str(k)]["top5"] = 100 * float(top_k_accuracy_score(query_labels, votes, k=5))
    assert any("top5" in values for values in expected.values())
    return {"bank": bank, "bank_labels": bank_labels, "queries": queries, "query_labels": query_labels}, expected


def clusters():
    random = np.random.default_rng(2)
    classes = random.integers(10, size=900)
    noisy = np.where(random.random(900) < 0.6, classes, random.integers(10, size=900))
    cases = {
        "independent": (random.integers(30, size=900), classes),
        "equal": ((classes * 7 + 3) % 10, classes),
        "noisy": (noisy, classes),
        "finer": (noisy * 5 + random.integers(5, size=900), classes),
        "coarser": (noisy // 4, classes),
        "single": (np.zeros(900, np.int64), classes),
        "separate": (np.arange(900), classes),
        "few": (np.array([0, 0, 1, 1, 2]), np.array([4, 4, 4, 9, 9])),
    }
    tensors, expected = {}, {}
    for name, (found, true) in cases.items():
        table = contingency_matrix(true, found)
        rows, columns = linear_sum_assignment(-table)
        tensors[f"{name}/clusters"], tensors[f"{name}/classes"] = found, true
        expected[name] = {"nmi": float(normalized_mutual_info_score(true, found)),
                          "ami": float(adjusted_mutual_info_score(true, found)),
                          "ari": float(adjusted_rand_score(true, found)),
                          "accuracy": float(table[rows, columns].sum() / len(true))}
    return tensors, expected


def area(positive, scores):
    """Below the precision-recall curve, each precision raised to the best at any larger recall."""
    precision, recall, _ = precision_recall_curve(positive, scores)      # recall falls from 1 to 0
    return float(-np.sum(np.diff(recall) * np.maximum.accumulate(precision)[:-1]))


def svm():
    random = np.random.default_rng(3)
    features, group = blobs(random, 260, 12, 3, 1.5)
    shown = np.stack([(group == c) | (random.random(260) < 0.1) for c in range(3)], 1)
    unit = (features / (np.linalg.norm(features, axis=1, keepdims=True) + 1e-5)).astype(np.float64)
    tensors, expected = {"features": features, "shown": shown}, []
    for c in range(3):
        target = np.where(shown[:160, c], 1, -1)
        model = LinearSVC(C=0.5, class_weight={1: 2, -1: 1}, tol=1e-10, max_iter=1_000_000).fit(unit[:160], target)
        scores = model.decision_function(unit[160:])
        tensors[f"scores/{c}"] = scores.astype(np.float32)
        expected.append(area(shown[160:, c], scores))
    return tensors, expected


def linear():
    random = np.random.default_rng(4)
    features, labels = blobs(random, 900, 8, 4, 1.2)
    model = LogisticRegression(C=np.inf, max_iter=10_000).fit(features[:600], labels[:600])
    return {"features": features, "labels": labels}, 100 * float(model.score(features[600:], labels[600:]))


def health():
    random = np.random.default_rng(5)
    embeddings = (random.normal(size=(200, 24)) * np.geomspace(1, 0.01, 24)).astype(np.float32)
    unit = normalize(embeddings.astype(np.float64))
    shares = np.linalg.svd(unit, compute_uv=False)
    shares = shares / shares.sum()
    pairs = scipy.spatial.distance.pdist(unit, "sqeuclidean")
    return {"embeddings": embeddings}, {"effective_rank": float(np.exp(-(shares * np.log(shares)).sum())),
                                        "uniformity": float(np.log(np.exp(-2 * pairs).mean()))}


def generate(root):
    for case in (knn, clusters, svm, linear, health):
        tensors, expected = case()
        fixtures.write("hcsc-train", f"metrics-{case.__name__}", tensors,
                       {"expected": expected, "scikit-learn": VERSIONS}, root)
