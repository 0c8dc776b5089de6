"""What is wrong with an event, and what it would change, asked over HTTP."""

import json

import pytest
import yaml

pytestmark = pytest.mark.no_cover
CUT = {
    "type": "price_changed",
    "subject": "openai/o3",
    "occurred": "2025-06-09",
    "components": [{"direction": "input", "amount": 2}],
    "sources": [
        {"source": "openai", "url": "https://openai.com/api/pricing", "read": "2026-11-22"}
    ],
}


def check(client, event):
    reply = client.get("/v1/check", params={"event": json.dumps(event)})
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]


def test_an_event_comes_back_as_the_block_of_its_seed_file_and_with_its_effect(client):
    row = check(client, CUT)
    assert (row["faults"], row["file"]) == ([], "openai.yaml")
    [written] = yaml.safe_load(row["block"])
    assert written["id"] == row["id"] == "openai-o3-price-2025-06-09"
    assert written["components"] == [{"direction": "input", "amount": 2}]
    assert row["effect"][0] == (
        "openai/o3’s input price becomes 2 USD per 1M tokens from 2025-06-09; before it was 10."
    )


def test_what_is_wrong_is_named_by_its_field(client):
    row = check(client, {**CUT, "components": [{"direction": "inputt"}]})
    fields = {note["field"] for note in row["faults"]}
    assert fields == {"components.0.direction", "components.0.amount"}
    assert (row["effect"], row["block"], row["id"]) == ([], None, None)


def test_what_is_hard_to_believe_is_told_beside(client):
    row = check(client, {**CUT, "occurred": "2021-06-10"})
    assert row["faults"] == []
    assert any(note["field"] == "occurred" for note in row["doubts"])


@pytest.mark.parametrize(("text", "told"), [("{", "is not JSON"), ("[]", "is not a mapping")])
def test_what_is_no_event_at_all_is_refused(client, text, told):
    reply = client.get("/v1/check", params={"event": text})
    assert reply.status_code == 422
    assert told in reply.json()["detail"]


def test_nothing_is_stored(client):
    before = client.get("/v1/log/checkpoint").text
    check(client, CUT)
    assert client.get("/v1/log/checkpoint").text == before
