"""What the log does not tell, as a list of facts to look up."""

import pytest

from ecosys.answers.unknown import KINDS, unknown
from ecosys.errors import InvalidInput
from ecosys.event.codec import parse
from ecosys.log.log import RELEASED
from tests.given import SOURCES, event, price

LAUNCH = {"what": "model", "occurred": "2026-11-01", "stated": "2026-11-01"}


@pytest.fixture
def known(timeline):
    """A log in which of each kind one fact is missing, and of each kind one is not."""
    timeline.log.append(
        [
            event("registered", "source-openai", source="openai", name="OpenAI", kind="provider"),
            event("registered", "source-blog", source="blog", name="Blog", kind="secondary"),
            event("launched", "l1", subject="openai/all", **LAUNCH),
            price("p1", "2026-11-01", subject="openai/all", input="2", output="8"),
            event("launched", "l2", subject="openai/unpriced", **LAUNCH),
            event("launched", "l3", subject="openai/batched", **LAUNCH),
            price("p3", "2026-11-01", subject="openai/batched",
                  components=[{"direction": "input", "amount": "1", "tier": "batch"}]),
            price("p4", "2026-11-01", subject="openai/undated", input="3"),
            event("launched", "l5", subject="openai/open", open_weights=True, **LAUNCH),
            event("deprecated", "e1", subject="openai/some-day", announced="2026-11-10"),
            event("deprecated", "e2", subject="openai/silent", shutdown="2027-06-01",
                  occurred="not after 2026-11-10", stated="2026-11-10",
                  replacements=["openai/all"]),
            event("deprecated", "e3", subject="openai/gone", announced="2025-01-01",
                  shutdown="2025-06-01"),
            price("old", "2026-01-01", subject="openai/all", channel="azure", input="2"),
            event("described", "d1", subject="openai/all", attribute="licence", value="closed",
                  occurred="2026-11-01", stated="2026-11-01"),
            event("described", "d2", subject="openai/all", attribute="licence", value="MIT",
                  occurred="2026-11-01", stated="2026-11-01", voice="blog",
                  sources=[{"source": "blog"}]),
        ],
        origin=RELEASED,
    )  # fmt: skip
    return timeline


def missing(timeline, kind, **asked):
    rows = unknown(timeline, timeline.moment(), kind=kind, **asked).rows
    return [row.subject for row in rows]


@pytest.mark.parametrize(
    ("kind", "subjects"),
    [
        ("standard_price", ["openai/batched"]),
        ("price", ["openai/unpriced"]),
        ("launch", ["openai/silent", "openai/some-day", "openai/undated", "openai/gone"]),
        ("shutdown", ["openai/some-day"]),
        ("announcement", ["openai/silent"]),
        ("replacement", ["openai/some-day"]),
        ("stale", ["openai/all"]),
        ("conflict", ["openai/all"]),
    ],
)
def test_of_each_kind_what_is_missing_is_listed_and_nothing_else(known, kind, subjects):
    assert missing(known, kind) == subjects


def test_all_kinds_together_are_what_each_gives_by_itself(known):
    rows = unknown(known, known.moment()).rows
    assert [row.subject for row in rows] == [
        each for kind in KINDS for each in missing(known, kind)
    ]


def test_of_a_subject_only_its_own_is_listed(known):
    assert missing(known, "launch", subject="openai/undated") == ["openai/undated"]
    assert missing(known, "launch", subject="openai/all") == []


def test_what_became_known_is_no_longer_listed(known):
    known.log.append([event("launched", "l4", subject="openai/undated", **LAUNCH)], origin=RELEASED)
    assert "openai/undated" not in missing(known, "launch")


def test_what_was_not_known_then_was_not_missed(known):
    before = known.moment("2026-10-01", "2026-10-01")
    assert unknown(known, before, kind="standard_price").rows == []


def test_a_row_has_the_event_begun_that_would_tell_it(known):
    [row] = unknown(known, known.moment(), kind="standard_price").rows
    [line] = row.begun["components"]
    told = {**row.begun, "components": [{**line, "amount": "2"}]}
    parse({**told, "id": "new", "occurred": "2026-11-01", "sources": SOURCES})
    [end] = unknown(known, known.moment(), kind="shutdown").rows
    parse({**end.begun, "id": "m", "shutdown": "2027-01-01"})
    [old] = unknown(known, known.moment(), kind="stale").rows
    parse({**old.begun, "id": "c", "stated": "2026-11-20"})
    [side] = unknown(known, known.moment(), kind="conflict").rows
    assert side.begun == {"type": "corrected", "event": "d2"}


def test_a_row_names_the_events_from_which_that_is_seen(known):
    for row in unknown(known, known.moment()).rows:
        places = [line.position for line in known.log.find(row.events).values()]
        assert sorted(row.because) == sorted(places)
        assert row.because


def test_a_kind_that_nobody_looks_for_is_refused(known):
    with pytest.raises(InvalidInput, match="Did you mean launch"):
        unknown(known, known.moment(), kind="launches")
