"""Runs `hcsc bench` and its counterpart in Python alternately and prints the table of ratios.

    mvn -q -DskipTests package                      # once, in the root
    python compare.py --photos DIR                  # all rows, about 40 minutes on two cores
    python compare.py --list                        # their names
    python compare.py objective K-means             # rows whose name contains one of the words
    python compare.py loader decode --photos DIR    # images to load, a hundred or more
    python compare.py encoder --preload /usr/lib/x86_64-linux-gnu/libjemalloc.so.2     # another allocator for Python
    python compare.py step --keep-memory            # Python with a glibc that keeps freed memory as for hcsc

Each round starts one process per side, in turns; the figures are medians over the rounds of the medians of a process.
faiss runs with each kernel of its BLAS that this processor can, and the fastest counts. Points are made in a temporary folder.
Leave the machine alone meanwhile. Needs requirements.txt of the folder above.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import typing

import points

HERE = pathlib.Path(__file__).resolve().parent
HCSC = HERE.parents[2] / "bin" / "hcsc"
KEPT_MEMORY = "glibc.malloc.arena_max=1:glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=1000000000000"


class Row(typing.NamedTuple):
    name: str
    ours: str
    theirs: str
    warmup: int = 2
    their_warmup: int = 2
    runs: int = 5
    points: int = 0  # how many {points} has
    faiss: bool = False


ROWS = [
    Row("encoder step, batch 16", "step --part encoder --batch 16", "step.py --part encoder --batch 16"),
    Row("encoder step, batch 32", "step --part encoder --batch 32", "step.py --part encoder --batch 32"),
    Row("encoder step of ViT-S/16, batch 16", "step --part encoder --batch 16 --set encoder.architecture=vit_small",
        "step.py --part encoder --batch 16 --vit vit_small_patch16_224"),
    Row("full step, batch 16", "step --batch 16", "step.py --batch 16"),
    Row("full step, batch 32", "step --batch 32", "step.py --batch 32"),
    Row("objective, batch 32", "objective --batch 32", "objective.py --batch 32"),
    Row("objective, batch 256", "objective --batch 256", "objective.py --batch 256"),
    *(
        Row(f"K-means, {count // 1000}k x 128 into {clusters}, {kernel}",
            f"kmeans --points {{points}} --clusters {clusters} --kernel {kernel}",
            f"kmeans.py {{points}} --prototypes {clusters}", 1, 1, 3, count, True)
        for count, clusters in ((100_000, 1000), (40_000, 3000)) for kernel in ("vector", "torchscript")
    ),
    *(
        Row(f"50k x 128 into 3000/2000/1000, {mode}",
            f"kmeans --points {{points}} --hierarchy 3000,2000,1000 --mode {mode}",
            "kmeans.py {points} --prototypes 3000 2000 1000 --starts 5", 0, 0, 1, 50_000, True)
        for mode in ("fast", "warm", "faithful")
    ),
    Row("loader, two views", "loader --data {photos}", "loader.py --data {photos}", 14, 1),
    Row("loader, two views, Python without tensors", "loader --data {photos}", "loader.py --data {photos} --bytes", 14, 1),
    Row("decode", "loader --part decode --data {photos}", "loader.py --part decode --data {photos}", 14, 1),
]


def result(command, environment=None):
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def environments(row, options):
    """Those that Python is to be tried in."""
    plain = {k: v for k, v in os.environ.items() if k != "OPENBLAS_CORETYPE"}
    if options.preload:
        plain["LD_PRELOAD"] = options.preload
    if options.keep_memory:
        plain["GLIBC_TUNABLES"] = KEPT_MEMORY
    cpu = pathlib.Path("/proc/cpuinfo")
    wide = row.faiss and cpu.exists() and "avx512f" in cpu.read_text()
    return [plain, {**plain, "OPENBLAS_CORETYPE": "SKYLAKEX"}] if wide else [plain]


def rounds(row, files, options):
    """Returns the results of our side and of Python's, a list for each of its environments."""
    common = lambda warmup: ["--runs", str(options.runs or row.runs), "--warmup", str(warmup)]
    ours = [str(HCSC), "bench", *row.ours.format(**files).split(), "--json", *common(row.warmup)]
    script, *arguments = row.theirs.format(**files).split()
    theirs = [sys.executable, str(HERE / script), *arguments, *common(row.their_warmup)]
    tried = environments(row, options)
    done = [(result(ours), [result(theirs, environment) for environment in tried]) for _ in range(options.rounds)]
    return [our for our, _ in done], list(zip(*(their for _, their in done)))


def line(row, ours, theirs):
    median = lambda results, key: statistics.median(r[key] for r in results)
    best = min(theirs, key=lambda results: median(results, "seconds"))
    seconds, memory = ([median(side, key) for side in (ours, best)] for key in ("seconds", "peak_megabytes"))
    both = "objective" in ours[0] and "objective" in best[0]
    objective = f"{ours[0]['objective'] / best[0]['objective'] - 1:+.1e}" if both else ""
    return (f"| {row.name} | {seconds[0]:.3f} s | {seconds[1]:.3f} s | {seconds[1] / seconds[0]:.2f}x "
            f"| {memory[0]:.0f} | {memory[1]:.0f} | {memory[0] / memory[1]:.2f}x | {objective} |")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("words", nargs="*", default=[""], help="words of the rows' names")
    options.add_argument("--list", action="store_true", help="print the rows' names")
    options.add_argument("--photos", metavar="DIR", help="images for the rows of the loader")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--runs", type=int, help="timed repetitions per process instead of the row's")
    options.add_argument("--preload", metavar="LIBRARY", help="a library for Python's LD_PRELOAD")
    options.add_argument("--keep-memory", action="store_true", help="let glibc keep Python's freed memory, as it does for hcsc")
    options = options.parse_args()
    chosen = [row for row in ROWS if any(word in row.name for word in options.words)]
    if not chosen:
        sys.exit("no row's name contains any of: " + " ".join(options.words) + "; --list prints them")
    if options.list:
        print("\n".join(row.name for row in chosen))
        return
    print("| what | hcsc | Python | ratio | hcsc MB | Python MB | ratio | objective |\n|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for row in chosen:
            if "{photos}" in row.ours and not options.photos:
                print(f"{row.name}: skipped, --photos DIR names images to load", file=sys.stderr)
                continue
            file = pathlib.Path(folder) / f"{row.points}.f32"
            if row.points and not file.exists():
                points.write(row.points, file)
            print(line(row, *rounds(row, {"points": file, "photos": options.photos}, options)), flush=True)


if __name__ == "__main__":
    main()
