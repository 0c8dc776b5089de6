"""Whatever is asked, the answer is one that the document describes."""

from collections.abc import Iterator
from copy import deepcopy
from zlib import crc32

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from ecosys.event import codec
from ecosys.log.release import read_lines, released_log
from ecosys.timeline import Timeline
from ecosys_api.app import create
from tests import properties
from tests.api.conftest import ready
from tests.api.document import DOCUMENT, QUICK

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

KEPT = ("deepseek", "langchain", "openai/o3", "openai/gpt-4-0314", "openai/api")
"""What the log of these tests is about: every question has an answer there, and a fast one."""

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
"""What means something as the value of a parameter; words made at random never do."""
POSITIONS = 400
"""The log of these tests is longer."""

started: list[FastAPI] = []
bounded = settings(
    max_examples=20 if properties.endurance else 5,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


async def served(scope, receive, send):
    """The application that was started."""
    await started[-1](scope, receive, send)


def operations(mode):
    """The operations of the document, to be asked in a mode."""
    found = schemathesis.openapi.from_dict(deepcopy(DOCUMENT))
    found.app = served
    found.config.generation.update(modes=[mode])
    found.config.phases.coverage.enabled = properties.endurance  # hundreds of values for each
    return found.exclude(method="POST", path_regex="^/v1/(events|quarantine/{id})$")  # writing/


@pytest.fixture(scope="module", autouse=True)
def application(tmp_path_factory) -> Iterator[None]:
    """The API over some of the released events."""
    path = tmp_path_factory.mktemp("some") / "ecosys.db"
    released = [codec.decode(line.body) for line in read_lines(released_log())]
    some = Timeline.open(path)
    some.append([event for event in released if is_kept(event)])
    assert some.head().position > POSITIONS
    some.log.database.close()
    app = create(path, fill=False)
    client = ready(app)
    started.append(app)
    yield
    client.__exit__(None, None, None)


def is_kept(event):
    about = any(subject.startswith(KEPT) for subject in event.subjects)
    return about or event.type in ("registered", "ids_matched")


def meant(values):
    """The same values; words and positions become such as mean something."""
    return {name: meaning(name, value) for name, value in values.items()}


def meaning(name, value):
    if name in MEANT:
        return MEANT[name][crc32(str(value).encode()) % len(MEANT[name])]
    if name in ("size", "second"):  # of a tree that holds what `position` and `first` name
        return POSITIONS
    return value % POSITIONS or 1 if name in WITHIN else value


WITHIN = ("position", "min_position", "first")
"""What names a position of the log."""
LONG = f"/v1/metrics/(?!({'|'.join(QUICK)})(/|$))"
"""Operations of metrics are alike: every run asks those of some."""
sensible = operations(GenerationMode.POSITIVE)
senseless = operations(GenerationMode.NEGATIVE).exclude(
    path=["/livez", "/readyz", "/v1", "/v1/schemas"]  # they take nothing that could be wrong
)


if not properties.endurance:
    sensible, senseless = (each.exclude(path_regex=LONG) for each in (sensible, senseless))


@sensible.hook
def map_query(context, query):
    return query and meant(query)


@sensible.hook
def map_path_parameters(context, path_parameters):
    return path_parameters and meant(path_parameters)


# Which positions, dates and names there are the log alone knows, no schema: 422 says which.
BEYOND_A_SCHEMA = [positive_data_acceptance]


def here_already(case):
    """Let a question wait for no position that there is not yet: the bounds pass no hook."""
    wanted = str((case.query or {}).get("min_position", ""))
    if wanted.isdecimal():
        case.query["min_position"] = int(wanted) % POSITIONS


@sensible.parametrize()
@bounded
def test_a_sensible_question_is_answered_as_the_document_says(case):
    here_already(case)
    case.call_and_validate(excluded_checks=BEYOND_A_SCHEMA)


@senseless.parametrize()
@bounded
def test_a_senseless_question_is_refused_as_the_document_says(case):
    here_already(case)
    case.call_and_validate(excluded_checks=BEYOND_A_SCHEMA)  # examples are among them
