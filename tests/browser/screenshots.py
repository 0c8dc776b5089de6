"""Screenshots of every type of page, at several moments, wide and narrow, light and dark."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

from tests.browser.opened import SIZES, Opened, open_page
from tests.page_types import MOMENTS, PAGE_TYPES, TIMELESS, at

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
VIEWS = tuple(product(SIZES, SCHEMES))
"""How each page is looked at: sizes and schemes of colours."""
SHOTS = {
    **{
        f"{name}-{when}": at(to, day)
        for name, to in PAGE_TYPES.items()
        for when, day in MOMENTS.items()
    },
    **TIMELESS,
}
"""The addresses of all pages at all moments, by what their pictures are called."""


def take(opened: Opened, folder: Path, name: str) -> Iterator[Path]:
    """Show a page in each way, and take a picture: the files, each as soon as it is there."""
    for size, scheme in VIEWS:
        opened.show(size, scheme)
        path = folder / f"{name.replace(' ', '-')}-{size}-{scheme}.png"
        opened.page.screenshot(path=path, full_page=True)
        yield path


def take_all(tab: Page, server: str, folder: Path, wanted: str = "") -> int:
    """Take pictures of all pages whose names begin so; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, path in SHOTS.items():
        if name.startswith(wanted):
            with open_page(tab, server, path) as opened:
                if opened.status >= 500:
                    raise RuntimeError(
                        f"{path} was answered with {opened.status}: no picture of it."
                    )
                count += len(list(take(opened, folder, name)))
    return count
