import pytest

from ecosys.errors import InvalidInput
from ecosys.values import instant, when
from tests.given import at, last


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2025-06-10", "2025-06-10T00:00Z", "2025-06-11T00:00Z", "day"),
        ("2024-02", "2024-02-01T00:00Z", "2024-03-01T00:00Z", "month"),
        ("2024-12", "2024-12-01T00:00Z", "2025-01-01T00:00Z", "month"),
        ("2023-Q4", "2023-10-01T00:00Z", "2024-01-01T00:00Z", "quarter"),
        ("2022", "2022-01-01T00:00Z", "2023-01-01T00:00Z", "year"),
    ],
)
def test_a_date_is_the_interval_that_its_source_gave(text, start, end, precision):
    read = when.parse(text)
    assert (read.start, read.end) == (instant.parse(start), instant.parse(end))
    assert read.precision == precision
    assert read == text


def test_an_instant_is_brought_to_utc():
    assert when.parse("2025-02-08T17:00+01:00") == "2025-02-08T16:00:00Z"
    assert when.parse("2025-02-08T16:00Z").start == instant.parse("2025-02-08T16:00:00Z")


def test_a_date_holds_from_its_first_instant():
    assert when.parse("2023-06").holds_from == at("2023-06-01")


def test_not_before_never_holds_by_itself():
    assert when.parse("not before 2026-05-14").holds_from is None
    assert when.parse("not before 2026-05-14").soft


def test_seen_on_a_day_holds_from_that_day():
    assert when.parse("not after 2025-08-26").holds_from == at("2025-08-26")
    assert when.parse("2025-07-01..2025-08-26").holds_from == at("2025-08-26")


def test_seen_in_a_year_is_sure_only_when_the_year_is_over():
    assert when.parse("not after 2023").holds_from == last("2023-12-31")


def test_unknown_sorts_before_every_date():
    assert when.parse("unknown").start < when.parse("1900").start


def test_a_coarse_date_is_approximate_while_one_is_inside_it():
    june = when.parse("2023-06")
    assert june.approximate(at("2023-06-15"))
    assert not june.approximate(at("2023-07-01"))
    assert not when.parse("2023-06-15").approximate(at("2023-06-15"))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("not before 2026-05-14", "2026-05-14"),
        ("2025-07-01..2025-08-26", "2025-08-26"),
        ("2023-11", "2023-11"),
    ],
)
def test_a_date_can_be_shown_without_its_bound(text, date):
    assert when.parse(text).date == date


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2025-02-29", "February 2025 has 28 days (not a leap year)"),
        ("2025-13", "months run from 01 to 12"),
        ("2025-00-01", "months run from 01 to 12"),
        ("2025-06-31", "June 2025 has 30 days"),
        ("0000", "outside 1900 to 2199"),
        ("9999-01-01", "outside 1900 to 2199"),
        ("2025-06-10T12:00", "without a zone"),
        ("2025-06-10T25:00Z", "not an instant"),
        ("06/10/2025", "is not a date"),
        ("2025-Q5", "is not a date"),
        ("", "is not a date"),
        ("not before soon", "is not a date"),
        ("2025-02-01..2025-01-01", "ends before it begins"),
        ("٢٠٢٥", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_what_is_wrong(text, says):
    with pytest.raises(InvalidInput) as caught:
        when.parse(text)
    assert says in str(caught.value)


def test_the_day_of_a_leap_year_is_a_date():
    assert when.parse("2024-02-29").precision == "day"


def test_only_text_means_a_date():
    for value in (2025, 2025.5, None, True, ["2025"]):
        with pytest.raises(InvalidInput):
            when.read(value)


def test_a_copy_of_a_date_means_the_same():
    import copy
    import pickle

    for text in ("2025-06-10", "not before 2026-05-14", "2025-07-01..2025-08-01", "unknown"):
        date = when.parse(text)
        for again in (copy.deepcopy(date), pickle.loads(pickle.dumps(date))):
            assert (again, again.start, again.end, again.bound) == (
                date,
                date.start,
                date.end,
                date.bound,
            )
