"""Queries of DuckDB end with whoever asked them."""

from time import monotonic

import pytest

from ecosys.answers import duck
from ecosys.values.checkpoint import Stopped, watched

FOR_HOURS = (
    "SELECT max(hash(one.range, other.range)) FROM range(1000000) AS one, range(1000000) AS other"
)


class Gone(Stopped):
    """Nobody waits for the answer any more."""


def test_a_query_that_nobody_waits_for_ends():
    began = monotonic()

    def leave():
        if monotonic() - began > 0.2:
            raise Gone

    with duck.session() as connection, watched(leave), pytest.raises(Gone):
        duck.rows(connection, FOR_HOURS)
    assert monotonic() - began < 10


def test_a_query_that_is_stopped_before_it_begins_ends():
    def leave():
        raise Gone

    with duck.session() as connection, watched(leave), pytest.raises(Gone):
        duck.rows(connection, FOR_HOURS)


def test_a_fault_of_a_query_is_that_of_duckdb():
    import duckdb

    with duck.session() as connection, pytest.raises(duckdb.Error):
        duck.rows(connection, "SELECT nothing")
