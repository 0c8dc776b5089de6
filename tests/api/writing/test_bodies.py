"""What is posted and cannot be recorded is refused, by its place, and by its size."""

import gzip
import json

import pytest

from ecosys_api.middleware import LARGEST_QUESTION
from ecosys_api.writing.bodies import MAX_EVENTS, MAX_FAULTS
from tests.api.writing.conftest import price

LINES = "application/x-ndjson"
YAML = "application/yaml"


def refused(server, body, type="application/json", status=422):
    reply = server.post(body, content_type=type)
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    assert server.ids() == []
    return reply.json()


def test_every_fault_is_told_with_its_place_what_was_given_and_what_is_allowed(server):
    wrong = [price("a"), price("b", "much"), price("c d"), {**price("e"), "subjct": "x"}, "f"]
    told = refused(server, wrong)
    places = [each["parameter"] for each in told["errors"]]
    assert places == ["[1].components[0].amount", "[2].id", "[3].subjct", "[4]"]
    assert "'much' is not a number; write its digits" in told["errors"][0]["message"]
    assert "Did you mean subject?" in told["errors"][2]["message"]
    assert told["detail"].startswith("[1]: components[0].amount: ")


@pytest.mark.parametrize(
    ("body", "type", "parameter"),
    [
        (price("a b"), "application/json", "event.id"),
        ({"events": [price("a"), price("b", "-")]}, "application/json",
         "events[1].components[0].amount"),
        ({"events": []}, "application/json", "events"),
        ({"events": [price("a")], "expect": {}}, "application/json", "expect"),
        ({"events": [price("a")], "expected": {"position": -1}}, "application/json",
         "expected.position"),
        ({"events": [price("a")], "expected": {"position": "1"}}, "application/json",
         "expected.position"),
        ({"events": [price("a")], "expected": {"subjects": {"a b": 1}}}, "application/json",
         "expected.subjects.a b.[key]"),
        (7, "application/json", "event"),
        ([], "application/json", "body"),
        ("{\n\"a\": }", "application/json", "line 2, column 6"),
        ('{"id": 1, "id": 2}', "application/json", "body"),
        ("[NaN]", "application/json", "body"),
        ("[" * 100_000, "application/json", "body"),
        ("[" + "1" * 5000 + "]", "application/json", "body"),
        (b"{\xff}", "application/json", "byte 2"),
        (f"{json.dumps(price('a'))}\n\n{json.dumps(price('b c'))}", LINES, "line 3.id"),
        (f"{json.dumps(price('a'))}\nx", LINES, "line 2"),
        ("", LINES, "body"),
        ("- id: a\n  type: launch\n", YAML, "body:2:3"),
        ("- &a [*a]", YAML, "body:1"),
        ("a: b", YAML, "body"),
        ("", YAML, "body is empty."),
        (json.dumps(price("a", recorded_by="root")), "application/json", "event.recorded_by"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_place(server, body, type, parameter):
    told = refused(server, body, type)
    assert [each["parameter"] for each in told["errors"]] == [parameter]


@pytest.mark.parametrize(("text", "at"), [("\\ud800", "event.note"), ("a\\u0000b", "a")])
def test_a_text_that_cannot_be_stored_is_refused(server, text, at):
    told = refused(server, json.dumps(price("a", note="NOTE")).replace("NOTE", text))
    assert [each["parameter"] for each in told["errors"]] == [at]


def test_a_text_that_speaks_of_what_cannot_be_stored_is_taken(server):
    assert server.post(price("a", note="not \\u0000 itself")).status_code == 201


def test_a_name_that_cannot_be_written_is_told_all_the_same(server):
    for wrong in ('{"\\ud800": 1}', '{"events": [], "\\ud800": 1}',
                  json.dumps(price("a")).replace('"id"', '"\\ud800"'),
                  '{"events": [{}], "expected": {"subjects": {"\\ud800": 1}}}'):  # fmt: skip
        refused(server, wrong)
        refused(server, wrong, LINES)


def test_of_many_faults_the_first_are_told(server):
    told = refused(server, [price("a b")] * 200)
    assert len(told["errors"]) == MAX_FAULTS


def test_more_events_than_are_taken_at_once_are_refused(server):
    events = [price(f"p{number}", note=None) for number in range(MAX_EVENTS + 1)]
    assert "allowed are 1 to 1,000" in refused(server, events)["detail"]
    lines = "\n".join(json.dumps({"type": "x"}) for _ in range(MAX_EVENTS + 1))
    assert "holds 1,001 events, allowed are 1,000" in refused(server, lines, LINES)["detail"]
    assert server.post(events[:-1]).json()["meta"] == {"added": 1000, "position": 1000}


def test_an_event_that_no_line_of_a_log_can_hold_is_refused_before_anything_is_written(server):
    long = [{"source": "acme", "url": f"https://acme.example/{'x' * 900}"}] * 80
    told = refused(server, [price("a"), price("b", sources=long)])
    assert told["errors"][0]["parameter"] == "b"
    assert "bytes, allowed are 65,335" in told["detail"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(server):
    told = refused(server, b" " * (LARGEST_QUESTION + 1), status=413)
    assert "larger than 1 MiB" in told["detail"]
    headers = {"Authorization": f"Bearer {server.texts['anna']}"}
    for address in ("/v1/events", "/v1/quarantine/q"):
        reply = server.client.post(address, content=iter([b"{}"]), headers=headers)
        assert reply.status_code == 411


def test_what_is_packed_is_not_unpacked(server):
    bomb = gzip.compress(b" " * 100_000_000)
    assert len(bomb) < LARGEST_QUESTION
    headers = {"content_type": "application/json", "Content_Encoding": "gzip"}
    reply = server.post(bomb, **headers)
    assert reply.status_code == 415
    assert reply.json()["detail"] == "Content-Encoding gzip is not read."
    assert refused(server, bomb)["errors"][0]["parameter"].startswith("byte ")


@pytest.mark.parametrize("type", ["", "text/html", "application/x-www-form-urlencoded"])
def test_a_form_that_is_not_read_is_refused_with_those_that_are(server, type):
    told = refused(server, price("a"), type, 415)
    assert told["hint"] == "Send application/json, application/x-ndjson or application/yaml."


def test_a_parameter_in_the_address_is_refused(server):
    reply = server.post(price("a"), at="/v1/events?dry_run=1")
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["parameter"] == "dry_run"
