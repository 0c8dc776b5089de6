"""Every type of page in a browser: whole, for all, on every screen, with nothing of others."""

import pytest

from tests.browser.axe import OF_COLOURS, findings
from tests.browser.opened import open_page
from tests.page_types import PAGE_TYPES, TIMELESS

pytestmark = pytest.mark.no_cover
ADDRESSES = {**PAGE_TYPES, **TIMELESS}
every_page = pytest.mark.parametrize(
    "opened", ADDRESSES.values(), ids=ADDRESSES, indirect=True, scope="module"
)  # tests of one page run one after the other: it is opened once
every_address = pytest.mark.parametrize("path", ADDRESSES.values(), ids=ADDRESSES)


@pytest.fixture(scope="module")
def opened(tab, explorer, request):
    """A page on a wide screen, with scripts."""
    with open_page(tab, explorer, request.param) as opened:
        opened.show("desktop")
        yield opened


@every_page
def test_a_page_has_no_errors_and_asks_nothing_of_others(opened):
    assert opened.status in (200, 404)
    assert opened.errors == []
    assert opened.foreign == []
    assert opened.overflow == []


@every_page
def test_nothing_of_a_page_juts_out_of_a_narrow_screen(opened):
    opened.show("phone")
    assert opened.overflow == []


@every_page
def test_axe_finds_nothing_on_a_page(opened):
    opened.show("desktop")
    assert findings(opened.page) == []


@every_page
def test_axe_finds_nothing_on_a_page_in_the_dark(opened):
    opened.show("desktop", "dark")
    assert findings(opened.page, OF_COLOURS) == []


@every_address
def test_a_page_is_whole_on_a_phone_without_a_script(bare_phone, explorer, path):
    with open_page(bare_phone, explorer, path) as opened:
        assert opened.errors == []
        assert opened.foreign == []
        assert opened.overflow == []
        assert opened.page.locator("h1").is_visible()
