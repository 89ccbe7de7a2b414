"""Forward and backward passes of real ResNets (hcsc-core); weights and inputs come from formulas only."""

import torch

import encoder
import fixtures
import noise

#         builder, batch, size, batch-norm groups, layers whose gradients are sampled
CASES = {
    "tiny": (encoder.tiny, 8, 16, 1, ("conv1.weight", "layer3.0.downsample.0.weight", "fc.2.weight")),
    "tiny-groups4": (encoder.tiny, 8, 16, 4, ("conv1.weight", "layer3.0.downsample.0.weight", "fc.2.weight")),
    "tiny50": (encoder.tiny50, 4, 64, 1, ("conv1.weight", "layer3.0.conv2.weight", "fc.2.weight")),
    "resnet18": (encoder.resnet18, 4, 32, 1, ("conv1.weight", "layer3.0.conv2.weight", "fc.2.weight")),
    "resnet50": (encoder.resnet50, 2, 64, 1, ("conv1.weight", "layer3.2.conv2.weight", "fc.2.weight")),
}
SAMPLE = 64


def sample(value):
    return value.detach().flatten()[:SAMPLE].clone()


def norms(tensors):
    return torch.stack([t.detach().double().norm() for t in tensors]).float()


def passes(name, dtype):
    build, batch, size, groups, watched = CASES[name]
    x = torch.from_numpy(noise.signed(f"{name}/input", (batch, 3, size, size)) * 2).to(dtype)
    net = encoder.set_groups(build(), groups).to(dtype)
    pooled = []
    net.avgpool.register_forward_hook(lambda module, inputs, output: pooled.append(output.flatten(1).detach()))
    tensors = {}
    for mode in ("eval", "train"):
        net.train(mode == "train").zero_grad()
        output = net(x)
        weights = torch.from_numpy(noise.signed(f"{name}/cotangent", tuple(output.shape))).to(dtype)
        (output * weights).sum().backward()
        gradients = {n: p.grad for n, p in net.named_parameters()}
        tensors |= {f"{mode}/pooled": pooled[-1], f"{mode}/output": output.detach(),
                    f"{mode}/gradient_norm": norms(gradients.values())}
        tensors |= {f"{mode}/gradient/{n}": sample(gradients[n]) for n in watched}
    state = net.state_dict()
    statistics = [n for n in state if n.endswith(("running_mean", "running_var"))]
    tensors |= {f"after/{n}": sample(state[n]) for n in (statistics[0], statistics[1], statistics[-2], statistics[-1])}
    tensors["after/running_norm"] = norms(state[n] for n in statistics)
    names = {"parameters": list(gradients), "statistics": statistics}
    return tensors, names, build().state_dict()


def generate(root):
    for name, (_, batch, size, groups, watched) in CASES.items():
        single, names, initial = passes(name, torch.float32)
        double, _, _ = passes(name, torch.float64)
        difference = {n: float(((single[n] - double[n]).norm() / double[n].norm()).item()) for n in single}
        weights = {f"initial/{n}": torch.cat([v.flatten()[:4], v.flatten()[-4:]]).float()
                   for n, v in initial.items() if n in watched + ("bn1.weight", "bn1.running_var", "fc.0.bias")}
        fixtures.write("hcsc-core", f"backbone-{name}", {**single, **weights}, {
            "input": f"2 * signed('{name}/input'), [{batch}, 3, {size}, {size}] NCHW",
            "loss": f"sum(output * signed('{name}/cotangent'))",
            "order": "evaluation mode first, then training mode on the same weights; 'after' = after the training pass",
            "bn_groups": groups, "samples": "first 64 entries in C order; 'initial': first and last four",
            "relative difference from float64": difference, **names}, root)
