"""The seeds of this checkout, read once for all tests of a worker: that takes seconds."""

from pathlib import Path

import pytest

from ecosys.seeding import seed

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def written() -> list[seed.Seed]:
    """The events of the seeds, in the order in which they are written."""
    return seed.read_folder(SEEDS)
