"""A browser for the tests of this folder, and its tabs: a new one for each page would take long."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.browser.opened import SIZES


@pytest.fixture(scope="package")
def browser(explorer: str) -> Iterator[Browser]:
    """A browser; it ends before tests of other folders, which have event loops of their own."""
    with chromium.started() as started:
        yield started


@pytest.fixture(scope="package")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab on a wide screen, where nothing moves by itself."""
    context = browser.new_context(viewport=SIZES["desktop"], reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="package")
def bare_phone(browser: Browser) -> Iterator[Page]:
    """A tab of a phone that runs no script."""
    context = browser.new_context(
        viewport=SIZES["phone"], java_script_enabled=False, is_mobile=True, has_touch=True
    )
    yield context.new_page()
    context.close()
