"""Tariff book: the prices of one moment's knowledge, on some terms, as courses through valid time.

What may change the price of a name is asked once: its price lists and ends, those of what it points
to or is answered by, and where it points. Between two such instants nothing changes.
"""

from collections.abc import Iterator
from dataclasses import replace

from ecosys.answers.audit import Meaning, ModelNames, Reader, model_names
from ecosys.answers.audit.reading import Reading
from ecosys.answers.cost import Charged, Listed, charged, listed
from ecosys.answers.reprice.calls import Kind
from ecosys.answers.reprice.tariff import Tariff, tariff, turns, unpriced
from ecosys.answers.reprice.terms import FINE_TUNED_NAME, Offer, Terms, offer, providers
from ecosys.answers.reprice.timetable import Piece, TariffCourse
from ecosys.domain.aliases import Alias, aliases
from ecosys.domain.endings import Ending
from ecosys.domain.prices import Price
from ecosys.errors import Ambiguous, EcosysError, InvalidInput, NotFound
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import own_id
from ecosys.events.deprecated import Deprecated
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Moment, View
from ecosys.moment.names import Resolution
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.cached import cached_property

UNPRICED = (NotFound, Ambiguous, InvalidInput)
"""What is raised where a name has no price."""
END = instant.AFTER_ALL - 1
"""The last instant that is asked about."""


