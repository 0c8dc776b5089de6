"""POST /v1/events: events are recorded all or none, once, and where the log is as expected."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.writing.conftest import corrected, price, retracted

pytestmark = pytest.mark.engines


def rows(reply):
    return [(row["id"], row["position"], row["new"]) for row in reply.json()["data"]]


def test_an_event_is_recorded_and_says_who_wrote_it(server):
    reply = server.post(price("p"))
    assert reply.status_code == 201, reply.text
    assert reply.json() == {
        "data": [{"id": "p", "position": 1, "new": True}],
        "meta": {"added": 1, "position": 1},
    }
    assert reply.headers["cache-control"] == "no-store"
    told = server.client.get("/v1/events/p", params={"min_position": 1}).json()["data"]
    assert told["data"]["recorded_by"] == "anna"
    assert {**told["data"], "version": None} == {
        **price("p"),
        "recorded_by": "anna",
        "version": None,
    }
    (line,) = server.timeline.log.lines()
    assert '"recorded_by":"anna"' in line.text  # which is what is hashed
    assert server.timeline.log.check() == 1


def test_what_is_recorded_is_answered_at_once(server):
    asked = {"as_of": "2026-11-20"}
    assert server.client.get("/v1/prices/acme/one", params=asked).status_code == 404
    server.post(price("p", "1.5"))
    (row,) = server.client.get("/v1/prices/acme/one", params=asked).json()["data"]
    assert (row["per_million"], row["events"]) == ("1.5", ["p"])
    server.post(corrected("c", "p", "1.6"), "root")
    (row,) = server.client.get("/v1/prices/acme/one", params=asked).json()["data"]
    assert row["per_million"] == "1.6"


BOTH = [price("a"), price("b", "1.10")]
AS_YAML = """
- id: a
  type: price_changed
  subject: acme/one
  occurred: 2026-11-01
  components: [{direction: input, amount: 2}]
  sources: [{source: acme}]
- {id: b, type: price_changed, subject: acme/one, occurred: 2026-11-01, sources: [{source: acme}],
   components: [{direction: input, amount: 1.10}]}
