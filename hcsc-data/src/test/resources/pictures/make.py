"""Writes the pictures beside this file; needs Pillow and NumPy. The .png files are what Pillow makes of the others."""

from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).parent
WIDTH, HEIGHT = 37, 26


def pixels(channels):
    y, x, c = np.mgrid[0:HEIGHT, 0:WIDTH, 0:channels]
    ramp = (x * (3 + 2 * c) + y * (7 - c) + 61 * c) % 256
    block = 70 * ((x // 8 + y // 6) % 4 == c)
    return np.minimum(255, ramp // 2 + block + (x * y + c) % 13).astype(np.uint8)


def decoded(name):
    Image.open(HERE / name).convert("RGB").save(HERE / (Path(name).stem + ".png"), optimize=True)


rgb = Image.fromarray(pixels(3), "RGB")
rgb.save(HERE / "chroma-halved.jpg", quality=85)
rgb.save(HERE / "progressive.jpg", quality=85, progressive=True)
rgb.convert("L").save(HERE / "grey.jpg", quality=85)
rgb.save(HERE / "lossy.webp", quality=80)
rotated = Image.Exif()
rotated[0x112] = 6
rgb.save(HERE / "turned.jpg", quality=85, exif=rotated)
Image.fromarray(pixels(4), "CMYK").save(HERE / "cmyk.jpg", quality=85)

data = bytearray((HERE / "cmyk.jpg").read_bytes())
data[data.find(b"Adobe") + 11] = 2  # the same inks, now read as luma, two chromas and black
(HERE / "ycck.jpg").write_bytes(data)

for name in ("chroma-halved.jpg", "progressive.jpg", "grey.jpg", "lossy.webp", "turned.jpg", "cmyk.jpg", "ycck.jpg"):
    decoded(name)
