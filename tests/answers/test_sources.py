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


def copied(id, subject, again, **lines):
    """What a mirror said first, and said again on a day."""
    said = {"stated": "2024-12-20", "voice": "feed", "sources": [{"source": "feed"}]}
    return [
        price(id, "2025-01-01", subject=subject, **lines, **said),
        event("confirmed", f"{id}-again", source="feed", events=[id], stated=again),
    ]


def test_a_mirror_that_says_the_same_keeps_it_fresh_and_its_word_is_named(log):
    log.append(copied("copy", "openai/o1", "2025-05-20", input="2"))
    moment = log.moment("2025-06-10", "2025-06-10")
    assert stale(log, moment, 45).rows == []
    assert freshness(log, moment).stale == 0
    [row] = stale(log, moment, 0, "openai/o1").rows
    assert (row.voice, row.last_stated, row.age_days) == ("feed", "2025-05-20", 21)
    assert row.events == ("old", "copy")
    [row] = stale(log, log.moment("2025-06-10", "2025-05-19"), 45, "openai/o1").rows
    assert (row.voice, row.last_stated, row.events) == ("openai", "2025-01-01", ("old",))


def test_whoever_says_otherwise_confirms_nothing(log):
    log.append(copied("other", "openai/o1", "2025-05-20", input="3"))
    [row] = stale(log, log.moment("2025-06-10", "2025-06-10"), 45).rows
    assert (row.voice, row.last_stated, row.events) == ("openai", "2025-01-01", ("old",))


def test_a_price_list_is_as_old_as_the_line_on_which_nobody_has_spoken_for_longest(log):
    log.append([price("list", "2025-01-01", subject="openai/o5", input="2", output="8")])
    log.append(copied("half", "openai/o5", "2025-05-20", input="2"))
    moment = log.moment("2025-06-10", "2025-06-10")
    [row] = stale(log, moment, 45, "openai/o5").rows
    assert (row.voice, row.last_stated, row.events) == ("openai", "2025-01-01", ("list",))
    log.append(copied("rest", "openai/o5", "2025-05-25", output="8"))
    [row] = stale(log, log.moment("2025-06-10", "2025-06-10"), 0, "openai/o5").rows
    assert (row.voice, row.last_stated, row.events) == ("feed", "2025-05-20", ("list", "half"))


def test_an_end_that_a_mirror_repeats_is_no_staler_than_its_word(log):
    end = {"subject": "openai/o3", "announced": "2025-01-01", "shutdown": "2026-01-01"}
    log.append(
        [
            event("deprecated", "announced", stated="2025-01-01", **end),
            event("deprecated", "noted", stated="2024-12-31", voice="feed", **end),
            event("confirmed", "noted-again", source="feed", events=["noted"], stated="2025-06-01"),
        ]
    )
    ends = stale(log, log.moment("2025-07-01", "2025-07-01"), 0, "openai/o3").rows
    [row] = [row for row in ends if row.what == "deprecated"]
    assert (row.voice, row.last_stated, row.events) == (
        "feed",
        "2025-06-01",
        ("announced", "noted"),
    )


def test_the_share_of_what_is_stale_counts_what_is_sold_and_what_will_end(log):
    found = freshness(log, log.moment("2025-06-10", "2025-06-10"))
    assert (found.facts, found.stale, found.share_stale) == (2, 1, Decimal("0.5"))


def test_facts_are_told_apart_by_the_best_word_that_they_rest_on(log):
    found = support(log, log.moment())
    assert (found.primary, found.secondary, found.mirror, found.single) == (4, 1, 1, 5)
    alone = {row.source: row.alone for row in sources(log, log.moment()).rows}
    assert alone == {"openai": 4, "blog": 0, "feed": 1}
