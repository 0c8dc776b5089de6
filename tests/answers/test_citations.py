"""Sources stand beside what rows rest on when they are asked for."""

import pytest

from ecosys.answers.answer import meta
from ecosys.answers.bodies import body
from ecosys.answers.changes import changes
from ecosys.answers.citations import cited, including
from ecosys.answers.conflicts import conflicts
from ecosys.answers.directory import subject
from ecosys.answers.links import Links
from ecosys.answers.metric import explain, metric
from ecosys.answers.prices import prices
from ecosys.errors import InvalidInput
from tests.given import event, plain_price, price

PAGE = {"source": "openai", "url": "https://openai.com/pricing", "read": "2025-06-10"}
POST = {"source": "blog", "url": "https://blog.example/o3", "title": "o3 is cheaper"}


@pytest.fixture
def log(timeline):
    timeline.append(
        [
            event("registered", "source-openai", source="openai", name="OpenAI", kind="provider"),
            price("a", "2025-04-16", input="10", sources=[PAGE]),
            price("b", "2025-06-10", input="2", sources=[PAGE, POST]),
            event("corrected", "c", event="b", fault="ours", why="misread",
                  statement=plain_price("b", input="3") | {"sources": [POST, PAGE]}),
        ]
    )  # fmt: skip
    return timeline


def ask(log, answer):
    return including(log, log.moment(), answer, "sources")


def test_a_row_names_the_sources_of_its_events_in_their_order(log):
    (row,) = ask(log, prices(log, log.moment(), "openai/o3")).rows
    assert row.because == (3, 4)
    assert [(each.source, each.name, each.url, each.title, each.read) for each in row.sources] == [
        ("openai", "OpenAI", "https://openai.com/pricing", None, "2025-06-10"),
        ("blog", "blog", "https://blog.example/o3", "o3 is cheaper", None),
    ]


def test_points_and_changes_name_them_too(log):
    moment = log.moment()
    points = ask(log, metric(log, moment, "price_history", {"subject": "openai/o3"})).rows
    assert [each.source for each in points[0].sources] == ["openai"]
    differences = ask(log, changes(log, moment, "2025-06-01")).rows
    assert differences
    assert all(row.sources for row in differences)


def test_rows_within_a_row_name_theirs(log):
    (row,) = ask(log, subject(log, log.moment(), "openai/o3")).rows
    assert [each.source for each in row.prices[0].sources] == ["openai", "blog"]


def test_each_source_of_several_rows_is_cited_once(log):
    moment = log.moment()
    points = metric(log, moment, "price_history", {"subject": "openai/o3"}).rows
    assert [each.source for each in cited(log, moment, points)] == ["openai", "blog"]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ("json", b'"sources":['),
        ("csv", b",sources"),
        ("md", b"| sources |"),
        ("metadata", b'"name":"sources"'),
    ],
)
def test_nobody_sees_the_field_without_asking(log, form, field):
    moment = log.moment()
    answer = prices(log, moment, "openai/o3")
    about = meta(log, moment, answer)
    assert field not in b"".join(body(answer, about, form, list(answer.rows), Links()))
    with_sources = ask(log, answer)
    assert field in b"".join(body(with_sources, about, form, list(with_sources.rows), Links()))


def test_there_is_nothing_else_to_include(log):
    moment = log.moment()
    with pytest.raises(InvalidInput, match="Allowed: sources"):
        including(log, moment, prices(log, moment, "openai/o3"), "everything")


def test_rows_that_rest_on_no_events_include_none(log):
    log.append([price("x", "2025-06-10", input="4", voice="blog", sources=[POST])])
    disagreements = conflicts(log, log.moment())
    assert disagreements.rows
    with pytest.raises(InvalidInput, match="because"):
        ask(log, disagreements)
    with pytest.raises(InvalidInput, match="because"):
        ask(log, explain(log, log.moment(), "price_history", {"subject": "openai/o3"}))
