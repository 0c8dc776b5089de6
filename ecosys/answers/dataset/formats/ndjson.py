"""NDJSON: the log as CloudEvents 1.0, a line each."""

from collections.abc import Iterator
from pathlib import Path

from ecosys.answers.answer import to_json
from ecosys.answers.dataset.source import File, Source
from ecosys.answers.events import CloudEvent, envelope, selected
from ecosys.answers.selection import ALL

MEDIA_TYPE = "application/x-ndjson"


def write(source: Source, folder: Path) -> Iterator[File]:
    """Write the events of the log up to the moment's position, ascending."""
    path = folder / "events.ndjson"
    with path.open("wb") as file:
        for record in selected(source.timeline, source.moment, ALL):
            file.write(to_json(envelope(record), CloudEvent) + b"\n")
    yield File(path.name, MEDIA_TYPE, "every recorded event as a CloudEvent, by position")
