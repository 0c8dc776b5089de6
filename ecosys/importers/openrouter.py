"""OpenRouter: what it charges for models of others, as its models endpoint answers.

Its prices are text, USD per token, and carry no dates; `image` is the price of an image or, where
it equals that of a token, of a token of an image. A zero beside a price says that nothing is
charged for it, and only those of prompt and completion are prices of zero; a row of nothing but
zeros (a free variant with its limits, a trial, a model priced by the song) states no price, nor
does a router, whose prices are -1. `expiration_date` is, in its words, the date after which a
model may be removed: an earliest possible end.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Context, Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ecosys.errors import InvalidInput
from ecosys.event.subject import is_subject
from ecosys.importer import Fields, Importer, Row
from ecosys.values import amount, hours, when
from ecosys.values.words import printable

PER_TOKEN = {
    "prompt": ("input", "text"),
    "completion": ("output", "text"),
    "internal_reasoning": ("reasoning", "text"),
    "input_cache_read": ("cache_read", "text"),
    "input_cache_write": ("cache_write", "text"),
    "input_cache_write_1h": ("cache_write_1h", "text"),
    "audio": ("input", "audio"),
    "audio_output": ("output", "audio"),
    "input_audio_cache": ("cache_read", "audio"),
    "image_token": ("input", "image"),
}
"""Prices of a token: a direction and a modality."""
PER_IMAGE = {"image": ("input", "prompt"), "image_output": ("output", "completion")}
"""Prices of an image, or of a token of one: a direction, and the price of a token of text."""
PER_CALL = {"request": ("request", "request"), "web_search": ("search", "query")}
"""Prices of something else: a direction and a unit."""
KNOWN = {*PER_TOKEN, *PER_IMAGE, *PER_CALL, "overrides", "discount"}
"""What may stand in a price list."""
ALWAYS_CHARGED = ("prompt", "completion")
"""What may cost zero; any other zero says that it is not charged for."""
CONDITIONS = ("min_prompt_tokens", "utc_start", "utc_end")
"""When an override holds: above so many tokens, or in these hours, as numbers HHMM."""
PARTS = ("direction", "modality", "above", "hours")
"""What tells the lines of a price list from one another."""
MIN_TOKENS_OF_IMAGE = 64
"""Tokens that an image has at least; a price of fewer is neither of an image nor of a token."""
MAX_PRICE = Decimal(10_000)
"""USD per million tokens above which a price is not believed."""
EXACT = Context(prec=100)
"""Digits enough for any price that is read."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    id: Annotated[str, Field(min_length=1)]
    pricing: Any = None
    expiration_date: Any = None


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    data: Annotated[list[_Model], Field(min_length=1)]


_file: TypeAdapter[_File] = TypeAdapter(_File)


def read(payload: bytes, stated: str) -> Iterator[Row]:  # noqa: ARG001 (it has no dates)
    """A row for each model, and for each of its prices that is not known."""
    try:
        file = _file.validate_python(json.loads(payload, parse_float=Decimal))
    except (ValueError, ArithmeticError, RecursionError, ValidationError) as problem:
        reason = " ".join(str(problem).split())[:300] or type(problem).__name__
        raise InvalidInput(f"This is no list of models of openrouter: {reason}.") from None
    for model in file.data:
        row = _row(model)
        yield row
        if row.problem is None:
            yield from _unknown(row.key, model.pricing)


def _row(model: _Model) -> Row:
    given = ""
    try:
        given = json.dumps(
            {"pricing": model.pricing, "expiration_date": model.expiration_date}, default=str
        )[:500]
        return Row(model.id, dict(_statements(model)), given=given)
    except (ValueError, RecursionError) as problem:
        return Row(model.id, problem=str(problem)[:500], given=given)


def _unknown(key: str, pricing: Mapping[str, Any]) -> Iterator[Row]:
    """The prices of a row of which we do not know what they are for."""
    for name, value in pricing.items():
        if name not in KNOWN and value is not None and _number(name, value):
            problem = f"{_short(name)} is no price that we know"
            yield Row(f"{key}#{printable(name)}", problem=problem, given=_short({name: value}))


def _statements(model: _Model) -> Iterator[tuple[str, Fields]]:
    subject = f"openrouter/{model.id}"
    if not is_subject(subject):
        raise ValueError(f"{_short(subject)} cannot be the id of a model")
    about = {"subject": subject, "occurred": "unknown"}
    if components := _components(model.pricing):
        yield model.id, {"type": "price_changed", **about, "components": components}
    if model.expiration_date:
        end = f"not before {_day(model.expiration_date)}"
        yield f"{model.id}/end", {"type": "deprecated", **about, "shutdown": end}


