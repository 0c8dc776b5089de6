"""What the forgeries of the guide's table do not reach: tests/contracts/test_forgeries.py."""

import pytest

from ecosys.errors import Damaged
from ecosys.event import event_types
from ecosys.log import checking
from ecosys.log.merkle import Frontier
from tests.given import event, price


def test_an_honest_log_has_no_faults_whatever_types_of_events_it_holds(seeded):
    assert list(checking.faults(seeded.log.database)) == []
    assert seeded.log.check() == seeded.head().position


def test_an_empty_log_has_none_either(timeline):
    assert list(checking.faults(timeline.log.database)) == []


def test_a_type_within_which_something_else_may_have_an_id_is_parsed():
    assert set(event_types) - checking._marks().keys() >= {"claimed", "corrected", "quarantined"}


@pytest.fixture
def corrected(timeline):
    """A correction: the statement within it has the id and the type of another event."""
    timeline.append([price("a", "2025-01-01", input="1")])
    statement = price("a", "2025-01-01", input="2").model_dump(mode="json", exclude_none=True)
    timeline.append(
        [event("corrected", "c", event="a", fault="ours", why="a slip", statement=statement)]
    )
    for name in ("event_is_never_updated", "log_head_only_moves_on"):
        timeline.log.database.execute(f"DROP TRIGGER {name}")
    return timeline.log.database


@pytest.mark.parametrize("column", ["id = 'a', position = 2", "type = 'price_changed'"])
def test_a_column_that_names_what_stands_within_is_found(corrected, column):
    corrected.execute("DROP TRIGGER event_is_never_deleted")
    corrected.execute("UPDATE event SET id = 'other' WHERE position = 1")
    corrected.execute(f"UPDATE event SET {column} WHERE position = 2")
    found = list(checking.faults(corrected))
    assert any(each.startswith("Position 2 is filed under the") for each in found)


def test_every_fault_is_told_not_the_first_alone(corrected):
    corrected.execute("UPDATE event SET leaf = zeroblob(32)")
    corrected.execute("UPDATE log_head SET recorded_at = recorded_at + 1")
    found = list(checking.faults(corrected))
    told = [each.split(" does not")[0] for each in found[:3]]
    assert told == ["Position 1", "Position 2", "The log"]
    assert found[3] == "The head tells another time than the last event."


def test_a_text_that_is_no_event_is_named(corrected):
    corrected.execute("UPDATE event SET body = 'nonsense' WHERE position = 1")
    assert "Position 1 holds no event." in checking.faults(corrected)


def test_time_that_runs_backwards_is_found_though_everything_is_hashed_anew(timeline):
    timeline.append([price("a", "2025-01-01", input="1")])
    timeline.append([price("b", "2025-01-01", input="1")])
    database = timeline.log.database
    for name in ("event_is_never_updated", "log_head_only_moves_on"):
        database.execute(f"DROP TRIGGER {name}")
    database.execute("UPDATE event SET recorded_at = recorded_at - 1 WHERE position = 2")
    frontier = Frontier()
    for line in list(timeline.log.lines()):
        database.execute("UPDATE event SET leaf = ? WHERE position = ?", (line.leaf, line.position))
        frontier.extend([line.leaf])
    database.execute(
        "UPDATE log_head SET frontier = ?, root = ?, recorded_at = recorded_at - 1",
        (frontier.packed, frontier.root.hex()),
    )
    assert list(checking.faults(database)) == [
        "Position 2 was recorded before the one that stands before it."
    ]
    with pytest.raises(Damaged, match="Position 2 was recorded before"):
        timeline.log.check()


def test_two_heads_are_one_too_many(timeline):
    database = timeline.log.database
    database.execute("DROP TRIGGER log_head_is_never_deleted")
    database.execute("DELETE FROM log_head")
    assert "The log has 0 heads." in checking.faults(database)
