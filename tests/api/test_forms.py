"""The forms of an answer beside JSON: every table is the same answer as CSV and as Markdown."""

import csv
import io
import json

import pytest

from tests.api.asking import LISTS, MOST, asked, every_list, every_table, pages, texts

pytestmark = pytest.mark.no_cover  # measuring would take half of its time

SUFFIXES = {"csv": ".csv", "ndjson": ".ndjson", "md": ".md", "metadata": ".metadata.json"}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "md": "text/markdown; charset=utf-8",
    "metadata": "application/vnd.ecosys.metadata+json",
}

every_form = pytest.mark.parametrize("form", SUFFIXES)


def rows(data):
    """What a single answer or a list holds, as a list."""
    return data if isinstance(data, list) else [data]


def whole_pages(client, path):
    """The replies that hold all rows."""
    return pages(client, asked(path, limit=MOST)) if path in LISTS else [client.get(asked(path))]


def csv_rows(reply):
    return list(csv.DictReader(io.StringIO(reply.text)))


@every_table
@every_form
def test_a_twin_is_the_same_answer_in_another_form(client, path, form):
    twin = client.get(asked(path, SUFFIXES[form]))
    assert twin.status_code == 200, twin.text
    assert twin.headers["content-type"] == TYPES[form]
    assert twin.content == client.get(asked(path, format=form)).content


@every_table
def test_csv_and_lines_have_all_rows_and_markdown_those_of_a_page(client, path):
    first = client.get(asked(path)).json()["data"]
    assert client.get(asked(path, ".md")).text.count("\n") == len(rows(first)) + 2
    whole = [row for page in whole_pages(client, path) for row in rows(page.json()["data"])]
    assert len(csv_rows(client.get(asked(path, ".csv")))) == len(whole)
    lines = client.get(asked(path, ".ndjson"))
    assert lines.text.endswith("\n")
    assert [json.loads(line) for line in lines.text.splitlines()] == whole


@every_table
def test_a_table_that_is_whole_has_no_next_page(client, path):
    for suffix in (".csv", ".ndjson"):
        reply = client.get(asked(path, suffix))
        assert set(reply.links) == {"self"}
        assert client.get(reply.links["self"]["url"]).content == reply.content


@every_table
def test_metadata_says_what_the_columns_mean_and_what_may_be_done_with_them(client, path):
    metadata = client.get(asked(path, ".metadata.json")).json()
    table = client.get(asked(path, ".csv")).text
    assert [each["name"] for each in metadata["columns"]] == table.splitlines()[0].split(",")
    assert all(each["description"] for each in metadata["columns"])
    assert metadata["licence"] == "CC-BY-4.0"
    assert metadata["meta"] == client.get(asked(path)).json()["meta"]


@every_list
def test_metadata_counts_the_rows_of_all_pages(client, path):
    whole = texts(pages(client, asked(path, limit=MOST)))
    metadata = client.get(asked(path, ".metadata.json", limit=1))
    assert metadata.json()["rows"] == len(whole)
    assert set(metadata.links) == {"self"}


@every_table
@pytest.mark.parametrize(
    ("type", "form"),
    [("text/csv", "csv"), ("application/x-ndjson", "ndjson"), ("text/markdown", "md")],
)
def test_who_accepts_a_table_is_given_one(client, path, type, form):
    reply = client.get(asked(path), headers={"Accept": type})
    assert "Accept" in reply.headers["vary"].split(", ")
    assert reply.content == client.get(asked(path, format=form)).content


@every_list
def test_tables_are_read_page_by_page_as_well(client, path):
    whole = texts(pages(client, asked(path, limit=MOST)))
    first = asked(path, ".csv", limit=min(-(-len(whole) // 2), MOST))
    tables = [csv_rows(reply) for reply in pages(client, first)]
    assert len([row for table in tables for row in table]) == len(whole)
    assert len(tables) > 1


@every_table
@every_form
def test_head_of_a_twin_is_its_get_without_the_body(client, path, form):
    wanted = asked(path, SUFFIXES[form])
    same = {"X-Request-ID": "asked-once"}
    got, headed = client.get(wanted, headers=same), client.head(wanted, headers=same)
    assert headed.headers == got.headers
    assert headed.content == b""


@pytest.mark.parametrize(
    ("accept", "type"),
    [
        ("text/csv;q=0.5, application/json", "application/json"),
        ("application/json;q=0.5, text/csv", "text/csv; charset=utf-8"),
        ("*/*", "application/json"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "application/json"),
    ],
)
def test_the_form_is_the_one_that_is_liked_best(client, accept, type):
    reply = client.get("/v1/prices/openai/o3?as_of=2025-06-15", headers={"Accept": accept})
    assert reply.headers["content-type"] == type
    assert "Accept" in reply.headers["vary"].split(", ")
