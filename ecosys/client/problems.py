"""Problems: what a server says is wrong, as the error that the library raises for it."""

import json
from typing import Any

from ecosys.errors import (
    Ambiguous,
    Behind,
    Conflict,
    Damaged,
    EcosysError,
    InvalidCoordinate,
    InvalidInput,
    NotAllowed,
    NotFound,
    ProjectionFailed,
    Refused,
    Stale,
    Unavailable,
)
from ecosys.log.outcomes import Reused

KINDS: dict[str, type[EcosysError]] = {
    "ambiguous": Ambiguous,
    "behind": Behind,
    "busy": Unavailable,
    "conflict": Conflict,
    "damaged": Damaged,
    "forbidden": NotAllowed,
    "headers-too-large": InvalidInput,
    "internal": EcosysError,
    "invalid-coordinate": InvalidCoordinate,
    "invalid-input": InvalidInput,
    "key-reused": Reused,
    "length-required": InvalidInput,
    "method-not-allowed": InvalidInput,
    "not-found": NotFound,
    "projection-failed": ProjectionFailed,
    "refused": Refused,
    "stale": Stale,
    "too-large": InvalidInput,
    "too-long": Unavailable,
    "too-many-rows": InvalidInput,
    "too-many-writes": Unavailable,
    "unauthorized": NotAllowed,
    "unavailable": Unavailable,
    "unsupported": InvalidInput,
}
"""The error of each type of problem, by the last part of its address."""


def error_of(address: str, status: int, body: bytes) -> EcosysError:
    """The error that a reply tells of, with its hint and with what would have been allowed.

    >>> problem = b'{"type": "/problems/not-found", "detail": "o33 is not known."}'
    >>> error_of("/v1/prices/o33", 404, problem)
    NotFound('o33 is not known.')
    >>> error_of("/v1", 502, b"<html>")
    Unavailable('/v1 was answered by status 502, and by no words of ecosys.')
    """
    problem = _plain(body)
    detail = problem.get("detail")
    if not isinstance(detail, str):
        return Unavailable(
            f"{address} was answered by status {status}, and by no words of ecosys.",
            hint="Is it a server of ecosys?",
        )
    kind = KINDS.get(str(problem.get("type")).rpartition("/")[2], EcosysError)
    return kind(detail, hint=problem.get("hint", ""), candidates=problem.get("candidates", ()))


def is_final(body: bytes) -> bool:
    """Whether what a reply tells of is so however often it is asked: work is not done twice.

    >>> is_final(b'{"type": "/problems/too-long"}'), is_final(b'{"type": "/problems/busy"}')
    (True, False)
    """
    return str(_plain(body).get("type")).rpartition("/")[2] == "too-long"


def _plain(body: bytes) -> dict[str, Any]:
    try:
        plain = json.loads(body)
    except ValueError:
        return {}
    return plain if isinstance(plain, dict) else {}
