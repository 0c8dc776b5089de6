"""litellm: one JSON object of models and their prices in USD per token, with dates of shutdown.

Its only dates are those of `deprecation_date`, which means the day of the shutdown. What is priced
in two units is stated in the one that stands first in `UNITS`. A range of `tiered_pricing` holds
for the whole request, as its sellers charge it and its code did before late 2025 and does since
summer 2026, not for the part inside. A zero is stated only for the input or output tokens of a row
that prices other tokens: elsewhere it fills a gap, and a row of zeros (run by oneself, free, or
unknown) states no price; nor do prices in DBU and factors on prices. Of a name that stands twice
the last counts, as for all who read JSON; of two names of one model the fuller one speaks, as in
its own code. `alias_of` makes a further name for a row, which is the library's and no seller's.

A price whose field is not known is held back by itself: what else its row states is no less true.
A field that is known and holds what it cannot mean holds back the row: stated without it, its
line would seem to have ended.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from ecosys.errors import InvalidInput
from ecosys.event.subject import is_subject
from ecosys.importer import Fields, Importer, Row
from ecosys.importer.price_lines import Line, Meaning, component, once, price, without_fillers
from ecosys.importers.litellm.fields import (
    FIELDS,
    GUARDRAIL,
    MILLIONS,
    NAME,
    OFF_PEAK,
    OTHER_MONEY,
    PIXELS,
    PRICE,
    RANGED,
    SEARCH,
    SERVED,
    SIZED,
    SIZES,
    TIERS,
    TIMED,
    UNITS,
)
from ecosys.values import amount, hours, when
from ecosys.values.words import printable

NO_MODELS = ("sample_spec", "fallback_generalizations")
"""Rows that explain the others, or derive some that are not there."""
ALIAS = "alias_of"
MAX_PRICE, MAX_PRICE_OF_MILLION = 10, 1000
"""From where on a price is not believed: no token has cost more than 600 USD per million."""
MAX_PROBLEM_LENGTH, MAX_RANGE = 200, 10**9
Field = tuple[str, object, Mapping[str, Any]]
"""A name, what is given, and what its place adds to the meaning."""


def read(payload: bytes, stated: str) -> Iterator[Row]:  # noqa: ARG001 (its prices have no days)
    """A row for each name in the file, and for each price that is not known."""
    return rows_of(models(payload, "litellm"))


def models(payload: bytes, source: str) -> dict[str, Any]:
    """What stands in a file under each name. InvalidInput: it is no file of this form."""
    try:
        data = json.loads(payload, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as problem:
        raise InvalidInput(f"This is no price file of {source}: {problem!s:.200}.") from None
    some = data.values() if isinstance(data, dict) else ()
    if not any(isinstance(row, dict) and "mode" in row for row in some):
        raise InvalidInput(f"This is no price file of {source}: it holds no models.")
    return dict(data)


def rows_of(models: Mapping[str, Any]) -> Iterator[Row]:
    """A row for each name among models, and for each price that is not known."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, given in models.items():
        if name in NO_MODELS:
            yield Row(name)
        elif isinstance(given, dict) and ALIAS in given:
            yield _alias(name, given[ALIAS], models)
        else:
            names[_key(name, given)].append(name)
    for key, known in names.items():
        speaks = key if key in known else known[0]
        own = _own(key, models[speaks])
        yield from own
        yield from (_again(own, name, models[name]) for name in known if name != speaks)


def _alias(name: str, target: object, models: Mapping[str, Any]) -> Row:
    """A further name of a row, which states nothing of its own."""
    if not isinstance(target, str) or target not in models:
        return Row(f"{printable(name)}#{ALIAS}", problem="it is another name of no row")
    return Row(f"{_key(target, models[target])} as {printable(name)}")


def _key(name: str, row: Any) -> str:
    """`provider/model`, whether or not the name begins with the provider."""
    provider = row.get("litellm_provider") if isinstance(row, dict) else None
    if not isinstance(provider, str):
        return printable(name)
    return printable(f"{provider.lower()}/{name.removeprefix(f'{provider}/')}")


def _own(key: str, row: Any) -> list[Row]:
    """The row of a model, and one for each of its prices that is not known."""
    given = ""
    try:
        given = _given(row)
        return [Row(key, dict(_statements(key, row)), given=given), *_unknown(key, row)]
    except (ValueError, RecursionError) as problem:
        return [Row(key, problem=str(problem)[:MAX_PROBLEM_LENGTH], given=given)]


