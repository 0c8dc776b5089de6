"""The recipes of the guide in SQL: SQLite and DuckDB give what follows from a small log by hand."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from ecosys import Timeline
from ecosys.__main__ import build
from tests import given as made
from tests.documents import GUIDE, blocks

BLOCKS = {
    block.file: block.text for block in blocks(GUIDE / "sql.md") if block.language in ("sql", "csv")
}
"""What the page shows, by name."""
O3 = "openai/o3"
SONNET = "anthropic/claude-sonnet-5"
MIRRORED = {"voice": "llm-prices", "stated": "2025-04-20"}
LOG = (
    made.price("o3-preview", "2025-01-31", input="60", output="60"),
    made.price("o3-first", "2025-04-16", input="10", output="40"),
    made.price("ghost", "2025-05-01", input="99", output="99"),
    made.event("retracted", "no-ghost", event="ghost", fault="ours", why="of another model"),
    made.price("o3-cut", "2025-06-10", input="2", output="8"),
    made.price("pro", "2025-06-10", subject="openai/o3-pro", input="20", output="80"),
    made.price("may", "2025-05-31", subject="openai/may", input="1"),
    made.price("july", "2025-07-01", subject="openai/july", input="1"),
    made.price("mirror", "2025-04-16", input="10", output="40", **MIRRORED),
    made.event(
        "corrected",
        "mirror-corrected",
        event="mirror",
        fault="source",
        why="it had ended",
        stated="2026-08-22",
        statement={
            "type": "price_changed",
            "subject": O3,
            "occurred": "2025-04-16",
            "until": "2025-06-10",
            "voice": "llm-prices",
            "sources": made.SOURCES,
            "components": [
                {"direction": "input", "amount": "10"},
                {"direction": "output", "amount": "40"},
            ],
        },
    ),
    made.price("promo", "2026-06-30", subject=SONNET, input="2", output="10", until="2026-09-01"),
    made.price("raise", "2026-09-01", subject=SONNET, input="3", output="15", stated="2026-06-30"),
    made.event("rescheduled", "off", event="raise", cancelled=True, stated="2026-08-10"),
    made.price("stays", "2026-08-10", subject=SONNET, input="2", output="10"),
    made.price("ended", "2026-06-30", subject="openai/promo", input="5", until="2026-09-01"),
)
SEPTEMBER = "2026-09-01T00:00:00.000000Z"
AUGUST = "2026-08-10T00:00:00.000000Z"
JUNE = "2025-06-10T00:00:00.000000Z"
EXPECTED: dict[str, list[tuple[Any, ...]]] = {
    "as-of": [
        ("input", "standard", "10", "llm-prices"),
        ("input", "standard", "10", "openai"),
        ("output", "standard", "40", "llm-prices"),
        ("output", "standard", "40", "openai"),
    ],
    "as-known": [("input", "3", SEPTEMBER), ("output", "15", SEPTEMBER)],
    "changed": [
        ("gone", "input", "3", SEPTEMBER, "anthropic"),
        ("gone", "output", "15", SEPTEMBER, "anthropic"),
        ("new", "input", "2", AUGUST, "anthropic"),
        ("new", "output", "10", AUGUST, "anthropic"),
    ],
    "became-valid": [
        (JUNE, O3, "input", "2", "openai"),
        (JUNE, O3, "output", "8", "openai"),
        (JUNE, "openai/o3-pro", "input", "20", "openai"),
        (JUNE, "openai/o3-pro", "output", "80", "openai"),
    ],
    "usage": [
        ("2025-06-09", O3, 1_000_000, 10, 10),
        ("2025-06-10", "acme/unknown", 5, None, None),
        ("2025-06-10", O3, 3_000_000, 2, 6),
    ],
}
"""The rows of each recipe."""
SAME_IN_BOTH = sorted(EXPECTED.keys() - {"usage"})
MINE = f"""day,model,tokens
2025-01-30,{O3},1000000
2025-04-15,{O3},1000000
2026-08-31,openai/promo,1000000
2026-09-01,openai/promo,1000000
2026-08-31,{SONNET},2000000
2026-09-01,{SONNET},2000000
"""
"""Usage around the days on which prices began and ended."""
PRICED = [
    ("2025-01-30", O3, 1_000_000, None, None),
    ("2025-04-15", O3, 1_000_000, 60, 60),
    ("2026-08-31", SONNET, 2_000_000, 2, 4),
    ("2026-08-31", "openai/promo", 1_000_000, 5, 5),
    ("2026-09-01", SONNET, 2_000_000, 2, 4),
    ("2026-09-01", "openai/promo", 1_000_000, None, None),
]

Query = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the log, its prices as they are exported, and the usage of the page."""
    folder = tmp_path_factory.mktemp("recipes")
    timeline = Timeline.open(folder / "log.db", clock=lambda: made.NOW)
    timeline.append(LOG)
    timeline.log.database.close()
    (folder / "usage.csv").write_text(BLOCKS["usage.csv"])
    exported = told(folder, "SELECT * FROM price_all", "--format", "csv")
    (folder / "price_all.csv").write_text(exported, newline="")
    return folder


