"""A log in memory is read like the same log in a database."""

import pytest

from ecosys.errors import Refused
from ecosys.log.memory import LinesLog, MemoryLog
from ecosys.log.query import Filter
from tests.given import event, price

FILTERS = [
    Filter(),
    Filter(("price_changed",)),
    Filter((), "openai"),
    Filter(("price_changed", "deprecated"), "openai/o3"),
    Filter(("confirmed",), ""),
    Filter(own_types=("retracted", "confirmed")),
    Filter((), "openai", own_types=("retracted",)),
    Filter(own_types=("launched",)),
]


@pytest.fixture(params=["records", "lines"])
def both(timeline, request):
    timeline.append(
        [
            price("a", "2025-01-01", input="1"),
            price("b", "2025-02-01", subject="mistral/large", input="2"),
            event("deprecated", "end", subject="openai/o3", announced="2025-03-01"),
            event("retracted", "r", event="a", fault="ours", why="a slip"),
            event("confirmed", "read", source="openai", stated="2025-04-01"),
        ]
    )
    if request.param == "lines":
        return timeline.log, LinesLog(timeline.log.lines())
    return timeline.log, MemoryLog(timeline.records())


@pytest.mark.parametrize("where", FILTERS)
def test_it_gives_the_same_events_for_the_same_filter(both, where):
    kept, held = both
    assert held.read(where) == kept.read(where)
    assert held.read(where, after=1, upto=4, limit=2) == kept.read(where, after=1, upto=4, limit=2)


def test_events_of_types_of_their_own_are_those_whatever_they_are_about(both):
    for log in both:
        ids = [each.id for each in log.read(Filter(own_types=("retracted", "confirmed")))]
        assert ids == ["r", "read"]
        about = Filter((), "openai", own_types=("retracted", "deprecated"))
        assert [each.id for each in log.read(about)] == ["end", "r"]


def test_it_has_the_same_end_root_lines_and_subjects(both):
    kept, held = both
    for ask in (
        lambda log: log.head(),
        lambda log: [log.root(position) for position in range(6)],
        lambda log: [log.recorded_at(position) for position in range(6)],
        lambda log: [log.origin(position) for position in range(6)],
        lambda log: list(log.lines(after=2)),
        lambda log: log.find(["end", "nobody"]),
        lambda log: log.at([5, 1, 9]),
        lambda log: [log.last_about(subject) for subject in ("openai/o3", "mistral/large", "x")],
        lambda log: (log.instants(), log.hours()),
    ):
        assert ask(held) == ask(kept)


def test_it_is_only_asked(both):
    with pytest.raises(Refused):
        both[1].append([price("c", "2025-05-01", input="3")])
