"""A server whose start fails: it says why, and does not stay."""

import os
import subprocess
import sys
import time

import pytest
from fastapi.testclient import TestClient

from ecosys.errors import InvalidInput
from ecosys_api import app as api
from ecosys_api.app import create

FACTORY = "ecosys_api.app:app_from_environment"


def after_its_failure(client):
    """The failure with which a start ended."""
    end = time.monotonic() + 30
    while client.app.state.failure is None and time.monotonic() < end:
        time.sleep(0.02)
    return client.app.state.failure


def test_a_start_that_failed_is_neither_alive_nor_ready_and_told_once(
    tmp_path, monkeypatch, released_database
):
    monkeypatch.setenv("ECOSYS_OVERLAY", str(tmp_path / "none.yaml"))
    told: list[Exception] = []
    with TestClient(create(released_database, fill=False, on_failure=told.append)) as client:
        assert isinstance(after_its_failure(client), InvalidInput)
        for address in ("/livez", "/readyz", "/v1/models"):
            reply = client.get(address)
            assert reply.status_code == 503
            assert "none.yaml, which is no file" in reply.json()["detail"]
            assert "Try again" not in reply.text
    assert told == [client.app.state.failure]


def test_an_unexpected_failure_is_told_without_what_is_inside(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("secret")

    monkeypatch.setattr(api, "open_timeline", fail)
    with TestClient(create(tmp_path / "x.db")) as client:
        assert isinstance(after_its_failure(client), RuntimeError)
        reply = client.get("/livez")
    assert reply.status_code == 503
    assert "secret" not in reply.text
    assert "logged" in reply.json()["detail"]


@pytest.mark.no_cover
def test_any_server_of_the_application_ends_where_its_start_fails(tmp_path):
    (tmp_path / "no.db").write_text("this is not a database, and long enough to be seen as none")
    done = subprocess.run(
        [sys.executable, "-m", "uvicorn", FACTORY, "--factory", "--port", "0"],
        env={**os.environ, "ECOSYS_DATABASE": str(tmp_path / "no.db")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "no.db" in done.stderr