class TariffBook:
    """What names cost at a moment's knowledge, on some terms, whenever they are called."""

    def __init__(self, timeline: Timeline, moment: Moment, terms: Terms) -> None:
        self.moment = moment
        self.terms = terms
        self._timeline = timeline
        self._courses: dict[Offer, TariffCourse] = {}
        self._lists: dict[tuple[str, str | None, str | None, int], Listed | EcosysError] = {}
        self._meanings: dict[tuple[str, str | None, int], Resolution | EcosysError] = {}
        self._changes: dict[tuple[str, str | None], list[int]] = {}

    def course(self, kind: Kind) -> TariffCourse:
        """What rows of a kind cost through all of valid time."""
        offered = replace(offer(kind, self.terms), above=None)  # of the band tells the row
        if offered not in self._courses:
            self._courses[offered] = self._course(*self._read(offered))
        return self._courses[offered]

    def meaning(self, kind: Kind) -> Meaning | None:
        """The model that rows of a kind call, and where; None: nobody knows."""
        offered, reason = self._read(offer(kind, self.terms))
        meanings = () if reason else self.names.meanings(offered.name)
        channel = offered.channel or FIRST_PARTY
        there = [each for each in meanings if each.channel in (channel, FIRST_PARTY)]
        if len({each.subject for each in there}) != 1:
            return None
        return replace(there[0], channel=channel)

    @cached_property
    def names(self) -> ModelNames:
        """The names of models that are known."""
        return model_names(self._timeline, self.moment)

    @cached_property
    def aliases(self) -> dict[str, Alias]:
        """Where names pointed, whenever."""
        return aliases(self._timeline.view(self.moment, "alias_moved").at(END))

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.names)

    def _read(self, offered: Offer) -> tuple[Offer, str | None]:
        """The offer by the id that its name holds, and why it has no price; None: it may have one.

        What stands before the id says who is called: `azure/gpt-4o`, `openai:gpt-4o`.
        """
        name = offered.name.removeprefix(FINE_TUNED_NAME)
        if name != offered.name:
            name = name.partition(":")[0]
        reading = self._reader.read(name)
        whose = providers(offered, self._reader.providers)
        named = offered.providers - {FIRST_PARTY}
        is_stranger = bool(named) and not whose and offered.channel is None
        offered = replace(offered, seller_said=not is_stranger)
        if not isinstance(reading, Reading) and len(whose) == 1:
            reading = self._reader.read(f"{whose.pop()}/{name}")
        if not isinstance(reading, Reading):
            return replace(offered, name=name), None
        if rest := name[reading.id_start + len(reading.id) :]:
            return offered, f"{offered.name} is not known: {rest} may have a price of its own"
        meaning = reading.meaning
        is_name = meaning.points_to is not None or meaning.subject not in self.names.by_name
        return replace(
            offered,
            name=reading.id if is_name else meaning.subject,
            channel=self.terms.channel or _elsewhere(meaning.channel) or offered.channel,
        ), None

    def _course(self, offered: Offer, reason: str | None) -> TariffCourse:
        if reason is not None:
            nothing = unpriced(offered.name, offered.tier, NotFound(reason))
            return TariffCourse((instant.BEFORE_ALL,), (Piece((0,), (nothing,), nothing),))
        if self.terms.is_fixed:
            return TariffCourse((instant.BEFORE_ALL,), (self._piece(offered, self.moment.as_of),))
        starts: list[int] = []
        pieces: list[Piece] = []
        for start in (instant.BEFORE_ALL, *self._cuts(offered.name, offered.channel)):
            piece = self._piece(offered, start)
            if not pieces or piece.signature != pieces[-1].signature:
                starts.append(start)
                pieces.append(piece)
        return TariffCourse(tuple(starts), tuple(pieces))

    def _piece(self, offered: Offer, as_of: int) -> Piece:
        """What holds at an instant, by hours."""
        moment = self.moment.at(as_of)
        try:
            lines = self._listed(offered.name, offered.channel, offered.region, as_of)
            sold = charged(lines, offered.tier, self.terms.currency)
            starts = (0, *sorted(turns(sold.prices) - {0}))
            tariffs = [self._tariff(sold, offered, moment, minute) for minute in starts]
            untimed = self._tariff(sold, offered, moment, None)
        except UNPRICED as problem:
            nothing = self._nothing(offered, moment, problem)
            return Piece((0,), (nothing,), nothing)
        if all(each.signature == tariffs[0].signature for each in tariffs):
            starts, tariffs = (0,), tariffs[:1]
        return Piece(starts, tuple(tariffs), untimed)

    def _listed(self, name: str, channel: str | None, region: str | None, as_of: int) -> Listed:
        """The lines of a name; all tiers share them."""
        key = name, channel, region, as_of
        if key not in self._lists:
            try:
                self._lists[key] = listed(
                    self._timeline, self.moment.at(as_of), name, channel, region
                )
            except UNPRICED as problem:
                self._lists[key] = problem
        if isinstance(lines := self._lists[key], EcosysError):
            raise lines
        return lines

    def _resolved(self, name: str, channel: str | None, as_of: int) -> Resolution:
        """What a name means at an instant."""
        key = name, channel, as_of
        if key not in self._meanings:
            try:
                self._meanings[key] = self._timeline.resolve(name, self.moment.at(as_of), channel)
            except UNPRICED as problem:
                self._meanings[key] = problem
        if isinstance(meaning := self._meanings[key], EcosysError):
            raise meaning
        return meaning

    def _tariff(
        self, charged: Charged, offered: Offer, moment: Moment, minute: int | None
    ) -> Tariff:
        made = tariff(charged, offered.tier, moment, minute, tier_said=offered.tier_said)
        made = replace(made, seller_assumed=not offered.seller_said)
        return replace(made, alias_moved=self._has_moved(offered.name, moment))

    def _nothing(self, offered: Offer, moment: Moment, problem: EcosysError) -> Tariff:
        """What is known of an offer without a price."""
        try:
            meant = self._resolved(offered.name, offered.channel, moment.as_of)
        except UNPRICED:
            return unpriced(offered.name, offered.tier, problem)
        return replace(
            unpriced(offered.name, offered.tier, problem),
            subject=meant.subject,
            channel=offered.channel or meant.channel,
            region=offered.region,
        )

    def _has_moved(self, name: str, moment: Moment) -> bool:
        """Whether a name pointed elsewhere than it does when the question is asked."""
        return any(
            _target(alias, moment.as_of) not in (None, _target(alias, self.moment.as_of))
            for alias in self._named(name)
        )

    def _named(self, name: str) -> list[Alias]:
        """The aliases of a name, with and without its provider."""
        return self._aliases_by_name.get(name, [])

    @cached_property
    def _aliases_by_name(self) -> dict[str, list[Alias]]:
        by_name: dict[str, list[Alias]] = {}
        for alias in self.aliases.values():
            for name in {alias.name, own_id(alias.name)}:
                by_name.setdefault(name, []).append(alias)
        return by_name

    # What may change a price, and when

    def _cuts(self, name: str, channel: str | None) -> list[int]:
        if (name, channel) not in self._changes:
            cuts = set(self._all_cuts(name, channel))
            inner = sorted(cut for cut in cuts if instant.BEFORE_ALL < cut < END)
            self._changes[name, channel] = inner
        return self._changes[name, channel]

    def _all_cuts(self, name: str, channel: str | None) -> Iterator[int]:
        meant = self._meant(name, channel)
        if meant is None:
            return
        subjects = self._related(meant.subject)
        pointing = [
            *self._named(name),
            *(self.aliases[each] for each in subjects & {*self.aliases}),
        ]
        yield from (step.start for alias in pointing for step in alias.steps)
        for subject in subjects:
            view = self._timeline.view(self.moment, "price_changed", "deprecated", subject=subject)
            yield from _price_cuts(view.at(END), subject, channel or meant.channel)
            yield from _end_cuts(view.at(END))

    def _meant(self, name: str, channel: str | None) -> Resolution | None:
        """What a name means now, else what it meant at last; None: nothing."""
        steps = [step for alias in self._named(name) for step in alias.steps if step.target]
        for each in (name, *(str(step.target) for step in reversed(steps))):
            try:
                return self._resolved(each, channel, self.moment.as_of)
            except UNPRICED:
                continue
        return None

    def _related(self, subject: str) -> set[str]:
        """All subjects whose prices may be those of a name, whenever."""
        waiting = {subject}
        related: set[str] = set()
        while waiting:
            subject = waiting.pop()
            if subject not in related:
                related.add(subject)
                waiting |= set(self._beside(subject))
        return related

    def _beside(self, subject: str) -> Iterator[str]:
        """What a subject points to or is pointed to by, and what answers its calls once it ends."""
        for alias in self.aliases.values():
            targets = {step.target for step in alias.steps if step.target}
            if alias.name == subject:
                yield from targets
            elif subject in targets:
                yield alias.name
        ends = self._timeline.view(self.moment, "deprecated", subject=subject)
        for held in ends.of(Deprecated).facts:
            end = held.of(Deprecated)
            if end is not None and end.after is not None and end.after.to is not None:
                yield end.after.to


def _price_cuts(view: View, subject: str, channel: str) -> Iterator[int]:
    """The instants at which a price of a subject changes, or its date is no longer in doubt."""
    for stated in view.of(PriceChanged).series.values():
        if Price(stated[0]).place[:2] != (subject, channel):
            continue
        for start, choice in view.steps(stated, END):
            yield start
            if choice is not None and (when := choice.held.when) is not None:
                yield from {when.end} - {when.start + instant.DAY}


def _end_cuts(view: View) -> Iterator[int]:
    """The instants at which an end is announced, and those at which it comes."""
    for stated in view.of(Deprecated).series.values():
        for start, choice in view.steps(stated, END):
            yield start
            if choice is not None and (at := Ending(choice).ended_at) is not None:
                yield at


def _target(alias: Alias, at: int) -> str | None:
    before = [step for step in alias.steps if step.start <= at]
    return before[-1].target if before else None


def _elsewhere(channel: str) -> str | None:
    """A channel that is not the provider's own; None: it is."""
    return None if channel == FIRST_PARTY else channel
