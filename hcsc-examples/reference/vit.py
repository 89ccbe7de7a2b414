"""A Vision Transformer with timm's names and the heads of MoCo v3, as functions of a dictionary of tensors."""

import math

import torch
import torch.nn.functional as F

import noise

WIDTH, DEPTH, HEADS, PATCH, GRID = 32, 2, 2, 4, 4


def trunk_shapes():
    shapes = {"cls_token": (1, 1, WIDTH), "pos_embed": (1, 1 + GRID * GRID, WIDTH),
              "patch_embed.proj.weight": (WIDTH, 3, PATCH, PATCH), "patch_embed.proj.bias": (WIDTH,)}
    for i in range(DEPTH):
        for name, rows, columns in (("norm1", WIDTH, None), ("attn.qkv", 3 * WIDTH, WIDTH), ("attn.proj", WIDTH, WIDTH),
                                    ("norm2", WIDTH, None), ("mlp.fc1", 4 * WIDTH, WIDTH),
                                    ("mlp.fc2", WIDTH, 4 * WIDTH)):
            shapes[f"blocks.{i}.{name}.weight"] = (rows, columns) if columns else (rows,)
            shapes[f"blocks.{i}.{name}.bias"] = (rows,)
    return {**shapes, "norm.weight": (WIDTH,), "norm.bias": (WIDTH,)}


def head_shapes(prefix, widths):
    """Linear layers without bias, each with batch norm behind it; that of the last has neither weight nor bias."""
    shapes = {}
    for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        shapes[f"{prefix}{3 * i}.weight"] = (outputs, inputs)
        kinds = ("running_mean", "running_var") if i == len(widths) - 2 else (
            "weight", "bias", "running_mean", "running_var")
        shapes.update({f"{prefix}{3 * i + 1}.{kind}": (outputs,) for kind in kinds})
    return shapes


def values(prefix, shapes):
    """Initial values: signed(prefix + name), times

    two and more dimensions                     float32(1 / sqrt(numbers of a slice of the first axis))
    bias of such a weight                       the bound of its weight
    weight, bias of a norm; running statistics  1 + signed / 4, signed / 4;  0 and 1
    tokens and positions                        signed / 2
    """
    tensors = {}
    for name, shape in shapes.items():
        s = noise.signed(prefix + name, shape)
        weight = shapes.get(name.rsplit(".", 1)[0] + ".weight", shape)
        if "running" in name:
            s = s * 0 + (name.endswith("var"))
        elif name.endswith(("token", "pos_embed")):
            s = s / 2
        elif len(weight) == 1:
            s = s / 4 + name.endswith("weight")
        else:
            s = s * torch.tensor(1 / math.sqrt(math.prod(weight[1:])), dtype=torch.float32).numpy()
        tensors[name] = torch.from_numpy(s.astype("float32"))
    return tensors


def sine_positions():
    """[1, 1 + GRID * GRID, WIDTH]: zeros for the class token, then sin(y w), cos(y w), sin(x w), cos(x w) of each patch."""
    quarter = WIDTH // 4
    omega = 10000.0 ** (-torch.arange(quarter, dtype=torch.float64) / quarter)
    y, x = torch.meshgrid(torch.arange(GRID).double(), torch.arange(GRID).double(), indexing="ij")
    y, x = (c.flatten()[:, None] * omega for c in (y, x))
    rows = torch.cat([y.sin(), y.cos(), x.sin(), x.cos()], 1)
    return torch.cat([torch.zeros(1, WIDTH).double(), rows])[None]


def layer_norm(x, w, name):
    return F.layer_norm(x, (WIDTH,), w[name + ".weight"], w[name + ".bias"], 1e-6)


def tokens(w, images):
    """[N, 3, S, S] to all tokens after the last norm [N, 1 + GRID * GRID, WIDTH]."""
    patches = F.conv2d(images, w["patch_embed.proj.weight"], w["patch_embed.proj.bias"], stride=PATCH)
    x = torch.cat([w["cls_token"].expand(len(images), -1, -1), patches.flatten(2).mT], 1) + w["pos_embed"]
    for i in range(DEPTH):
        linear = lambda x, name: F.linear(x, w[f"blocks.{i}.{name}.weight"], w[f"blocks.{i}.{name}.bias"])
        heads = lambda x: x.unflatten(2, (HEADS, WIDTH // HEADS)).transpose(1, 2)
        q, k, v = (heads(part) for part in linear(layer_norm(x, w, f"blocks.{i}.norm1"), "attn.qkv").chunk(3, 2))
        mixed = (q @ k.mT / math.sqrt(WIDTH // HEADS)).softmax(-1) @ v
        x = x + linear(mixed.transpose(1, 2).flatten(2), "attn.proj")
        x = x + linear(F.gelu(linear(layer_norm(x, w, f"blocks.{i}.norm2"), "mlp.fc1")), "mlp.fc2")
    return layer_norm(x, w, "norm")


def head(w, prefix, layers, x):
    """In training mode: normalises over its batch and moves the running statistics in `w`."""
    for i in range(layers):
        x = F.linear(x, w[f"{prefix}{3 * i}.weight"])
        name = f"{prefix}{3 * i + 1}."
        x = F.batch_norm(x, w[name + "running_mean"], w[name + "running_var"], w.get(name + "weight"),
                         w.get(name + "bias"), training=True)
        x = F.relu(x) if i < layers - 1 else x
    return x
