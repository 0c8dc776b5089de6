"""What is suggested for a name that is not known."""

import pytest

from ecosys.errors import EcosysError, NotFound
from ecosys.moment.suggestions import MAX_SUGGESTED, Nearness, nearness
from ecosys.timeline import Timeline
from tests.given import event, price

OPUS = "anthropic/claude-3-opus-20240229"
SONNET = "anthropic/claude-3-5-sonnet-20240620"
NEW_SONNET = "anthropic/claude-3-5-sonnet-20241022"
KNOWN = (
    price("opus", "2024-03-04", subject=OPUS, input="15"),
    price("new-sonnet", "2024-10-22", subject=NEW_SONNET, input="3"),
    price("sonnet", "2024-06-20", subject=SONNET, input="3"),
    price("sonnet-4", "2025-05-22", subject="anthropic/claude-sonnet-4-20250514", input="3"),
    price("opus-4", "2025-08-05", subject="anthropic/claude-opus-4-1-20250805", input="15"),
    price("vision", "2024-12-14", subject="xai/grok-2-vision-1212", input="2"),
    price("grok", "2024-12-12", subject="xai/grok-2-1212", input="2"),
    price("grok-4", "2025-07-09", subject="xai/grok-4", input="3"),
    price("4o", "2024-05-13", subject="openai/gpt-4o", input="5"),
    price("4o-mini", "2024-07-18", subject="openai/gpt-4o-mini", input="0.15"),
    price("plus", "2024-04-04", subject="cohere/command-r-plus-04-2024", input="3"),
    event("alias_moved", "vertex", alias="vertex/claude-3-opus@20240229", channel="vertex", to=OPUS,
          occurred="2024-03-19"),
)  # fmt: skip


@pytest.fixture
def known(timeline: Timeline) -> Timeline:
    timeline.append(KNOWN)
    return timeline


def refused(timeline: Timeline, name: str, known_at: str | None = None) -> NotFound:
    with pytest.raises(NotFound) as caught:
        timeline.resolve(name, timeline.moment(known_at=known_at))
    return caught.value


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("GPT-4o", "openai/gpt-4o"),
        ("OpenAI/GPT-4o", "openai/gpt-4o"),
        ("gpt4o", "openai/gpt-4o"),
        ("gpt 4o mini", "openai/gpt-4o-mini"),
        ("claude-3-opus", OPUS),
        ("claude 3 opus", OPUS),
        ("Claude 3 Opus", OPUS),
        ("anthropic/claude-3-opus-latest", OPUS),
        ("claude-3.5-sonnet", NEW_SONNET),
        ("claude-3-5-sonnet-20240621", NEW_SONNET),
        ("claude-4-sonnet", "anthropic/claude-sonnet-4-20250514"),
        ("opus-4.1", "anthropic/claude-opus-4-1-20250805"),
        ("grok-2", "xai/grok-2-1212"),
        ("grok4", "xai/grok-4"),
        ("x-ai/grok-2", "xai/grok-2-1212"),
        ("openrouter/anthropic/claude-3-opus", OPUS),
        ("command-r+", "cohere/command-r-plus-04-2024"),
        ("OpenAI", "openai"),
        ("gpt-4p", "openai/gpt-4o"),
    ],
)
def test_a_name_as_people_write_it_leads_first_to_the_id_that_is_meant(known, name, meant):
    problem = refused(known, name)
    assert problem.candidates[0] == meant
    assert problem.hint.startswith(f"Did you mean {meant}")


def test_a_family_lists_its_dated_ids_the_newest_first_then_its_other_members(known):
    assert refused(known, "claude-3-5-sonnet").candidates == (NEW_SONNET, SONNET)
    assert refused(known, "grok-2").candidates == ("xai/grok-2-1212", "xai/grok-2-vision-1212")


def test_a_beginning_within_a_part_is_no_family():
    assert nearness("claude-3-op", OPUS) is None
    assert nearness("gemini-2", "google/gemini-2.5-pro") is not Nearness.LONGER
    assert nearness("gemini-2.5", "google/gemini-2.5-pro") is Nearness.LONGER


def test_a_model_that_goes_by_several_names_is_suggested_once_by_its_own(known):
    assert refused(known, "claude-3-opus").candidates == (OPUS,)


def test_a_large_family_names_some_members_and_how_many_more_there_are(timeline):
    timeline.append(
        price(f"p{day}", f"2024-01-0{day}", subject=f"acme/big-2024010{day}", input="1")
        for day in range(1, 9)
    )
    problem = refused(timeline, "big")
    newest = tuple(f"acme/big-2024010{day}" for day in (8, 7, 6, 5, 4))
    assert problem.candidates == newest
    assert problem.hint == f"Did you mean {' or '.join(newest)}? 3 more are like that."


def test_what_was_not_known_yet_is_not_suggested(known):
    assert refused(known, "claude-3-5-sonnet", known_at="2024-10-21").candidates == (SONNET,)


def test_what_resembles_nothing_has_no_suggestion(known):
    problem = refused(known, "§")
    assert (problem.hint, problem.candidates) == ("", ())


@pytest.mark.parametrize("as_of", ["2024-02-01", "2026-11-27"])
def test_whatever_is_suggested_would_have_worked(seeded, as_of):
    moment = seeded.moment(as_of=as_of, known_at=as_of)
    written = ("gpt4", "GPT-4", "Claude 2", "Gemini 2.5", "command r", "llama3", "sonnet-4.5")
    for name in written:
        with pytest.raises(EcosysError) as caught:
            seeded.resolve(name, moment)
        assert len(caught.value.candidates) <= MAX_SUGGESTED
        for candidate in caught.value.candidates:
            assert seeded.resolve(candidate, moment).subject
