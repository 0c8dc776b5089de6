"""The seeds of this checkout: in order, plentiful, and never less than what was released."""

from collections import Counter
from pathlib import Path

import pytest

from ecosys.answers.prices import prices
from ecosys.commands._checking import check_folder
from ecosys.errors import NotFound
from ecosys.event import Fact, Unrecognised
from ecosys.events.price_changed import NONE, PriceChanged
from ecosys.log import release
from ecosys.seeding import seed, write
from ecosys.seeding.authoring import hosts
from ecosys.seeding.unchanged import split
from ecosys.timeline import Timeline

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

SEEDS = Path(__file__).parents[2] / "seeds"


def test_seeds_agree_with_each_other_with_the_schema_and_with_every_release() -> None:
    report = check_folder(SEEDS)
    assert report.faults == 0, "\n".join(report.lines)


def test_what_stands_as_it_was_released_is_read_the_same_without_yaml(
    written: list[seed.Seed],
) -> None:
    known = {write.block(each.event): each.event for each in written}
    assert seed.read_folder(SEEDS, known) == written
    assert split((SEEDS / "openai.yaml").read_text(encoding="utf-8"), known)[0].strip() == ""


def test_every_release_so_far_is_a_beginning_of_the_released_log() -> None:
    past = release.releases(SEEDS / release.RELEASES)
    lines = list(release.read_lines(SEEDS / "log.jsonl"))
    assert past
    assert release.broken_releases(past, lines) == []
    assert past[-1].position == len(lines)


def test_a_released_log_that_lost_or_changed_a_line_is_noticed() -> None:
    past = release.releases(SEEDS / release.RELEASES)
    lines = list(release.read_lines(SEEDS / "log.jsonl"))
    assert release.broken_releases(past, lines[:-1])
    assert release.broken_releases(past, [lines[1], lines[0], *lines[2:]])


def test_there_are_more_than_three_thousand_events_of_all_types(written: list[seed.Seed]) -> None:
    by_type = Counter(each.event.type for each in written)
    assert by_type.total() >= 3000
    assert set(by_type) >= {
        *("launched", "price_changed", "deprecated", "observed", "described", "partnered"),
        *("integrated", "funded", "alias_moved", "ids_matched", "rescheduled", "corrected"),
        "registered",
    }


def test_every_fact_has_a_source_with_the_day_it_was_read(written: list[seed.Seed]) -> None:
    bare = [
        each.event.id
        for each in written
        if isinstance(each.event, Fact) and not any(source.read for source in each.event.sources)
    ]
    assert bare == []


def test_nothing_unverified_stands_unmarked(written: list[seed.Seed]) -> None:
    low = [each for each in written if each.event.confidence == "low"]
    assert [each.place for each in low if not each.event.note] == []


def test_every_event_keeps_its_text_when_its_file_is_written_anew(written: list[seed.Seed]) -> None:
    for each in written:
        assert write.block(each.event) in each.path.read_text(encoding="utf-8"), each.place


def test_every_file_tells_editors_its_schema() -> None:
    for path in SEEDS.glob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith(seed.SCHEMA_LINE), path.name
        assert (path.parent / "schema.json").is_file()


def test_nearly_all_prices_answer_with_what_was_known_on_their_first_day(seeded: Timeline) -> None:
    asked, answered = 0, 0
    for record in seeded.records():
        event = record.event
        if isinstance(event, PriceChanged) and not event.voice and _has_a_day(event):
            asked += 1
            answered += _answers_on_its_day(seeded, event)
    assert asked > 700
    assert answered / asked >= 0.95, f"{answered} of {asked}"


def _has_a_day(event: PriceChanged) -> bool:
    """Whether the first day, or the day on which it was seen in force, is known."""
    return event.occurred.precision in ("day", "instant") and not event.occurred.soft


def _answers_on_its_day(timeline: Timeline, event: PriceChanged) -> bool:
    """Whether every line of a price list is answered as known on the day it takes effect."""
    day = event.occurred.date
    scheduled = event.occurred.start > timeline.log.clock()
    try:
        moment = timeline.moment(as_of=day, known_at=None if scheduled else day)
        rows = prices(timeline, moment, event.subject, event.channel, event.region).rows
    except NotFound:
        return False
    stated = {(row.direction, row.modality, row.tier, row.above, row.hours) for row in rows}
    return all(
        (line.direction, line.modality, line.tier, line.above, line.hours) in stated
        for line in event.components
        if line.amount != NONE
    )


def test_the_types_of_seeds_are_known(written: list[seed.Seed]) -> None:
    assert all(type(each.event) is not Unrecognised for each in written)


def test_the_addresses_of_providers_tell_which_source_they_are(written: list[seed.Seed]) -> None:
    known = hosts(each.event for each in written)
    assert known["openai.com"] == "openai"
    assert known["platform.claude.com"] == "anthropic"
    assert "github.com" not in known
