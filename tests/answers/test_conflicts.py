"""Where sources differ or dates moved: what the released log must answer, with literals.

Each test asks as of, and with the knowledge of, the days that its case is about. What is left out
is the day on which the facts were gathered, so that no later fact changes an answer.

A test names the cases that it settles of `conflicts.csv`, the table of known conflicts. What both
sides of a dispute say stands in `DISPUTES` and `DATED_DIFFERENTLY`, as that table has it;
`FOUND_OTHERWISE` tells of the others.
"""

import csv
import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pytest

from ecosys.answers import changes, claims, conflicts, cost, deprecations, prices
from ecosys.answers.claims import ClaimRow
from ecosys.answers.deprecations import DeprecationRow
from ecosys.answers.prices import PriceRow
from ecosys.errors import NotFound
from ecosys.event import FIRST_PARTY, Recorded
from ecosys.moment import Moment
from ecosys.projection import Point
from ecosys.timeline import Timeline
from ecosys.values import amount
from tests.given import AUDITED

GATHERED = "2026-11-22"
"""The day on which the facts were gathered."""
FACTS = Path(os.environ.get("ECOSYS_FACTS", Path(__file__).parents[3] / "shared" / "facts"))
Test = TypeVar("Test", bound=Callable[..., None])
CASES: dict[str, list[str]] = defaultdict(list)
"""The tests that settle each case of the table of known conflicts."""

CHAT = "deepseek/deepseek-chat"
DISPUTES: tuple[tuple[str, str, str, Mapping[str, set[str]]], ...] = (
    # the case, the subject, the day, and what both sides say of each price
    ("015", "openai/gpt-3.5-turbo-0301", GATHERED, {"input": {"15", "1.5"}, "output": {"20", "2"}}),
    (
        "018",
        "anthropic/claude-instant-1.2",
        GATHERED,
        {"input": {"0.163", "1.63"}, "output": {"0.551", "5.51"}},
    ),
    ("019", "openai/o3", "2026-08-21", {"input": {"10", "2"}, "output": {"40", "8"}}),
    ("020", CHAT, "2025-10-01", {"input": {"0.27", "0.28"}, "output": {"1.1", "0.42"}}),
    ("020", CHAT, "2026-05-01", {"input": {"0.27", "0.14"}, "output": {"1.1", "0.28"}}),
    (
        "020",
        CHAT,
        "2026-05-01",
        {"input 16:30-00:30": {"0.135"}, "output 16:30-00:30": {"0.55"}},
    ),
    ("021", CHAT, "2025-08-24", {"input": {"0.57"}, "output": {"1.68"}}),
    ("021", CHAT, "2025-09-05", {"input": {"0.57", "0.56"}}),
    ("022", "anthropic/claude-haiku-4-5", GATHERED, {"input": {"0.8", "1"}, "output": {"4", "5"}}),
    (
        "023",
        "mistral/mistral-large-2512",
        GATHERED,
        {"input": {"2", "0.5"}, "output": {"6", "1.5"}},
    ),
)
DATED_DIFFERENTLY: tuple[tuple[str, str, str, set[str]], ...] = (
    # the case, the subject, what happened, and the days that both sides give
    ("031", "anthropic/claude-3-7-sonnet-20250219", "launch", {"2025-02-19", "2025-02-24"}),
    ("032", "anthropic/claude-opus-4-5-20251101", "launch", {"2025-11-01", "2025-11-24"}),
    ("033", "openai/o3-mini", "launch", {"2024-12-20", "2025-01-31"}),
    ("036", "anthropic/claude-3-5-haiku-20241022", "launch", {"2024-10-22", "2024-11-04"}),
    ("037", "openai/o3-deep-research", "launch", {"2024-06-26", "2025-06-26"}),
    ("037", "mistral/mistral-large-2512", "launch", {"2024-11-01", "2025-12-02"}),
    ("037", "openai/gpt-4", "launch", {"2023-11-06"}),  # 2023-03-14 was by invitation only
    ("038", "mistral/pixtral-12b-2409", "launch", {"2024-09-17", "2024-09-11"}),
    ("038", "mistral/magistral-small-2509", "launch", {"2025-09-17", "2025-09-18"}),
    ("038", "mistral/magistral-medium-2509", "launch", {"2025-09-17", "2025-09-18"}),
    ("038", "mistral/labs-mistral-small-creative", "launch", {"2025-12-16", "2025-12-11"}),
    ("038", "mistral/mistral-moderation-2603", "launch", {"2026-03-12", "2026-03-01"}),
    ("038", "cohere/command-r7b-12-2024", "launch", {"2024-12-13", "2024-12-02"}),
    ("040", "openai", "investment", {"2022-01-23", "2023-01-23"}),
)
FOUND_OTHERWISE = {
    "CON-016": "both units stand on pages of OpenAI; the log holds them as one price",
    "CON-017": "both dates stand in one announcement; its note has the other",
    "CON-024": "a source that put itself right within the day; found at the position before",
    "CON-034": "the product and the API are launched at stages of their own",
    "CON-035": "the table gives no dates, only how many days lie between them",
    "CON-039": "both dates stand in one file; the note of the launch has the other",
    "CON-041": "those that retell it wrongly are not in the log",
}
"""The disputes that are not in the two tables, and why."""


def case(*ids: str) -> Callable[[Test], Test]:
    """Notes which cases a test settles."""

    def noted(test: Test) -> Test:
        for each in ids:
            CASES[each].append(test.__name__)
        return test

    return noted


