"""Receipt: what makes a result repeatable elsewhere, and how it is held against a second one.

It names the log (origin, position, root), the coordinates, the input by its checksum, the options,
and holds every total with the price lines that it rests on. Who has the same log and the same input
gets the same, digit by digit; where they differ, it is told in which part.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ecosys import __version__
from ecosys.errors import InvalidInput

VERSION = 1
KIND = "ecosys reprice"
PARTS = ("kind", "version", "input", "options", "coordinates", "log", "result")
ROW_KEYS = (
    *(
        "month",
        "model",
        "subject",
        "channel",
        "region",
        "tier",
        "evidence_class",
        "assumed",
        "reason",
    ),
    *("currency", "price_references"),
)
CHUNK = 1 << 20


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def receipt(
    given: Mapping[str, Any], options: Mapping[str, Any], answer: Mapping[str, Any]
) -> dict[str, Any]:
    """The receipt of an answer as plain data; `given` tells of the input."""
    about = answer["meta"]
    result = {name: answer[name] for name in ("totals", "classes", "data", "lines")}
    return {
        "kind": KIND,
        "version": VERSION,
        "ecosys": __version__,
        "input": dict(given),
        "options": dict(options),
        "coordinates": {
            name: about.get(name) for name in ("as_of", "known_at", "position", "source")
        },
        "log": about["log"],
        "result": result,
    }


def read(path: Path) -> dict[str, Any]:
    """A receipt; InvalidInput where a file holds none, or one of a version to come."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise InvalidInput(f"{path}: it cannot be read as JSON ({problem}).") from None
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise InvalidInput(f"{path} is no receipt.", hint="ecosys reprice --receipt writes one.")
    if missing := [part for part in PARTS if part not in data]:
        raise InvalidInput(f"{path}: the receipt has no {missing[0]}.")
    if data["version"] != VERSION:
        raise InvalidInput(
            f"{path}: the receipt is of version {data['version']}, this program reads {VERSION}."
        )
    return data


def faults(told: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    """What differs between a receipt and one that was made anew, in sentences; none: they agree."""
    for part, name in (("input", "sha256"), ("log", "root"), ("log", "origin")):
        said, is_so = told[part].get(name), found[part].get(name)
        if said != is_so:
            yield f"{part}: the receipt has {name} {said}, here it is {is_so}"
    for name in ("as_of", "known_at", "position", "source"):
        said, is_so = told["coordinates"].get(name), found["coordinates"].get(name)
        if said != is_so:
            yield f"coordinates: the receipt has {name} {said}, here it is {is_so}"
    ours, theirs = told["result"], found["result"]
    yield from _differing(
        "total", _by(ours["totals"], "currency"), _by(theirs["totals"], "currency")
    )
    yield from _differing(
        "class", _by(ours["classes"], "evidence_class"), _by(theirs["classes"], "evidence_class")
    )
    yield from _differing("rows", _rows(ours), _rows(theirs))
    yield from _differing(
        "price line", _by(ours["lines"], "reference"), _by(theirs["lines"], "reference")
    )


def _by(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return {str(row.get(name)): row for row in rows}


def _rows(result: Mapping[str, Any]) -> dict[str, Any]:
    """The totals by all that tells them apart."""
    return {_name(row): row for row in result["data"]}


def _name(row: Mapping[str, Any]) -> str:
    told = (*(row.get(key) for key in ROW_KEYS), "with a cost" if row.get("logged_rows") else None)
    return " ".join(
        " ".join(each) if isinstance(each, list) else str(each) for each in told if each
    )


def _differing(what: str, told: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    for name in [*told, *(each for each in found if each not in told)]:
        if name not in found:
            yield f"{what} {name}: only in the receipt: {_shown(told[name])}"
        elif name not in told:
            yield f"{what} {name}: not in the receipt: {_shown(found[name])}"
        elif told[name] != found[name]:
            yield f"{what} {name}: {_shown(told[name], found[name])}"


def _shown(value: Any, other: Any = None) -> str:
    """A value, or what of it is otherwise in another one."""
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        names = [name for name in {**value, **other} if value.get(name) != other.get(name)]
        return ", ".join(
            f"{name} {value.get(name)} there, {other.get(name)} here" for name in names
        )
    if other is not None:
        return f"{value} there, {other} here"
    if isinstance(value, Mapping):
        cost, currency = value.get("cost"), value.get("currency")
        rows = value.get("rows")
        parts = (f"{rows} rows" if rows else "", f"{cost} {currency}" if cost else "")
        return ", ".join(filter(None, parts)) or json.dumps(value, ensure_ascii=False)
    return str(value)
