"""Pillow's uint8 image operations restated: [height, width, 3] uint8 in, the same out."""

import math

import numpy as np

F32 = np.float32


def luma(rgb):
    r, g, b = (rgb[..., c].astype(np.int64) for c in range(3))
    return ((19595 * r + 38470 * g + 7471 * b + 32768) >> 16).astype(np.uint8)


def grayscale(rgb):
    return np.repeat(luma(rgb)[..., None], 3, axis=2)


def blend(degenerate, image, factor):
    low, high = degenerate.astype(F32), image.astype(F32)
    mixed = low + F32(factor) * (high - low)
    return np.trunc(np.clip(mixed, 0, 255)).astype(np.uint8)


def brightness(rgb, factor):
    return blend(np.zeros_like(rgb), rgb, factor)


def contrast(rgb, factor):
    return blend(np.full_like(rgb, int(luma(rgb).mean() + 0.5)), rgb, factor)


def saturation(rgb, factor):
    return blend(grayscale(rgb), rgb, factor)


def to_hsv(rgb):
    r, g, b = (rgb[..., c].astype(F32) for c in range(3))
    high, low = rgb.max(axis=2).astype(F32), rgb.min(axis=2).astype(F32)
    span = high - low
    safe, top = np.where(span == 0, F32(1), span), np.where(high == 0, F32(1), high)
    rc, gc, bc = (high - r) / safe, (high - g) / safe, (high - b) / safe
    # evaluated in double, then kept in float32
    h = np.where(r == high, bc - gc, np.where(g == high, 2.0 + rc.astype(np.float64) - bc,
                                              4.0 + gc.astype(np.float64) - rc)).astype(F32)
    h = np.fmod(h.astype(np.float64) / 6.0 + 1.0, 1.0).astype(F32)
    hue = np.clip(np.trunc(h.astype(np.float64) * 255.0), 0, 255)
    sat = np.clip(np.trunc((span / top).astype(np.float64) * 255.0), 0, 255)
    flat = span == 0
    return (np.where(flat, 0, hue).astype(np.int64), np.where(flat, 0, sat).astype(np.int64), high.astype(np.int64))


def from_hsv(h, s, v):
    scaled = (h.astype(F32) * F32(6.0) / F32(255.0))
    i = np.floor(scaled).astype(np.int64)
    f, fs = scaled - i.astype(F32), s.astype(F32) / F32(255.0)
    up = lambda x: np.clip(np.floor(x.astype(np.float64) + 0.5), 0, 255).astype(np.int64)
    wide = v.astype(F32)
    p, q, t = up(wide * (1 - fs)), up(wide * (1 - fs * f)), up(wide * (1 - fs * (1 - f)))
    sextants = ((v, t, p), (q, v, p), (p, v, t), (p, q, v), (t, p, v), (v, p, q))
    out = np.zeros(h.shape + (3,), dtype=np.int64)
    for k, channels in enumerate(sextants):
        chosen = i % 6 == k
        out[chosen] = np.stack(channels, axis=-1)[chosen]
    out[s == 0] = v[s == 0][:, None]
    return out.astype(np.uint8)


def hue(rgb, factor):
    h, s, v = to_hsv(rgb)
    return from_hsv((h + math.trunc(factor * 255)) % 256, s, v)


def triangle(x):
    x = abs(x)
    return 1 - x if x < 1 else 0.0


def cubic(x, a=-0.5):
    x = abs(x)
    if x < 1:
        return ((a + 2) * x - (a + 3)) * x * x + 1
    return (((x - 5) * x + 8) * x - 4) * a if x < 2 else 0.0


FILTERS = {"bilinear": (triangle, 1.0), "bicubic": (cubic, 2.0)}


def resize_rows(image, size, filter_name):
    """Resizes the first axis."""
    if len(image) == size:
        return image
    kernel, reach = FILTERS[filter_name]
    scale = len(image) / size
    stretch = max(scale, 1.0)
    support = reach * stretch
    out = np.empty((size,) + image.shape[1:], dtype=np.uint8)
    for x in range(size):
        centre = (x + 0.5) * scale
        low, high = max(0, int(centre - support + 0.5)), min(len(image), int(centre + support + 0.5))
        weights = [kernel((i + low - centre + 0.5) * (1.0 / stretch)) for i in range(high - low)]
        total = sum(weights)
        fixed = [w * (1.0 / total) * (1 << 22) for w in weights]
        fixed = np.array([math.trunc(w - 0.5 if w < 0 else w + 0.5) for w in fixed], dtype=np.int64)
        summed = (1 << 21) + np.tensordot(fixed, image[low:high].astype(np.int64), axes=1)
        out[x] = np.clip(summed >> 22, 0, 255)
    return out


def resize(image, height, width, filter_name):
    across = resize_rows(image.swapaxes(0, 1), width, filter_name).swapaxes(0, 1)
    return resize_rows(across, height, filter_name)


def resize_shorter(image, size, filter_name):
    height, width = image.shape[:2]
    if min(height, width) == size:
        return image
    longer = int(size * max(height, width) / min(height, width))
    return resize(image, *((longer, size) if width < height else (size, longer)), filter_name)


def center_crop(image, size):
    top, left = round((image.shape[0] - size) / 2.0), round((image.shape[1] - size) / 2.0)
    return image[top:top + size, left:left + size]


def box_radius(sigma, passes=3):
    s2 = F32(F32(sigma) * F32(sigma)) / F32(passes)
    length = F32(math.sqrt(12.0 * float(s2) + 1.0))
    whole = F32(math.floor((float(length) - 1.0) / 2.0))
    a = (F32(2) * whole + F32(1)) * (whole * (whole + F32(1)) - F32(3) * s2)
    return whole + a / (F32(6) * (s2 - (whole + F32(1)) * (whole + F32(1))))


def box_rows(image, radius):
    r = int(radius)
    ww = int(F32(1 << 24) / (F32(radius) * F32(2) + F32(1)))
    fw = ((1 << 24) - (2 * r + 1) * ww) // 2
    n = len(image)
    at = lambda offset: image[np.clip(np.arange(n) + offset, 0, n - 1)].astype(np.int64)
    inner = sum(at(offset) for offset in range(-r, r + 1))
    return ((inner * ww + (at(-r - 1) + at(r + 1)) * fw + (1 << 23)) >> 24).astype(np.uint8)


def gaussian_blur(image, sigma):
    radius = box_radius(sigma)
    for axis in (1, 0):
        turned = image.swapaxes(0, axis)
        for _ in range(3):
            turned = box_rows(turned, radius)
        image = turned.swapaxes(0, axis)
    return image
