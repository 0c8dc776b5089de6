"""What a command writes for other programs is what the API answers, byte for byte."""

import json

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build
from tests.api.conftest import app, client
from tests.fixtures import opened_once

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

__all__ = ["app", "client"]

END = "2026-11-27"
MOMENT = ("--as-of", END, "--known-at", END, "--position", "5716")
PINNED = f"as_of={END}&known_at={END}&position=5716"
ALL = "limit=1000"

PAIRS = [
    ("price openai/o3", "prices/openai/o3"),
    ("price o3", "prices/o3"),
    ("price openai/o3 --tier batch", "prices/openai/o3?tier=batch"),
    ("price openai/o3 --channel all", "prices/openai/o3?channel=all&limit=1000"),
    ("price openai/o3 --source openai", "prices/openai/o3?source=openai"),
    ("cost openai/o3 --input 1000 --output 500", "cost/openai/o3?input=1000&output=500"),
    ("cost o3 --input 1000 --cache-read 10", "cost/o3?input=1000&cache_read=10"),
    (
        "cost openai/o3 --usage openai --prompt_tokens 1000 --cached_tokens 400",
        "cost/openai/o3?usage=openai&prompt_tokens=1000&cached_tokens=400",
    ),
    ("cost openai/o3 --input 5 --tier batch", "cost/openai/o3?input=5&tier=batch"),
    ("deprecations openai", "deprecations?subject=openai&limit=1000"),
    ("deprecations --provider google", "deprecations?provider=google&limit=1000"),
    ("deprecations openai --within 12w", "deprecations?subject=openai&within=12w&limit=1000"),
    ("deprecations --within 30d --channel all", "deprecations?within=30d&channel=all&limit=1000"),
    ("price o3 gpt-4o --tier batch", "prices?subject=o3&subject=gpt-4o&tier=batch"),
    ("deprecations gpt-4-0314 o3", "deprecations?subject=gpt-4-0314&subject=o3"),
    ("resolve o3", "resolve?name=o3"),
    ("resolve gpt-4o --include sources", "resolve?name=gpt-4o&include=sources"),
    ("models --provider openai", "models?provider=openai&limit=1000"),
    ("models --limit 3 --alive --since 90d", "models?limit=3&since=90d&ended=false"),
    ("providers --since 90d", "providers?since=90d&limit=1000"),
    ("providers --limit 2", "providers?limit=2"),
    ("sources --limit 5 --since 2026-01-01", "sources?limit=5&since=2026-01-01"),
    ("show openai/o3", "subjects/openai/o3"),
    ("show o3 --include sources", "subjects/o3?include=sources"),
    ("show anthropic", "subjects/anthropic"),
    ("show llm-prices", "sources/llm-prices"),
    (
        "metric provider_share --every year --since 2023",
        "metrics/provider_share/moments?every=year&since=2023",
    ),
    ("changes", "changes?limit=1000"),
    ("changes openai --since 4w", "changes?since=4w&subject=openai&limit=1000"),
    ("changes openai/o3 --since 2025-06-01", "changes?since=2025-06-01&subject=openai/o3"),
    ("claims", "claims?limit=1000"),
    (
        "claims fastest-growing-developer-ecosystem --verdict opinion",
        "claims?document=fastest-growing-developer-ecosystem&verdict=opinion",
    ),
    ("claims --verdict holds_roughly", "claims?verdict=holds_roughly"),
    ("conflicts", "conflicts?limit=1000"),
    ("conflicts anthropic --kind price", "conflicts?subject=anthropic&kind=price&limit=1000"),
    ("quarantine", "quarantine?decision=open&limit=1000"),
    ("quarantine --all", "quarantine?limit=1000"),
    (
        "explain openai-api-developers-2023-11-06",
        "events/openai-api-developers-2023-11-06/dependents?limit=1000",
    ),
    ("metric", "metrics?limit=1000"),
    ("metric provider_share", "metrics/provider_share?limit=1000"),
    (
        "metric deprecation_notice --subject anthropic",
        "metrics/deprecation_notice?subject=anthropic",
    ),
    (
        "metric cumulative_developers --subject openai",
        "metrics/cumulative_developers?subject=openai",
    ),
    (
        "metric time_to_adoption --threshold 100000 --subject langchain",
        "metrics/time_to_adoption?threshold=100000&subject=langchain",
    ),
    (
        "metric cumulative_developers --subject openai --explain",
        "metrics/cumulative_developers/explain?subject=openai",
    ),
    (
        "metric cumulative_developers --subject openai --explain --at 2023-11-06",
        "metrics/cumulative_developers/explain?subject=openai&at=2023-11-06",
    ),
    (
        "metric cumulative_developers --subject openai --vintages",
        "metrics/cumulative_developers/vintages?subject=openai&limit=1000",
    ),
    ("price o3 --include sources", "prices/o3?include=sources"),
    ("cost o3 --input 9 --include sources", "cost/o3?input=9&include=sources"),
    (
        "deprecations --within 30d --include sources",
        "deprecations?within=30d&include=sources&limit=1000",
    ),
    ("claims --verdict opinion --include sources", "claims?verdict=opinion&include=sources"),
    ("changes --all --include sources", "changes?all=true&include=sources&limit=1000"),
    (
        "metric provider_share --include sources",
        "metrics/provider_share?include=sources&limit=1000",
    ),
    ("log --after 0 --limit 3", "events?after=0&limit=3"),
    ("log --after 4990", "events?after=4990&limit=20"),
    ("log --type corrected --limit 2 --after 10", "events?after=10&limit=2&type=corrected"),
    (
        "log --after 0 --type launched --type deprecated --subject openai --subject anthropic",
        "events?limit=20&type=launched&type=deprecated&subject=openai&subject=anthropic",
    ),
    (
        "log --after 9 --stated-from 2025-06 --stated-until 2025-06-10 --occurred-from 2025-06-10",
        "events?after=9&limit=20&stated_from=2025-06&stated_until=2025-06-10"
        "&occurred_from=2025-06-10",
    ),
    (
        "log --after 0 --recorded-from 2026-11-24 --recorded-until 2026-11-27 --limit 1000",
        "events?recorded_from=2026-11-24&recorded_until=2026-11-27&limit=1000",
    ),
    (
        "log --subject openai/o3 --after 5 --limit 500",
        "events?after=5&limit=1000&subject=openai/o3",
    ),
]


