"""Which models are known, how far each has come, and in which order they are told."""

from itertools import groupby

import pytest

from ecosys.answers.citations import including
from ecosys.answers.deprecations import deprecations
from ecosys.answers.models import models
from ecosys.answers.prices import prices
from ecosys.domain.listings import other_than_models
from ecosys.errors import InvalidCoordinate
from tests.given import event, price


def launch(subject, day, **fields):
    about = {"what": "model", "occurred": day, "stated": day, **fields}
    return event("launched", f"{subject}-{day}", subject=subject, **about)


def end(subject, shutdown, announced="2025-01-01", **fields):
    dates = {"announced": announced, "stated": announced, "shutdown": shutdown}
    return event("deprecated", f"{subject}-end", subject=subject, **dates, **fields)


def figure(subject, kind):
    about = {"metric": kind, "kind": kind, "unit": "points", "value": "70"}
    return event("observed", f"{subject}-{kind}", subject=subject, occurred="2024-05-01", **about)


@pytest.fixture
def known(timeline):
    timeline.append(
        [
            launch("acme/new", "2025-06-01", context_window=200000),
            price("new", "2025-06-01", subject="acme/new", input="2", output="8"),
            launch("acme/try", "2025-05-01", stage="preview"),
            launch("acme/soon", "2025-08-01", stage="announced"),
            launch("acme/old", "2023-03-01"),
            end("acme/old", "2025-04-01"),
            launch("acme/going", "2024-01-01"),
            end("acme/going", "2027-01-01"),
            price("sold", "2025-03-01", subject="acme/sold", input="1"),
            end("acme/at-azure", "2025-12-01", "2025-02-01", channel="azure"),
            event("alias_moved", "a", alias="acme/it", to="acme/pointed", occurred="2025-01-15"),
            figure("acme/scored", "score"),
            figure("acme/sdk", "flow"),
            launch("acme/api", "2023-01-01", what="api"),
            end("acme/api", "2027-01-01"),
        ]
    )  # fmt: skip
    return timeline


def rows(timeline, **asked):
    return {row.subject: row for row in models(timeline, timeline.moment(), **asked).rows}


def test_a_model_is_known_by_a_launch_a_price_an_end_an_alias_or_a_score_the_newest_first(known):
    assert list(rows(known)) == [
        "acme/soon", "acme/new", "acme/try", "acme/sold", "acme/at-azure", "acme/pointed",
        "acme/scored", "acme/going", "acme/old",
    ]  # fmt: skip


def test_a_model_has_come_as_far_as_its_own_provider_took_it(known):
    assert {subject: row.status for subject, row in rows(known).items()} == {
        "acme/soon": "announced",
        "acme/new": "available",
        "acme/try": "preview",
        "acme/sold": "available",
        "acme/at-azure": None,
        "acme/pointed": None,
        "acme/scored": None,
        "acme/going": "ending",
        "acme/old": "ended",
    }


def test_a_row_tells_launch_window_price_end_and_where(known):
    new, gone = rows(known)["acme/new"], rows(known)["acme/at-azure"]
    assert (new.launched, new.context_window) == ("2025-06-01", 200000)
    assert (str(new.input), str(new.output), new.currency) == ("2", "8", "USD")
    assert (gone.launched, gone.first_stated, gone.shutdown) == (None, "2025-02-01", None)
    assert (gone.channels, gone.events) == (("azure",), ("acme/at-azure-end",))


def test_since_and_ended_choose_among_them(known):
    assert list(rows(known, since="2025-05-01")) == ["acme/soon", "acme/new", "acme/try"]
    assert list(rows(known, ended=True)) == ["acme/old"]
    assert "acme/old" not in rows(known, ended=False)
    with pytest.raises(InvalidCoordinate, match="neither a duration nor a date"):
        rows(known, since="soon")


def test_a_model_that_had_ended_before_anybody_spoke_of_it_is_no_newer_than_its_end(timeline):
    timeline.append(
        [
            event("deprecated", "d", subject="acme/dead", shutdown="2024-02-01",
                  stated="2026-01-01"),
            price("p", "2025-01-01", subject="acme/m", input="1"),
        ]
    )  # fmt: skip
    assert list(rows(timeline)) == ["acme/m", "acme/dead"]


def test_every_id_with_a_price_or_an_end_is_listed_unless_it_was_launched_as_something_else(seeded):
    moment = seeded.moment()
    told = {row.subject for row in prices(seeded, moment, channel="all").rows}
    told |= {row.subject for row in deprecations(seeded, moment, channel="all").rows}
    others = other_than_models(seeded.held(moment, "launched"))
    listed = rows(seeded)
    assert told - others <= set(listed)
    assert not others & set(listed)


def what_ends(row):
    return row.subject


def is_whole(row):
    return row.region is None and row.deployment is None


def test_prices_and_ends_are_those_of_each_model_asked_alone(seeded):
    moment = seeded.moment(as_of="2026-11-27", known_at="2026-11-27")
    listed = {row.subject: row for row in models(seeded, moment).rows}
    for subject in ("openai/o3", "anthropic/claude-sonnet-5", "google/gemini-2.5-pro"):
        asked = prices(seeded, moment, subject, tier="standard").rows
        plain = {
            row.direction: row.per_million
            for row in asked
            if row.status == "in_force" and row.modality == "text" and not (row.above or row.hours)
        }
        assert (listed[subject].input, listed[subject].output) == (plain["input"], plain["output"])
    by_subject = groupby(sorted(deprecations(seeded, moment).rows, key=what_ends), key=what_ends)
    for subject, ends in by_subject:
        # of several deployments and regions the last to end, unless all of them have a day
        *_, ended = sorted(ends, key=lambda row: (is_whole(row), row.shutdown or "9999"))
        if subject in listed:
            assert listed[ended.subject].shutdown == ended.shutdown
            assert (listed[ended.subject].status == "ended") is (ended.status == "ended")


def test_a_model_rests_on_its_launch_its_prices_and_its_end_each_with_where_it_was_read(known):
    moment = known.moment("2025-07-01")
    answer = including(known, moment, models(known, moment), "sources")
    rows = {row.subject: row for row in answer.rows}
    assert (rows["acme/new"].because, rows["acme/new"].events) == (
        (1, 2),
        ("acme/new-2025-06-01", "new"),
    )
    assert rows["acme/old"].because == (5, 6)
    assert {each.url for each in rows["acme/new"].sources} == {"https://openai.com/pricing"}
