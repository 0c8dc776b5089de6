"""Rules of ids: what they mean, and that no name keeps them busy."""

import re
import time

import pytest

from ecosys.errors import InvalidInput
from ecosys.event import Event, codec
from ecosys.events.ids_matched import IdsMatched
from ecosys.importer import importer_for
from ecosys.values.pattern import LONGEST_NAME
from tests.given import event
from tests.ingest.feeds import files


def rules(*patterns, subject="openai/x"):
    return event("ids_matched", "r", source="azure", stated="2025-01-01",
                 rules=[{"pattern": each, "subject": subject} for each in patterns])  # fmt: skip


def test_a_pattern_that_never_ends_is_refused_where_it_stands():
    with pytest.raises(InvalidInput, match=r"event: rules\[1\]\.pattern: what is repeated"):
        rules("gpt-.+", "^(a|aa)+$")


def test_many_patterns_that_each_end_are_refused_together():
    with pytest.raises(InvalidInput, match=r"event: rules: they may try [0-9,]+ ways"):
        rules(*(f".*a.*{number}.*" for number in range(10)))


@pytest.mark.parametrize("subject", [r"openai/\2", r"openai/\g<name>", r"openai/\q"])
def test_a_subject_is_built_from_the_groups_that_its_pattern_has(subject):
    with pytest.raises(InvalidInput, match=r"event: rules\[0\]\.subject: .* is not built from"):
        rules("gpt-(.+)", subject=subject)


def test_what_was_recorded_before_is_still_read_and_says_nothing():
    rule = '{"pattern":"^(a|aa)+$","subject":"openai/\\\\1\\\\2"}'
    body = f'{{"id":"r","rules":[{rule}],"source":"azure","type":"ids_matched","version":1}}'
    stored = codec.decode(body)
    assert codec.canonical(stored) == body
    started = time.monotonic()
    assert stored.meaning("a" * 200 + "!") is None
    assert time.monotonic() - started < 1


def test_no_rule_fits_a_name_longer_than_any():
    assert rules("a+").meaning("a" * LONGEST_NAME) == ("openai/x", "first_party")
    assert rules("a+").meaning("a" * (LONGEST_NAME + 1)) is None


def first_fit(patterns, name):
    """What the first pattern that fits makes of a name, tried one by one."""
    for pattern, rule in patterns:
        if match := pattern.fullmatch(name):
            return match.expand(rule.subject), rule.channel
    return None


def test_all_rules_of_the_log_and_of_a_feed_mean_of_its_names_what_they_did(seeded):
    first = seeded.names(seeded.moment()).directory.first
    names = sorted({name.partition("/")[2] or name for name in first})[::8]
    lists: list[Event] = [
        each.event for each in seeded.records() if isinstance(each.event, IdsMatched)
    ]
    last = files("genai-prices/*data.json.gz")[-1]
    for row in importer_for("genai-prices").rows(last.payload, last.stated):
        lists += [
            codec.parse({"id": "r", "stated": "2026-03-01", **fields})
            for fields in row.says.values()
            if "rules" in fields
        ]
    assert len(lists) > 20
    for stated in lists:
        assert isinstance(stated, IdsMatched)
        patterns = [(re.compile(rule.pattern), rule) for rule in stated.rules]
        for name in names:
            assert stated.meaning(name) == first_fit(patterns, name)
