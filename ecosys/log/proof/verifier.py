"""Verifier: checks a log by its tiles alone. It needs nothing but Python: copy this file.

    python verifier.py https://example.com/v1/log --key NAME+ID+KEY --remember FILE

A log is an address or a folder with a checkpoint and tiles (c2sp.org/tlog-tiles). All is hashed and
held against the checkpoint, and that against the one kept in FILE. One key of the log must have
signed it, and each witness whose key is given.
"""

import argparse
import gzip
import urllib.request
from base64 import b64decode
from collections.abc import Iterator, Sequence
from hashlib import sha256, sha512
from pathlib import Path

WIDTH, HASH, MAX_BYTES = 256, 32, 1 << 26
LOG, WITNESS = 1, 4  # kinds of keys: c2sp.org/signed-note, c2sp.org/tlog-cosignature
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519, RFC 8032
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]
Found = tuple[str, int, tuple[str, ...], list[int]]  # checkpoint, size, who signed, what is hidden


class Wrong(Exception):
    """Something of the log is not as it must be."""


def verify(source: str, keys: Sequence[str], remembered: str | None = None) -> Found:
    """Check a whole log, and against an older checkpoint if there is one; Wrong tells why not."""
    note = fetch(source, "checkpoint").decode("utf-8", "replace")
    size, root, signed_by = open_note(note, keys)
    leaves, withheld = read_leaves(source, size)
    check_levels(source, leaves)
    if tree_root(leaves) != root:
        raise Wrong(f"the {size} entries do not give the root of the checkpoint")
    if remembered is not None:
        before, old_root, _ = open_note(remembered, ())
        if before > size or tree_root(leaves[:before]) != old_root:
            raise Wrong(f"its {size} entries do not begin with the {before} that it had before")
    return note, size, signed_by, withheld


