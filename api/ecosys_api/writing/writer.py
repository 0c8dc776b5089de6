"""Writer: records what is posted by whoever has a key; of several at once together."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import ParamSpec, TypeVar

from fastapi import Request

from ecosys.answers.quarantine import decide
from ecosys.errors import Stale
from ecosys.event import Event
from ecosys.event.scopes import needed_scopes
from ecosys.events.judged import Decision
from ecosys.log.api_keys import ApiKey, ApiKeys
from ecosys.log.group_commit import GroupCommit, Waiting
from ecosys.log.log import ANY, Appended, Expected
from ecosys.log.outcomes import Outcomes
from ecosys.timeline import Timeline
from ecosys_api.errors import RequestRefused
from ecosys_api.operating.noted import note_key
from ecosys_api.writing.bodies import Posted, refuse_unstorable
from ecosys_api.writing.queue import Queue
from ecosys_api.writing.rates import Rates

P = ParamSpec("P")
T = TypeVar("T")
WRITES_A_MINUTE = 600
"""How often a key may write by default."""
TRIES = 10
"""How often it is decided anew where the log goes on meanwhile."""
SCHEME = "Bearer"
_BEARER = re.compile(rf"{SCHEME} +(\S+) *", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a request counts beside its body."""

    authorization: str
    """The header of that name: it is looked up, and told nobody."""
    idempotency_key: str | None
    """By which a repetition of the request is known."""
    request: bytes
    """The hash of all that is asked."""


def asked_by(request: Request, body: bytes, idempotency_key: str | None) -> Asked:
    """What of a request counts; its hash covers what it means, not who asks."""
    headers = [request.headers.get(name, "") for name in ("content-type", "if-match")]
    meaning = [request.method, request.scope["path"], *headers]
    digest = sha256(json.dumps(meaning).encode() + body).digest()
    authorization = request.headers.get("authorization", "")
    return Asked(authorization, idempotency_key, digest)


@dataclass(slots=True)
class Write:
    """What a request has to be recorded."""

    asked: Asked
    make: Callable[[ApiKey], tuple[Sequence[Event], Expected]]
    """The events, and what is expected of the log, once it is known who writes."""
    is_made_anew: bool = False
    """Whether the events follow from the log, and are others where it has gone on."""
    key: ApiKey | None = None
    events: Sequence[Event] = ()


