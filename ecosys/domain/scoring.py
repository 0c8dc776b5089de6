"""Weights: a score of figures that differ in kind, only ever with weights that the asker gives."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints

from ecosys.errors import InvalidInput
from ecosys.projection import Context, Parameters, Point
from ecosys.values import amount
from ecosys.values.instant import day_of
from ecosys.values.words import suggest

PLACES = 6


def _read(text: str) -> Mapping[str, Decimal]:
    pairs = [pair.partition("=") for pair in text.split(",")]
    if not all(name.strip() and weight.strip() for name, _, weight in pairs):
        raise ValueError(f"{text!r} gives no weights; write name=weight,name=weight")
    weights = {name.strip(): amount.read(weight.strip()) for name, _, weight in pairs}
    if len(weights) < len(pairs):
        raise ValueError(f"{text!r} names a figure twice")
    return weights


def _checked(text: str) -> str:
    return ",".join(f"{name}={amount.text(weight)}" for name, weight in _read(text).items())


ScoreWeights = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_checked)]
"""`name=weight` with commas between: `share_ending=0.7,median_lifetime=-0.001`."""


class Weighed(Parameters):
    """Parameters of a metric whose figures can be weighed."""

    weights: ScoreWeights | None = None
    """What each figure counts for, `name=weight,name=weight`: asks for one score beside them."""


def scores(
    named: Iterable[tuple[str, Point]], weights: str | None, context: Context[Any]
) -> Iterator[Point]:
    """For each subject the sum of weight * figure; without a value where a figure is not known.

    `named` are the figures with the names by which they are weighed; weighing one that no subject
    has is refused.
    """
    if weights is None:
        return
    given = _read(weights)
    by: dict[str, dict[str, Point]] = defaultdict(dict)
    for name, point in named:
        by[point.subject][name] = point
    known = sorted({name for figures in by.values() for name in figures})
    for name in given:
        if by and name not in known:
            raise InvalidInput(f"There is no figure {name} to weigh.", hint=suggest(name, known))
    for subject, figures in sorted(by.items()):
        if not given.keys().isdisjoint(figures):
            yield _score(subject, figures, given, day_of(context.moment.as_of))


def _score(
    subject: str, figures: Mapping[str, Point], weights: Mapping[str, Decimal], day: str
) -> Point:
    weighed = [figures[name] for name in weights if name in figures]
    missing = [name for name in weights if name not in figures or figures[name].value is None]
    total = sum(
        (
            weight * (figures[name].value or 0)
            for name, weight in weights.items()
            if name in figures
        ),
        Decimal(0),
    )
    labels = {f"weight.{name}": amount.text(weight) for name, weight in weights.items()}
    return Point(
        subject=subject,
        at=day,
        value=None if missing else amount.ratio(total, Decimal(1), PLACES),
        unit="score",
        because=tuple(sorted({at for point in weighed for at in point.because})),
        events=tuple(dict.fromkeys(id for point in weighed for id in point.events)),
        labels={
            "statistic": "score",
            **labels,
            **({"missing": ", ".join(missing)} if missing else {}),
        },
    )