def read_leaves(source: str, size: int) -> tuple[list[bytes], list[int]]:
    """The hashes of all entries, and which entries are not shown."""
    leaves, withheld, before = list[bytes](), list[int](), b""
    for number in range(-(-size // WIDTH)):
        hashes = tile(source, 0, number, size)
        for entry, leaf in zip(bundle(source, number, size), hashes, strict=True):
            leaves.append(leaf)
            _, is_here, at = entry.rpartition(b',"position":%d,"recorded_at":' % len(leaves))
            if not entry:
                withheld.append(len(leaves))
            elif not is_here or at < before or sha256(b"\0" + entry).digest() != leaf:
                raise Wrong(f"entry {len(leaves)} is not that of its hash and place")
            before = at or before
    return leaves, withheld


def check_levels(source: str, below: Sequence[bytes], level: int = 1) -> None:
    """The tiles above others hold the roots of those that are full."""
    full = len(below) // WIDTH
    roots = [tree_root(below[at * WIDTH : (at + 1) * WIDTH]) for at in range(full)]
    for number in range(-(-full // WIDTH)):
        if tile(source, level, number, full) != roots[number * WIDTH : (number + 1) * WIDTH]:
            raise Wrong(f"tile {number} of level {level} is not that of the tiles beneath")
    if full:
        check_levels(source, roots, level + 1)


def tree_root(hashes: Sequence[bytes]) -> bytes:
    """The root over hashes (RFC 6962): neighbours are joined, who has none goes up as it is."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        joined = [sha256(b"\1" + left + right).digest() for left, right in pairs]
        hashes = [*joined, *hashes[len(joined) * 2 :]]
    return hashes[0] if hashes else sha256(b"").digest()


def tile(source: str, level: int, number: int, there: int) -> list[bytes]:
    """The hashes of a tile of a level that has some of them."""
    found, width = fetch_tile(source, level, number, there)
    if len(found) < width * HASH or len(found) % HASH:
        raise Wrong(f"tile {number} of level {level} is cut off")
    return [found[at * HASH : (at + 1) * HASH] for at in range(width)]


def bundle(source: str, number: int, there: int) -> Iterator[bytes]:
    """The entries of a bundle: each stands after its length."""
    (found, width), at = fetch_tile(source, "entries", number, there), 0
    for _ in range(width):
        start = at + 2
        at = start + int.from_bytes(found[at:start], "big")
        if at > len(found) or start > len(found):
            raise Wrong(f"bundle {number} of entries is cut off")
        yield found[start:at]


def fetch_tile(source: str, level: int | str, number: int, there: int) -> tuple[bytes, int]:
    """A tile and its width; where a partial one is gone, the full one that has taken its place."""
    *parts, last = f"{number:,}".split(",")
    path = "/".join([f"tile/{level}", *(f"x{part:0>3}" for part in parts), f"{last:0>3}"])
    width = min(WIDTH, there - number * WIDTH)
    try:
        return fetch(source, path if width == WIDTH else f"{path}.p/{width}"), width
    except Wrong:
        return fetch(source, path), width


def fetch(source: str, path: str) -> bytes:
    """A file of a log, at an address or in a folder."""
    try:
        if not source.startswith(("https://", "http://")):
            return (Path(source) / path).read_bytes()
        with urllib.request.urlopen(f"{source.rstrip('/')}/{path}", timeout=60) as reply:  # noqa: S310
            found: bytes = reply.read(MAX_BYTES)
            return gzip.decompress(found) if reply.headers["Content-Encoding"] == "gzip" else found
    except OSError as problem:
        raise Wrong(f"{path} cannot be read: {problem}") from None


def open_note(note: str, keys: Sequence[str]) -> tuple[int, bytes, tuple[str, ...]]:
    """The size and the root of a checkpoint, and who of those whose keys are given signed it."""
    try:
        text, below = note.rsplit("\n\n", 1)
        _, size, root = f"{text}\n".split("\n")[:3]
        lines = [(each.split(" ")[1], b64decode(each.split(" ")[2])) for each in below.splitlines()]
        by = [signed(key, f"{text}\n", lines) for key in keys]
        end = int(size), b64decode(root)
    except (ValueError, IndexError):
        raise Wrong("the checkpoint is none, or a key is none") from None
    for kind, name, has_signed in by:
        if not has_signed and not (kind == LOG and (LOG, True) in [each[::2] for each in by]):
            raise Wrong(f"the checkpoint is not signed by {name}")
    return *end, tuple(name for _, name, has_signed in by if has_signed)


def signed(key: str, text: str, lines: Sequence[tuple[str, bytes]]) -> tuple[int, str, bool]:
    """The kind and the name of a key, and whether it signed; Wrong where a signature is not."""
    name, id, encoded = key.strip().split("+", 2)
    kind, public = b64decode(encoded)[0], b64decode(encoded)[1:]
    if kind not in (LOG, WITNESS):
        raise Wrong(f"{name} signs otherwise than by Ed25519, which alone is checked here")
    values = [raw[4:] for who, raw in lines if (who, raw[:4].hex()) == (name, id)]
    for value in values:
        time = f"cosignature/v1\ntime {int.from_bytes(value[:8], 'big')}\n"
        message, signature = (time + text, value[8:]) if kind == WITNESS else (text, value)
        if not is_signature(public, message.encode(), signature):
            raise Wrong(f"the signature of {name} is not that of this checkpoint")
    return kind, name, bool(values)


def is_signature(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is that of a message (RFC 8032, 5.1.7)."""
    scalar = int.from_bytes(signature[32:], "little")
    hashed = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % L
    base, start, key = map(point, (b"\x58" + b"\x66" * 31, signature[:32], public))
    if not (base and start and key and len(signature) == 64 and scalar < L):
        return False
    return times(scalar, base) == add(start, times(hashed, key))


def point(encoded: bytes) -> Point | None:
    """The point of the curve that bytes stand for; None: they are no point."""
    odd, y = divmod(int.from_bytes(encoded, "little"), 2**255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    is_one = x * x % P == square and y < P and odd <= min(x, 1)
    return (x if x % 2 == odd else P - x, y) if is_one else None


def add(one: Point, other: Point) -> Point:
    """The sum of two points."""
    (a, b), (c, d) = one, other
    both = D * a * b * c * d % P
    return (a * d + b * c) * pow(1 + both, -1, P) % P, (b * d + a * c) * pow(1 - both, -1, P) % P


def times(number: int, point: Point) -> Point:
    """A point added to itself so many times."""
    if number == 0:
        return 0, 1
    half = times(number // 2, point)
    return add(add(half, half), point) if number % 2 else add(half, half)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Check a log by its tiles.")
    parser.add_argument("source", help="its address, or the folder with its tiles")
    parser.add_argument("--key", action="append", default=[], help="of the log, or of a witness")
    parser.add_argument("--remember", type=Path, help="the file of the last checkpoint")
    given = parser.parse_args()
    kept = given.remember.read_text() if given.remember and given.remember.exists() else None
    checkpoint, size, by, withheld = verify(given.source, given.key, kept)
    if given.remember:
        given.remember.write_text(checkpoint)
    print(f"{size} entries in order, {len(withheld)} withheld, signed by {by}")  # noqa: T201
