"""Endings: what was deprecated, when it stops answering, and how much notice that gave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.events.deprecated import Deprecated
from ecosys.moment import Held, Moment
from ecosys.moment.series import Choice, choose, statements
from ecosys.values import instant
from ecosys.values.when import When


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of one subject at one channel, as it stands at a moment."""

    choice: Choice

    @property
    def held(self) -> Held:
        """The event that states it, as it stands."""
        return self.choice.statement.held

    @property
    def event(self) -> Deprecated:
        """The statement in force."""
        event = self.held.event
        assert isinstance(event, Deprecated)
        return event

    @property
    def shutdown(self) -> When | None:
        """When it stops answering."""
        return self.event.shutdown

    @property
    def notice_days(self) -> int | None:
        """Days from the announcement to the shutdown that stands; None where one is not known.

        A move of the shutdown does not restart it. Unknown is unknown, never zero.
        """
        return notice(self.event.announced, self.event.shutdown)


def notice(announced: When | None, shutdown: When | None) -> int | None:
    """Days between two dates that are both known to the day and firm; else None."""
    if announced is None or shutdown is None:
        return None
    for date in (announced, shutdown):
        if not date.plain:
            return None
    return (instant.midnight(shutdown.start) - instant.midnight(announced.start)) // instant.DAY


def endings(
    facts: Iterable[Held],
    moment: Moment,
    ranks: Mapping[str, int],
    channel: str = FIRST_PARTY,
) -> list[Ending]:
    """The endings announced by a moment, the past and the coming, by shutdown."""
    found = []
    for said in statements(facts).values():
        event = said[0].held.event
        if isinstance(event, Deprecated) and channel in (event.channel, ANY_CHANNEL):
            choice = choose(said, moment.as_of, ranks)
            if choice is not None:
                found.append(Ending(choice))
    return sorted(found, key=_by_date)


def _by_date(ending: Ending) -> tuple[int, str, str]:
    shutdown = ending.shutdown
    at = shutdown.start if shutdown else instant.AFTER_ALL
    return (at, ending.event.subject, ending.event.channel)
