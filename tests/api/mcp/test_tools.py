"""What every tool does, asked by a client of the SDK over the released log."""

import jsonschema
import pytest
from mcp import MCPError

from ecosys_api.mcp.tools import tools
from tests.api.mcp.asking import answer, connected, refusal
from tests.given import AUDITED

PINNED: dict[str, object] = {"as_of": "2026-11-22", "known_at": "2026-11-22", "position": AUDITED}
ASKED: dict[str, dict] = {
    "audit": {"files": {"app.py": 'model="gpt-4-0314"'}},
    "changes": {"subject": "openai", "since": "90d"},
    "claims": {},
    "cost": {"subject": "openai/o3", "input": 1_000_000},
    "deprecations": {"subject": ["gpt-4-0314"]},
    "explain": {"events": ["openai-o3-price-2025-06-10"]},
    "metric": {"name": "deprecation_notice", "parameters": {"subject": "openai"}},
    "metrics": {},
    "models": {"provider": "openai"},
    "price": {"subject": ["openai/o3"]},
    "resolve": {"name": "gpt-4-0314"},
}
"""What is asked of each tool here."""
NO_SOURCES = {"metrics", "resolve"}
"""What rests on no event: definitions, and the name that a subject bears itself."""
every = pytest.mark.parametrize("name", sorted(ASKED))


def sources_of(row):
    """The citations of a row; those of a claim stand under another name."""
    return row.get("cited") or row.get("sources")


def test_there_are_these_tools_and_each_only_reads(seeded):
    listed = connected(seeded, lambda client: client.list_tools()).tools
    assert [each.name for each in listed] == sorted(ASKED) == sorted(tools)
    for each in listed:
        assert each.title
        assert len(each.description) > 80
        assert each.annotations.read_only_hint
        assert not each.annotations.destructive_hint
        assert not each.annotations.open_world_hint
        assert "coordinates" in str(each.output_schema).lower()


@every
def test_every_tool_takes_a_moment_and_nothing_of_http(name):
    schema = tools[name].input_schema
    assert {"as_of", "known_at", "position"} <= schema["properties"].keys()
    assert not {"format", "include", "min_position"} & schema["properties"].keys()
    assert schema["additionalProperties"] is False
    assert all(field.get("description") for field in schema["properties"].values())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(ASKED[name] | PINNED, schema)


@every
def test_what_a_tool_answers_keeps_to_its_schema_and_says_when_and_by_whom(seeded, name):
    data, text = answer(seeded, name, **ASKED[name], **PINNED)
    schema = tools[name].output_schema
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema, jsonschema.Draft202012Validator)
    assert data["data"]
    if name not in NO_SOURCES:
        grounded = [row for row in data["data"] if row.get("events", True)]
        assert grounded
        assert all(any(each["source"] for each in sources_of(row)) for row in grounded)
        assert "\nSources: " in text
    assert data["meta"]["position"] == AUDITED
    assert data["meta"]["as_of"] == "2026-11-22T23:59:59.999999Z"
    assert f"log position {AUDITED}." in text


@every
def test_asked_again_at_the_coordinates_of_an_answer_it_is_the_same(seeded, name):
    first, text = answer(seeded, name, **ASKED[name])
    pinned = {each: first["meta"][each] for each in ("as_of", "known_at", "position")}
    assert answer(seeded, name, **ASKED[name], **pinned) == (first, text)


@every
def test_a_parameter_that_is_none_is_refused_with_what_was_meant(seeded, name):
    told = refusal(seeded, name, **ASKED[name], as_off="2026-11-22")
    assert told == "as_off is not a parameter. Did you mean as_of?"


@every
def test_a_form_cannot_be_asked_for(seeded, name):
    assert "format is not a parameter." in refusal(seeded, name, **ASKED[name], format="csv")


@every
def test_a_moment_that_is_none_is_refused_with_how_one_is_written(seeded, name):
    told = refusal(seeded, name, **ASKED[name], known_at="yesterday")
    assert "'yesterday' is not a date. Write a date (2025-06-15" in told


def test_a_tool_that_there_is_not_is_no_answer(seeded):
    async def ask(client):
        with pytest.raises(MCPError, match="There is no tool prices"):
            await client.call_tool("prices", {})

    connected(seeded, ask)
