"""Digest: a week in a page: what ends next, which prices changed, what was launched, put right.

A week runs from Monday to Sunday, UTC. It is told as it was known at its end.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from ecosys.answers.changes import ChangeRow, differences
from ecosys.answers.feeds.calendar import CalendarEntry, Kind, advice, calendar
from ecosys.answers.feeds.entries import FeedEntry, uuid_of
from ecosys.domain.compared import State
from ecosys.event import FIRST_PARTY
from ecosys.log.bulk import gc_paused
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.words import escape_unprintable

WEEK = 7 * instant.DAY
MONDAY = 4 * instant.DAY
"""The first Monday after the epoch."""
AHEAD_DAYS = 30
"""How far a digest looks ahead."""
MAX_LINES = 20
"""How many lines a section has at the most."""
WEEKS = 4
"""How many weeks a feed of digests holds."""
AT_ONCE = 3
"""How many states of the world are kept at once: those around a week, and the one before them."""
BYTES = 100
"""What a line needs besides its characters, about."""
_ANNOUNCED = ("deprecated", "shutdown", "scheduled_price")
_PUT_RIGHT = ("corrected", "retracted")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a digest."""

    title: str
    lines: tuple[str, ...]
    left_out: int
    """How many lines there would be besides."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A week."""

    week: str
    """Its name by ISO 8601: 2026-W48."""
    first: str
    """Its Monday."""
    last: str
    """Its Sunday."""
    end: int
    """Its last instant."""
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """What it is of, in a line."""
        return f"ecosys: {self.week}, {self.first} to {self.last}"


def week_end(as_of: int) -> int:
    """The last instant of the last week that is over.

    >>> [instant.day_of(week_end(instant.parse(f"2026-11-{day}T12:00Z"))) for day in (28, 30)]
    ['2026-11-22', '2026-11-29']
    >>> instant.day_of(week_end(instant.parse("2026-11-30T00:00Z") - 1))
    '2026-11-29'
    """
    after = as_of + 1
    return after - (after - MONDAY) % WEEK - 1


def digest(timeline: Timeline, moment: Moment) -> Digest:
    """The last week that is over at a moment."""
    (last,) = digests(timeline, moment, 1)
    return last


@gc_paused()
def digests(timeline: Timeline, moment: Moment, weeks: int = WEEKS) -> list[Digest]:
    """The last weeks that are over at a moment, the latest first.

    Each begins as the one before it ended: that state of the world is worked out once. A week that
    was told is kept: it is the same until the log takes something more.
    """
    end = week_end(moment.as_of)
    ends = [_known_then(moment, end - back * WEEK) for back in range(weeks + 1)]
    state = lru_cache(AT_ONCE)(lambda at: State(timeline.view(at)))

    def week(then: Moment, before: Moment) -> Digest:
        key = "week", replace(then, pinned=False)
        return timeline.memory.once(key, lambda: _digest(timeline, before, then, state), _size)

    return [week(*each) for each in pairwise(ends)]


def _size(digest: Digest) -> int:
    """How many bytes a digest needs, about."""
    return sum(len(line) + BYTES for section in digest.sections for line in section.lines)


def _known_then(moment: Moment, end: int) -> Moment:
    """The last instant of a week, as it was known then."""
    return replace(moment, as_of=end, known_at=min(end, moment.known_at))


