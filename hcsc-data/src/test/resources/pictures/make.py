"""Writes the pictures beside this file; needs Pillow 11.3 and NumPy. The .png files are what Pillow makes of the others."""

from pathlib import Path

import struct

import numpy as np
from PIL import Image, ImageOps

HERE = Path(__file__).parent
WIDTH, HEIGHT = 37, 26


def pixels(channels):
    y, x, c = np.mgrid[0:HEIGHT, 0:WIDTH, 0:channels]
    ramp = (x * (3 + 2 * c) + y * (7 - c) + 61 * c) % 256
    block = 70 * ((x // 8 + y // 6) % 4 == c)
    return np.minimum(255, ramp // 2 + block + (x * y + c) % 13).astype(np.uint8)


def decoded(name):
    Image.open(HERE / name).convert("RGB").save(HERE / (Path(name).stem + ".png"), optimize=True)


rgb = Image.fromarray(pixels(3))
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


def tiff(name, samples, photometric, extra=(), planar=False, order="<", more=()):
    """An uncompressed TIFF file of one strip, or of one for each plane."""
    height, width, channels = samples.shape
    planes = [samples[:, :, c] for c in range(channels)] if planar else [samples]
    strips = [plane.astype(plane.dtype.newbyteorder(order)).tobytes() for plane in planes]
    starts = [8 + sum(map(len, strips[:i])) for i in range(len(strips))]
    bits = 8 * samples.dtype.itemsize
    tags = [(256, 4, [width]), (257, 4, [height]), (258, 3, [bits] * channels), (259, 3, [1]), (262, 3, [photometric]),
            (273, 4, starts), (277, 3, [channels]), (278, 4, [height]), (279, 4, list(map(len, strips))),
            (284, 3, [2 if planar else 1])]
    tags += [(338, 3, list(extra))] if extra else []
    tags = sorted(tags + list(more))
    at = 8 + sum(map(len, strips))
    behind = at + 2 + 12 * len(tags) + 4
    body = values = b""
    for tag, kind, numbers in tags:
        packed = struct.pack(order + {3: "H", 4: "I"}[kind] * len(numbers), *numbers)
        if len(packed) > 4:
            values, packed = values + packed, struct.pack(order + "I", behind + len(values))
        body += struct.pack(order + "HHI", tag, kind, len(numbers)) + packed.ljust(4, b"\0")
    magic = b"II*\0" if order == "<" else b"MM\0*"
    header = magic + struct.pack(order + "I", at) + b"".join(strips) + struct.pack(order + "H", len(tags))
    (HERE / name).write_bytes(header + body + bytes(4) + values)


colours, alpha = pixels(3), np.mgrid[0:HEIGHT, 0:WIDTH][1].astype(np.uint8)[:, :, None] * 7
rgba = np.dstack([colours, alpha])
wide = rgba.astype(np.uint16) * 256 + rgba[::-1]
tiff("rgba.tif", rgba, 2, (2,))
tiff("rgba-planes.tif", rgba, 2, (2,), planar=True)
tiff("rgba-big-endian.tif", rgba, 2, (2,), order=">")
tiff("rgba-multiplied.tif", rgba, 2, (1,))
tiff("rgba-16.tif", wide, 2, (2,))
tiff("rgba-16-multiplied.tif", wide, 2, (1,))
tiff("rgb-16.tif", wide[:, :, :3], 2)
tiff("inks.tif", pixels(4), 5)
tiff("inks-16.tif", pixels(4).astype(np.uint16) * 257, 5, order=">")
tiff("rgb-turned.tif", colours, 2, more=[(274, 3, [6])])
Image.fromarray(rgba).save(HERE / "rgba-lzw.tif", compression="tiff_lzw")

palette = rgb.quantize(24)
palette.save(HERE / "palette.gif")
palette.save(HERE / "transparent.gif", transparency=5)
palette.save(HERE / "animated.gif", save_all=True, append_images=[rgb.rotate(180).quantize(24)])
data = bytearray((HERE / "transparent.gif").read_bytes())
data[6:10] = struct.pack("<HH", WIDTH + 9, HEIGHT + 5)
(HERE / "transparent-on-larger-screen.gif").write_bytes(data)
data[6:10] = struct.pack("<HH", 11, 7)
(HERE / "beyond-its-screen.gif").write_bytes(data)

row = ((2 * WIDTH + 3) // 4) * 4
for name, green in (("555", 5), ("565", 6)):
    five = colours.astype(np.uint16) >> 3
    words = five[:, :, 0] << (5 + green) | (colours[:, :, 1].astype(np.uint16) >> (8 - green)) << 5 | five[:, :, 2]
    lines = b"".join(line.astype("<u2").tobytes().ljust(row, b"\0") for line in words[::-1])
    masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F) if green == 6 else b""
    start = 54 + len(masks)
    head = struct.pack("<IiiHHIIiiII", 40, WIDTH, HEIGHT, 1, 16, 3 if masks else 0, len(lines), 0, 0, 0, 0)
    file = b"BM" + struct.pack("<IHHI", start + len(lines), 0, 0, start) + head + masks + lines
    (HERE / f"colours-{name}.bmp").write_bytes(file)

greys = pixels(1)[:, :, 0]
for white in (1, 100, 254):
    data = (greys.astype(np.uint16) % (white + 1)).astype(np.uint8)
    (HERE / f"white-{white}.pgm").write_bytes(b"P5 # white\n%d %d %d\n" % (WIDTH, HEIGHT, white) + data.tobytes())
(HERE / "white-1000.ppm").write_bytes(b"P6 %d %d 1000\n" % (WIDTH, HEIGHT) + (wide[:, :, :3] % 1001).astype(">u2").tobytes())
(HERE / "text.ppm").write_text("P3\n# text\n%d %d\n100\n%s" % (WIDTH, HEIGHT, " ".join(map(str, (colours % 101).ravel()))))
(HERE / "text-bits.pbm").write_text("P1 %d %d\n%s" % (WIDTH, HEIGHT, "".join(map(str, (greys > 99).astype(int).ravel()))))
(HERE / "bits.pbm").write_bytes(b"P4 %d %d\n" % (WIDTH, HEIGHT) + np.packbits(greys > 99, axis=1).tobytes())
rgb.save(HERE / "animated.webp", save_all=True, append_images=[rgb.rotate(180)], lossless=True)

for file in sorted(p for kind in (".tif", ".gif", ".bmp", ".p?m", "animated.webp") for p in HERE.glob("*" + kind)):
    Image.open(file).convert("RGB").save(HERE / (file.name + ".png"), optimize=True)

for orientation in range(1, 9):
    noted = Image.Exif()
    noted[0x112] = orientation
    for kind, how in (("jpg", {"quality": 60}), ("png", {"optimize": True}), ("webp", {"lossless": True})):
        if kind == "jpg" or orientation in (3, 6):
            held = HERE / f"held-{orientation}.{kind}"
            rgb.save(held, exif=noted, **how)
            upright = ImageOps.exif_transpose(Image.open(held)).convert("RGB")
            upright.save(HERE / (held.name + "-upright.png"), optimize=True)