@pytest.fixture(scope="module")
def answer(released_database):
    """Run a command over the released log, pinned to one moment, and give what it wrote."""

    def invoke(line, format):
        moment = MOMENT[-2:] if line.startswith("log") else MOMENT
        words = [*line.split(), *moment, "--format", format]
        done = CliRunner().invoke(build(), words, env={"ECOSYS_DATABASE": str(released_database)})
        assert done.exit_code == 0, done.output
        return done.stdout_bytes

    with opened_once():
        yield invoke


def pinned(address, format):
    coordinates = "position=5716" if address.startswith("events?") else PINNED
    path, _, query = address.partition("?")
    about = f"format={format}" if format != "json" else ""
    return f"/v1/{path}?{'&'.join(each for each in (coordinates, query, about) if each)}"


@pytest.mark.parametrize(("line", "address"), PAIRS, ids=[line for line, _ in PAIRS])
def test_a_command_writes_the_bytes_that_the_api_answers(client, answer, line, address):
    reply = client.get(pinned(address, "json"))
    assert reply.status_code == 200, reply.text
    assert answer(line, "json") == reply.content
    has_rows = not line.startswith("quarantine")  # the released log holds nothing back
    assert bool(reply.json()["data"]) is has_rows


@pytest.mark.parametrize("format", ["csv", "ndjson", "md"])
@pytest.mark.parametrize(("line", "address"), [*PAIRS[:8], *PAIRS[-8:]])
def test_a_table_for_programs_is_that_of_the_api(client, answer, line, address, format):
    assert answer(line, format) == client.get(pinned(address, format)).content


def test_what_is_left_of_the_log_is_named_as_the_api_names_it(client, answer):
    reply = client.get(pinned("events?after=0&limit=3", "json"))
    assert reply.json()["links"]["next"] == "/v1/events?after=3&limit=3&position=5716"
    assert reply.content == answer("log --after 0 --limit 3", "json")


def test_what_is_supposed_has_no_address(answer):
    supposed = answer("price o3 --without openai-o3-price-2025-06-10", "json")
    assert json.loads(supposed)["links"] == {"next": None}
    assert set(json.loads(answer("price o3", "json"))["links"]) == {"self", "next", "poll"}
