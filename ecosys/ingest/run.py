"""A run: snapshots of a source taken into the log, each as a whole, in any order, as often as one
likes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ecosys.errors import Conflict, InvalidInput
from ecosys.event import Event, Recorded, codec
from ecosys.events.confirmed import Confirmed
from ecosys.importer import Importer, Row
from ecosys.ingest.archive import Keep
from ecosys.ingest.backfill import told_anew
from ecosys.ingest.difference import Difference, Reading, difference
from ecosys.ingest.mapping import names_of
from ecosys.ingest.snapshots import Snapshot
from ecosys.ingest.state import FILE, HELD, READ, RESERVED, event_id, held_back, state
from ecosys.log.bulk import gc_paused
from ecosys.log.query import Filter
from ecosys.timeline import Timeline
from ecosys.values.when import When
from ecosys.values.words import escape_surrogates, printable

STATED = ("price_changed", "ids_matched", "deprecated", "observed", "launched", "described")
TYPES = (*STATED, "alias_moved", "quarantined", "confirmed")
"""What importers append, and what is about it."""
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
    odd: list[str] = field(default_factory=list)
    """The rows held back, each with the reason."""


def run(
    timeline: Timeline,
    importer: Importer,
    given: Iterable[Snapshot],
    keep: Keep | None = None,
    progress: Progress | None = None,
    total: int = 0,
) -> Iterator[Outcome]:
    """Take snapshots in, one after another; each is in the log before the next is read."""
    for done, snapshot in enumerate(given, start=1):
        if keep is not None:
            keep.add(importer, snapshot)
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
    prefix = f"{importer.source}/"
    records = [each for each in timeline.records(Filter(TYPES)) if each.id.startswith(prefix)]
    days = _readings(records, importer.source)
    reading = _reading(importer, snapshot, days)
    whole = reading.about(READ, "confirmed", source=importer.source)
    if any(record.event == whole for record in records):
        outcome.known = outcome.rows
        return outcome
    rows = list(map(_unreserved, rows))
    names = names_of(importer.source, timeline.names(timeline.moment()).channels.subject)
    rules = names.rules(rows)
    rows = names.ours(rows)
    odd = {row.key for row in rows if row.odd is not None}
    wanted = {name: fields for row in rows for name, fields in row.says.items()} | rules
    now = state(records, importer.source, reading.stated.end - 1)
    found = difference(now, wanted, reading, odd)
    back = _held_back(rows, found)
    told = held_back(records, importer.source)
    quarantined = [
        _quarantined(*each, reading) for each in back if _shown(each[0], each[2]) not in told
    ]
    events = [*found.events, *quarantined, whole]
    events += told_anew(records, events, found, reading, days)
    outcome.events = _appended(timeline, events, importer, snapshot)
    _count(outcome, rows, found, back)
    return outcome


def _unreserved(row: Row) -> Row:
    """A row; one by a name that importing gives itself cannot be told from that, and is odd."""
    if any(map(RESERVED.match, (row.key, *row.says))):
        return Row(f"reserved {row.key}", odd="its name has a meaning of its own here")
    return row


def _appended(
    timeline: Timeline, events: Sequence[Event], importer: Importer, snapshot: Snapshot
) -> int:
    try:
        return timeline.append(events).added
    except Conflict as problem:
        if event_id(importer.source, READ, snapshot.stated) not in problem.candidates:
            raise
        raise InvalidInput(
            f"Another file of {importer.source} was imported for {snapshot.stated}."
        ) from None


def _count(
    outcome: Outcome, rows: Sequence[Row], found: Difference, back: "Sequence[Doubted]"
) -> None:
    doubted = {row.key for row, *_ in back}
    outcome.held_back = len(doubted)
    outcome.odd = [f"{name}: {why}" for _, name, why, _ in back]
    outcome.taken = sum(
        row.key not in doubted and not found.changed.isdisjoint(row.says) for row in rows
    )
    outcome.known = outcome.rows - outcome.taken - outcome.held_back


Doubted = tuple[Row, str, str, Event | None]
"""A row, the name of what it states, why that is not believed, and what it would state."""


def _held_back(rows: Sequence[Row], found: Difference) -> list[Doubted]:
    """What is held back of these rows."""
    back: list[Doubted] = []
    for row in rows:
        if row.odd is not None:
            back.append((row, row.key, row.odd, None))
        for name in row.says:
            if name in found.doubted:
                statement, why = found.doubted[name]
                back.append((row, name, why, statement))
            elif name in found.slips:
                back.append((row, name, found.slips[name], None))
    return back


def _unreadable(timeline: Timeline, importer: Importer, snapshot: Snapshot, why: str) -> Outcome:
    """Of a history one commit that cannot be read is held back as a whole; the others go on."""
    row = Row(FILE, odd=why, given=snapshot.payload[:500].decode("utf-8", "replace"))
    held = _quarantined(row, row.key, why, None, _reading(importer, snapshot, ()))
    added = timeline.append([held]).added
    return Outcome(
        snapshot.name, str(snapshot.stated), rows=1, held_back=1, events=added, odd=[why]
    )


def _readings(records: Iterable[Recorded], source: str) -> list[When]:
    """The days on which a source was read, ascending."""
    prefix = f"{source}/{READ}@"
    days = {
        record.event.stated
        for record in records
        if isinstance(record.event, Confirmed) and record.id.startswith(prefix)
    }
    return sorted(days, key=lambda day: day.start)


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


def _quarantined(row: Row, name: str, why: str, statement: Event | None, reading: Reading) -> Event:
    shown, reason, given = _shown(row, why)
    return reading.about(
        f"{HELD}{name}",
        "quarantined",
        source=reading.importer.source,
        row=shown,
        reason=reason,
        given=given,
        **({"statement": codec.plain(statement)} if statement else {}),
    )


def _shown(row: Row, why: str) -> tuple[str, str, str]:
    """A row's name, why it is held back, and what stands there, as an event can hold them."""
    name, reason, given = (
        printable(row.key).strip(),
        escape_surrogates(why).strip(),
        escape_surrogates(row.given),
    )
    return name[:2000], reason[:2000], given[:2000]
