"""Unknown: what the log does not tell, as a list of facts that somebody could look up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ecosys.answers.answer import Answer
from ecosys.answers.conflicts import ConflictRow, conflicts
from ecosys.answers.deprecations import DeprecationRow
from ecosys.answers.deprecations import row as end_row
from ecosys.answers.models import ModelRow, models
from ecosys.answers.sold import end_of
from ecosys.answers.sources import STALE_DAYS, StaleRow, stale_among
from ecosys.domain.endings import Ended, Ending, endings
from ecosys.domain.prices import STANDARD, Price, in_force, without_tier
from ecosys.errors import InvalidInput
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.event.subject import within
from ecosys.moment import Moment, View
from ecosys.timeline import Timeline
from ecosys.values.cached import cached_property
from ecosys.values.schema import DOCSTRINGS_DESCRIBE
from ecosys.values.words import suggest


@dataclass(frozen=True, slots=True)
class MissingFactRow:
    """Something that is not known."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    kind: str
    """What kind of fact is missing: standard_price, price, launch, shutdown, announcement,
    replacement, stale or conflict."""
    subject: str
    """Of what."""
    channel: str
    """Where."""
    words: str
    """What is not known, in a sentence."""
    because: tuple[int, ...]
    """Positions of the events from which that is seen."""
    events: tuple[str, ...]
    """Ids of these events."""
    begun: Mapping[str, Any]
    """The event that would tell it, as far as that is known already."""


@dataclass(frozen=True)
class _Known:
    """What is known at a moment of a subject and all beneath it, each answer asked for once."""

    timeline: Timeline
    moment: Moment
    subject: str | None

    @cached_property
    def models(self) -> list[ModelRow]:
        """The models of the provider of the subject, as far as they are of the subject."""
        provider = self.subject.partition("/")[0] if self.subject else None
        rows = models(self.timeline, self.moment, provider).rows
        return [row for row in rows if within(row.subject, self.subject)]

    @cached_property
    def sold(self) -> View:
        """What is stated of prices and ends."""
        types = ("price_changed", "deprecated", "replacement_named")
        return self.timeline.view(self.moment, *types, subject=self.subject)

    @cached_property
    def prices(self) -> list[Price]:
        """The prices in force, everywhere."""
        return in_force(self.sold, ANY_CHANNEL)

    @cached_property
    def endings(self) -> Sequence[Ending]:
        """What ends, or has ended, everywhere."""
        return endings(self.sold, ANY_CHANNEL)

    @cached_property
    def ends(self) -> list[DeprecationRow]:
        """What ends and has not ended, everywhere."""
        rows = [end_row(ending, self.moment) for ending in self.endings]
        return [row for row in rows if row.status != "ended"]

    def row(
        self,
        kind: str,
        about: ModelRow | DeprecationRow | StaleRow | ConflictRow,
        words: str,
        events: tuple[str, ...],
        begun: Mapping[str, Any],
    ) -> MissingFactRow:
        """What is not known of what a row of an answer is about; its positions come later."""
        place = getattr(about, "channel", FIRST_PARTY)
        return MissingFactRow(kind, about.subject, place, words, (), events, begun)


def launch(known: _Known) -> Iterator[MissingFactRow]:
    """Models of which no launch is dated: those that are still there first."""
    missing = [row for row in known.models if row.launched is None]
    for row in sorted(missing, key=lambda each: (each.status == "ended", each.subject)):
        begun = {"type": "launched", "subject": row.subject, "what": "model"}
        told = f"first spoken of {row.first_stated}; since when it is there is not known"
        yield known.row("launch", row, told, row.events, begun)


def price(known: _Known) -> Iterator[MissingFactRow]:
    """Models at hand whose own provider lists prices, but none for them."""
    sold = {each.subject for each in known.prices if each.channel == FIRST_PARTY}
    sellers = {name.partition("/")[0] for name in sold}
    for row in sorted(known.models, key=lambda each: each.subject):
        is_free = row.open_weights is True or row.subject in sold
        if row.status in ("preview", "available") and row.provider in sellers and not is_free:
            begun = {"type": "price_changed", "subject": row.subject}
            told = f"{row.provider} lists prices, of this none is known"
            yield known.row("price", row, told, row.events, begun)


