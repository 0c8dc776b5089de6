"""Whichever database holds the log, the same question gives the same bytes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ecosys.log.database import Asked
from ecosys.log.release import follow, read_lines, released_log
from ecosys.timeline import Timeline
from ecosys.timeline.sql_views import views
from ecosys_api.app import create
from tests import engines
from tests.comparison.question import Question
from tests.comparison.questions import TELLS, Api, questions
from tests.once import once

pytestmark = pytest.mark.no_cover
RELEASED = "ecosys_released"
EVERY = 197
"""Which part of the questions is asked in every run: each 197th."""
EVERY_LONG = 7
"""The same of the long form."""
HEADERS = ("Content-Type", "Cache-Control", "Vary", "Link", "ETag")


@pytest.fixture(scope="module")
def on_postgres(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The API over the released log in PostgreSQL."""

    def fill(folder: Path) -> None:
        url = engines.make(postgres, RELEASED)
        opened = Timeline.open(url)
        follow(opened.log, list(read_lines(released_log())))
        opened.log.database.close()

    once(tmp_path_factory, "released-postgresql", fill)
    with TestClient(create(engines.named(postgres, RELEASED), fill=False)) as client:
        yield client


@pytest.fixture(scope="module")
def on_sqlite(released_database: Path) -> Iterator[TestClient]:
    """The API over the released log in a file."""
    with TestClient(create(released_database, fill=False)) as client:
        yield client


def pinned(client: TestClient) -> list[Question]:
    """All questions that give the same answer whenever they are asked."""
    every = questions(Api.of({address: client.get(address).json() for address in TELLS}))
    return [each for each in every if "known_at=" in each.address and "as_of=" in each.address]


def answer(client: TestClient, question: Question) -> tuple[object, ...]:
    headers = {**dict(question.headers), "X-Request-ID": "the-same"}  # a problem tells it
    reply = client.request(
        question.method, question.address, headers=headers, follow_redirects=False
    )
    told = [reply.headers.get(name) for name in HEADERS]
    return reply.status_code, *told, reply.content


def refuse_differences(asked: list[Question], one: TestClient, other: TestClient) -> None:
    different = [str(each) for each in asked if answer(one, each) != answer(other, each)]
    assert different == []


def test_questions_give_the_same_bytes_on_either(on_sqlite, on_postgres):
    refuse_differences(pinned(on_sqlite)[::EVERY], on_sqlite, on_postgres)


def test_the_views_hold_the_same_rows_on_either(seeded, postgres, on_postgres):
    other = Timeline.open(engines.named(postgres, RELEASED), clock=seeded.log.clock)
    moment = seeded.moment("2025-06-01", "2025-06-01")
    shown = [
        {each.name: each.query for each in views(moment, timeline.log.database.dialect)}
        for timeline in (seeded, other)
    ]
    with (
        seeded.log.database.asking(shown[0]) as one,
        other.log.database.asking(shown[1]) as another,
    ):
        for name in shown[0]:
            assert rows(one, name) == rows(another, name)
    other.log.database.close()


def rows(asked: Asked, view: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """The columns of a view and its rows, in an order of their own."""
    with asked.ask(f"SELECT * FROM {view}", 60) as (names, found):
        return names, sorted(found, key=repr)


@pytest.mark.endurance
def test_six_hundred_questions_give_the_same_bytes_on_either(on_sqlite, on_postgres):
    asked = pinned(on_sqlite)[::EVERY_LONG]
    assert len(asked) >= 600
    refuse_differences(asked, on_sqlite, on_postgres)
