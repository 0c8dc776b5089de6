"""Who may write over HTTP: whoever has a key that allows it, and nobody else is told why."""

import json
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from ecosys.log import api_keys
from ecosys.timeline import Timeline
from ecosys_api.app import create
from tests.api.conftest import ready
from tests.api.writing.conftest import corrected, price, retracted

DAY = 24 * 3600 * 10**6


def without_wording(reply):
    """What tells one refusal from another."""
    return reply.status_code, reply.content, reply.headers.get("www-authenticate")


def test_who_has_no_valid_key_is_told_that_and_no_more(server):
    revoked, expired = (
        server.texts["anna"],
        server.keys.create("eve", ["admin"], server.clock.now + 1)[1],
    )
    server.keys.revoke("anna")
    server.clock.now += 1
    nobody = f"ecosys_{'0' * 12}_{'A' * 43}"
    replies = [
        server.post(price("a"), name)
        for name in (None, revoked, expired, nobody, "", "x", f"{server.texts['root']}x")
    ]
    assert {reply.status_code for reply in replies} == {401}
    assert len(set(map(without_wording, replies))) == 1
    assert replies[0].headers["www-authenticate"] == 'Bearer realm="ecosys"'
    assert replies[0].json()["type"] == "/problems/unauthorized"
    assert server.ids() == []


def test_without_a_key_nobody_learns_whether_what_was_sent_is_right_or_known(server):
    server.post(price("a"))
    sent = [price("a"), price("a", "9"), {"type": "x"}, "{", retracted("r", "a"), b"\xff"]
    replies = [server.post(each, None) for each in sent]
    replies += [server.post(each, None, content_type="text/html") for each in sent]
    assert len(set(map(without_wording, replies))) == 1


@pytest.mark.parametrize("scheme", ["Basic {}", "{}", "Bearer{}", "Bearer {} x", "Token {}"])
def test_a_key_is_shown_as_a_bearer_shows_it(server, scheme):
    headers = {"Authorization": scheme.format(server.texts["root"])}
    reply = server.client.post("/v1/events", json=price("a"), headers=headers)
    assert reply.status_code == 401
    headers = {"Authorization": f"bearer  {server.texts['root']}"}
    assert server.client.post("/v1/events", json=price("a"), headers=headers).status_code == 201


SOURCE = {"type": "registered", "id": "s", "source": "acme", "name": "Acme", "kind": "mirror"}
RULES = {"type": "ids_matched", "id": "i", "source": "acme",
         "rules": [{"pattern": "x", "subject": "acme/x"}]}  # fmt: skip
HELD_BACK = {"type": "quarantined", "id": "q", "source": "acme", "row": "one", "reason": "odd",
             "stated": "2026-11-01"}  # fmt: skip
JUDGED = {"type": "judged", "id": "j", "event": "q", "decision": "rejected", "why": "odd"}
RANKED = {"type": "corrected", "id": "cs", "event": "s", "fault": "ours", "why": "x",
          "statement": {**SOURCE, "rank": 0}}  # fmt: skip
SEGMENT = {"type": "segment_named", "id": "x", "subject": "acme", "metric": "stars", "rows": 1,
           "kind": "stock", "unit": "stars", "address": "https://acme.example/x.parquet",
           "sha256": "0" * 64, "occurred": "2026-11-01", "last": "2026-11-01",
           "sources": [{"source": "acme"}]}  # fmt: skip
ALLOWED = {
    "events": (price("x"), {"anna", "root"}),
    "corrections": (corrected("x", "a"), {"cora", "root"}),
    "retractions": (retracted("x", "a"), {"cora", "root"}),
    "decisions": ({**JUDGED, "id": "x"}, {"cora", "root"}),
    "the registry": ({**SOURCE, "id": "x", "source": "other"}, {"root"}),
    "rules of names": ({**RULES, "id": "x"}, {"root"}),
    "what a server then reads": (SEGMENT, {"root"}),
    "ranks by correction": ({**RANKED, "id": "x"}, {"root"}),
    "ranks held back": ({**HELD_BACK, "id": "x", "statement": SOURCE}, {"root"}),
}


OWN = {"anna": price("own"), "cora": retracted("own", "a"), "root": price("own")}
"""What each may write."""


@pytest.mark.parametrize("what", ALLOWED)
@pytest.mark.parametrize("name", ["anna", "cora", "root"])
@pytest.mark.parametrize("is_hidden", [False, True])
def test_each_key_writes_what_it_allows_and_nothing_else_hidden_among_it(
    server, what, name, is_hidden
):
    event, allowed = ALLOWED[what]
    server.post([SOURCE, price("a"), HELD_BACK], "root")
    reply = server.post([OWN[name], event] if is_hidden else event, name)
    written = ["own", "x"] if is_hidden else ["x"]
    if name in allowed:
        assert reply.status_code == 201, reply.text
        assert server.ids()[3:] == written
    else:
        assert reply.status_code == 403, reply.text
        assert reply.json()["type"] == "/problems/forbidden"
        assert server.ids()[3:] == []


