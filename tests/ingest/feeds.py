"""The public sources' own files, if they are at hand: `ECOSYS_FEEDS` names their folder."""

import os
from pathlib import Path

import pytest

from ecosys.importer import importers
from ecosys.ingest.run import Outcome, run
from ecosys.ingest.snapshots import Snapshot, snapshots
from ecosys.timeline import Timeline

FEEDS = Path(os.environ.get("ECOSYS_FEEDS", "../shared/feeds")).resolve()
FILES = (
    ("genai-prices", "genai-prices/*_data.json.gz", None, 7),
    ("litellm", "litellm/*.json.gz", None, 22),
    ("tokencost", "tokencost/*.json.gz", None, 17),
    ("models-dev", "models.dev/*.json.gz", None, 10),
    ("openrouter", "openrouter/*.json.gz", None, 19),
    ("portkey", "portkey/*.tar.gz", None, 4),
    ("llm-prices", "llm-prices/html_era_commits.jsonl.gz", None, 59),
    ("llm-prices", "llm-prices/all_commits_data.jsonl.gz", None, 43),
    ("deprecations-info", "deprecations.info/*.jsonl.gz", None, 53),
    ("endoflife", "endoflife.date/*_commits.jsonl.gz", None, 14),
    ("modeldeprecations", "modeldeprecations.dev/*.tar.gz", None, 2),
    ("pypi-downloads", "pypi-downloads/*.csv.gz", "2026-04-07", 1),
    ("github-stars", "github-stars/*.csv.gz", "2026-08-22", 1),
    ("epoch", "epoch/*.csv.gz", "2026-04-24", 1),
)
"""Source, its files, the day of a single one, and how many readings they hold."""


def files(pattern: str, stated: str | None = None) -> list[Snapshot]:
    """The files of a source as they were published; where they are not here, the test says so.

    `stated` is the day of a single file whose name does not tell it.
    """
    if not (FEEDS / pattern).parent.is_dir():
        pytest.skip(f"SKIPPED: {pattern} is not at {FEEDS}")
    found = list(snapshots(sorted(FEEDS.glob(pattern)), stated))
    assert found, f"{FEEDS} has no {pattern}"
    return found


def take_all(timeline: Timeline, folder: Path) -> list[tuple[str, Outcome]]:
    """Take in all files of a folder: what became of each reading, with its source."""
    return [
        (source, outcome)
        for source, pattern, stated, _ in FILES
        for outcome in run(
            timeline,
            importers[source.replace("-", "_")],
            snapshots(sorted(folder.glob(pattern)), stated),
        )
    ]
