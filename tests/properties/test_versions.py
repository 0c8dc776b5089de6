"""Versions of families: together they are what holds at every moment."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ecosys.event import as_recorded
from ecosys.moment.hold import confirmed, hold
from ecosys.moment.versions import at, families, in_order, versions
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
        facts = confirmed(at(told, moment), log, moment, model.RELEASED)
        assert facts == holding(log, moment)


@examples(200)
@given(st.data())
def test_so_they_are_with_what_was_superseded_and_as_one_source_sees_them(
    data: st.DataObject,
) -> None:
    log = data.draw(histories())
    moment = data.draw(moments(log))
    told = [
        version
        for family in families(log)
        for version in versions(family, released=model.RELEASED, source=moment.source, history=True)
    ]
    assert at(in_order(told), moment) == hold(log, moment, released=model.RELEASED, history=True)


@examples(200)
@given(st.data())
def test_no_two_versions_of_a_family_hold_at_once_and_no_two_neighbours_are_alike(
    data: st.DataObject,
) -> None:
    log = data.draw(histories())
    for family in families(log):
        told = versions(family, released=model.RELEASED)
        ordered = sorted(told, key=lambda each: (each.position_from, each.known_from))
        for one, other in pairwise(ordered):
            apart = (
                one.known_to <= other.known_from
                or other.known_to <= one.known_from
                or one.position_to <= other.position_from
                or other.position_to <= one.position_from
            )
            assert apart
