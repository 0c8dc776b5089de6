"""Entries: what feeds are made of: changes of the world, or events of the log, the newest first.

An entry has one identity for ever, whenever it is asked for: of an event that of its id, of a
change that of its kind, of what changed to what, and of the event that made it.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from ecosys.answers.changes import ChangeRow, changes
from ecosys.answers.citations import including
from ecosys.answers.events import selected
from ecosys.answers.selection import ALL, Selection
from ecosys.event import Recorded
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import when

A_MONTH = "30d"
"""Since when changes are told, where nobody says it."""
NEWEST = 100
"""How many entries a feed has, where nobody says it."""
MAX_NAMED = 3
"""How many changes that one event made are named in a title."""
WINDOW = 2_000
"""How many of the last events are read first."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Something to be read, once."""

    id: str
    """Its identity for ever, a UUID."""
    title: str
    """What it is, in a line."""
    updated: int
    """The instant at which it became known, or came into force."""
    lines: tuple[str, ...]
    """What is to be told of it, line by line."""
    tags: tuple[str, ...]
    """Its kind, and what it is about."""
    links: tuple[tuple[str, str], ...]
    """Where it was read: address and title, each address once."""


def uuid_of(what: str) -> str:
    """The identity of something that is named for ever.

    >>> uuid_of("event:p") == uuid_of("event:p") != uuid_of("event:q")
    True
    """
    return str(uuid5(NAMESPACE_URL, f"urn:ecosys:{what}"))


def change_entries(
    timeline: Timeline,
    moment: Moment,
    since: str | None = None,
    subject: str | None = None,
    kind: str | None = None,
    limit: int = NEWEST,
) -> list[FeedEntry]:
    """What changed in the world, by what made it: the lines of one price list are one entry."""
    answer = changes(timeline, moment, since or A_MONTH, subject, kind=kind)
    rows: Sequence[ChangeRow] = including(timeline, moment, answer, "sources").rows
    made: dict[tuple[str, ...], list[ChangeRow]] = defaultdict(list)
    for row in rows:
        made[row.kind, row.subject, row.channel, _first_event(row), _state(row)].append(row)
    return _newest((_of_changes(key, rows) for key, rows in made.items()), limit)


def event_entries(
    timeline: Timeline, moment: Moment, wanted: Selection = ALL, limit: int = NEWEST
) -> list[FeedEntry]:
    """The last events of the log, those that it took last first."""
    start = max(moment.position - max(WINDOW, limit), 0)
    last = deque(selected(timeline, moment, wanted, start), maxlen=limit)
    if len(last) < limit and start:
        last = deque(selected(timeline, moment, wanted), maxlen=limit)
    return [_of_event(record) for record in reversed(last)]


def _newest(entries: Iterable[FeedEntry], limit: int) -> list[FeedEntry]:
    return sorted(entries, key=lambda each: (-each.updated, each.title, each.id))[:limit]


def _first_event(row: ChangeRow) -> str:
    """The event that made a change: others that say the same come later."""
    return row.events[row.because.index(min(row.because))]


def _state(row: ChangeRow) -> str:
    """What tells one change from another that rests on the same event: a second move, a return.

    Lines of one price list that begin on one day belong together.
    """
    is_price = row.kind in ("price", "scheduled_price")
    return (row.occurred if is_price else row.after) or ""


def _of_changes(key: tuple[str, ...], rows: Sequence[ChangeRow]) -> FeedEntry:
    first = rows[0]
    lines = [row.words for row in rows]
    rest = f" and {len(lines) - MAX_NAMED} more" if len(lines) > MAX_NAMED else ""
    links = {
        each.url: each.title or each.name
        for row in rows
        for each in row.sources or ()
        if each.url is not None
    }
    told = [*lines, f"Known since {first.learned}."]
    if first.occurred is not None:
        told.append(f"So in the world: {first.occurred}.")
    told.append(f"Said by {', '.join(dict.fromkeys(id for row in rows for id in row.events))}.")
    return FeedEntry(
        uuid_of(f"change:{'|'.join(key)}"),
        f"{'; '.join(lines[:MAX_NAMED])}{rest}",
        max(map(_became_news, rows)),
        tuple(told),
        (first.kind, first.subject),
        tuple(links.items()),
    )


def _became_news(row: ChangeRow) -> int:
    """When a change was news: once it was known, and in force where that is why it is told."""
    learned = when.parse(row.learned).start
    if row.news == "learned" or row.occurred is None:
        return learned
    return max(learned, when.parse(row.occurred).start)


def _of_event(record: Recorded) -> FeedEntry:
    event = record.event
    date = [f"So in the world: {event.when}."] if event.when else []
    links = {each.url: each.title or each.source for each in event.sources if each.url is not None}
    return FeedEntry(
        uuid_of(f"event:{event.id}"),
        event.describe(),
        record.known_from,
        (event.describe(), *date, *([event.note] if event.note else []), f"Event {event.id}."),
        (event.type, *event.subjects),
        tuple(links.items()),
    )
