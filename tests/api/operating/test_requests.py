"""Requests: each has an id that its reply, its problem and its line in the log name."""

import json
import logging
import sys

import pytest

from ecosys_api.operating import logs, noted

PRICE = "/v1/prices/openai/o3?as_of=2025-06-15"


def test_a_request_keeps_the_id_with_which_it_comes(client):
    for id in ("a", "checkout-17", "0" * 128, "1-67891233-abcdef012345678912345678", "a/b+c=="):
        assert client.get("/livez", headers={"X-Request-ID": id}).headers["x-request-id"] == id


@pytest.mark.parametrize("given", ["", "a b", "x" * 129, 'a"b', "a\tb", "é", "a,b", "<b>"])
def test_what_is_no_id_is_replaced_by_one(client, given):
    told = client.get("/livez", headers={"X-Request-ID": given.encode("latin-1")})
    assert len(told.headers["x-request-id"]) == 32
    assert told.headers["x-request-id"] != client.get("/livez").headers["x-request-id"]


def test_a_reply_from_memory_has_the_id_of_its_own_request(client):
    ids = [client.get(PRICE, headers={"X-Request-ID": id}).headers["x-request-id"] for id in "abc"]
    assert ids == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nothing", 404), ("/v1/prices/openai/none", 404), ("/v1/models?limit=x", 422)],
)
def test_a_problem_names_its_request(client, address, status):
    told = client.get(address, headers={"X-Request-ID": "asked-once"})
    assert (told.status_code, told.json()["request_id"]) == (status, "asked-once")


@pytest.mark.parametrize(
    ("address", "route", "status"),
    [
        (PRICE, "/v1/prices/{name:path}", 200),
        ("/v1/prices/openai/o3.csv", "/v1/prices/{name:path}", 200),
        ("/v1/events/nothing", "/v1/events/{id:path}", 404),
        ("/nothing/at/all", "", 404),
        ("/", "/", 200),
    ],
)
def test_a_request_is_logged_with_its_route_and_with_what_became_of_it(
    client, lines, address, route, status
):
    headers = {"X-Request-ID": "asked-once", "Accept-Encoding": "identity"}
    client.get(address, headers=headers)  # what can be kept comes from memory then
    told = client.get(address, headers=headers)
    _, line = lines()
    assert line["request_id"] == "asked-once"
    assert line["address"] == address
    assert (line["method"], line["route"], line["status"]) == ("GET", route, status)
    assert line["bytes"] == len(told.content)
    assert line["client"] == "testclient"
    assert 0 < line["milliseconds"] < 60_000
    assert "key" not in line


def test_a_head_is_logged_as_what_was_asked_and_sent(client, lines):
    client.head(PRICE)
    (line,) = lines()
    assert (line["method"], line["bytes"], line["status"]) == ("HEAD", 0, 200)


def test_no_address_ends_a_line_of_the_log(client, lines):
    client.get("/v1/models/a%0A%1b[2J%22?b=%0Ac%0d")
    (line,) = lines()
    assert line["address"].isprintable()
    assert "\n" not in logs.TextLines().format(record_of(line))


def record_of(line):
    """A record whose message is that of a line."""
    return logging.LogRecord("x", logging.INFO, "", 1, line["address"], (), None)


def test_an_error_is_told_with_the_request_in_both_forms():
    noted.begin([(b"x-request-id", b"asked-once")])
    try:
        int("broken")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "It failed", (), sys.exc_info())
    told = json.loads(logs.JsonLines().format(record))
    assert told["request_id"] == "asked-once"
    assert told["exception"].endswith("'broken'")
    text = logs.TextLines().format(record)
    assert text.startswith("It failed (request asked-once)\nTraceback")
