"""HTTP: how a server is asked: what is kept of its replies, and when it is asked again.

What is here waits for nothing and sends nothing: `Client` and `AsyncClient` do that, each in its
way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from ecosys import __version__
from ecosys.client.problems import error_of, is_final
from ecosys.errors import Unavailable
from ecosys.values.memory import Memory

TIMEOUT_SECONDS = 60.0
"""How long a reply is waited for."""
ATTEMPTS = 4
"""How often a server is asked that is not ready."""
MAX_PAUSE_SECONDS = 30.0
"""How long it is waited at most before it is asked again, whatever it says."""
MAX_KEPT = 16 * 1024 * 1024
"""How many bytes of replies are kept."""


class Kept(NamedTuple):
    """A reply that is kept."""

    etag: str
    body: bytes
    is_for_ever: bool
    """Whether it need not be asked for again: all coordinates were given."""


@dataclass(frozen=True)
class Pause:
    """The server is not ready: ask again after so many seconds."""

    seconds: float


class Replies:
    """What a server has replied, as far as there is room for it."""

    def __init__(self, url: str, max_kept: int = MAX_KEPT) -> None:
        self.url = url.rstrip("/")
        self._memory = Memory(max_kept)
        self.needed = 0
        """The position that a server must know to answer: that of what was written last."""

    def url_of(self, address: str) -> str:
        """The whole address of a path; links of answers hold the server's own path already."""
        parts = urlsplit(self.url)
        is_whole = parts.path and address.startswith(f"{parts.path}/")
        return f"{parts.scheme}://{parts.netloc}{address}" if is_whole else f"{self.url}{address}"

    def question(self, address: str) -> str:
        """The whole address of a question, with what the server must know."""
        url = self.url_of(address)
        if not self.needed:
            return url
        return f"{url}{'&' if '?' in url else '?'}min_position={self.needed}"

    def wrote(self, positions: Iterable[int]) -> None:
        """Have all that is asked from now on know what was written."""
        self.needed = max([self.needed, *positions])

    def kept(self, address: str) -> bytes | None:
        """The body that is true for ever; None where it must be asked for."""
        kept: Kept | None = self._memory.get(address)
        return kept.body if kept is not None and kept.is_for_ever else None

    def headers(self, address: str) -> dict[str, str]:
        """The headers with which an address is asked: what is kept is not sent again."""
        headers = {"Accept": "application/json", "User-Agent": f"ecosys/{__version__}"}
        kept: Kept | None = self._memory.get(address)
        return headers if kept is None else {**headers, "If-None-Match": kept.etag}

    def take(
        self, address: str, status: int, headers: Mapping[str, str], body: bytes, attempt: int
    ) -> bytes | Pause:
        """The body that a reply means, or a pause; EcosysError says what is wrong."""
        kept: Kept | None = self._memory.get(address)
        if status == 304 and kept is not None:
            return kept.body
        if status == 200:
            if etag := headers.get("etag"):
                is_for_ever = "immutable" in headers.get("cache-control", "")
                self._memory.keep(address, Kept(etag, body, is_for_ever), len(body))
            return body
        return pause_of(address, status, headers, body, attempt)


def pause_of(
    address: str, status: int, headers: Mapping[str, str], body: bytes, attempt: int
) -> Pause:
    """How long to wait until a server is asked again; EcosysError says what is wrong else."""
    if status in (429, 503) and attempt < ATTEMPTS and not is_final(body):
        return Pause(_seconds(headers.get("retry-after", ""), attempt))
    raise error_of(address, status, body)


def unreachable(url: str, problem: Exception) -> Unavailable:
    """The error of a server that cannot be reached."""
    return Unavailable(f"{url} cannot be reached: {problem or type(problem).__name__}.")


def again(url: str, problem: Exception, attempt: int) -> Pause:
    """How long to wait until a server is tried again that was not reached; else Unavailable."""
    if attempt < ATTEMPTS:
        return Pause(_seconds("", attempt))
    raise unreachable(url, problem) from None


def _seconds(given: str, attempt: int) -> float:
    """How long a server wants to be left alone; where it does not say so, ever longer."""
    wanted = float(given) if given.isdecimal() else 0.5 * 2 ** (attempt - 1)
    return min(wanted, MAX_PAUSE_SECONDS)
