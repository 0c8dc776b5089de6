"""genai-prices: prices of many providers, some with dates, and rules that match ids.

Its data say what they mean only with its code: the row without a condition holds always, and a
later row whose condition is met takes the place of the whole of it; what a row does not price
costs nothing there. Tiers of long requests were charged part by part until its version 0.0.50 of
January 2026, since then all at the tier of the total input.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ecosys import amount
from ecosys.errors import InvalidInput
from ecosys.faults import is_subject
from ecosys.importer import Fields, Importer, Row

CLIFF_SINCE = "2026-02-01"
"""The first reading after the source began to charge all tokens at the tier of the total."""
UNITS = {
    "input_mtok": ("input", "text"),
    "output_mtok": ("output", "text"),
    "cache_read_mtok": ("cache_read", "text"),
    "cache_write_mtok": ("cache_write", "text"),
    "input_audio_mtok": ("input", "audio"),
    "output_audio_mtok": ("output", "audio"),
    "cache_audio_read_mtok": ("cache_read", "audio"),
}
"""What each of its prices counts: a direction and a modality, per million tokens."""
ALWAYS_CHARGED = ("input_mtok", "output_mtok")
"""What costs nothing there where it is not priced."""


class _Foreign(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class _Tier(_Foreign):
    start: Annotated[int, Field(ge=0)]
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


class _Model(_Foreign):
    id: str
    match: dict[str, Any]
    prices: dict[str, _Price] | list[_Conditional]


class _Provider(_Foreign):
    id: str
    models: list[_Model]
    fallback_model_providers: list[str] = []


_file: TypeAdapter[list[_Provider]] = TypeAdapter(list[_Provider])


def read(payload: bytes, stated: str) -> Iterator[Row]:
    """A row for each model, and one for the rules of each provider."""
    try:
        providers = _file.validate_python(json.loads(payload, parse_float=Decimal))
    except (ValueError, ValidationError) as problem:
        reason = str(problem).splitlines()[0]
        raise InvalidInput(f"This is no data file of genai-prices: {reason}.") from None
    bands = "cliff" if stated >= CLIFF_SINCE else "marginal"
    by_id = {provider.id: provider for provider in providers}
    for provider in providers:
        for model in provider.models:
            yield _row(provider, model, bands)
        yield _rules(provider, by_id)


# Prices


def _row(provider: _Provider, model: _Model, bands: str) -> Row:
    key = f"{provider.id}/{model.id}"
    given = json.dumps(model.model_dump(mode="json")["prices"])[:500]
    if not is_subject(key):
        return Row(key, odd=f"{key} cannot be the id of a model", given=given)
    try:
        return Row(key, dict(_statements(key, model, bands)), given=given)
    except ValueError as problem:
        return Row(key, odd=str(problem), given=given)


def _statements(key: str, model: _Model, bands: str) -> Iterator[tuple[str, Fields]]:
    prices = model.prices
    rows = prices if isinstance(prices, list) else [_Conditional(prices=prices)]
    named = {name for row in rows for name in row.prices}
    hours = [row for row in rows if isinstance(row.constraint, _Between)]
    dated = [row for row in rows if isinstance(row.constraint, _Since)]
    always = [row for row in rows if row.constraint is None]
    if hours and dated:
        raise ValueError("dates and hours together have no meaning that we know")
    days = [row.constraint.start_date for row in dated if isinstance(row.constraint, _Since)]
    if days != sorted(set(days)):
        raise ValueError("its dated rows do not stand in their order")
    if len(always) != 1:
        raise ValueError(f"{len(always)} rows hold always; one is expected")
    for row in (*always, *dated):
        components = list(_components(row.prices, named))
        for other in hours if row is always[0] else ():
            components += _components(other.prices, named, _hours(other))
        start = row.constraint.start_date if isinstance(row.constraint, _Since) else None
        fields: dict[str, Any] = {
            "type": "price_changed",
            "subject": key,
            "occurred": start or "unknown",
            "components": components,
        }
        if bands != "cliff" and any(each.get("above") for each in components):
            fields["bands"] = bands
        yield (f"{key}/from-{start}" if start else key), fields


def _components(
    prices: Mapping[str, _Price], named: Iterable[str], hours: str | None = None
) -> Iterator[dict[str, Any]]:
    """The lines of a row; what other rows price and this one does not is not sold by it."""
    for name in sorted({*named, *ALWAYS_CHARGED, *prices}):
        price = prices.get(name)
        if price is None:
            yield from _line(name, "0" if name in ALWAYS_CHARGED else "none", hours)
        elif isinstance(price, _Tiered):
            yield from _line(name, _positive(price.base), hours)
            for tier in price.tiers:
                yield from _line(name, _positive(tier.price), hours, above=tier.start)
        else:
            yield from _line(name, _positive(price), hours)


def _positive(price: Decimal) -> str:
    return amount.text(amount.read_positive(price))


def _line(name: str, text: str, hours: str | None, above: int = 0) -> Iterator[dict[str, Any]]:
    line: dict[str, Any] = {"amount": text}
    if name in UNITS:
        line["direction"], modality = UNITS[name]
        if modality != "text":
            line["modality"] = modality
    elif name == "requests_kcount":
        line |= {"direction": "request", "unit": "1K requests"}
    else:
        raise ValueError(f"{name} is no unit that we know")
    if above:
        line["above"] = above
    if hours:
        line["hours"] = hours
    yield line


def _hours(row: _Conditional) -> str:
    assert isinstance(row.constraint, _Between)
    return "-".join(_time(text) for text in (row.constraint.start_time, row.constraint.end_time))


def _time(text: str) -> str:
    found = re.fullmatch(r"(\d\d:\d\d)(?::00(?:\.0+)?)?(?:Z|\+00:00)", text)
    if not found:
        raise ValueError(f"{text!r} is not a time of day in UTC")
    return found[1]


# Rules


def _rules(provider: _Provider, by_id: Mapping[str, _Provider]) -> Row:
    """Its rules in their order, then those of the providers that it falls back to."""
    key = f"rules/{provider.id}"
    try:
        rules = [
            {
                "pattern": f"(?is){_pattern(model.match)}",
                "subject": _literal(f"{owner.id}/{model.id}"),
            }
            for owner in (provider, *_fallbacks(provider, by_id))
            for model in owner.models
        ]
    except ValueError as problem:
        return Row(key, odd=str(problem))
    fields = {"type": "ids_matched", "prefix": f"{provider.id}/", "rules": rules}
    return Row(key, {key: {**fields, "source": "genai-prices"}} if rules else {})


def _fallbacks(provider: _Provider, by_id: Mapping[str, _Provider]) -> Sequence[_Provider]:
    return [by_id[name] for name in provider.fallback_model_providers if name in by_id]


def _literal(subject: str) -> str:
    return subject.replace("\\", "\\\\")


def _pattern(match: Mapping[str, Any]) -> str:
    """A clause as a regular expression that the whole id must match."""
    (kind, value), *more = match.items()
    if more:
        raise ValueError(f"{match!r} is not one clause")
    if kind in _CLAUSES and isinstance(value, str):
        return _CLAUSES[kind].format(value if kind == "regex" else re.escape(value))
    if kind == "or":
        return f"(?:{'|'.join(map(_pattern, value))})"
    if kind == "and":
        return "".join(f"(?={_pattern(each)}\\Z)" for each in value) + ".*"
    raise ValueError(f"{kind!r} is no clause that we know")


_CLAUSES: Mapping[Literal["equals", "starts_with", "ends_with", "contains", "regex"] | str, str] = {
    "equals": "{}",
    "starts_with": "{}.*",
    "ends_with": ".*{}",
    "contains": ".*{}.*",
    "regex": ".*?(?:{}).*",
}

genai_prices = Importer(
    source="genai-prices",
    read=read,
    dated=True,
    licence="MIT",
    address="https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/data.json",
    fetched=True,
)
