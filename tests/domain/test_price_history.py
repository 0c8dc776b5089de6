"""How prices ran, over histories with every kind of date, voice, correction and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.domain.price_history import changes, closed, price_histories, shutdowns
from ecosys.moment import View
from ecosys.moment.hold import hold
from ecosys.projection import Context, Point, in_valid_time, projections
from ecosys.values.when import parse
from tests.properties import examples
from tests.properties.histories import RANKINGS, histories, moments

METRICS = (
    "output_input_ratio",
    "price_direction",
    "price_index",
    "pricing_volatility",
    "successor_price_ratio",
)


def drawn(data):
    """Facts of a history at some moment."""
    log = data.draw(histories(max_size=14))
    moment = data.draw(moments(log))
    facts = sorted(hold(log, moment, released="ecosys"), key=in_valid_time)
    return View(facts, moment, data.draw(st.sampled_from(RANKINGS)))


@examples(400)
@given(st.data())
def test_a_run_is_a_first_price_then_changes_and_ends_that_are_none(data):
    view = drawn(data)
    for run in price_histories(view, lines="all", promotions="counted"):
        assert run.steps[0].amount is not None
        for before, after in pairwise(run.steps):
            assert before.at < after.at <= view.as_of
            assert before.amount != after.amount
        assert all(change.new != change.old for change in changes(run))


@examples(200)
@given(st.data())
def test_a_run_that_was_closed_has_no_price_from_the_shutdown_on(data):
    view = drawn(data)
    ends = shutdowns(view)
    for run in price_histories(view):
        end, over = ends.get(run.subject), closed(run, ends)
        if end is None:
            assert over == run
        else:
            assert over.at(end) is None
            assert over.at(end - 1) == run.at(end - 1)


@pytest.mark.parametrize("name", METRICS)
@examples(150)
@given(st.data())
def test_metrics_of_prices_digest_every_history_and_tell_nothing_of_the_future(name, data):
    view = drawn(data)
    chosen = projections[name]
    kinds, everies = ("models", "cheapest", "flagship"), ("change", "month", "year")
    choices = {"kind": st.sampled_from(kinds), "every": st.sampled_from(everies)}
    asked = data.draw(st.fixed_dictionaries(choices)) if name == "price_index" else {}
    context = Context(view.moment, chosen.parameters(**asked), view.ranks)
    taken = [held for held in view.facts if held.event.type in chosen.takes]
    for point in chosen.fold(taken, context):
        if isinstance(point, Point) and point.at != "unknown":
            assert parse(point.at).start <= view.as_of
