"""api/server.json, by which the registry of MCP servers lists ours."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest
import typer.main

from ecosys.__main__ import build
from tests.documents import README, ROOT

SERVER = json.loads((ROOT / "api" / "server.json").read_text(encoding="utf-8"))
SCHEMA = json.loads(Path(__file__).with_name("server.schema.json").read_text(encoding="utf-8"))
"""What the registry's schema of 2025-12-11 demands, without its explanations."""
[PACKAGE] = SERVER["packages"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def check(server):
    jsonschema.validate(server, SCHEMA, jsonschema.Draft7Validator)


def test_it_keeps_to_the_schema_that_it_names():
    assert SERVER["$schema"] == SCHEMA["$id"]
    check(SERVER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "ecosys"},
        {"description": "x" * 101},
        {"packages": [{**PACKAGE, "version": "latest"}]},
        {"packages": [{**PACKAGE, "transport": {"type": "pipe"}}]},
        {"packages": [{**PACKAGE, "packageArguments": [{"type": "positional"}]}]},
    ],
    ids=str,
)
def test_the_schema_refuses_what_the_registry_refuses(wrong):
    with pytest.raises(jsonschema.ValidationError):
        check(SERVER | wrong)


def test_it_is_of_this_version_and_starts_a_command_that_there_is():
    assert SERVER["version"] == PACKAGE["version"] == PROJECT["version"]
    assert PACKAGE["identifier"] == PROJECT["name"]
    (needed,) = [each["value"] for each in PACKAGE["runtimeArguments"]]
    assert [needed] == PROJECT["optional-dependencies"]["mcp"]
    command, *words = [each["value"] for each in PACKAGE["packageArguments"]]
    typer.main.get_command(build()).commands[command].make_context(command, words).close()


def test_the_readme_names_it_as_the_registry_asks_of_who_publishes_a_package():
    assert f"mcp-name: {SERVER['name']} " in README.read_text(encoding="utf-8")
