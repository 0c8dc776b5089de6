"""Effect: what an event would change that the log does not hold, in sentences."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from ecosys.domain.changes import compare
from ecosys.domain.compared import State
from ecosys.domain.comparison import Comparison, Revisions
from ecosys.domain.endings import EndPlace
from ecosys.event import FIRST_PARTY, Event, Recorded, as_recorded
from ecosys.events.corrected import Corrected
from ecosys.events.deprecated import Deprecated
from ecosys.events.price_changed import NONE, UNPUBLISHED, Component, PriceChanged
from ecosys.log import references
from ecosys.log.decoding import decoded
from ecosys.log.log import RELEASED
from ecosys.log.memory import MemoryLog
from ecosys.log.query import Filter
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import words
from ecosys.values.when import When

NOTHING = "No answer changes: what is known says the same already, or counts for more."
_NO_AMOUNT = {NONE: "is no longer sold", UNPUBLISHED: "is no longer published"}


def effect(timeline: Timeline, moment: Moment, event: Event) -> list[str]:
    """What an event would change, were it released after the moment's position at `known_at`.

    The log is only read. First what becomes otherwise when it begins to hold, then what that does
    to today's answers. Only what is known of the event's own subjects is compared. Refused: it
    refers to no event.
    """
    about = {subject for subject, _ in references.concerns(event, _finder(timeline)) if subject}
    if not about:
        return [f"The log takes note: {event.describe()}."]
    compared = _compared(timeline, moment, event, about)
    now = moment.known_at
    begins = _begins(event, timeline)
    start = now if begins is None or begins.unknown else begins.start
    told = list(_told(event, begins, compared.at(start)))
    if not told:
        return [NOTHING]
    if isinstance(_statement(event), PriceChanged | Deprecated) or event.targets:
        told += _today(compared.at(now).words, is_ahead=start > now)
    return told


def _today(changed: Sequence[str], *, is_ahead: bool) -> Iterator[str]:
    if changed:
        yield f"Among today’s answers: {'; '.join(changed)}."
    elif is_ahead:
        yield "Until then answers stay as they are."
    else:
        yield "Today’s answers stay as they are."


def _statement(event: Event) -> Event:
    """What an event states: of a correction the right statement."""
    return event.statement if isinstance(event, Corrected) else event


@dataclass(frozen=True)
class _Compared:
    """What is known of an event's subjects without it and with it, at one valid time."""

    timeline: Timeline
    before: Moment
    after: Moment

    def at(self, as_of: int) -> "_Compared":
        """The same at another valid time."""
        return replace(self, before=self.before.at(as_of), after=self.after.at(as_of))

    @property
    def states(self) -> tuple[State, State]:
        """What holds without the event, and with it."""
        view = self.timeline.view
        return State(view(self.before)), State(view(self.after))

    @property
    def words(self) -> list[str]:
        """What differs, as changes are told."""
        revised = Revisions.known(self.timeline.revisions(), self.after)
        differences = compare(Comparison(*self.states, revised))
        return [row.words for row in (*differences.news, *differences.late)]


def _compared(
    timeline: Timeline, moment: Moment, event: Event, about: Collection[str]
) -> _Compared:
    """The part of a log that is about some subjects, in memory, with the event at its end."""
    held = [each for each in _excerpt(timeline, about) if each.position <= moment.position]
    placed = [replace(record, position=at) for at, record in enumerate(held, start=1)]
    end, now = len(placed), moment.known_at
    new = as_recorded(end + 1, now, RELEASED, event)
    beside = Timeline(MemoryLog([*placed, new], lambda: now))
    after = beside.moment()
    return _Compared(beside, replace(after, position=end), after)


def _excerpt(timeline: Timeline, about: Collection[str]) -> list[Recorded]:
    """What is recorded about some subjects, with all that it refers to.

    Besides all that is said of sources: which there are, and that they still say what they said.
    """
    wanted = [
        Filter(("registered", "confirmed")),
        *(Filter(subject=subject) for subject in sorted(about)),
    ]
    records = {each.id: each for where in wanted for each in timeline.records(where)}
    while missing := {id for each in records.values() for id in each.event.targets} - set(records):
        lines = timeline.log.find(missing)
        records |= {each.id: each for each in timeline.at([at.position for at in lines.values()])}
    return sorted(records.values(), key=lambda each: each.position)


def _finder(timeline: Timeline) -> references.Find:
    """What finds an event of the log by its id."""

    def find(id: str) -> Event | None:
        line = timeline.log.find([id]).get(id)
        return decoded(line.body) if line else None

    return find


def _begins(event: Event, timeline: Timeline) -> When | None:
    """From when on it makes a difference: its own day, or an earlier one of what it is about."""
    own: When | None = _statement(event).when or getattr(event, "occurred", None)
    targets = (_finder(timeline)(id) for id in event.targets)
    theirs = [_begins(target, timeline) for target in targets if target is not None]
    days = [day for day in (own, *theirs) if day is not None]
    return min(days, key=lambda day: day.start, default=None)


def _told(event: Event, begins: When | None, compared: _Compared) -> Iterator[str]:
    """What becomes otherwise when an event begins to hold."""
    statement = _statement(event)
    since = "Since unknown" if begins is None or begins.unknown else f"From {begins}"
    if isinstance(statement, PriceChanged):
        yield from _of_prices(statement, *compared.states)
    elif isinstance(statement, Deprecated):
        yield from _of_end(statement, *compared.states)
    elif event.targets:
        yield from (f"{since}: {text}." for text in compared.words)
    else:
        yield f"{since}: {event.describe()}."


def _of_prices(event: PriceChanged, before: State, after: State) -> Iterator[str]:
    for series, line in event.statements():
        assert isinstance(line, Component)
        key = (event.type, series)
        new, old = after.prices.get(key), before.prices.get(key)
        if new is None or new.held.id != event.id:
            yield f"{_price(event, line)} stays as it is on {event.occurred}: another word counts."
            continue
        becomes = _NO_AMOUNT.get(line.amount, f"becomes {_amount(line, event.currency)}")
        was = _was(old.component if old else None, line, event.currency)
        yield f"{_price(event, line)} {becomes} from {event.occurred}; {was}."


def _was(old: Component | None, line: Component, currency: str) -> str:
    """What a line was before; in the same unit its amount alone says so."""
    if old is None:
        return "before none was known"
    if old.compared == line.compared:
        return "as it was before"
    is_alike = old.unit == line.unit
    return f"before it was {old.amount if is_alike else _amount(old, currency)}"


def _price(event: PriceChanged, line: Component) -> str:
    """What is priced: `openai/o3’s batch input price at azure`."""
    place = "" if event.channel == FIRST_PARTY else f" at {event.channel}"
    region = f" in {event.region}" if event.region else ""
    return f"{event.subject}’s {line.describe()} price{place}{region}"


def _amount(line: Component, currency: str) -> str:
    if line.amount in _NO_AMOUNT:
        return line.amount
    return f"{line.amount} {currency} per {line.unit}"


def _of_end(event: Deprecated, before: State, after: State) -> Iterator[str]:
    for place, _ in event.statements():
        new, old = (state.endings.get(cast("EndPlace", place)) for state in (after, before))
        if new is None or new.held.id != event.id:
            yield f"The end of {event.offer} stays as it is: another word counts."
            continue
        was = "no end of it was known"
        if old is not None:
            was = f"it was to end {old.shutdown or 'on a day that is not known'}"
        notice = new.notice_days
        told = f", {words.number(notice)} days after it is announced" if notice else ""
        yield f"{event.offer} ends {new.shutdown or 'on a day not known'}{told}; before {was}."
