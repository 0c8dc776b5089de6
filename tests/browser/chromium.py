"""Chromium as it is installed: where it is, and how the tests start it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMED = "ECOSYS_TEST_CHROMIUM"
"""The variable that names another program."""
PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
"""How it is called on the machines of others."""
NOT_THERE = (
    "No Chromium: the explorer was not tried in a browser. Install it (apt-get install chromium), "
    f"or name its program with {NAMED}."
)
ALONE = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--no-sandbox",  # it refuses root with one; the pages are our own
]
"""What it is started with: of all hosts it finds only this machine."""


def program() -> Path | None:
    """Where it is; None: it is not installed."""
    found = [os.environ.get(NAMED), *map(shutil.which, PROGRAMS)]
    return next((Path(each) for each in found if each), None)


@contextmanager
def started() -> Iterator["Browser"]:
    """A browser that runs."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ALONE)
        yield browser
        browser.close()