@dataclass(frozen=True)
class Asking:
    """Questions to a log, in few words. Prices are pairs of input and output per million."""

    log: Timeline

    def moment(
        self, as_of: str = GATHERED, known_at: str = GATHERED, source: str | None = None
    ) -> Moment:
        return self.log.moment(as_of, known_at, AUDITED, source)

    def lines(
        self,
        name: str,
        *,
        tier: str = "standard",
        channel: str | None = None,
        region: str | None = None,
        **when: Any,
    ) -> Mapping[str, PriceRow]:
        """The lines by direction, in force or as they ended: no long requests, no hours."""
        found = prices.prices(
            self.log, self.moment(**when), name, channel=channel, region=region, tier=tier
        )
        return {
            row.direction: row
            for row in found.rows
            if row.status in ("in_force", "ended")
            if not row.above and not row.hours and row.region == region
        }

    def price(self, name: str, **where: Any) -> tuple[str, ...]:
        lines = self.lines(name, **where)
        return tuple(amount.text(lines[each].per_million) for each in ("input", "output"))

    def disputes(self, name: str, **where: Any) -> dict[str, tuple[str, ...]]:
        """What other sources state as the price of input and output, in their own units."""
        lines = self.lines(name, **where)
        pairs = zip(lines["input"].disputed_by, lines["output"].disputed_by, strict=True)
        return {one.voice: (one.amount, other.amount) for one, other in pairs}

    def differing(self, subject: str, at: Moment, kind: str) -> dict[str, set[str]]:
        """What sources in conflict say of the provider's own, by what it is; prices per million."""
        return {
            row.what: {
                side.value.removesuffix(" per 1M tokens") for side in (row.answers, *row.others)
            }
            for row in conflicts.conflicts(self.log, at, subject, kind).rows
            if (row.subject, row.channel) == (subject, FIRST_PARTY)
        }

    def recorded(self, event: str) -> Recorded:
        (record,) = (each for each in self.log.records() if each.id == event)
        return record

    @cached_property
    def claims(self) -> Mapping[str, ClaimRow]:
        """What the claims of the document come to, computed once for all tests."""
        newest = self.log.moment(GATHERED, GATHERED)
        return {row.id: row for row in claims.claims(self.log, newest).rows}

    def claim(self, id: str) -> ClaimRow:
        return self.claims[id]

    def cost(self, name: str, direction: str = "input", **when: Any) -> str:
        """What a million tokens cost at an hour."""
        row, _ = cost.cost(self.log, self.moment(**when), name, {direction: 1_000_000})
        return amount.text(row.total)

    def end(self, subject: str, channel: str = FIRST_PARTY, **when: Any) -> DeprecationRow:
        (row,) = deprecations.deprecations(self.log, self.moment(**when), subject, channel).rows
        return row

    def shutdown(self, subject: str, channel: str = FIRST_PARTY, **when: Any) -> str | None:
        return self.end(subject, channel, **when).shutdown

    def metric(self, name: str, subject: str, moment: Moment, **chosen: str) -> list[Point]:
        return list(self.log.project(name, moment, {"subject": subject, **chosen}).points)

    def told(self, subject: str, **chosen: str) -> set[tuple[str, str]]:
        """When something happened, and what: the figures of a subject and all beneath it."""
        points = self.metric("timeline", subject, self.moment(), **chosen)
        return {(point.at, point.labels["what"]) for point in points}

    def launched(self, model: str, source: str) -> list[str]:
        """The days on which a model became available, as one source alone has it."""
        points = self.metric("timeline", model, self.moment(source=source), type="launched")
        return [point.at for point in points if "announced" not in point.labels["what"]]


@pytest.fixture(scope="module")
def ask(seeded: Timeline) -> Asking:
    return Asking(seeded)


@pytest.fixture(scope="module")
def ask_draft(drafted: Timeline) -> Asking:
    """Of what a document says, by the bindings that the checkout holds."""
    return Asking(drafted)


# Ends that were put off, brought forward, called off


@case("CON-001")
@pytest.mark.parametrize(
    ("model", "end"),
    [
        ("openai/gpt-3.5-turbo-0301", "2024-09-13"),
        ("openai/gpt-4-0314", "2026-03-26"),
        ("openai/gpt-4-32k-0314", "2025-06-06"),
    ],
)
def test_the_models_of_march_2023_had_three_ends_one_after_the_other(ask, model, end):
    assert ask.shutdown(model, known_at="2023-07-19") == "2023-09-13"
    put_off = ask.end(model, known_at="2023-07-20")
    assert (put_off.shutdown, put_off.bound) == ("2024-06-13", "not_before")
    assert put_off.notice_days is None
    assert ask.shutdown(model) == end


@case("CON-002")
@pytest.mark.parametrize("suffix", ["", "-2024-12-17", "-2025-06-03"])
def test_the_realtime_preview_was_put_off_twice_and_each_time_its_notice_grew(ask, suffix):
    told = {}
    for known in ("2025-11-13", "2026-01-08", "2026-03-26"):
        moment = ask.moment(known_at=known)
        model = f"openai/gpt-4o-realtime-preview{suffix}"
        points = ask.metric("deprecation_calendar", model, moment)
        told[known] = [(point.at, str(point.value)) for point in points if point.subject == model]
    assert told == {
        "2025-11-13": [("2026-02-27", "165")],
        "2026-01-08": [("2026-03-24", "190")],
        "2026-03-26": [("2026-05-07", "234")],
    }


@case("CON-002")
@pytest.mark.parametrize("kind", ["mini-realtime", "audio", "mini-audio"])
def test_the_other_previews_of_that_notice_were_put_off_with_it(ask, kind):
    model = f"openai/gpt-4o-{kind}-preview"
    assert ask.shutdown(model, known_at="2026-01-16") == "2026-03-24"
    assert ask.shutdown(model) == "2026-05-07"


@case("CON-003")
def test_codex_mini_was_put_off_four_weeks_after_its_first_end_had_passed(ask):
    model = "openai/codex-mini-latest"
    assert ask.shutdown(model, known_at="2026-02-12") == "2026-01-16"
    assert ask.shutdown(model, known_at="2026-02-13") == "2026-02-12"


@case("CON-004")
def test_a_model_spared_on_its_last_day_was_announced_anew_and_that_is_no_longer_notice(ask):
    model = "openai/gpt-4-1106-preview"
    before = ask.end(model, known_at="2026-03-25")
    assert (before.announced, before.shutdown) == ("2025-09-26", "2026-03-26")
    anew = ask.end(model, known_at="2026-04-23")
    assert (anew.announced, anew.shutdown) == ("2026-04-22", "2026-10-23")
    assert anew.notice_days == 184
    assert not set(before.events) & set(anew.events)


@case("CON-005")
def test_three_days_of_notice_were_taken_back_and_the_model_announced_again(ask):
    model = "openai/code-davinci-002"
    first = ask.end(model, known_at="2023-03-31")
    assert (first.shutdown, first.notice_days) == ("2023-03-23", 3)
    assert ask.shutdown(model, known_at="2023-07-06") == "2024-01-04"


@case("CON-006")
@pytest.mark.parametrize("model", ["gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano"])
def test_azure_brought_an_end_forward_by_a_year_and_that_is_news(ask, model):
    subject = f"openai/{model}"
    assert ask.shutdown(subject, "azure", known_at="2026-04-25") == "2027-10-14"
    assert ask.shutdown(subject, "azure", known_at="2026-04-28") == "2026-10-14"
    then = ask.moment("2026-04-28", "2026-04-28")
    news = changes.changes(ask.log, then, "2026-04-27", subject).rows
    assert [(row.kind, row.before, row.after) for row in news if row.channel == "azure"] == [
        ("shutdown", "2027-10-14", "2026-10-14")
    ]


