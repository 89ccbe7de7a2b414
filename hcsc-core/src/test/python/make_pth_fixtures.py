"""Writes the small files of weights that PthTest reads. Needs torch and numpy.

    python hcsc-core/src/test/python/make_pth_fixtures.py hcsc-core/src/test/resources/io/github/hcsc/core/state/pickle
"""

import argparse
import collections
import sys

import numpy as np
import torch

folder = sys.argv[1]

base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
tied = torch.tensor([1.5, -2.0])
state = collections.OrderedDict(
    matrix=base,
    turned=base.t(),
    part=base[1:3, 2:5],
    channels_last=torch.arange(24.0).reshape(1, 2, 3, 4).contiguous(memory_format=torch.channels_last),
    tied=tied,
    tied_again=tied,
    parameter=torch.nn.Parameter(torch.tensor([3.25])),
    scalar=torch.tensor(7),
    empty=torch.zeros(0, 3),
    f64=torch.tensor([1e300], dtype=torch.float64),
    f16=torch.tensor([0.5], dtype=torch.float16),
    bf16=torch.tensor([[1.0, 2.0], [3.0, -3.140625]]).bfloat16().t(),
    i32=torch.tensor([-5], dtype=torch.int32),
    i8=torch.tensor([-6], dtype=torch.int8),
    u8=torch.tensor([250], dtype=torch.uint8),
    flag=torch.tensor([True, False]),
)
state._metadata = collections.OrderedDict(version=1)
saved = {
    "epoch": 200,
    "arch": "resnet50",
    "best": None,
    "done": True,
    "big": 1 << 40,
    "lr": 0.03,
    "numpy_lr": np.float64(0.125),
    "betas": (0.9, 0.999),
    "size": torch.Size([2, 3]),
    "args": argparse.Namespace(workers=4, name="näme"),
    "counter": collections.Counter({120: 1}),
    "state_dict": state,
    "optimizer": {"state": {0: {"momentum_buffer": tied}}, "param_groups": [{"lr": 0.03, "params": [0, 1]}]},
}
torch.save(saved, f"{folder}/zip.pth")
torch.save(saved, f"{folder}/zip4.pth", pickle_protocol=4)
torch.save(saved, f"{folder}/legacy.pth.tar", _use_new_zipfile_serialization=False)
torch.save(state, f"{folder}/bare.pth")
