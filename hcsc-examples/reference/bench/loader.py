"""Times the loading of a folder of images with Pillow and torchvision's first transforms, on one thread.

One repetition reads every image once: `--part views` decodes it and makes two views by the chain of MoCo v2, tensors and
normalisation included unless `--bytes` is given (hcsc normalises on the device, within the step); `--part decode` decodes.
"""

import io
import pathlib
import random

import torch
from PIL import Image, ImageFilter
from torchvision import transforms

import timing


def blur(image):
    return image.filter(ImageFilter.GaussianBlur(radius=random.uniform(0.1, 2.0)))


def chain(size, bytes_only):
    steps = [
        transforms.RandomResizedCrop(size, scale=(0.2, 1.0)),
        transforms.RandomApply([transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)], p=0.8),
        transforms.RandomGrayscale(p=0.2),
        transforms.RandomApply([blur], p=0.5),
        transforms.RandomHorizontalFlip(),
    ]
    if not bytes_only:
        steps += [transforms.ToTensor(), transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))]
    return transforms.Compose(steps)


def main():
    parser = timing.parser(__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--part", choices=("views", "decode"), default="views")
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--bytes", action="store_true", help="stop at Pillow's images")
    options = parser.parse_args()
    torch.set_num_threads(options.threads or 1)
    files = sorted(path for path in pathlib.Path(options.data).rglob("*") if path.is_file())
    view = chain(options.size, options.bytes)

    def work():
        for file in files:
            image = Image.open(io.BytesIO(file.read_bytes())).convert("RGB")
            if options.part == "views":
                view(image)
                view(image)

    seconds = timing.repeat(options, work)
    timing.report(seconds, part=options.part, images=len(files), bytes=options.bytes)


if __name__ == "__main__":
    main()