@case("CON-007")
@pytest.mark.parametrize("model", ["openai/gpt-5-chat", "openai/gpt-5.2-chat"])
def test_azure_gave_an_end_five_times_and_came_back_to_the_first(ask, model):
    days = ("2026-04-25", "2026-05-01", "2026-05-21", "2026-05-27", "2026-06-23")
    assert [ask.shutdown(model, "azure", known_at=day) for day in days] == [
        "2026-05-13",
        "2026-06-09",
        "2026-06-22",
        "2026-06-29",
        "2026-05-13",
    ]


@case("CON-008")
def test_bedrock_put_claude_3_5_sonnet_off_twice_and_rewrote_the_legacy_date(ask):
    seen = [
        ask.end("anthropic/claude-3-5-sonnet-20240620", "bedrock", known_at=day)
        for day in ("2026-03-26", "2026-04-07", "2026-07-01")
    ]
    assert [row.shutdown for row in seen] == ["2026-03-01", "2026-06-01", "2026-07-30"]
    assert seen[0].legacy != seen[1].legacy


@case("CON-009", "CON-010", "CON-011")
@pytest.mark.parametrize(
    ("model", "before", "after"),
    [
        (
            "anthropic/claude-3-5-sonnet-20240620",
            ("2025-11-13", "2025-10-22"),
            ("2025-11-14", "2025-10-28"),
        ),
        ("google/gemini-2.5-pro", ("2026-05-06", "2026-06-17"), ("2026-05-07", "2026-10-16")),
        ("google/gemini-2.5-flash", ("2026-05-06", "2026-06-17"), ("2026-05-07", "2026-10-16")),
        ("google/gemini-embedding-001", ("2026-07-23", "2026-07-14"), ("2026-07-24", "2028-05-14")),
    ],
)
def test_an_end_is_told_as_it_was_known_before_and_after_it_was_put_off(ask, model, before, after):
    for known, end in (before, after):
        assert ask.shutdown(model, known_at=known) == end


@case("CON-012")
@pytest.mark.parametrize("model", ["claude-opus-4-20250514", "claude-sonnet-4-20250514"])
def test_an_earliest_date_of_anthropic_ended_nothing_and_became_a_firm_one(ask, model):
    subject = f"anthropic/{model}"
    soft = ask.end(subject, as_of="2026-05-20", known_at="2026-04-13")
    assert (soft.shutdown, soft.bound, soft.status) == ("2026-05-14", "not_before", "ending")
    assert "soft" in soft.marks
    firm = ask.end(subject, as_of="2026-06-15", known_at="2026-04-15")
    assert (firm.shutdown, firm.bound, firm.status) == ("2026-06-15", None, "ended")


@case("CON-027")
def test_claude_3_5_sonnet_ended_on_another_day_at_each_channel(ask):
    model = "anthropic/claude-3-5-sonnet-20240620"
    channels = (FIRST_PARTY, "vertex", "bedrock")
    assert [ask.shutdown(model, channel) for channel in channels] == [
        "2025-10-28",
        "2026-02-19",
        "2026-07-30",
    ]


def test_claude_sonnet_4_5_has_three_ends_one_of_them_only_at_the_earliest(ask):
    model = "anthropic/claude-sonnet-4-5-20250929"
    channels = (FIRST_PARTY, "bedrock", "vertex")
    ends = [ask.end(model, channel) for channel in channels]
    assert [(row.shutdown, row.bound) for row in ends] == [
        ("2026-11-30", None),
        ("2027-04-08", None),
        ("2026-09-29", "not_before"),
    ]


def test_gemini_2_5_lives_longer_at_vertex(ask):
    for model in ("google/gemini-2.5-pro", "google/gemini-2.5-flash"):
        assert ask.shutdown(model) == "2026-12-01"
        at_vertex = ask.end(model, "vertex")
        assert (at_vertex.deprecated, at_vertex.shutdown) == ("2026-10-20", "2027-03-31")


def test_the_end_of_gemini_2_5_flash_lite_was_called_off_but_not_at_vertex(ask):
    model = "google/gemini-2.5-flash-lite"
    assert ask.shutdown(model, known_at="2026-11-09") == "2026-10-16"
    assert not deprecations.deprecations(ask.log, ask.moment(), model).rows
    assert ask.shutdown(model, "vertex") == "2027-01-28"


def test_the_owner_of_a_page_put_a_date_right_and_a_mirror_shows_the_wrong_one_again(ask):
    model = "openai/gpt-4.1-nano-2025-04-14"
    assert ask.shutdown(model, "azure", known_at="2026-09-14") == "2027-04-14"
    assert ask.shutdown(model, "azure", known_at="2026-09-15") == "2026-10-14"
    (rival,) = ask.end(model, "azure").disputed_by
    assert (rival.voice, rival.shutdown) == ("litellm", "2027-04-14")
    assert ask.shutdown(model, "azure", source="litellm") == "2027-04-14"


@case("CON-053")
@pytest.mark.parametrize(
    ("model", "days"),
    [
        ("google/gemini-3.7-flash", 0),
        ("google/gemini-3.5-flash", 0),
        ("google/veo-2.0-generate-001", 15),
        ("google/veo-3.0-generate-001", 15),
        ("google/veo-3.0-fast-generate-001", 15),
        ("openai/gpt-4o", 92),
        ("openai/gpt-4.1", 92),
    ],
)
def test_some_ends_came_with_less_notice_than_was_promised(ask, model, days):
    assert ask.end(model).notice_days == days


def test_a_reroute_without_notice_is_an_alias_from_that_day_on(ask):
    for day, target in (("2026-10-07", None), ("2026-10-08", "google/gemini-3.8-flash")):
        at = ask.moment(as_of=day)
        found = ask.log.names(at).follow("google/gemini-3.7-flash", at, ask.log.ranks(at))
        assert (found.subject if found else None) == target


def test_the_snapshot_of_a_voice_and_its_name_end_on_different_days(ask):
    assert ask.shutdown("openai/gpt-4o-mini-tts-2025-03-20") == "2026-07-23"
    assert ask.shutdown("openai/gpt-4o-mini-tts") == "2027-01-06"


@case("CON-017")
def test_an_announcement_with_two_dates_counts_from_its_heading_and_names_the_other(ask):
    row = ask.end("openai/assistants-api")
    assert row.announced == "2025-08-20"
    (record,) = (each for each in ask.log.records() if each.id in row.events)
    assert "2025-08-26" in record.event.note
    assert ask.differing("openai/assistants-api", ask.moment(), "date") == {}


