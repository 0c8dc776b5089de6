"""Events are read from plain data; what is wrong with it is told with its place."""

import json

import pytest

from ecosys.errors import InvalidInput
from ecosys.event import codec
from tests.given import event, price

PRICE = price("p", "2025-01-01", input="1")


def plain(**changed):
    return {**codec.plain(PRICE), **changed}


def test_a_version_left_out_is_the_present_one():
    without = {name: value for name, value in plain().items() if name != "version"}
    assert codec.parse(without) == PRICE


def test_a_fault_names_its_place():
    with pytest.raises(InvalidInput, match=r"events\[37\]: subject"):
        codec.parse(plain(subject="Open AI"), "events[37]")


def test_a_type_that_is_none_names_its_place():
    with pytest.raises(
        InvalidInput, match=r"given\[1\]: type: 'pricechanged' is not an event type"
    ):
        codec.parse(plain(type="pricechanged"), "given[1]")


def test_parts_that_events_share_are_kept_once():
    first, second = (event("launched", name, subject="openai/o3", what="model",
                           occurred="2025-01-01") for name in "ab")  # fmt: skip
    assert first.sources[0] is second.sources[0]


def test_true_is_not_taken_for_the_one_that_was_read_before():
    with_one = plain(components=[{"direction": "input", "amount": 1}])
    codec.parse(with_one)
    with pytest.raises(InvalidInput, match=r"components\[0\].amount"):
        codec.parse(plain(components=[{"direction": "input", "amount": True}]))


def test_nobody_says_himself_by_whom_an_event_is_recorded():
    with pytest.raises(InvalidInput, match="recorded_by: the server that takes an event says who"):
        codec.parse(plain(recorded_by="anna"))
    right = plain(recorded_by="anna")
    correction = {"type": "corrected", "id": "c", "event": "p", "fault": "ours", "why": "x"}
    with pytest.raises(InvalidInput, match=r"statement\.recorded_by: the server"):
        codec.parse({**correction, "statement": right})


def test_by_whom_it_is_recorded_stands_in_its_bytes_and_is_read_again():
    signed = PRICE.model_copy(update={"recorded_by": "anna"})
    text = codec.canonical(signed)
    assert '"recorded_by":"anna"' in text
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert codec.decode(text) == signed
    assert codec.decode(text).recorded_by == "anna"
    assert "recorded_by" not in codec.canonical(PRICE)
