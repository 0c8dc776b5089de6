"""Reading: a file read as the machinery reads it, and what is so of its rows whatever it holds."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ecosys.errors import InvalidInput
from ecosys.event import Event
from ecosys.importer import Importer, Row
from ecosys.ingest.reading import Reading
from ecosys.values import when


def events(importer: Importer, row: Row, stated: str) -> Mapping[str, Event]:
    """The events that a row states, by name, as the machinery completes them."""
    day = when.read(stated)
    reading = Reading(importer, day, ({"source": importer.source, "read": day},))
    statements = reading.statements(row.says)
    assert not statements.problems, statements.problems
    return statements.events


def rows(importer: Importer, payload: bytes, stated: str, *, repeats: bool = False) -> list[Row]:
    """The rows of a file, each of which means something and has a name of its own.

    With `repeats` a file may name a row twice; the second one has a problem then.
    """
    found = list(importer.read(payload, stated))
    for row in found:
        assert row.problem is None or not row.says, row
        f"{row.key}{row.problem}{row.given}".encode()  # the log is in UTF-8
        events(importer, row, stated)
    named = replace(importer, read=lambda *_: found).rows(payload, stated)
    assert repeats or named == found
    for names in ([row.key for row in named], [name for row in named for name in row.says]):
        assert len(set(names)) == len(names), names
    return named


def rows_or_refusal(
    importer: Importer, payload: bytes, stated: str, *, repeats: bool = False
) -> list[Row] | None:
    """The same; None: it is refused as no file of the source."""
    try:
        return rows(importer, payload, stated, repeats=repeats)
    except InvalidInput as problem:
        reason = str(problem)
    assert re.match(rf"This is no [a-z. ]+ of {importer.source.replace('-', '.')}", reason), reason
    return None


def price_list(row: Row) -> list[str]:
    """The lines of the price list that a row states, in words; none: it states no prices."""
    assert row.problem is None
    return [_in_words(line) for line in row.says[row.key]["components"]] if row.says else []


def _in_words(line: Mapping[str, Any]) -> str:
    """A line of a price list, without what is usual: `batch audio input 0.5 above 200000`."""
    above = f"above {line['above']}" if "above" in line else None
    parts = ("tier", "modality", "direction", "amount", "unit", "hours")
    return " ".join(filter(None, [*map(line.get, parts), above]))
