"""A small data set in VOC2007's layout: pictures of two images side by side, each of which shows its class.

    python tiles.py cifar10/train cifar10/test OUT [PICTURES]
"""

import random
import sys
from pathlib import Path

from PIL import Image

OBJECT = "<object><name>{}</name><difficult>0</difficult></object>"


def write(folder, root, name, count):
    files = sorted(Path(folder).glob("*/*.*"))
    chosen = random.Random(name)
    ids = [f"{name}{i:05}" for i in range(count)]
    for picture in ids:
        pair = [files[chosen.randrange(len(files))] for _ in range(2)]
        tiles = [Image.open(file).convert("RGB") for file in pair]
        both = Image.new("RGB", (sum(tile.width for tile in tiles), max(tile.height for tile in tiles)))
        both.paste(tiles[0], (0, 0))
        both.paste(tiles[1], (tiles[0].width, 0))
        both.save(root / f"JPEGImages/{picture}.jpg", quality=95)
        objects = "".join(OBJECT.format(file.parent.name) for file in pair)
        (root / f"Annotations/{picture}.xml").write_text(f"<annotation>{objects}</annotation>")
    (root / f"ImageSets/Main/{name}.txt").write_text("\n".join(ids) + "\n")


def main():
    train, test, out, *count = sys.argv[1:]
    root = Path(out)
    for part in ("JPEGImages", "Annotations", "ImageSets/Main"):
        (root / part).mkdir(parents=True, exist_ok=True)
    for folder, name in ((train, "trainval"), (test, "test")):
        write(folder, root, name, int(count[0]) if count else 1000)


if __name__ == "__main__":
    main()
