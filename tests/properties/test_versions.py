"""Versions of families: together they are what holds at every moment."""

from dataclasses import replace
from itertools import permutations
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.event import as_recorded
from ecosys.moment import versions as of_families
from ecosys.moment.hold import confirmed, hold
from ecosys.moment.versions import covering, families, in_order, versions
from tests import given as made
from tests.properties import examples, model
from tests.properties.accounts import holding
from tests.properties.histories import VOICES, histories, moments


@examples(300)
@given(st.data(), st.sampled_from(VOICES))
def test_the_versions_that_cover_a_moment_are_what_holds_at_it(
    data: st.DataObject, source: str
) -> None:
    drawn = data.draw(histories())
    reading = made.event("confirmed", "read", source=source, stated="2025-01-03")
    log = [*drawn, as_recorded(len(drawn) + 1, drawn[-1].recorded_at, "ecosys", reading)]
    told = in_order(
        version for family in families(log) for version in versions(family, released=model.RELEASED)
    )
    for _ in range(5):
        moment = replace(data.draw(moments(log)), source=None)
        facts = confirmed(covering(told, moment), log, moment, model.RELEASED)
        assert facts == holding(log, moment)


@examples(200)
@given(st.data())
def test_so_they_are_with_what_was_superseded(data: st.DataObject) -> None:
    log = data.draw(histories())
    moment = replace(data.draw(moments(log)), source=None)
    told = in_order(
        version
        for family in families(log)
        for version in versions(family, released=model.RELEASED, history=True)
    )
    assert covering(told, moment) == hold(log, moment, released=model.RELEASED, history=True)


@examples(200)
@given(st.data())
def test_no_two_versions_of_a_family_hold_at_once_and_none_goes_on_as_another(
    data: st.DataObject,
) -> None:
    log = data.draw(histories())
    for family in families(log):
        for one, other in permutations(versions(family, released=model.RELEASED), 2):
            known_at_once = one.known_from < other.known_to and other.known_from < one.known_to
            stand_at_once = (
                one.position_from < other.position_to and other.position_from < one.position_to
            )
            assert not (known_at_once and stand_at_once)
            if one.held == other.held:
                same_known = (one.known_from, one.known_to) == (other.known_from, other.known_to)
                assert not (same_known and one.position_to == other.position_from)
                assert not (stand_at_once and one.known_to == other.known_from)


def test_what_is_confirmed_each_day_is_worked_out_once_for_each_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = made.event("described", "a", subject="acme/m", attribute="licence", value="MIT",
                      occurred="2025-01-01")  # fmt: skip
    days = [
        made.event("confirmed", f"c{day}", source="news", stated=f"2025-01-{day:02}", events=["a"])
        for day in range(2, 30)
    ]
    [family] = families(made.log(said, *days))
    counted = Mock(side_effect=hold)
    monkeypatch.setattr(of_families, "hold", counted)
    versions(family, released=model.RELEASED)
    assert counted.call_count <= 2 * len(family)
