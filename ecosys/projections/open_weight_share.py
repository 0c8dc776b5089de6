"""open_weight_share: which part of the launched models has open weights."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain

from ecosys.domain import open_weights
from ecosys.domain.launches import first_launches, is_of_model
from ecosys.domain.open_weights import Openness, OpenWeights
from ecosys.event.subject import provider_of
from ecosys.events.launched import Launched
from ecosys.moment import Held, View
from ecosys.projection import Context, Coverage, Parameters, Point, projection, rests_on
from ecosys.projection.groups import MARKET, too_few
from ecosys.values import amount
from ecosys.values.instant import BEFORE_ALL, day_of

TO_DATE = "to date"
DEFINITION = (
    "models that were launched, previews included, announcements not; a snapshot with an id of its "
    "own counts as a model; missing: models of which nobody says whether their weights are open"
)


@dataclass(frozen=True, slots=True)
class Model:
    """A launched model, and what is said of its weights."""

    subject: str
    launch: Held
    weights: Openness | None
    year: str | None
    """The year of its first launch, where that is known."""

    @property
    def rests_on(self) -> tuple[Held, ...]:
        """Its launch, and the statement about its weights."""
        return (self.launch, self.weights.held) if self.weights else (self.launch,)


def _reads(held: Held, _: Parameters) -> bool:
    return open_weights.speaks(held) or (issubclass(held.kind, Launched) and is_of_model(held))


@projection(
    takes=open_weights.TAKES,
    unit="ratio",
    version=1,
    per="provider",
    reads=_reads,
)
def open_weight_share(
    events: Sequence[Held], context: Context[Parameters]
) -> Iterator[Point | Coverage]:
    """Which part of the launched models has weights that can be downloaded, by count.

    Share = models whose weights are open by `as_of`, divided by all models launched: those first
    launched in each year, and all to date; for the market and for each provider. Of many models
    nobody says whether their weights are open, which is never counted as closed: `value` counts the
    stated ones alone and `high` is the share if all the unstated ones were open too. Neither how
    much a model is used counts, nor the licence of its weights. Where it is stated of fewer than
    three models there are not enough facts. Definition: ours; no standard says what a model is.
    """
    parts = context.view(events).parts
    launched = list(chain.from_iterable(parts.each(_models)))
    for subject, models in sorted(_by_subject(launched, context.parameters.subject).items()):
        years: dict[str, list[Model]] = defaultdict(list)
        for model in models:
            if model.year:
                years[model.year].append(model)
        for period, those in (*sorted(years.items()), (TO_DATE, models)):
            shares = partial(_shares, subject, period, those, context)
            yield from parts.once((subject, period), those, shares)
    unstated = tuple(model.subject for model in launched if model.weights is None)
    yield Coverage(DEFINITION, missing=unstated, reason=_too_few(launched))


def _too_few(models: Sequence[Model]) -> str | None:
    """Why a share among these models says nothing: of too few the weights are stated."""
    stated = sum(model.weights is not None for model in models)
    return too_few(stated, "models", of="weights of ")


def _models(view: View) -> list[Model]:
    weights = OpenWeights(view)
    models = view.of(Launched).only(is_of_model)
    return [
        Model(subject, held, weights.of(subject, view.as_of), _year(held))
        for subject, held in sorted(first_launches(models).items())
    ]


def _by_subject(models: Sequence[Model], asked: str | None) -> Mapping[str, list[Model]]:
    """The models of the market and of each provider, as far as they are asked for."""
    by: dict[str, list[Model]] = defaultdict(list)
    for model in models:
        for subject in (MARKET, provider_of(model.subject)):
            if asked is None or subject == provider_of(asked):
                by[subject].append(model)
    return by


def _shares(
    subject: str, period: str, models: Sequence[Model], context: Context[Parameters]
) -> Iterator[Point]:
    opened = sum(1 for model in models if model.weights and model.weights.open)
    unstated = sum(1 for model in models if model.weights is None)
    labels = {
        "period": period,
        "open": str(opened),
        "closed": str(len(models) - opened - unstated),
        "unstated": str(unstated),
    }
    few = _too_few(models)
    if few:
        labels["missing"] = few
    today = day_of(context.moment.as_of)
    yield Point(
        subject=subject,
        at=today if period == TO_DATE else min(f"{period}-12-31", today),
        value=None if few else _ratio(opened, models),
        high=_ratio(opened + unstated, models) if unstated and not few else None,
        unit="ratio",
        **rests_on(held for model in models for held in model.rests_on),
        labels=labels,
    )


def _ratio(part: int, models: Sequence[Model]) -> Decimal:
    return amount.ratio(Decimal(part), Decimal(len(models)))


def _year(launch: Held) -> str | None:
    when = launch.when
    return None if when is None or launch.start in (None, BEFORE_ALL) else when.date[:4]
