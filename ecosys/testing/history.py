"""given, when, then: a history of events asked at a moment, without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ecosys.event import Event, Recorded, as_recorded
from ecosys.event.codec import parse
from ecosys.moment import Held, Moment, View
from ecosys.moment.hold import hold
from ecosys.projection import Context, Coverage, Point, Projection, get_projection, in_valid_time
from ecosys.values import amount, instant, when

RECORDED = when.parse("2100-01-01").start
"""When the events of a history are recorded: after all that they state."""
ORIGIN = "ecosys"


@dataclass(frozen=True)
class History:
    """Some events, asked at a moment.

    >>> launch = {"type": "launched", "id": "l", "subject": "openai/o3", "what": "model",
    ...           "occurred": "2025-04-16", "stated": "2025-04-14", "sources": [{"source": "x"}]}
    >>> history = given(launch)
    >>> len(history.held(get_projection("timeline")))
    1
    >>> history.when(known_at="2025-04-13").held(get_projection("timeline"))
    []
    """

    records: tuple[Recorded, ...]
    moment: Moment

    def when(self, as_of: str | None = None, known_at: str | None = None) -> "History":
        """The same events asked at dates, each meaning its last instant."""
        at = replace(
            self.moment,
            as_of=self.moment.as_of if as_of is None else when.parse(as_of).end - 1,
            known_at=self.moment.known_at if known_at is None else when.parse(known_at).end - 1,
        )
        return History(self.records, at)

    def held(self, chosen: Projection) -> list[Held]:
        """The events that a projection is given, in its order."""
        facts = hold(self.records, self.moment, released=ORIGIN, history=chosen.history)
        wanted = [each for each in facts if not chosen.takes or each.type in chosen.takes]
        return sorted(wanted, key=in_valid_time)

    def view(self) -> View:
        """What holds at the moment, ready to be asked."""
        return View(hold(self.records, self.moment, released=ORIGIN), self.moment)

    def context(self, chosen: Projection, **parameters: Any) -> Context[Any]:
        """What a projection is asked at the moment."""
        return Context(
            self.moment, chosen.parameters(**parameters), {}, partial(self._other, chosen)
        )

    def fold(self, name: str | Projection, **parameters: Any) -> list[Point | Coverage]:
        """All that a projection gives."""
        chosen = get_projection(name) if isinstance(name, str) else name
        return list(chosen.fold(self.held(chosen), self.context(chosen, **parameters)))

    def points(self, name: str | Projection, **parameters: Any) -> list[Point]:
        """The points of a projection."""
        return [each for each in self.fold(name, **parameters) if isinstance(each, Point)]

    def values(self, name: str | Projection, **parameters: Any) -> list[str | None]:
        """The values of its points, as they are written."""
        values = (point.value for point in self.points(name, **parameters))
        return [None if value is None else amount.text(value) for value in values]

    def _other(self, asking: Projection, name: str, **parameters: Any) -> Sequence[Point]:
        asking.refuse_unnamed(get_projection(name))
        return self.points(name, **parameters)


def given(*events: Event | Mapping[str, Any]) -> History:
    """A history of these events, in the order in which a log would take them, asked at its end.

    >>> given().records
    ()
    """
    read = [each if isinstance(each, Event) else parse(each) for each in events]
    records = tuple(
        as_recorded(position, RECORDED, ORIGIN, event)
        for position, event in enumerate(read, start=1)
    )
    return History(records, Moment(RECORDED, instant.AFTER_ALL, len(records)))
