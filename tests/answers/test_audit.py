"""What becomes of the models that code names: at a moment, at a channel, with what instead."""

from decimal import Decimal

import pytest

from ecosys.answers.audit import Found, Reader, Scanner, audit, model_names
from ecosys.answers.prices import prices
from ecosys.errors import NotFound
from ecosys.log.memory import LinesLog
from ecosys.timeline import Timeline
from tests.given import event, price


def ends(id, subject, announced, shutdown=None, **more):
    dates = {"announced": announced, "shutdown": shutdown}
    given = {name: value for name, value in dates.items() if value}
    return event(
        "deprecated",
        id,
        subject=subject,
        stated=announced,
        stated_basis="announced",
        **given,
        **more,
    )


REDIRECT = {"what": "redirect", "to": "acme/one-2"}
HISTORY = [
    price("old", "2024-01-01", subject="acme/one-1", input="10", output="30"),
    price("new", "2025-01-01", subject="acme/one-2", input="2", output="8"),
    price("azure-old", "2024-01-01", subject="acme/one-1", channel="azure", input="11"),
    ends("e1", "acme/one-1", "2025-03-01", "2025-09-01", replacements=["one-2"]),
    ends("e2", "acme/soft-1", "2025-03-01", "not before 2026-12-31"),
    ends("e3", "acme/open-1", "2025-03-01"),
    ends("e4", "acme/sent-1", "2025-03-01", "2025-06-01", after=REDIRECT),
    ends("e5", "acme/one-1", "2025-03-01", "2027-01-31", channel="azure"),
    ends("e6", "acme/one-1", "2025-03-01", "2026-12-01", channel="azure", region="east"),
    ends("e7", "acme/late-1", "2026-10-01", "2026-12-22", replacements=["nobody-1", "soft-1"]),
    event("alias_moved", "a1", alias="acme/newest-one", to="acme/one-1", occurred="2024-01-01"),
]


def rows(timeline, text, *, as_of="2026-11-22", known_at="2026-11-22", channel=None, **more):
    moment = timeline.moment(as_of, known_at)
    names = model_names(timeline, moment)
    found = Scanner(Reader(names, channel)).scan("app.py", text.encode())
    return audit(timeline, moment, names, found, **more)


@pytest.fixture
def filled(timeline):
    timeline.append(HISTORY)
    return timeline


def row(timeline, name, **more):
    [found] = rows(timeline, f'"{name}"', **more).data
    return found


@pytest.mark.parametrize(
    ("name", "status", "shutdown", "end", "days_left", "finding"),
    [
        ("one-1", "ended", "2025-09-01", "firm", -447, True),  # 30 - 1 + 31 + 30 + 22 + 365 - 30
        ("one-2", "no_end_known", None, None, None, False),
        ("soft-1", "ending", "2026-12-31", "soft", 39, False),  # 8 days of November and 31
        ("open-1", "open", None, None, None, False),
        ("sent-1", "redirected", "2025-06-01", "firm", -539, True),
        ("late-1", "ending", "2026-12-22", "firm", 30, True),
    ],
)
def test_a_model_has_its_status_its_end_and_the_days_left(
    filled, name, status, shutdown, end, days_left, finding
):
    found = row(filled, name)
    assert (found.status, found.shutdown, found.end, found.finding) == (
        *(status, shutdown, end),
        finding,
    )
    assert found.days_left == days_left


def test_the_days_left_are_counted_from_the_day_that_is_asked_about(filled):
    assert row(filled, "one-1", as_of="2025-08-31").days_left == 1
    assert row(filled, "one-1", as_of="2025-08-31").status == "ending"
    assert row(filled, "one-1", as_of="2025-09-01").status == "ended"


def test_an_end_that_nobody_knew_of_then_is_none(filled):
    assert row(filled, "late-1", known_at="2026-10-01").status == "ending"
    unknown = rows(filled, '"late-1"', known_at="2026-09-30")
    assert unknown.data == ()


def test_a_replacement_stands_beside_with_its_price_and_its_own_end(filled):
    found = row(filled, "one-1")
    assert (found.price.input, found.price.output) == (Decimal(10), Decimal(30))
    [instead] = found.replacements
    assert (instead.name, instead.subject, instead.status) == (
        "one-2",
        "acme/one-2",
        "no_end_known",
    )
    assert (instead.price.input, instead.price.output) == (Decimal(2), Decimal(8))
    nobody, soft = row(filled, "late-1").replacements
    assert (nobody.subject, nobody.price) == (None, None)
    assert (soft.subject, soft.status, soft.shutdown) == ("acme/soft-1", "ending", "2026-12-31")


