"""ResNet encoders with torchvision's names, a two-layer head and batch norm over contiguous groups."""

import torch
import torch.nn.functional as F
import torchvision
from torch import nn

import noise

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class GroupedBatchNorm(nn.BatchNorm2d):
    """Normalises each contiguous group of the batch by itself; only group 0 moves the running statistics."""

    groups = 1

    def forward(self, x):
        if not self.training or self.groups == 1:
            return super().forward(x)
        first, *others = x.chunk(self.groups)
        parts = [super().forward(first)]
        parts += [F.batch_norm(x_g, None, None, self.weight, self.bias, True, 0.0, self.eps) for x_g in others]
        return torch.cat(parts)


def _head(inputs, dim):
    return nn.Sequential(nn.Linear(inputs, inputs), nn.ReLU(), nn.Linear(inputs, dim))


def _small_stem(net, channels):
    net.conv1 = nn.Conv2d(3, channels, 3, stride=1, padding=1, bias=False)
    net.bn1 = GroupedBatchNorm(channels)
    net.maxpool = nn.Identity()


def _slim(block, blocks, widths, small_stem):
    """torchvision's ResNet at an eighth of its width."""
    net = torchvision.models.ResNet(block, blocks, norm_layer=GroupedBatchNorm)
    net.conv1, net.bn1 = nn.Conv2d(3, widths[0], 7, stride=2, padding=3, bias=False), GroupedBatchNorm(widths[0])
    if small_stem:
        _small_stem(net, widths[0])
    net.inplanes = widths[0]
    for stage, width in enumerate(widths):
        layer = net._make_layer(block, width, blocks[stage], stride=1 if stage == 0 else 2)
        setattr(net, f"layer{stage + 1}", layer)
    return net


def tiny(dim=16, widths=(8, 16, 32, 64), smooth=False):
    """ResNet-18's layout, 3x3 stem, no max-pool."""
    net = _slim(torchvision.models.resnet.BasicBlock, [2, 2, 2, 2], widths, True)
    net.fc = _head(widths[-1], dim)
    return fill(net, "smooth/" if smooth else "tiny/", smooth)


def tiny50(dim=16, widths=(8, 16, 32, 64)):
    """ResNet-50's layout with its stem of stride 2 and max-pool."""
    net = _slim(torchvision.models.resnet.Bottleneck, [3, 4, 6, 3], widths, False)
    net.fc = _head(4 * widths[-1], dim)
    return fill(net, "tiny50/", smooth=True)


def resnet18(dim=128):
    net = torchvision.models.resnet18(norm_layer=GroupedBatchNorm)
    _small_stem(net, 64)
    net.fc = _head(512, dim)
    return fill(net, "resnet18/")


def resnet50(dim=128):
    net = torchvision.models.resnet50(norm_layer=GroupedBatchNorm)
    net.fc = _head(2048, dim)
    return fill(net, "resnet50/", smooth=True)


def fill(net, prefix, smooth=False):
    """Overwrites every entry of the state dict by the formula of noise.parameter."""
    state = net.state_dict()
    shapes = {name: tuple(value.shape) for name, value in state.items()}
    net.load_state_dict({name: torch.from_numpy(noise.parameter(prefix, name, shapes[name], shapes, smooth))
                         for name in state})
    return net


def set_groups(net, groups):
    for module in net.modules():
        if isinstance(module, GroupedBatchNorm):
            module.groups = groups
    return net


def to_input(pictures, dtype=torch.float32):
    """uint8 NHWC -> normalised NCHW."""
    x = torch.from_numpy(pictures).permute(0, 3, 1, 2).to(dtype) / 255
    mean = torch.tensor(MEAN, dtype=dtype).view(3, 1, 1)
    std = torch.tensor(STD, dtype=dtype).view(3, 1, 1)
    return (x - mean) / std


def unit_rows(x):
    return x / x.norm(dim=1, keepdim=True).clamp_min(1e-12)
