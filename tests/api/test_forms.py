"""The forms of an answer beside JSON: every table is the same answer as CSV and as Markdown."""

import csv
import io

import pytest

from tests.api.asking import MOST, asked, every_list, every_table, pages, texts

SUFFIXES = {"csv": ".csv", "md": ".md", "metadata": ".metadata.json"}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "metadata": "application/vnd.ecosys.metadata+json",
}

every_form = pytest.mark.parametrize("form", SUFFIXES)


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
def test_tables_have_a_row_for_every_row(client, path):
    data = client.get(asked(path)).json()["data"]
    rows = data if isinstance(data, list) else [data]
    assert len(csv_rows(client.get(asked(path, ".csv")))) == len(rows)
    assert client.get(asked(path, ".md")).text.count("\n") == len(rows) + 2


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
    assert "link" not in metadata.headers


@every_table
@pytest.mark.parametrize(("type", "form"), [("text/csv", "csv"), ("text/markdown", "md")])
def test_who_accepts_a_table_is_given_one(client, path, type, form):
    reply = client.get(asked(path), headers={"Accept": type})
    assert "Accept" in reply.headers["vary"].split(", ")
    assert reply.content == client.get(asked(path, format=form)).content


@every_list
def test_tables_are_read_page_by_page_as_well(client, path):
    whole = texts(pages(client, asked(path, limit=MOST)))
    first = asked(path, ".csv", limit=-(-len(whole) // 2))
    tables = [csv_rows(reply) for reply in pages(client, first)]
    assert len([row for table in tables for row in table]) == len(whole)
    assert len(tables) > 1


@every_table
@every_form
def test_head_of_a_twin_is_its_get_without_the_body(client, path, form):
    wanted = asked(path, SUFFIXES[form])
    got, headed = client.get(wanted), client.head(wanted)
    assert headed.headers == got.headers
    assert headed.content == b""
