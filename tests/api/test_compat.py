"""The layouts of other tools over HTTP: the bytes of the command line, kept like other answers."""

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.answers.export import get_layout, layouts
from tests.fixtures import opened_once

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

MOMENT = ["--as-of", "2026-11-22", "--known-at", "2026-11-22", "--position", "5716"]
PINNED = "as_of=2026-11-22&known_at=2026-11-22&position=5716"
NAMES = [
    "endoflife",
    "genai-prices",
    "langfuse",
    "langsmith",
    "litellm",
    "models.dev",
    "openlit",
    "posthog",
    "prometheus",
]


def test_the_index_names_every_layout_with_its_address_and_what_reads_it(client):
    rows = client.get("/compat").json()
    assert [row["name"] for row in rows] == NAMES == layouts()
    for row in rows:
        reply = client.get(f"{row['address']}?{PINNED}")
        assert reply.status_code == 200
        assert reply.headers["content-type"] == row["media_type"]
        assert row["read_by"]


@pytest.mark.parametrize("name", NAMES)
def test_the_command_writes_the_bytes_that_are_served(client, released_database, name):
    reply = client.get(f"/compat/{name}/{get_layout(name).file_name}?{PINNED}")
    settings = {"ECOSYS_DATABASE": str(released_database)}
    with opened_once():
        done = CliRunner().invoke(build(), ["compat", name, *MOMENT], env=settings)
    assert done.exit_code == 0, done.output
    assert done.stdout_bytes == reply.content
    assert "not carried: " in done.stderr


def test_a_file_is_kept_for_ever_where_its_moment_is_given_and_else_asked_for_again(client):
    address = "/compat/models.dev/api.json"
    pinned, latest = client.get(f"{address}?{PINNED}"), client.get(address)
    assert "immutable" in pinned.headers["cache-control"]
    assert "immutable" not in latest.headers["cache-control"]
    again = client.get(address, headers={"If-None-Match": latest.headers["etag"]})
    assert again.status_code == 304
    assert client.get(latest.links["self"]["url"]).content == latest.content


def test_what_was_lost_is_listed_beside_the_file(client):
    reply = client.get(f"/compat/litellm/lost.json?{PINNED}")
    by_kind = {(row["what"], row["which"]): row for row in reply.json()["data"]}
    fast = by_kind["tier", "fast"]
    assert fast["count"] >= len(fast["subjects"]) > 0
    assert reply.json()["meta"]["position"] == 5716


def test_renovate_and_clients_of_the_api_find_a_product_where_they_look(client):
    root = "/compat/endoflife/api"
    before = client.get(f"{root}/openai.json?{PINNED}").json()
    assert {"cycle", "releaseDate", "eol"} <= before[0].keys()
    for address in (f"{root}/v1/products/openai", f"{root}/v1/products/openai/"):
        assert client.get(f"{address}?{PINNED}").json()["result"]["name"] == "openai"


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("litelm/lost.json", 422, "Did you mean litellm?"),
        ("litellm/model_prices.json", 404, "has no file"),
        ("models.dev/api.json?format=csv", 422, "format"),
        ("models.dev/api.json?as_off=2025", 422, "Did you mean as_of?"),
    ],
)
def test_what_is_not_there_is_a_problem(client, address, status, told):
    reply = client.get(f"/compat/{address}")
    assert reply.status_code == status, reply.text
    assert told in reply.text
