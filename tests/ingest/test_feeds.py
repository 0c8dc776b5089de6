"""The public sources themselves, as they were: every file of years, from all of them, in one log.

The files are not part of this project; where they are missing this test says so.
"""

from collections import Counter

import pytest

from ecosys.answers.quarantine import quarantine
from ecosys.events.price_changed import PriceChanged
from ecosys.importer import Importer, importers
from ecosys.ingest.run import run
from ecosys.ingest.snapshots import snapshots
from ecosys.timeline import Timeline
from ecosys.values import instant
from tests.ingest.feeds import FEEDS, FILES, take_all

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(
        not FEEDS.is_dir(), reason=f"SKIPPED: the feeds of the sources are not at {FEEDS}"
    ),
]
SLIPS = {
    "litellm": {
        "wandb/moonshotai/Kimi-K2-Instruct": {"0.6", "2.5"},
        "watsonx/ibm/granite-3-8b-instruct": {"0.2"},
        "perplexity/pplx-70b-online": {"0", "2.8"},
        "perplexity/pplx-7b-online": {"0", "0.28"},
    },
    "tokencost": {
        "vertex_ai-language-models/gemini-1.5-flash": {
            "0.5",
            "1",
            "1.5",
            "3",
            "0.075",
            "0.15",
            "0.3",
            "0.6",
        },
    },
    "models-dev": {"openrouter/openai/gpt-5.4-mini": {"0.75", "0.075", "4.5"}},
}
"""Rows whose unit was wrong at some time, and all that their files price tokens at otherwise."""


def importer_of(source: str) -> Importer:
    return importers[source.replace("-", "_")]


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """All files taken in, with what became of the rows of each reading by source."""
    timeline = Timeline.open(tmp_path_factory.mktemp("feeds") / "log.db")
    return timeline, take_all(timeline, FEEDS)


def test_every_row_of_every_reading_is_taken_known_or_held_back(imported):
    _, outcomes = imported
    expected: Counter[str] = Counter()
    for source, _, _, readings in FILES:
        expected[source] += readings
    assert Counter(source for source, _ in outcomes) == expected
    for source, one in outcomes:
        assert one.rows == one.taken + one.known + one.held_back, (source, one.name)
        assert one.rows > 0, (source, one.name)


@pytest.mark.parametrize("source", SLIPS)
def test_slips_of_the_unit_are_in_quarantine_and_not_in_the_prices(imported, source):
    timeline, _ = imported
    moment = timeline.moment(source=source)
    held = {row.row for row in quarantine(timeline, moment).rows}
    assert held >= set(SLIPS[source])
    facts = timeline.held(moment.knowing(instant.AFTER_ALL), "price_changed")
    for row, right in SLIPS[source].items():
        told = [each.event for each in facts if each.id.startswith(f"{source}/{row}@")]
        amounts = {line.amount for event in told for line in event.components if line.per_million}
        assert amounts <= right, row
    for each in facts:
        assert isinstance(each.event, PriceChanged)
        amounts = {line.per_million for line in each.event.components if line.per_million}
        assert all(amount <= 10_000 for amount in amounts), each.id


def test_all_of_it_again_adds_nothing(imported):
    timeline, _ = imported
    before = timeline.head()
    for source, pattern, stated, _ in FILES[:4]:
        given = snapshots(sorted(FEEDS.glob(pattern)), stated)
        assert sum(one.events for one in run(timeline, importer_of(source), given)) == 0
    assert timeline.head() == before
