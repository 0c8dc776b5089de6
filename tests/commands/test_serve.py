"""`ecosys serve` as a process: it says where it listens, or why it cannot, and then it ends."""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import Request, urlopen

import pytest

pytestmark = pytest.mark.no_cover

PATIENCE_SECONDS = 90
LISTENS = re.compile(r"ecosys at (http://\S+?:\d+) ")


def command(*words, **environment):
    """`ecosys serve` with some options, and what it is run with."""
    env = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
    return [sys.executable, "-m", "ecosys", "serve", *words], env


def ended(*words, **environment):
    """What a server that cannot start ends with: its status, and what it said."""
    line, env = command(*words, **environment)
    done = subprocess.run(
        line, env=env, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )
    return done.returncode, done.stderr


@contextmanager
def serving(folder, *words, **environment):
    """A server that listens at a free port: its address, and the file of what it said."""
    line, env = command("--port", "0", *words, **environment)
    said, told = folder / "said", folder / "told"
    with said.open("w") as error, told.open("w") as output:
        server = subprocess.Popen(line, env=env, stdout=output, stderr=error)
    try:
        yield wait_for(lambda: LISTENS.findall(said.read_text())[0]), said, server
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE_SECONDS)


def wait_for(what):
    """What something gives as soon as it does not fail."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return what()
        except Exception:
            if time.monotonic() > end:
                raise
        time.sleep(0.05)


def get(address, **headers):
    """An answer of a server: its body, and its headers."""
    with urlopen(Request(address, headers=headers)) as reply:
        return json.load(reply), reply.headers


def test_a_database_that_is_none_ends_the_server_with_a_line(tmp_path):
    (tmp_path / "no.db").write_text("this is not a database, and long enough to be seen as none")
    status, said = ended("--port", "0", "--database", str(tmp_path / "no.db"))
    assert status == 2
    assert "no.db" in said.splitlines()[-1]
    assert "Traceback" not in said


def test_a_file_to_lay_over_that_is_not_there_ends_the_server_as_misuse(
    tmp_path, released_database
):
    status, said = ended(
        *("--port", "0", "--database", str(released_database)),
        ECOSYS_OVERLAY=str(tmp_path / "none.yaml"),
    )
    assert status == 2
    assert said.splitlines()[-1].endswith("none.yaml, which is no file.")
    assert "Traceback" not in said


@pytest.mark.endurance
def test_a_start_that_fails_with_several_processes_ends_all(tmp_path):
    (tmp_path / "no.db").write_text("this is not a database, and long enough to be seen as none")
    status, said = ended("--port", "0", "--workers", "2", "--database", str(tmp_path / "no.db"))
    assert status == 2
    assert len(said.splitlines()) == 1


def test_a_port_that_is_taken_is_told_in_one_line_and_nothing_is_opened(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        status, said = ended("--port", port, "--database", str(tmp_path / "new.db"))
    assert status == 1
    (line,) = said.splitlines()
    assert port in line
    assert "Address already in use" in line
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ECOSYS_PORT", "eighty"),
        ("ECOSYS_WORKERS", "0"),
        ("ECOSYS_ACCESS_LOG", "maybe"),
        ("ECOSYS_ROOT_PATH", "ecosys"),
        ("ECOSYS_HOST", "a..b"),
        ("ECOSYS_METRICS_FROM", "10.0.0.0/99"),
        ("ECOSYS_FORWARDED_ALLOW_IPS", "10.0.0.0/99"),
        ("ECOSYS_PROXY_HEADERS", "via"),
        ("ECOSYS_LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_of_the_environment_is_told_with_what_it_was(variable, value):
    status, said = ended(**{variable: value})
    assert status in (1, 2)
    assert "Traceback" not in said
    last = said.splitlines()[-1]
    assert variable in last or value in last


def test_it_says_once_where_it_listens_when_it_does(tmp_path, released_database):
    options = {"ECOSYS_ROOT_PATH": "/ecosys", "ECOSYS_ACCESS_LOG": "1"}
    with serving(tmp_path, ECOSYS_DATABASE=str(released_database), **options) as (at, said, _):
        assert get(f"{at}/livez")[0] == {"status": "alive"}
        assert wait_for(lambda: get(f"{at}/readyz"))[0]["status"] == "ready"
        following = get(f"{at}/v1/prices?limit=1&as_of=2025-06-15")[0]["links"]["next"]
        assert following.startswith("/ecosys/v1/prices?")
        assert said.read_text().count("ecosys at") == 1
        requests = (tmp_path / "told").read_text()
        assert 'GET /ecosys/livez HTTP/1.1" 200' in requests


def test_as_json_every_line_of_the_log_is_an_object(tmp_path, released_database):
    options = {"ECOSYS_LOG_FORMAT": "json", "ECOSYS_ACCESS_LOG": "1"}
    forwarded = {"X-Request-ID": "asked-once", "X-Forwarded-For": "203.0.113.9"}
    with serving(tmp_path, ECOSYS_DATABASE=str(released_database), **options) as (at, said, _):
        wait_for(lambda: get(f"{at}/readyz"))
        get(f"{at}/v1/models?limit=1", **forwarded)
        (started,) = map(json.loads, said.read_text().splitlines())
        assert started["message"].startswith(f"ecosys at {at} ")
        *_, line = map(json.loads, (tmp_path / "told").read_text().splitlines())
    assert line["logger"] == "ecosys.requests"
    assert line["request_id"] == "asked-once"
    assert line["client"] == "203.0.113.9"
    assert (line["route"], line["status"]) == ("/v1/models", 200)


def test_a_head_that_does_not_end_is_refused_before_it_is_read(tmp_path, released_database):
    with serving(tmp_path, "--database", str(released_database)) as (at, *_):
        host, port = at.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 20) as client:
            client.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\nAccept: ")
            sent = send_until_refused(client, b"x" * 50_000_000)
            assert client.recv(100).startswith(b"HTTP/1.1 431 ")
        assert sent < 10_000_000
        assert get(f"{at}/livez")[0] == {"status": "alive"}


def send_until_refused(client, data):
    """How much of some data was taken before an answer came."""
    sent = 0
    while sent < len(data) and not select.select([client], [], [], 0)[0]:
        sent += client.send(data[sent : sent + 10_000])
    return sent


@pytest.mark.endurance
def test_several_processes_answer_the_same_from_one_database(tmp_path, released_database):
    database = ("--database", str(released_database))
    with serving(tmp_path, "--workers", "2", *database) as (at, said, _):
        wait_for(lambda: get(f"{at}/readyz"))
        address = f"{at}/v1/prices/openai/o3?as_of=2025-06-15"
        listed = get(f"{at}/v1", **{"X-Forwarded-Prefix": "/data"})[0]["addresses"]
        assert listed["models"] == "/data/v1/models"
        tags = {wait_for(lambda: get(address))[1]["etag"] for _ in range(12)}
        assert len(tags) == 1
        assert said.read_text().count("ecosys at") == 1
    assert (tmp_path / "told").read_text() == ""


def test_a_server_that_is_told_to_end_ends(tmp_path, released_database):
    with serving(tmp_path, "--database", str(released_database)) as (at, _, server):
        wait_for(lambda: get(f"{at}/readyz"))
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
