"""Views: what their columns show, by hand, and that the guide tells of each."""

import re
from pathlib import Path

import pytest

from ecosys import Timeline
from ecosys.log.log import RELEASED
from ecosys.log.sqlite import Sqlite
from ecosys.log.sqlite.query import ReadOnly
from ecosys.moment import Moment
from ecosys.timeline.sql_columns import Shown
from ecosys.timeline.sql_views import ALL, views
from tests import given as made
from tests.documents import GUIDE

PAGE = (GUIDE / "sql.md").read_text(encoding="utf-8")
VIEWS = {view.name: view for view in views(Moment(0, 0, 0), Sqlite.dialect)}
COLUMNS = Shown(Sqlite.dialect)
SHARED = {**COLUMNS.said, **COLUMNS.bounds, **COLUMNS.rank}
LINES = [
    {"direction": "input", "amount": "2.50"},
    {"direction": "output", "amount": "0.0035", "unit": "1K tokens", "tier": "batch"},
    {"direction": "cache_read", "amount": "0.000001", "unit": "token", "above": 200_000},
    {"direction": "input", "amount": "0.04", "unit": "image", "modality": "image"},
    {"direction": "search", "amount": "none"},
    {"direction": "training", "amount": "unpublished", "hours": "16:30-00:30"},
]
LOG = (
    made.event(
        "registered", "s", source="openai", name="OpenAI", kind="provider", url="https://openai.com"
    ),
    made.price("p", "2025-04", components=LINES, currency="EUR", region="eu", channel="azure"),
    made.event(
        "deprecated",
        "soft",
        subject="openai/o3",
        announced="2025-06-01",
        shutdown="not before 2026-05-14",
        replacements=["openai/o4", "openai/o5"],
    ),
    made.event(
        "deprecated",
        "seen",
        subject="openai/o2",
        channel="azure",
        stated="2025-08-26",
        shutdown="2025-07-01..2025-08-26",
    ),
    made.event("deprecated", "firm", subject="openai/o1", stated="2025-02", shutdown="2025-12"),
    made.event(
        "observed",
        "o",
        subject="openai/api",
        metric="developers",
        value="2000000",
        high="3000000.5",
        comparator=">",
        kind="stock",
        unit="developers",
        population="all",
        occurred="2023-11-06",
    ),
    made.event(
        "described",
        "d",
        subject="openai/o3",
        attribute="licence",
        value="closed",
        occurred="unknown",
        stated="1969-12-31T23:59:59.25Z",
    ),
    made.event(
        "described",
        "never",
        subject="openai/o3",
        attribute="terms",
        value="x",
        occurred="not before 2024",
    ),
    made.event(
        "launched", "l", subject="openai/o3", what="model", stage="preview", occurred="2025-04-16"
    ),
)

OWN = made.event(
    "described",
    "own",
    subject="acme/tuned",
    attribute="licence",
    value="ours",
    occurred="2025-01-01",
)
"""What a user recorded beside a release."""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """What gives the rows of a query over a small log, today or at a moment."""
    path: Path = tmp_path_factory.mktemp("views") / "log.db"
    timeline = Timeline.open(path, clock=lambda: made.NOW)
    timeline.log.append(LOG, origin=RELEASED)
    timeline.append([OWN])
    now = timeline.moment()
    timeline.log.database.close()

    def rows(query: str, moment: Moment = now) -> list[tuple[object, ...]]:
        queries = {view.name: view.query for view in views(moment, Sqlite.dialect)}
        with ReadOnly.open(path, queries) as asked, asked.ask(query, 10) as (_, found):
            return list(found)

    return rows


def test_a_line_of_a_price_list_has_its_parts_in_columns(ask):
    found = ask(
        """SELECT direction, modality, tier, above, hours, amount, unit, per_million
        FROM price WHERE subject = 'openai/o3' ORDER BY direction, modality"""
    )
    assert found == [
        ("cache_read", "text", "standard", 200_000, None, "0.000001", "token", 1.0),
        ("input", "image", "standard", 0, None, "0.04", "image", None),
        ("input", "text", "standard", 0, None, "2.5", "1M tokens", 2.5),
        ("output", "text", "batch", 0, None, "0.0035", "1K tokens", 3.5),
        ("search", "text", "standard", 0, None, "none", "1M tokens", None),
        ("training", "text", "standard", 0, "16:30-00:30", "unpublished", "1M tokens", None),
    ]
    where = "SELECT DISTINCT provider, channel, region, currency, voice, occurred FROM price"
    assert ask(where) == [("openai", "azure", "eu", "EUR", "azure", "2025-04")]