def test_who_is_not_allowed_learns_nothing_of_what_the_log_holds(server):
    server.post(price("a"))
    sent = [retracted("r", "a"), retracted("r", "nobody"), [price("a", "9"), retracted("r", "a")]]
    replies = [server.post(each) for each in sent]
    assert {reply.status_code for reply in replies} == {403}
    assert len(set(map(without_wording, replies))) == 1


def test_a_repetition_is_answered_only_to_who_may_write_it(server):
    server.post(retracted("r", "a"), "root", Idempotency_Key="one")
    server.post(price("a"))
    assert server.post(retracted("r", "a"), "cora", Idempotency_Key="one").status_code == 201
    server.keys.revoke("cora")
    assert server.post(retracted("r", "a"), "cora", Idempotency_Key="one").status_code == 401


def test_what_is_revoked_or_expired_writes_no_more_from_that_instant_on(server):
    assert server.post(price("a")).status_code == 201
    server.keys.revoke("anna")
    assert server.post(price("b")).status_code == 401
    _, brief = server.keys.create("ben", ["events:write"], server.clock.now + DAY)
    server.clock.now += DAY - 1
    assert server.post(price("c"), brief).status_code == 201
    server.clock.now += 1
    assert server.post(price("d"), brief).status_code == 401
    assert server.ids() == ["a", "c"]


def test_the_last_use_of_a_key_is_noted_with_what_it_wrote(server):
    server.post(retracted("r", "nobody"), "cora")
    used = {key.name: key.used_at for key in server.keys.all()}
    assert used == {"anna": None, "cora": None, "root": None}
    server.post(price("a"))
    used = {key.name: key.used_at for key in server.keys.all()}
    assert used == {"anna": server.clock.now, "cora": None, "root": None}


def test_a_key_is_compared_in_constant_time(server, monkeypatch):
    compared = []
    really = api_keys.compare_digest

    def compare(one, other):
        compared.append((len(one), len(other)))
        return really(one, other)

    monkeypatch.setattr(api_keys, "compare_digest", compare)
    server.post(price("a"))
    server.post(price("a"), f"ecosys_{'0' * 12}_{'A' * 43}")
    assert compared == [(32, 32), (32, 32)]


def test_where_no_key_was_made_only_reading_is_open_and_it_says_why(timeline):
    client = ready(create(timeline.log.database.path, fill=False))
    for reply in (
        client.post("/v1/events", json=price("a")),
        client.post("/v1/events", json=price("a"), headers={"Authorization": "Bearer x"}),
        client.post("/v1/quarantine/q", json={}),
    ):
        assert reply.status_code == 405
        assert reply.headers["allow"] == "GET, HEAD"
        assert reply.json()["detail"] == "Nothing can be written here: no key was made."
        assert "ecosys key create NAME" in reply.json()["hint"]
    client.__exit__(None, None, None)


def test_a_key_is_written_into_no_log_and_no_answer(tmp_path):
    database = tmp_path / "x.db"
    timeline = Timeline.open(database)
    _, key = api_keys.ApiKeys(timeline.log.database).create("anna", ["events:write"])
    timeline.log.database.close()
    (tmp_path / "seeds").mkdir()
    code = (
        "from ecosys_api.server import serve;"
        f"serve({str(database)!r}, host='127.0.0.1', port=0, workers=1, root_path='', proxies='',"
        " access_log=True, writes_a_minute=600)"
    )
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-c", code], stdout=output, stderr=output)
        try:
            address = listening(log)
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
            of_no_event = f'{{"type": "price_changed", "id": "{"x" * 300}"}}'.encode()
            told = ""
            for path, body in (
                ("/v1/events", b"{"),
                ("/v1/events?access_token=1", b"{"),  # no place for it: parameters are refused
                ("/v1/events", of_no_event),
            ):
                with pytest.raises(HTTPError) as refused:
                    urlopen(Request(f"{address}{path}", body, headers, method="POST"))
                assert refused.value.code == 422
                told += refused.value.read().decode()
        finally:
            process.terminate()
            process.wait()
    written = log.read_text()
    assert "POST /v1/events" in written
    for hidden in (key, key.split("_", 2)[2]):
        assert hidden not in written
        assert hidden not in told


def listening(log: Path) -> str:
    """The address of a server, once it is filled."""
    for _ in range(600):
        text = log.read_text()
        if "ecosys at http" in text:
            address = text.split("ecosys at ")[1].split()[0]
            try:
                with urlopen(f"{address}/readyz"):
                    return address
            except HTTPError:
                pass
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def test_whose_key_it_was_is_logged_and_the_key_is_not(server, lines):
    stood = server.post(price("a"))
    refused = server.post(price("b"), "cora")
    unknown = server.post(price("c"), f"{server.texts['anna']}x")
    assert (stood.status_code, refused.status_code, unknown.status_code) == (201, 403, 401)
    named = {key.name: key.id for key in server.keys.all()}
    assert [line.get("key") for line in lines()] == [named["anna"], named["cora"], None]
    assert not any(text in json.dumps(lines()) for text in server.texts.values())