def _unknown(key: str, row: Mapping[str, Any]) -> Iterator[Row]:
    """Its prices of which we do not know what they are for; one that is in many ranges, once."""
    strange = {name: value for name, value, _ in _fields(row) if _meaning(name) is None}
    for name, value in strange.items():
        problem = f"{name!r} is no price that we know"[:MAX_PROBLEM_LENGTH]
        yield Row(f"{key}#{printable(name)}", problem=problem, given=_shown({name: value}))


def _again(own: Sequence[Row], name: str, given: Any) -> Row:
    """Another name of a model that has a row: it states nothing of its own."""
    key = own[0].key
    again = _own(key, given)
    problem = None if _said(again) <= _said(own) else f"it says otherwise than the row of {key}"
    return Row(f"{key} as {printable(name)}", problem=problem, given=again[0].given)


def _said(rows: Sequence[Row]) -> set[tuple[str, str]]:
    """Each single thing that rows state, and why they state no more."""
    said = {(row.key, row.problem) for row in rows if row.problem is not None}
    for row in rows:
        for name, fields in row.says.items():
            said |= {(name, _shown(part)) for part in fields.get("components", (fields,))}
    return said


def _given(row: Any) -> str:
    if not isinstance(row, dict):
        raise ValueError("it has no fields")
    return _shown({n: row[n] for n in row if PRICE.search(n) or n == "deprecation_date"})


def _shown(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, default=str)[:500]


def _statements(key: str, row: Mapping[str, Any]) -> Iterator[tuple[str, Fields]]:
    if not isinstance(row.get("litellm_provider"), str):
        raise ValueError("it names no provider")
    if not is_subject(key):
        raise ValueError(f"{key:.100} cannot be the id of a model")
    said = {"subject": key, "occurred": "unknown"}
    if components := [*_components(row, str(row.get("mode"))), *_off_peak(row)]:
        yield key, {**said, "type": "price_changed", "components": components}
    if (day := row.get("deprecation_date")) not in (None, ""):
        yield f"{key}/end", {**said, "type": "deprecated", "shutdown": _day(day)}


def _day(text: object) -> str:
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError("its deprecation_date is not a day")
    return str(when.read(text))


def _fields(row: Mapping[str, Any]) -> Iterator[Field]:
    for name, value in row.items():
        if value is None or not PRICE.search(name) or OTHER_MONEY.fullmatch(name):
            continue
        if name == RANGED:
            yield from _ranges(value)
        elif name in (SEARCH, GUARDRAIL) and isinstance(value, dict):
            yield from _parts(name, value)
        elif name != OFF_PEAK:
            yield name, value, {}


def _parts(name: str, parts: Mapping[str, Any]) -> Iterator[Field]:
    """The prices of a field that holds several; that of searches of all sizes, if it is one."""
    prices = list(parts.values())
    if parts.keys() == SIZES.keys() and prices.count(prices[0]) == len(prices):
        yield name, prices[0], {}
    else:
        yield from ((f"{name}.{part}", value, {}) for part, value in parts.items())


def _ranges(ranges: object) -> Iterator[Field]:
    """The prices of ranges of the input, or of the number of results."""
    if not isinstance(ranges, list):
        raise ValueError(f"{RANGED} holds no ranges")
    adds: dict[str, Any]
    reached: object = 0
    for each in ranges:
        match each:
            case {"range": [low, high]} if low == reached:
                adds, reached = {"above": _whole(low)}, high
            case {"max_results_range": [low, high]}:
                adds = {"tier": f"{_whole(low)}_to_{_whole(high)}_results"}
            case _:
                raise ValueError(f"the ranges of {RANGED} do not join")
        yield from ((name, each[name], adds) for name in each if PRICE.search(name))


def _whole(end: object) -> int:
    number = amount.read_positive(end)
    if number % 1 or number > MAX_RANGE:
        raise ValueError(f"{end} is no end of a range")
    return int(number)


def _components(row: Mapping[str, Any], mode: str) -> Iterator[dict[str, Any]]:
    """What its fields state, as lines of a price list."""
    for line in once(without_fillers(list(_lines(row, mode))), UNITS):
        yield component(*line)


