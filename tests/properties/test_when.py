"""Instants, dates as exact as their sources, and exact numbers: what is so of all of them."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.values import amount, instant, when
from tests.properties import examples

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
HOURS = st.builds(time, st.integers(0, 23), tzinfo=st.just(UTC))
MOMENTS = st.builds(datetime.combine, DAYS, HOURS | st.times(timezones=st.just(UTC)))
OFFSETS = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def day(of: date) -> str:
    return of.isoformat()


def month(of: date) -> str:
    return f"{of:%Y-%m}"


def quarter(of: date) -> str:
    return f"{of.year}-Q{(of.month + 2) // 3}"


def year(of: date) -> str:
    return str(of.year)


FORMS = (day, month, quarter, year)
PLAIN = st.builds(lambda form, of: form(of), st.sampled_from(FORMS), DAYS) | MOMENTS.map(
    lambda moment: moment.isoformat().replace("+00:00", "Z")
)
BOUNDED = st.builds("{} {}".format, st.sampled_from(["not before", "not after"]), PLAIN)
BETWEEN = st.tuples(PLAIN, PLAIN).map(
    lambda both: "..".join(sorted(both, key=lambda text: when.parse(text).start))
)
WRITTEN = PLAIN | BOUNDED | BETWEEN | st.just("unknown")
"""Dates as people write them."""


# Instants


@examples(500)
@given(MOMENTS, OFFSETS)
def test_an_instant_is_the_same_in_every_zone(moment: datetime, zone: timezone) -> None:
    at = instant.from_datetime(moment)
    assert instant.to_datetime(at) == moment
    assert instant.parse(instant.to_text(at)) == at
    assert instant.parse(moment.astimezone(zone).isoformat()) == at
    assert instant.day_of(at) == moment.date().isoformat()
    assert instant.midnight(at) == instant.from_date(moment.date())


@examples(500)
@given(MOMENTS, MOMENTS)
def test_instants_and_their_texts_are_in_the_order_of_time(one: datetime, other: datetime) -> None:
    instants = [instant.from_datetime(moment) for moment in (one, other)]
    texts = [instant.to_text(at) for at in instants]
    assert (one < other) == (instants[0] < instants[1]) == (texts[0] < texts[1])


@examples(500)
@given(MOMENTS)
def test_an_instant_can_be_written_as_a_date(moment: datetime) -> None:
    at = instant.from_datetime(moment)
    written = when.from_instant(at)
    assert (written.start, written.bound) == (at, None)
    assert when.parse(written).start == at


# Dates


@examples(1000)
@given(WRITTEN)
def test_a_date_read_and_written_means_the_same(text: str) -> None:
    once = when.parse(text)
    again = when.parse(str(once))
    assert again == once
    assert vars(again) == vars(once)
    assert when.read(once) is once


@examples(500)
@given(DAYS)
def test_a_day_lies_in_its_month_its_quarter_and_its_year(of: date) -> None:
    nested = [when.parse(form(of)) for form in FORMS]
    assert [each.precision for each in nested] == ["day", "month", "quarter", "year"]
    for inner, outer in pairwise(nested):
        assert outer.start <= inner.start < inner.end <= outer.end


@examples(500)
@given(DAYS, st.sampled_from(FORMS))
def test_intervals_follow_one_another_without_gaps(of: date, form: Callable[[date], str]) -> None:
    here = when.parse(form(of))
    after = instant.to_datetime(here.end).date()
    assume(after.year < 2200)
    following = when.parse(form(after))
    assert following != here
    assert following.start == here.end
    assert instant.to_datetime(here.end - 1).date() >= of


@examples(500)
@given(WRITTEN)
def test_what_counts_as_so_does_within_its_interval_or_never(text: str) -> None:
    read = when.parse(text)
    if read.unknown:
        assert read.holds_from == instant.BEFORE_ALL
    elif read.soft:
        assert read.holds_from is None
    else:
        assert read.holds_from is not None
        assert read.start <= read.holds_from < read.end
    assert when.parse(read.date).end == read.end


@examples(500)
@given(PLAIN, PLAIN)
@example("2025-01-03", "2025-01-02")
def test_a_span_means_its_later_end_and_cannot_end_before_it_begins(a: str, b: str) -> None:
    early, late = when.parse(a), when.parse(b)
    if early.start >= late.end:
        with pytest.raises(InvalidInput, match="ends before it begins"):
            when.parse(f"{a}..{b}")
    else:
        read = when.parse(f"{a}..{b}")
        assert (read.start, read.end, read.precision) == (late.start, late.end, late.precision)
        assert (read.bound, read.date) == ("not_after", late)


def spoilt(text: str) -> st.SearchStrategy[str]:
    """The text with one character put in place of another."""
    return st.builds(
        lambda place, other: text[:place] + other + text[place + 1 :],
        st.integers(0, len(text) - 1),
        st.sampled_from("0139-:.TZQ+ "),
    )


NEARLY = st.from_regex(r"(not (before|after) )?[0-9Q:.+TZ-]{0,30}", fullmatch=True)


@examples(1000)
@given(st.text(max_size=30) | NEARLY | WRITTEN.flatmap(spoilt))
@example("0001-01-01T00:00+23:59")
@example("9999-12-31T23:59-23:59")
def test_any_other_text_is_refused_and_never_breaks_the_reader(text: str) -> None:
    with suppress(InvalidInput):
        read = when.parse(text)
        assert when.parse(str(read)) == read


# Numbers

PLAIN_DIGITS = re.compile(r"-?(0|[1-9]\d*)(\.\d*[1-9])?")
NUMBERS = st.decimals(-(10**18), 10**18, allow_nan=False, places=12)


@examples(500)
@given(NUMBERS)
def test_a_number_has_one_text_and_keeps_its_value(number: Decimal) -> None:
    text = amount.text(number)
    assert PLAIN_DIGITS.fullmatch(text)
    assert amount.read(text) == number
    spellings = (f"{number:f}", f"{number:E}", f"{number:.20f}")
    assert {amount.text(amount.read(spelling)) for spelling in spellings} == {text}


@examples(500)
@given(NUMBERS, NUMBERS.filter(bool), st.integers(0, 12))
def test_a_ratio_is_off_by_at_most_half_of_its_last_digit(
    part: Decimal, whole: Decimal, places: int
) -> None:
    exact = Fraction(part) / Fraction(whole)
    assume(abs(exact) < 10**20)
    found = Fraction(amount.ratio(part, whole, places))
    assert abs(found - exact) * 2 <= Fraction(1, 10**places)
    assert (amount.ratio(-part, whole, places)) == -amount.ratio(part, whole, places)
