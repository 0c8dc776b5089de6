"""The tools as clients reach them: a process that is spoken to, and a server over HTTP."""

import json
import sys
from subprocess import PIPE, Popen

import anyio
import pytest
from fastapi.testclient import TestClient
from mcp import Client, StdioServerParameters, stdio_client
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys_api.app import create
from ecosys_api.mcp.tools import tools
from ecosys_api.routes.mcp import build as build_route
from tests.commands.test_serve import PATIENCE_SECONDS, get, serving, wait_for

ASKED = {"subject": ["openai/o3"], "as_of": "2025-06-01", "known_at": "2026-11-22"}
TOLD = "openai/o3 input: 10 USD per million tokens"  # as OpenAI had it until 2025-06-10
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
HEADERS = {"Accept": "application/json, text/event-stream"}


def asked(transport, **settings):
    """What a client that is connected by a transport gets of a tool, with what else it is told."""

    async def ask():
        async with Client(transport, **settings) as client:
            listed = await client.list_tools()
            result = await client.call_tool("price", ASKED)
            return client.server_info, {each.name for each in listed.tools}, result

    return anyio.run(ask)


def check(server, names, result):
    assert server.name == "ecosys"
    assert names == set(tools)
    assert result.content[0].text.startswith(TOLD)
    assert result.structured_content["data"][0]["per_million"] == "10"


@pytest.mark.no_cover
def test_a_client_starts_it_and_speaks_with_it_over_standard_input_and_output(released_database):
    words = ["-m", "ecosys", "mcp", "--database", str(released_database)]
    parameters = StdioServerParameters(command=sys.executable, args=words)
    check(*asked(stdio_client(parameters)))


@pytest.mark.no_cover
def test_nothing_but_messages_stands_in_its_output_and_it_ends_with_its_input(own):
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "tests", "version": "1"},
    }
    lines = [
        {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {**CALL, "params": {"name": "price", "arguments": ASKED}},
    ]
    command = [sys.executable, "-m", "ecosys", "mcp", "--database", str(own.log.database)]
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("".join(f"{json.dumps(line)}\n" for line in lines))
        process.stdin.flush()
        first, second = (json.loads(process.stdout.readline()) for _ in range(2))
        rest, told = process.communicate(timeout=PATIENCE_SECONDS)
    assert first["result"]["protocolVersion"] == "2025-06-18"
    assert "never zero, never safe" in first["result"]["instructions"]
    assert second["result"]["content"][0]["text"].startswith(TOLD)
    assert (rest, told, process.returncode) == ("", "", 0)


@pytest.mark.no_cover
def test_where_the_log_cannot_be_opened_a_client_is_told_why(tmp_path):
    (tmp_path / "notes.db").write_text("no database")
    words = ["-m", "ecosys", "mcp", "--database", str(tmp_path / "notes.db")]
    transport = stdio_client(StdioServerParameters(command=sys.executable, args=words))
    _, names, result = asked(transport)
    assert names == set(tools)
    assert result.is_error
    assert "notes.db" in result.content[0].text


@pytest.mark.no_cover
def test_a_server_answers_over_http_whichever_version_is_spoken(released_database, tmp_path):
    with serving(tmp_path, "--database", str(released_database)) as (address, _, _):
        wait_for(lambda: get(f"{address}/readyz"))
        for mode in ("auto", "legacy"):
            check(*asked(f"{address}/mcp", mode=mode))


def post(client, message, **headers):
    return client.post("/mcp", json=message, headers={**HEADERS, **headers})


def test_one_request_is_enough_as_nothing_is_kept_between_them(client):
    reply = post(client, {**CALL, "params": {"name": "price", "arguments": ASKED}})
    assert reply.status_code == 200
    assert "mcp-session-id" not in reply.headers
    assert reply.json()["result"]["content"][0]["text"].startswith(TOLD)


def test_what_is_no_message_and_what_is_too_long_is_refused(client):
    assert post(client, {"jsonrpc": "2.0"}).status_code == 400
    long = {**CALL, "params": {"name": "audit", "arguments": {"files": {"a": "x" * 2**20}}}}
    assert post(client, long).status_code == 413
    assert client.get("/mcp").status_code == 405
    assert client.get("/mcp").headers["allow"] == "POST"


def test_a_log_that_is_not_filled_yet_is_not_asked(tmp_path):
    app = create(tmp_path / "ecosys.db", fill=False)
    assert post(TestClient(app), CALL).status_code == 503


def test_without_the_extra_there_is_no_address_and_the_command_says_what_is_missing(monkeypatch):
    assert [route.path for route in build_route().routes] == ["/mcp"]
    monkeypatch.setattr("ecosys_api.routes.mcp.find_spec", {}.get)
    assert build_route().routes == []
    monkeypatch.setattr("importlib.util.find_spec", {}.get)
    result = CliRunner().invoke(build(["mcp"]), ["mcp"])
    assert "pip install 'ecosys[mcp]'" in str(result.exception)
