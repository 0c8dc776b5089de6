"""A small log as files of every format."""

from pathlib import Path

import pytest

from ecosys import Timeline
from ecosys.answers.dataset import formats
from ecosys.answers.dataset.package import export
from ecosys.answers.dataset.source import Source
from ecosys.log.log import RELEASED
from tests import given as made

SONNET = "anthropic/claude-sonnet-5"
O3 = "openai/o3"
LOG = (
    made.event(
        "registered", "s", source="openai", name="OpenAI", kind="provider", url="https://openai.com"
    ),
    made.price("o3-first", "2025-04-16", input="10", output="40", confidence="high"),
    made.price("o3-cut", "2025-06-10", input="2", output="8"),
    made.price(
        "per-token",
        "2025-06-01",
        subject="openai/exact",
        components=[{"direction": "input", "amount": "0.000000150000000001", "unit": "token"}],
    ),
    made.price("promo", "2026-06-30", subject=SONNET, input="2", output="10", until="2026-09-01"),
    made.price("raise", "2026-09-01", subject=SONNET, input="3", output="15", stated="2026-06-30"),
    made.event("rescheduled", "off", event="raise", cancelled=True, stated="2026-08-10"),
    made.price("stays", "2026-08-10", subject=SONNET, input="2", output="10"),
    made.event(
        *("launched", "l"),
        subject=O3,
        what="model",
        stage="general",
        occurred="2025-04-16",
        stated="2025-04-16",
    ),
    made.event("deprecated", "end", subject=O3, stated="2026-06-11", shutdown="2026-12-11"),
    made.event("rescheduled", "later", event="end", shutdown="2027-01-15", stated="2026-10-01"),
    made.event(
        "deprecated",
        "soft",
        subject=SONNET,
        announced="2026-06-30",
        shutdown="not before 2027-06-30",
    ),
    made.event(
        *("deprecated", "gone"),
        subject="openai/exact",
        announced="2025-07-01",
        legacy="2025-08-01",
        shutdown="2025-10",
    ),
    made.event(
        "observed",
        "o",
        subject="openai/api",
        metric="developers",
        value="2000000.000000000000000001",
        kind="stock",
        unit="developers",
        occurred="2023-11-06",
    ),
)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Timeline:
    """The log, to be read."""
    path = tmp_path_factory.mktemp("dataset") / "log.db"
    timeline = Timeline.open(path, clock=lambda: made.NOW)
    timeline.log.append(LOG, origin=RELEASED)
    return timeline


@pytest.fixture(scope="session")
def source(small: Timeline) -> Source:
    """The log as it is today."""
    return Source(small, small.moment())


@pytest.fixture(scope="session")
def folder(source: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that is written of it."""
    folder = tmp_path_factory.mktemp("exported") / "data"
    export(source, formats.names(), folder)
    return folder
