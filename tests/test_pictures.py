"""The pictures of the README are small, are there, and stand in no wheel."""

import re
import struct
import zlib
from pathlib import Path

import pytest

from tests.pictures import FOLDER, MAX_BYTES, MIN_BYTES, PICTURES
from tests.png import SIGNATURE, _chunk, decoded, smaller

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RED, WHITE = (200, 0, 0), (255, 255, 255)


def written(rows):
    """A picture of RGB rows, each written as differences from the left, as a browser may."""
    lines = b""
    for row in rows:
        before = (0, 0, 0)
        lines += b"\1"
        for pixel in row:
            lines += bytes((new - old) & 0xFF for new, old in zip(pixel, before, strict=True))
            before = pixel
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in parts)


def test_a_picture_is_read_pixel_by_pixel():
    assert decoded(written([[RED, WHITE], [WHITE, WHITE]])) == (2, 2, [RED, WHITE, WHITE, WHITE])


def test_a_picture_of_few_colours_keeps_them_all():
    made = smaller(written([[RED, WHITE], [WHITE, WHITE], [RED, RED]]), height=2)
    palette = bytes([*WHITE, *RED])
    assert palette in made
    pixels = zlib.decompress(made[made.index(b"IDAT") + 4 : made.index(b"IEND") - 8])
    assert pixels == b"\0\1\0" + b"\0\0\0"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_small_and_the_readme_shows_it(name):
    file = FOLDER / f"{name}.png"
    assert file.read_bytes().startswith(SIGNATURE)
    assert MIN_BYTES < file.stat().st_size <= MAX_BYTES
    assert str(file.relative_to(ROOT)) in README


def test_every_picture_that_the_readme_shows_is_there_and_told_in_words():
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", README)
    assert len(shown) >= 2
    for told, path in shown:
        assert len(told) > 20
        assert (ROOT / path).is_file()
