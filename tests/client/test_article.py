"""The notebook of the article is run, and gives the figures that the article has."""

import shutil
from decimal import Decimal

import pytest

from tests import notebook


@pytest.fixture(scope="module")
def ran(released_database, prices_kept, tmp_path_factory):
    """What the cells print, and what they define."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "ecosys").mkdir()
    shutil.copy(released_database, folder / "ecosys" / "ecosys.db")
    names: dict = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder))
        patch.setenv("XDG_CACHE_HOME", str(prices_kept))
        yield list(notebook.run(notebook.read(), names)), names
    names["client"].close()


def test_every_cell_prints_what_the_notebook_shows(ran):
    printed, _ = ran
    assert printed == notebook.shown(notebook.read())
    assert all(printed)


def test_the_figures_of_the_article_come_out(ran):
    _, names = ran
    reached = {point.at[:4]: point.value for point in names["developers"]}
    assert reached["2023"] == 2_000_000  # over two million developers
    assert names["first"].at.startswith("2020-06")  # a beta in June 2020
    assert round(names["waited"].value / Decimal("365.25")) == 3  # three years later
    assert names["million"].value == 5  # one million users in five days
    assert names["hundred"].value == 100_000_000
    assert names["hundred"].at == "2023-01"  # in two months
    assert names["high"] == 12_000_000  # four to twelve million dollars
    assert names["words"].value == 100_000_000_000  # a hundred billion words a day
    assert names["by_2024"][-1].value > 80_000  # over 80,000 stars
    assert names["gpt4o"].per_million > names["turbo"].per_million
    verdicts = {claim.id: claim.verdict for claim in names["claims"]}
    assert verdicts["MC-045"] == "holds"  # Microsoft in January 2023
    assert verdicts["MC-097"] == "holds_roughly"  # a head start of two years


def test_a_notebook_that_was_renewed_shows_what_it_prints():
    cells = [{"cell_type": "code", "id": "a", "source": ["x = 2\n", "print(x)"], "outputs": []},
             {"cell_type": "markdown", "id": "b", "source": ["text"]},
             {"cell_type": "code", "id": "c", "source": ["y = x"], "outputs": []}]  # fmt: skip
    made = {"cells": cells}
    notebook.renewed(made)
    assert notebook.shown(made) == ["2\n", ""]
