"""What a photo weighs that a wall shows by the dozen, and that the large one is spared."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageFilter

from core.imaging import LARGE, SMALL
from tests.house.tree import ROOT

MOST_BYTES = 4_600


def busy_photo(path: Path) -> Path:
    """Write a picture as full of small things as a street: grain over a slope of colours."""
    grain = Image.effect_noise((2000, 1500), 90).filter(ImageFilter.GaussianBlur(4))
    slope = Image.linear_gradient("L").resize((2000, 1500))
    Image.merge("RGB", (grain, slope, Image.blend(grain, slope, 0.5))).save(path, quality=95)
    return path


def test_small_picture_is_light_and_both_have_their_sizes(tmp_path: Path):
    source = busy_photo(tmp_path / "photo.jpg")
    done = subprocess.run(
        [sys.executable, "-m", "core.imaging", str(source), str(tmp_path / "made")], cwd=ROOT, capture_output=True, check=True
    )
    large, small = tmp_path / "made.large.jpg", tmp_path / "made.small.jpg"
    with Image.open(large) as one, Image.open(small) as other:
        assert (max(one.size), max(other.size)) == (LARGE, SMALL)
        assert done.stdout.decode().split() == [str(side) for side in one.size]
    assert small.stat().st_size <= MOST_BYTES
