"""Whichever database holds the log, the same question gives the same bytes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ecosys.log.release import follow, read_lines, released_log
from ecosys.timeline import Timeline
from ecosys_api.app import create
from tests import engines
from tests.comparison.question import Question
from tests.comparison.questions import TELLS, Api, questions
from tests.once import once

pytestmark = pytest.mark.no_cover
RELEASED = "ecosys_released"
EVERY = 97
"""Which part of the questions is asked in every run: each 97th."""
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
    reply = client.request(
        question.method, question.address, headers=dict(question.headers), follow_redirects=False
    )
    told = [reply.headers.get(name) for name in HEADERS]
    return reply.status_code, *told, reply.content


def refuse_differences(asked: list[Question], one: TestClient, other: TestClient) -> None:
    different = [str(each) for each in asked if answer(one, each) != answer(other, each)]
    assert different == []


def test_questions_give_the_same_bytes_on_either(on_sqlite, on_postgres):
    refuse_differences(pinned(on_sqlite)[::EVERY], on_sqlite, on_postgres)


@pytest.mark.endurance
def test_six_hundred_questions_give_the_same_bytes_on_either(on_sqlite, on_postgres):
    asked = pinned(on_sqlite)[::EVERY_LONG]
    assert len(asked) >= 600
    refuse_differences(asked, on_sqlite, on_postgres)
