"""Payloads: files as sources send them, whole, damaged, or with anything in them."""

import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from typing import AnyStr

from hypothesis import strategies as st

TEXTS = st.text(max_size=8)
HALF = st.just("\ud800")
"""Half a character, which JSON can spell and UTF-8 cannot."""


def as_json(data: object) -> bytes:
    """Plain data as a file of JSON."""
    return json.dumps(data).encode()


def tar(files: Mapping[str, bytes | str]) -> bytes:
    """An archive of files by their paths."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as opened:
        for path, given in files.items():
            content = given.encode() if isinstance(given, str) else given
            member = tarfile.TarInfo(path)
            member.size = len(content)
            opened.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def table(header: str, *lines: str) -> bytes:
    """A table of lines whose cells are parted by commas."""
    return "\n".join([header, *lines]).encode()


def no_tables(header: str, *needed: str) -> list[bytes]:
    """Files that are no tables, or in which a needed column is missing or stands twice."""
    names = header.split(",")
    without = [",".join(name for name in names if name != each) for each in needed]
    twice = [f"{header},{each}" for each in needed]
    lines = [f"{header}\n{line}" for line in ('"a"x,5', '"a', "x" * 200_000)]
    return [b"", b"{}", b"\xff\xfe", *map(str.encode, (*without, *twice, *lines))]


def tables(header: str, *words: str) -> st.SearchStrategy[bytes]:
    """Tables with anything in their lines, these words above all."""
    lines = st.lists(st.sampled_from(words) | TEXTS, max_size=5).map(",".join)
    return st.lists(lines, max_size=8).map(lambda some: table(header, *some))


def anything(
    *special: st.SearchStrategy, names: st.SearchStrategy[str] = TEXTS
) -> st.SearchStrategy:
    """Any plain data; the names in it, and what else is special to a source, can be given."""
    numbers = st.booleans() | st.integers() | st.floats()
    return st.recursive(
        st.one_of(st.none(), numbers, TEXTS, st.dates().map(str), *special),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner),
        max_leaves=12,
    )


def nested(template: bytes) -> Iterator[bytes]:
    """Files with lists in them, one in another: from some hundreds to more than a parser takes."""
    for depth in range(600, 1000):
        yield template % (b"[" * depth + b"]" * depth)


@st.composite
def damaged(draw: st.DrawFn, whole: AnyStr, put: st.SearchStrategy[AnyStr]) -> AnyStr:
    """A file into which something was put, beside what stands there, over it or in its place."""
    at, new = draw(st.integers(0, len(whole))), draw(put)
    cut = draw(st.just(len(new)) | st.integers(0, 8))
    return whole[:at] + new + whole[at + cut :]


@st.composite
def broken_off(draw: st.DrawFn, files: st.SearchStrategy[bytes]) -> bytes:
    """A file, whole or only its beginning."""
    file = draw(files)
    return file[: draw(st.just(len(file)) | st.integers(0, len(file)))]
