"""Writing of safetensors files with a description."""

import json
import platform
from pathlib import Path

import faiss
import numpy as np
import PIL
import safetensors.numpy
import torch
import torchvision

VERSIONS = {"python": platform.python_version(), "torch": torch.__version__.split("+")[0],
            "torchvision": torchvision.__version__.split("+")[0], "numpy": np.__version__,
            "faiss": faiss.__version__, "pillow": PIL.__version__}

ROOT = Path(__file__).resolve().parents[2]


def plain(value):
    """Any tensor as a contiguous array: floats as they are, integers as int64, pictures and booleans as uint8."""
    array = value.detach().cpu().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
    if array.dtype == bool:
        array = array.astype(np.uint8)
    elif array.dtype.kind in "iu" and array.dtype != np.uint8:
        array = array.astype(np.int64)
    return np.ascontiguousarray(array)


def folder(module, root=ROOT):
    path = Path(root) / module / "src/test/resources/golden"
    path.mkdir(parents=True, exist_ok=True)
    return path


def write(module, name, tensors, description, root=ROOT):
    """One fixture; `description` becomes the JSON text of the metadata entry "description"."""
    path = folder(module, root) / f"{name}.safetensors"
    arrays = {key: plain(value) for key, value in tensors.items()}
    arrays = {key: a.reshape(1) if a.ndim == 0 else a for key, a in arrays.items()}
    metadata = {"description": json.dumps({**description, "versions": VERSIONS}, sort_keys=True)}
    safetensors.numpy.save_file(dict(sorted(arrays.items())), path, metadata=metadata)
    print(f"{path.stat().st_size:9,d}  {path.relative_to(root)}")
