from functools import partial

import pytest

from ecosys.errors import Ambiguous, NotFound
from ecosys.log.query import ALL
from ecosys.moment.directory import FoldedDirectory
from ecosys.moment.names import Names
from ecosys.timeline import Timeline
from tests.given import event, price

KNOWN = (
    price("o3", "2025-06-10", input="2"),
    price("oss-o", "2025-08-05", subject="openai/gpt-oss-120b", input="1"),
    price("oss-g", "2025-08-05", subject="groq/gpt-oss-120b", input="0.15"),
    price("sonnet", "2024-06-20", subject="anthropic/claude-3-5-sonnet-20240620", input="3"),
    price("old", "2023-06-13", subject="openai/gpt-3.5-turbo-0613", input="1.5"),
    price("new", "2024-01-25", subject="openai/gpt-3.5-turbo-0125", input="0.5"),
    event("alias_moved", "a1", alias="openai/gpt-3.5-turbo", to="openai/gpt-3.5-turbo-0613",
          occurred="2023-06-27"),
    event("alias_moved", "a2", alias="openai/gpt-3.5-turbo", to="openai/gpt-3.5-turbo-0125",
          occurred="2024-02-16", **{"from": "openai/gpt-3.5-turbo-0613"}),
    event("alias_moved", "b", alias="bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0",
          channel="bedrock", to="anthropic/claude-3-5-sonnet-20240620", occurred="2024-06-20"),
    event("ids_matched", "rules", source="bedrock", rules=[
        {"pattern": r"(us|eu)\.anthropic\.(claude-.+-\d{8})-v\d:\d",
         "subject": r"anthropic/\2", "channel": "bedrock"}]),
)  # fmt: skip


@pytest.fixture
def known(timeline: Timeline) -> Timeline:
    timeline.append(KNOWN)
    return timeline


def resolved(timeline: Timeline, name: str, channel: str | None = None, **coordinates):
    return timeline.resolve(name, timeline.moment(**coordinates), channel)


def test_an_exact_id_answers_first(known):
    found = resolved(known, "openai/gpt-oss-120b")
    assert (found.subject, found.how) == ("openai/gpt-oss-120b", "exact")


def test_a_provider_is_a_subject(known):
    assert resolved(known, "openai").how == "exact"


def test_a_provider_s_own_id_answers_where_only_one_has_it(known):
    assert resolved(known, "o3").subject == "openai/o3"
    assert resolved(known, "o3").how == "id"


def test_at_all_channels_an_alias_leads_where_it_leads_without_one(known):
    for name in ("gpt-3.5-turbo", "bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0"):
        assert resolved(known, name, "all") == resolved(known, name)


def test_an_id_that_several_have_is_ambiguous(known):
    with pytest.raises(Ambiguous) as caught:
        resolved(known, "gpt-oss-120b")
    assert caught.value.candidates == ("groq/gpt-oss-120b", "openai/gpt-oss-120b")


def test_an_alias_points_where_it_pointed_then(known):
    for name in ("gpt-3.5-turbo", "openai/gpt-3.5-turbo"):
        before = resolved(known, name, as_of="2024-02-15")
        after = resolved(known, name, as_of="2024-02-16")
        assert (before.subject, before.how) == ("openai/gpt-3.5-turbo-0613", "alias")
        assert after.subject == "openai/gpt-3.5-turbo-0125"
        assert after.events == ("a2",)


def test_a_channel_s_own_id_means_the_maker_s_model_there(known):
    found = resolved(known, "anthropic.claude-3-5-sonnet-20240620-v1:0")
    assert (found.subject, found.channel) == ("anthropic/claude-3-5-sonnet-20240620", "bedrock")


def test_a_declared_rule_of_a_channel_answers_last(known):
    found = resolved(known, "us.anthropic.claude-3-5-sonnet-20240620-v1:0")
    assert (found.subject, found.how) == ("anthropic/claude-3-5-sonnet-20240620", "rule")


def test_a_rule_that_leads_to_nothing_known_answers_nothing(known):
    with pytest.raises(NotFound):
        resolved(known, "us.anthropic.claude-9-20990101-v1:0")


@pytest.mark.parametrize("name", ["openai/o", "o3-", "O3", "openai/o3-mini", "gpt-oss", "claude"])
def test_neither_a_beginning_nor_a_likeness_is_a_match(known, name):
    with pytest.raises(NotFound):
        resolved(known, name)


def test_a_likeness_is_suggested(known):
    with pytest.raises(NotFound) as caught:
        resolved(known, "openai/o33")
    assert "openai/o3" in caught.value.candidates


def test_what_was_not_known_yet_is_told_with_its_first_day(known):
    with pytest.raises(
        NotFound, match="not known on 2025-06-09; first stated 2025-06-10 by openai"
    ):
        resolved(known, "openai/o3", known_at="2025-06-09")


def test_who_bears_a_name_is_found_without_reading_the_whole_log(seeded):
    """What a name means follows from the events about its bearers as from all events."""
    whole = FoldedDirectory(seeded.records())
    moment = seeded.moment()
    names = Names(lambda: whole, lambda: seeded.held(moment, "alias_moved"), ())
    known = sorted({*whole.first, *whole.by_id})
    for name in [*known[::7], *(each for each in known[::5] if "/" not in each)]:
        assert answer(seeded.resolve, name, moment) == answer(names.resolve, name, moment, {})


def answer(resolve, *asked):
    """What a name is resolved to, or why it is not."""
    try:
        return resolve(*asked)
    except (Ambiguous, NotFound) as problem:
        return str(problem)


def test_a_known_name_is_resolved_with_the_events_about_it_alone(known, monkeypatch):
    moment = known.moment()
    monkeypatch.setattr(known.log, "read", partial(_not_all, known.log.read))
    for name in ("openai/gpt-oss-120b", "claude-3-5-sonnet-20240620", "groq"):
        assert known.resolve(name, moment).subject.endswith(name)


def _not_all(read, where=ALL, **bounds):
    assert where != ALL
    return read(where, **bounds)


def test_a_provider_is_meant_before_an_id_that_is_called_like_it(timeline):
    timeline.append([price("a", "2025-01-01", subject="acme/openai", input="1"),
                     price("b", "2025-01-01", subject="openai/o3", input="1")])  # fmt: skip
    assert resolved(timeline, "openai").subject == "openai"
    assert resolved(timeline.what_if(overlay=[price("c", "2025-01-01", subject="x/y", input="1")]),
                    "y").subject == "x/y"  # fmt: skip