@case("CON-052")
@pytest.mark.parametrize(
    ("model", "replacements"),
    [
        ("openai/text-davinci-003", ("gpt-3.5-turbo-instruct",)),
        ("anthropic/claude-2.0", ("claude-opus-4-8",)),
    ],
)
def test_what_is_recommended_instead_is_what_the_page_says_now(ask, model, replacements):
    assert ask.end(model).replacements == replacements


@case("CON-052")
def test_advice_that_is_younger_than_its_announcement_says_that_it_was_renewed(ask):
    row = ask.end("anthropic/claude-2.0")
    assert row.announced == "2025-01-21"
    assert "renewed since" in ask.recorded(row.events[0]).event.note


# What a feed got wrong


@case("CON-050")
@pytest.mark.parametrize("thing", ["evals-platform", "agent-builder", "reusable-prompts"])
def test_a_feed_took_the_notice_for_the_end_and_does_not_prevail(ask, thing):
    subject = f"openai/{thing}"
    row = ask.end(subject)
    assert row.shutdown == "2026-11-30"
    assert [(each.voice, each.shutdown) for each in row.disputed_by] == [
        ("deprecations-info", "2026-06-03")
    ]
    assert ask.shutdown(subject, source="deprecations-info") == "2026-06-03"


@case("CON-050")
def test_what_the_feed_misread_was_read_elsewhere_and_its_receipt_says_so(ask):
    row = ask.end("openai/evals-platform")
    (record,) = (each for each in ask.log.records() if each.id in row.events)
    assert record.event.via == "dev-to"


@case("CON-051")
def test_a_feed_was_right_wrong_and_right_again_while_the_page_never_moved(ask):
    model = "openai/o1-preview"
    days = ("2025-08-26", "2025-11-13", "2026-02-10", "2026-03-26")
    assert [ask.shutdown(model, source="deprecations-info", known_at=day) for day in days] == [
        "2025-04-28",
        "2025-07-28",
        "2025-04-28",
        "2025-07-28",
    ]
    assert {ask.shutdown(model, known_at=day) for day in days} == {"2025-07-28"}
    assert [bool(ask.end(model, known_at=day).disputed_by) for day in days] == [
        True,
        False,
        True,
        False,
    ]


@case("CON-051")
def test_a_feed_gave_the_day_of_the_notice_as_the_end_of_gpt_4_0314(ask):
    model, feed = "openai/gpt-4-0314", "deprecations-info"
    assert ask.shutdown(model, source=feed, known_at="2025-11-13") == "2025-09-26"
    assert ask.shutdown(model, source=feed, known_at="2026-03-26") == "2026-03-26"
    assert ask.shutdown(model, known_at="2025-11-13") == "2026-03-26"


# Prices that were scheduled, called off, or have no end


@case("CON-013")
def test_an_increase_was_withdrawn_on_the_day_it_should_have_come(ask):
    model = "anthropic/claude-sonnet-5"
    assert ask.price(model, as_of="2026-09-15", known_at="2026-08-31") == ("3", "15")
    assert ask.price(model, as_of="2026-09-15", known_at="2026-09-01") == ("2", "10")
    assert ask.price(model, as_of="2026-08-31", known_at="2026-08-31") == ("2", "10")
    then = ask.moment("2026-09-01", "2026-09-01")
    news = changes.changes(ask.log, then, "2026-08-31", model).rows
    assert {(row.kind, row.before, row.after) for row in news} == {
        ("scheduled_price", "3", None),
        ("scheduled_price", "15", None),
    }


@case("CON-014")
def test_a_promotion_until_at_least_a_day_is_not_over_on_the_day_after(ask):
    model = "openai/gpt-5.6-sol"
    assert ask.price(model, as_of="2026-08-20") == ("5", "30")
    line = ask.lines(model, as_of="2026-09-01", known_at="2026-09-01")["input"]
    assert line.until == "not before 2026-11-22"
    assert ask.price(model, as_of="2026-12-24", known_at="2026-11-21") == ("4", "20")
    assert ask.price(model, as_of="2026-11-22") == ("4", "20")


def test_a_reroute_at_a_lower_price_was_announced_put_off_and_called_off_in_three_days(ask):
    model = "deepseek/deepseek-v4-pro"
    days = ("2026-09-08", "2026-09-09", "2026-09-10", "2026-09-11")
    billed = [ask.price(model, as_of="2026-09-15", known_at=day) for day in days]
    assert billed == [("0.66", "1.98"), ("0.15", "0.6"), ("0.66", "1.98"), ("0.66", "1.98")]
    targets = []
    for day in days:
        at = ask.moment("2026-09-15", day)
        found = ask.log.names(at).follow(model, at, ask.log.ranks(at))
        targets.append(found.subject if found else None)
    assert targets == [None, "deepseek/deepseek-flash", None, None]


@pytest.mark.parametrize(
    ("hour", "price"),
    [
        ("2026-08-16T15:59Z", "0.435"),
        ("2026-08-16T16:00Z", "0.66"),
        ("2026-08-20T02:00Z", "1.32"),  # a Thursday
        ("2026-08-22T02:00Z", "1.32"),  # the last Saturday at the peak rate
        ("2026-08-23T02:00Z", "0.66"),
        ("2026-08-24T02:00Z", "1.32"),
        ("2026-08-24T04:00Z", "0.66"),
    ],
)
def test_deepseek_charges_by_the_hour_and_weekends_became_off_peak(ask, hour, price):
    assert ask.cost("deepseek/deepseek-v4-pro", as_of=hour) == price


def test_mistral_large_4_doubled_and_came_back_and_a_mirror_missed_it(ask):
    model = "mistral/mistral-large-4"
    assert ask.price(model, as_of="2026-10-19") == ("0.68", "2.09")
    assert ask.price(model, as_of="2026-10-20") == ("1.36", "4.18")
    assert ask.price(model, as_of="2026-10-29") == ("0.7", "2.1")
    assert ask.disputes(model) == {"litellm": ("1.36", "4.18")}
    assert ask.price(model, source="litellm") == ("1.36", "4.18")


@pytest.mark.parametrize(
    ("model", "last", "first"),
    [
        ("google/gemini-4-argon", "2026-11-30", "2026-12-01"),
        ("google/gemini-3.6-flash", "2026-12-31", "2027-01-01"),
    ],
)
def test_two_gemini_prices_are_announced_to_double(ask, model, last, first):
    now, then = ask.price(model, as_of=last), ask.price(model, as_of=first)
    assert [float(after) / float(before) for before, after in zip(now, then, strict=True)] == [2, 2]


