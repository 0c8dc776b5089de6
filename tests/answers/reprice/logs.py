"""Logs of usage, drawn at random but always the same."""

import csv
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

MODELS = (
    *("gpt-4o", "openai/o3", "claude-sonnet-5", "deepseek-v4-flash", "deepseek-chat"),
    *(
        "gemini-2.5-pro",
        "gemini-2.5-pro",
        "gpt-5",
        "azure/gpt-4o",
        "my-model",
        "claude-opus-4-1-20250805",
    ),
)
TIERS = ("standard", "standard", "batch", "auto", "")
COLUMNS = (
    *("id", "timestamp", "until", "model", "tier", "input_tokens", "cache_read_tokens"),
    *("output_tokens", "requests", "cost"),
)
CUT = datetime(2025, 6, 9, 12, tzinfo=UTC)
"""Twelve hours before the price of o3 was cut."""
FIRST = datetime(2025, 2, 1, tzinfo=UTC)


def rows(count: int, *, plain: bool = False):
    """So many rows over 21 months; plain ones are single requests at an instant."""
    draw = random.Random(count)
    for number in range(count):
        model = draw.choice(MODELS)
        is_long = draw.random() < 0.2 and not plain
        at = FIRST + timedelta(seconds=draw.randrange(640 * 86_400))
        if is_long and model == "openai/o3":
            at = CUT
        until = at + timedelta(hours=draw.choice((1, 20, 36))) if is_long else None
        is_date = draw.random() < 0.1 and not plain
        yield {
            "id": f"r{number}",
            "timestamp": at.date().isoformat() if is_date else at.isoformat(),
            "until": until.isoformat() if until else "",
            "model": model,
            "tier": draw.choice(TIERS),
            "input_tokens": draw.choice((0, draw.randrange(1, 400_000))),
            "cache_read_tokens": draw.choice((0, 0, draw.randrange(20_000))),
            "output_tokens": draw.choice(
                ("", draw.randrange(5000), "oops" if number % 97 == 0 else 1)
            ),
            "requests": draw.choice((1, 7, 7)) if is_long else 1,
            "cost": f"{draw.random() * 0.01:.6f}",
        }


def write(path: Path, count: int, *, plain: bool = False) -> Path:
    """A log of so many rows as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows(count, plain=plain))
    return path
