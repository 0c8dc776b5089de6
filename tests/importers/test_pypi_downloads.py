"""pypi-downloads: figures that are known from their own day, and what of them is held back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.importers.pypi_downloads import MAX_DOWNLOADS, pypi_downloads, read
from ecosys.ingest.run import take
from ecosys.ingest.snapshots import Snapshot
from ecosys.values import when
from tests.importers import reading
from tests.importers.payloads import no_tables, table, tables
from tests.ingest import feeds
from tests.properties import examples

HEADER = "last_update,project,download_count_30d,rank,list_len,commit,commit_date"
MORE = "7,5000,0a1b,2020-01-01T11:22:33+02:00"
STATED = "2026-03-01"


def line(day, project, count, more=MORE):
    return f"{day},{project},{count},{more}"


def rows(*lines, stated=STATED):
    return reading.rows(pypi_downloads, table(HEADER, *lines), stated)


def parsed(row):
    """The events that a row states."""
    return list(reading.events(pypi_downloads, row, STATED).values())


def snapshot(day, *lines):
    return Snapshot(f"{day}_downloads.csv", when.read(day), table(HEADER, *lines))


def figures(timeline, known_at):
    held = timeline.held(timeline.moment(STATED, known_at, None, "pypi-downloads"), "observed")
    return {str(one.event.occurred): str(one.event.value) for one in held}


def test_a_line_is_a_figure_of_its_day_known_from_then():
    (row,) = rows(line("2020-01-01", "some-package", 1200))
    assert row.key == "some-package/2020-01-01"
    assert list(row.says) == [row.key]
    (event,) = parsed(row)
    assert (event.subject, event.metric) == ("pypi/some-package", "pypi_downloads_30d")
    assert (event.value, event.kind, event.unit) == (1200, "flow", "downloads")
    assert (event.period, str(event.occurred)) == ("30 days", "2020-01-01")
    assert (str(event.stated), event.stated_basis) == ("2020-01-01", "observed")


def test_a_list_published_twice_for_a_day_is_stated_once():
    first, again, third = rows(*[line("2020-01-01", "some-package", 5)] * 3)
    assert first.says
    assert not again.says
    assert not again.problem
    assert [first.key, again.key, third.key] == [
        "some-package/2020-01-01",
        "some-package/2020-01-01~2",
        "some-package/2020-01-01~3",
    ]


def test_another_figure_for_the_same_day_is_odd():
    first, other = rows(line("2020-01-01", "one", 5), line("2020-01-01", "one", 6))
    assert first.says
    assert other.problem == "for this day 5 stands there too"
    assert other.given.startswith("2020-01-01,one,6")


def test_a_good_line_after_an_odd_one_of_its_name_is_stated():
    odd, good = rows(line("2020-01-01", "one", "many"), line("2020-01-01", "one", 6))
    assert odd.problem
    assert list(good.says) == ["one/2020-01-01"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (line("2020-02-30", "one", 5), "not a date"),
        (line("2020-02", "one", 5), "is not a day"),
        (line("last week", "one", 5), "is not a day"),
        (line("not before 2020-01-01", "one", 5), "is not a day"),
        (line("1020-01-01", "one", 5), "outside"),
        (line("2026-03-02", "one", 5), "after 2026-03-01"),
        (line("2020-01-01", "one", "1.5"), "not a number of downloads"),
        (line("2020-01-01", "one", "1e6"), "not a number of downloads"),
        (line("2020-01-01", "one", "-5"), "not a number of downloads"),
        (line("2020-01-01", "one", ""), "not a number of downloads"),
        (line("2020-01-01", "one", "٣"), "not a number of downloads"),
        (line("2020-01-01", "one", MAX_DOWNLOADS + 1), "not believed"),
        (line("2020-01-01", "", 5), "cannot be the name"),
        (line("2020-01-01", "two words", 5), "cannot be the name"),
        (line("2020-01-01", "x" * 300, 5), "cannot be the name"),
        (line("2020-01-01", "one", 5, f"{MORE},and,more"), "more cells than there are columns"),
        ("2020-01-01", "cannot be the name"),
    ],
)
def test_a_line_without_a_meaning_is_odd_with_its_reason(given, reason):
    (row,) = rows(given)
    assert reason in row.problem
    assert not row.says


def test_a_package_that_is_missing_on_a_day_is_no_figure_of_that_day(timeline):  # T18
    given = [line("2020-01-01", "one", 5), line("2020-03-01", "one", 7)]
    take(timeline, pypi_downloads, snapshot(STATED, *given))
    assert figures(timeline, STATED) == {"2020-01-01": "5", "2020-03-01": "7"}


def test_each_figure_is_known_from_its_own_day(timeline):
    given = [line("2020-01-01", "one", 5), line("2020-02-01", "one", 6)]
    taken = take(timeline, pypi_downloads, snapshot(STATED, *given))
    assert (taken.rows, taken.taken, taken.held_back) == (2, 2, 0)
    assert figures(timeline, "2019-12-31") == {}
    assert figures(timeline, "2020-01-15") == {"2020-01-01": "5"}
    assert figures(timeline, "2020-02-01") == {"2020-01-01": "5", "2020-02-01": "6"}


def test_a_longer_file_adds_only_what_is_new(timeline):
    early = snapshot("2026-02-01", line("2020-01-01", "one", 5))
    late = snapshot(STATED, line("2020-01-01", "one", 5), line("2026-02-28", "one", 6))
    take(timeline, pypi_downloads, early)
    taken = take(timeline, pypi_downloads, late)
    assert (taken.rows, taken.taken, taken.known) == (2, 1, 1)


def test_columns_may_stand_in_any_order_and_others_are_not_needed():
    payload = table("download_count_30d,project,last_update", "5,one,2020-01-01")
    (row,) = read(b"\xef\xbb\xbf" + payload.replace(b"\n", b"\r\n"), STATED)
    assert parsed(row)[0].value == 5


@pytest.mark.parametrize(
    "payload", no_tables(HEADER, "last_update", "project", "download_count_30d")
)
def test_what_is_no_table_of_the_source_is_refused(payload):
    with pytest.raises(InvalidInput, match="no table of pypi-downloads"):
        list(read(payload, STATED))


WORDS = ("2020-01-01", "2020-02-30", "one", "one~2", "5", "6", '"', "\n", "", "ü")


@examples(400)
@given(st.binary(max_size=200) | tables(HEADER, *WORDS))
def test_whatever_stands_there_gives_rows_or_is_refused(payload):
    reading.rows_or_refusal(pypi_downloads, payload, STATED)


def test_the_real_file_is_understood():
    (file,) = feeds.files("pypi-downloads/*.csv.gz", "2026-08-01")
    found = reading.rows(pypi_downloads, file.payload, file.stated)
    assert len(found) > 5000
    assert not any(row.problem for row in found)  # a list of figures has nothing to hold back
    stated = [event for row in found for event in parsed(row)]
    assert len({(event.subject, event.occurred) for event in stated}) == len(stated)
    assert 0.9 < len(stated) / len(found) < 1  # a twentieth was published again for its day
