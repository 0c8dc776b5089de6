"""Small files in the form of genai-prices, written for the tests, and a log to take them into."""

import json
from decimal import Decimal
from typing import Any

from ecosys.answers.cost import cost
from ecosys.errors import NotFound
from ecosys.importer import importers
from ecosys.ingest.run import Outcome, take
from ecosys.ingest.snapshots import Snapshot
from ecosys.timeline import Timeline
from ecosys.values import when


def model(id: str, prices: Any, match: Any = None) -> dict[str, Any]:
    return {"id": id, "match": match or {"equals": id}, "prices": prices}


def provider(id: str, *models: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": id, "name": id.title(), "api_pattern": id, "models": list(models), **more}


def each(input: Any, output: Any, **more: Any) -> dict[str, Any]:
    """The prices of a row."""
    return {"input_mtok": input, "output_mtok": output, **more}


def snapshot(day: str, *providers: dict[str, Any]) -> Snapshot:
    payload = json.dumps(list(providers)).encode()
    return Snapshot(f"{day}_data.json", when.read(day), payload)


def imported(timeline: Timeline, *given: Snapshot) -> list[Outcome]:
    return [take(timeline, importers["genai_prices"], one) for one in given]


def charged(
    timeline: Timeline,
    name: str,
    as_of: str,
    known_at: str,
    input: int = 1_000_000,
    output: int = 1_000_000,
) -> tuple[Decimal | None, Decimal | None] | None:
    """What the source charges for input and output; None: it knows no such model."""
    moment = timeline.moment(as_of, known_at, None, "genai-prices")
    try:
        row, _ = cost(timeline, moment, name, {"input": input, "output": output})
    except NotFound:
        return None
    return row.input, row.output


def dollars(input: str, output: str) -> tuple[Decimal, Decimal]:
    return Decimal(input), Decimal(output)
