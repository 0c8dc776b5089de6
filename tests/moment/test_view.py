"""A view: facts of one moment, narrowed, moved and asked."""

import pytest

from ecosys.domain.endings import endings
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.deprecated import Deprecated
from ecosys.events.launched import Launched
from ecosys.testing import given

ACME = {"sources": [{"source": "acme"}]}
LAUNCH = {"type": "launched", "what": "model", **ACME}
END = {"type": "deprecated", "id": "end", "subject": "acme/m", "announced": "2025-01-01",
       "shutdown": "2025-06-01", **ACME}  # fmt: skip
MOVE = {"type": "alias_moved", "id": "move", "alias": "acme/m", "to": "acme/n",
        "occurred": "2025-02-01", **ACME}  # fmt: skip


def ids(view):
    return [held.id for held in view.facts]


@pytest.fixture
def launches():
    return given(
        {**LAUNCH, "id": "early", "subject": "acme/m", "occurred": "2024-01-01"},
        {**LAUNCH, "id": "late", "subject": "acme/n", "occurred": "2025-01-01"},
        {**LAUNCH, "id": "some-day", "subject": "acme/o", "occurred": "not before 2024-01-01"},
    )


def test_a_view_narrows_to_one_class_of_events_and_those_that_fit():
    view = given(END, MOVE).view()
    assert ids(view.of(AliasMoved)) == ["move"]
    assert ids(view.of(Deprecated, lambda event: event.channel == "azure")) == []


def test_a_view_that_has_nothing_else_narrows_to_itself(launches):
    view = launches.view()
    assert view.of(Launched) is view


def test_what_has_begun_is_so_by_the_moment_and_not_before_a_day_never_is(launches):
    assert ids(launches.when(as_of="2024-06-01").view().begun()) == ["early"]
    assert ids(launches.when(as_of="2025-06-01").view().begun()) == ["early", "late"]


def test_a_view_moves_to_another_valid_time_with_the_same_knowledge(launches):
    view = launches.when(as_of="2025-06-01").view()
    then = view.at(launches.when(as_of="2024-06-01").moment.as_of)
    assert ids(then.begun()) == ["early"]
    assert then.moment.known_at == view.moment.known_at


def test_the_end_of_a_name_and_what_it_points_to_do_not_hide_each_other():
    view = given(MOVE, END).view()
    assert [choice.held.id for choice in view.in_force()] == ["move", "end"]
    assert [ending.event.id for ending in endings(view)] == ["end"]
    assert [choice.held.id for choice in view.of(AliasMoved).in_force()] == ["move"]
