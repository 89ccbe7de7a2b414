"""Augmentation fixtures (hcsc-data): Pillow's and torchvision's own results on pictures made by formula.

The operations are also restated from the specification in integer and float32 arithmetic; a fixture is written only
when the restatement gives the same bytes.
"""

import math
import random

import numpy as np
import torch
from PIL import Image, ImageFilter
from torchvision import transforms
from torchvision.transforms import functional as F
from torchvision.transforms import InterpolationMode

import fixtures
import noise
import pixels

PICTURES = {"tall": (53, 37), "wide": (150, 225), "square": (64, 64), "grey": (45, 60), "exact": (32, 41),
            "tiny": (11, 9)}
RESIZE, CROP = 32, 28
FACTORS = {"brightness": (0.0, 0.6, 0.85, 1.0, 1.15, 1.4), "contrast": (0.0, 0.6, 0.85, 1.0, 1.15, 1.4),
           "saturation": (0.0, 0.6, 0.85, 1.0, 1.15, 1.4),
           "hue": (-0.4, -0.1, -0.05, -0.003, 0.0, 0.003, 0.05, 0.1, 0.4)}
SIGMAS = (0.1, 0.5, 1.0, 1.5, 2.0)
CROPS = ((0, 0, 48, 40), (3, 5, 31, 22), (10, 2, 9, 37), (20, 20, 24, 20), (47, 39, 1, 1))  # top, left, height, width
DRAWS = 20000
VIEWS, VIEW_SIZE = 1000, 64


