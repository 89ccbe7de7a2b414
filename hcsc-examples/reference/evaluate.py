"""The evaluations of `hcsc eval`, computed by PyTorch, faiss' algorithm and scikit-learn from exported weights.

    python evaluate.py RUN/encoder/encoder.safetensors knn linear --data cifar10/train --test cifar10/test
    python evaluate.py RUN/encoder/encoder.safetensors clusters --data cifar10/test
    python evaluate.py RUN/encoder/encoder.safetensors svm --voc VOCdevkit/VOC2007 --shots 1 4 16
    python evaluate.py RUN/encoder/encoder.safetensors augmented --data cifar10/train --test cifar10/test --epochs 5
    python evaluate.py RUN/encoder/encoder.safetensors finetune --data cifar10/train --test cifar10/test --percent 10
    python evaluate.py RUN/encoder/encoder.safetensors health --data cifar10/test --run RUN
    python evaluate.py RUN/encoder/encoder.safetensors prototypes --run RUN

Each result is one line of JSON. Nothing here shares code with the Java library: pictures are read and resized by Pillow,
features come from torchvision's ResNet, strictly loaded.
"""

import argparse
import json
import time
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import safetensors
import torch
import torch.nn.functional as F
import torchvision
import yaml
from PIL import Image
from safetensors.torch import load_file
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix
from sklearn.svm import LinearSVC
from torchvision import transforms

import clustering
import encoder
import metrics
import tuning

BLOCKS = {2: [2, 2, 2, 2], 3: [3, 4, 6, 3]}      # layers of a residual unit: ResNet-18, ResNet-50


def backbone(file):
    """-> torchvision's network with the weights of the file, and the views it was trained for."""
    state = {name: value for name, value in load_file(file).items() if not name.startswith("fc.")}
    with safetensors.safe_open(file, "np") as opened:
        views = yaml.safe_load(opened.metadata()["hcsc.views"])
    deep = "layer1.0.conv3.weight" in state
    block = torchvision.models.resnet.Bottleneck if deep else torchvision.models.resnet.BasicBlock
    width = len(state["bn1.weight"])
    net = encoder._slim(block, BLOCKS[3 if deep else 2], [width << stage for stage in range(4)],
                        state["conv1.weight"].shape[2] == 3)
    net.fc = torch.nn.Identity()
    counters = {name: value for name, value in net.state_dict().items() if name.endswith("num_batches_tracked")}
    net.load_state_dict({**state, **counters}, strict=True)
    return net.eval(), views


def view(views, interpolation):
    return transforms.Compose([
        transforms.Resize(views["evaluationResize"], interpolation), transforms.CenterCrop(views["imageSize"]),
        transforms.ToTensor(), transforms.Normalize(views["mean"], views["std"])])


