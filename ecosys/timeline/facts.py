"""Facts: what holds at a moment, from rows that are kept, or else folded from the events."""

from collections.abc import Sequence
from typing import Protocol

from ecosys.log.log import Log
from ecosys.log.query import Filter
from ecosys.moment import Held, Moment
from ecosys.read_model import Keeper
from ecosys.timeline.stored import StoredFacts


class Facts(Protocol):
    """Tells what holds at a moment."""

    def held(self, moment: Moment, where: Filter, *, history: bool) -> Sequence[Held]:
        """What holds of what a filter lets through, in order of position."""


class KeptFacts:
    """What holds of a log in a database: from its rows, or folded where those cannot be written."""

    def __init__(self, log: Log, keeper: Keeper, otherwise: Facts) -> None:
        self._keeper = keeper
        self._stored = StoredFacts(log)
        self._otherwise = otherwise

    def held(self, moment: Moment, where: Filter, *, history: bool) -> Sequence[Held]:
        """What holds of what a filter lets through, in order of position."""
        facts = self._stored if self._keeper.catch_up(moment.position) else self._otherwise
        return facts.held(moment, where, history=history)