class Writer:
    """Records events over HTTP in the log of a timeline."""

    def __init__(self, timeline: Timeline, writes_a_minute: int = WRITES_A_MINUTE) -> None:
        self.timeline = timeline
        log = timeline.log
        self.keys = ApiKeys(log.database, log.clock)
        self._outcomes = Outcomes(log.database, log.clock)
        self._group = GroupCommit(log)
        self._rates = Rates(writes_a_minute)
        self._queue: Queue[Write, str] = Queue(self._record)

    async def post(self, asked: Asked, body: bytes, read: Callable[[], Posted]) -> str:
        """Record what is posted, once it is known who posts; what it came to, as JSON."""

        def make(_: ApiKey) -> tuple[Sequence[Event], Expected]:
            posted = read()
            return posted.events, posted.expected

        return await self._put(Write(asked, make), body)

    async def decide(
        self, asked: Asked, body: bytes, id: str, read: Callable[[], tuple[Decision, str]]
    ) -> str:
        """Record a decision on what was held back; what it came to, as JSON."""

        def make(key: ApiKey) -> tuple[Sequence[Event], Expected]:
            decision, why = read()
            if not key.allows({"corrections:write"}):
                raise _not_allowed()
            head = self.timeline.head().position
            return decide(self.timeline, id, decision, why), Expected(head)

        return await self._put(Write(asked, make, is_made_anew=True), body)

    async def _put(self, write: Write, body: bytes) -> str:
        """What became of a write; by whose key it was allowed is noted, whatever that is."""
        try:
            return await self._queue.put(write, len(body))
        finally:
            if write.key is not None:
                note_key(write.key.id)

    def _record(self, writes: Sequence[Write]) -> list[str | Exception]:
        """Record what is to be, as one commit as far as that can be; what each came to."""
        prepared = [self._tried(self._prepare, write) for write in writes]
        self._group.append_all([each for each in prepared if isinstance(each, Waiting)])
        return [
            self._tried(self._told, write, each) if isinstance(each, Waiting) else each
            for write, each in zip(writes, prepared, strict=True)
        ]

    def _tried(self, do: Callable[P, T], *args: P.args, **named: P.kwargs) -> T | Exception:
        try:
            return do(*args, **named)
        except Exception as problem:  # noqa: BLE001  whoever asked is told
            return problem

    def _prepare(self, write: Write) -> Waiting | str:
        """What waits to be committed; or what a request came to before, where it is repeated.

        All keys of a name allow the same, so who repeats a request may have sent it.
        """
        write.key = key = self._authorised(write.asked)
        if known := self._known(write):
            return known
        events, expected = write.make(key)
        _refuse_more(key, events)
        refuse_unstorable(events)
        return self._waiting(write, events, expected)

    def _waiting(self, write: Write, events: Sequence[Event], expected: Expected) -> Waiting:
        assert write.key
        write.events = events
        by = {"recorded_by": write.key.name}
        signed = [event.model_copy(update=by) for event in events]
        return Waiting(signed, expected, partial(self._note, write))

    def _told(self, write: Write, waiting: Waiting) -> str:
        """What became of what waited; where the log has gone on, once more if that is right."""
        for _ in range(TRIES):
            problem = waiting.outcome.exception()
            if not isinstance(problem, Stale):
                break
            if self._are_known(write.events):  # it is what made the log go on
                waiting = self._waiting(write, write.events, ANY)
            elif write.is_made_anew and write.key:
                waiting = self._waiting(write, *write.make(write.key))
            else:
                break
            self._group.append_all([waiting])
        return outcome(write.events, waiting.outcome.result())

    def _authorised(self, asked: Asked) -> ApiKey:
        """The key that is shown. RequestRefused where it is none, or writes too often."""
        shown = _BEARER.fullmatch(asked.authorization)
        key = self.keys.find(shown[1]) if shown else None
        if key is None:
            raise _unknown() if self.keys.are_made() else _closed()
        if seconds := self._rates.wait(key.name):
            raise RequestRefused(
                "too-many-writes",
                f"A key may write {self._rates.a_minute:,} times a minute here.",
                hint="Send more events at once, or wait as Retry-After says.",
                headers={"Retry-After": str(seconds)},
            )
        return key

    def _known(self, write: Write) -> str | None:
        """What a request came to before, where it is a repetition."""
        key, asked = write.key, write.asked
        if key is None or asked.idempotency_key is None:
            return None
        return self._outcomes.find(key.name, asked.idempotency_key, asked.request)

    def _are_known(self, events: Sequence[Event]) -> bool:
        ids = {event.id for event in events}
        return self.timeline.log.find(ids).keys() == ids

    def _note(self, write: Write, appended: Appended) -> None:
        """Write what belongs to an append, in its transaction."""
        key, asked = write.key, write.asked
        assert key
        self.keys.note_use(key)
        if asked.idempotency_key is not None:
            told = outcome(write.events, appended)
            self._outcomes.note(key.name, asked.idempotency_key, asked.request, told)


def outcome(events: Sequence[Event], appended: Appended) -> str:
    """What an append came to, as JSON: where each event stands, and whether it is new."""
    ordered = sorted(set(appended.positions))
    new = set(ordered[len(ordered) - appended.added :])
    rows = [
        {"id": event.id, "position": position, "new": position in new}
        for event, position in zip(events, appended.positions, strict=True)
    ]
    told = {"added": appended.added, "position": max(appended.positions)}
    return json.dumps({"data": rows, "meta": told}, separators=(",", ":"))


def _refuse_more(key: ApiKey, events: Sequence[Event]) -> None:
    """Refuse events that a key does not allow; which of them is not told."""
    if not key.allows(needed_scopes(events)):
        raise _not_allowed()


def _unknown() -> RequestRefused:
    return RequestRefused(
        "unauthorized",
        "Writing needs a key that is valid.",
        hint=f"Send Authorization: {SCHEME} KEY; who operates this server makes keys.",
        headers={"WWW-Authenticate": f'{SCHEME} realm="ecosys"'},
    )


def _not_allowed() -> RequestRefused:
    return RequestRefused(
        "forbidden",
        "The key does not allow this.",
        hint="Events need events:write; corrections, retractions and decisions corrections:write; "
        "the registry of sources and rules of names admin.",
    )


def _closed() -> RequestRefused:
    return RequestRefused(
        "method-not-allowed",
        "Nothing can be written here: no key was made.",
        hint="Who operates this server makes one: ecosys key create NAME --scope events:write.",
        headers={"Allow": "GET, HEAD"},
    )
