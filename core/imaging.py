"""Re-encodes one photo; run as a process of its own so that a hostile file can only harm itself."""

from __future__ import annotations

import resource
import sys
import warnings
from pathlib import Path

from PIL import Image, ImageOps

LARGE, SMALL = 1600, 360
FINE, PLAIN = 82, 60
"""Quality of the large picture, and of the small one that a wall shows by the dozen."""
MEMORY_BYTES = 900 * 1024 * 1024
CPU_SECONDS = 20
MAX_PIXELS = 40_000_000


def limit_self() -> None:
    """Give this process a ceiling of memory and time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def pixels_only(source: Path) -> Image.Image:
    """Return the picture, upright, pasted into a new image: nothing but pixels comes along.

    It is made small while it is decoded and turned in place, so that two copies of its pixels are held at most.
    """
    with Image.open(source, formats=["JPEG", "PNG", "WEBP"]) as image:
        image.thumbnail((LARGE, LARGE))
        ImageOps.exif_transpose(image, in_place=True)
        clean = Image.new("RGB", image.size, "white")
        if image.mode in ("RGBA", "LA", "P"):
            layers = image.convert("RGBA")
            clean.paste(layers, mask=layers.getchannel("A"))
        else:
            clean.paste(image if image.mode == "RGB" else image.convert("RGB"))
    return clean


def main(arguments: list[str]) -> int:
    """``source target``: write target.large.jpg and target.small.jpg, print width and height.

    Ends with 1 when it is no photo, with 3 when the disk does not take what was made of it.
    """
    source, target = Path(arguments[0]), arguments[1]
    limit_self()
    try:
        clean = pixels_only(source)
    except (OSError, ValueError, SyntaxError, MemoryError, Warning, Image.DecompressionBombError) as problem:
        sys.stderr.write(type(problem).__name__)
        return 1
    width, height = clean.size
    try:
        clean.save(f"{target}.large.jpg", "JPEG", quality=FINE, optimize=True, progressive=True)
        clean.thumbnail((SMALL, SMALL))
        clean.save(f"{target}.small.jpg", "JPEG", quality=PLAIN, optimize=True, progressive=True)
    except OSError as problem:
        sys.stderr.write(type(problem).__name__)
        for size in ("large", "small"):
            Path(f"{target}.{size}.jpg").unlink(missing_ok=True)
        return 3
    sys.stdout.write(f"{width} {height}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
