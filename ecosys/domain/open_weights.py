"""Openness: whether the weights of a model can be downloaded, as far as anybody says."""

from collections.abc import Iterator
from dataclasses import dataclass

from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.moment import Held, View
from ecosys.moment.series import Statement, choose

TAKES = ("launched", "described")
"""The types of events that say so."""
ATTRIBUTE = "open_weights"
_MEANS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Openness:
    """Whether the weights of a model are open, and who says so."""

    open: bool
    held: Held


class OpenWeights:
    """What is stated of all models; of those that nobody speaks of nothing is known."""

    def __init__(self, view: View) -> None:
        self._ranks = view.ranks
        self._statements: dict[str, list[Statement]] = {}
        for statement in _statements(view):
            self._statements.setdefault(str(statement.series), []).append(statement)

    def of(self, subject: str, at: int) -> Openness | None:
        """Whether a model's weights are open at a valid time; None: nobody says."""
        choice = choose(self._statements.get(subject, ()), at, self._ranks)
        if choice is None:
            return None
        return Openness(bool(choice.statement.value), choice.held)


def speaks(held: Held) -> bool:
    """Whether a fact says something of the weights of a model."""
    if issubclass(held.kind, Launched):
        return held.field("what") == "open_weights" or held.field("open_weights") is not None
    described = held.of(Described)
    return described is not None and described.attribute == ATTRIBUTE


def _statements(view: View) -> Iterator[Statement]:
    for held in view.of(Launched).facts:
        if held.start is not None:
            opened = held.field("what") == "open_weights" or held.field("open_weights")
            if opened is not None and held.field("stage") != "announced":
                yield Statement(held.subject, opened, held.start, held.until, held)
    for stated in view.of(Described, attribute={ATTRIBUTE}).series.values():
        for each in stated:
            if (value := _MEANS.get(str(each.value).lower())) is not None:
                yield Statement(each.held.subject, value, each.start, each.until, each.held)
