"""Successors: which model took another one's place, by the providers' own words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ecosys.event import FIRST_PARTY
from ecosys.event.subject import provider_of
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.deprecated import Deprecated
from ecosys.lifecycle import endings
from ecosys.moment import Held
from ecosys.projection import Ask


@dataclass(frozen=True, slots=True)
class Succession:
    """One subject in another one's place, as an announcement or an alias has it."""

    before: str
    after: str
    """The name as it was given, where no subject bears it."""
    by: str
    """replacement: an announced end recommends it; alias: a name was moved to it."""
    held: Held


def successions(
    facts: Iterable[Held],
    ask: Ask[Any],
    known: Iterable[str],
) -> list[Succession]:
    """The successions that were told by a moment at the providers' own channel, each once.

    A replacement is the subject of that id: of the same provider, else the one of that full name.
    Display names are no ids and are not guessed at.
    """
    facts = list(facts)
    subjects = set(known)
    found: dict[tuple[str, str], Succession] = {}
    for each in (*_recommended(facts, ask, subjects), *_moved(facts, ask)):
        if each.before != each.after:
            found.setdefault((each.before, each.after), each)
    return [found[key] for key in sorted(found)]


def _recommended(
    facts: list[Held],
    ask: Ask[Any],
    subjects: set[str],
) -> Iterator[Succession]:
    ended = [held for held in facts if isinstance(held.event, Deprecated)]
    for ending in endings(ended, ask.moment, ask.ranks):
        before = ending.event.subject
        for name in ending.event.replacements:
            own = f"{provider_of(before)}/{name}"
            after = name if name in subjects and own not in subjects else own
            yield Succession(before, after, "replacement", ending.held)


def _moved(
    facts: list[Held],
    ask: Ask[Any],
) -> Iterator[Succession]:
    for held in facts:
        event = held.event
        if not isinstance(event, AliasMoved) or event.channel != FIRST_PARTY:
            continue
        told = held.start is not None and held.start <= ask.moment.as_of
        if told and event.from_ is not None and event.to is not None:
            yield Succession(event.from_, event.to, "alias", held)
