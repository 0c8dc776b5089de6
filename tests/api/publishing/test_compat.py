"""The files of other tools in a site: of its moment, and of days that were asked for."""

import json

import pytest

from ecosys_api.publishing import compat, publish

pytest.importorskip(compat.LAYOUTS)  # what is tried is what is installed


@pytest.fixture(scope="module")
def with_days(database, tmp_path_factory):
    """A site with the files of two days."""
    folder = tmp_path_factory.mktemp("days") / "site"
    publish(database, folder, days=["2025-06-09..2025-06-10"], formats=["csv"])
    return folder


def cost(folder):
    """What a token of input costs in litellm's map, as it stands in a folder."""
    [path] = (folder / "litellm").glob("model_prices*.json")
    return json.loads(path.read_bytes())["o3"]["input_cost_per_token"]


def test_each_day_has_the_prices_of_its_end(with_days):
    folder = with_days / "compat"
    assert cost(folder / "2025-06-09") == pytest.approx(10e-6)
    assert cost(folder / "2025-06-10") == pytest.approx(2e-6)
    assert cost(folder) == pytest.approx(2e-6)


def test_every_layout_that_is_installed_is_there_with_what_it_cannot_say(with_days):
    index = json.loads((with_days / "compat" / "index.json").read_bytes())
    assert list(index["layouts"]) == compat.layouts()
    assert index["days"] == ["2025-06-09", "2025-06-10"]
    page = (with_days / "index.html").read_text()
    for name, file in index["layouts"].items():
        assert f'href="compat/{file}"' in page
        for day in ("", *index["days"]):
            assert (with_days / "compat" / day / file).is_file()
            lost = json.loads((with_days / "compat" / day / name / "lost.json").read_bytes())
            assert isinstance(lost["data"], list)


def test_days_are_written_once_however_they_are_named():
    assert compat.days(["2024-02-28..2024-03-01", "2024-02-29"]) == [
        *("2024-02-28", "2024-02-29", "2024-03-01")
    ]