def _day(given: object) -> str:
    match = isinstance(given, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", given, re.ASCII)
    try:
        return when.parse(match[0] if match else "")
    except ValueError:
        raise ValueError(f"expiration_date {_short(given)} is no date") from None


# Prices


def _components(pricing: object) -> list[dict[str, Any]]:
    """The lines of a row; none, where it states no price of its own."""
    if not isinstance(pricing, dict):
        raise ValueError(f"pricing {_short(pricing)} is no list of prices")
    given = {name: value for name, value in pricing.items() if value is not None}
    overrides, discount = given.pop("overrides", []), given.pop("discount", 0)
    if _number("discount", discount):
        raise ValueError(f"discount {_short(discount)} has no meaning that we know")
    numbers = {name: _number(name, value) for name, value in given.items()}
    if all(numbers.get(name) == -1 for name in ALWAYS_CHARGED):
        return []
    lines = [
        _line(name, number, numbers)
        for name, number in numbers.items()
        if name in KNOWN and (number or name in ALWAYS_CHARGED)
    ]
    lines += _overrides(overrides)
    keys = [tuple(line.get(part) for part in PARTS) for line in lines]
    if len(set(keys)) < len(keys):
        raise ValueError("it states the same price twice")
    return lines if any(line["amount"] != "0" for line in lines) else []


def _line(name: str, number: Decimal, numbers: Mapping[str, Decimal]) -> dict[str, Any]:
    """The line of one price; a price of an image is told by those of a token beside it."""
    if number < 0:
        raise ValueError(f"{name} {amount.text(number)} is negative")
    if name in PER_TOKEN:
        return _tokens(name, *PER_TOKEN[name], number)
    if name in PER_CALL:
        direction, unit = PER_CALL[name]
        return {"direction": direction, "amount": amount.text(number), "unit": unit}
    direction, beside = PER_IMAGE[name]
    token = numbers.get(beside, Decimal(0))
    if number == token:
        return _tokens(name, direction, "image", number)
    if number < MIN_TOKENS_OF_IMAGE * token:
        raise ValueError(f"{name} {amount.text(number)} is neither of a token nor of an image")
    return {
        "direction": direction,
        "amount": amount.text(number),
        "unit": "image",
        "modality": "image",
    }


def _tokens(name: str, direction: str, modality: str, number: Decimal) -> dict[str, Any]:
    """The line of a price of a token, per million of them."""
    million = number.scaleb(6, context=EXACT)
    if million > MAX_PRICE:
        raise ValueError(f"{name} {amount.text(million)} USD per million tokens is not believed")
    line = {"direction": direction, "amount": amount.text(million)}
    return line if modality == "text" else {**line, "modality": modality}


def _number(name: str, given: object) -> Decimal:
    try:
        return amount.read(given)
    except ValueError:
        raise ValueError(f"{_short(name)} {_short(given)} is no price") from None


# Overrides


def _overrides(given: object) -> list[dict[str, Any]]:
    """The lines of prices under a condition; what an override leaves out, it leaves as it is."""
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise ValueError(f"overrides {_short(given)} have no form that we know")
    conditional = [(_condition(each), each) for each in given]
    conditions = [condition for condition, _ in conditional]
    _refuse_overlaps(conditions)
    return [
        {**_override(name, value), **condition}
        for condition, each in conditional
        for name, value in each.items()
        if name not in CONDITIONS and value is not None
    ]


def _override(name: str, value: object) -> dict[str, Any]:
    if name not in PER_TOKEN:
        raise ValueError(f"{_short(name)} is no override that we know")
    return _line(name, _number(name, value), {})


def _condition(override: Mapping[str, Any]) -> dict[str, Any]:
    above, start, end = (override.get(name) for name in CONDITIONS)
    if above is not None and start is None and end is None and _whole(above) > 0:
        return {"above": _whole(above)}
    if above is None and start is not None and end is not None:
        return {"hours": str(hours.parse(f"{_clock(start)}-{_clock(end)}"))}
    raise ValueError("an override holds under no condition that we know")


def _refuse_overlaps(conditions: Iterable[Mapping[str, Any]]) -> None:
    """Of several overrides that hold, the last one would: we have no such order."""
    above = [each["above"] for each in conditions if "above" in each]
    spans = [hours.parse(each["hours"]).minutes for each in conditions if "hours" in each]
    if above and spans:
        raise ValueError("lengths and hours together have no meaning that we know")
    if len(set(above)) < len(above) or sum(map(len, spans)) > len(frozenset().union(*spans)):
        raise ValueError("two overrides hold at the same time")


def _clock(given: object) -> str:
    number = _whole(given)
    return f"{number // 100:02}:{number % 100:02}"


def _whole(given: object) -> int:
    number = amount.read_positive(given)
    if number != int(number):
        raise ValueError(f"{_short(given)} is not a whole number")
    return int(number)


def _short(given: object) -> str:
    """A value as it can stand in a sentence."""
    return json.dumps(given, default=str)[:100]


openrouter = Importer(
    source="openrouter",
    read=read,
    dated=False,
    address="https://openrouter.ai/api/v1/models",
    fetched=True,
)
