"""Endings: what was deprecated, and when it stops answering."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.events.deprecated import After, Deprecated
from ecosys.events.replacement_named import ReplacementNamed
from ecosys.moment import Held, View
from ecosys.moment.series import Choice
from ecosys.values import instant
from ecosys.values.when import When

EndPlace = tuple[str, str, str | None, str | None]
"""What ends, and where: subject, channel, deployment, region; None: all of them, everywhere."""
ON_DEMAND = ("standard", "global_standard", "data_zone")
"""The deployments at which calls are paid one by one: a price list does not tell them apart."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of one subject at one channel, as it stands at a moment."""

    choice: Choice
    named: Held | None = None
    """What was named as its replacement later than the end itself was stated."""

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
        return self.held.date("shutdown")

    @property
    def place(self) -> EndPlace:
        """What ends, and where."""
        _, place = cast("tuple[str, EndPlace]", self.choice.statement.series)
        return place

    @property
    def is_whole(self) -> bool:
        """Whether all deployments end, everywhere."""
        return self.place[2:] == (None, None)

    @property
    def replacements(self) -> tuple[str, ...]:
        """What is recommended instead, by the latest word that is known."""
        named = self.named.of(ReplacementNamed) if self.named else None
        return named.replacements if named else self.event.replacements

    @property
    def redirect(self) -> After | None:
        """Who answers its calls after the shutdown; None: nobody, or it is not said."""
        return self.event.after if self.held.goes_on else None

    @property
    def facts(self) -> tuple[Held, ...]:
        """What it rests on."""
        return (self.held, self.named) if self.named else (self.held,)

    @property
    def ended_at(self) -> int | None:
        """The instant from which it no longer answers; None where none is set, or none firmly.

        An earliest possible date never comes by itself.
        """
        shutdown = self.shutdown
        return shutdown.holds_from if shutdown else None

    def has_ended(self, as_of: int) -> bool:
        """Whether it no longer answers at a valid time."""
        end = self.ended_at
        return end is not None and end <= as_of

    @property
    def notice_days(self) -> int | None:
        """Days from the announcement to the shutdown that stands; None where one is not known.

        A move of the shutdown does not restart it. Unknown is unknown, never zero.
        """
        return notice(self.held.date("announced"), self.shutdown)


def notice(announced: When | None, shutdown: When | None) -> int | None:
    """Days between two dates that are both known to the day and firm; else None.

    >>> from ecosys.values.when import parse
    >>> notice(parse("2025-03-01"), parse("2025-09-01"))  # 31+30+31+30+31+31
    184
    >>> notice(parse("2025-03-01"), parse("not before 2025-09-01")) is None
    True
    """
    if announced is None or shutdown is None:
        return None
    for date in (announced, shutdown):
        if not date.plain:
            return None
    return (instant.midnight(shutdown.start) - instant.midnight(announced.start)) // instant.DAY


def endings(view: View, channel: str = FIRST_PARTY) -> Sequence[Ending]:
    """The endings announced by a moment, the past and the coming, by shutdown.

    >>> from ecosys.testing import given
    >>> [ending] = endings(given(
    ...     {"type": "deprecated", "id": "end", "subject": "acme/m", "announced": "2025-03-01",
    ...      "shutdown": "2025-09-01", "sources": [{"source": "acme"}]},
    ...     {"type": "rescheduled", "id": "move", "event": "end", "shutdown": "2025-10-01",
    ...      "stated": "2025-05-01", "sources": [{"source": "acme"}]}).view())
    >>> ending.shutdown, ending.notice_days  # the move does not restart the notice
    ('2025-10-01', 214)
    """
    return view.once(_endings, channel)


def _endings(view: View, channel: str) -> Sequence[Ending]:
    announced = (
        view.of(Deprecated) if channel == ANY_CHANNEL else view.of(Deprecated, channel={channel})
    )
    named = dict(_named(view, channel))
    found = (_with(choice, named) for choice in announced.in_force(in_order=False))
    return sorted(found, key=by_date)