def _lines(row: Mapping[str, Any], mode: str) -> Iterator[Line]:
    """What its fields state, zeros and all."""
    priced = [name for name in row if name.startswith("output_cost") and row[name]]
    makes = mode in ("image_generation", "image_edit") and not priced
    for name, value, adds in _fields(row):
        meaning = _meaning(name, mode)
        if meaning is None:
            continue
        meaning = meaning._replace(**adds)
        if makes and meaning.unit in ("image", PIXELS):
            meaning = meaning._replace(direction="output")  # what goes in is not priced
        many = meaning.unit in MILLIONS
        most = MAX_PRICE_OF_MILLION if many else MAX_PRICE
        yield meaning, price(name, value, meaning.unit, 6 if many else 0, most)


def _meaning(name: str, mode: str = "") -> Meaning | None:
    """What a field prices; none: we do not know."""
    match = NAME.fullmatch(name)
    meaning = FIELDS.get(match[1]) if match else None
    if match is None or meaning is None:
        return None
    suffix = match[3]
    if suffix not in (None, *SERVED) and meaning.unit not in SIZED:
        return None
    if meaning.unit == "second" and meaning.modality == "text":
        meaning = Meaning(*TIMED.get(mode, ("request", "text")), "second")
    return meaning._replace(tier=_tier(meaning.tier, suffix), above=1000 * int(match[2] or 0))


def _tier(tier: str, suffix: str | None) -> str:
    """The tier of a field, and what its suffix adds to it."""
    if suffix is None:
        return tier
    added = TIERS.get(suffix) or suffix.lower().replace(".", "_")
    return added if tier == "standard" else f"{tier}_{added}"


# Prices by the hour

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS = {spelled: day for day, name in enumerate(DAYS) for spelled in (name, str(day + 1))}
"""The days of the week as they are spelled: by their numbers, or by their first three letters."""
AHEAD = {None: 0, "UTC": 0, "Asia/Shanghai": 8 * 60}
"""How many minutes earlier than UTC the days of a calendar begin."""
DAY = 24 * 60


def _off_peak(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The lines that hold at some hours, in place of those without."""
    if (given := row.get(OFF_PEAK)) is None:
        return
    try:
        spans = list(_hours(given))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError(f"{OFF_PEAK} has hours that we do not know") from None
    if any(_unknown("", given)):
        raise ValueError(f"{OFF_PEAK} has prices that we do not know")
    lines = list(_components(given, str(row.get("mode"))))
    yield from ({**line, "hours": span} for span in spans for line in lines)


def _hours(off_peak: Mapping[str, Any]) -> Iterator[str]:
    """The hours of its windows in UTC; days of the same hours stand together."""
    ahead = AHEAD[off_peak.get("weekday_timezone")]
    minutes: dict[int, set[int]] = defaultdict(set)
    for day, minute in _windows(off_peak):
        minutes[(day - (minute + ahead) // DAY) % len(DAYS)].add(minute)
    for text, alike in groupby(range(len(DAYS)), lambda day: _spans(minutes[day])):
        days = [DAYS[day] for day in alike]
        if text:
            yield f"{'-'.join(dict.fromkeys((days[0], days[-1])))} {text}"


def _windows(off_peak: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """The days and minutes of its windows; hours that are given without are those of every day."""
    daily = (off_peak,) if "hours_utc" in off_peak else ()
    for window in (*daily, *off_peak.get("windows", ())):
        spans, days = window["hours_utc"], window.get("weekdays")
        parsed = hours.parse(spans if isinstance(spans, str) else ",".join(spans))
        for day in range(1, 1 + len(DAYS)) if days is None else days:
            number = WEEKDAYS[str(day)[:3].lower()]
            yield from ((number, minute) for minute in parsed.minutes if minute < DAY)


def _spans(minutes: Collection[int]) -> str:
    starts = sorted(minute for minute in minutes if minute - 1 not in minutes)
    ends = sorted(minute + 1 for minute in minutes if minute + 1 not in minutes)
    return ",".join(f"{_clock(s)}-{_clock(e)}" for s, e in zip(starts, ends, strict=True))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


litellm = Importer(
    source="litellm",
    read=read,
    dated=False,
    licence="MIT",
    address="https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
    fetched=True,
)
