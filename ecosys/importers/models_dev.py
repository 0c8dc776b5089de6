"""models.dev: what many providers and resellers charge, and when each of them dates its models.

Its prices are per million tokens and carry no dates. It means US dollars; of some sellers who
charge in euros it lists the euros as they are (its issue 2919). A row whose prices are all zero
may be free, part of a subscription, or without a price that anyone looked up: it then states no
price; where any price is above zero, the zeros beside it are prices. Its release dates are its own
word of each provider's row and differ between the providers of one model. `deprecated` comes
without a date and is only noted.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ecosys.errors import InvalidInput
from ecosys.event.subject import is_subject, provider_of
from ecosys.importer import Fields, Importer, Row
from ecosys.values import amount, when
from ecosys.values.words import escape_surrogates, printable

UNITS = {
    "input": ("input", "text"),
    "output": ("output", "text"),
    "reasoning": ("reasoning", "text"),
    "cache_read": ("cache_read", "text"),
    "cache_write": ("cache_write", "text"),
    "input_audio": ("input", "audio"),
    "output_audio": ("output", "audio"),
    # Rows written before its names of these were settled spell them so.
    "cached_input": ("cache_read", "text"),
    "cached_read": ("cache_read", "text"),
    "cached_write": ("cache_write", "text"),
}
"""What each of its prices counts: a direction and a modality, per million tokens."""
BANDS = ("tiers", "context_over_200k")
"""Prices of long requests; the second is the older form, and says the same where both stand."""
IN_EUROS = ("cortecs", "scaleway")
"""Whose prices it lists as they are, in euros."""
CONVERTED = ("cortecs/glm-4.7-flash", "cortecs/kimi-k2.5", "cortecs/gpt-5.4")
"""Rows of theirs that were converted to dollars when they were entered (its pull requests 1004 and
2003)."""
MAX_PRICE = Decimal(10_000)
"""Per million tokens above which a price is not believed."""
GOING = "The source marks it as deprecated and gives no date."


class _Provider(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    models: dict[str, dict[str, Any]]


_file: TypeAdapter[dict[str, _Provider]] = TypeAdapter(
    Annotated[dict[str, _Provider], Field(min_length=1)]
)


def read(payload: bytes, stated: str) -> Iterator[Row]:
    """A row for each model of each provider, and for each of its prices that is not known."""
    try:
        providers = _file.validate_python(json.loads(payload, parse_float=Decimal))
    except (ValueError, ArithmeticError, RecursionError, ValidationError) as problem:
        reason = " ".join(str(problem).split())[:300] or type(problem).__name__
        raise InvalidInput(f"This is no api.json of models.dev: {reason}.") from None
    for name, provider in providers.items():
        for id, model in provider.models.items():
            key = escape_surrogates(f"{name}/{id}")
            row = _row(key, f"{name.lower()}/{id}", model, stated)
            yield row
            yield from _unknown(row, model.get("cost"))


def _row(key: str, subject: str, model: Mapping[str, Any], stated: str) -> Row:
    given = ""
    try:
        given = _given(model)
        return Row(key, dict(_statements(key, subject, model, stated)), given=given)
    except (ValueError, RecursionError) as problem:
        return Row(key, problem=str(problem)[:500], given=given)


def _unknown(row: Row, cost: object) -> Iterator[Row]:
    """The prices of a row of which we do not know what they are for; each once."""
    if row.problem is not None or not isinstance(cost, dict):
        return
    bands = [cost, *(prices for _, prices in _bands(cost))]
    strange = {name: prices[name] for prices in bands for name in prices if _is_strange(name)}
    for name, price in strange.items():
        if price is not None:
            problem = f"{_short(name)} is no price that we know"
            yield Row(f"{row.key}#{printable(name)}", problem=problem, given=_short({name: price}))


def _is_strange(name: str) -> bool:
    return name not in UNITS and name not in BANDS


def _given(model: Mapping[str, Any]) -> str:
    shown = {name: model[name] for name in ("cost", "release_date", "status") if name in model}
    return json.dumps(shown, default=str)[:500]


def _statements(
    key: str, subject: str, model: Mapping[str, Any], stated: str
) -> Iterator[tuple[str, Fields]]:
    if not is_subject(subject):
        raise ValueError(f"{_short(subject)} cannot be the id of a model")
    noted = {"note": GOING} if model.get("status") == "deprecated" else {}
    if components := _components(model.get("cost") or {}):
        yield (
            key,
            {
                "type": "price_changed",
                "subject": subject,
                "occurred": "unknown",
                **_currency(subject),
                "components": components,
                **noted,
            },
        )
    if released := model.get("release_date"):
        is_open = model.get("open_weights")
        yield (
            f"{key}/launch",
            {
                "type": "launched",
                "subject": subject,
                "what": "open_weights" if is_open is True else "model",
                "occurred": _released(released, stated),
                **({"open_weights": is_open} if isinstance(is_open, bool) else {}),
                **noted,
            },
        )


def _currency(subject: str) -> Fields:
    """In what a row's prices are; nothing, where that is dollars."""
    in_euros = provider_of(subject) in IN_EUROS and subject not in CONVERTED
    return {"currency": "EUR"} if in_euros else {}


