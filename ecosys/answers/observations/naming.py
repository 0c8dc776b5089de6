"""Naming: a file of figures is checked, kept by its hash, and named by one event."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ecosys.answers.observations import folder as folders
from ecosys.answers.observations.segment import Contents, contents
from ecosys.event import Event
from ecosys.event.codec import parse
from ecosys.event.ids import id_of

TYPE = "segment_named"


def name(file: Path, fields: Mapping[str, Any], folder: Path, today: str) -> tuple[Event, Contents]:
    """The event that names a file, of which a copy is kept in the folder; and what it holds.

    The fields say what the figures are and where they were read; InvalidInput: the file is no
    segment, or a field is missing.
    """
    found = contents(file, today)
    sha256 = folders.sha256_of(file)
    kept = folders.address_of(sha256)
    told = {"sha256": sha256, "rows": found.rows, "occurred": found.first, "last": found.last}
    data = {"type": TYPE, "address": kept, **fields, **told}
    data.setdefault("id", id_of(TYPE, data.get("subject", ""), data))
    event = parse(data, str(file))
    folders.keep(folders.parts_of(file), sha256, folder, str(file))
    return event, found