def test_one_source_dates_the_fall_of_a_cached_price_and_the_other_has_it_for_all_time(ask):
    model = "anthropic/claude-sonnet-5-5"
    before = ask.lines(model, as_of="2026-10-06")["cache_read"]
    assert before.amount == "0.2"
    assert [(each.voice, each.amount) for each in before.disputed_by] == [("genai-prices", "0.1")]
    after = ask.lines(model, as_of="2026-10-07")["cache_read"]
    assert (after.amount, after.disputed_by) == ("0.1", ())


# Prices that a source got wrong, or kept too long


@case("CON-015")
def test_a_page_of_openai_had_ten_times_the_price_that_others_have(ask):
    model = "openai/gpt-3.5-turbo-0301"
    on_the_page = {"as_of": "2025-10-31", "known_at": "2025-11-01"}
    assert ask.price(model, **on_the_page) == ("15", "20")
    assert ask.disputes(model, **on_the_page) == {"langchain": ("0.0015", "0.002")}
    assert ask.price(model) == ("1.5", "2")
    assert ask.disputes(model) == {"openai": ("15", "20")}
    assert ask.price(model, source="openai") == ("15", "20")
    assert ask.price(model, source="langchain") == ("1.5", "2")


@case("CON-016")
@pytest.mark.parametrize("as_of", ["2022-07-03", "2024-01-04", GATHERED])
def test_the_price_of_fine_tuned_davinci_is_the_same_per_thousand_and_per_million(ask, as_of):
    line = ask.lines("openai/davinci", tier="fine_tuned", as_of=as_of)["input"]
    assert (line.amount, line.unit) == ("0.12", "1K tokens")
    assert ask.price("openai/davinci", tier="fine_tuned", as_of=as_of) == ("120", "120")
    assert ask.differing("openai/davinci", ask.moment(as_of), "price") == {}


@case("CON-018")
def test_a_table_had_a_tenth_of_the_price_that_it_had_under_another_name(ask):
    model = "anthropic/claude-instant-1.2"
    assert ask.price(model) == ("1.63", "5.51")
    assert ask.disputes(model) == {"tokencost": ("0.163", "0.551")}
    assert ask.price(model, source="tokencost") == ("0.163", "0.551")


@case("CON-019")
def test_a_data_file_kept_the_old_price_of_o3_for_fourteen_months(ask):
    stale = {"as_of": "2026-08-21", "known_at": "2026-08-21"}
    assert ask.price("openai/o3", **stale) == ("2", "8")
    assert ask.disputes("openai/o3", **stale) == {"llm-prices": ("10", "40")}
    assert ask.price("openai/o3", source="llm-prices", **stale) == ("10", "40")
    assert ask.disputes("openai/o3", as_of="2026-08-22", known_at="2026-08-22") == {}
    with pytest.raises(NotFound, match="what was stated ended"):
        ask.price("openai/o3", source="llm-prices")


@case("CON-020")
def test_a_mirror_kept_the_price_of_deepseek_chat_and_its_discount_at_night(ask):
    model = "deepseek/deepseek-chat"
    assert ask.price(model, as_of="2025-10-01") == ("0.28", "0.42")
    assert ask.price(model, as_of="2026-05-01") == ("0.14", "0.28")
    assert ask.disputes(model, as_of="2026-05-01") == {"genai-prices": ("0.27", "1.1")}
    at_night = {"as_of": "2026-05-01T20:00Z", "source": "genai-prices"}
    assert ask.cost(model, "input", **at_night) == "0.135"
    assert ask.cost(model, "output", **at_night) == "0.55"


@case("CON-021")
def test_a_mirror_took_the_announcement_for_the_change(ask):
    model = "deepseek/deepseek-chat"
    assert ask.price(model, as_of="2025-09-04") == ("0.27", "1.1")
    assert ask.disputes(model, as_of="2025-09-04") == {"models-dev": ("0.57", "1.68")}
    assert ask.price(model, as_of="2025-09-05", known_at="2025-08-25") == ("0.56", "1.68")
    assert ask.price(model, as_of="2025-08-24", source="models-dev") == ("0.57", "1.68")


@case("CON-022", "CON-023")
@pytest.mark.parametrize(
    ("model", "price", "voice", "wrong"),
    [
        ("anthropic/claude-haiku-4-5", ("1", "5"), "kahwee", ("0.8", "4")),
        ("mistral/mistral-large-2512", ("0.5", "1.5"), "aicost", ("2", "6")),
    ],
)
def test_a_site_has_the_price_of_the_model_before(ask, model, price, voice, wrong):
    assert ask.price(model) == price
    assert ask.disputes(model) == {voice: wrong}
    assert ask.price(model, source=voice) == wrong


@case("CON-024")
@pytest.mark.parametrize(
    ("model", "right", "first"),
    [
        ("google/gemini-3-flash-preview", ("0.5", "3"), ("0.15", "0.6")),
        ("anthropic/claude-haiku-4-5-20251001", ("1", "5"), ("3", "15")),
    ],
)
def test_what_a_mirror_had_for_some_hours_it_put_right_on_the_same_day(ask, model, right, first):
    assert ask.price(model, source="models-dev") == right
    assert not ask.disputes(model)
    assert first in {
        (record.event.components[0].amount, record.event.components[1].amount)
        for record in ask.log.records()
        if record.event.subjects == (model,) and record.event.effective_voice == "models-dev"
        if record.event.type == "price_changed"
    }


@pytest.mark.parametrize(
    ("model", "tier", "day", "wrong", "right"),
    [
        ("openai/gpt-5.5-pro", "standard", "2026-05-01", ("60", "360"), ("30", "180")),
        ("openai/gpt-5.5", "priority", "2026-05-01", ("10", "60"), ("12.5", "75")),
        ("openai/gpt-5.4", "priority", "2026-04-01", ("5", "22.5"), ("5", "30")),
        ("google/gemini-2.5-pro", "priority", "2026-03-01", ("1.25", "10"), ("2.25", "18")),
        (
            "cohere/command-r7b-12-2024",
            "standard",
            "2026-06-01",
            ("0.15", "0.0375"),
            ("0.0375", "0.15"),
        ),
    ],
)
def test_an_error_of_a_table_was_put_right_and_is_no_change_of_price(
    ask, model, tier, day, wrong, right
):
    table = {"tier": tier, "source": "litellm"}
    assert ask.price(model, as_of=day, known_at=day, **table) == wrong
    assert ask.price(model, as_of=day, **table) == right
    assert ask.price(model, as_of=day, tier=tier) == right


def test_a_cached_price_taken_from_another_seller_was_put_right_for_all_time(ask):
    read = {"as_of": "2026-08-15"}
    assert ask.lines("xai/grok-4.5", known_at="2026-08-15", **read)["cache_read"].amount == "0.5"
    assert ask.lines("xai/grok-4.5", **read)["cache_read"].amount == "0.3"


