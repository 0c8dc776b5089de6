"""Reading: what an importer may not make of a file is seen."""

import pytest

from ecosys.errors import InvalidInput
from ecosys.importer import Importer, Row, importers
from ecosys.importer.importer import MAX_PARTS
from tests.importers import reading

DAY = "2026-03-01"
LAUNCH = {"type": "launched", "subject": "acme/one", "what": "model", "occurred": "unknown"}
ONE = Row("acme/one", {"acme/one": LAUNCH})
TWICE = [ONE, ONE]


def reads(*rows):
    """An importer that finds these rows in any file."""
    return Importer("acme-list", lambda *_: rows, dated=True)


def refuses(problem):
    """An importer that refuses any file."""

    def read(payload, stated):
        raise problem

    return Importer("acme-list", read, dated=True)


def test_rows_that_mean_something_are_handed_on_with_their_events():
    odd = Row("acme/two", problem="'soon' is not a date", given="soon")
    assert reading.rows_or_refusal(reads(ONE, odd), b"", DAY) == [ONE, odd]
    (event,) = reading.events(reads(), ONE, DAY).values()
    assert (event.id, event.voice, event.stated) == (f"acme-list/acme/one@{DAY}", "acme-list", DAY)


@pytest.mark.parametrize(
    "rows",
    [
        [Row("acme/one", {"acme/one": {**LAUNCH, "occurred": "soon"}})],
        [Row("acme/one", {"acme/one": LAUNCH}, problem="it is odd")],
        [Row("acme/\ud800", problem="it is odd")],
        [Row("acme/one", problem="\ud800")],
        [Row("acme/one", given="\ud800")],
        [ONE, Row("acme/two", {"acme/one": LAUNCH})],
        TWICE,
    ],
)
def test_a_row_that_means_nothing_or_is_not_told_from_another_is_a_fault(rows):
    with pytest.raises((AssertionError, UnicodeEncodeError)):
        reading.rows_or_refusal(reads(*rows), b"", DAY)


def test_where_a_file_may_repeat_a_row_the_second_has_a_problem():
    first, second = reading.rows(reads(*TWICE), b"", DAY, repeats=True)
    assert (first, second.problem) == (ONE, "its name stands twice in the file")


def test_a_refusal_gives_no_rows_and_names_the_source():
    refusal = InvalidInput("This is no file of acme list: it is empty.")
    assert reading.rows_or_refusal(refuses(refusal), b"", DAY) is None
    with pytest.raises(InvalidInput):
        reading.rows(refuses(refusal), b"", DAY)
    with pytest.raises(AssertionError):
        reading.rows_or_refusal(refuses(InvalidInput("It is empty.")), b"", DAY)


@pytest.mark.parametrize("problem", [ValueError, KeyError, RecursionError])
def test_no_other_error_is_a_refusal(problem):
    with pytest.raises(problem):
        reading.rows_or_refusal(refuses(problem()), b"", DAY)


@pytest.mark.parametrize("importer", importers.values(), ids=lambda each: each.source)
def test_a_file_of_many_empty_parts_is_refused_before_they_are_made(importer):
    payload = b"[" + b"[]," * MAX_PARTS + b"[]]"
    with pytest.raises(InvalidInput, match="more than 2,000,000 parts"):
        importer.rows(payload, "2026-01-01")
