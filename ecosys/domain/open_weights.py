"""Openness: whether the weights of a model can be downloaded, as far as anybody says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.moment import Held
from ecosys.moment.series import Statement, choose, statements

TAKES = ("launched", "described")
"""The types of events that say so."""
ATTRIBUTE = "open_weights"
_SAYS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Openness:
    """Whether the weights of a model are open, and who says so."""

    open: bool
    held: Held


class OpenWeights:
    """What is said of all models; of those that nobody speaks of nothing is known."""

    def __init__(self, events: Iterable[Held], ranks: Mapping[str, int]) -> None:
        self._ranks = ranks
        self._said: dict[str, list[Statement]] = {}
        for statement in _statements(events):
            self._said.setdefault(str(statement.series), []).append(statement)

    def of(self, subject: str, at: int) -> Openness | None:
        """Whether a model's weights are open at a valid time; None: nobody says."""
        choice = choose(self._said.get(subject, ()), at, self._ranks)
        if choice is None:
            return None
        return Openness(bool(choice.statement.value), choice.statement.held)


def _statements(events: Iterable[Held]) -> Iterator[Statement]:
    described = []
    for held in events:
        event = held.event
        if isinstance(event, Described) and event.attribute == ATTRIBUTE:
            described.append(held)
        elif isinstance(event, Launched) and held.start is not None:
            opened = True if event.what == "open_weights" else event.open_weights
            if opened is not None and event.stage != "announced":
                yield Statement(event.subject, opened, held.start, held.until, held)
    for said in statements(described).values():
        for each in said:
            if (value := _SAYS.get(str(each.value).lower())) is not None:
                subject = each.held.event.subjects[0]
                yield Statement(subject, value, each.start, each.until, each.held)