def standard_price(known: _Known) -> Iterator[MissingFactRow]:
    """What is sold at some tier, while nobody states its standard price."""
    gone = Ended(known.endings, known.moment.as_of)
    for line in without_tier(known.prices, STANDARD, known.moment.as_of):
        at = line.component
        if end_of(line, gone) is not None:
            continue
        yield MissingFactRow(
            kind="standard_price",
            subject=line.subject,
            channel=line.channel,
            words=f"{at.describe()} costs {at.amount} per {at.unit}; its standard price is missing",
            because=(),
            events=line.held.events,
            begun={
                **_place("price_changed", line.subject, line.channel),
                "currency": line.currency,
                "components": [{"direction": at.direction}],
            },
        )


def shutdown(known: _Known) -> Iterator[MissingFactRow]:
    """What was announced to end on no day that is known."""
    for row in known.ends:
        if row.shutdown is None:
            begun = {"type": "rescheduled", "event": row.events[0]}
            told = "it was deprecated; when it ends is not known"
            yield known.row("shutdown", row, told, row.events, begun)


def announcement(known: _Known) -> Iterator[MissingFactRow]:
    """What will end, of which no announcement is dated: how long ahead it was said is not known."""
    for row in known.ends:
        if row.announced is None and row.shutdown is not None:
            begun = {"type": "corrected", "event": row.events[0]}
            told = f"it ends {row.shutdown}; when that was announced is not known"
            yield known.row("announcement", row, told, row.events, begun)


def replacement(known: _Known) -> Iterator[MissingFactRow]:
    """What will end, with nothing named to be used instead."""
    for row in known.ends:
        if not row.replacements:
            begun = _place("replacement_named", row.subject, row.channel)
            told = f"it ends {row.shutdown or 'some day'}; nothing is named instead"
            yield known.row("replacement", row, told, row.events, begun)


def not_confirmed(known: _Known) -> Iterator[MissingFactRow]:
    """Prices in force and coming ends that nobody has said or confirmed for 45 days."""
    for row in stale_among(known.prices, known.endings, known.moment, STALE_DAYS):
        what = "price" if row.what == "price_changed" else "end"
        told = f"its {what} was last said {row.last_stated}, {row.age_days} days before"
        begun = {"type": "confirmed", "source": row.voice, "events": [row.events[0]]}
        yield known.row("stale", row, told, row.events, begun)


def conflict(known: _Known) -> Iterator[MissingFactRow]:
    """Where sources say different things, so that one of them is wrong."""
    for row in conflicts(known.timeline, known.moment, known.subject).rows:
        rival = row.others[0]
        ours, theirs = (f"{each.value} ({each.voice})" for each in (row.answers, rival))
        events = (*row.answers.events, *rival.events)
        begun = {"type": "corrected", "event": rival.events[0]}
        yield known.row("conflict", row, f"{row.what}: {ours} or {theirs}", events, begun)


KINDS: Mapping[str, Callable[[_Known], Iterator[MissingFactRow]]] = {
    "standard_price": standard_price,
    "price": price,
    "launch": launch,
    "shutdown": shutdown,
    "announcement": announcement,
    "replacement": replacement,
    "stale": not_confirmed,
    "conflict": conflict,
}
"""What can be unknown; the sentence of each function says what that means."""


def unknown(
    timeline: Timeline, moment: Moment, subject: str | None = None, kind: str | None = None
) -> Answer[MissingFactRow]:
    """What is not known at a moment, kind by kind: of everything, or of a subject.

    Each row has the event that would tell it, begun: what is known already need not be typed.
    """
    if kind is not None and kind not in KINDS:
        raise InvalidInput(f"{kind} is nothing that is looked for.", hint=suggest(kind, KINDS))
    resolved = timeline.resolve(subject, moment) if subject is not None else None
    known = _Known(timeline, moment, resolved.subject if resolved else None)
    rows = [row for name, tell in KINDS.items() if kind in (None, name) for row in tell(known)]
    lines = timeline.log.find({id for row in rows for id in row.events})
    placed = [
        replace(row, because=tuple(lines[id].position for id in row.events if id in lines))
        for row in rows
    ]
    return Answer(placed, MissingFactRow, resolved)


def _place(type: str, subject: str, channel: str) -> dict[str, Any]:
    """The beginning of an event about what is sold somewhere."""
    return {
        "type": type,
        "subject": subject,
        **({"channel": channel} if channel != FIRST_PARTY else {}),
    }
