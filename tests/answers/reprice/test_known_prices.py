"""Rows of known days: what they cost was worked out by hand from the pages of prices."""

import pytest

from ecosys.answers.reprice.reference import component_at
from ecosys.errors import InvalidInput, NotFound
from tests.answers.reprice.asking import asked, call, costs

MILLION = 1_000_000


def test_each_row_has_the_price_of_its_own_instant(seeded):
    # o3 cost 10 in and 40 out per million until 9 June 2025, 2 and 8 from 10 June on
    rows = [
        call("2025-06-09T23:59:59Z", "openai/o3", input_tokens=1000, output_tokens=500),
        call("2025-06-10T00:00:00Z", "openai/o3", input_tokens=1000, output_tokens=500),
    ]
    assert costs(asked(seeded, rows)) == ["0.03", "0.006"]


def test_an_announced_increase_that_was_cancelled_is_charged_to_nobody(seeded):
    # In June 2026 Sonnet 5 was announced at 2 and 10 until the end of August, then 3 and 15; on
    # 10 August the increase was withdrawn.
    rows = [
        call(day, "claude-sonnet-5", input_tokens=MILLION, output_tokens=200_000)
        for day in ("2026-08-15T12:00Z", "2026-09-15T12:00Z")
    ]
    then = seeded.moment(known_at="2026-08-09")
    later = seeded.moment(known_at="2026-09-20")
    assert costs(asked(seeded, rows, moment=then)) == ["4", "6"]
    assert costs(asked(seeded, rows, moment=later)) == ["4", "4"]


def test_the_difference_of_two_totals_is_explained_line_by_line(seeded):
    rows = [
        call("2026-09-15T12:00Z", "claude-sonnet-5", input_tokens=MILLION, output_tokens=200_000)
    ]
    then, later = (seeded.moment(known_at=day) for day in ("2026-08-09", "2026-09-20"))
    answer = asked(seeded, rows, moment=later, against=then)
    [total] = answer.difference.totals
    assert (str(total.before), str(total.after), str(total.amount)) == (
        *("6.000000", "4.000000", "-2.000000"),
    )
    lines = {line.reference: line for line in answer.lines}
    told = {
        row.direction: (lines[row.before].amount, lines[row.after].amount, int(row.amount))
        for row in answer.difference.data
    }
    # a million tokens in: 3 -> 2; 200,000 out: 15 / 5 = 3 -> 10 / 5 = 2
    assert told == {"input": ("3", "2", -1), "output": ("15", "10", -1)}
    assert sum(row.amount for row in answer.difference.data) == total.amount


@pytest.mark.parametrize(
    ("time", "cost"),
    [
        ("2025-03-03T16:29:59Z", "1.37"),  # 0.27 + 1.10
        ("2025-03-03T16:30:00Z", "0.685"),  # half price from 16:30 to 00:30 UTC: 0.135 + 0.55
        ("2025-03-04T00:29:59Z", "0.685"),
        ("2025-03-04T00:30:00Z", "1.37"),
        ("2025-02-24T17:00:00Z", "1.37"),  # before 26 February 2025 the hour made no difference
    ],
)
def test_a_price_of_the_hour_is_that_of_the_hour(seeded, time, cost):
    rows = [call(time, "deepseek-chat", input_tokens=MILLION, output_tokens=MILLION)]
    assert costs(asked(seeded, rows)) == [cost]


def test_without_a_time_of_day_the_price_of_most_hours_is_assumed(seeded):
    rows = [call("2025-03-03", "deepseek-chat", input_tokens=MILLION, output_tokens=MILLION)]
    answer = asked(seeded, rows)
    assert costs(answer) == ["1.37"]
    assert "hour" in answer.calls[0].assumed


def test_long_requests_pay_their_band(seeded):
    # Gemini 2.5 Pro: 1.25 in and 10 out up to 200,000 tokens of input, 2.5 and 15 beyond
    rows = [
        call("2025-08-01T00:00Z", "gemini-2.5-pro", input_tokens=size, output_tokens=1000)
        for size in (200_000, 200_001)
    ]
    # 0.25 + 0.01; 200,001 * 2.5 / 10^6 = 0.5000025, + 0.015
    assert costs(asked(seeded, rows)) == ["0.26", "0.5150025"]


def test_a_log_can_be_priced_as_another_model_on_another_day(seeded):
    rows = [call("2025-06-01T00:00Z", "gpt-4o", input_tokens=1000, output_tokens=500)]
    day = seeded.moment(as_of="2025-06-15")
    assert costs(asked(seeded, rows, moment=day, model="openai/o3", is_fixed=True)) == ["0.006"]
    assert costs(asked(seeded, rows, model="openai/o3")) == ["0.03"]


def test_a_fine_tuned_model_has_a_price_of_its_own(seeded):
    # GPT-4o 2024-08-06, fine-tuned: 3.75 in, 15 out
    rows = [
        call("2025-06-01T00:00Z", "ft:gpt-4o-2024-08-06:acme::x", input_tokens=MILLION),
        call("2025-06-01T00:00Z", "gpt-4o-2024-08-06", input_tokens=MILLION),
    ]
    assert costs(asked(seeded, rows)) == ["3.75", "2.5"]
    # asked as another model neither is tuned: o3 at 10 in until 10 June 2025
    assert costs(asked(seeded, rows, model="openai/o3")) == ["10", "10"]


def test_a_price_reference_that_is_handed_back_tells_by_what_was_charged(seeded):
    row = call("2026-09-15T12:00Z", "claude-sonnet-5", input_tokens=MILLION, output_tokens=200_000)
    then, later = (seeded.moment(known_at=day) for day in ("2026-08-09", "2026-09-20"))
    [priced] = asked(seeded, [row], moment=then).calls
    stored = " ".join(priced.price_references)
    row |= {"price_reference": stored}
    assert asked(seeded, [row], moment=then).handed_back is None
    answer = asked(seeded, [row, {**row, "price_reference": "0123456789@12"}], moment=later)
    unknown, [moved] = (
        [each for each in answer.handed_back if (each.stored == stored) is ours]
        for ours in (False, True)
    )
    assert (moved.rows, moved.stored_cost, moved.cost) == (1, 6, 4)  # 3 + 15 / 5, 2 + 10 / 5
    assert [(each.stored_cost, each.cost) for each in unknown] == [(None, 4)]
    amounts = {line.amount for line in answer.lines if line.reference in stored.split()}
    assert amounts == {"3", "15"}


def test_a_price_reference_names_one_line_for_ever(seeded):
    [row] = asked(seeded, [call("2025-06-15T12:00Z", "openai/o3", input_tokens=1)]).calls
    [reference] = row.price_references
    component, line = component_at(seeded, reference)
    assert (component.amount, line.subject, line.line) == ("2", "openai/o3", "input")
    [record] = seeded.at([int(reference.split("@")[1])])
    assert line.event in (record.event.id, *record.event.targets)  # or a correction of it
    with pytest.raises(NotFound, match="no price line 0000000000@5"):
        component_at(seeded, "0000000000@5")
    with pytest.raises(InvalidInput, match="is no price reference"):
        component_at(seeded, "o3")