@pytest.mark.parametrize(
    ("model", "channel", "day", "wrong", "right"),
    [
        ("openai/gpt-4o-2024-08-06", "azure", "2024-12-01", ("2.75", "11"), ("2.5", "10")),
        ("openai/gpt-4o-2024-11-20", "azure", "2024-12-01", ("2.75", "11"), ("2.5", "10")),
        ("openai/o1-mini", "azure", "2025-04-01", ("1.21", "4.84"), ("1.1", "4.4")),
        (
            "anthropic/claude-haiku-4-5-20251001",
            "bedrock",
            "2025-12-01",
            ("1.1", "5.5"),
            ("1", "5"),
        ),
    ],
)
def test_a_mirror_had_the_price_of_a_region_where_the_global_one_belongs(
    ask, model, channel, day, wrong, right
):
    where = {"channel": channel, "as_of": day}
    assert ask.price(model, known_at=day, **where) == wrong
    assert ask.price(model, **where) == right
    history = ask.metric("price_history", model, ask.moment(), channel=channel, direction="input")
    everywhere = {
        str(each.value)
        for each in history
        if each.labels["line"] == "input" and "region" not in each.labels and each.at >= day
    }
    assert everywhere == {right[0]}


@pytest.mark.parametrize(
    ("model", "dearer", "price"),
    [
        ("openai/gpt-4-turbo-2024-04-09", "11", "10"),
        ("openai/text-embedding-3-large", "0.143", "0.13"),
        ("openai/text-embedding-3-small", "0.022", "0.02"),
        ("openai/text-embedding-ada-002", "0.11", "0.1"),
    ],
)
def test_a_jump_by_a_tenth_is_the_price_of_a_region_beside_the_global_one(
    ask, model, dearer, price
):
    assert ask.lines(model, channel="azure")["input"].amount == price
    assert ask.lines(model, channel="azure", region="regional")["input"].amount == dearer


# Who says what now: the conflicts


@case(*(f"CON-{id}" for id, *_ in DISPUTES))
@pytest.mark.parametrize(("id", "subject", "day", "said"), DISPUTES)
def test_what_sources_say_of_a_price_is_found_where_they_differ(ask, id, subject, day, said):
    found = ask.differing(subject, ask.moment(day, known_at=day), "price")
    assert {what: found[what] & prices for what, prices in said.items()} == said


@case(*(f"CON-{id}" for id, *_ in DATED_DIFFERENTLY))
@pytest.mark.parametrize(("id", "subject", "what", "days"), DATED_DIFFERENTLY)
def test_what_happened_once_is_found_where_sources_date_it_differently(
    ask, id, subject, what, days
):
    assert days <= ask.differing(subject, ask.moment(), "date").get(what, set())


@case("CON-024")
@pytest.mark.parametrize(
    ("model", "day", "prices"),
    [
        (
            "google/gemini-3-flash-preview",
            "2025-12-17",
            {"input": {"0.15", "0.5"}, "output": {"0.6", "3"}},
        ),
        (
            "anthropic/claude-haiku-4-5-20251001",
            "2025-10-15",
            {"input": {"3", "1"}, "output": {"15", "5"}},
        ),
    ],
)
def test_what_a_mirror_put_right_within_the_day_was_in_conflict_before(ask, model, day, prices):
    first = ask.recorded(f"models-dev-{model.replace('/', '-')}-price-{day}")
    before = ask.log.moment(day, GATHERED, first.position)
    assert ask.differing(model, before, "price") == prices
    assert ask.differing(model, ask.moment(day), "price") == {}


@case("CON-033", "CON-034")
@pytest.mark.parametrize(
    "model",
    [
        "openai/o1-2024-12-17",
        "openai/gpt-5-codex",
        "openai/gpt-5.1-codex-max",
        "openai/gpt-5.2-codex",
    ],
)
def test_the_launch_of_a_product_and_that_of_its_api_are_no_conflict(ask, model):
    found = ask.differing(model, ask.moment(), "date")
    assert not [what for what in found if what.startswith("launch")]


@case("CON-035")
@pytest.mark.parametrize(
    ("model", "apart"),
    [
        ("google/gemini-2.5-flash-lite", 35),
        ("google/gemini-2.0-flash-lite", 76),
        ("google/gemini-2.0-flash-001", 56),
        ("google/gemini-embedding-001", 55),
    ],
)
def test_a_preview_and_the_launch_are_in_conflict_where_a_mirror_calls_both_a_launch(
    ask, model, apart
):
    days = ask.differing(model, ask.moment(), "date")["launch"]
    first, last = sorted(map(date.fromisoformat, days))
    assert (last - first).days == apart


@pytest.mark.parametrize(
    ("model", "days"),
    [
        ("xai/grok-4.5", {"2026-07-08", "2026-07-09"}),
        ("zhipu/glm-5.3-flash", {"2026-08-26", "2026-08-21"}),
    ],
)
def test_launches_of_the_summer_of_2026_are_dated_differently_too(ask, model, days):
    assert ask.differing(model, ask.moment(), "date") == {"launch": days}


@case("CON-040")
def test_the_site_that_said_it_on_the_day_answers_for_the_day_of_the_investment(ask):
    rows = conflicts.conflicts(ask.log, ask.moment(), "microsoft", "date").rows
    (row,) = (row for row in rows if row.what == "investment")
    assert row.answers.voice == "webpronews-com"
    assert [side.voice for side in row.others] == ["myelectricsparks"]
    assert row.why == "of equal rank (50), webpronews-com said it first"


# Channels and names


@case("CON-025")
def test_gemini_2_0_flash_costs_more_at_vertex(ask):
    model = "google/gemini-2.0-flash"
    assert ask.price(model, as_of="2025-07-01") == ("0.1", "0.4")
    assert ask.price(model, as_of="2025-07-01", channel="vertex") == ("0.15", "0.6")


@case("CON-026")
def test_a_mirror_had_gpt_4o_mini_dearer_at_azure_than_at_openai(ask):
    then = {"as_of": "2025-01-01", "known_at": "2025-01-01"}
    assert ask.price("openai/gpt-4o-mini", **then) == ("0.15", "0.6")
    model = "openai/gpt-4o-mini-2024-07-18"
    assert ask.price(model, channel="azure", source="litellm", **then) == ("0.165", "0.66")