def test_another_channel_has_its_own_ends_and_prices(filled):
    found = row(filled, "azure/one-1")
    assert (found.channel, found.shutdown, found.price.input) == ("azure", "2027-01-31", 11)
    assert row(filled, "one-1", channel="azure").shutdown == "2027-01-31"
    assert row(filled, "bedrock/one-1").status == "no_end_known"


def test_a_region_may_have_an_end_of_its_own(filled):
    assert row(filled, "azure/one-1", region="east").shutdown == "2026-12-01"
    assert row(filled, "azure/one-1", region="east").region == "east"
    assert row(filled, "azure/one-1", region="west").shutdown == "2027-01-31"


def test_an_alias_says_where_it_points_and_ends_with_that(filled):
    found = row(filled, "newest-one")
    assert (found.kind, found.points_to, found.status) == ("alias", "acme/one-1", "ended")
    assert row(filled, "one-1").kind == "pinned"


def test_only_ends_within_the_days_asked_are_findings(filled):
    assert not row(filled, "late-1", within_days=29).finding
    assert row(filled, "late-1", within_days=30).finding
    assert row(filled, "one-1", within_days=1).finding


def test_a_row_names_the_events_and_where_they_were_read(filled):
    found = row(filled, "one-1")
    assert (found.events, found.because, found.voice) == (("e1",), (4,), "acme")
    assert [(each.source, each.url) for each in found.sources] == [
        ("openai", "https://openai.com/pricing")
    ]


def test_a_deployment_stands_for_a_model_at_a_channel(filled):
    moment = filled.moment()
    names = model_names(filled, moment, {"prod": "azure/one-1", "main": "newest-one"})
    [azure] = names.meanings("prod")
    assert (azure.subject, azure.channel) == ("acme/one-1", "azure")
    assert names.meanings("main")[0].subject == "acme/one-1"
    with pytest.raises(NotFound, match="one-9"):
        model_names(filled, moment, {"prod": "azure/one-9"})


def test_nothing_found_is_an_answer_too(filled):
    answer = rows(filled, "x = 1")
    assert (answer.data, answer.unknown, answer.meta.files, answer.meta.findings) == ((), (), 1, 0)


def test_the_release_in_memory_and_in_a_database_give_the_same(seeded):
    memory = Timeline(LinesLog(seeded.log.lines(), seeded.log.clock))
    text = '["gpt-4", "azure/gpt-4o", "claude-3-opus-20240229", "gemini-1.5-pro", "gpt-35-turbo"]'
    asked = {"as_of": "2026-10-01", "known_at": "2026-10-01"}
    assert rows(memory, text, **asked) == rows(seeded, text, **asked)


def test_prices_are_those_that_the_price_list_has(seeded):
    moment = seeded.moment("2026-10-01", "2026-10-01")
    names = model_names(seeded, moment)
    ended = [
        name
        for name in ("gpt-4", "gpt-4o", "claude-3-opus-20240229", "gpt-3.5-turbo", "o1-preview")
        if len(names.meanings(name)) == 1
    ]
    found = Found()
    found.add(Scanner(Reader(names)).scan("a.py", repr(ended).encode()))
    answer = audit(seeded, moment, names, found)
    assert len(answer.data) == len(ended) >= 4
    for each in answer.data:
        if each.price is None:
            continue
        listed = prices(seeded, moment, each.name, tier="standard").rows
        amounts = {
            line.direction: line.per_million
            for line in listed
            if line.modality == "text" and not line.above and line.status != "scheduled"
        }
        assert (each.price.input, each.price.output) == (amounts["input"], amounts["output"])


@pytest.mark.parametrize(
    ("name", "subject", "channel"),
    [
        ("us.anthropic.claude-3-haiku-20240307-v1:0", "claude-3-haiku-20240307", "bedrock"),
        ("vertex_ai/claude-3-5-sonnet@20240620", "claude-3-5-sonnet-20240620", "vertex"),
    ],
)
def test_the_declared_rules_of_channels_read_ids_that_no_list_holds(seeded, name, subject, channel):
    found = row(seeded, name, as_of="2026-10-01", known_at="2026-10-01")
    assert (found.subject, found.channel) == (f"anthropic/{subject}", channel)
