"""github-stars: figures that are known from their own day, in several lists and under old names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.importers.github_stars import MAX_STARS, github_stars, read
from ecosys.ingest.run import take
from ecosys.ingest.snapshots import Snapshot
from ecosys.values import when
from tests.importers import reading
from tests.importers.payloads import no_tables, table, tables
from tests.ingest import feeds
from tests.properties import examples

HEADER = "date,repo,stars,forks,language,open_issues,list"
STATED = "2026-03-01"


def line(day, repo, stars, list="Python"):
    return f"{day},{repo},{stars},3,Python,4,{list}"


def rows(*lines, stated=STATED):
    return reading.rows(github_stars, table(HEADER, *lines), stated)


def parsed(row):
    """The events that a row states."""
    return list(reading.events(github_stars, row, STATED).values())


def figures(timeline, known_at):
    held = timeline.held(timeline.moment(STATED, known_at, None, "github-stars"), "observed")
    return {(one.event.subject, str(one.event.occurred)): str(one.event.value) for one in held}


def test_a_line_is_a_level_of_its_day_known_from_then():
    (row,) = rows(line("2024-01-01", "some-owner/Tool", 1200))
    assert row.key == "some-owner/Tool/2024-01-01"
    assert list(row.says) == [row.key]
    (event,) = parsed(row)
    assert (event.subject, event.metric) == ("some-owner/Tool", "github_stars")
    assert (event.value, event.kind, event.unit) == (1200, "stock", "stars")
    assert (event.period, str(event.occurred)) == (None, "2024-01-01")
    assert (str(event.stated), event.stated_basis) == ("2024-01-01", "observed")


def test_an_owner_is_written_in_lower_case_and_the_repository_as_it_is():
    (row,) = rows(line("2024-01-01", "Some-Owner/Its-Tool", 5))
    assert parsed(row)[0].subject == "some-owner/Its-Tool"


def test_a_repository_in_two_lists_of_a_day_is_stated_once():  # T18
    first, again = rows(
        line("2024-01-01", "owner/tool", 5), line("2024-01-01", "owner/tool", 5, "top-100-stars")
    )
    assert first.says
    assert again.key == "owner/tool/2024-01-01~2"
    assert not again.says
    assert not again.problem


def test_two_lists_that_differ_on_a_day_are_not_reconciled():  # T18
    first, other = rows(
        line("2024-01-01", "owner/tool", 5), line("2024-01-01", "Owner/tool", 6, "top-100-stars")
    )
    assert first.says
    assert other.problem == "for this day 5 stands there too"
    assert "top-100-stars" in other.given


def test_a_renamed_repository_is_not_joined_with_its_old_name():  # T18
    old, new = rows(line("2024-01-01", "someone/tool", 5), line("2024-01-08", "tool-org/tool", 6))
    assert [parsed(row)[0].subject for row in (old, new)] == ["someone/tool", "tool-org/tool"]


def test_a_good_line_after_an_odd_one_of_its_name_is_stated():
    odd, good = rows(line("2024-01-01", "a/b", "many"), line("2024-01-01", "a/b", 6))
    assert odd.problem
    assert list(good.says) == ["a/b/2024-01-01"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (line("2024-02-30", "a/b", 5), "not a date"),
        (line("2024-02", "a/b", 5), "is not a day"),
        (line("soon", "a/b", 5), "is not a day"),
        (line("1024-01-01", "a/b", 5), "outside"),
        (line("2026-03-02", "a/b", 5), "after 2026-03-01"),
        (line("2024-01-01", "a/b", "1.5k"), "not a number of stars"),
        (line("2024-01-01", "a/b", "-5"), "not a number of stars"),
        (line("2024-01-01", "a/b", ""), "not a number of stars"),
        (line("2024-01-01", "a/b", MAX_STARS + 1), "not believed"),
        (line("2024-01-01", "tool", 5), "cannot be the name"),
        (line("2024-01-01", "a/b/c", 5), "cannot be the name"),
        (line("2024-01-01", "a/.hidden", 5), "cannot be the name"),
        (line("2024-01-01", "a/" + "x" * 300, 5), "cannot be the name"),
        (line("2024-01-01", "a/b", 5, "Python,more"), "more cells than there are columns"),
        ("2024-01-01", "cannot be the name"),
    ],
)
def test_a_line_without_a_meaning_is_odd_with_its_reason(given, reason):
    (row,) = rows(given)
    assert reason in row.problem
    assert not row.says


def test_each_figure_is_known_from_its_own_day(timeline):
    payload = table(HEADER, line("2024-01-01", "a/b", 5), line("2024-01-08", "a/b", 6))
    one = Snapshot("stars.csv", when.read(STATED), payload)
    taken = take(timeline, github_stars, one)
    assert (taken.rows, taken.taken, taken.held_back) == (2, 2, 0)
    assert figures(timeline, "2023-12-31") == {}
    assert figures(timeline, "2024-01-05") == {("a/b", "2024-01-01"): "5"}
    assert figures(timeline, "2024-01-08") == {
        ("a/b", "2024-01-01"): "5",
        ("a/b", "2024-01-08"): "6",
    }
    assert take(timeline, github_stars, one).events == 0


def test_columns_may_stand_in_any_order_and_others_are_not_needed():
    payload = table("stars,repo,date", "5,a/b,2024-01-01")
    (row,) = read(b"\xef\xbb\xbf" + payload.replace(b"\n", b"\r\n"), STATED)
    assert parsed(row)[0].value == 5


@pytest.mark.parametrize("payload", no_tables(HEADER, "date", "repo", "stars"))
def test_what_is_no_table_of_the_source_is_refused(payload):
    with pytest.raises(InvalidInput, match="no table of github-stars"):
        list(read(payload, STATED))


WORDS = ("2024-01-01", "2024-02-30", "a/b", "A/b", "b/a~2", "5", "6", '"', "\n")


@examples(400)
@given(st.binary(max_size=200) | tables(HEADER, *WORDS))
def test_whatever_stands_there_gives_rows_or_is_refused(payload):
    reading.rows_or_refusal(github_stars, payload, STATED)


def test_the_real_file_is_understood():
    (file,) = feeds.files("github-stars/*.csv.gz", "2026-11-01")
    found = reading.rows(github_stars, file.payload, file.stated)
    assert len(found) > 6000
    assert not any(row.problem for row in found)  # a list of figures has nothing to hold back
    stated = [event for row in found for event in parsed(row)]
    assert len(stated) / len(found) > 0.95  # few stand in two lists: this extract has none
    assert len({(event.subject, event.occurred) for event in stated}) == len(stated)
