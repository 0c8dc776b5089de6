"""litellm: one JSON object of models and their prices in USD per token, with dates of shutdown.

Its only dates are those of `deprecation_date`, which means the day of the shutdown. What is priced
in two units is stated in the one that stands first in `UNITS`. A range of `tiered_pricing` holds
for the whole request, as its sellers charge it and its code did before late 2025 and does since
summer 2026, not for the part inside. A zero is stated only for the input or output tokens of a row
that prices other tokens: elsewhere it fills a gap, and a row of zeros (run by oneself, free, or
unknown) states no price; nor do prices in DBU and factors on prices. Of a name that stands twice
the last counts, as for all who read JSON; of two names of one model the fuller one speaks, as in
its own code.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ecosys import amount, when
from ecosys.errors import InvalidInput
from ecosys.faults import is_subject
from ecosys.importer import Fields, Importer, Row
from ecosys.price_lines import (
    TOKENS,
    Line,
    Meaning,
    component,
    once,
    price,
    without_fillers,
    written,
)

TEMPLATE = "sample_spec"  # the row that explains the others
CHARACTERS, PIXELS = "1M characters", "megapixel"
MILLIONS = (TOKENS, CHARACTERS, PIXELS)
UNITS = (TOKENS, "image", "second", "page", "query", "request", "session", PIXELS, CHARACTERS)
"""The units of prices, the preferred first."""
MOST, MOST_OF_MILLIONS = 10, 1000
"""From where on a price is not believed: no token has cost more than 600 USD per million."""
LONGEST, FARTHEST = 200, 10**9


Field = tuple[str, object, Mapping[str, Any]]
"""A name, what is given, and what its place adds to the meaning."""

COUNTED = {
    "token": ("text", TOKENS),
    "audio_token": ("audio", TOKENS),
    "image_token": ("image", TOKENS),
    "character": ("text", CHARACTERS),
    "image": ("image", "image"),
    "pixel": ("image", PIXELS),
    "second": ("text", "second"),
    "audio_per_second": ("audio", "second"),
    "video_per_second": ("video", "second"),
}
"""What `input_cost_per_` and `output_cost_per_` count."""
SEARCH, RANGED = "search_context_cost_per_query", "tiered_pricing"
FIELDS = {
    **{
        f"{way}_cost_per_{thing}": Meaning(way, *counted)
        for way in ("input", "output")
        for thing, counted in COUNTED.items()
    },
    **{
        f"cache_{theirs}_input_{prefix}token_cost": Meaning(ours, modality)
        for theirs, ours in (("read", "cache_read"), ("creation", "cache_write"))
        for prefix, modality in (("", "text"), ("audio_", "audio"), ("image_", "image"))
    },
    "cache_read_input_token_cost_per_audio_token": Meaning("cache_read", "audio"),
    "cache_creation_input_token_cost_above_1hr": Meaning("cache_write_1h"),
    "input_cost_per_token_cache_hit": Meaning("cache_read"),
    "output_cost_per_reasoning_token": Meaning("reasoning"),
    "citation_cost_per_token": Meaning("input", tier="citation"),
    "cost_per_image": Meaning("output", "image", "image"),
    "ocr_cost_per_page": Meaning("input", "image", "page"),
    "annotation_cost_per_page": Meaning("input", "image", "page", "annotation"),
    "input_cost_per_query": Meaning("search", unit="query"),
    SEARCH: Meaning("search", unit="query"),
    "input_cost_per_request": Meaning("request", unit="request"),
    "code_interpreter_cost_per_session": Meaning("request", "text", "session", "code_interpreter"),
}
"""What each field prices, without its suffixes."""
LARGE = {f"above_{edge}_and_{edge}_pixels": f"above_{edge}x{edge}" for edge in (512, 1024)}
AS_NAMED = ("flex", "priority", "1080p", "above_8s_interval", "above_15s_interval")
TIERS = {
    **LARGE,
    **{f"{name}_and_premium_image": f"{tier}_premium" for name, tier in LARGE.items()},
    **dict(zip(AS_NAMED, AS_NAMED, strict=True)),
    **dict.fromkeys(("batches", "batch_requests"), "batch"),
    "premium_image": "premium",
}
"""What the suffixes of fields say of how it is served."""
NAME = re.compile(rf"(.+?)(?:_above_(\d{{1,5}})k_tokens)?(?:_({'|'.join(TIERS)}))?", re.ASCII)
PRICE = re.compile("cost|pric")
OTHER_MONEY = re.compile("(input|output)_dbu?_cost_per_token")
SIZES = {f"search_context_size_{size}": f"{size}_context" for size in ("low", "medium", "high")}
TIMED = {
    "audio_transcription": ("input", "audio"),
    "audio_speech": ("output", "audio"),
    "video_generation": ("output", "video"),
}
"""What is timed, by the mode of a row; otherwise it is the model that runs."""


def read(payload: bytes, stated: str) -> Iterator[Row]:  # noqa: ARG001 (its prices have no days)
    """A row for each name in the file."""
    rows = _rows(payload)
    names: dict[str, list[str]] = defaultdict(list)
    for name, given in rows.items():
        names[_key(name, given)].append(name)
    for key, known in names.items():
        speaks = key if key in known else known[0]
        row = _row(key, rows[speaks])
        yield row
        yield from (_again(row, name, rows[name]) for name in known if name != speaks)


def _rows(payload: bytes) -> dict[str, Any]:
    try:
        rows = json.loads(payload, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as problem:
        raise InvalidInput(f"This is no price file of litellm: {problem!s:.200}.") from None
    some = rows.values() if isinstance(rows, dict) else ()
    if not any(isinstance(row, dict) and "mode" in row for row in some):
        raise InvalidInput("This is no price file of litellm: it holds no models.")
    return dict(rows)


def _key(name: str, row: Any) -> str:
    """`provider/model`, whether or not the name begins with the provider."""
    provider = row.get("litellm_provider") if isinstance(row, dict) else None
    if name == TEMPLATE or not isinstance(provider, str):
        return written(name)
    return written(f"{provider.lower()}/{name.removeprefix(f'{provider}/')}")


def _row(key: str, row: Any) -> Row:
    if key == TEMPLATE:
        return Row(key)
    given = ""
    try:
        given = _given(row)
        return Row(key, dict(_statements(key, row)), given=given)
    except (ValueError, RecursionError) as problem:
        return Row(key, odd=str(problem)[:LONGEST], given=given)


def _again(row: Row, name: str, given: Any) -> Row:
    """Another name of a model that has a row: it states nothing of its own."""
    again = _row(row.key, given)
    same = (again.says, again.odd) == (row.says, row.odd)
    odd = None if same else f"it says otherwise than the row of {row.key}"
    return Row(f"{row.key} as {written(name)}", odd=odd, given=again.given)


def _given(row: Any) -> str:
    if not isinstance(row, dict):
        raise ValueError("it has no fields")
    told = {name: row[name] for name in row if PRICE.search(name) or name == "deprecation_date"}
    return json.dumps(told, default=str)[:500]


def _statements(key: str, row: Mapping[str, Any]) -> Iterator[tuple[str, Fields]]:
    if not isinstance(row.get("litellm_provider"), str):
        raise ValueError("it names no provider")
    if not is_subject(key):
        raise ValueError(f"{key:.100} cannot be the id of a model")
    said = {"subject": key, "occurred": "unknown"}
    if lines := once(without_fillers(list(_lines(row))), UNITS):
        components = [component(*line) for line in lines]
        yield key, {**said, "type": "price_changed", "components": components}
    if (day := row.get("deprecation_date")) not in (None, ""):
        yield f"{key}/end", {**said, "type": "deprecated", "shutdown": _day(day)}


def _day(text: object) -> str:
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError("its deprecation_date is not a day")
    return str(when.read(text))


def _fields(row: Mapping[str, Any]) -> Iterator[Field]:
    for name, value in row.items():
        if name == SEARCH and isinstance(value, dict):
            yield from _searches(value)
        elif name == RANGED and isinstance(value, list):
            yield from _ranges(value)
        elif value is not None and PRICE.search(name) and not OTHER_MONEY.fullmatch(name):
            yield name, value, {}


def _searches(sizes: Mapping[str, Any]) -> Iterator[Field]:
    """The price of a search by how much it brings, or one where it is the same for all."""
    if not sizes.keys() <= SIZES.keys():
        raise ValueError(f"{SEARCH} has sizes that we do not know")
    prices = list(sizes.values())
    if len(prices) == len(SIZES) == prices.count(prices[0]):
        sizes = {"": prices[0]}
    for size, asked in sizes.items():
        yield SEARCH, asked, {"tier": SIZES.get(size, "standard")}


def _ranges(ranges: Iterable[Any]) -> Iterator[Field]:
    """The prices of ranges of the input, or of the number of results."""
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
    if number % 1 or number > FARTHEST:
        raise ValueError(f"{end} is no end of a range")
    return int(number)


def _lines(row: Mapping[str, Any]) -> Iterator[Line]:
    """What its fields state, zeros and all."""
    mode = str(row.get("mode"))
    priced = [name for name in row if name.startswith("output_cost") and row[name]]
    makes = mode in ("image_generation", "image_edit") and not priced
    for name, value, adds in _fields(row):
        meaning = _meaning(name, mode)._replace(**adds)
        if makes and meaning.unit in ("image", PIXELS):
            meaning = meaning._replace(direction="output")  # what goes in is not priced
        many = meaning.unit in MILLIONS
        most = MOST_OF_MILLIONS if many else MOST
        yield meaning, price(name, value, meaning.unit, 6 if many else 0, most)


def _meaning(name: str, mode: str) -> Meaning:
    found = NAME.fullmatch(name)
    if found is None or found[1] not in FIELDS:
        raise ValueError(f"{name!r} is no price that we know")
    meaning = FIELDS[found[1]]
    if meaning.unit == "second" and meaning.modality == "text":
        meaning = Meaning(*TIMED.get(mode, ("request", "text")), "second")
    above = 1000 * int(found[2] or 0)
    return meaning._replace(tier=TIERS.get(found[3], meaning.tier), above=above)


litellm = Importer(
    source="litellm",
    read=read,
    dated=False,
    licence="MIT",
    address="https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
    fetched=True,
)