def told(folder: Path, query: str, *options: str) -> str:
    """What `ecosys sql` writes about the log of a folder."""
    settings = {"ECOSYS_DATABASE": str(folder / "log.db")}
    done = CliRunner().invoke(build(), ["sql", query, *options], env=settings)
    assert done.exit_code == 0, done.output
    return done.stdout


def in_sqlite(folder: Path) -> Query:
    """What asks by `ecosys sql`, with the usage of the folder."""

    def ask(query: str) -> list[tuple[Any, ...]]:
        usage = f"usage={folder / 'usage.csv'}"
        lines = told(folder, query, "--table", usage, "--format", "ndjson").splitlines()
        return [tuple(json.loads(line).values()) for line in lines]

    return ask


def in_duckdb(folder: Path) -> Query:
    """What asks DuckDB over the files of the folder, loaded as the page says."""
    connection = duckdb.connect(config={"file_search_path": str(folder)})
    connection.execute(BLOCKS["duckdb-load"])

    def ask(query: str) -> list[tuple[Any, ...]]:
        rows = connection.execute(query).fetchall()
        return [tuple(map(plain, row)) for row in rows]

    return ask


def plain(value: Any) -> Any:
    """A value of DuckDB as the command writes it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("engine", [in_sqlite, in_duckdb])
@pytest.mark.parametrize("recipe", SAME_IN_BOTH)
def test_a_recipe_gives_what_follows_from_the_log(folder, engine, recipe):
    assert engine(folder)(BLOCKS[recipe]) == EXPECTED[recipe]


@pytest.mark.parametrize(("engine", "recipe"), [(in_sqlite, "usage"), (in_duckdb, "duckdb-usage")])
def test_usage_costs_what_its_day_cost(folder, engine, recipe):
    assert engine(folder)(BLOCKS[recipe]) == EXPECTED["usage"]


@pytest.mark.parametrize(("engine", "recipe"), [(in_sqlite, "usage"), (in_duckdb, "duckdb-usage")])
def test_a_price_counts_on_its_last_day_and_not_on_the_next(folder, tmp_path, engine, recipe):
    for name in ("log.db", "price_all.csv"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    (tmp_path / "usage.csv").write_text(MINE)
    assert engine(tmp_path)(BLOCKS[recipe]) == PRICED


def test_every_recipe_of_the_page_is_tried():
    apart = {"usage.csv", "duckdb-load", "duckdb-usage"}
    assert BLOCKS.keys() == EXPECTED.keys() | apart


def test_the_view_of_a_moment_gives_what_the_recipe_gives(folder):
    query = f"""SELECT direction, tier, amount, voice FROM price WHERE subject = '{O3}'
    ORDER BY direction, tier, voice"""
    shown = told(folder, query, "--as-of", "2025-06-09", "--format", "csv").splitlines()
    assert [tuple(line.split(",")) for line in shown[1:]] == EXPECTED["as-of"]
