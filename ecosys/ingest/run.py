"""A run: snapshots of a source taken into the log, each as a whole, in any order, as often as one
likes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ecosys.errors import Conflict, InvalidInput
from ecosys.event import Event, Recorded
from ecosys.event.imported_ids import ImportedId, Role, is_from, is_reserved
from ecosys.importer import Importer, Row
from ecosys.ingest import quarantine
from ecosys.ingest.archive import Archive
from ecosys.ingest.backfill import replay_later_readings
from ecosys.ingest.difference import Difference, difference
from ecosys.ingest.mapping import names_of
from ecosys.ingest.quarantine import Doubt
from ecosys.ingest.reading import Reading
from ecosys.ingest.snapshots import Snapshot
from ecosys.ingest.state import state
from ecosys.log.bulk import gc_paused
from ecosys.timeline import Timeline
from ecosys.values.when import When

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Outcome:
    """What became of the rows of a snapshot; the three add up to the rows read."""

    name: str
    """The name of its file."""
    stated: str
    """The day on which it was stated."""
    rows: int = 0
    """The rows read."""
    taken: int = 0
    """Rows that stated something new."""
    known: int = 0
    """Rows that stated what was known, or that were held back before."""
    held_back: int = 0
    """Rows that were not believed."""
    events: int = 0
    """Events that were added to the log."""
    problems: list[str] = field(default_factory=list)
    """The rows held back, each with the reason."""


def run(
    timeline: Timeline,
    importer: Importer,
    given: Iterable[Snapshot],
    archive: Archive | None = None,
    progress: Progress | None = None,
    total: int = 0,
) -> Iterator[Outcome]:
    """Take snapshots in, one after another; each is in the log before the next is read."""
    for done, snapshot in enumerate(given, start=1):
        if archive is not None:
            archive.add(importer, snapshot)
        yield take(timeline, importer, snapshot)
        if progress:
            progress(done, total)


@gc_paused()
def take(timeline: Timeline, importer: Importer, snapshot: Snapshot) -> Outcome:
    """Take one snapshot in: all of it or, where it cannot be read, nothing.

    InvalidInput: it is no file of the source's, or another one is there for its day. Of a history
    a commit that cannot be read is held back as a whole instead.
    """
    try:
        rows = importer.rows(snapshot.payload, snapshot.stated)
    except InvalidInput as problem:
        if not snapshot.of_history:
            raise
        return _unreadable(timeline, importer, snapshot, str(problem))
    return _taken(timeline, importer, snapshot, rows)


def _taken(
    timeline: Timeline, importer: Importer, snapshot: Snapshot, rows: Sequence[Row]
) -> Outcome:
    outcome = Outcome(snapshot.name, str(snapshot.stated), rows=len(rows))
    records = [each for each in timeline.records() if is_from(importer.source, each.id)]
    days = _readings(records)
    reading = _reading(importer, snapshot, days)
    whole = reading.about("confirmed", {"source": importer.source}, role=Role.READ)
    if any(record.event == whole for record in records):
        outcome.known = outcome.rows
        return outcome
    names = names_of(importer.source, timeline.names(timeline.moment()).channels.subject)
    given = list(map(_unreserved, rows))
    rules, rows = names.rules(given), names.ours(given)
    stated = reading.statements(
        {name: fields for row in rows for name, fields in row.says.items()} | rules
    )
    unread = {row.key for row in rows if row.problem is not None}
    now = state(records, importer.source, reading.stated.end - 1)
    changes = difference(now, stated, reading, unread)
    doubts = quarantine.doubts(rows, stated, changes)
    events = [*changes.events, *quarantine.quarantined(doubts, records, reading), whole]
    events += replay_later_readings(records, events, changes, reading, days)
    outcome.events = _appended(timeline, events, importer, snapshot)
    _count(outcome, rows, changes, doubts)
    return outcome


def _unreserved(row: Row) -> Row:
    """A row; one by a name that importing gives itself could not be told from that."""
    if any(map(is_reserved, (row.key, *row.says))):
        return Row(f"reserved {row.key}", problem="its name has a meaning of its own here")
    return row


def _appended(
    timeline: Timeline, events: Sequence[Event], importer: Importer, snapshot: Snapshot
) -> int:
    try:
        return timeline.append(events).added
    except Conflict as problem:
        read = ImportedId(importer.source, "", snapshot.stated, Role.READ)
        if read.text not in problem.candidates:
            raise
        raise InvalidInput(
            f"Another file of {importer.source} was imported for {snapshot.stated}."
        ) from None


def _count(
    outcome: Outcome, rows: Sequence[Row], changes: Difference, doubts: Sequence[Doubt]
) -> None:
    doubted = {each.row.key for each in doubts}
    outcome.held_back = len(doubted)
    outcome.problems = [f"{each.name}: {each.why}" for each in doubts]
    outcome.taken = sum(
        row.key not in doubted and not changes.changed.isdisjoint(row.says) for row in rows
    )
    outcome.known = outcome.rows - outcome.taken - outcome.held_back


def _unreadable(timeline: Timeline, importer: Importer, snapshot: Snapshot, why: str) -> Outcome:
    """Of a history one commit that cannot be read is held back as a whole; the others go on."""
    given = snapshot.payload[:500].decode("utf-8", "replace")
    doubt = Doubt(Row(Role.FILE, problem=why, given=given), Role.FILE, why)
    event = quarantine.hold_back(doubt, _reading(importer, snapshot, ()))
    added = timeline.append([event]).added
    return Outcome(
        snapshot.name, str(snapshot.stated), rows=1, held_back=1, events=added, problems=[why]
    )


def _readings(records: Iterable[Recorded]) -> list[When]:
    """The days on which a source was read, ascending."""
    days = {day for each in records if _is_reading(each.id) and (day := each.event.stated)}
    return sorted(days, key=lambda day: day.start)


def _is_reading(id: str) -> bool:
    parsed = ImportedId.parse(id)
    return parsed is not None and parsed.role is Role.READ


def _reading(importer: Importer, snapshot: Snapshot, days: Sequence[When]) -> Reading:
    cited = {"source": importer.source, "title": f"{snapshot.name} sha256 {snapshot.digest}"}
    address = {"url": importer.address} if importer.address else {}
    before = [day for day in days if day.start < snapshot.stated.start]
    return Reading(
        importer,
        snapshot.stated,
        ({**cited, **address, "read": snapshot.stated},),
        before[-1] if before else None,
    )
