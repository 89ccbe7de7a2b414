"""Fixtures of MoCo v3 (hcsc-train): two steps of a Vision Transformer of two blocks."""

import copy
import json
import math

import torch
import torch.nn.functional as F

import encoder
import fixtures
import known_values
import noise
import training
import vit

STEPS, HIDDEN, DIM = 2, 32, 16
TEMPERATURE, RATE, DECAY, FIRST_MOMENTUM = 0.2, 0.001, 0.1, 0.5
BETAS, EPSILON = (0.9, 0.999), 1e-8
WATCHED = ("cls_token", "patch_embed.proj.weight", "blocks.0.attn.qkv.weight", "blocks.1.attn.proj.bias",
           "blocks.1.mlp.fc2.weight", "norm.weight", "fc.0.weight", "fc.4.bias", "fc.6.weight", "predictor.0.weight",
           "predictor.1.weight")
STATISTICS = ("fc.1.running_var", "fc.7.running_mean", "predictor.4.running_mean")


def contrast(queries, keys):
    """Cross-entropy of each query with its own key among those of the batch, times 2 temperature."""
    logits = F.normalize(queries, dim=1) @ F.normalize(keys, dim=1).T / TEMPERATURE
    return 2 * TEMPERATURE * F.cross_entropy(logits, torch.arange(len(keys)))


def initial_state():
    """Encoder and predictor; positions are sines, never trained."""
    shapes = {**vit.trunk_shapes(), **vit.head_shapes("fc.", (vit.WIDTH, HIDDEN, HIDDEN, DIM)),
              **vit.head_shapes("predictor.", (DIM, HIDDEN, DIM))}
    return {**vit.values("moco3/", shapes), "pos_embed": vit.sine_positions().float()}


def is_noise(name):
    """The gradients are rounding, of which AdamW makes whole steps: batch norm removes what a bias before it adds, and
    softmax what is added to all keys."""
    return name == "norm.bias" or name.endswith("attn.qkv.bias")


class Trainer:
    def __init__(self, dtype):
        self.dtype = dtype
        self.query = {name: tensor.to(dtype) for name, tensor in initial_state().items()}
        self.key = {name: tensor.clone() for name, tensor in self.query.items() if not name.startswith("predictor.")}
        self.trained = [name for name in self.query if name != "pos_embed" and "running" not in name]
        self.means = {name: torch.zeros_like(self.query[name]) for name in self.trained}
        self.squares = copy.deepcopy(self.means)

    def embed(self, w, images):
        return vit.head(w, "fc.", 3, vit.tokens(w, images)[:, 0])

    def predict(self, images):
        return vit.head(self.query, "predictor.", 2, self.embed(self.query, images))

    def step(self, step):
        momentum = 1 - (1 + math.cos(math.pi * step / STEPS)) / 2 * (1 - FIRST_MOMENTUM)
        views = [encoder.to_input(training.views(step, v, training.SIZE), self.dtype) for v in range(2)]
        with torch.no_grad():
            for name in self.trained:
                if name in self.key:
                    self.key[name].mul_(momentum).add_(self.query[name], alpha=1 - momentum)
            keys = [self.embed(self.key, x) for x in views]
        for name in self.trained:
            self.query[name].requires_grad_().grad = None
        terms = [contrast(self.predict(views[v]), keys[1 - v]) for v in range(2)]
        sum(terms).backward()
        with torch.no_grad():
            self.descend(step + 1)
        return [term.item() for term in terms]

    def descend(self, t):
        """AdamW on everything that is trained."""
        for name in self.trained:
            w, g, m, v = self.query[name], self.query[name].grad, self.means[name], self.squares[name]
            w.requires_grad_(False)
            w.mul_(1 - RATE * DECAY)
            m.mul_(BETAS[0]).add_(g, alpha=1 - BETAS[0])
            v.mul_(BETAS[1]).add_(g * g, alpha=1 - BETAS[1])
            w -= RATE / (1 - BETAS[0] ** t) * m / ((v / (1 - BETAS[1] ** t)).sqrt() + EPSILON)

    def record(self):
        """Some tensors, and the norms of all, by the names of checkpoints."""
        tensors = {}
        for side, state in (("query.", self.query), ("key.", self.key), ("adamw.m.", self.means),
                            ("adamw.v.", self.squares)):
            for name, tensor in state.items():
                full = name if side == "query." and name.startswith("predictor.") else side + name
                if name in WATCHED + STATISTICS:
                    tensors[full] = tensor.clone()
                if name in self.trained and not is_noise(name):
                    tensors["norm/" + full] = tensor.double().norm().reshape(1)
        return tensors


def run(dtype):
    trainer = Trainer(dtype)
    losses, tensors = [], {}
    for step in range(STEPS):
        losses.append(trainer.step(step))
        tensors |= {f"step{step}/{name}": value.float() for name, value in trainer.record().items()}
    return {**tensors, "first": torch.tensor([a for a, _ in losses]), "second": torch.tensor([b for _, b in losses])}


def check(root):
    """The trunk and the loss reproduce the numbers that hcsc-core is tested with."""
    golden = json.loads((fixtures.folder("hcsc-core", root) / "vit.json").read_text())
    w = {name: tensor.double() for name, tensor in vit.values("vit/plain/", vit.trunk_shapes()).items()}
    images = torch.from_numpy(noise.signed("vit/image/16x16", (2, 3, 16, 16))).double()
    tokens = vit.tokens(w, images)
    known_values.close(tokens[:, 0], golden["vit_plain"]["class_token"], 1e-7)
    known_values.close(tokens[:, 1:].mean(1), golden["vit_plain"]["patch_mean"], 1e-7)
    rows = {name: torch.from_numpy(noise.signed("moco3/" + name, (4, 8))).double() for name in ("q1", "q2", "k1", "k2")}
    terms = [contrast(rows["q1"], rows["k2"]), contrast(rows["q2"], rows["k1"])]
    known_values.close(terms, golden["moco3_loss"]["terms"], 1e-7)


def distance(tensors, wide):
    return max(float((tensors[name] - wide[name]).abs().max() / wide[name].abs().max()) for name in wide)


def generate(root):
    check(fixtures.ROOT)
    tensors, wide = run(torch.float32), run(torch.float64)
    start = {name if name.startswith("predictor.") else "query." + name: tensor
             for name, tensor in initial_state().items()}
    fixtures.write("hcsc-train", "moco-v3-start", start, {
        "initial state of encoder and predictor of trajectory-moco-v3": vit.values.__doc__}, root)
    fixtures.write("hcsc-train", "trajectory-moco-v3", {
        **tensors, "indices": [training.indices(s) for s in range(STEPS)]}, {
            "steps": STEPS, "hidden": HIDDEN, "dim": DIM, "temperature": TEMPERATURE, "rate": RATE,
            "weight_decay": DECAY, "first_key_momentum": FIRST_MOMENTUM, "local_sizes": (), "bn_groups": 1,
            "relative difference from the same computation in float64": distance(tensors, wide)}, root)
