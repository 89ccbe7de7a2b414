"""Runs training steps of `hcsc bench step` and of ddp.py in turns: of one process, of several that each train alone at the
same time, and of several that train together. Prints how much of the speed of one process each of several keeps.

    mvn -q -DskipTests package                   # once, in the root
    python weak_scaling.py                       # 2 processes of 8 images, four minutes on two cores
    python weak_scaling.py --processes 4 --batch 16 --rounds 3

Every process has one thread and as many images as the one alone, so that a perfect job takes as long as one process.
Figures are medians over the rounds of the medians of a process. Needs Open MPI, and requirements.txt of the folder above.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys

from compare import HCSC, HERE


def seconds(commands, environment):
    """Starts commands at the same time and returns what the first measures."""
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for command in commands]
    outputs = [process.communicate()[0] for process in running]
    if any(process.returncode for process in running):
        sys.exit(f"{' '.join(commands[0])} failed")
    return json.loads(outputs[0].strip().splitlines()[-1])["seconds"]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--batch", type=int, default=8)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--runs", type=int, default=5)
    options = options.parse_args()
    count = options.processes
    common = ["--batch", str(options.batch), "--threads", "1", "--runs", str(options.runs), "--warmup", "2"]
    hcsc = [str(HCSC), "bench", "step", "--json", *common]
    ddp = [sys.executable, str(HERE / "ddp.py"), *common, "--processes"]
    together = ["mpirun", "--oversubscribe", "--bind-to", "none", "-n", str(count), *hcsc]
    work = {
        "hcsc": ([hcsc], [hcsc] * count, [together]),
        "PyTorch, DDP on gloo": (
            [[*ddp, "1"]],
            [[*ddp, "1", "--port", str(29600 + i)] for i in range(count)],
            [[*ddp, str(count)]],
        ),
    }
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    measured = {side: [[] for _ in variants] for side, variants in work.items()}
    for _ in range(options.rounds):
        for variant in range(3):
            for side in work:
                measured[side][variant].append(seconds(work[side][variant], environment))
    print(f"| {options.batch} images per process | 1 process | {count}, each alone | {count} together | efficiency "
          "| beside each alone |\n|---|---|---|---|---|---|")
    for side, rounds in measured.items():
        one, apart, joined = map(statistics.median, rounds)
        print(f"| {side} | {one:.2f} s | {apart:.2f} s | {joined:.2f} s | {one / joined:.0%} | {apart / joined:.0%} |")
    print(f"all rounds: {measured}", file=sys.stderr)


if __name__ == "__main__":
    main()
