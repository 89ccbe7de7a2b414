"""Fixtures of the objective (hcsc-core) and of thirty training steps (hcsc-train)."""

import dataclasses

import numpy as np
import torch

import fixtures
import noise
import training

STEPS = 30
TERMS = ("instance", "local_instance", "prototype", "local_prototype")
STATISTICS = ("bn1.running_mean", "bn1.running_var", "layer4.1.bn2.running_mean", "layer4.1.bn2.running_var")


def describe(case):
    levels = len(training.PROTOTYPES) if case.first_hierarchy is not None else 0
    return {"case": case.name, "mode": case.settings.mode, "temperature": case.settings.temperature,
            "bn_groups": case.settings.groups, "select_local": case.settings.select_local,
            "clustered_before_step": case.first_hierarchy, "levels": levels, "prototypes": training.PROTOTYPES,
            "view_size": training.SIZE, "local_sizes": case.local_sizes, "images": training.IMAGES,
            "batch": training.BATCH, "queue": training.QUEUE, "dim": training.DIM, "rate": training.RATE,
            "momentum": training.MOMENTUM, "weight_decay": training.DECAY, "ema": training.EMA,
            "uniform_stream": case.stream}


def detailed_steps(case):
    """The two steps recorded in full: the first two, or those around the first clustering."""
    first = case.first_hierarchy or 1
    return first - 1, first


def padded(rows):
    width = max(len(row) for row in rows)
    return np.array([list(row) + [np.nan] * (width - len(row)) for row in rows], dtype=np.float32)


def norms(tensors):
    return torch.stack([t.detach().double().norm() for t in tensors]).float()


def hierarchy_tensors(trainer):
    tensors = {}
    if trainer.raw_levels:
        tensors["features"] = trainer.features.float()
    for i, level in enumerate(trainer.raw_levels):
        for field in dataclasses.fields(level):
            value = getattr(level, field.name)
            tensors[f"level{i}/{field.name}"] = value.astype(np.float32) if value.dtype == np.float64 else value
    return tensors


def objective_tensors(step, result):
    skipped = ("terms", "group_terms", "records", "uniforms")
    tensors = {name: value for name, value in result.items() if name not in skipped}
    uniforms = result["uniforms"]
    tensors["uniform"] = uniforms.take(0, uniforms.used)
    tensors.update(result["terms"])
    for g, (terms, record) in enumerate(zip(result["group_terms"], result["records"])):
        tensors.update({f"group{g}/{name}": value for name, value in {**terms, **record}.items()})
    return {f"step{step}/{name}": value for name, value in tensors.items()
            if torch.as_tensor(value).numel() or name.endswith("negatives")}


def weight_tensors(step, trainer):
    tensors = {}
    for side, net in (("query", trainer.query), ("key", trainer.key)):
        state = net.state_dict()
        for name in training.WATCHED + STATISTICS:
            tensors[f"{side}/{name}"] = state[name].clone()
        tensors[f"{side}_norm"] = norms(net.parameters())
    gradients = {name: p.grad for name, p in trainer.query.named_parameters()}
    tensors["gradient_norm"] = norms(gradients.values())
    for name in training.WATCHED:
        tensors[f"gradient/{name}"] = gradients[name].clone()
        tensors[f"velocity/{name}"] = trainer.velocity[name].clone()
    return {f"step{step}/{name}": value for name, value in tensors.items()}


def run(case, dtype):
    trainer = training.Trainer(case, dtype)
    detail = detailed_steps(case)
    core, train, rows = {}, {}, {name: [] for name in TERMS}
    totals, margins, keeps = [], [], []
    for step in range(STEPS):
        result = trainer.step(step)
        for name in TERMS:
            rows[name].append(result["terms"][name].tolist())
        totals.append(result["terms"]["total"].item())
        margins.append(result["uniforms"].margin)
        keeps.append([v.double() for r in result["records"] for n, v in r.items() if n.endswith("keep")])
        if step in detail:
            core.update(objective_tensors(step, result))
        if step in (*detail, STEPS - 1):
            train.update(weight_tensors(step, trainer))
    core.update(hierarchy_tensors(trainer))
    train.update(hierarchy_tensors(trainer))
    train.update({name: padded(values) for name, values in rows.items() if any(values)})
    train.update(total=np.array(totals), uniform_margin=np.array(margins, dtype=np.float32),
                 indices=np.stack([training.indices(s) for s in range(STEPS)]),
                 key_order=np.stack([training.key_order(s, case.settings.groups) for s in range(STEPS)]),
                 queue=trainer.queue, queue_index=trainer.queue_index, pointer=np.array([trainer.pointer]))
    return core, train, keeps


def largest_difference(a, b):
    """Over all float entries, relative to each tensor's largest magnitude; None where a mask or an id differs."""
    worst = 0.0
    for name in a:
        x, y = (fixtures.plain(t[name]) for t in (a, b))
        if x.dtype.kind != "f":
            if not np.array_equal(x, y):
                raise AssertionError(f"{name} depends on rounding: choose another uniform stream")
        elif name != "uniform_margin" and x.size:
            finite = np.isfinite(x)
            x, y = x[finite].astype(np.float64), y[finite].astype(np.float64)
            if x.size and np.abs(x).max() > 0:
                worst = max(worst, np.abs(x - y).max() / np.abs(x).max())
    return worst


def inputs():
    """What the trajectories start from and see, for checking the formulas."""
    tensors = {"queue": training.initial_queue(), "evaluation": training.evaluation_pictures()}
    for view, size in enumerate((training.SIZE, training.SIZE, *training.LOCAL_SIZES)):
        tensors |= {f"step{step}/view{view}": training.views(step, view, size) for step in (0, 29)}
    for case in training.CASES:
        if case.first_hierarchy is not None:
            name = f"uniform{case.stream}/step29"
            tensors[name] = noise.unit(name, (16,))
    return tensors


def generate(root):
    fixtures.write("hcsc-train", "trajectory-inputs", inputs(), {
        "queue": training.initial_queue.__doc__, "views": noise.image.__doc__ + "\n    identity: the data set index; "
        "name: step{s}/view{v}/sample{n}, v = 0 query, 1 key, 2... local views; for clustering: eval/image{i}",
        "uniform": "the first 16 numbers of the step", "indices": "(7*(8*step + n) + 3*(step / 3)) mod 24"}, root)
    fixtures.write("hcsc-train", "tiny-encoder", training.initial_state(),
                   {"initial state of both encoders of every trajectory": "noise.parameter, smooth"}, root)
    parameters = [name for name, _ in training.new_encoder(training.CASES[0].settings, torch.float32)
                  .named_parameters()]
    for case in training.CASES:
        core, train, keeps = run(case, torch.float32)
        wide_core, wide_train, wide_keeps = run(case, torch.float64)
        moved = max((float((x - y).abs().max()) for a, b in zip(keeps, wide_keeps) for x, y in zip(a, b)), default=0.0)
        description = describe(case)
        fixtures.write("hcsc-core", f"objective-{case.name}", core, {
            **description, "steps": detailed_steps(case),
            "relative difference from the same computation in float64": largest_difference(core, wide_core)}, root)
        train["total_float64"] = wide_train["total"]
        train["total"] = train["total"].astype(np.float32)
        wide_train["total_float64"] = train["total_float64"]
        fixtures.write("hcsc-train", f"trajectory-{case.name}", train, {
            **description, "steps": STEPS, "detailed_steps": (*detailed_steps(case), STEPS - 1),
            "parameters": parameters,
            "relative difference from the same computation in float64": largest_difference(train, wide_train),
            "largest change of a keep probability in float64": moved}, root)