def picture(name, height, width):
    """Smooth colour ramps with sharp blocks and grain, uint8 [height, width, 3]; integers throughout.

        ramp  = ((x*(3 + c) + y*(5 - c)) * 4 + 37*c) mod 511, folded: v < 256 ? v : 510 - v
        block = ((x / 8 + y / 6) mod 3 == c) ? 60 : 0
        grain = (bits("picture/" + name, (y*width + x)*3 + c) >>> 27)
        pixel = min(255, ramp * 3 / 4 + block + grain)
    """
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    v = ((x * (3 + c) + y * (5 - c)) * 4 + 37 * c) % 511
    ramp = np.where(v < 256, v, 510 - v)
    block = np.where((x // 8 + y // 6) % 3 == c, 60, 0)
    grain = (noise.bits("picture/" + name, height * width * 3) >> np.uint32(27)).astype(np.int64)
    return np.minimum(255, ramp * 3 // 4 + block + grain.reshape(height, width, 3)).astype(np.uint8)


def same(name, ours, theirs):
    if not np.array_equal(ours, theirs):
        gap = np.abs(ours.astype(int) - theirs.astype(int))
        raise AssertionError(f"{name}: {np.count_nonzero(gap)} bytes differ, at most by {gap.max()}")


def evaluation(root):
    tensors = {}
    for name, (height, width) in PICTURES.items():
        source = Image.fromarray(picture(name, height, width))
        if name == "grey":
            source = source.convert("L")
        path = fixtures.folder("hcsc-data", root) / f"picture-{name}.png"
        source.save(path, optimize=False)
        print(f"{path.stat().st_size:9,d}  {path.relative_to(root)}")
        rgb = source.convert("RGB")
        for filter_name, mode in (("bilinear", InterpolationMode.BILINEAR), ("bicubic", InterpolationMode.BICUBIC)):
            resized = F.resize(rgb, RESIZE, mode)
            cropped = F.center_crop(resized, CROP)
            ours = pixels.resize_shorter(np.asarray(rgb), RESIZE, filter_name)
            same(f"{name} {filter_name}", ours, np.asarray(resized))
            same(f"{name} crop", pixels.center_crop(ours, CROP), np.asarray(cropped))
            tensors[f"{name}/{filter_name}/resized"] = np.asarray(resized)
            tensors[f"{name}/{filter_name}/cropped"] = np.asarray(cropped)
            normal = F.normalize(F.to_tensor(cropped), (0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
            tensors[f"{name}/{filter_name}/normalized_head"] = normal[:, :2]
    fixtures.write("hcsc-data", "evaluation-transform", tensors, {
        "inputs": "picture-*.png (NHWC uint8 outputs)", "resize": RESIZE, "center_crop": CROP,
        "normalized_head": "first two rows of the normalised CHW float32 tensor", "formula": picture.__doc__}, root)


def colour(root):
    array = picture("colour", 48, 40)
    array[:6, :6] = 0
    array[:6, 6:12] = 255
    array[:6, 12:18] = np.arange(6, dtype=np.uint8)[:, None, None] * 40
    image = Image.fromarray(array)
    adjust = {"brightness": F.adjust_brightness, "contrast": F.adjust_contrast, "saturation": F.adjust_saturation,
              "hue": F.adjust_hue}
    tensors = {"input": array}
    for name, factors in FACTORS.items():
        for factor in factors:
            result = np.asarray(adjust[name](image, factor))
            same(f"{name} {factor}", getattr(pixels, name)(array, factor), result)
            tensors[f"{name}/{factor}"] = result
    grey = np.asarray(F.rgb_to_grayscale(image, 3))
    same("grayscale", pixels.grayscale(array), grey)
    tensors["grayscale"] = grey
    tensors["flip"] = np.asarray(F.hflip(image))
    same("flip", array[:, ::-1], tensors["flip"])
    for sigma in SIGMAS:
        blurred = np.asarray(image.filter(ImageFilter.GaussianBlur(sigma)))
        same(f"blur {sigma}", pixels.gaussian_blur(array, sigma), blurred)
        tensors[f"blur/{sigma}"] = blurred
    for top, left, height, width in CROPS:
        part = F.resized_crop(image, top, left, height, width, [24, 24], InterpolationMode.BILINEAR)
        ours = pixels.resize(array[top:top + height, left:left + width], 24, 24, "bilinear")
        same(f"crop {top} {left} {height} {width}", ours, np.asarray(part))
        tensors[f"resized_crop/{top},{left},{height},{width}"] = np.asarray(part)
    chain = F.hflip(F.adjust_hue(F.adjust_saturation(F.adjust_contrast(F.adjust_brightness(
        image, 1.3), 0.7), 1.2), -0.07)).filter(ImageFilter.GaussianBlur(1.3))
    tensors["chain"] = np.asarray(chain)
    fixtures.write("hcsc-data", "image-operations", tensors, {
        "input": "uint8 [48, 40, 3]; outputs uint8 NHWC", "names": "operation/factor, blur/sigma, "
        "resized_crop/top,left,height,width (to 24x24, bilinear)",
        "chain": "brightness 1.3, contrast 0.7, saturation 1.2, hue -0.07, flip, blur 1.3"}, root)


def impulses(root):
    tensors = {}
    for sigma in SIGMAS:
        line = np.zeros((1, 21, 3), dtype=np.uint8)
        line[0, 10] = 255
        tensors[f"blur/{sigma}"] = np.asarray(Image.fromarray(line).filter(ImageFilter.GaussianBlur(sigma)))[0, :, 0]
    return tensors


def summary(values, low, high):
    """mean, standard deviation, minimum, maximum, then the share of each of 20 equal bins of [low, high]."""
    counts, _ = np.histogram(values, bins=20, range=(low, high))
    return np.array([values.mean(), values.std(), values.min(), values.max(), *(counts / len(values))])


def draws(root):
    """Crops and jitter as torchvision draws them; sigma as Python's random.uniform draws it."""
    torch.manual_seed(0)
    random.seed(0)
    tensors = {f"impulse/{name}": value for name, value in impulses(root).items()}
    boxes = {"square-224": (224, 224, (0.2, 1.0)), "photo-500x375": (375, 500, (0.2, 1.0)),
             "local-500x375": (375, 500, (0.086, 0.429)), "panorama-600x100": (100, 600, (0.2, 1.0))}
    for name, (height, width, scale) in boxes.items():
        blank = torch.empty(3, height, width)
        drawn = np.array([transforms.RandomResizedCrop.get_params(blank, scale, (3 / 4, 4 / 3))
                          for _ in range(DRAWS)], dtype=np.float64)
        top, left, h, w = drawn.T
        tensors[f"crop/{name}/area"] = summary(h * w / (height * width), 0, 1)
        tensors[f"crop/{name}/log_ratio"] = summary(np.log(w / h), -math.log(4 / 3) - 0.02, math.log(4 / 3) + 0.02)
        tensors[f"crop/{name}/top"] = summary(top / height, 0, 1)
        tensors[f"crop/{name}/left"] = summary(left / width, 0, 1)
    jitter = transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)
    drawn = [transforms.ColorJitter.get_params(jitter.brightness, jitter.contrast, jitter.saturation, jitter.hue)
             for _ in range(DRAWS)]
    for i, name in enumerate(("brightness", "contrast", "saturation"), start=1):
        tensors[f"jitter/{name}"] = summary(np.array([float(d[i]) for d in drawn]), 0.6, 1.4)
    tensors["jitter/hue"] = summary(np.array([float(d[4]) for d in drawn]), -0.1, 0.1)
    orders = np.array([d[0].tolist() for d in drawn])
    tensors["jitter/position"] = np.array([[np.mean(orders[:, p] == op) for p in range(4)] for op in range(4)])
    tensors["blur/sigma"] = summary(np.array([random.uniform(0.1, 2.0) for _ in range(DRAWS)]), 0.1, 2.0)
    fixtures.write("hcsc-data", "random-parameters", tensors, {
        "draws": DRAWS, "layout": summary.__doc__,
        "bins": "area, top, left: [0, 1] of the picture; log_ratio: ln(width/height) in +-(ln 4/3 + 0.02); "
                "factors [0.6, 1.4]; hue [-0.1, 0.1]; sigma [0.1, 2]",
        "crop": "name = kind-WIDTHxHEIGHT; scale 0.2-1 (local: 0.086-0.429), ratio 3/4-4/3",
        "jitter/position": "[operation, position]: share of draws with the operation (brightness, contrast, "
                           "saturation, hue) at that position",
        "impulse": "255 at index 10 of a 21 pixel line, after Pillow's GaussianBlur(sigma)"}, root)


class PublishedBlur:
    """Pillow's blur of a sigma drawn evenly, as the published chain has it."""

    def __call__(self, image):
        return image.filter(ImageFilter.GaussianBlur(random.uniform(0.1, 2.0)))


def chains(size):
    crop = transforms.RandomResizedCrop(size, scale=(0.2, 1.0))
    return {
        "v1": transforms.Compose([crop, transforms.RandomGrayscale(0.2), transforms.ColorJitter(0.4, 0.4, 0.4, 0.4),
                                  transforms.RandomHorizontalFlip()]),
        "v2": transforms.Compose([crop, transforms.RandomApply([transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)], 0.8),
                                  transforms.RandomGrayscale(0.2), transforms.RandomApply([PublishedBlur()], 0.5),
                                  transforms.RandomHorizontalFlip()]),
    }


def statistics(view):
    """means of red, green, blue; their standard deviations; mean |difference| of greens side by side; mean of
    (largest - smallest channel)"""
    rgb = np.asarray(view).astype(np.float64)
    return [*rgb.mean((0, 1)), *rgb.std((0, 1)), np.abs(np.diff(rgb[:, :, 1], axis=1)).mean(),
            (rgb.max(2) - rgb.min(2)).mean()]


def views(root):
    """Statistics of whole augmented views as torchvision and Pillow make them."""
    torch.manual_seed(1)
    random.seed(1)
    source = Image.fromarray(picture("wide", *PICTURES["wide"]))
    tensors = {name: np.array([statistics(chain(source)) for _ in range(VIEWS)])
               for name, chain in chains(VIEW_SIZE).items()}
    fixtures.write("hcsc-data", "view-statistics", tensors, {
        "input": "picture-wide.png", "views": VIEWS, "size": VIEW_SIZE, "layout": "[view, statistic]: "
        + " ".join(statistics.__doc__.split())}, root)


def generate(root):
    evaluation(root)
    colour(root)
    draws(root)
    views(root)
