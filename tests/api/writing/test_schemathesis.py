"""Whatever is posted under a key, the answer is one that the document describes."""

from collections.abc import Iterator
from copy import deepcopy
from zlib import crc32

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ecosys.event.codec import parse
from ecosys.log.api_keys import ApiKeys
from ecosys.timeline import Timeline
from ecosys_api.app import create
from tests import properties
from tests.api.conftest import ready
from tests.api.document import DOCUMENT
from tests.api.writing.conftest import corrected, price, retracted

pytestmark = [pytest.mark.no_cover, pytest.mark.hypothesis]
HELD_BACK = {"type": "quarantined", "id": "q", "source": "acme", "row": "one", "reason": "odd",
             "stated": "2025-11-01", "statement": price("stated")}  # fmt: skip
POOL = (
    *(price(f"p{number}", str(number % 3), occurred="2025-11-01") for number in range(9)),
    *(corrected(f"c{number}", f"p{number}") for number in range(4)),
    *(retracted(f"r{number}", f"p{number}") for number in range(4)),
    *({**HELD_BACK, "id": f"q{number}"} for number in range(9)),
)
"""What means something as an event; words made at random never do."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
WRITTEN = "^/v1/(events|quarantine/{id})$"

started: list[FastAPI] = []
keys: list[str] = []
bounded = settings(
    max_examples=2_000 if properties.endurance else 25,
    deadline=None,
    derandomize=not properties.endurance,
    database=None,
    suppress_health_check=list(HealthCheck),
)


async def served(scope, receive, send):
    """The application that was started."""
    await started[-1](scope, receive, send)


@schemathesis.serializer("application/x-ndjson", "application/yaml")
def as_text(context, value):
    return value.encode(errors="surrogatepass") if isinstance(value, str) else str(value).encode()


def operations(mode):
    """What is posted under a key, in a mode."""
    found = schemathesis.openapi.from_dict(deepcopy(DOCUMENT))
    found.app = served
    found.config.generation.update(modes=[mode])
    found.config.phases.coverage.enabled = properties.endurance
    return found.include(method="POST", path_regex=WRITTEN)


@pytest.fixture(scope="module", autouse=True)
def application(tmp_path_factory) -> Iterator[None]:
    """A server over a log of some events, and a key that allows everything."""
    path = tmp_path_factory.mktemp("written") / "ecosys.db"
    timeline = Timeline.open(path)
    timeline.append([parse({**HELD_BACK, "id": f"q{number}"}) for number in range(4)])
    keys.append(ApiKeys(timeline.log.database).create("fuzz", ["admin"])[1])
    app = create(path, fill=False, writes_a_minute=0)
    client = ready(app)
    started.append(app)
    yield
    assert timeline.log.check() >= 4  # all that was recorded is in order
    client.__exit__(None, None, None)
    timeline.log.database.close()


sensible, senseless = operations(GenerationMode.POSITIVE), operations(GenerationMode.NEGATIVE)


@sensible.hook
def map_body(context, body):
    """Of what is made at random, most becomes such as means something."""
    if not isinstance(body, dict) or "events" not in body:
        return body
    chosen = [crc32(repr(event).encode()) % (len(POOL) + 5) for event in body["events"]]
    events = [
        POOL[number] if number < len(POOL) else event
        for number, event in zip(chosen, body["events"], strict=True)
    ]
    expected = body.get("expected")
    kept = isinstance(expected, dict) and crc32(repr(expected).encode()) % 3 == 0
    return {"events": events, **({"expected": expected} if kept else {})}


@sensible.hook
def map_path_parameters(context, path_parameters):
    """Names of what was held back."""
    return path_parameters and {
        name: f"q{crc32(str(value).encode()) % 12}" for name, value in path_parameters.items()
    }


def send(case):
    """Send it under the key; what is told of another form than the document's is refused."""
    case.headers = {
        name: value
        for name, value in (case.headers or {}).items()
        if name.lower() not in ("authorization", "if-match")
        or (name.lower() == "if-match" and crc32(value.encode()) % 4 == 0)
    }
    case.headers["Authorization"] = f"Bearer {keys[-1]}"
    reply = case.call()
    case.validate_response(reply, checks=CHECKS)


@sensible.parametrize()
@bounded
def test_whatever_may_be_posted_is_answered_as_the_document_says(case):
    send(case)


@senseless.parametrize()
@bounded
def test_whatever_may_not_be_posted_is_refused_as_the_document_says(case):
    send(case)
