"""Facts: what the timeline asks of a log; its rows answer, or else the events are read and folded.

Rows answer where they go as far as the question. They do not for logs that are in no database, and
where they cannot be written. Both give the same.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from ecosys.event import Recorded
from ecosys.log.query import Filter
from ecosys.moment import Held, Moment
from ecosys.moment.directory import Directory
from ecosys.moment.versions import Version

REVISIONS = ("corrected", "judged", "rescheduled", "retracted")
"""The types of events that revise one other, or judge it."""


class Facts(Protocol):
    """What can be asked of a log."""

    def held(self, moment: Moment, where: Filter, *, history: bool) -> Sequence[Held]:
        """What holds of what a filter lets through, in order of position."""

    def versions(self, moment: Moment, where: Filter) -> Sequence[Version]:
        """What held with any knowledge up to a moment's, its history too, and with which it did."""

    def directory(self, position: int) -> Directory:
        """The subjects of the log at a position."""

    def changed(self, before: Moment, after: Moment) -> Collection[str] | None:
        """The subjects of which something may be otherwise at one moment than at another.

        None: of too many, or it is not known.
        """

    def revisions(self) -> Sequence[Recorded]:
        """The recorded events that revise or judge one other, ascending."""

    def ranks(self, position: int) -> Mapping[str, int]:
        """How far each source's word counts at a position: our judgement, whenever it is known."""

    def last_boundary(self, position: int, now: int) -> int:
        """The last instant within a day, not after now, at which a value changes; 0 for none.

        All up to the position count; what follows may, too.
        """
