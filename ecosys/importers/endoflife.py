"""endoflife.date: the page of Claude, with the days on which a model's support begins and ends.

`eoas` is the day on which a model counts as deprecated, `eol` that on which it is shut down; both
may be false. For a model that is not deprecated the provider only says "not sooner than", which
the page leaves away: its `eol` is a soft date. The day of the announcement it does not give, and a
release date that its comment calls unknown is left out. The ids of its first weeks are short names.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import yaml

from ecosys.errors import InvalidInput
from ecosys.event.subject import is_subject
from ecosys.importer import Fields, Importer, Row
from ecosys.values import when

PROVIDER = "anthropic"
"""Whose models the page lists."""
SHOWN = ("releaseDate", "eoas", "eol", "recommendedReplacement")
"""What of a row is kept for whoever decides."""
NO_TEXT = ("", "n/a", "null", "~")
"""What stands where there is no name."""
IN_THE_API = {"name": "releaseCycle", "label": "releaseLabel", "releaseDate": "releaseDate"}
"""What the fields of its API are called in the page."""

_FRONT = re.compile(r"---\r?\n(.*?)^---\s*?$", re.DOTALL | re.MULTILINE)
_UNKNOWN_DATE = re.compile(r"(releaseDate:)[^#\n]*#[^\n]*\b(?:unknown|no exact)\b[^\n]*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_Day = str | Literal[True] | None
"""A day; true: it is past and not known; none: there is no such day yet."""


def read(payload: bytes, stated: str) -> Iterator[Row]:  # noqa: ARG001 (its rows say their days)
    """A row for each release."""
    try:
        data = json.loads(payload)
        releases = _releases(data) if isinstance(data, dict) else None
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        raise _refused(f"it cannot be read ({type(problem).__name__})") from None
    if not releases:
        raise _refused("it holds no releases of Claude")
    yield from (_row(number, release) for number, release in enumerate(releases))


def _refused(reason: str) -> InvalidInput:
    return InvalidInput(f"This is no data file of endoflife.date: {reason}.")


def _releases(data: Mapping[str, Any]) -> list[Any] | None:
    """The releases of the page or of the API, in the words of the page."""
    if isinstance(data.get("md"), str):
        front = _FRONT.match(data["md"])
        text = _UNKNOWN_DATE.sub(r"\1", front[1]) if front else ""
        # Its words as they stand: safe_load turns an id like 2.0 into a number, and refuses the
        # whole page for one date that cannot be.
        page = yaml.BaseLoader(text).get_single_data()
        return _of_claude(page, "title")
    releases = _of_claude(data.get("result"), "name")
    return releases and [_of_the_api(each) if isinstance(each, dict) else each for each in releases]


def _of_claude(product: object, name: str) -> list[Any] | None:
    if not isinstance(product, dict) or "claude" not in str(product.get(name, "")).lower():
        return None
    releases = product.get("releases")
    return releases if isinstance(releases, list) else None


def _of_the_api(release: Mapping[str, Any]) -> dict[str, Any]:
    custom = release.get("custom")
    return {
        **{ours: release.get(theirs) for theirs, ours in IN_THE_API.items()},
        "eoas": release.get("eoasFrom") or release.get("isEoas"),
        "eol": release.get("eolFrom") or release.get("isEol"),
        **(custom if isinstance(custom, dict) else {}),
    }


def _row(number: int, release: object) -> Row:
    if not isinstance(release, dict) or not isinstance(release.get("releaseCycle"), str):
        return Row(f"{PROVIDER}/#{number}", problem="it is no release with a name")
    key = f"{PROVIDER}/{release['releaseCycle']}"
    given = ", ".join(f"{name}: {_shown(release.get(name))}" for name in SHOWN)
    try:
        return Row(key, dict(_statements(key, release)), given=given)
    except ValueError as problem:
        return Row(key, problem=str(problem)[:500], given=given)


def _statements(key: str, release: Mapping[str, Any]) -> Iterator[tuple[str, Fields]]:
    if not is_subject(key):
        raise ValueError(f"{key} cannot be the id of a model")
    released, eoas, eol = (_day(release.get(name)) for name in ("releaseDate", "eoas", "eol"))
    days = [day for day in (released, eoas, eol) if isinstance(day, str)]
    if days != sorted(days):
        raise ValueError(f"its days do not stand in their order: {', '.join(days)}")
    dates = {"deprecated": eoas, "shutdown": eol if eoas or eol is True else _soft(eol)}
    fields: dict[str, Any] = {name: day for name, day in dates.items() if isinstance(day, str)}
    if fields:
        if replacement := _text(release.get("recommendedReplacement")):
            fields["replacements"] = [replacement]
        yield key, {"type": "deprecated", "subject": key, "occurred": "unknown", **fields}
    if isinstance(released, str):
        launched = {"type": "launched", "subject": key, "what": "model", "occurred": released}
        if name := _text(release.get("releaseLabel")):
            launched["name"] = name
        yield f"{key}/launch", launched


def _soft(day: str | None) -> str | None:
    return f"not before {day}" if day else None


def _day(value: object) -> _Day:
    if value in (None, False, "", "null", "~", "false"):
        return None
    if value in (True, "true"):
        return True
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError(f"{_shown(value)!r} is not a date")
    return str(when.read(value))


def _shown(value: object) -> str:
    """A plain value in short; lists are not written out, for in YAML they may be without end."""
    return str(value)[:100] if isinstance(value, str | bool | None) else type(value).__name__


def _text(value: object) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    return None if text.lower() in NO_TEXT else text[:2000]


endoflife = Importer(
    source="endoflife",
    read=read,
    dated=True,
    licence="MIT",
    address="https://endoflife.date/api/v1/products/claude",
)
