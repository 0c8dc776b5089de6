"""PostgreSQL: however a log grew there, its rows answer as a fold of the whole log."""

import os
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import engines
from tests.properties import examples
from tests.properties.accounts import holding
from tests.properties.grown import Grown, reading_of
from tests.properties.histories import VOICES, histories, moments

numbers = count()


@pytest.fixture(scope="module")
def new(postgres: str):
    """Makes an empty log in a database that is used again."""
    return lambda: Grown(engines.make(postgres, f"properties_{os.getpid()}_{next(numbers) % 2}"))


@examples(50)
@given(st.data(), st.sampled_from(VOICES))
def test_after_each_append_rows_answer_as_a_fold_from_scratch(
    new, data: st.DataObject, source: str
) -> None:
    drawn = data.draw(histories(max_size=8))
    it = new()
    for record in [*drawn, reading_of(source, drawn)]:
        it.take([record])
        moment = data.draw(moments(it.log))
        for history in (False, True):
            assert it.timeline.held(moment, history=history) == holding(
                it.log, moment, history=history
            )
    kept = it.rows()
    it.timeline.rebuild()
    assert it.rows() == kept
    it.timeline.log.database.close()
