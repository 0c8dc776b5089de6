"""Every type of page at several moments, on wide and narrow screens, light and dark, pictured."""

import os
from pathlib import Path

import pytest

from tests.browser.axe import findings
from tests.browser.opened import open_page
from tests.browser.screenshots import SHOTS, take

pytestmark = [pytest.mark.endurance, pytest.mark.no_cover]
PICTURES = "ECOSYS_SCREENSHOTS"
"""The variable that names the folder in which pictures are kept; else they are thrown away."""


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """The folder of the pictures."""
    folder = Path(os.environ.get(PICTURES) or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("name", SHOTS)
def test_a_page_is_in_order_in_every_view(tab, explorer, pictures, name):
    with open_page(tab, explorer, SHOTS[name]) as opened:
        assert opened.status in (200, 404)
        for picture in take(opened, pictures, name):
            assert picture.stat().st_size > 5000
            assert opened.overflow == []
            assert findings(opened.page, without_repeated=False) == []
        assert opened.errors == []
        assert opened.foreign == []
