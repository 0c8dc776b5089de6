"""genai-prices as its own versions answered: known then, true then, for every question asked.

The answers were drawn from the packages themselves, month by month; they are not part of this
project. Where they are missing these tests say so.
"""

import csv
import gzip
import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from ecosys.answers.cost import cost
from ecosys.errors import NotFound
from ecosys.importer import importers
from ecosys.ingest.run import run
from ecosys.ingest.snapshots import snapshots
from ecosys.timeline import Timeline
from tests.ingest import feeds

FEEDS = feeds.FEEDS / "genai-prices"
SIZES = (
    (1_000, "usd_1000in", "usd_1000out"),
    (300_000, "usd_300k_in", "usd_1000out_at_300k"),
)
pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(
        not FEEDS.is_dir(), reason=f"SKIPPED: the data of genai-prices are not at {FEEDS}"
    ),
]


def imported(path: Path, shuffled: int | None) -> Timeline:
    opened = Timeline.open(path)
    files = sorted(FEEDS.glob("*_data.json.gz"))
    if shuffled is not None:
        random.Random(shuffled).shuffle(files)
    for outcome in run(opened, importers["genai_prices"], snapshots(files)):
        assert outcome.rows == outcome.taken + outcome.known + outcome.held_back
    return opened


def answer(
    timeline: Timeline, row: dict[str, str], tokens: int
) -> tuple[Decimal | None, ...] | str:
    moment = timeline.moment(row["as_of"], row["known_at"], None, "genai-prices")
    name = f"{row['provider']}/{row['model']}"
    try:
        found, _ = cost(timeline, moment, name, {"input": tokens, "output": 1_000})
    except NotFound:
        return "LookupError"
    return found.input, found.output


def questions() -> Iterator[dict[str, str]]:
    for path in sorted(FEEDS.glob("expected_prices_*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as opened:
            yield from csv.DictReader(opened)


@pytest.mark.parametrize("shuffled", [None, 1])
def test_every_question_is_answered_as_its_own_version_did(tmp_path, shuffled):
    timeline = imported(tmp_path / "log.db", shuffled)
    found: Counter[bool] = Counter()
    for row in questions():
        for tokens, input, output in SIZES:
            lost = row[input] == "LookupError"
            right = "LookupError" if lost else (Decimal(row[input]), Decimal(row[output]))
            found[answer(timeline, row, tokens) == right] += 1
    assert found[False] == 0
    assert found[True] > 50_000
