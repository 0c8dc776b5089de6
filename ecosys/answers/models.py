"""Models: all that are known, with launch, present list price and end."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from ecosys.answers.answer import Answer
from ecosys.answers.changes import first_since
from ecosys.domain.endings import Ending, ending_of
from ecosys.domain.launches import first_launches
from ecosys.domain.models import Standing, channels, known_models, standing
from ecosys.domain.open_weights import Openness, OpenWeights
from ecosys.domain.prices import Price, in_force
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.event.subject import provider_of, within
from ecosys.events.launched import Launched
from ecosys.moment import Held, Moment, View
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model: its launch, its present list price, its end."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """The model."""
    provider: str
    """Whose model it is."""
    launched: str | None
    """The first day on which it was available; null: not known."""
    open_weights: bool | None
    """Whether its weights can be downloaded; null: not stated."""
    context_window: int | None
    """The largest number of tokens in one request; null: not stated."""
    input: Number | None
    """The list price of input per million tokens at the provider's own channel."""
    output: Number | None
    """The list price of output per million tokens."""
    currency: str | None
    """ISO 4217 code of both."""
    shutdown: str | None
    """When it stops answering at the provider's own channel."""
    shutdown_bound: str | None
    """not_before: an earliest possible date, not a promise."""
    events: tuple[str, ...]
    """Ids of the events that the row rests on."""
    status: Standing | None
    """announced, preview, available, ending or ended at the provider's own channel; null: unknown.
    """
    first_stated: str
    """The day on which it was first spoken of."""
    channels: tuple[str, ...]
    """Where it is known to have been launched, sold, ended or called by some name."""
    because: tuple[int, ...]
    """Positions of the events that the row rests on."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


@dataclass(frozen=True)
class _Known:
    """What is known of the models, each kind of fact read once for all of them."""

    view: View
    facts: dict[str, list[Held]]
    firsts: dict[str, Held]
    priced: dict[str, dict[str, Price]]
    ends: dict[str, Ending]
    openness: OpenWeights

    @classmethod
    def of(cls, view: View) -> "_Known":
        ends = ending_of(view)
        priced = _standard(in_force(view))
        openness = OpenWeights(view)
        return cls(view, known_models(view.facts), first_launches(view), priced, ends, openness)


def models(
    timeline: Timeline,
    moment: Moment,
    provider: str | None = None,
    since: str | None = None,
    ended: bool | None = None,
) -> Answer[ModelRow]:
    """All models that are known at a moment, the newest first.

    A model is as new as its launch; where none is known, as the first word of it, or its end if
    that came before. With `since` (`30d`, a date) none that is older; with `ended` only those that
    have ended, or only the others.
    """
    resolved = timeline.resolve(provider, moment) if provider is not None else None
    about = resolved.subject if resolved else None
    known = _Known.of(timeline.view(moment, subject=about))
    start = first_since(since, moment) if since is not None else instant.BEFORE_ALL
    first = timeline.names(moment).directory.first
    if about is None:
        first = dict(first)  # to ask of each by itself takes longer
    dated: list[tuple[int, str, ModelRow]] = []
    for subject in filter(partial(within, asked=about), known.facts):
        begun = _begun(subject, known, first[subject].known_from)
        row = _model(subject, known, instant.day_of(first[subject].known_from))
        if begun >= start and ended in (None, row.status == "ended"):
            dated.append((begun, subject, row))
    dated.sort(key=lambda each: (-each[0], each[1]))
    return Answer([row for *_, row in dated], ModelRow, resolved)


def model_row(view: View, subject: str, first_stated: str) -> ModelRow | None:
    """What the list says of one subject, from the facts about it; None: it is no model."""
    known = _Known.of(view)
    return _model(subject, known, first_stated) if subject in known.facts else None


def _begun(subject: str, known: _Known, first_stated: int) -> int:
    """How new a model is: an instant at which it is there, the first that is known."""
    launch, end = known.firsts.get(subject), known.ends.get(subject)
    if launch is not None and launch.start is not None:
        return launch.start
    shutdown = end.shutdown if end else None
    return first_stated if shutdown is None else min(first_stated, shutdown.start)


def _model(subject: str, known: _Known, first_stated: str) -> ModelRow:
    facts = known.facts[subject]
    launches = [held for held in facts if issubclass(held.kind, Launched)]
    first, end = known.firsts.get(subject), known.ends.get(subject)
    priced = known.priced.get(subject, {})
    price = next(iter(priced.values()), None)
    shutdown = end.shutdown if end else None
    openness = known.openness.of(subject, known.view.as_of)
    grounds = _grounds(launches, priced.values(), end, openness) or facts[:1]
    return ModelRow(
        subject=subject,
        provider=provider_of(subject),
        launched=first.when.date if first and first.when else None,
        open_weights=openness.open if openness else None,
        context_window=_stated(launches, "context_window"),
        input=_per_million(priced.get("input")),
        output=_per_million(priced.get("output")),
        currency=price.currency if price else None,
        shutdown=shutdown.date if shutdown else None,
        shutdown_bound=shutdown.bound if shutdown else None,
        events=tuple(dict.fromkeys(id for each in grounds for id in each.events)),
        status=standing(known.view, launches, end, priced=bool(priced)),
        first_stated=first_stated,
        channels=channels(facts),
        because=tuple(dict.fromkeys(at for each in grounds for at in each.because)),
    )


def _grounds(
    launches: Iterable[Held],
    prices: Iterable[Price],
    end: Ending | None,
    openness: Openness | None,
) -> list[Held]:
    """The facts that a row rests on."""
    facts = [*launches, *(price.held for price in prices)]
    return facts + [each.held for each in (end, openness) if each is not None]


def _standard(prices: Iterable[Price]) -> dict[str, dict[str, Price]]:
    """The plain text prices of each subject, by direction; in dollars, where there are such."""
    standard: dict[str, dict[str, Price]] = defaultdict(dict)
    for price in prices:
        line = price.component
        plain = line.tier == "standard" and line.modality == "text" and not line.above
        if plain and price.region is None and line.hours is None:
            before = standard[price.subject].get(line.direction)
            if before is None or before.currency != "USD":
                standard[price.subject][line.direction] = price
    return standard


def _stated(launches: Sequence[Held], name: str) -> Any:
    """The value of a field in the latest launch that states it."""
    stated = [value for each in launches if (value := each.field(name)) is not None]
    return stated[-1] if stated else None


def _per_million(price: Price | None) -> Number | None:
    return price.component.per_million if price else None