def test_an_end_tells_its_day_apart_from_how_it_is_meant(ask):
    found = ask(
        "SELECT subject, channel, announced, shutdown, bound, replacements FROM deprecation"
        " ORDER BY subject"
    )
    assert found == [
        ("openai/o1", "first_party", None, "2025-12", None, None),
        ("openai/o2", "azure", None, "2025-08-26", "not_after", None),
        (
            *("openai/o3", "first_party", "2025-06-01", "2026-05-14", "not_before"),
            '["openai/o4","openai/o5"]',
        ),
    ]


def test_a_figure_is_shown_with_how_it_is_meant(ask):
    found = ask(
        "SELECT subject, metric, value, high, number, unit, comparator, kind, period, population"
        " FROM observation"
    )
    assert found == [
        (
            *("openai/api", "developers", "2000000", "3000000.5", 2e6, "developers"),
            *(">", "stock", None, "all"),
        )
    ]


def test_instants_sort_as_text_from_before_every_date_on(ask):
    bounds = "valid_from, valid_to, known_from, known_to, position_from, position_to, occurred"
    assert ask(f"SELECT {bounds}, stated FROM statement WHERE event = 'd'") == [
        (
            *("0001-01-01T00:00:00.000000Z", None, "1969-12-31T23:59:59.250000Z", None, 7, None),
            *("unknown", "1969-12-31T23:59:59.250000Z"),
        )
    ]


def test_what_is_only_not_before_a_day_states_nothing_yet(ask):
    assert ask("SELECT count(*) FROM statement_all WHERE event = 'never'") == [(0,)]
    assert ask("SELECT count(*) FROM event WHERE id = 'never'") == [(1,)]


def test_a_launch_is_a_fact_with_its_body(ask):
    found = ask("SELECT subject, json_extract(body, '$.stage') FROM fact WHERE type = 'launched'")
    assert found == [("openai/o3", "preview")]


def test_statements_of_every_type_have_their_values_as_json(ask):
    query = "SELECT DISTINCT type, json_valid(value), json_valid(series) FROM statement_all"
    types = ("deprecated", "described", "observed", "price_changed")
    assert sorted(ask(query)) == [(type, 1, 1) for type in types]


def test_a_source_has_its_rank_a_voice_without_one_the_usual_and_own_words_the_first(ask):
    assert ask("SELECT slug, name, kind, rank, position_from FROM source") == [
        ("openai", "OpenAI", "provider", 10, 1)
    ]
    query = "SELECT DISTINCT own, voice, rank FROM statement ORDER BY rank"
    assert ask(query) == [(1, "openai", -1), (0, "openai", 10), (0, "azure", 500)]


def test_a_subject_is_there_from_the_position_that_first_names_it(ask):
    query = "SELECT subject, provider, id, position_from FROM subject WHERE id = 'o1'"
    assert ask(query) == [("openai/o1", "openai", "o1", 5)]
    assert ask(query, Moment(made.NOW, made.NOW, 4)) == []


def test_the_log_is_shown_up_to_the_position_asked(ask):
    moment = Moment(made.NOW, made.NOW, 3)
    assert ask("SELECT max(position), count(*) FROM event", moment) == [(3, 3)]
    assert ask("SELECT as_of, position, view_version FROM moment", moment) == [
        ("2026-11-22T12:00:00.000000Z", 3, 1)
    ]


@pytest.mark.parametrize("name", [name for name in VIEWS if not name.endswith(ALL)])
def test_the_guide_tells_what_each_column_holds(name):
    section = PAGE.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE))
    own = name in ("moment", "event", "subject", "source")
    left_out = COLUMNS.bounds if own else SHARED
    shown = {
        column: meaning
        for column, meaning in VIEWS[name].columns.items()
        if column not in left_out or column in told
    }
    assert told == shown
    assert told


def test_the_guide_tells_what_the_columns_hold_that_many_views_share():
    section = PAGE.partition("\n## The views\n")[2].partition("\n### ")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE))
    assert told == {name: column.meaning for name, column in SHARED.items()}


def test_all_versions_have_the_columns_of_those_in_force_but_the_rank():
    for name, view in VIEWS.items():
        if name.endswith(ALL):
            now = VIEWS[name.removesuffix(ALL)].columns
            assert dict(view.columns) == {
                column: meaning
                for column, meaning in now.items()
                if column != "rank" or name == "source_all"
            }


def test_a_price_of_a_subject_is_sought_not_searched_for(ask):
    for view in ("price", "price_all"):
        plan = ask(f"EXPLAIN QUERY PLAN SELECT * FROM {view} WHERE subject = 'openai/o3'")
        steps = [step for *_, step in plan]
        assert any(re.match(r"SEARCH b .*subject=\?", step) for step in steps)
        assert not any(step.startswith(("SCAN b", "SCAN h", "SCAN s")) for step in steps)
