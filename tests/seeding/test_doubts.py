"""What is hard to believe, each on a small record in which one thing has slipped."""

import pytest

from ecosys.seeding.doubts import Known
from ecosys.seeding.plausibility import doubts
from tests.given import NOW, event, price

RIGHT = {"input": "2", "output": "8"}
STANDING = [
    event("launched", "gpt-4o-launched", subject="openai/gpt-4o", what="model",
          occurred="2024-05-13"),
    event("launched", "o3-launched", subject="openai/o3", what="model", occurred="2025-04-16"),
    price("openai-o3-price-2025-06-10", "2025-06-10", **RIGHT),
    price("openai-gpt-4o-price-2024-08-06", "2024-08-06", subject="openai/gpt-4o", input="2.5",
          output="10"),
    price("openai-gpt-4o-price-batch-2024-08-06", "2024-08-06", subject="openai/gpt-4o",
          components=[{"direction": "input", "amount": "1.25", "tier": "batch"}]),
]  # fmt: skip


def told_of(fact):
    return [each.text for each in doubts(fact, Known([*STANDING, fact]), NOW)]


def new_price(id="openai-o3-price-new", occurred="2026-01-01", **fields):
    return price(id, occurred, **fields)


def test_what_is_right_is_not_doubted():
    assert told_of(new_price(input="1.5", output="6")) == []


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        (new_price(input="1500", output="6"), "its nearest price is 2 per 1M tokens"),
        (new_price(input="6", output="1.5"), "is 0.25 times the input"),
        (
            new_price(occurred="2025-06-10", input="1.9", output="8"),
            "is 1.9 here and 2 on the same",
        ),
        (new_price(**RIGHT, currency="EUR"), "openai asks USD elsewhere, here EUR."),
        (new_price(output="6"), "output stands here without input."),
        (new_price(occurred="2062-01-01", **RIGHT), "occurred 2062-01-01 is far ahead."),
        (new_price(occurred="2015-06-10", **RIGHT), "is long before openai/o3 was launched."),
        (
            new_price("gtp-4o-price", subject="openai/gtp-4o", **RIGHT),
            "nobody spoke of openai/gtp-4o before: is openai/gpt-4o meant?",
        ),
        (new_price("gpt-4o-price", subject="gpt-4o", **RIGHT), "is openai/gpt-4o meant?"),
        (
            new_price("gpt-4o-price", subject="deepseek/gpt-4o", **RIGHT),
            "is openai/gpt-4o meant?",
        ),
        (new_price("openai-o4-price", **RIGHT), "openai-o4-price does not name openai/o3"),
        (
            new_price(components=[{"direction": "input", "amount": "1", "tier": "bacth"}]),
            "no other price list has a tier bacth: is batch meant?",
        ),
        (new_price(occurred="2025-06-10", **RIGHT), "says what openai-o3-price-2025-06-10 says."),
    ],
)
def test_a_slip_is_told_with_what_it_is_held_against(fact, says):
    assert says in "\n".join(told_of(fact))


@pytest.mark.parametrize(
    ("read", "says"),
    [
        ("2027-01-20", "was read 2027-01-20, which is not yet"),
        ("2025-12-31", "before it is stated"),
    ],
)
def test_a_source_is_read_neither_in_the_future_nor_before_it_spoke(read, says):
    sources = [{"source": "openai", "url": "https://openai.com/pricing", "read": read}]
    fact = new_price(**RIGHT, stated="2026-01-01", sources=sources)
    assert says in "\n".join(told_of(fact))


def test_an_amount_that_nobody_could_pay_is_told_once():
    assert len(told_of(new_price(input="90000", output="180000"))) == 2  # for each of two lines


def test_a_note_that_names_what_is_doubted_settles_it():
    fact = new_price(input="1500", output="6000", note="1500 and 6000 are what the page says")
    assert told_of(fact) == []


def test_a_correction_of_ours_over_one_of_the_source_is_doubted():
    right = {"id": "old", "subject": "openai/o3", "occurred": "2025-06-10", "type": "price_changed"}
    statement = {**right, **new_price(**RIGHT).model_dump(include={"components", "sources"})}
    correction = {"event": "old", "statement": statement, "why": "a slip"}
    theirs = event("corrected", "theirs", fault="source", stated="2025-07-01", **correction)
    ours = event("corrected", "ours", fault="ours", **correction)
    noted = event("corrected", "ours", fault="ours", note="Over theirs, meant so.", **correction)
    known = Known([*STANDING, price("old", "2025-06-10", input="3"), theirs, ours])
    (told,) = [each.text for each in doubts(ours, known, NOW) if each.path == ("fault",)]
    assert told.startswith("theirs tells when the source put it right")
    for settled in (theirs, noted):
        assert ("fault",) not in [each.path for each in doubts(settled, known, NOW)]
