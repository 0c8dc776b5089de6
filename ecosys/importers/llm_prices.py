"""llm-prices: USD per million tokens, kept by hand: a few models of few sellers.

Its dates are those on which a price holds: the first day, and the first on which it no longer does;
hardly any row has one. The price of long requests is a row of its own there, told by its id and
name (`gpt-5.4-272k`, "GPT-5.4 >272k"): here it is a band of the model itself. Until October 2025
the prices stood in the script of its page, without sellers; whose a model is says its family.
A zero is stated where another price of the row is none; a row of zeros alone states nothing.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ecosys.errors import InvalidInput
from ecosys.event.subject import is_subject
from ecosys.importer import Fields, Importer, Row
from ecosys.values import amount, when

MAX_PRICE = Decimal(10_000)
"""USD per million tokens above which a price is not believed."""
DIRECTIONS = {"input": "input", "output": "output", "input_cached": "cache_read"}
"""What each of its prices counts."""
FAMILIES = (
    (("amazon-nova-",), "amazon"),
    (("claude-",), "anthropic"),
    (("deepseek-",), "deepseek"),
    (("gemini-",), "google"),
    (("codestral-", "magistral-", "ministral-", "mistral-"), "mistral"),
    (("open-mistral-", "open-mixtral-", "pixtral-"), "mistral"),
    (("chatgpt-", "gpt-", "o1", "o3", "o4"), "openai"),
    (("grok-",), "xai"),
)
"""By how the ids of its page begin: whose they are, as its later files say."""

_TABLE = re.compile(r"presets = \{[ \t]*\n(.*?)\n\s*\};", re.DOTALL)
_ENTRY = re.compile(r"^\s*'?([\w.:-]+)'?:\s*\{", re.MULTILINE)
_PAIR = r"input: ([\d.]+), output: ([\d.]+)"
_PRICED = re.compile(rf"\s*name: '([^']*)', {_PAIR} \}}\s*,?\s*")
_SWITCHED = re.compile(
    r"\s*name: '([^']*)',\s*getPrice: \(\) => \{\s*const cutoffDate = new Date\('([^']*)'\);\s*"
    r"const currentDate = new Date\(\);\s*if \(currentDate < cutoffDate\) \{\s*"
    rf"return \{{ {_PAIR} \}};\s*\}} else \{{\s*return \{{ {_PAIR} \}};\s*\}}\s*\}}\s*\}}\s*,?\s*"
)
_BAND = re.compile(r"(.+?)-+(\d{1,4})k")
_ABOVE = re.compile(r">\s*(\d{1,4})k\b")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", re.ASCII)


class _Price(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    input: amount.Quantity | None = None
    output: amount.Quantity | None = None
    input_cached: amount.Quantity | None = None
    from_date: str | None = None
    to_date: str | None = None


@dataclass(slots=True)
class _Model:
    """A model with all that the file says of its prices."""

    name: str
    prices: list[Any] = field(default_factory=list)


def read(payload: bytes, stated: str) -> Iterator[Row]:  # noqa: ARG001 (its form says its time)
    """A row for each model, and one for each file or entry that cannot be read."""
    data = _json(payload)
    models: dict[str, _Model] = {}
    if isinstance(data.get("vendors"), dict):
        yield from _files(data, models)
    elif isinstance(data.get("prices"), list):
        yield from _collected("prices", _as_models(data["prices"]), models)
    elif isinstance(data.get("html"), str):
        yield from _page(data["html"], models)
    else:
        raise _refused("it has neither vendors nor prices nor html")
    for key, model in models.items():
        yield _row(key, model)


def _json(payload: bytes) -> dict[str, Any]:
    try:
        data = json.loads(payload, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as problem:
        raise _refused(f"it is not JSON ({type(problem).__name__})") from None
    if not isinstance(data, dict):
        raise _refused("it is not an object")
    return data


def _refused(reason: str) -> InvalidInput:
    return InvalidInput(f"This is no data file of llm-prices: {reason}.")


# The three forms


def _files(data: Mapping[str, Any], models: dict[str, _Model]) -> Iterator[Row]:
    """The files of sellers. One that is broken leaves open what it says: none of them is taken."""
    broken = data.get("invalid_json")
    if broken:
        raise _refused(f"a file is broken: {str(broken)[:200]}")
    for path, file in data["vendors"].items():
        vendor, listed = _of(file, "vendor"), _of(file, "models")
        if not isinstance(vendor, str) or not isinstance(listed, list):
            raise _refused(f"{path} is broken")
        whose = {"vendor": vendor}
        given = [{**each, **whose} if isinstance(each, dict) else each for each in listed]
        yield from _collected(path, given, models)


def _of(data: object, name: str) -> object:
    return data.get(name) if isinstance(data, dict) else None


def _as_models(prices: Sequence[Any]) -> Iterator[Any]:
    """A price with its model's id and name, as a model with one price."""
    for each in prices:
        if isinstance(each, dict):
            price = {name: each[name] for name in each if name not in ("id", "vendor", "name")}
            yield {**each, "price_history": [price]}
        else:
            yield each


