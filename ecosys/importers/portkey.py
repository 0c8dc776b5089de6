"""portkey: an archive of JSON files, one for each provider, with prices in US cents.

A token's price is in cents per token; `web_search`, images and the like are in cents each. It has
no dates, and names no currency nearly everywhere: it means US dollars then. The row `default` of
a file is a template, and what other rows repeat of its zeros fills gaps: a zero is stated only for
the input or output tokens of a row that prices other tokens. Long requests are rows of their own
there (`gemini-2.5-pro-gt-128k`); what it prices per search or minute stands as a token at times.
"""

import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from ecosys.errors import InvalidInput
from ecosys.event.subject import is_subject
from ecosys.importer import Fields, Importer, Row
from ecosys.importer.price_lines import (
    TOKENS,
    Line,
    Meaning,
    component,
    once,
    price,
    without_fillers,
)
from ecosys.values.words import printable

FOLDER = "pricing"
TEMPLATE = "default"
CENTS = {TOKENS: 4}
"""The power of ten that leads from cents for one to dollars for the unit, where it is not -2."""
MAX_PRICES = {TOKENS: 1000, "hour": 1000}
"""From where on a price is not believed, where not from ten dollars: no token has cost more than
600 USD per million."""
UNITS = (TOKENS, "image", "second", "request", "query", "hour", "megapixel")
"""The units of prices, the preferred first."""
MAX_PROBLEM_LENGTH = 200


KINDS = {"": "text", "text_": "text", "audio_": "audio", "image_": "image"}
DIRECTIONS = {
    "request_{}token": "input",
    "response_{}token": "output",
    "cache_read_{}input_token": "cache_read",
    "cached_{}input_token": "cache_read",
    "cache_write_{}input_token": "cache_write",
    "reasoning_{}token": "reasoning",
    "thinking_{}token": "reasoning",
}
COUNTED = {
    name.format(kind): Meaning(direction, modality)
    for name, direction in DIRECTIONS.items()
    for kind, modality in KINDS.items()
}
"""What is counted in tokens."""
MORE = {
    **COUNTED,
    "image_token": Meaning("output", "image"),
    "image_1k": Meaning("output", "image", "image", "1k"),
    "input_image": Meaning("input", "image", "image"),
    "megapixels": Meaning("output", "image", "megapixel"),
    "video_seconds": Meaning("output", "video", "second"),
    **{
        f"input_video_{tier}": Meaning("input", "video", "second", tier)
        for tier in ("essential", "standard", "plus")
    },
    "search": Meaning("search", unit="query"),
    "web_search": Meaning("search", unit="query"),
    "enterprise_web_search": Meaning("search", "text", "query", "enterprise"),
    **{
        f"web_search_{size}_context": Meaning("search", "text", "query", f"{size}_context")
        for size in ("low", "medium", "high")
    },
    "file_search": Meaning("request", "text", "request", "file_search"),
    "routing_units": Meaning("request", tier="routing"),
}
"""What `additional_units` count."""
FIELDS = {
    **{f"pay_as_you_go.{name}": meaning for name, meaning in COUNTED.items()},
    **{f"batch_config.{name}": meaning._replace(tier="batch") for name, meaning in COUNTED.items()},
    **{f"pay_as_you_go.additional_units.{name}": meaning for name, meaning in MORE.items()},
    **{f"additional_units.{name}": meaning for name, meaning in MORE.items()},
    "finetune_config.pay_per_token": Meaning("training"),
    "finetune_config.pay_per_hour": Meaning("training", unit="hour"),
    "fixed_cost.request": Meaning("request", unit="request"),
    "fixed_cost.response": Meaning("request", unit="request"),
}
"""What each price of a `pricing_config` is for, by where it stands."""
IMAGE = re.compile(r"pay_as_you_go\.image\.([a-z0-9]{1,16})\.([a-z0-9]{1,16})", re.ASCII)
"""Images have prices by quality and size."""
VIDEO = re.compile(
    r"pay_as_you_go\.additional_units\.video_duration_seconds_(\d{1,5})_(\d{1,5})", re.ASCII
)
CURRENCY = re.compile("[A-Z]{3}", re.ASCII)
NO_PRICE = re.compile(
    r"(.+\.)?additional_units\.default_(duration_seconds|sample_count|steps)\.price"
)
"""What is counted if a request does not say."""
DAMAGED = (tarfile.TarError, OSError, EOFError, ValueError, ArithmeticError, RecursionError)


