"""No SQL is made of data: what is asked, and what events hold, stands beside the statement."""

from collections import Counter
from typing import Any

import pytest

from ecosys.log.postgres.postgres import Postgres
from ecosys.log.sqlite.sqlite import Sqlite
from ecosys_api.openapi import address
from tests.api.asking import OPERATIONS
from tests.api.document import is_long
from tests.api.writing.conftest import corrected, price, retracted

pytestmark = [pytest.mark.no_cover, pytest.mark.engines]
MARK = "zq"
"""Is in every value of these tests, and in no statement of ours."""
NAME = f"{MARK}acme/{MARK}one"
TEXT = f"{MARK}'); DROP TABLE event; --\" %s ? :a $1 {{0}}"
MORE: dict[str, Any] = {
    "subject": NAME,
    "sources": [{"source": f"{MARK}source", "title": TEXT}],
    "note": TEXT,
}
EVENTS = [
    {"type": "registered", "id": f"{MARK}s", "source": f"{MARK}source", "name": TEXT,
     "kind": "secondary"},
    {"type": "launched", "id": f"{MARK}l", "what": "model", "surface": TEXT,
     "occurred": "2026-01-01", **MORE},
    price(f"{MARK}p", **MORE),
    price(f"{MARK}q", occurred="2026-10-01", **MORE),
    corrected(f"{MARK}c", f"{MARK}q") | {"statement": price(f"{MARK}q", "4", **MORE), "why": TEXT},
    retracted(f"{MARK}r", f"{MARK}p") | {"why": TEXT},
]  # fmt: skip

KNOWN = {"id": f"{MARK}q", "slug": f"{MARK}source", "layout": "litellm", "type": "launched",
         "metric": "developers"}  # fmt: skip
"""What a place of an address is filled with that is no name of a model."""


@pytest.fixture
def statements(monkeypatch):
    """Every statement that is given to an engine."""
    found = []
    for engine in (Sqlite, Postgres):
        for name in ("execute", "stream"):
            really = getattr(engine, name)

            def noted(self, sql, parameters=(), really=really):
                found.append(sql)
                return really(self, sql, parameters)

            monkeypatch.setattr(engine, name, noted)
    return found


def questions():
    """Every question with each of its texts in turn, as a name that is known and as SQL."""
    for path, operation in OPERATIONS.items():
        if is_long(path):
            continue
        taken = operation.get("parameters", ())
        texts = [
            each["name"] for each in taken if each["schema"].get("type") in ("string", "array")
        ]
        places = {each["name"]: KNOWN.get(each["name"], NAME) for each in taken if each["required"]}
        for name in texts or [""]:
            for value in (NAME, TEXT):
                yield address(path, {**places, name: value} if name else places)


def test_no_statement_holds_what_is_written_or_asked(server, statements):
    reply = server.post(EVENTS, "root")
    assert reply.status_code == 201, reply.text
    statuses = Counter[int]()
    for asked in questions():
        status = server.client.get(asked).status_code
        statuses[status] += 1
        assert status < 500, asked
    assert server.client.get(f"/models/{NAME}").status_code == 200
    assert statuses[200] > 40
    assert len(statements) > 100
    assert [sql for sql in statements if MARK in sql] == []
    assert server.timeline.log.check() == len(EVENTS)
