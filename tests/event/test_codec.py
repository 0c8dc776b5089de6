"""Reading many events at once gives what reading each of them gives."""

import pytest

from ecosys.errors import InvalidInput
from ecosys.event import codec
from tests.given import event, price

MANY = [price(f"p{number}", "2025-01-01", input="1") for number in range(40)]


def plain(**changed):
    return {**codec.plain(MANY[0]), **changed}


def test_many_events_are_read_as_each_of_them_is():
    found = list(codec.parse_all(map(codec.plain, MANY)))
    assert found == MANY


def test_a_version_left_out_is_the_present_one_among_many_too():
    without = [{k: v for k, v in codec.plain(each).items() if k != "version"} for each in MANY]
    assert list(codec.parse_all(without)) == MANY


def test_a_fault_among_many_names_its_place():
    given = [codec.plain(each) for each in MANY]
    given[37] = plain(subject="Open AI")
    with pytest.raises(InvalidInput, match=r"events\[37\]: subject"):
        list(codec.parse_all(given))


def test_a_type_that_is_none_names_its_place_among_many():
    with pytest.raises(InvalidInput, match=r"given\[1\]: 'pricechanged' is not an event type"):
        list(codec.parse_all([plain(), plain(type="pricechanged")], "given"))


def test_events_are_read_as_they_are_asked_for():
    given = [codec.plain(each) for each in MANY]
    given[37] = {}
    assert next(codec.parse_all(given)) == MANY[0]


def test_parts_that_events_share_are_kept_once():
    first, second = (event("launched", name, subject="openai/o3", what="model",
                           occurred="2025-01-01") for name in "ab")  # fmt: skip
    assert first.sources[0] is second.sources[0]


def test_true_is_not_taken_for_the_one_that_was_read_before():
    with_one = plain(components=[{"direction": "input", "amount": 1}])
    codec.parse(with_one)
    with pytest.raises(InvalidInput, match=r"components\[0\].amount"):
        codec.parse(plain(components=[{"direction": "input", "amount": True}]))
