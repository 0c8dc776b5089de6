"""Where the public sources' own files are, if they are at hand: `ECOSYS_FEEDS` names the folder."""

import os
from pathlib import Path

import pytest

from ecosys.ingest.snapshots import Snapshot, snapshots

FEEDS = Path(os.environ.get("ECOSYS_FEEDS", "../shared/feeds")).resolve()


def files(pattern: str, stated: str | None = None) -> list[Snapshot]:
    """The files of a source as they were published; where they are not here, the test says so.

    `stated` is the day of a single file whose name does not tell it.
    """
    if not (FEEDS / pattern).parent.is_dir():
        pytest.skip(f"SKIPPED: {pattern} is not at {FEEDS}")
    found = list(snapshots(sorted(FEEDS.glob(pattern)), stated))
    assert found, f"{FEEDS} has no {pattern}"
    return found
