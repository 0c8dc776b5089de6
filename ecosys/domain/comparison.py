"""Comparison: two states, and what is known of how statements were revised between them.

A change is sought in two windows at once: what came into force in the world after the first
moment's `as_of` and by the second's, and what became known after the first moment's `known_at`
and by the second's. A row says by which of them it is news.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ecosys.domain.compared import ChangeRow, Newness, State
from ecosys.event import FIRST_PARTY, Recorded
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.retracted import Retracted
from ecosys.moment import Held, Moment
from ecosys.values import instant
from ecosys.values.when import When


@dataclass(frozen=True)
class Revisions:
    """What is known at a moment of how earlier statements were moved, called off or withdrawn."""

    moves: Mapping[int, Recorded]
    """Reschedulings, by position."""
    called_off: Mapping[str, Recorded]
    """Cancellations, by the event that they cancel."""
    withdrawn: Mapping[str, Recorded]
    """Retractions, by the event that they retract."""

    @classmethod
    def known(cls, records: Iterable[Recorded], moment: Moment) -> "Revisions":
        """Those among some records that a moment knows."""
        revisions = [
            record
            for record in records
            if isinstance(record.event, Rescheduled | Retracted) and moment.knows(record)
        ]
        moves = {each.position: each for each in revisions if isinstance(each.event, Rescheduled)}
        return cls(
            moves,
            {each.event.targets[0]: each for each in moves.values() if _cancels(each)},
            {each.event.targets[0]: each for each in revisions if each.position not in moves},
        )

    def learned(self, held: Held) -> int:
        """Since when a statement is known with the dates that now stand; a move renews it."""
        moved = (self.moves[at].known_from for at in held.because if at in self.moves)
        return max((held.known_from, *moved))


def _cancels(record: Recorded) -> bool:
    return isinstance(record.event, Rescheduled) and record.event.cancelled


Revised = tuple[Literal["withdrawn", "called off", "corrected"], Recorded | Held]
"""What became of a statement, and the event that says so."""


@dataclass(frozen=True)
class Comparison:
    """Two states, and what is known at the second of how statements were revised."""

    before: State
    after: State
    revisions: Revisions

    def row(
        self,
        kind: str,
        held: Held,
        words: str,
        occurred: When | None,
        change: tuple[str | None, str | None] = (None, None),
        by: Recorded | Held | None = None,
    ) -> ChangeRow:
        """A change that rests on a statement, and on what ended or revised another, `by`.

        `change` is what was so then and what is so now.
        """
        learned = max(self.revisions.learned(held), by.known_from if by else 0)
        return ChangeRow(
            kind,
            held.subjects[0],
            getattr(held.event, "channel", FIRST_PARTY),
            words,
            *change,
            occurred,
            instant.day_of(learned),
            "learned" if kind in ("corrected", "retracted") else self._news(occurred, learned),
            (*held.because, by.position) if by else held.because,
            (*held.events, by.id) if by else held.events,
        )

    def _news(self, occurred: When | None, learned: int) -> Newness:
        if occurred is None or not self.came_into_force(occurred):
            return "learned"
        return "both" if learned > self.before.view.moment.known_at else "occurred"

    def came_into_force(self, date: When) -> bool:
        """Whether a date surely lies between the two states; "not after" a day may lie before."""
        start = date.holds_from
        if start is None or start > self.after.view.as_of:
            return False
        earliest = date.earliest or (None if date.bound else date)
        return earliest is not None and earliest.start > self.before.view.as_of

    def launched_since(self, subject: str) -> bool:
        """Whether something was first launched between the two states."""
        launch = self.after.launches.get(subject)
        when = launch.event.when if launch else None
        return when is not None and self.came_into_force(when)

    def revised(self, was: Held | None, now: Held | None) -> Revised | None:
        """Why what answers differs, where the world did not change: what was revised.

        None: it is a change of the world, as where what answers now has only come into force.
        """
        if now is not None and self._is_new(now):
            return None
        if was is not None and was.id not in self.after.held:
            return self.undone(was.id)
        for held in (now, was):
            if held is not None and (corrected := self.corrected(held.id)):
                return "corrected", corrected
        return None

    def undone(self, id: str) -> Revised | None:
        """What took a statement away, as far as that is known."""
        if by := self.revisions.withdrawn.get(id):
            return "withdrawn", by
        by = self.revisions.called_off.get(id)
        return ("called off", by) if by else None

    def corrected(self, id: str) -> Held | None:
        """A statement that was known before, and says otherwise now; None: it does not."""
        was, now = self.before.held.get(id), self.after.held.get(id)
        return now if was and now and was.position != now.position else None

    def _is_new(self, held: Held) -> bool:
        """Whether a statement came into force between the states."""
        before = self.before.held.get(held.id)
        starts = (held.start, before.start if before else held.start)
        return all(start is not None and start > self.before.view.as_of for start in starts)