# Dates


def _released(given: object, stated: str) -> str:
    """A date as exact as it is given; what is sold already is not released in the future."""
    if not (isinstance(given, str) and _is_date(given)):
        raise ValueError(f"release_date {_short(given)} is no date")
    if given > stated[:10]:
        raise ValueError(f"{given} is after {stated[:10]}, the day on which the file was read")
    return given


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text, re.ASCII):
        return False
    try:
        when.parse(text)
    except ValueError:
        return False
    return True


# Prices


def _components(cost: object) -> list[dict[str, Any]]:
    """The lines of a row; none, where nothing that it states is above zero."""
    if not isinstance(cost, dict):
        raise ValueError(f"cost {_short(cost)} is no list of prices")
    lines = list(_lines(cost))
    for above, prices in _bands(cost):
        lines += _lines(prices, above)
    keys = [(line["direction"], line.get("modality"), line.get("above")) for line in lines]
    if len(set(keys)) < len(keys):
        raise ValueError("it states the same price twice")
    return lines if any(line["amount"] != "0" for line in lines) else []


def _bands(cost: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The prices of long requests, each with the number of tokens above which it holds."""
    tiers = cost.get("tiers")
    if tiers is None:
        over = cost.get("context_over_200k")
        tiers = (
            [] if over is None else [_plain(over) | {"tier": {"type": "context", "size": 200_000}}]
        )
    if not isinstance(tiers, list):
        raise ValueError(f"tiers {_short(tiers)} are no list")
    for each in tiers:
        prices = dict(_plain(each))
        tier = _plain(prices.pop("tier", None))
        size = tier.get("size")
        if tier.get("type") != "context" or type(size) is not int or size < 1:
            raise ValueError(f"tier {_short(tier)} is no length that we know")
        yield size, prices


def _plain(given: object) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ValueError(f"{_short(given)} is no tier that we know")
    return given


def _lines(prices: Mapping[str, Any], above: int = 0) -> Iterator[dict[str, Any]]:
    for name, price in prices.items():
        if price is None or name not in UNITS:
            continue
        direction, modality = UNITS[name]
        line: dict[str, Any] = {"direction": direction, "amount": _price(name, price)}
        if modality != "text":
            line["modality"] = modality
        if above:
            line["above"] = above
        yield line


def _price(name: str, given: object) -> str:
    try:
        number = amount.read_positive(given)
    except ValueError:
        raise ValueError(f"{name} {_short(given)} is no price") from None
    if number > MAX_PRICE:
        raise ValueError(f"{name} {amount.text(number)} USD per million tokens is not believed")
    return amount.text(number)


def _short(given: object) -> str:
    """A value as it can stand in a sentence."""
    return json.dumps(given, default=str)[:100]


models_dev = Importer(
    source="models-dev",
    read=read,
    dated=False,
    licence="MIT",
    address="https://models.dev/api.json",
    fetched=True,
)
