"""Requests drawn at random from the document: every question, and what is posted under a key.

What is drawn means nothing as a rule; so most values become such as mean something in the log that
`serving` serves, and the others show how nonsense is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from zlib import crc32

import schemathesis
from fastapi import FastAPI
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ecosys.event import codec
from ecosys.log.api_keys import ApiKeys
from ecosys.log.release import read_lines, released_log
from ecosys.timeline import Timeline
from ecosys_api.app import create
from tests.api.conftest import ready
from tests.api.document import DOCUMENT
from tests.api.writing.conftest import corrected, price, retracted

KEPT = ("deepseek", "langchain", "openai/o3", "openai/gpt-4-0314", "openai/api")
"""What the log is about: every question has an answer there, and a fast one."""
DATES = ("2023-06", "2024-Q1", "2025-06-15", "2025-06-15T12:00Z", "2025", "2026-11-01")
SUBJECTS = ("deepseek", "openai/o3", "o3", "langchain/langchain", "openai/gpt-4-0314", "openai")
MEANT = {
    "as_of": (*DATES, "2199", "1900"),
    "at": ("2023-11-06", "2025-06-10"),
    "basis": ("downloads",),
    "channel": ("all", "first_party", "azure", "bedrock"),
    "direction": ("input", "output"),
    "id": ("openai-api-developers-2023-11-06", "openai-o3-price-2025-06-10"),
    "known_at": DATES,
    "metric": ("github_stars", "developers"),
    "name": (*SUBJECTS, "deepseek.r1-v1:0"),
    "provider": ("openai", "deepseek"),
    "since": ("7d", "12h", "2023-01-01", "2025-06-01"),
    "source": ("openai", "deepseek"),
    "subject": SUBJECTS,
    "tier": ("standard", "batch"),
    "type": ("price_changed", "observed", "seeds"),
    "updated_after": ("7d", "2023-01-01", "2025-06-01"),
    "usage": ("openai", "anthropic", "google"),
    "within": ("90d", "1000w"),
}
"""What means something as the value of a parameter."""
POSITIONS = 400
"""The log is longer."""
WITHIN = ("position", "min_position", "first")
"""What names a position of the log."""
HELD_BACK = {"type": "quarantined", "id": "q", "source": "acme", "row": "one", "reason": "odd",
             "stated": "2025-11-01", "statement": price("stated")}  # fmt: skip
POOL = (
    *(price(f"p{number}", str(number % 3), occurred="2025-11-01") for number in range(9)),
    *(corrected(f"c{number}", f"p{number}") for number in range(4)),
    *(retracted(f"r{number}", f"p{number}") for number in range(4)),
    *({**HELD_BACK, "id": f"q{number}"} for number in range(9)),
)
"""What means something as an event."""
WRITTEN = "^/v1/(events|quarantine/{id})$"
TAKES_NOTHING = [
    path
    for path, methods in DOCUMENT["paths"].items()
    if "get" in methods and not methods["get"].get("parameters")
]
"""What can be asked in one way alone: nothing of it can be wrong."""
BEYOND_A_SCHEMA = [positive_data_acceptance]
"""Which positions, dates and names there are the log alone knows, no schema: 422 says which."""
OF_WRITING = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""What is checked of an answer to what is posted."""

started: list[FastAPI] = []
keys: list[str] = []


async def served(scope, receive, send):
    """The application that was started last; `serving` starts and ends it, nobody else does."""
    if scope["type"] == "lifespan":
        raise NotImplementedError("It is started already.")
    await started[-1](scope, receive, send)


@contextmanager
def serving(database: str) -> Iterator[Timeline]:
    """Serve a database with some of the released events and some that are held back.

    There is a key that allows everything. What was recorded meanwhile is in order in the end.
    """
    released = [codec.decode(line.body) for line in read_lines(released_log())]
    timeline = Timeline.open(database)
    timeline.append([event for event in released if is_kept(event)])
    assert timeline.head().position > POSITIONS
    timeline.append([codec.parse({**HELD_BACK, "id": f"q{number}"}) for number in range(4)])
    keys.append(ApiKeys(timeline.log.database).create("fuzz", ["admin"])[1])
    app = create(database, fill=False, writes_a_minute=0)
    client = ready(app)
    started.append(app)
    try:
        yield timeline
        assert timeline.log.check() == timeline.head().position
    finally:
        client.__exit__(None, None, None)
        started.pop()
        keys.pop()
        timeline.log.database.close()


def is_kept(event):
    about = any(subject.startswith(KEPT) for subject in event.subjects)
    return about or event.type in ("registered", "ids_matched")


@schemathesis.serializer("application/x-ndjson", "application/yaml")
def as_text(context, value):
    return value.encode(errors="surrogatepass") if isinstance(value, str) else str(value).encode()


def operations(mode, *, coverage=False):
    """The operations of the document, to be asked in a mode; `coverage`: by many more values."""
    found = schemathesis.openapi.from_dict(deepcopy(DOCUMENT))
    found.app = served
    found.config.generation.update(modes=[mode])
    found.config.phases.coverage.enabled = coverage
    return found


def questions(mode, *, coverage=False):
    """All that is asked: sensible things, or senseless ones of what can be asked wrongly."""
    found = operations(mode, coverage=coverage).exclude(method="POST", path_regex=WRITTEN)
    if mode is GenerationMode.NEGATIVE:
        return found.exclude(path=TAKES_NOTHING)
    found.hook("map_query")(name_what_there_is)
    found.hook("map_path_parameters")(name_what_there_is)
    return found


def writes(mode, *, coverage=False):
    """All that is posted under a key."""
    found = operations(mode, coverage=coverage).include(method="POST", path_regex=WRITTEN)
    if mode is GenerationMode.POSITIVE:
        found.hook("map_body")(post_what_there_is)
        found.hook("map_path_parameters")(name_what_is_held_back)
    return found


def ask(case):
    """Ask it; an assertion fails where the answer is not as the document says."""
    here_already(case)
    reply = case.call()
    case.validate_response(reply, excluded_checks=BEYOND_A_SCHEMA)
    return reply


def post(case):
    """Send it under the key; what is told of another form than the document's is refused."""
    case.headers = {
        name: value
        for name, value in (case.headers or {}).items()
        if name.lower() not in ("authorization", "if-match")
        or (name.lower() == "if-match" and crc32(value.encode()) % 4 == 0)
    }
    case.headers["Authorization"] = f"Bearer {keys[-1]}"
    reply = case.call()
    case.validate_response(reply, checks=OF_WRITING)
    return reply


def here_already(case):
    """Let a question wait for no position that there is not yet: the bounds pass no hook."""
    wanted = str((case.query or {}).get("min_position", ""))
    if wanted.isdecimal():
        case.query["min_position"] = int(wanted) % POSITIONS


def name_what_there_is(context, values):
    """The same values; words and positions become such as mean something."""
    return values and {name: meaning(name, value) for name, value in values.items()}


def meaning(name, value):
    if name in MEANT:
        return MEANT[name][crc32(str(value).encode()) % len(MEANT[name])]
    if name in ("size", "second"):  # of a tree that holds what `position` and `first` name
        return POSITIONS
    return value % POSITIONS or 1 if name in WITHIN else value


def name_what_is_held_back(context, values):
    """Names of what was held back."""
    return values and {
        name: f"q{crc32(str(value).encode()) % 12}" for name, value in values.items()
    }


def post_what_there_is(context, body):
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
