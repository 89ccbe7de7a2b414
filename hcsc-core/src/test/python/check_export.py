"""Checks exported weights with Python's own readers: torchvision and timm (strictly), torch.jit, pickle.

    python hcsc-core/src/test/python/check_export.py resnet50 FILE...

Files: .pth and .safetensors (weights; the first one is the reference), .pt (TorchScript of the backbone), .pkl
(detectron2). Needs torch, torchvision, timm, safetensors and numpy.
"""

import pickle
import sys

import timm
import torch
import torchvision
from safetensors.torch import load_file


def load(path):
    return load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)


def torchvision_model(name, state):
    model = getattr(torchvision.models, name)(num_classes=len(state["fc.bias"]) if "fc.bias" in state else 1)
    if "fc.bias" not in state:
        model.fc = torch.nn.Identity()
    counters = {k for k in model.state_dict() if k.endswith("num_batches_tracked")}
    if not counters & set(state):  # safetensors files of our own have no counters
        state = {**{k: torch.tensor(0) for k in counters}, **state}
    print(" torchvision", model.load_state_dict(state, strict=True))
    model.fc = torch.nn.Identity()
    return model.eval()


name, *paths = sys.argv[1:]
images = torch.randn(4, 3, 128, 128, generator=torch.Generator().manual_seed(0))
reference = None
with torch.no_grad():
    for path in paths:
        print(path)
        if path.endswith(".pkl"):
            with open(path, "rb") as file:
                content = pickle.load(file, encoding="latin1")
            print(" arrays", len(content["model"]), {k: v for k, v in content.items() if k != "model"})
            continue
        if path.endswith(".pt"):
            model = torch.jit.load(path)
            torchvision_model(name, model.state_dict())
        else:
            state = load(path)
            model = torchvision_model(name, state)
            if any(k.endswith("num_batches_tracked") for k in state):
                classes = len(state["fc.bias"]) if "fc.bias" in state else 0
                print(" timm", timm.create_model(name, num_classes=classes).load_state_dict(state, strict=True))
        features = model(images)
        reference = features if reference is None else reference
        print(" largest difference", (features - reference).abs().max().item())
        assert torch.allclose(features, reference, atol=1e-5)
