"""The README: what it shows is what comes out."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ecosys_api.app import create
from tests.api.conftest import ready
from tests.documents import README, ROOT, blocks
from tests.reader import Reader, in_process

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

BLOCKS = blocks(README)


@pytest.fixture(scope="module")
def client(released_database: Path) -> Iterator[TestClient]:
    """The API over the released log."""
    opened = ready(create(released_database))
    yield opened
    opened.__exit__(None, None, None)


@pytest.mark.parametrize("block", BLOCKS, ids=[block.place for block in BLOCKS])
def test_a_block_of_the_readme_is_so(block, client, released_database, tmp_path):
    database = Path(shutil.copy(released_database, tmp_path / "readme.db"))
    reader = Reader(tmp_path, client, in_process(database))
    reader.follow(block)


def test_every_link_of_the_readme_leads_to_a_file():
    links = re.findall(r"\]\(([^)]+)\)", README.read_text(encoding="utf-8"))
    assert len(links) > 10
    for link in links:
        assert (ROOT / link).is_file(), link
