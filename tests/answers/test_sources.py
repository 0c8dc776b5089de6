"""How fresh facts are, and on whose word they rest."""

from decimal import Decimal

import pytest

from ecosys.answers.sources import freshness, sources, stale, support
from tests.given import event, price

KINDS = {"openai": "provider", "blog": "secondary", "feed": "mirror"}


@pytest.fixture
def log(timeline):
    timeline.append(
        [
            *(event("registered", f"source-{slug}", source=slug, name=slug, kind=kind)
              for slug, kind in KINDS.items()),
            price("old", "2025-01-01", subject="openai/o1", input="2"),
            price("confirmed", "2025-01-01", subject="openai/o3", input="2"),
            event("confirmed", "again", source="openai", events=["confirmed"], stated="2025-06-01"),
            price("gone", "2025-01-01", subject="openai/o4", input="2"),
            event("deprecated", "end", subject="openai/o4", announced="2025-01-01",
                  stated="2025-01-01", shutdown="2025-05-01"),
            event("launched", "told", subject="openai/o3", what="model", occurred="2025-01-01",
                  sources=[{"source": "blog"}, {"source": "feed"}]),
            event("launched", "copied", subject="openai/o1", what="model", occurred="2025-01-01",
                  sources=[{"source": "feed"}]),
        ]
    )  # fmt: skip
    return timeline


def test_what_nobody_said_or_confirmed_is_stale_however_often_we_read_it(log):
    moment = log.moment("2025-06-10", "2025-06-10")
    [row] = stale(log, moment, 45).rows
    assert (row.subject, row.last_stated, row.age_days) == ("openai/o1", "2025-01-01", 160)
    assert row.last_read == "2026-11-22"
    later = stale(log, log.moment("2025-07-16", "2025-07-16"), 45).rows  # 45 days after 1 June
    assert [row.subject for row in later] == ["openai/o1", "openai/o3"]


def test_the_share_of_what_is_stale_counts_what_is_sold_and_what_will_end(log):
    found = freshness(log, log.moment("2025-06-10", "2025-06-10"))
    assert (found.facts, found.stale, found.share_stale) == (2, 1, Decimal("0.5"))


def test_facts_are_told_apart_by_the_best_word_that_they_rest_on(log):
    found = support(log, log.moment())
    assert (found.primary, found.secondary, found.mirror, found.single) == (4, 1, 1, 5)
    alone = {row.source: row.alone for row in sources(log, log.moment()).rows}
    assert alone == {"openai": 4, "blog": 0, "feed": 1}
