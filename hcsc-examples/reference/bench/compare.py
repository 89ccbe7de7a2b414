"""Runs `hcsc bench` and its counterpart in PyTorch alternately and prints the table of ratios.

    mvn -q -DskipTests package          # once, in the root
    python compare.py                   # all rows, about a quarter of an hour on two cores
    python compare.py objective         # rows whose name contains a word
    python compare.py --preload /usr/lib/x86_64-linux-gnu/libjemalloc.so.2     # another allocator for Python

Each round starts one process per side, in turns; the figures are medians over the rounds of the medians of a process.
Leave the machine alone meanwhile. Needs requirements.txt of the folder above.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
HCSC = HERE.parents[2] / "bin" / "hcsc"

ROWS = {
    "encoder step, batch 16": ("step --part encoder --batch 16", "step.py --part encoder --batch 16"),
    "encoder step, batch 32": ("step --part encoder --batch 32", "step.py --part encoder --batch 32"),
    "full step, batch 16": ("step --batch 16", "step.py --batch 16"),
    "full step, batch 32": ("step --batch 32", "step.py --batch 32"),
    "objective, batch 32": ("objective --batch 32", "objective.py --batch 32"),
    "objective, batch 256": ("objective --batch 256", "objective.py --batch 256"),
}


def result(command, environment=None):
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("row", nargs="?", default="", help="a word of the rows' names")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--preload", help="a library for Python's LD_PRELOAD")
    options = options.parse_args()
    python = {k: v for k, v in os.environ.items() if k != "OPENBLAS_CORETYPE"}
    if options.preload:
        python["LD_PRELOAD"] = options.preload
    print("| what | hcsc | PyTorch | ratio | hcsc MB | PyTorch MB | ratio |\n|---|---|---|---|---|---|---|")
    for name, (ours, theirs) in ROWS.items():
        if options.row not in name:
            continue
        sides = {"hcsc": [], "python": []}
        common = ["--runs", str(options.runs), "--warmup", "2"]
        for _ in range(options.rounds):
            sides["hcsc"].append(result([str(HCSC), "bench", *ours.split(), "--json", *common]))
            script, *arguments = theirs.split()
            sides["python"].append(result([sys.executable, str(HERE / script), *arguments, *common], python))
        median = lambda side, key: statistics.median(r[key] for r in sides[side])
        seconds, memory = ([median(side, key) for side in sides] for key in ("seconds", "peak_megabytes"))
        print(f"| {name} | {seconds[0]:.3f} s | {seconds[1]:.3f} s | {seconds[1] / seconds[0]:.2f}x "
              f"| {memory[0]:.0f} | {memory[1]:.0f} | {memory[0] / memory[1]:.2f}x |", flush=True)


if __name__ == "__main__":
    main()
