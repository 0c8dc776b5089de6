"""Notebooks: their cells stay, all else becomes blank, so that lines and columns are the file's."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

_BLANK = bytes(10 if byte == 10 else 32 for byte in range(256))
"""What makes all bytes blanks but line ends."""
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]')

Span = tuple[int, int]


def cells(data: bytes, *, prose: bool = False) -> bytes:
    """A notebook in which only the sources of code cells are left; `prose`: of all cells.

    Outputs and metadata are blank. What cannot be read as a notebook stays as it is.

    >>> notebook = b'{"cells": [{"cell_type": "code", "outputs": ["o3"], "source": ["x"]}]}'
    >>> cells(notebook).strip() == b"x", len(cells(notebook)) == len(notebook)
    (True, True)
    """
    try:
        text = data.decode()
        notebook = json.loads(text)
        wanted = [prose or cell.get("cell_type") == "code" for cell in notebook["cells"]]
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return data
    return _kept(text, _sources(text, wanted))


def _kept(text: str, spans: Iterable[Span]) -> bytes:
    """A text in which all but some parts are blank."""
    parts: list[bytes] = []
    at = 0
    for start, end in spans:
        parts += (text[at:start].encode().translate(_BLANK), text[start:end].encode())
        at = end
    return b"".join((*parts, text[at:].encode().translate(_BLANK)))


def _sources(text: str, wanted: Sequence[bool]) -> Iterator[Span]:
    """Where the strings of the wanted cells' sources stand, without their quotes."""
    for path, start, end in _strings(text):
        match path:
            case ("cells", int(number), "source", *_) if wanted[number]:
                yield start, end


def _strings(text: str) -> Iterator[tuple[tuple[str | int, ...], int, int]]:
    """The strings of a JSON text that are no keys, each with the keys that lead to it."""
    path: list[str | int] = []
    for token in _TOKEN.finditer(text):
        match token[0][0]:
            case "{":
                path.append("")
            case "[":
                path.append(0)
            case "}" | "]":
                path.pop()
            case ",":
                last = path[-1]
                path[-1] = last + 1 if isinstance(last, int) else ""
            case _ if path and path[-1] == "":
                path[-1] = token[0][1:-1] or " "
            case _:
                yield tuple(path), token.start() + 1, token.end() - 1
