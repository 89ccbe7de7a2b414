"""Writes every fixture:  python generate.py [--only cases,clusters,...] [--root DIR]"""

import argparse
from pathlib import Path

import torch

import fixtures
import known_values

GROUPS = ("known_values", "cases", "clusters", "images", "backbones", "metrics", "moco_v3")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default=",".join(GROUPS))
    options.add_argument("--root", type=Path, default=fixtures.ROOT)
    options = options.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    known_values.check()
    for group in options.only.split(","):
        __import__(group).generate(options.root)


if __name__ == "__main__":
    main()
