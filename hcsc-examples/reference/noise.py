"""Numbers that any language can reproduce bit for bit.

Everything the fixtures do not store is a function of a name and an element index:

    mix(h):  h ^= h >>> 16;  h *= 0x7FEB352D;  h ^= h >>> 15;  h *= 0x846CA68B;  h ^= h >>> 16
    bits(name, i)   = mix(crc32(utf8(name)) ^ mix(i))            unsigned 32 bits, arithmetic mod 2^32
    unit(name, i)   = (bits >>> 8) * 2^-24                       in [0, 1),  exact in float32
    signed(name, i) = ((bits >>> 8) - 2^23) * 2^-23              in [-1, 1), exact in float32

The element index of a tensor is its row-major (C order) flat index.
"""

import math
import zlib

import numpy as np


def mix(h):
    h = np.array(h, dtype=np.uint32, ndmin=1)
    h = h ^ (h >> np.uint32(16))
    h = h * np.uint32(0x7FEB352D)
    h = h ^ (h >> np.uint32(15))
    h = h * np.uint32(0x846CA68B)
    return h ^ (h >> np.uint32(16))


def bits(name, count, start=0):
    """The values bits(name, start) ... bits(name, start + count - 1)."""
    index = np.arange(start, start + count, dtype=np.uint32)
    return mix(np.uint32(zlib.crc32(name.encode())) ^ mix(index))


def unit(name, shape, start=0):
    raw = bits(name, math.prod(shape), start) >> np.uint32(8)
    return (raw.astype(np.float32) * np.float32(2.0**-24)).reshape(shape)


def signed(name, shape):
    raw = (bits(name, math.prod(shape)) >> np.uint32(8)).astype(np.int32) - (1 << 23)
    return (raw.astype(np.float32) * np.float32(2.0**-23)).reshape(shape)


def parameter(prefix, name, shape, shapes, smooth=False):
    """Initial value of one entry of an encoder's state dict; `shapes` maps every entry to its shape.

    convolution              signed * float32(sqrt(6 / (outputs * kernel height * kernel width)))
    linear weight and bias   signed * float32(1 / sqrt(inputs))
    batch norm               weight, running_var: 1 + signed / 4;  bias, running_mean: signed / 4
    num_batches_tracked      0
    The bounds are computed in double, then rounded to float32; the product is a float32 product.

    `smooth` keeps every ReLU well away from its kink, so that rounding does not grow over many training steps:
    batch-norm bias 3 + signed / 4;  fc.0.bias 2 + the value above;  linear weights with an odd flat index are
    minus their left neighbour (a component common to all channels then cancels).
    """
    if name.endswith("num_batches_tracked"):
        return np.zeros(shape, dtype=np.int64)
    noise = signed(prefix + name, shape)
    if smooth and len(shape) == 2:
        noise[:, 1::2] = -noise[:, ::2]
    owner, kind = name.rsplit(".", 1)
    if len(shapes[owner + ".weight"]) == 1:
        quarter = noise * np.float32(0.25)
        if smooth and kind == "bias":
            return np.float32(3) + quarter
        return np.float32(1) + quarter if kind in ("weight", "running_var") else quarter
    weight = shapes[owner + ".weight"]
    bound = math.sqrt(6.0 / (weight[0] * weight[2] * weight[3])) if len(weight) == 4 else 1.0 / math.sqrt(weight[1])
    value = noise * np.float32(bound)
    return np.float32(2) + value if smooth and name == "fc.0.bias" else value


def image(name, identity, size):
    """One uint8 picture [size, size, 3]: a slanted triangle wave proper to `identity`, shifted and
    sprinkled with noise proper to `name`.

        sx = bits(name, 0) % 5,  sy = bits(name, 1) % 5
        t = (fx*(x + sx) + fy*(y + sy) + colour * channel) mod 512,  wave = t < 256 ? t : 511 - t
        fx = 8 + 12*(identity % 6),  fy = 6 + 20*(identity / 6),  colour = 40*(identity % 4)
        pixel = (7*wave + (bits(name, 2 + flat NHWC index) >>> 24)) / 8          (integer division)
    """
    shift = bits(name, 2) % np.uint32(5)
    y, x, channel = np.meshgrid(np.arange(size), np.arange(size), np.arange(3), indexing="ij")
    fx, fy, colour = 8 + 12 * (identity % 6), 6 + 20 * (identity // 6), 40 * (identity % 4)
    t = (fx * (x + int(shift[0])) + fy * (y + int(shift[1])) + colour * channel) % 512
    wave = np.where(t < 256, t, 511 - t)
    grain = (bits(name, size * size * 3, start=2) >> np.uint32(24)).astype(np.int64).reshape(size, size, 3)
    return ((7 * wave + grain) // 8).astype(np.uint8)