def _collected(place: str, entries: Iterable[Any], models: dict[str, _Model]) -> Iterator[Row]:
    """Add what is said of each model; a model that stands there twice is one."""
    for number, each in enumerate(entries):
        id, vendor, prices = (_of(each, name) for name in ("id", "vendor", "price_history"))
        if isinstance(id, str) and isinstance(vendor, str) and isinstance(prices, list):
            key = f"{vendor.lower()}/{id}"
            model = models.setdefault(key, _Model(str(each.get("name", ""))))
            model.prices += [price for price in prices if price not in model.prices]
        else:
            yield Row(
                f"{place}#{number}", problem="it is no model with prices", given=str(each)[:500]
            )


def _page(html: str, models: dict[str, _Model]) -> Iterator[Row]:
    """The entries of the table in the page's script."""
    match = _TABLE.search(html)
    table = match[1] if match else ""
    entries = list(_ENTRY.finditer(table))
    if not entries:
        raise _refused("the page holds no table of prices")
    ends = [*(after.start() for after in entries[1:]), len(table)]
    for entry, end in zip(entries, ends, strict=True):
        body = table[entry.end() : end]
        vendor = next((whose for begins, whose in FAMILIES if entry[1].startswith(begins)), None)
        model = _entry(body)
        key = f"{vendor}/{entry[1]}"
        if vendor and model and key not in models:
            models[key] = model
        else:
            problem = _problem_of(vendor, model)
            yield Row(f"page/{entry.start()}/{entry[1]}", problem=problem, given=body.strip()[:500])


def _problem_of(vendor: str | None, model: _Model | None) -> str:
    if vendor is None:
        return "nothing says whose model it is"
    return "it stands twice in the table" if model else "the script says no price that we can read"


def _entry(body: str) -> _Model | None:
    """A price of the table; one that a script switches at an instant is two."""
    if priced := _PRICED.fullmatch(body):
        return _Model(priced[1], [{"input": priced[2], "output": priced[3]}])
    if switched := _SWITCHED.fullmatch(body):
        name, day, *four = switched.groups()
        before = {"input": four[0], "output": four[1], "to_date": day}
        return _Model(name, [before, {"input": four[2], "output": four[3], "from_date": day}])
    return None


# Prices


def _row(key: str, model: _Model) -> Row:
    given = json.dumps(model.prices, default=str)[:500]
    try:
        return Row(key, dict(_statements(key, model)), given=given)
    except ValidationError as problem:
        fault = problem.errors()[0]
        reason = f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
    except ValueError as problem:
        reason = str(problem)
    return Row(key, problem=reason[:500], given=given)


def _statements(key: str, model: _Model) -> Iterator[tuple[str, Fields]]:
    subject, above = _band(key, model.name)
    if not is_subject(subject):
        raise ValueError(f"{subject} cannot be the id of a model")
    prices = sorted(map(_Price.model_validate, model.prices), key=lambda one: one.from_date or "")
    for price in prices:
        _check_dates(price)
    for one, two in pairwise(prices):
        if one.to_date is None or two.from_date is None or one.to_date > two.from_date:
            raise ValueError("two of its prices hold at once")
    for price in prices:
        components = list(_components(price, above))
        if all(line["amount"] == "0" for line in components):
            continue
        fields: dict[str, Any] = {
            "type": "price_changed",
            "subject": subject,
            "occurred": price.from_date or "unknown",
            "components": components,
        }
        if price.to_date:
            fields["until"] = price.to_date
        yield (f"{key}/from-{price.from_date}" if price.from_date else key), fields


def _band(key: str, name: str) -> tuple[str, int]:
    """The model that a row is about, and above how many tokens."""
    said, named = _ABOVE.search(name), _BAND.fullmatch(key)
    if said is None:
        return key, 0
    if named is None or named[2] != said[1]:
        raise ValueError(f"its name speaks of more than {said[1]}k tokens, and its id does not")
    return named[1], int(said[1]) * 1000


def _check_dates(price: _Price) -> None:
    for day in (price.from_date, price.to_date):
        if day is not None and not _DATE.fullmatch(day):
            raise ValueError(f"{day!r} is not a date")
    start, end = (when.read(day) if day else None for day in (price.from_date, price.to_date))
    if start and end and end.start <= start.start:
        raise ValueError(f"it ends on {end}, before it begins on {start}")


def _components(price: _Price, above: int) -> Iterator[dict[str, Any]]:
    for name, value in (price.model_extra or {}).items():
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            raise ValueError(f"{name} is no price that we know")
    for name, direction in DIRECTIONS.items():
        value = getattr(price, name)
        if value is None:
            continue
        if value > MAX_PRICE:
            raise ValueError(f"{name} {value} USD per million tokens is not believed")
        line: dict[str, Any] = {"direction": direction, "amount": amount.text(value)}
        yield {**line, "above": above} if above else line


llm_prices = Importer(
    source="llm-prices",
    read=read,
    dated=True,
    address="https://www.llm-prices.com/historical-v1.json",
    fetched=True,
)
