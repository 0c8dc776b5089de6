"""Send: what a service lacks of our prices, entry by entry; whoever stops can go on later."""

import json
import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx2

from ecosys import __version__
from ecosys.answers.export.exact_json import to_json
from ecosys.commands._push.target import Entry, Target
from ecosys.errors import Unavailable
from ecosys.values.words import printable

TIMEOUT = httpx2.Timeout(60, connect=10)
MAX_PAGES = 1_000
MAX_WAITS = 5
"""How often it is waited where a service asks for that."""
MAX_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done of some entries."""

    new: Sequence[Entry]
    """Those that the service lacks."""
    other: Mapping[str, Entry]
    """Those of which it has another one by its user, by the id of that."""
    same: int
    """How many it has as they are."""


class Service:
    """A service that is asked and sent to."""

    def __init__(
        self,
        target: Target,
        transport: httpx2.BaseTransport | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.target = target
        self._pause = pause
        headers = {"User-Agent": f"ecosys/{__version__}", **target.authorise()}
        self._client = httpx2.Client(transport=transport, timeout=TIMEOUT, headers=headers)

    def plan(self, entries: Sequence[Entry]) -> Plan:
        """What is to be done so that the service has some entries."""
        target = self.target
        known: dict[Hashable, Entry] = {
            target.identity(each): each for each in self._listed() if target.is_own(each)
        }
        new, other, same = [], {}, 0
        for entry in entries:
            before = known.get(target.identity(entry))
            if before is None:
                new.append(entry)
            elif target.says(before) == target.says(entry):
                same += 1
            else:
                other[str(before["id"])] = entry
        return Plan(new, other, same)

    def create(self, entry: Entry) -> None:
        """Post an entry."""
        headers = {"Content-Type": "application/json"}
        self._ask("POST", self.target.url, content=to_json(dict(entry)), headers=headers)

    def replace(self, id: str, entry: Entry) -> None:
        """Delete an entry of the service's user, and post ours."""
        self._ask("DELETE", f"{self.target.url}/{id}")
        self.create(entry)

    def _listed(self) -> Iterator[Entry]:
        listing = self.target.listing
        for page in range(MAX_PAGES):
            answer = self._ask("GET", self.target.url, params=dict(listing.parameters(page)))
            try:
                entries = listing.entries(json.loads(answer.content, parse_float=Decimal))
            except (ValueError, KeyError, TypeError):
                raise Unavailable(f"{self.target.url} answers with no list of prices.") from None
            yield from entries
            if len(entries) < listing.size:
                return

    def _ask(self, method: str, url: str, **more: Any) -> httpx2.Response:
        for _ in range(MAX_WAITS + 1):
            try:
                answer = self._client.request(method, url, **more)
            except httpx2.RequestError as problem:
                raise Unavailable(f"{url} cannot be reached: {problem}.") from None
            if answer.status_code != httpx2.codes.TOO_MANY_REQUESTS:
                break
            self._pause(_seconds(answer.headers.get("retry-after", "")))
        if answer.is_success:
            return answer
        said = printable(answer.text)[:200]
        raise Unavailable(f"{method} {url} answers with status {answer.status_code}: {said}")


def _seconds(text: str) -> float:
    """How long a service asks to wait, within reason."""
    return min(float(text), MAX_PAUSE) if text.isdigit() else 1.0
