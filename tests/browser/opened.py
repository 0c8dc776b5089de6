"""Opened: a page in a browser, with all that it asked for and complained of."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, ViewportSize

SIZES: Mapping[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}
"""Screens on which pages are shown."""
OWN_SCHEMES = ("data", "blob")
_MISSING = "the server responded with a status of 404"


@dataclass
class Opened:
    """A page that was opened."""

    page: Page
    server: str
    """The address of our server."""
    status: int = 0
    asked: list[str] = field(default_factory=list)
    """The addresses of all requests."""
    complaints: list[str] = field(default_factory=list)
    """What was thrown, and the errors and warnings of the console."""

    @property
    def foreign(self) -> list[str]:
        """What was asked of others."""
        own = f"{self.server}/"
        return [
            address
            for address in self.asked
            if not address.startswith(own) and urlsplit(address).scheme not in OWN_SCHEMES
        ]

    @property
    def errors(self) -> list[str]:
        """What is wrong; that a page of a problem has the status of one is not."""
        is_problem = self.status == 404
        return [each for each in self.complaints if not (is_problem and _MISSING in each)]

    @property
    def overflow(self) -> list[str]:
        """What juts out of the screen, so that all of the page moves to the side."""
        found: list[str] = self.page.evaluate(_OVERFLOW)
        return found

    def note_request(self, request: Request) -> None:
        """Note what is asked for."""
        self.asked.append(request.url)

    def note_error(self, error: Error) -> None:
        """Note what was thrown."""
        self.complaints.append(str(error))

    def note_message(self, message: ConsoleMessage) -> None:
        """Note what the console warns of."""
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def show(self, size: str, scheme: Literal["light", "dark"] = "light") -> None:
        """Show it on a screen of a size, in the light or in the dark."""
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size(SIZES[size])


@contextmanager
def open_page(page: Page, server: str, path: str) -> Iterator[Opened]:
    """Open a page in a tab, and wait until nothing of it is still to come."""
    opened = Opened(page, server)
    page.on("request", opened.note_request)
    page.on("pageerror", opened.note_error)
    page.on("console", opened.note_message)
    reply = page.goto(f"{server}{path}", wait_until="networkidle")
    opened.status = reply.status if reply else 0
    try:
        yield opened
    finally:
        page.remove_listener("request", opened.note_request)
        page.remove_listener("pageerror", opened.note_error)
        page.remove_listener("console", opened.note_message)


_OVERFLOW = """() => {
  const width = document.documentElement.clientWidth, whole = document.documentElement.scrollWidth;
  if (whole <= width) return [];
  const scrolls = (each) =>
    each && (getComputedStyle(each).overflowX !== "visible" || scrolls(each.parentElement));
  return [...document.body.querySelectorAll("*")]
    .filter((each) => each.getBoundingClientRect().right > width + 1)
    .filter((each) => !scrolls(each.parentElement))
    .map((each) => each.outerHTML.slice(0, 100)).slice(0, 5).concat([`${whole} > ${width}`]);
}"""
