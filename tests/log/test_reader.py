"""What was read of a log is kept: later only what was appended since is read."""

import pytest

from ecosys.log.query import Filter
from ecosys.log.reader import Reader
from tests.given import at, price

pytestmark = pytest.mark.engines
A = price("a", "2025-01-01", input="1")
B = price("b", "2025-02-01", subject="mistral/small", input="2")
OF_MISTRAL = Filter((), "mistral")


@pytest.fixture
def log(timeline):
    return timeline.log


@pytest.fixture
def reads(log, monkeypatch):
    """What is asked of the log: the filter, and the position after which is read."""
    asked, read = [], log.read

    def noted(where, *, after, upto):
        asked.append((where, after))
        return read(where, after=after, upto=upto)

    monkeypatch.setattr(log, "read", noted)
    return asked


def ids(reader, where):
    return [record.id for record in reader.records(where)]


def test_each_selection_is_read_once_and_then_only_what_is_new(log, reads):
    log.append([A])
    reader = Reader(log)
    for _ in range(2):
        assert ids(reader, Filter()) == ["a"]
        assert ids(reader, OF_MISTRAL) == []
    log.append([B])
    assert ids(reader, Filter()) == ["a", "b"]
    assert ids(reader, OF_MISTRAL) == ["b"]
    assert reads == [(Filter(), 0), (OF_MISTRAL, 0), (Filter(), 1), (OF_MISTRAL, 1)]


def test_of_no_subjects_there_is_nothing(timeline):
    timeline.append([A, B])
    nobody = frozenset[str]()
    assert [*timeline.log.read(Filter(among=nobody))] == []
    assert [*timeline.view(timeline.moment(), among=nobody).facts] == []


def test_what_was_handed_out_does_not_grow(log):
    log.append([A])
    reader = Reader(log)
    before = reader.records()
    log.append([B])
    reader.records()
    assert [record.id for record in before] == ["a"]


def test_the_boundaries_of_later_events_are_found_too(log):
    reader = Reader(log)
    log.append([price("c", "2025-03-01T08:00Z", input="3")])
    assert reader.last_boundary(at("2026-01-01")) == at("2025-03-01T08:00Z")
    log.append([price("d", "2025-02-01T08:00Z", input="4")])
    assert reader.last_boundary(at("2025-03-01")) == at("2025-02-01T08:00Z")
    assert reader.last_boundary(at("2025-02-01")) == 0
