"""Datasette, the real one, opens the exported folder and shows views and queries at once."""

import re
import subprocess
import sys

import httpx2
import pytest

from ecosys.answers.dataset.in_force import NAMES
from tests.answers.dataset.conftest import SONNET

SECONDS = 60
"""How long it may take to start."""


@pytest.fixture(scope="module")
def client(folder):
    """A client of Datasette, started with nothing but the name of the folder."""
    command = [sys.executable, "-m", "datasette", "serve", str(folder), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    told = (re.search(r"running on (http://\S+)", line) for line in server.stderr)
    [address] = next(found for found in told if found).groups()
    with httpx2.Client(base_url=address, timeout=SECONDS) as opened:
        yield opened
    server.terminate()
    server.communicate()


def rows(client, address):
    """The rows of an answer, by the names of their columns."""
    reply = client.get(address)
    assert reply.status_code == 200, reply.text
    return reply.json()["rows"]


def test_it_lists_the_views_with_what_they_have_and_the_queries(client):
    database = client.get("/ecosys.json").json()
    assert {view["name"] for view in database["views"]} == {*NAMES, "price_daily"}
    queries = {"price_at", "deprecation_at", "observation_at", "statement_at"}
    assert {query["name"] for query in database["queries"]} == queries
    page = client.get("/ecosys/price").text
    assert "a row for each line of a price list" in page
    assert "who sells it; first_party: the provider itself" in page
    assert "CC-BY-4.0" in page


def test_a_view_is_filtered_by_its_columns(client):
    found = rows(client, "/ecosys/price.json?subject=openai/o3&direction=input&_shape=objects")
    assert [(each["amount"], each["per_million"]) for each in found] == [("2", 2.0)]


@pytest.mark.parametrize(("known_at", "amount"), [("2026-08-09", "3"), ("2026-08-10", "2")])
def test_a_query_asks_for_a_moment(client, known_at, amount):
    asked = f"subject={SONNET}&as_of=2026-09-15&known_at={known_at}"
    found = rows(client, f"/ecosys/price_at.json?{asked}&_shape=objects")
    assert [each["amount"] for each in found if each["direction"] == "input"] == [amount]