def read(payload: bytes, stated: str) -> Iterator[Row]:  # noqa: ARG001 (it has no dates)
    """A row for each model of each file."""
    for provider, models in _files(payload).items():
        for name, row in models.items():
            yield _row(printable(f"{provider}/{name}"), name, row)


def _files(payload: bytes) -> dict[str, dict[str, Any]]:
    """What the files of the folder hold, by the names of providers."""
    files = {}
    try:
        with tarfile.open(fileobj=BytesIO(payload), mode="r:") as archive:
            for member in archive:
                path = PurePosixPath(member.name)
                if path.parent.name == FOLDER and path.suffix == ".json":
                    files[path.stem.lower()] = _models(archive, member)
            rest = payload[archive.offset :]
        if not rest or rest.strip(b"\0"):  # at a damaged file tarfile stops as at the end
            raise ValueError("it is cut off")
    except DAMAGED as problem:
        reason = str(problem)[:MAX_PROBLEM_LENGTH] or "it is damaged"
        raise InvalidInput(f"This is no archive of portkey: {reason}.") from None
    rows = (row for models in files.values() for row in models.values())
    if not any(isinstance(row, dict) and "pricing_config" in row for row in rows):
        raise InvalidInput("This is no archive of portkey: it holds no prices.")
    return files


def _models(archive: tarfile.TarFile, member: tarfile.TarInfo) -> dict[str, Any]:
    plain = member.isreg() and not member.issparse() and member.size >= 0
    opened = archive.extractfile(member) if plain else None
    models = json.load(opened, parse_float=Decimal) if opened else None
    if not isinstance(models, dict):
        raise ValueError(f"{member.name!a} does not hold models")
    return models


def _row(key: str, name: str, row: Any) -> Row:
    if name == TEMPLATE:
        return Row(key)
    given = ""
    try:
        prices = dict(_prices(row))
        given = json.dumps(prices, default=str)[:500]
        return Row(key, dict(_statements(key, row, prices)), given=given)
    except (ValueError, RecursionError) as problem:
        return Row(key, problem=str(problem)[:MAX_PROBLEM_LENGTH], given=given)


def _statements(key: str, row: Any, prices: Mapping[str, Any]) -> Iterator[tuple[str, Fields]]:
    config = row.get("pricing_config", "") if isinstance(row, dict) else ""
    if not isinstance(config, dict | None):
        raise ValueError("it has no pricing_config")
    if not is_subject(key):
        raise ValueError(f"{key:.100} cannot be the id of a model")
    currency = (config or {}).get("currency") or "USD"
    if not (isinstance(currency, str) and CURRENCY.fullmatch(currency)):
        raise ValueError(f"its prices are in {currency!r:.20}")
    if lines := once(without_fillers(list(_lines(prices))), UNITS):
        fields = {"type": "price_changed", "subject": key, "occurred": "unknown"}
        if currency != "USD":
            fields["currency"] = currency
        yield key, {**fields, "components": [component(*line) for line in lines]}


# Prices


def _prices(place: Any, path: str = "") -> Iterator[tuple[str, object]]:
    """All prices and other numbers of a row, by where they stand."""
    if isinstance(place, dict):
        for name, inner in place.items():
            yield from _prices(inner, f"{path}.{name}" if path else name)
    elif path.endswith(".price") or type(place) in (int, Decimal):
        yield path.removeprefix("pricing_config."), place


def _lines(prices: Mapping[str, object]) -> Iterator[Line]:
    """What its fields state, zeros and all."""
    for path, value in prices.items():
        if value is not None and not NO_PRICE.fullmatch(path):
            meaning = _meaning(path)
            unit = meaning.unit
            yield meaning, price(path, value, unit, CENTS.get(unit, -2), MAX_PRICES.get(unit, 10))


def _meaning(path: str) -> Meaning:
    name = path.removesuffix(".price")
    if name in FIELDS and name != path:
        return FIELDS[name]
    if match := IMAGE.fullmatch(name):
        tier = "_".join(word for word in match.groups() if word != "default")
        return Meaning("output", "image", "image", tier or "standard")
    if match := VIDEO.fullmatch(name):
        return Meaning("output", "video", "second", f"{match[1]}x{match[2]}")
    raise ValueError(f"{path!r} is no price that we know")


portkey = Importer(
    source="portkey",
    read=read,
    dated=False,
    address="https://github.com/Portkey-AI/models",
)
