"""Line: one recorded event as exact text. Lines are what is exported and hashed."""

import json
from functools import lru_cache
from typing import Any, NamedTuple

from ecosys.errors import Damaged, InvalidInput
from ecosys.log import merkle
from ecosys.values import instant


class Line(NamedTuple):
    """A recorded event in canonical form (RFC 8785), with its position and record time.

    >>> line = Line(position=7, recorded_at=0, origin="ecosys", body='{"id":"r"}')
    >>> print(line.text)
    {"event":{"id":"r"},"origin":"ecosys","position":7,"recorded_at":"1970-01-01T00:00:00.000000Z"}
    >>> parse(line.text, "log.jsonl:7") == line
    True
    """

    position: int
    recorded_at: int
    origin: str
    body: str
    """The event's canonical text."""
    withheld: bytes | None = None
    """The hash of the line as it was recorded, where its text is withheld."""

    @property
    def text(self) -> str:
        """The whole line, without its end."""
        prefix, middle, suffix = around_event(self.origin, self.recorded_at)
        leaf = "" if self.withheld is None else f',"leaf":"{self.withheld.hex()}"'
        return f"{prefix}{self.body}{leaf}{middle}{self.position}{suffix}"

    @property
    def leaf(self) -> bytes:
        """Its hash in the Merkle tree."""
        return merkle.leaf_hash(self.text.encode()) if self.withheld is None else self.withheld


@lru_cache(maxsize=64)
def around_event(origin: str, recorded_at: int) -> tuple[str, str, str]:
    """What a line holds beside event and position: its prefix, its middle and its suffix.

    >>> around_event("ecosys", 0)
    ('{"event":', ',"origin":"ecosys","position":', ',"recorded_at":"1970-01-01T00:00:00.000000Z"}')
    """
    at = instant.to_text(recorded_at)
    return '{"event":', f',"origin":"{origin}","position":', f',"recorded_at":"{at}"}}'


def parse(text: str, place: str) -> Line:
    """Read a line; Damaged when it is not exactly the line that its own content gives.

    >>> parse('{"position": 1}', "log.jsonl:1")
    Traceback (most recent call last):
    ecosys.errors.Damaged: log.jsonl:1 is not a line of a log (KeyError: 'recorded_at').
    """
    try:
        data = json.loads(text)
        line = Line(
            int(data["position"]),
            instant.parse(data["recorded_at"]),
            str(data["origin"]),
            canonical_json(data["event"]),
            _withheld(data),
        )
    except (ValueError, KeyError, TypeError, InvalidInput, RecursionError) as problem:
        reason = f"{type(problem).__name__}: {problem}"
        raise Damaged(f"{place} is not a line of a log ({reason}).") from None
    if line.text != text:
        raise Damaged(f"{place} is not in canonical form, or was altered.")
    return line


def placeholder(id: str, reason: str) -> str:
    """The text that stands in the place of one that is withheld.

    >>> placeholder("a", "personal data")
    '{"id":"a","reason":"personal data","type":"withheld","version":1}'
    """
    return canonical_json({"id": id, "reason": reason, "type": "withheld", "version": 1})


def _withheld(data: dict[str, Any]) -> bytes | None:
    """The hash that stands in a line for the text that does not; ValueError where both do."""
    if "leaf" not in data:
        return None
    event, leaf = data["event"], bytes.fromhex(data["leaf"])
    if event != json.loads(placeholder(event["id"], event["reason"])) or len(leaf) != merkle.SIZE:
        raise ValueError("a hash stands beside a text")
    return leaf


def canonical_json(data: object) -> str:
    """RFC 8785 for data whose keys are ASCII and whose numbers are integers.

    >>> canonical_json({"type": "sung", "id": "s"})
    '{"id":"s","type":"sung"}'
    """
    return _encode(data)


_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
).encode
