"""A series as it was first published, with all its revisions, and as it was known on a day.

The series is that of fredapi's own example: the US GDP of the fourth quarter of 2013 was first
released as 17102.5 on 2014-01-30, then revised to 17080.7 on 2014-02-28 and 17089.6 on 2014-03-27.
"""

from datetime import date
from decimal import Decimal

import pytest

from ecosys.client import Client
from ecosys.errors import InvalidInput
from tests.given import event, price

RELEASES = [("2014-01-30", "17102.5"), ("2014-02-28", "17080.7"), ("2014-03-27", "17089.6")]
GDP = ("figures", {"metric": "gdp"})


def figure(id, at, stated, value):
    """A figure of a quarter, as it was published on a day."""
    return event("observed", id, subject="us/economy", metric="gdp", occurred=at, stated=stated,
                 value=value, unit="billion_usd", kind="flow", period="year")  # fmt: skip


@pytest.fixture
def client(timeline):
    """A client of a log with two quarters, of which one was revised twice."""
    timeline.append([
        *(figure(f"q4-{day}", "2013-10-01", day, value) for day, value in RELEASES),
        figure("q1", "2014-01-01", "2014-04-30", "17149.6"),
    ])  # fmt: skip
    return Client(timeline=timeline)


def shown(rows):
    """The date, the day of the release and the value of each row."""
    return [(row.at, row.known_at, None if row.value is None else str(row.value)) for row in rows]


def test_all_releases_are_the_first_and_every_revision(client):
    assert shown(client.all_releases(*GDP)) == [
        *(("2013-10-01", day, value) for day, value in RELEASES),
        ("2014-01-01", "2014-04-30", "17149.6"),
    ]


def test_the_first_release_leaves_out_revisions(client):
    assert shown(client.first_release(*GDP)) == [
        ("2013-10-01", "2014-01-30", "17102.5"),
        ("2014-01-01", "2014-04-30", "17149.6"),
    ]


@pytest.mark.parametrize(
    ("day", "known"),
    [
        ("2014-01-29", []),
        (date(2014, 1, 30), [("2013-10-01", "2014-01-30", "17102.5")]),
        ("2014-03-26", [("2013-10-01", "2014-02-28", "17080.7")]),
        ("2014-06-01", [
            ("2013-10-01", "2014-03-27", "17089.6"), ("2014-01-01", "2014-04-30", "17149.6"),
        ]),
    ],
)  # fmt: skip
def test_as_known_on_a_day_is_the_latest_by_then(client, day, known):
    assert shown(client.as_known_on(GDP[0], day, GDP[1])) == known


def test_what_was_withdrawn_is_none_among_all_releases_and_not_known_any_more(timeline):
    timeline.append([
        price("a", "2026-01-01", input="2"),
        price("b", "2026-09-01", input="3", stated="2026-07-01"),
        event("rescheduled", "c", event="b", cancelled=True, stated="2026-08-10"),
    ])  # fmt: skip
    client = Client(timeline=timeline)
    history = ("price_history", {"subject": "openai/o3"})
    assert shown(client.all_releases(*history)) == [
        ("2026-01-01", "2026-01-01", "2"),
        ("2026-09-01", "2026-07-01", "3"),
        ("2026-09-01", "2026-08-10", None),
    ]
    assert shown(client.first_release(*history))[-1] == ("2026-09-01", "2026-07-01", "3")
    known = client.as_known_on(history[0], "2026-08-09", history[1])
    assert shown(known)[-1] == ("2026-09-01", "2026-07-01", "3")
    assert len(client.as_known_on(history[0], "2026-08-10", history[1])) == 1


def test_a_release_rests_on_its_events(client):
    first = client.first_release(*GDP)[0]
    assert (first.events, first.because) == (("q4-2014-01-30",), (1,))
    frame = client.all_releases(*GDP).to_pandas()
    assert list(frame["value"].head(3)) == [Decimal(value) for _, value in RELEASES]


def test_a_day_that_is_none_is_refused(client):
    with pytest.raises(InvalidInput, match="'June' is not a date"):
        client.as_known_on(GDP[0], "June", GDP[1])
