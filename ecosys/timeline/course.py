"""Course: how the points of a projection ran as more became known.

What holds at a moment changes with the knowledge only at the bounds of versions. So a projection is
folded anew only between bounds of what it reads, and what it makes of a subject only where one of
that subject lies between.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ecosys.log.query import Filter
from ecosys.moment import Held, Moment, View
from ecosys.moment.held import in_log_order
from ecosys.moment.names import Resolution
from ecosys.moment.parts import Parts, part_of
from ecosys.moment.versions import Version
from ecosys.projection import Context, Parameters, Point, Projection, get_projection, in_valid_time
from ecosys.projection.run import fold, read_parameters

Versions = Callable[[Filter], Sequence[Version]]
"""What held with any knowledge, of what a filter lets through."""


class Course:
    """The points of a projection at a moment, with its knowledge or with less.

    It is asked from the latest knowledge back: what did not change in between is not made again.
    """

    def __init__(
        self,
        chosen: Projection,
        parameters: Parameters,
        moment: Moment,
        ranks: Mapping[str, int],
        versions: Versions,
        resolved: Resolution | None = None,
    ) -> None:
        self.projection = chosen
        self.resolved = resolved
        """How the name of the subject was understood, if one was given."""
        self._parameters = parameters
        self._moment = moment
        self._ranks = ranks
        self._versions = versions
        self._where = Filter(chosen.takes, chosen.about(parameters))
        self._told = told = versions(self._where)
        self.turns = sorted({each for version in told for each in _bounds(version)})
        """The instants of knowledge at which something that it takes changed, ascending."""
        self._facts = KnownFacts([each for each in told if self._reads(each.held)])
        self._others: dict[str, Course] = {}
        self._asked: list[tuple[Course, Sequence[Point]]] = []
        self._number: int | None = None
        self._points: Sequence[Point] = ()

    def points(self, known_at: int) -> Sequence[Point]:
        """The points with some knowledge; the very same where nothing that they rest on changed."""
        number = self._facts.number(known_at)
        if number != self._number or any(
            other.points(known_at) is not points for other, points in self._asked
        ):
            self._points = self._folded(known_at)
            self._number = number
        return self._points

    def _reads(self, held: Held) -> bool:
        if not self.projection.history and (held.superseded or held.cancelled):
            return False
        return self.projection.reads is None or self.projection.reads(held, self._parameters)

    def _folded(self, known_at: int) -> Sequence[Point]:
        self._asked = []

        def others(name: str, **parameters: Any) -> Sequence[Point]:
            other = self._other(name, parameters)
            self._asked.append((other, other.points(known_at)))
            return self._asked[-1][1]

        moment = self._moment.knowing(known_at)
        whole = self._facts.view(moment, self._ranks)
        context = Context(moment, self._parameters, self._ranks, others, whole)
        return fold(self.projection, whole.facts, context)[0]

    def _other(self, name: str, parameters: Mapping[str, Any]) -> "Course":
        key = f"{name} {sorted(parameters.items())}"
        if key not in self._others:
            chosen = get_projection(name)
            self.projection.refuse_unnamed(chosen)
            read = read_parameters(chosen, parameters)
            self._others[key] = Course(chosen, read, self._moment, self._ranks, self._known)
        return self._others[key]

    def _known(self, where: Filter) -> Sequence[Version]:
        """What held, for another projection: it takes no more types, but may ask more subjects."""
        if self._where.subject is not None:
            return self._versions(where)
        kept = {*where.types}
        return [
            each
            for each in self._told
            if (not kept or each.held.type in kept)
            and (where.subject is None or where.still_fits(each.held.event))
        ]


class KnownFacts:
    """What holds with ever other knowledge, with a view of each subject that lasts as it does."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self._versions = sorted(versions, key=_in_order)
        turns: dict[int, list[int]] = defaultdict(list)
        self._by_part: dict[str, list[Version]] = defaultdict(list)
        for number, each in enumerate(self._versions):
            self._by_part[part_of(each.held)].append(each)
            for bound in _bounds(each):
                turns[bound].append(number)
        self._turns = sorted(turns)
        self._turning = [turns[each] for each in self._turns]
        self._parts: Parts[View] = Parts({})
        self._at = 0
        self._holding: list[int] = []
        self._facts: list[Held] = []

    def number(self, known_at: int) -> int:
        """How many turns there were: with as many the same holds."""
        return bisect_right(self._turns, known_at)

    def view(self, moment: Moment, ranks: Mapping[str, int]) -> View:
        """What holds at a moment, in order of valid time."""
        known_at = moment.known_at
        first, last = sorted((self._at, number := self.number(known_at)))
        changed = {each for turning in self._turning[first:last] for each in turning}
        self._at = number
        for each in changed:
            self._turn(each, known_at)
        for part in {part_of(self._versions[each].held) for each in changed}:
            facts = [each.held for each in self._by_part[part] if _covers(each, known_at)]
            self._parts.change(part, View(facts, moment, ranks) if facts else None)
        return View(list(self._facts), moment, ranks).parted(self._parts)

    def _turn(self, number: int, known_at: int) -> None:
        """Put a version among what holds, or take it out."""
        version = self._versions[number]
        place = bisect_left(self._holding, number)
        was_held = self._holding[place : place + 1] == [number]
        if was_held and not _covers(version, known_at):
            del self._holding[place], self._facts[place]
        elif not was_held and _covers(version, known_at):
            self._holding.insert(place, number)
            self._facts.insert(place, version.held)


def _covers(version: Version, known_at: int) -> bool:
    return version.known_from <= known_at < version.known_to


def _bounds(version: Version) -> tuple[int, int]:
    return version.known_from, version.known_to


def _in_order(version: Version) -> tuple[int, ...]:
    """In order of valid time, then as facts are given."""
    held = version.held
    return (*in_valid_time(held), *in_log_order(held))
