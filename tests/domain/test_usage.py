"""Usage: a way of counting is one thing, and everything follows from it."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.domain.usage import OURS, Counter, Counting, counters_of, meanings, tokens, usages
from ecosys.errors import InvalidInput
from ecosys_api.app import create
from ecosys_api.routes import cost, routes
from tests.api.conftest import ready

MADE = Counting(
    counters={
        "tokens_in": Counter("input", "Tokens that go in, cached ones apart."),
        "tokens_out": Counter("output", "Tokens that come out."),
    },
    charged=dict,
)
ADDRESS = "/v1/cost/openai/o3?usage=made&tokens_in=1000000&tokens_out=500000&as_of=2025-06-15"


def add(monkeypatch, name, counting):
    """Install a way of counting, as if the process had begun with it."""
    monkeypatch.setitem(usages.members, name, counting)
    monkeypatch.setitem(routes.members, "cost", cost.build())


@pytest.fixture
def made(monkeypatch):
    """A way of counting that another package adds."""
    add(monkeypatch, "made", MADE)


@pytest.mark.parametrize("usage", sorted(usages))
def test_every_counter_says_which_tokens_it_counts(usage):
    for counter in usages[usage].counters.values():
        assert counter.direction in OURS.counters
        assert counter.meaning.endswith(".")


def test_a_counter_of_two_usages_has_the_meaning_of_both():
    told = meanings()["input_tokens"]
    assert "With usage=anthropic: tokens that go in and come from no cache." in told
    assert "With usage=openai: tokens that go in, cached ones included." in told


def test_our_counters_are_taken_with_every_usage():
    assert set(OURS.counters) <= set(counters_of("openai"))
    assert tokens({"input": 10, "cached_tokens": 4}, "openai") == tokens(
        {"input": 6, "cache_read": 4}
    )


def test_a_usage_that_nobody_has_is_refused_with_those_there_are():
    with pytest.raises(InvalidInput, match="usage=opnai is not known") as refused:
        counters_of("opnai")
    assert "openai" in refused.value.hint


def test_a_counter_that_no_address_can_carry_makes_the_usage_a_broken_one():
    with pytest.raises(TypeError, match="'tokens in' cannot be the name of a parameter"):
        usages._kind(Counting({"tokens in": Counter("input", "x")}, dict), "odd")


def test_a_counter_of_no_direction_makes_the_usage_a_broken_one():
    odd = Counting({"tokens_in": Counter("inputs", "x")}, dict)
    with pytest.raises(TypeError, match=r"tokens_in counts 'inputs'.* Did you mean input"):
        usages._kind(odd, "odd")


def test_a_usage_that_charges_what_is_no_direction_is_told_as_a_problem(
    monkeypatch, released_database
):
    odd = Counting({"tokens_in": Counter("input", "x")}, lambda _: {"toll": 1})
    add(monkeypatch, "odd", odd)
    client = ready(create(released_database, fill=False))
    reply = client.get("/v1/cost/openai/o3?usage=odd&tokens_in=1&as_of=2025-06-15")
    assert reply.status_code == 500
    assert reply.json()["type"] == "/problems/internal"
    assert "usage=odd charges 'toll'" in reply.json()["detail"]
    client.__exit__(None, None, None)


@pytest.mark.no_cover
def test_a_new_usage_is_asked_over_http_and_stands_in_the_document(made, released_database):
    client = ready(create(released_database))
    row = client.get(ADDRESS).json()["data"]
    assert (row["input"], row["output"], row["total"]) == ("2", "4", "6")
    assert client.get("/v1/cost/openai/o3?input=1000000&as_of=2025-06-15").json()["data"]
    operation = client.get("/openapi.json").json()["paths"]["/v1/cost/{name}"]["get"]
    described = {each["name"]: each["description"] for each in operation["parameters"]}
    assert described["tokens_in"] == "With usage=made: tokens that go in, cached ones apart."
    assert "made" in described["usage"]
    client.__exit__(None, None, None)


def test_a_new_usage_is_asked_on_the_command_line(made, released_database, tmp_path):
    path = tmp_path / "usage.db"
    shutil.copy(released_database, path)
    words = "cost openai/o3 --usage made --tokens_in 1000000 --as-of 2025-06-15 --format json"
    done = CliRunner().invoke(build(), [*words.split(), "--database", str(path)])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["data"]["total"] == "2"


def test_a_counter_with_the_name_of_another_parameter_leaves_it_alone(
    monkeypatch, released_database
):
    odd = Counting({"tier": Counter("input", "x")}, dict)
    add(monkeypatch, "odd", odd)
    client = ready(create(released_database))
    reply = client.get("/v1/cost/openai/o3?input=1&tier=standard&as_of=2025-06-15")
    assert reply.status_code == 200
    client.__exit__(None, None, None)
