"""PNG: a picture of a page in fewer bytes; nothing of it changes that one would see."""

import struct
import zlib
from collections import Counter

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGB, RGBA, PALETTE = 2, 6, 3
COLOURS = 256
"""How many colours a palette has."""


def smaller(png: bytes, height: int) -> bytes:
    """The upper rows of a picture with a palette: the most frequent colours, others as the nearest.

    A page has few colours; what lies between them is the soft edge of letters and lines.
    """
    width, full, pixels = decoded(png)
    height = min(height, full)
    pixels = pixels[: width * height]
    counts = Counter(pixels)
    palette = [colour for colour, _ in counts.most_common(COLOURS)]
    index = {colour: at for at, colour in enumerate(palette)}
    nearest = {colour: _nearest(colour, palette) for colour in counts if colour not in index}
    of = index | nearest
    rows = (
        b"\0" + bytes(of[colour] for colour in pixels[at : at + width])
        for at in range(0, width * height, width)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, PALETTE, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", b"".join(map(bytes, palette))),
        (b"IDAT", zlib.compress(b"".join(rows), 9)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in parts)


def decoded(png: bytes) -> tuple[int, int, list[tuple[int, int, int]]]:
    """Width, height and pixels of a picture of 8 bits a channel, as Chromium writes it."""
    parts = list(_chunks(png))
    width, height, depth, kind = struct.unpack(">IIBB", dict(parts)[b"IHDR"][:10])
    assert (depth, kind in (RGB, RGBA)) == (8, True)
    step = 3 if kind == RGB else 4
    raw = zlib.decompress(b"".join(data for name, data in parts if name == b"IDAT"))
    above = bytearray(width * step)
    pixels: list[tuple[int, int, int]] = []
    for at in range(0, len(raw), width * step + 1):
        above = _unfiltered(raw[at], bytearray(raw[at + 1 : at + 1 + width * step]), above, step)
        pixels += zip(above[0::step], above[1::step], above[2::step], strict=True)
    return width, height, pixels


def _chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        found.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += length + 12
    return found


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def _unfiltered(kind: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    """A row of a picture as it was before it was written as differences (PNG, part 9)."""
    for at in range(len(row)):
        left = row[at - step] if at >= step else 0
        up = above[at]
        corner = above[at - step] if at >= step else 0
        guess = (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]
        row[at] = (row[at] + guess) & 0xFF
    return row


def _paeth(left: int, up: int, corner: int) -> int:
    near = left + up - corner
    return min((left, up, corner), key=lambda value: abs(near - value))


def _nearest(colour: tuple[int, int, int], palette: list[tuple[int, int, int]]) -> int:
    def distance(at: int) -> int:
        return sum((ours - theirs) ** 2 for ours, theirs in zip(colour, palette[at], strict=True))

    return min(range(len(palette)), key=distance)
