"""Line: one recorded event as exact text. A log exported is its lines; the tree hashes them."""

import json
from functools import lru_cache
from typing import NamedTuple

from ecosys.errors import Damaged, InvalidInput
from ecosys.log import merkle
from ecosys.values import instant


class Line(NamedTuple):
    """A recorded event in canonical form (RFC 8785), its place and record time included."""

    position: int
    recorded_at: int
    origin: str
    body: str
    """The event's canonical text."""

    @property
    def text(self) -> str:
        """The whole line, without its end."""
        begin, before, behind = frame(self.origin, self.recorded_at)
        return f"{begin}{self.body}{before}{self.position}{behind}"

    @property
    def leaf(self) -> bytes:
        """Its hash in the Merkle tree."""
        return merkle.leaf_hash(self.text.encode())


@lru_cache(maxsize=64)
def frame(origin: str, recorded_at: int) -> tuple[str, str, str]:
    """What stands on a line before the event, between it and the position, and behind."""
    told = instant.to_text(recorded_at)
    return '{"event":', f',"origin":"{origin}","position":', f',"recorded_at":"{told}"}}'


def parse(text: str, place: str) -> Line:
    """Read a line; Damaged when it is not exactly the line that its own content gives."""
    try:
        data = json.loads(text)
        line = Line(
            int(data["position"]),
            instant.parse(data["recorded_at"]),
            str(data["origin"]),
            canonical_json(data["event"]),
        )
    except (ValueError, KeyError, TypeError, InvalidInput, RecursionError) as problem:
        reason = f"{type(problem).__name__}: {problem}"
        raise Damaged(f"{place} is not a line of a log ({reason}).") from None
    if line.text != text:
        raise Damaged(f"{place} is not in canonical form, or was altered.")
    return line


def canonical_json(data: object) -> str:
    """RFC 8785 for data whose keys are ASCII and whose numbers are integers."""
    return _encode(data)


_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
).encode