def _named(view: View, channel: str) -> Iterator[tuple[tuple[str, str], Held]]:
    """What was named as replacements, by what ends."""
    every = view.of(ReplacementNamed)
    ours = every if channel == ANY_CHANNEL else view.of(ReplacementNamed, channel={channel})
    for choice in ours.in_force(in_order=False):
        _, place = cast("tuple[str, tuple[str, str]]", choice.statement.series)
        yield place, choice.held


def _with(choice: Choice, named: Mapping[tuple[str, str], Held]) -> Ending:
    """An ending with what was named later than it was stated."""
    ending = Ending(choice)
    later = named.get(ending.place[:2])
    if later is None:
        return ending
    is_latest = later.known_from >= ending.held.known_from or not ending.event.replacements
    return Ending(choice, later) if is_latest else ending


def ending_of(view: View, channel: str = FIRST_PARTY) -> dict[str, Ending]:
    """The end of each id that has one at a channel, announced by a moment."""
    return {ending.place[0]: ending for ending in final_endings(view, channel)}


def final_endings(view: View, channel: str = FIRST_PARTY) -> list[Ending]:
    """The endings announced by a moment, one of each id at a channel.

    It is that of all its deployments everywhere, else the last of theirs.
    """
    return list(_last(endings(view, channel)).values())


def ended(announced: Iterable[Ending], as_of: int) -> dict[str, Ending]:
    """The ids that no longer answer at a valid time."""
    last = _last(announced).values()
    return {ending.place[0]: ending for ending in last if ending.has_ended(as_of)}


def _last(announced: Iterable[Ending]) -> dict[tuple[str, str], Ending]:
    """The end of each id at a channel: that of all deployments, else the last of them."""
    return {place: _last_of(each) for place, each in _by_channel(announced).items()}


def _last_of(endings: Iterable[Ending]) -> Ending:
    return max(endings, key=lambda each: (each.is_whole, _end(each)))


def _end(ending: Ending) -> int:
    end = ending.ended_at
    return instant.AFTER_ALL if end is None else end


def _by_channel(announced: Iterable[Ending]) -> dict[tuple[str, str], list[Ending]]:
    by: dict[tuple[str, str], list[Ending]] = defaultdict(list)
    for ending in announced:
        by[ending.place[:2]].append(ending)
    return by


class Ended:
    """The ends of offers that have come by a valid time, to be asked by what is sold where.

    >>> from ecosys.testing import given
    >>> history = given(
    ...     {"type": "deprecated", "id": "end", "subject": "acme/m", "announced": "2025-03-01",
    ...      "deployment": "batch", "shutdown": "2025-09-01", "sources": [{"source": "acme"}]})
    >>> over = Ended(endings(history.view()), history.moment.as_of)
    >>> over.at("acme/m", "first_party", "standard") is None
    True
    >>> over.at("acme/m", "first_party", "batch").shutdown
    '2025-09-01'
    """

    def __init__(self, announced: Iterable[Ending], as_of: int) -> None:
        self._as_of = as_of
        self._endings = _by_channel(announced)

    def at(
        self, subject: str, channel: str, tier: str = "standard", region: str | None = None
    ) -> Ending | None:
        """The end that has come of a line of a price list; None: it goes on.

        A line ends with all deployments, or with those that are paid by it: what is sold on demand
        once the last of its deployments has gone.
        """
        ours = [each for each in self._endings.get((subject, channel), ()) if _is_in(each, region)]
        paid = [each for each in ours if each.place[2] in _paid_by(tier)]
        over = [each for each in ours if each.place[2] is None and each.has_ended(self._as_of)]
        if paid and all(each.has_ended(self._as_of) for each in paid):
            over.append(max(paid, key=_end))
        return min(over, key=_end, default=None)


def _is_in(ending: Ending, region: str | None) -> bool:
    return ending.place[3] in (None, region)


def _paid_by(tier: str) -> tuple[str, ...]:
    """The deployments that a tier pays for."""
    return (tier,) if tier in ("batch", "provisioned", "fine_tuned") else ON_DEMAND


def by_date(ending: Ending) -> tuple[int, str, str, str, str]:
    """The order of endings: by shutdown, those without one last."""
    shutdown = ending.shutdown
    at = shutdown.start if shutdown else instant.AFTER_ALL
    subject, channel, deployment, region = ending.place
    return (at, subject, channel, deployment or "", region or "")
