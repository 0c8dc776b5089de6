"""Sync: the public sources read anew, as they are now."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ecosys.errors import InvalidInput
from ecosys.importer import Importer
from ecosys.ingest.archive import Archive
from ecosys.ingest.run import Outcome, take
from ecosys.ingest.snapshots import Snapshot
from ecosys.timeline import Timeline
from ecosys.values import instant, when

if TYPE_CHECKING:
    from ecosys.ingest.fetch import Fetched

Fetch = Callable[[str, str | None], "Fetched | None"]
"""Gives the file at an address, or None if it is still that of a tag."""
SECOND = 1_000_000


def sync(timeline: Timeline, importer: Importer, archive: Archive, fetch: Fetch) -> Outcome:
    """Read a source as it is now; what did not change is confirmed."""
    if not importer.fetched or importer.address is None:
        raise InvalidInput(
            f"{importer.source} cannot be fetched.",
            hint=f"Import a file of it: ecosys import {importer.source} FILE --stated DAY.",
        )
    last = archive.last(importer.source)
    fetched = fetch(importer.address, last.etag if last else None)
    now = timeline.log.clock()
    stated = when.from_instant(now - now % SECOND)
    if fetched is not None:
        name, payload, etag = importer.address.rsplit("/", 1)[-1], fetched.payload, fetched.etag
    elif last is not None:
        name, payload, etag = last.name, archive.snapshot(last).payload, last.etag
    else:
        raise InvalidInput(f"{importer.address} says that nothing changed since nothing was read.")
    snapshot = Snapshot(name or importer.source, stated, payload)
    archive.add(importer, snapshot, etag)
    return take(timeline, importer, snapshot)


def instant_before(outcomes: list[Outcome]) -> str:
    """The instant before the first of these readings."""
    return instant.to_text(min(when.parse(each.stated).start for each in outcomes) - 1)