@case("CON-028", "CON-029")
@pytest.mark.parametrize(
    ("alias", "day", "price"),
    [
        ("openai/gpt-3.5-turbo", "2024-02-15", ("1.5", "2")),
        ("openai/gpt-3.5-turbo", "2024-02-16", ("0.5", "1.5")),
        ("mistral/mistral-small-latest", "2026-03-15", ("0.1", "0.3")),
        ("mistral/mistral-small-latest", "2026-03-16", ("0.15", "0.6")),
    ],
)
def test_the_price_of_a_name_turned_on_the_day_it_was_moved_to_another_model(
    ask, alias, day, price
):
    assert ask.price(alias, as_of=day) == price


@case("CON-028", "CON-029", "CON-030")
@pytest.mark.parametrize(
    ("alias", "day", "target"),
    [
        ("openai/gpt-3.5-turbo", "2024-02-16", "openai/gpt-3.5-turbo-0125"),
        ("mistral/mistral-small-latest", "2026-03-15", "mistral/mistral-small-2506"),
        ("mistral/mistral-small-latest", "2026-03-16", "mistral/mistral-small-2603"),
        ("mistral/mistral-small", "2024-02-25", "mistral/open-mixtral-8x7b"),
        ("mistral/mistral-small", "2024-02-27", None),
    ],
)
def test_a_name_means_another_model_at_another_time(ask, alias, day, target):
    at = ask.moment(as_of=day)
    found = ask.log.names(at).follow(alias, at, ask.log.ranks(at))
    assert (found.subject if found else None) == target


# Days of launches, as each source alone has them


@case("CON-031", "CON-032", "CON-033", "CON-034", "CON-036", "CON-037", "CON-038")
@pytest.mark.parametrize(
    ("model", "maker", "other"),
    [
        (
            "anthropic/claude-3-7-sonnet-20250219",
            ("anthropic", "2025-02-24"),
            ("models-dev", "2025-02-19"),
        ),
        (
            "anthropic/claude-opus-4-5-20251101",
            ("anthropic", "2025-11-24"),
            ("models-dev", "2025-11-01"),
        ),
        ("openai/o1-2024-12-17", ("openai", "2024-12-17"), ("models-dev", "2024-12-05")),
        ("openai/o3-mini", ("openai", "2025-01-31"), ("models-dev", "2024-12-20")),
        ("openai/gpt-5-codex", ("openai", "2025-09-23"), ("models-dev", "2025-09-15")),
        ("openai/gpt-5.1-codex-max", ("openai", "2025-12-04"), ("models-dev", "2025-11-13")),
        ("openai/gpt-5.2-codex", ("openai", "2026-01-14"), ("models-dev", "2025-12-11")),
        (
            "anthropic/claude-3-5-haiku-20241022",
            ("anthropic", "2024-11-04"),
            ("models-dev", "2024-10-22"),
        ),
        ("openai/o3-deep-research", ("openai", "2025-06-26"), ("models-dev", "2024-06-26")),
        ("mistral/mistral-large-2512", ("mistral", "2025-12-02"), ("models-dev", "2024-11-01")),
        (
            "mistral/pixtral-12b-2409",
            ("mistral", "2024-09-17"),
            ("mistral-model-cards", "2024-09-11"),
        ),
        (
            "mistral/magistral-small-2509",
            ("mistral", "2025-09-17"),
            ("mistral-model-cards", "2025-09-18"),
        ),
        (
            "mistral/labs-mistral-small-creative",
            ("mistral", "2025-12-16"),
            ("mistral-model-cards", "2025-12-11"),
        ),
        (
            "mistral/mistral-moderation-2603",
            ("mistral", "2026-03-12"),
            ("mistral-model-cards", "2026-03-01"),
        ),
        ("cohere/command-r7b-12-2024", ("cohere", "2024-12-13"), ("models-dev", "2024-12-02")),
        ("xai/grok-4.5", ("genai-prices", "2026-07-08"), ("zoo-code-org-zoo-code", "2026-07-09")),
        (
            "zhipu/glm-5.3-flash",
            ("diegosouzapw-omniroute", "2026-08-26"),
            ("docs-venice-ai", "2026-08-21"),
        ),
    ],
)
def test_each_source_alone_gives_its_own_day_of_a_launch(ask, model, maker, other):
    for source, day in (maker, other):
        assert ask.launched(model, source) == [day]


@case("CON-035")
@pytest.mark.parametrize(
    ("model", "days"),
    [
        ("google/gemini-2.0-flash-lite", 76),
        ("google/gemini-2.5-flash-lite", 35),
        ("google/gemini-embedding-001", 55),
    ],
)
def test_a_mirror_dates_gemini_models_by_their_preview_weeks_before_the_launch(ask, model, days):
    (launch,), (preview,) = ask.launched(model, "google"), ask.launched(model, "models-dev")
    assert (date.fromisoformat(launch) - date.fromisoformat(preview)).days == days


@case("CON-037")
def test_gpt_4_is_not_younger_than_its_successor_whatever_a_mirror_says(ask):
    assert ask.launched("openai/gpt-4", "openai")[0] == "2023-03-14"
    assert ask.launched("openai/gpt-4", "models-dev") == ["2023-11-06"]


@case("CON-039")
def test_the_name_of_a_file_is_not_the_day_of_a_launch(ask):
    assert ask.launched("cohere/command-r-plus-04-2024", "cohere") == ["2024-04-04"]
    launch = ask.recorded("cohere-command-r-plus-04-2024-launched-2024-04-04")
    assert "2023-01-17" in launch.event.note


@case("CON-040")
def test_the_investment_of_january_2023_has_the_wrong_year_on_one_site_only(ask):
    tied = {
        source: [
            point.at
            for point in ask.metric(
                "timeline", "openai", ask.moment(source=source), type="partnered", since="2022"
            )
        ]
        for source in ("webpronews-com", "myelectricsparks")
    }
    assert tied == {"webpronews-com": ["2023-01-23"], "myelectricsparks": ["2022-01-23"]}


# Figures


@case("CON-045")
def test_developers_who_ever_built_are_not_mixed_with_those_of_a_month(ask):
    counted = {
        provider: [
            (point.at, str(point.value))
            for point in ask.metric("cumulative_developers", provider, ask.moment())
            if point.at >= "2023"
        ]
        for provider in ("openai", "google")
    }
    assert counted == {
        "openai": [("2023-11-06", "2000000"), ("2025-10-06", "4000000")],
        "google": [("2025-05", "7000000")],
    }


