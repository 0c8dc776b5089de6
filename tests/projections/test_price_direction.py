"""price_direction: what counts as a change of a price, and which part went down."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given import AUDITED, event, plain_price, price
from tests.projections.folding import fold, points
from tests.projections.pricing import BEFORE, HISTORIES, listed, lists, said_later, stated
from tests.properties import examples


def counted(*facts, subject="openai", **asked):
    """How many changes went down and up."""
    found = points("price_direction", *facts, **asked)
    if not found:
        return (0, 0)
    return (stated(found, "down", subject), stated(found, "up", subject))


O3 = price("launch", "2025-04-16", input="10", output="40")
CUT = price("cut", "2025-06-10", input="2", output="8")


def test_a_cut_of_input_and_output_is_two_changes():
    found = points("price_direction", O3, CUT)
    assert counted(O3, CUT) == (2, 0)
    assert stated(found, "median_ratio", "openai") == Decimal("0.2")


def test_a_first_price_is_no_change_and_neither_is_an_end():
    end = price("end", "2025-12-01", input="none", output="none")
    again = price("again", "2026-02-01", input="5", output="20")
    assert counted(O3) == (0, 0)
    assert counted(O3, end) == (0, 0)
    assert counted(O3, end, again) == (0, 0)


def test_a_price_that_is_stated_again_did_not_change_even_in_another_unit():
    same = price(
        "same",
        "2025-06-10",
        components=[
            {"direction": "input", "amount": "0.01", "unit": "1K tokens"},
            {"direction": "output", "amount": "40"},
        ],
    )
    assert counted(O3, same) == (0, 0)


def test_two_of_three_changes_down_are_two_thirds_and_two_changes_say_nothing():
    up = price("up", "2025-09-01", output="9")
    found = points("price_direction", O3, CUT, up)
    assert stated(found, "share_down") == Decimal("0.666667")
    few, coverage = fold("price_direction", O3, CUT)
    assert stated(few, "share_down") is None
    assert coverage.reason == "not enough facts: 2 changes of a price, 3 are needed"


def test_a_promotion_counts_neither_at_its_start_nor_at_its_end():
    promotion = price("promo", "2025-06-10", input="5", output="20", until="2025-07-10")
    assert counted(O3, promotion) == (0, 0)
    assert counted(O3, promotion, promotions="counted") == (2, 2)


def test_a_promotion_made_permanent_counts_on_the_day_on_which_it_was():
    promotion = price("promo", "2025-06-10", input="5", output="20", until="2025-07-10")
    permanent = price("permanent", "2025-07-01", input="5", output="20")
    assert counted(O3, promotion, permanent, as_of="2025-06-30") == (0, 0)
    assert counted(O3, promotion, permanent, as_of="2025-07-01") == (2, 0)


def test_a_price_list_that_began_with_a_promotion_did_not_rise_when_that_ended():
    promotion = price("promo", "2025-04-16", input="5", output="20", until="2025-07-10")
    regular = price("regular", "2025-07-10", input="10", output="40")
    assert counted(promotion, regular) == (0, 0)


def test_a_correction_changes_no_price():
    wrong = price("launch", "2025-06-10", input="100", output="40")
    right = event(
        "corrected",
        "right",
        event="launch",
        statement=plain_price("launch", input="10", output="40"),
        fault="source",
        why="A slip of the page.",
        stated="2025-08-01",
    )
    assert counted(wrong, right) == (0, 0)


def test_another_source_that_differs_is_a_dispute_and_no_change():
    mirror = price(
        "mirror", "2025-08-01", input="3", output="8", voice="litellm", stated="2025-08-01"
    )
    seller = price("seller", "2025-10-01", input="2", output="8")
    ranks = {"openai": 10, "litellm": 90}
    assert counted(O3, CUT, mirror, seller, ranks=ranks) == (2, 0)


def test_a_change_that_a_mirror_tells_after_the_seller_is_not_counted_twice():
    fields = {"voice": "litellm", "stated_basis": "snapshot"}
    before = price("m1", "2025-05-01", input="10", output="40", stated="2025-05-01", **fields)
    after = price("m2", "2025-06-15", input="2", output="8", stated="2025-06-15", **fields)
    ranks = {"openai": 10, "litellm": 90}
    assert counted(O3, CUT, before, after, ranks=ranks) == (2, 0)


def test_a_scheduled_price_has_not_changed_yet():
    assert counted(O3, CUT, as_of="2025-06-09") == (0, 0)


def test_batch_prices_and_those_of_other_sellers_are_left_out():
    batch = [
        price(
            f"batch-{day}",
            day,
            components=[{"direction": "input", "amount": amount, "tier": "batch"}],
        )
        for day, amount in (("2025-04-16", "5"), ("2025-06-10", "1"))
    ]
    azure = [
        price(f"azure-{day}", day, input=amount, channel="azure")
        for day, amount in (("2025-04-16", "10"), ("2025-06-10", "2"))
    ]
    assert counted(*batch, *azure) == (0, 0)


def test_bands_of_long_requests_count_only_where_all_lines_are_asked_for():
    long = [
        price(
            f"long-{day}",
            day,
            components=[
                {"direction": "input", "amount": amount},
                {"direction": "input", "amount": str(2 * int(amount)), "above": 200000},
            ],
        )
        for day, amount in (("2025-04-16", "4"), ("2025-06-10", "2"))
    ]
    assert counted(*long) == (1, 0)
    assert counted(*long, lines="all") == (2, 0)


def test_only_changes_from_a_date_on_may_be_asked_for():
    up = price("up", "2026-02-01", input="3")
    assert counted(O3, CUT, up, since="2026") == (0, 1)


def test_a_subject_asked_for_answers_for_itself_alone():
    other = [
        listed("openai/gpt", day, amount)
        for day, amount in (("2025-01-01", "1"), ("2025-02-01", "2"))
    ]
    assert counted(O3, CUT, *other, subject="openai") == (2, 2)
    found = points("price_direction", O3, CUT, *other, subject="openai/o3")
    assert {each.subject for each in found} == {"openai/o3"}
    assert stated(found, "up", "openai/o3") == 0


def test_providers_without_a_change_are_named_as_missing():
    _, coverage = fold("price_direction", O3, CUT, listed("mistral/large", "2025-01-01", "1"))
    assert coverage.missing == ("mistral",)
    assert [(each.subject, each.value) for each in coverage.included] == [("openai", 2)]


# By property


@examples(150)
@given(HISTORIES)
def test_every_change_went_down_or_up_and_the_market_has_those_of_all_providers(history):
    found = points("price_direction", *lists(history))
    if not found:
        return
    subjects = {each.subject for each in found} - {"market"}
    for name in ("down", "up"):
        assert stated(found, name) == sum(stated(found, name, each) for each in subjects)
    share = stated(found, "share_down")
    assert share is None or 0 <= share <= 1


@examples(100)
@given(HISTORIES, st.sampled_from((2, 3, 1000)))
def test_in_another_currency_of_account_the_same_prices_changed(history, factor):
    before, after = (
        [each.value for each in points("price_direction", *lists(history, times))]
        for times in (1, factor)
    )
    assert before == after


@examples(100)
@given(HISTORIES, HISTORIES)
def test_what_is_said_later_changes_no_answer_of_before(history, later):
    before = points("price_direction", *lists(history), **BEFORE)
    assert points("price_direction", *lists(history), *said_later(later), **BEFORE) == before


# Over the released log; expected values from the seeds by hand and with pandas


@pytest.fixture(scope="module")
def released(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    return seeded.project("price_direction", moment).points


@pytest.mark.parametrize(
    ("provider", "down", "up", "share"),
    [
        ("anthropic", 2, 0, None),
        ("deepseek", 13, 9, "0.590909"),
        ("google", 4, 2, "0.666667"),
        ("groq", 1, 0, None),
        ("mistral", 8, 0, "1"),
        ("openai", 19, 0, "1"),
        ("xai", 6, 0, "1"),
        ("market", 53, 11, "0.828125"),
    ],
)
def test_prices_went_mostly_down(released, provider, down, up, share):
    assert stated(released, "down", provider) == down
    assert stated(released, "up", provider) == up
    assert stated(released, "share_down", provider) == (share and Decimal(share))


def test_the_median_change_halved_a_price(released):
    assert stated(released, "median_ratio") == Decimal("0.5")
    assert stated(released, "median_ratio", "openai") == Decimal("0.366667")
