"""Posted: events as they are sent to a server, and what it says of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from ecosys import __version__
from ecosys.errors import InvalidInput
from ecosys.event import Event, codec
from ecosys.log.log import ANY, Appended, Expected

ADDRESS = "/v1/events"


@dataclass(frozen=True)
class Posted:
    """A request that records events. It may be sent again: it is written once."""

    events: tuple[Event, ...]
    expected: Expected
    name: str = field(default_factory=lambda: uuid4().hex)
    """Its Idempotency-Key."""

    @property
    def body(self) -> bytes:
        """What is sent."""
        sent: dict[str, object] = {"events": [_plain(event) for event in self.events]}
        if self.expected != ANY:
            subjects = dict(self.expected.subjects)
            sent["expected"] = {"position": self.expected.position, "subjects": subjects}
        return json.dumps(sent).encode()

    def headers(self, key: str) -> dict[str, str]:
        """What stands above it; the key is told nobody else."""
        return {
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
            "Idempotency-Key": self.name,
            "User-Agent": f"ecosys/{__version__}",
        }

    def read(self, body: bytes) -> Appended:
        """What the server says of it. InvalidInput: it is none of our answers."""
        try:
            told = json.loads(body)
            positions = tuple(int(row["position"]) for row in told["data"])
            return Appended(positions, int(told["meta"]["added"]))
        except (ValueError, KeyError, TypeError) as problem:
            raise InvalidInput(
                f"What was answered is not what this version understands: {problem!r}.",
                hint="Is it a server of ecosys, of a like version?",
            ) from None


def _plain(event: Event) -> dict[str, Any]:
    """What is stated: who recorded it in another log is not said again."""
    plain = codec.plain(event)
    plain.pop("recorded_by", None)
    return plain


def posted(events: Iterable[Event], expected: Expected = ANY) -> Posted:
    """A request that records events; each one has a name of its own."""
    return Posted(tuple(events), expected)
