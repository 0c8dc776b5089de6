"""genai-prices: prices of many providers, some with dates, and rules that match ids.

Its data say what they mean only with its code. Of the rows whose condition is met the last one
answers, and answers alone: what it does not price costs nothing there, so that a row without any
price has none published. Rows that are hidden by later ones never answer and are left out. Variants
take the place of single prices, for batches and service tiers; of several the first answers. Tiers
of long requests were charged part by part until its version 0.0.50 of January 2026, since then all
at the tier of the total input.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ecosys.errors import InvalidInput
from ecosys.event.subject import is_subject
from ecosys.events.price_changed import NONE, UNPUBLISHED
from ecosys.importer import Fields, Importer, Row
from ecosys.importer.price_lines import Meaning, component
from ecosys.importers.genai_prices.clauses import pattern
from ecosys.importers.genai_prices.units import CHARGED_APART, THOUSANDS, UNITS, WAYS
from ecosys.values import amount, hours

CLIFF_SINCE = "2026-02-01"
"""The first reading after the source began to charge all tokens at the tier of the total."""
SERVED = ("processing", "service_tier", "speed")
"""What a variant asks for by a plain word: `batch`, `flex`, `priority`, `fast`."""
GOING = "The source marks it as deprecated and gives no date."


class _Foreign(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class _Tier(_Foreign):
    start: Annotated[Decimal, Field(ge=0, le=10**9)]
    price: Decimal


class _Tiered(_Foreign):
    base: Decimal
    tiers: list[_Tier]


_Price = Decimal | _Tiered


class _Since(_Foreign):
    start_date: str


class _Between(_Foreign):
    start_time: str
    end_time: str


class _Conditional(_Foreign):
    constraint: _Since | _Between | None = None
    prices: dict[str, _Price]


class _Variant(_Conditional):
    when: dict[str, str]


class _Model(_Foreign):
    id: str
    match: dict[str, Any]
    prices: dict[str, _Price] | list[_Conditional]
    price_variants: list[_Variant] = []
    deprecated: bool | None = None


class _Provider(_Foreign):
    id: str
    models: list[_Model]
    fallback_model_providers: list[str] = []


_file: TypeAdapter[list[_Provider]] = TypeAdapter(list[_Provider])


def read(payload: bytes, stated: str) -> Iterator[Row]:
    """A row for each model, one for each price of it whose unit is not known, and one for the
    rules of each provider.
    """
    try:
        providers = _file.validate_python(json.loads(payload, parse_float=Decimal))
    except (ValueError, ArithmeticError, RecursionError, ValidationError) as problem:
        reason = (str(problem).splitlines() or [type(problem).__name__])[0]
        raise InvalidInput(f"This is no data file of genai-prices: {reason}.") from None
    bands = "cliff" if stated >= CLIFF_SINCE else "marginal"
    by_id = {provider.id: provider for provider in providers}
    for provider in providers:
        for model in provider.models:
            yield from _rows(provider, model, bands)
        yield _rules(provider, by_id)


# Prices


def _rows(provider: _Provider, model: _Model, bands: str) -> Iterator[Row]:
    key = f"{provider.id}/{model.id}"
    shown = model.model_dump(mode="json", include={"prices", "price_variants"}, exclude_unset=True)
    given = json.dumps(shown if "price_variants" in shown else shown["prices"])[:500]
    strange = {name for each in _all_prices(model) for name in each if name not in UNITS}
    try:
        says = dict(_statements(key, model, bands))
    except ValueError as problem:
        yield Row(key, problem=str(problem), given=given)
        return
    yield Row(key, says, given=given)
    for name in sorted(strange):
        yield Row(f"{key}#{name}", problem=f"{name} is no unit that we know", given=given)


def _all_prices(model: _Model) -> Iterator[Mapping[str, _Price]]:
    yield from (row.prices for row in (*_conditional(model), *model.price_variants))


def _conditional(model: _Model) -> list[_Conditional]:
    prices = model.prices
    return prices if isinstance(prices, list) else [_Conditional(prices=prices)]


def _statements(key: str, model: _Model, bands: str) -> Iterator[tuple[str, Fields]]:
    if not is_subject(key):
        raise ValueError(f"{key} cannot be the id of a model")
    fields: dict[str, Any] = {"type": "price_changed", "subject": key}
    if model.deprecated:
        fields["note"] = GOING
    periods = _periods(_conditional(model))
    every = {line: NONE for lines in periods.values() for line in lines}
    variants = _variants(model.price_variants)
    always = variants.pop("", {})
    for start, lines in periods.items():
        stated = every | lines | ({} if start else always)
        yield _named(key, start), {**fields, **_priced(start, stated, bands)}
    for start, lines in variants.items():
        yield f"{_named(key, start)}-variants", {**fields, **_priced(start, lines, bands)}


def _named(key: str, start: str) -> str:
    return f"{key}/from-{start}" if start else key


_Line = tuple[Meaning, str]
"""What is priced, and at which hours: `""` at all that no other line claims."""
_Lines = dict[_Line, str]
"""The amount of each line."""


def _priced(start: str, lines: _Lines, bands: str) -> Fields:
    """A price list as plain fields."""
    components = [
        {**component(meaning, text), **({"hours": at} if at else {})}
        for (meaning, at), text in sorted(lines.items())
    ]
    marginal = bands != "cliff" and any(meaning.above for meaning, _ in lines)
    fields = {"occurred": start or "unknown", "components": components}
    return {**fields, "bands": bands} if marginal else fields


def _periods(rows: Sequence[_Conditional]) -> dict[str, _Lines]:
    """What holds always, and from each date on, ascending: of rows that hold the last answers.

    Where none holds the first one does, whatever its condition.
    """
    if not rows:
        raise ValueError("it has no row of prices")
    first = max((at for at, row in enumerate(rows) if row.constraint is None), default=0)
    alive = [_Conditional(prices=rows[first].prices), *rows[first + 1 :]]
    return {
        start: _lines(alive[at].prices, [each for each in alive[at:] if _timed(each)])
        for start, at in (("", 0), *_starts(alive))
    }


def _starts(rows: Sequence[_Conditional]) -> Iterator[tuple[str, int]]:
    """The dates from which a row answers, and its place; others are hidden by later ones."""
    dates = [
        (_day(row.constraint), at)
        for at, row in enumerate(rows)
        if isinstance(row.constraint, _Since)
    ]
    for day, at in dates:
        if all(other > day for other, place in dates if place > at):
            yield day, at


def _day(since: _Since) -> str:
    try:
        return date.fromisoformat(since.start_date).isoformat()
    except ValueError:
        raise ValueError(f"{since.start_date!r} is not a date") from None


def _timed(row: _Conditional) -> bool:
    return isinstance(row.constraint, _Between)


def _lines(prices: Mapping[str, _Price], timed: Sequence[_Conditional]) -> _Lines:
    """The lines of a row, and those that take its place at some hours."""
    lines = _priced_lines(prices) or {(Meaning(way), ""): UNPUBLISHED for way in WAYS}
    at_hours: _Lines = {}
    claimed: set[int] = set()
    for row in timed:
        span = hours.parse(_hours(row.constraint))
        if not claimed.isdisjoint(span.minutes):
            raise ValueError("two of its rows hold at the same hours")
        claimed |= span.minutes
        at_hours |= {(meaning, str(span)): UNPUBLISHED for meaning, _ in lines}
        at_hours |= _priced_lines(row.prices, str(span))
    return lines | at_hours


def _priced_lines(prices: Mapping[str, _Price], at: str = "") -> _Lines:
    lines: _Lines = {}
    for name, price in prices.items():
        for meaning, text in _line(name, price):
            if any(known._replace(unit="") == meaning._replace(unit="") for known, _ in lines):
                raise ValueError(f"{name} prices what is priced already")
            lines[meaning, at] = text
    return lines


def _line(name: str, price: _Price) -> Iterator[tuple[Meaning, str]]:
    """A price as lines; one of a unit that is not known is none, unless others rest on it."""
    meaning = UNITS.get(name)
    if meaning is None:
        if CHARGED_APART.fullmatch(name):
            raise ValueError(f"{name} is no unit that we know")
        return
    power = -3 if name.endswith(THOUSANDS) else 0
    tiered = price if isinstance(price, _Tiered) else _Tiered(base=price, tiers=[])
    yield meaning, _amount(tiered.base, power)
    for tier in tiered.tiers:
        yield meaning._replace(above=int(tier.start)), _amount(tier.price, power)


def _amount(price: Decimal, power: int) -> str:
    return amount.text(amount.read_positive(price).scaleb(power))


def _hours(constraint: _Since | _Between | None) -> str:
    assert isinstance(constraint, _Between)
    return "-".join(_time(text) for text in (constraint.start_time, constraint.end_time))


def _time(text: str) -> str:
    match = re.fullmatch(r"(\d\d:\d\d)(?::00(?:\.0+)?)?(?:Z|\+00:00)?", text)
    if not match:
        raise ValueError(f"{text!r} is not a time of day in UTC")
    return match[1]


# Variants


def _variants(variants: Iterable[_Variant]) -> dict[str, _Lines]:
    """The lines of variants by the date from which they hold; of several the first answers."""
    by_start: dict[str, _Lines] = {}
    for variant in variants:
        tier, since = _tier(variant.when), variant.constraint
        start = _day(since) if isinstance(since, _Since) else ""
        at = _hours(since) if isinstance(since, _Between) else ""
        for (meaning, _), text in _priced_lines(variant.prices).items():
            line = meaning._replace(tier=_joined(tier, meaning.tier)), at
            if not any(line in lines for before, lines in by_start.items() if before <= start):
                by_start.setdefault(start, {})[line] = text
    return dict(sorted(by_start.items()))


def _tier(when: Mapping[str, str]) -> str:
    """How a variant is served: `batch`, or what is asked for and how: `route_mistral_eu`."""
    words = (value if name in SERVED else f"{name}_{value}" for name, value in when.items())
    return re.sub(r"[^a-z0-9]+", "_", "_".join(words).lower()).strip("_")[:40]


def _joined(tier: str, of: str) -> str:
    return tier if of == "standard" else f"{tier}_{of}"[:40]


# Rules


def _rules(provider: _Provider, by_id: Mapping[str, _Provider]) -> Row:
    """Its rules in their order, then those of the providers that it falls back to."""
    key = f"rules/{provider.id}"
    try:
        rules = [
            {
                "pattern": f"(?is){pattern(model.match)}",
                "subject": _literal(f"{owner.id}/{model.id}"),
            }
            for owner in (provider, *_fallbacks(provider, by_id))
            for model in owner.models
        ]
    except ValueError as problem:
        return Row(key, problem=str(problem))
    fields = {"type": "ids_matched", "prefix": f"{provider.id}/", "rules": rules}
    return Row(key, {key: {**fields, "source": "genai-prices"}} if rules else {})


def _fallbacks(provider: _Provider, by_id: Mapping[str, _Provider]) -> Sequence[_Provider]:
    return [by_id[name] for name in provider.fallback_model_providers if name in by_id]


def _literal(subject: str) -> str:
    return subject.replace("\\", "\\\\")


genai_prices = Importer(
    source="genai-prices",
    read=read,
    dated=True,
    unpriced_is_free=True,
    licence="MIT",
    address="https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/data.json",
    fetched=True,
)
