"""Client: asks a server, or a log on this machine, and waits for the answer."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from ecosys.answers.events import CloudEvent
from ecosys.client.call import Call, R
from ecosys.client.calls.log import Wanted
from ecosys.client.http import TIMEOUT_SECONDS, Pause, Replies, again, pause_of, unreachable
from ecosys.client.offline import Offline
from ecosys.client.posted import ADDRESS, Posted, posted
from ecosys.client.questions import Questions
from ecosys.errors import Unavailable
from ecosys.event import Event
from ecosys.log.log import ANY, Appended, Expected
from ecosys.timeline import Timeline

if TYPE_CHECKING:
    import httpx2


class Client(Questions):
    """Asks a server at a URL; without one, a log on this machine.

    Offline it is the log of `database`, of a `timeline` that is open already, or else that of the
    user, which is filled from the installed release when it is empty. Both give the same answers
    and raise the same errors, those of `ecosys.errors`. `key` is the API key by which a server lets
    one write. `http` takes the place of the connections
    that it would make itself.
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        database: str | Path | None = None,
        timeline: Timeline | None = None,
        timeout: float = TIMEOUT_SECONDS,
        http: "httpx2.Client | None" = None,
        pause: Callable[[float], None] = time.sleep,
        key: str | None = None,
    ) -> None:
        self._offline = Offline(database, timeline) if url is None else None
        self._replies = Replies(url or "")
        self._is_ours = http is None
        self._http = http if url is None or http is not None else _connections(timeout)
        self._pause = pause
        self._key = key

    def ask(self, call: Call[R]) -> R:
        """The answer to a question, all of its pages."""
        if self._offline is not None:
            return self._offline.ask(call)
        pages = call.pages()
        address = next(pages)
        while True:
            try:
                address = pages.send(self._get(address))
            except StopIteration as done:
                answer: R = done.value
                return answer

    def events(self, *, after: int = 0, **wanted: Unpack[Wanted]) -> Iterator[CloudEvent]:
        """Recorded events after a position, ascending, read page by page as they are needed."""
        while page := self.page_of_events(after=after, **wanted):
            yield from page
            after = page[-1].position

    def append(self, events: Iterable[Event], expected: Expected = ANY) -> Appended:
        """Record events: all or none, on disk when it returns; a server wants the client's `key`.

        What cannot be reached, or is not ready, is sent again: it is written once. What is asked
        afterwards knows it, whichever copy of the log answers. The errors are those of
        `Timeline.append`, and NotAllowed.
        """
        if self._offline is not None:
            return self._offline.append(events, expected)
        request, attempt = posted(events, expected), 1
        while isinstance(said := self._post(request, attempt), Pause):
            self._pause(said.seconds)
            attempt += 1
        appended = request.read(said)
        self._replies.wrote(appended.positions)
        return appended

    def close(self) -> None:
        """Let go of the connections, or of the log, that were opened here."""
        if self._offline is not None:
            self._offline.close()
        elif self._http is not None and self._is_ours:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _get(self, address: str) -> bytes:
        import httpx2

        assert self._http is not None
        replies, attempt = self._replies, 1
        while (body := replies.kept(address)) is None:
            try:
                reply = self._http.get(replies.question(address), headers=replies.headers(address))
            except httpx2.HTTPError as problem:
                raise unreachable(replies.url, problem) from None
            said = replies.take(address, reply.status_code, reply.headers, reply.content, attempt)
            if not isinstance(said, Pause):
                return said
            self._pause(said.seconds)
            attempt += 1
        return body

    def _post(self, request: Posted, attempt: int) -> bytes | Pause:
        import httpx2

        assert self._http is not None
        url, headers = self._replies.url_of(ADDRESS), request.headers(self._key or "")
        try:
            reply = self._http.post(url, content=request.body, headers=headers)
        except httpx2.HTTPError as problem:
            return again(self._replies.url, problem, attempt)
        if reply.is_success:
            return reply.content
        return pause_of(ADDRESS, reply.status_code, reply.headers, reply.content, attempt)


def _connections(timeout: float) -> "httpx2.Client":
    try:
        import httpx2
    except ImportError:
        raise Unavailable(NO_HTTP, hint="pip install 'ecosys[client]'") from None
    return httpx2.Client(timeout=timeout)


NO_HTTP = "A server is asked by httpx2, which is not installed."
