"""Accept: the form of an answer that the asker likes best."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ecosys.answers.bodies import Form

FORMS: dict[str, Form] = {
    "application/json": "json",
    "text/csv": "csv",
    "application/x-ndjson": "ndjson",
    "text/markdown": "md",
}
"""Forms by the type that asks for them; the first is given where none is liked better."""
MAX_RANGES = 40
"""How much of a list is read."""
_QUALITY = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*")


class _Range(NamedTuple):
    """What is accepted, and how gladly."""

    type: str
    quality: float
    place: int
    """How many stand before it, negative."""


def accepted(headers: Iterable[tuple[bytes, bytes]]) -> Form:
    """The form that the headers of a request ask for."""
    lines = [value for name, value in headers if name == b"accept"]
    if not lines or lines == [b"*/*"]:
        return "json"
    return form_of(b",".join(lines).decode("latin-1"))


def form_of(accept: str) -> Form:
    """The form that is liked best; of several the one that is named most exactly, then first.

    >>> form_of("text/csv;q=0.5, application/json"), form_of("*/*"), form_of("text/csv, */*")
    ('json', 'json', 'csv')
    >>> form_of("text/html, application/xml;q=0.9, */*;q=0.8"), form_of("image/png"), form_of("")
    ('json', 'json', 'json')
    >>> form_of("text/markdown, text/csv"), form_of("text/*"), form_of("*/*, application/json;q=0")
    ('md', 'csv', 'csv')
    """
    ranges = [_range(each, -at) for at, each in enumerate(accept.split(",")[:MAX_RANGES])]
    return FORMS[max(FORMS, key=lambda each: _liking(each, ranges))]


def _range(text: str, place: int) -> _Range:
    type, *parameters = text.split(";")
    given = [match[1] for match in map(_QUALITY.fullmatch, parameters) if match]
    return _Range(type.strip().lower(), min(float(given[0]), 1.0) if given else 1.0, place)


def _liking(type: str, ranges: Iterable[_Range]) -> tuple[float, int, int]:
    """How much a type is liked: by the range that names it most exactly."""
    exactness = {type: 2, f"{type.partition('/')[0]}/*": 1, "*/*": 0}
    naming = [(exactness[each.type], each) for each in ranges if each.type in exactness]
    if not naming:
        return (0.0, 0, 0)
    exact, best = max(naming, key=lambda pair: (pair[0], pair[1].place))
    return (best.quality, exact, best.place if exact else 0) if best.quality else (0.0, 0, 0)
