"""epoch: what the publication of a model states, ids made of names, and what is held back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.importers.epoch import NOTE, epoch, read
from ecosys.ingest.run import take
from ecosys.ingest.snapshots import Snapshot
from ecosys.values import when
from tests.importers import reading
from tests.importers.payloads import no_tables
from tests.ingest import feeds
from tests.properties import examples

HEADER = (
    "Model",
    "Organization",
    "Publication date",
    "Abstract",
    "Model accessibility",
    "Open model weights?",
)
STATED = "2026-03-01"


def table(*lines, header=HEADER):
    text = io.StringIO()
    csv.writer(text).writerows([header, *lines])
    return text.getvalue().encode()


def line(model, organisation="Some Lab", day="2024-05-06", access="API access", weights=None):
    if weights is None:
        weights = {"": "", "Open": "Yes"}.get(access.partition(" ")[0], "No")
    return (model, organisation, day, "Words, and\nmore words", access, weights)


def rows(*lines, stated=STATED):
    return reading.rows(epoch, table(*lines), stated)


def parsed(row):
    """The events that a row states."""
    return list(reading.events(epoch, row, STATED).values())


def launched(*given, **more):
    (row,) = rows(line(*given, **more))
    (event,) = parsed(row)
    return event


def test_a_line_is_the_launch_of_a_model_on_the_day_of_its_publication():
    (row,) = rows(line("Tool 4.5 Pro"))
    assert row.key == "some-lab/tool-4.5-pro"
    assert list(row.says) == [row.key]
    (event,) = parsed(row)
    assert (event.subject, event.name) == ("some-lab/tool-4.5-pro", "Tool 4.5 Pro")
    assert (str(event.occurred), str(event.stated)) == ("2024-05-06", STATED)


@pytest.mark.parametrize(
    ("access", "what", "stage", "open_weights"),
    [
        ("Open weights (unrestricted)", "open_weights", "general", True),
        ("Open weights (restricted use)", "open_weights", "general", True),
        ("Open weights (non-commercial)", "open_weights", "general", True),
        ("API access", "model", "api", False),
        ("Hosted access (no API)", "model", "general", False),
        ("Unreleased", "model", "announced", False),
        ("", "model", "announced", None),
    ],
)
def test_how_a_model_can_be_had_says_what_was_launched(access, what, stage, open_weights):
    event = launched("Tool", access=access)
    assert (event.what, event.stage, event.open_weights) == (what, stage, open_weights)


def test_where_only_the_weights_are_told_they_alone_are_stated():
    opened, closed = (launched("Tool", access="", weights=each) for each in ("Yes", "No"))
    assert (opened.what, opened.open_weights) == ("open_weights", True)
    assert (closed.what, closed.stage, closed.open_weights) == ("model", "announced", False)


def test_an_older_file_without_these_columns_states_the_publication():
    (row,) = read(table(("Tool", "Some Lab", "2024-05-06"), header=HEADER[:3]), STATED)
    (event,) = parsed(row)
    assert (event.what, event.stage, event.open_weights) == ("model", "announced", None)


@pytest.mark.parametrize(
    ("model", "organisation", "subject"),
    [
        ("Tool\n", "Some Lab", "some-lab/tool"),
        ("Tool (v2) – Large", "Some Lab,Other Lab", "some-lab/tool-v2-large"),
        ("TÖÖL·E 3", "Université de Lieu", "universite-de-lieu/tool-e-3"),
        ("Net++", "Z.ai (Lab)", "z.ai-lab/net++"),
        ("+Net*", "AT&T Inc.", "at-t-inc/net"),
        ("π0.6", "01.AI", "01.ai/0.6"),
    ],
)
def test_ids_are_made_of_the_names_of_the_first_organisation_and_the_model(
    model, organisation, subject
):
    assert launched(model, organisation).subject == subject


def test_models_that_differ_only_by_a_plus_are_two():
    assert [row.key for row in rows(line("Net"), line("Net+"))] == ["some-lab/net", "some-lab/net+"]


def test_of_two_models_with_one_id_the_second_is_odd():
    first, second, third = rows(line("Tool 1"), line("tool-1"), line("Tool (1)"))
    assert first.says
    assert second.problem == third.problem == "another row has the id some-lab/tool-1 already"
    assert [second.key, third.key] == ["some-lab/tool-1~2", "some-lab/tool-1~3"]


def test_a_model_without_a_date_states_nothing():
    (row,) = rows(line("Tool", day=""))
    assert (row.key, row.says, row.problem) == ("some-lab/tool", {}, None)


@pytest.mark.parametrize("day", ["2024-05-01", "2024-05-15", "2024-01-01"])
def test_a_day_that_may_stand_for_a_month_has_a_note(day):
    event = launched("Tool", day=day)
    assert (str(event.occurred), event.note) == (day, NOTE)
    assert launched("Tool", day="2024-05-02").note is None


@pytest.mark.parametrize("day", ["2024", "2024-05"])
def test_a_coarse_date_is_stated_as_it_is(day):
    assert str(launched("Tool", day=day).occurred) == day


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (line("Tool", ""), "it names no organisation"),
        (line("Tool", "文心"), "it names no organisation"),
        (line(""), "it names no model"),
        (line("文心"), "it names no model"),
        (line("x" * 300), "cannot be the id"),
        (line("Tool", day="2024-02-30"), "not a date"),
        (line("Tool", day="May 2024"), "is not a date"),
        (line("Tool", day="unknown"), "is not a date"),
        (line("Tool", day="1650-01-01"), "outside"),
        (line("Tool", day="2206-05-06"), "after 2026-03-01"),
        (line("Tool", access="Rumoured"), "no accessibility that we know"),
        (line("Tool", weights="Maybe"), "does not say whether"),
        (line("Tool", weights="Yes"), "it says API access, but"),
        (line("Tool", access="Open weights (unrestricted)", weights="No"), "it says Open weights"),
        ((*line("Tool"), "more"), "more cells than there are columns"),
        (("", "", "2024-05-06"), "it names no organisation"),
    ],
)
def test_a_line_without_a_meaning_is_odd_with_its_reason(given, reason):
    (row,) = rows(given)
    assert reason in row.problem
    assert not row.says


def test_a_launch_is_known_from_the_reading_and_a_moved_date_is_a_correction(timeline):
    for stated, day in (("2026-02-01", "2024-05-06"), (STATED, "2024-05-07")):
        one = Snapshot("models.csv", when.read(stated), table(line("Tool", day=day)))
        assert take(timeline, epoch, one).taken == 1

    def days(known_at):
        moment = timeline.moment(STATED, known_at, None, "epoch")
        return [str(held.event.occurred) for held in timeline.held(moment, "launched")]

    assert [days(each) for each in ("2026-01-31", "2026-02-15", STATED)] == [
        [],
        ["2024-05-06"],
        ["2024-05-07"],
    ]


@pytest.mark.parametrize(
    "payload",
    [*no_tables(",".join(HEADER), *HEADER[:3]), table(header=(*HEADER, "Model accessibility"))],
)
def test_what_is_no_table_of_the_source_is_refused(payload):
    with pytest.raises(InvalidInput, match="no table of epoch"):
        list(read(payload, STATED))


words = ["Tool", "tool~2", "Lab,Other", "2024-05-06", "2024-02-30", "API access", "Yes", "No", ""]
cells = st.one_of(st.sampled_from(words), st.text(max_size=8))
lines = st.tuples(cells, cells, st.sampled_from(words[3:5]) | cells, cells, cells, cells)
payloads = st.one_of(
    st.binary(max_size=200),
    st.binary(max_size=80).map(lambda end: table(line("Tool")) + end),
    st.lists(lines, max_size=8).map(lambda some: table(*some)),
)


@examples(400)
@given(payloads)
def test_whatever_stands_there_gives_rows_or_is_refused(payload):
    reading.rows_or_refusal(epoch, payload, STATED)


def test_the_real_file_is_understood():
    (file,) = feeds.files("epoch/*.csv.gz", "2026-05-02")
    found = reading.rows(epoch, file.payload, file.stated)
    assert len(found) > 1000
    stated = [event for row in found for event in parsed(row)]
    assert len({event.subject for event in stated}) == len(stated)
    assert sum(event.what == "open_weights" for event in stated) > 300
    odd = [row.problem for row in found if row.problem]
    assert set(odd) == {"it names no organisation"}  # old papers, known by their authors
    assert len(odd) / len(found) < 0.03
    assert sum(not row.says and not row.problem for row in found) / len(found) < 0.01  # no date
