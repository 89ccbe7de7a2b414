"""The evaluations that train on random views, by PyTorch's own modules: linear on the frozen backbone, fine-tuning."""

import copy
import hashlib

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torchvision import transforms


def random_view(views, smallest=0.08):
    return transforms.Compose([
        transforms.RandomResizedCrop(views["imageSize"], (smallest, 1)), transforms.RandomHorizontalFlip(),
        transforms.ToTensor(), transforms.Normalize(views["mean"], views["std"])])


def pictures(files):
    return [Image.open(file).convert("RGB") for file in files]


def stack(shown, indices, transform):
    return torch.stack([transform(shown[i]) for i in indices])


def accuracy(scores, truth):
    return 100 * (scores.argmax(1) == truth).double().mean().item()


def linear(net, views, train, test, rate, epochs, seed=0):
    """A classifier on features of random views by the frozen network in evaluation mode.

    train: files and labels; test: features and labels.
    """
    torch.manual_seed(seed)
    shown, labels = pictures(train[0]), torch.from_numpy(train[1])
    queries, truth = test[0], torch.from_numpy(test[1])
    model = torch.nn.Linear(queries.shape[1], int(labels.max()) + 1)
    torch.nn.init.normal_(model.weight, std=0.01)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), rate, momentum=0.9)
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [epochs * 3 // 5, epochs * 4 // 5])
    transform, course = random_view(views), []
    for _ in range(epochs):
        for chosen in torch.randperm(len(shown)).split(256):
            with torch.no_grad():
                features = net(stack(shown, chosen.tolist(), transform))
            optimizer.zero_grad()
            F.cross_entropy(model(features), labels[chosen]).backward()
            optimizer.step()
        schedule.step()
        with torch.no_grad():
            course.append(accuracy(model(queries), truth))
    return {"best": max(course), "last": course[-1]}


def labelled(names, labels, percent, seed):
    """The images of each class whose names have the smallest digests: those that hcsc eval finetune takes."""
    def digest(name):
        return hashlib.sha256(f"{seed} {name}".encode()).hexdigest()[:24]

    chosen = []
    for label in np.unique(labels):
        members = sorted(np.flatnonzero(labels == label), key=lambda i: digest(names[i]))
        chosen += members[: max(1, int(np.floor(len(members) * percent / 100 + 0.5)))]
    return np.sort(np.array(chosen))


def finetune(net, views, train, test, transform, batch, epochs, seed=31):
    """The whole network in training mode and a new classifier; train and test: files and labels."""
    torch.manual_seed(seed)
    net = copy.deepcopy(net).train()
    shown, labels = pictures(train[0]), torch.from_numpy(train[1])
    tested, truth = pictures(test[0]), torch.from_numpy(test[1])
    with torch.no_grad():
        width = net.eval()(stack(tested, [0], transform)).shape[1]
    head = torch.nn.Linear(width, int(labels.max()) + 1)
    optimizer = torch.optim.SGD([{"params": net.parameters(), "lr": 0.005}, {"params": head.parameters(), "lr": 0.02}],
                                momentum=0.9)
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [epochs * 3 // 7, epochs * 6 // 7])
    vary, course = random_view(views), []
    for _ in range(epochs):
        net.train()
        for chosen in torch.randperm(len(shown)).split(batch):
            optimizer.zero_grad()
            F.cross_entropy(head(net(stack(shown, chosen.tolist(), vary))), labels[chosen]).backward()
            optimizer.step()
        schedule.step()
        net.eval()
        with torch.no_grad():
            scores = torch.cat([head(net(stack(tested, part.tolist(), transform)))
                                for part in torch.arange(len(tested)).split(512)])
        course.append(accuracy(scores, truth))
    return {"labelled": len(shown), "best": max(course), "last": course[-1]}
