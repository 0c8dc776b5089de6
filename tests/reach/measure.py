"""Measure: how many listed models are known, priced, launched and ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.reach.known import Knowledge
from tests.reach.listing import Listing
from tests.reach.pseudo import is_real

ASKED = ("known", "priced", "launched", "ended")
"""What is asked about each model."""
Found = Mapping[str, bool]
"""The answers about one model, by what was asked; what does not apply is left out."""
Sources = Mapping[str, Mapping[str, Listing]]
"""What each source lists, by source and key."""


@dataclass(slots=True)
class Reach:
    """How far the data reach for one provider."""

    found: dict[str, Found] = field(default_factory=dict)

    def count(self, asked: str) -> tuple[int, int]:
        """How many models it holds for, and of how many it was asked."""
        answers = [each[asked] for each in self.found.values() if asked in each]
        return sum(answers), len(answers)

    @property
    def lacking(self) -> list[tuple[str, list[str]]]:
        """The models of which something is missing, with what that is."""
        missing = {
            key: [asked for asked, holds in found.items() if not holds]
            for key, found in self.found.items()
        }
        return [(key, what) for key, what in missing.items() if what]


def shared(sources: Sources, need: Iterable[str], fewest: int, day: str) -> list[str]:
    """The keys that so many of the needed sources list, and none says to have ended by a day."""
    lists = [sources[name] for name in need]
    keys = sorted({key for each in lists for key in each})
    return [
        key
        for key in keys
        if sum(key in each for each in lists) >= fewest
        and all(each[key].is_live(day) for each in lists if key in each)
    ]


def measure(
    keys: Iterable[str], sources: Sources, knowledge: Mapping[str, Knowledge]
) -> dict[str, Reach]:
    """Ask about each key on the day of every source that lists it; by provider.

    A price is asked for where a source states one, an end where it names one. The spelling is that
    of the source that was given first. What is no id is not asked about.
    """
    reach: dict[str, Reach] = {}
    for key in filter(is_real, keys):
        listed = {name: each[key] for name, each in sources.items() if key in each}
        first = next(iter(listed.values()))
        asked = [(each, knowledge[name]) for name, each in listed.items()]
        found = reach.setdefault(first.provider, Reach()).found
        found[key] = _found(first.name, asked)
    return reach


def _found(name: str, asked: list[tuple[Listing, Knowledge]]) -> dict[str, bool]:
    found = {"known": all(day.resolve(name) is not None for _, day in asked)}
    if any(each.is_priced for each, _ in asked):
        found["priced"] = all(day.is_priced(name) for each, day in asked if each.is_priced)
    found["launched"] = all(day.is_launched(name) for _, day in asked)
    if any(each.end for each, _ in asked):
        found["ended"] = all(bool(day.ends(name)) for each, day in asked if each.end)
    return found
