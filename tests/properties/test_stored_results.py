"""Stored results: however the log grew, they are what a fold from scratch gives."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ecosys.moment import Moment
from ecosys.moment.hold import hold
from ecosys.projection import Context, Parameters, in_valid_time
from ecosys.read_model.results import read_model_of, states_at, stored_of
from ecosys.values import instant
from tests.properties import examples, model
from tests.properties.histories import INSTANTS, histories
from tests.properties.test_read_models import empty, grown
from tests.read_model.projections import facts

__all__ = ["empty"]


@examples(200)
@given(st.data())
def test_after_each_append_what_is_stored_equals_a_fold_from_scratch(
    empty: Path, data: st.DataObject
) -> None:
    log = data.draw(histories(max_size=8))
    unseen = data.draw(st.integers(0, len(log)))
    kept = read_model_of(facts)
    with grown(empty) as it:
        keeper = it.timeline.read_models
        keeper.others = lambda: [kept]
        it.take(log[:unseen], follow=False)
        for record in log[unseen:]:
            assert keeper.reaches(kept, it.timeline.head().position)
            it.take([record])
            position = it.timeline.head().position
            states = states_at(it.timeline.log, facts, position)
            assert states is not None
            moment = Moment(data.draw(st.sampled_from(INSTANTS)), instant.AFTER_ALL, position)
            context = Context(moment, Parameters())
            held = hold(it.log, moment, released=model.RELEASED)
            expected = list(facts.fold(sorted(held, key=in_valid_time), context))
            assert list(stored_of(facts).points(states, context)) == expected
        keeper.reaches(kept, it.timeline.head().position)
        before = states_at(it.timeline.log, facts, it.timeline.head().position)
        keeper.rebuild()
        assert states_at(it.timeline.log, facts, it.timeline.head().position) == before