@case("CON-047", "CON-048")
@pytest.mark.parametrize(
    ("part", "amount", "whole", "upto"),
    [
        ("openai-funding-2025-08-01", "8300000000", "openai-funding-2025-03-31", "40000000000"),
        (
            "anthropic-amazon-investment-2024-03",
            "2750000000",
            "anthropic-amazon-investment-2023-09",
            "4000000000",
        ),
    ],
)
def test_a_tranche_names_the_round_that_it_is_part_of_so_that_nothing_counts_twice(
    ask, part, amount, whole, upto
):
    found = {record.id: record.event for record in ask.log.records()}
    assert str(found[part].amount) == amount
    assert found[part].part_of == whole
    assert str(found[whole].amount_high) == upto


@case("CON-041")
def test_google_handled_9_7_trillion_tokens_a_month_two_years_before_3_2_quadrillion(ask):
    told = ask.told("google", type="observed")
    assert ("2024-05", "google: 9,700,000,000,000 tokens (tokens_per_month)") in told
    assert ("2026-05", "google: > 3,200,000,000,000,000 tokens (tokens_per_month)") in told
    assert ask.differing("google", ask.moment(), "figure") == {}  # nobody in the log misdates it


def test_the_share_of_openai_is_another_figure_in_each_survey(ask):
    told = {
        voice: {
            point.labels["what"]
            for point in ask.metric("timeline", "openai", ask.moment(source=voice), since="2025")
        }
        for voice in ("menlo-ventures", "a16z", "datadog")
    }
    assert "openai: 27 percent (provider_share_spend)" in told["menlo-ventures"]
    assert "openai: 56 percent (provider_share_spend)" in told["a16z"]
    assert "openai: 63 percent (provider_share_customers)" in told["datadog"]


def test_the_prime_number_test_fell_from_97_6_to_2_4_or_from_84_to_51_by_its_version(ask):
    told = ask.told("openai/gpt-4", type="observed")
    for version, before, after in (
        ("prime_accuracy_v1", "97.6", "2.4"),
        ("prime_or_composite_accuracy", "84", "51"),
    ):
        assert ("2023-03", f"gpt-4: {before} percent ({version})") in told
        assert ("2023-06", f"gpt-4: {after} percent ({version})") in told


def test_the_run_rate_of_mistral_was_20_million_and_300_million_is_in_euros(ask):
    told = ask.told("mistral", type="observed")
    assert ("2025-02", "mistral: 20,000,000 USD (revenue_annualised)") in told
    assert ("2025-09", "mistral: 300,000,000 EUR (revenue_annualised)") in told


def test_over_half_of_the_fortune_500_used_azure_openai_in_january_2024(ask):
    told = ask.told("azure", type="observed")
    assert ("2024-01-30", "azure-openai-service: > 50 percent (share_of_fortune_500)") in told


# What a document says, and what a figure counts


@pytest.mark.no_cover
@case("CON-042")
def test_azure_is_called_primary_and_was_exclusive(ask, ask_draft):
    row = ask_draft.claim("MC-047")
    assert (row.stated, row.computed, row.verdict) == ("primary", ("exclusive",), "holds")
    assert "exclusive, which includes it" in row.rule
    (tie,) = ask.metric("ties", "openai", ask.moment("2023-12-31"), kind="cloud")
    assert (tie.at, tie.labels["exclusivity"]) == ("2023-01-23", "exclusive")


@case("CON-043")
def test_a_hundred_billion_words_a_day_were_about_so_many_and_not_of_the_api_alone(ask, ask_draft):
    row = ask_draft.claim("MC-071")
    assert row.stated == "> 100000000000 words a day"
    figure = ask.recorded("openai-words-per-day-2024-02-09").event
    assert (figure.subject, figure.comparator, figure.value) == ("openai", "~", 100_000_000_000)
    assert row.verdict == "cannot_be_checked"
    assert "of all OpenAI" in row.missing


@case("CON-044")
def test_tens_of_thousands_of_applications_and_millions_are_of_different_years(ask_draft):
    few, many = ask_draft.claim("MC-005"), ask_draft.claim("MC-105")
    assert (few.place.line, few.stated) == (5, "10000 to 99999 applications")
    assert (many.place.line, many.stated) == (148, "1000000 to 9999999 applications")
    assert few.verdict == many.verdict == "cannot_be_checked"


@case("CON-045")
def test_developers_of_a_month_are_a_metric_of_their_own(ask):
    told = ask.told("google", type="observed")
    assert any("8,500,000" in what and "(developers)" not in what for _, what in told)
    assert ask.differing("google", ask.moment(), "figure") == {}


@case("CON-046")
def test_a_run_rate_is_no_revenue_and_says_who_calculated_it_how(ask):
    told = ask.told("openai", type="observed")
    assert ("2025-07", "openai: 12,000,000,000 USD (revenue_annualised)") in told
    assert ("2024", "openai: 3,700,000,000 USD (revenue_annual)") in told
    formula = ask.recorded("anthropic-revenue-annualised-2026-05").event.note
    assert "28 days of usage x 13" in formula


@case("CON-049")
def test_the_head_start_is_two_years_by_no_definition_and_cohere_was_earlier(ask_draft):
    row = ask_draft.claim("MC-097")
    ends = [end for text in row.computed for end in text.removesuffix(" years").split(" to ")]
    years = {round(float(end), 1) for end in ends}
    assert row.stated == "2 years"
    assert {2.8, 3.5} <= years
    assert 2.0 not in years
    assert any(event.startswith("cohere-") for event in row.events)


@case("CON-053")
def test_the_policy_of_six_months_stands_beside_the_92_days_that_were_given(ask):
    for model in ("openai/gpt-4o", "openai/gpt-4.1"):
        row = ask.end(model)
        assert (row.announced, row.notice_days) == ("2026-10-14", 92)
        assert "promises six months" in ask.recorded(row.events[0]).event.note
    notice = {
        point.labels["statistic"]: point.value
        for point in ask.metric("deprecation_notice", "openai/gpt-4o", ask.moment())
    }
    assert notice["minimum"] == 92


# The table of known conflicts


def test_every_known_conflict_has_a_test():
    assert sorted(CASES) == [f"CON-{number:03}" for number in range(1, 54)]


@pytest.mark.skipif(not FACTS.is_dir(), reason=f"SKIPPED: the table of conflicts is not at {FACTS}")
def test_the_cases_are_those_of_the_table_and_every_dispute_in_it_is_asked_for():
    with (FACTS / "conflicts.csv").open(encoding="utf-8", newline="") as table:
        answered = {row["conflict_id"]: row["answered_by"] for row in csv.DictReader(table)}
    assert set(answered) == set(CASES)
    found = {f"CON-{id}" for id, *_ in (*DISPUTES, *DATED_DIFFERENTLY)}
    assert not found & set(FOUND_OTHERWISE)
    assert {id for id, by in answered.items() if "dispute" in by} == found | set(FOUND_OTHERWISE)