def _digest(
    timeline: Timeline, before: Moment, then: Moment, state: Callable[[Moment], State]
) -> Digest:
    """The week between two moments."""
    end = then.as_of
    rows, aside = differences(timeline, before, then, state=state)
    dates = [each for each in calendar(timeline, then, within_days=AHEAD_DAYS) if _comes(each, end)]
    told = {
        f"Ends in the next {AHEAD_DAYS} days": _dated(dates, "end"),
        f"Will cost something else in the next {AHEAD_DAYS} days": _dated(dates, "price"),
        "Prices that changed": _words(rows, lambda row: row.kind == "price" and bool(row.before)),
        "Launched": _words(rows, lambda row: row.kind == "launched"),
        "Announced": _words(rows, lambda row: row.kind in _ANNOUNCED),
        "Put right by its source": _words(rows, lambda row: row.kind in _PUT_RIGHT),
        "Put right by us": _by_reason(row for row in aside if row.kind in _PUT_RIGHT),
        "Besides": _counts(rows),
    }
    sections = (
        Section(title, tuple(lines[:MAX_LINES]), max(len(lines) - MAX_LINES, 0))
        for title, lines in told.items()
    )
    day = instant.to_datetime(end).date()
    year, week, _ = day.isocalendar()
    first = instant.day_of(end - WEEK + 1)
    return Digest(f"{year}-W{week:02}", first, day.isoformat(), end, tuple(sections))


def digest_entries(timeline: Timeline, moment: Moment) -> list[FeedEntry]:
    """The last weeks that are over at a moment, an entry each, the latest first."""
    return [_entry(each) for each in digests(timeline, moment)]


def to_markdown(digest: Digest) -> bytes:
    """A digest as a page in Markdown."""
    parts = [f"# {digest.title}\n"]
    for section in digest.sections:
        lines = [f"- {_escaped(line)}\n" for line in _with_rest(section)]
        parts.append(
            "".join([f"\n## {section.title}\n\n", *(lines or ["Nothing that is known.\n"])])
        )
    return "".join(parts).encode()


def _entry(digest: Digest) -> FeedEntry:
    """A digest as an entry of a feed; what is empty is left out."""
    lines = [
        line
        for section in digest.sections
        if section.lines
        for line in (f"{section.title}:", *(f"• {each}" for each in _with_rest(section)))
    ]
    return FeedEntry(
        uuid_of(f"digest:{digest.week}"),
        digest.title,
        digest.end,
        tuple(lines) or ("Nothing that is known.",),
        ("digest",),
        (),
    )


def _comes(entry: CalendarEntry, after: int) -> bool:
    return entry.date.start > after and not entry.called_off


def _dated(dates: Iterable[CalendarEntry], kind: Kind) -> list[str]:
    """Dates of a kind, each with the day and what is recommended instead."""
    return [
        " ".join([f"{each.date.date}: {each.summary}.", *advice(each.replacements)])
        for each in dates
        if each.kind == kind
    ]


def _words(rows: Sequence[ChangeRow], where: Callable[[ChangeRow], bool]) -> list[str]:
    """The changes that fit, those at the providers themselves first."""
    chosen = sorted(filter(where, rows), key=lambda row: row.channel != FIRST_PARTY)
    return list(dict.fromkeys(row.words for row in chosen))


def _by_reason(rows: Iterable[ChangeRow]) -> list[str]:
    """What was put right, those for one reason in one line."""
    by: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        what, _, why = row.words.partition(": ")
        by[why].append(what)
    return [
        f"{whats[0]}{f' and {len(whats) - 1:,} others' if whats[1:] else ''}: {why}"
        for why, whats in by.items()
    ]


def _counts(rows: Iterable[ChangeRow]) -> list[str]:
    """How many other changes there are, by kind; first prices among them."""
    told = {"launched", *_ANNOUNCED, *_PUT_RIGHT}
    others = Counter(
        "first prices" if row.kind == "price" else row.kind
        for row in rows
        if row.kind not in told and not (row.kind == "price" and row.before)
    )
    return [f"{kind}: {count:,}" for kind, count in sorted(others.items())]


def _with_rest(section: Section) -> list[str]:
    rest = [f"and {section.left_out:,} more"] if section.left_out else []
    return [*section.lines, *rest]


def _escaped(line: str) -> str:
    """A line in which nothing is taken for markup, and nothing hides what stands beside it."""
    shown = escape_unprintable(line)
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in shown)
