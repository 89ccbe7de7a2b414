"""Compares what tensorboard reads from a run with metrics.jsonl.

    pip install tensorboard
    python hcsc-train/src/test/python/check_tensorboard.py RUN
"""

import json
import math
import sys
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

run = Path(sys.argv[1])
accumulator = EventAccumulator(str(run / "tensorboard"), size_guidance={"scalars": 0})
accumulator.Reload()
read = {}
for tag in accumulator.Tags()["scalars"]:
    read[tag.split("/", 1)[1]] = [(event.step, event.value) for event in accumulator.Scalars(tag)]

written = {}
for line in (run / "metrics.jsonl").read_text().splitlines():
    record = json.loads(line)
    step = record.pop("step")
    record.pop("epoch")
    for name, value in record.items():
        written.setdefault(name, []).append((step, float(value)))

assert read.keys() == written.keys(), read.keys() ^ written.keys()
for name, points in written.items():
    assert [step for step, _ in read[name]] == [step for step, _ in points], name
    for (step, seen), (_, kept) in zip(read[name], points):
        assert math.isclose(seen, kept, rel_tol=1e-6, abs_tol=1e-30) or math.isnan(kept), (name, step, seen, kept)
print(f"{len(written)} metrics, {sum(map(len, written.values()))} values: tensorboard reads what metrics.jsonl holds")
