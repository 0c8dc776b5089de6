"""Dates that are hard to believe: digits of a year may have slipped."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from ecosys.errors import InvalidInput
from ecosys.event import Event, Fact
from ecosys.event.subject import provider_of
from ecosys.events.launched import Launched
from ecosys.seeding.doubts import Doubt, Known
from ecosys.values import instant, when
from ecosys.values.when import When

YEAR = 366 * instant.DAY
MAX_AHEAD = 5 * YEAR
"""How far ahead something is scheduled at most."""
SOME_MONTHS = YEAR // 4
"""How long before a launch, or the day in a name, something is so at most."""
SOME_YEARS = 3 * YEAR
"""How long before the first fact of its subject, or of its provider, something is so at most."""
AFTER_LAUNCH = ("price_changed", "deprecated", "alias_moved")
"""Types of what can only be once its subject is there; counted and spoken of it may be before."""
DATES = ("announced", "legacy", "deprecated", "shutdown", "until")
_IN_NAME = re.compile(r"(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")


def doubts(fact: Fact, known: Known, now: int) -> Iterator[Doubt]:
    """What is hard to believe of the dates of a fact."""
    yield from reading(fact, now)
    if not fact.occurred.unknown and fact.occurred.start > now + MAX_AHEAD:
        yield Doubt(("occurred",), (fact.occurred.date,), f"occurred {fact.occurred} is far ahead.")
    last = MAX_AHEAD + (now if fact.occurred.unknown else min(now, fact.occurred.end))
    for name in DATES:
        date: When | None = getattr(fact, name, None)
        if date is not None and not date.unknown and date.start > last:
            yield Doubt((name,), (str(date),), f"{name} {date} is far ahead.")
    if not fact.occurred.unknown:
        yield from _too_early(fact, known)


def reading(fact: Event, now: int) -> Iterator[Doubt]:
    """A source that was read on a day which is not yet, or before it said so."""
    stated = fact.stated
    for at, cited in enumerate(fact.sources):
        path = ("sources", at, "read")
        if cited.read is None:
            continue
        if cited.read.start > now:
            yield Doubt(path, (), f"{cited.source} was read {cited.read}, which is not yet.")
        elif isinstance(fact, Fact) and stated and cited.read.end <= stated.start:
            told = f"{cited.source} was read {cited.read}, before it is stated, {stated}."
            yield Doubt(path, (str(cited.read),), told)


def _too_early(fact: Fact, known: Known) -> Iterator[Doubt]:
    """Something that was so before there was what it is about."""
    for subject in fact.subjects:
        for what, start in _beginnings(fact, subject, known):
            if start is not None and fact.occurred.end <= start:
                told = f"occurred {fact.occurred} is long before {what}."
                yield Doubt(("occurred",), (str(fact.occurred),), told)
                return


def _beginnings(fact: Fact, subject: str, known: Known) -> Iterator[tuple[str, int | None]]:
    """Before which instants a fact about a subject is hard to believe, and why."""
    day = _day_in(subject)
    yield f"the day in the name {subject}", day and day - SOME_MONTHS
    others = [each for each in known.about.get(subject, ()) if each.id != fact.id]
    launch = _first(each for each in others if isinstance(each, Launched))
    if fact.type in AFTER_LAUNCH:
        yield f"{subject} was launched", launch and launch - SOME_MONTHS
        if launch is None:
            first = _first(others)
            yield f"anything is known of {subject}", first and first - SOME_YEARS
    starts = known.starts.get(provider_of(subject), ())
    first = next((start for start, id in starts if id != fact.id), None)
    yield f"anything is known of {provider_of(subject)}", first and first - SOME_YEARS


def _day_in(subject: str) -> int | None:
    """The first instant of a day that is part of a name: `claude-3-opus-20240229`."""
    found = _IN_NAME.search(subject)
    if found is None:
        return None
    with suppress(InvalidInput):
        return when.parse("-".join(found.groups())).start
    return None


def _first(facts: Iterable[Fact]) -> int | None:
    """The first instant of the earliest of some facts whose day is known."""
    return min((each.occurred.start for each in facts if not each.occurred.unknown), default=None)