def folder(path, most):
    """-> files and labels of a folder of classes, evenly thinned."""
    data = torchvision.datasets.ImageFolder(path)
    chosen = range(len(data)) if len(data) <= most else [i * len(data) // most for i in range(most)]
    return [data.samples[i][0] for i in chosen], np.array([data.samples[i][1] for i in chosen])


@torch.no_grad()
def extract(net, files, transform, batch=256):
    rows = []
    for start in range(0, len(files), batch):
        pictures = [transform(Image.open(file).convert("RGB")) for file in files[start : start + batch]]
        rows.append(net(torch.stack(pictures)))
    return torch.cat(rows)


def knn(bank, bank_labels, queries, query_labels, temperature=0.07):
    similarity = F.normalize(queries) @ F.normalize(bank).T
    labels, truth, results = torch.from_numpy(bank_labels), torch.from_numpy(query_labels), {}
    for k in (10, 20, 100, 200):
        near, ids = similarity.topk(k)
        votes = torch.zeros(len(queries), int(labels.max()) + 1).scatter_add_(1, labels[ids], (near / temperature).exp())
        results[str(k)] = 100 * (votes.argmax(1) == truth).double().mean().item()
    return {"top1": results}


def linear(bank, bank_labels, queries, query_labels, rate=5.0, epochs=100, seed=0):
    """The classifier of ImageNet's protocol on features that stay as they are, in an order of its own."""
    torch.manual_seed(seed)
    labels, truth = torch.from_numpy(bank_labels), torch.from_numpy(query_labels)
    model = torch.nn.Linear(bank.shape[1], int(labels.max()) + 1)
    torch.nn.init.normal_(model.weight, std=0.01)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), rate, momentum=0.9)
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [epochs * 3 // 5, epochs * 4 // 5])
    best = last = 0.0
    for _ in range(epochs):
        for chosen in torch.randperm(len(bank)).split(256):
            optimizer.zero_grad()
            F.cross_entropy(model(bank[chosen]), labels[chosen]).backward()
            optimizer.step()
        schedule.step()
        with torch.no_grad():
            last = 100 * (model(queries).argmax(1) == truth).double().mean().item()
        best = max(best, last)
    return {"best": best, "last": last}


def agreement(found, true):
    table = contingency_matrix(true, found)
    rows, columns = metrics.linear_sum_assignment(-table)
    return {"nmi": float(normalized_mutual_info_score(true, found)),
            "ami": float(adjusted_mutual_info_score(true, found)),
            "ari": float(adjusted_rand_score(true, found)),
            "accuracy": float(table[rows, columns].sum() / len(true))}


def clusters(features, labels, counts):
    levels = clustering.hierarchy(clustering.unit(features.numpy()), counts)
    return {"levels": [agreement(level.assignments, labels) for level in levels]}


def prototypes(run):
    """The newest tree of a run against the classes of its training images."""
    lines = (run / "prototypes/images.tsv").read_text(encoding="utf-8").splitlines()
    labels = np.unique([line.split("\t")[1] for line in lines], return_inverse=True)[1]
    with safetensors.safe_open((run / "checkpoints/latest").resolve(), "np") as saved:
        names = sorted(n for n in saved.keys() if n.startswith("prototypes.") and n.endswith(".assignments"))
        return {"levels": [agreement(saved.get_tensor(name), labels) for name in names]}


def voc(root, name):
    """-> files of an image set, and the classes that each shows."""
    ids = [line.split()[0] for line in (root / f"ImageSets/Main/{name}.txt").read_text().splitlines() if line.strip()]
    shown = []
    for image in ids:
        objects = ElementTree.parse(root / f"Annotations/{image}.xml").findall("object")
        shown.append({o.findtext("name") for o in objects if o.findtext("difficult", "0") != "1"})
    return [root / f"JPEGImages/{image}.jpg" for image in ids], shown


def svm(net, transform, root, shots, runs=5):
    (files, shown), (test_files, test_shown) = voc(root, "trainval"), voc(root, "test")
    known, tested = (x / (x.norm(dim=1, keepdim=True) + 1e-5) for x in (
        extract(net, files, transform), extract(net, test_files, transform)))
    names = sorted(set().union(*shown))

    def precisions(chosen):
        found = {}
        for name in names:
            target = [1 if name in shown[i] else -1 for i in chosen]
            model = LinearSVC(C=0.5, class_weight={1: 2, -1: 1}, max_iter=2000).fit(known.numpy()[chosen], target)
            truth = [name in classes for classes in test_shown]
            found[name] = 100 * metrics.area(truth, model.decision_function(tested.numpy()))
        return found

    whole = precisions(list(range(len(shown))))
    result = {"map": float(np.mean(list(whole.values()))), "classes": whole}
    random = np.random.default_rng(0)
    for count in shots:
        maps = []
        for _ in range(runs):
            drawn = [random.permutation([i for i, classes in enumerate(shown) if name in classes])[:count]
                     for name in names]
            maps.append(np.mean(list(precisions(np.concatenate(drawn).tolist()).values())))
        result[f"{count} shots"] = {"map": float(np.mean(maps)), "deviation": float(np.std(maps))}
    return result


def health(file, features, run):
    """Of features and of the embeddings that the head makes of them; the alignment of two views that hcsc has kept."""
    state = load_file(file)
    with torch.no_grad():
        hidden = F.linear(features, state["fc.0.weight"], state["fc.0.bias"])
        embeddings = F.linear(hidden.relu(), state["fc.2.weight"], state["fc.2.bias"]) if "fc.2.weight" in state else hidden
    views = {}
    for path in sorted((run / "features").glob("*.safetensors"), key=lambda path: path.stat().st_mtime):
        with safetensors.safe_open(path, "np") as kept:
            view = kept.metadata()["view"]
            if view.startswith("embedding "):
                views[view.split()[1]] = unit(np.concatenate([kept.get_tensor(name) for name in sorted(kept.keys())]))
    return {**spectrum("features", unit(features.numpy())), **spectrum("embeddings", unit(embeddings.numpy())),
            "embeddings_alignment": float(((views["0"] - views["1"]) ** 2).sum(1).mean())}


def unit(rows):
    rows = rows.astype(np.float64)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def spectrum(what, rows):
    shares = np.linalg.svd(rows, compute_uv=False)
    shares = shares / shares.sum()
    shares = shares[shares > 0]
    some = rows[:: -(-len(rows) // 8192)]
    distances = np.triu_indices(len(some), 1)
    pairs = 2 - 2 * (some @ some.T)[distances]
    return {what + "_effective_rank": float(np.exp(-(shares * np.log(shares)).sum())),
            what + "_spread": float(rows.std(axis=0).mean() * np.sqrt(rows.shape[1])),
            what + "_uniformity": float(np.log(np.exp(-2 * pairs).mean()))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", help="encoder.safetensors of a run")
    parser.add_argument("what", nargs="+", choices=(
        "knn", "linear", "augmented", "finetune", "clusters", "svm", "prototypes", "health"))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--voc", type=Path)
    parser.add_argument("--run", type=Path)
    parser.add_argument("--max-images", type=int, default=1 << 62)
    parser.add_argument("--clusters", type=lambda text: [int(k) for k in text.split(",")], default=[10])
    parser.add_argument("--learning-rate", type=float, default=5.0)
    parser.add_argument("--epochs", type=int, default=100, help="of linear and augmented; fine-tuning has 70")
    parser.add_argument("--percent", type=float, default=1.0)
    parser.add_argument("--batch", type=int, default=256, help="of fine-tuning")
    parser.add_argument("--finetune-epochs", type=int, default=70)
    parser.add_argument("--shots", type=int, nargs="*", default=[])
    parser.add_argument("--runs", type=int, default=5, help="draws of the shots")
    options = parser.parse_args()
    net, views = backbone(options.encoder)
    cubic = view(views, transforms.InterpolationMode.BICUBIC)
    start = time.perf_counter()
    kept = {}

    def features(path):
        if path not in kept:
            files, labels = folder(path, options.max_images)
            kept[path] = extract(net, files, cubic), labels
        return kept[path]

    for what in options.what:
        if what == "knn":
            result = knn(*features(options.data), *features(options.test))
        elif what == "linear":
            result = linear(*features(options.data), *features(options.test), options.learning_rate, options.epochs)
        elif what == "augmented":
            test = folder(options.test, options.max_images)
            tested = extract(net, test[0], view(views, transforms.InterpolationMode.BILINEAR)), test[1]
            result = tuning.linear(net, views, folder(options.data, options.max_images), tested, options.learning_rate,
                                   options.epochs)
        elif what == "finetune":
            files, labels = folder(options.data, options.max_images)
            chosen = tuning.labelled([str(Path(file).relative_to(options.data)) for file in files], labels,
                                     options.percent, 31)
            result = tuning.finetune(net, views, ([files[i] for i in chosen], labels[chosen]),
                                     folder(options.test, options.max_images),
                                     view(views, transforms.InterpolationMode.BILINEAR), options.batch,
                                     options.finetune_epochs)
        elif what == "health":
            files, _ = folder(options.data, options.max_images)
            seen = extract(net, files, view(views, transforms.InterpolationMode.BILINEAR))
            result = health(options.encoder, seen, options.run)
        elif what == "clusters":
            result = clusters(*features(options.data), options.clusters)
        elif what == "svm":
            result = svm(net, view(views, transforms.InterpolationMode.BILINEAR), options.voc, options.shots,
                         options.runs)
        else:
            result = prototypes(options.run)
        print(json.dumps({"what": what, **result, "seconds": round(time.perf_counter() - start, 1)}), flush=True)


if __name__ == "__main__":
    main()