"""


@pytest.mark.parametrize(
    ("body", "type"),
    [
        (json.dumps(BOTH), "application/json"),
        (json.dumps({"events": BOTH}), "application/json; charset=utf-8"),
        ("\n".join(map(json.dumps, BOTH)), "application/x-ndjson"),
        ("\r\n\n".join(map(json.dumps, BOTH)) + "\n", "application/jsonl"),
        (AS_YAML, "application/yaml"),
    ],
)
def test_many_come_in_any_form_and_are_the_same(server, body, type):
    reply = server.post(body, content_type=type)
    assert rows(reply) == [("a", 1, True), ("b", 2, True)]
    first, second = (record.event for record in server.timeline.records())
    assert (str(first.components[0].amount), str(second.components[0].amount)) == ("2", "1.1")


def test_numbers_are_taken_as_they_are_written(server):
    body = json.dumps(price("p", "AMOUNT")).replace('"AMOUNT"', "0.1000000000000000055")
    assert server.post(body).status_code == 201
    (record,) = server.timeline.records()
    assert str(record.event.components[0].amount) == "0.1000000000000000055"


def test_all_or_none_are_recorded(server):
    reply = server.post([price("a"), retracted("r", "nobody")], "root")
    assert reply.status_code == 409, reply.text
    assert reply.json()["type"] == "/problems/refused"
    assert "nobody" in reply.json()["detail"]
    assert server.ids() == []


def test_the_same_event_again_stands_where_it_stood(server):
    server.post(price("a"))
    reply = server.post([price("a"), price("b"), price("b")])
    assert reply.status_code == 201
    assert rows(reply) == [("a", 1, False), ("b", 2, True), ("b", 2, True)]
    assert reply.json()["meta"] == {"added": 1, "position": 2}
    again = server.post([price("a")], "root")
    assert (again.status_code, rows(again)) == (200, [("a", 1, False)])
    assert [record.event.recorded_by for record in server.timeline.records()] == ["anna", "anna"]


def test_an_id_with_other_content_is_a_conflict_that_names_it(server):
    server.post(price("a"))
    reply = server.post([price("b"), price("a", "3")])
    assert reply.status_code == 409
    assert reply.json()["type"] == "/problems/conflict"
    assert reply.json()["candidates"] == ["a"]
    assert server.post([price("c"), price("c", "9")]).json()["candidates"] == ["c"]
    assert server.ids() == ["a"]


# What is expected


def test_a_log_that_ends_elsewhere_is_written_to_by_nobody_who_expects_otherwise(server):
    assert server.post(price("a"), If_Match='"0"').status_code == 201
    for expecting in ({"If_Match": '"0"'}, {"If_Match": '"7"'}):
        reply = server.post(price("b"), **expecting)
        assert reply.status_code == 412
        assert reply.json()["type"] == "/problems/stale"
        assert "The log ends at 1" in reply.json()["detail"]
    assert server.post(price("b"), If_Match='"1"').status_code == 201
    assert server.post(price("c"), If_Match="*").status_code == 201


def test_a_subject_that_was_written_of_meanwhile_is_not_written_of(server):
    server.post(price("a"))
    expecting = {"events": [price("b")], "expected": {"subjects": {"acme/one": 0}}}
    reply = server.post(expecting)
    assert reply.status_code == 412
    assert "The last event about acme/one is at 1" in reply.json()["detail"]
    expecting["expected"] = {"subjects": {"acme/one": 1}, "position": 1}
    assert server.post(expecting).status_code == 201


def test_what_was_written_already_is_there_whatever_was_expected(server):
    assert server.post(price("a"), If_Match='"0"').status_code == 201
    again = server.post(price("a"), If_Match='"0"')  # whose answer was lost
    assert (again.status_code, rows(again)) == (200, [("a", 1, False)])
    assert server.post(price("a", "5"), If_Match='"0"').status_code == 409


@pytest.mark.parametrize("tag", ["1", "1.5", '"x"', '"-1"', "", '"1", "2"'])
def test_what_is_no_position_is_expected_by_nobody(server, tag):
    reply = server.post(price("a"), If_Match=tag)
    assert reply.status_code == 422
    assert 'Write it in quotes: "12247"' in reply.json()["hint"]


def test_two_positions_cannot_both_be_expected(server):
    body = {"events": [price("a")], "expected": {"position": 1}}
    reply = server.post(body, If_Match='"0"')
    assert reply.status_code == 422
    assert "If-Match names position 0, and expected.position 1" in reply.json()["detail"]


# Repetitions


def test_a_request_that_is_repeated_is_answered_as_before_and_writes_nothing(server):
    first = server.post(price("a"), Idempotency_Key="one")
    server.post(price("b"))
    again = server.post(price("a"), Idempotency_Key="one")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert server.ids() == ["a", "b"]


def test_a_key_of_a_request_stands_for_no_other_request(server):
    server.post(price("a"), Idempotency_Key="one")
    for other in (
        server.post(price("b"), Idempotency_Key="one"),
        server.post(price("a"), Idempotency_Key="one", If_Match='"1"'),
        server.post([price("a")], Idempotency_Key="one"),
    ):
        assert other.status_code == 422
        assert other.json()["type"] == "/problems/key-reused"
    assert server.post(price("b"), "root", Idempotency_Key="one").status_code == 201
    assert server.ids() == ["a", "b"]


def test_what_was_refused_may_be_sent_again_by_the_same_key(server):
    assert server.post(retracted("r", "a"), "root", Idempotency_Key="one").status_code == 409
    server.post(price("a"))
    assert server.post(retracted("r", "a"), "root", Idempotency_Key="one").status_code == 201


def test_after_a_day_a_request_is_forgotten_and_its_event_is_not(server):
    server.post(price("a"), Idempotency_Key="one")
    server.clock.now += 24 * 3600 * 10**6
    again = server.post(price("a"), Idempotency_Key="one")
    assert (again.status_code, rows(again)) == (200, [("a", 1, False)])
    server.clock.now += 24 * 3600 * 10**6
    server.post(price("b"), Idempotency_Key="two")
    kept = server.timeline.log.database.execute("SELECT idempotency_key FROM outcome")
    assert kept == [("two",)]


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_of_a_request_has_a_length(server, key):
    assert server.post(price("a"), Idempotency_Key=key).status_code == 422


# Many at once


def test_many_who_write_at_once_are_each_told_of_their_own(server):
    def write(number):
        return server.post([price(f"p{number}"), price(f"q{number}")])

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(write, range(24)))
    stand = {record.id: record.position for record in server.timeline.records()}
    for number, reply in enumerate(replies):
        first, second = stand[f"p{number}"], stand[f"q{number}"]
        assert rows(reply) == [(f"p{number}", first, True), (f"q{number}", second, True)]
        assert second == first + 1
    assert server.timeline.log.check() == 48


def test_of_many_who_expect_the_same_end_one_writes(server):
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda n: server.post(price(f"p{n}"), If_Match='"0"'), range(8)))
    assert sorted(reply.status_code for reply in replies) == [201] + [412] * 7
    assert len(server.ids()) == 1


def test_nobody_is_refused_for_what_another_wrote(server):
    def write(number):
        wrong = retracted(f"r{number}", "nobody")
        return server.post(wrong if number % 3 == 0 else price(f"p{number}"), "root")

    with ThreadPoolExecutor(8) as pool:
        statuses = [reply.status_code for reply in pool.map(write, range(24))]
    assert statuses == [409 if number % 3 == 0 else 201 for number in range(24)]
    assert len(server.ids()) == 16
