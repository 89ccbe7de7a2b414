"""What every side of a comparison shares: repetition, peak memory, and one JSON object as the last line."""

import argparse
import json
import resource
import statistics
import time


def parser(description):
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--warmup", type=int, default=2)
    options.add_argument("--threads", type=int)
    return options


def repeat(options, work):
    for _ in range(options.warmup):
        work()
    seconds = []
    for _ in range(options.runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def report(seconds, **facts):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({**facts, "seconds": statistics.median_low(seconds), "least_seconds": min(seconds),
                      "all_seconds": seconds, "peak_megabytes": peak}))
