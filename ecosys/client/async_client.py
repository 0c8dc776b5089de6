"""Async client: asks a server, or a log on this machine; its answers are awaited."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from ecosys.answers.events import CloudEvent
from ecosys.client.call import Call, R
from ecosys.client.calls.log import Wanted
from ecosys.client.client import NO_HTTP
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


async def _sleep(seconds: float) -> None:
    import anyio

    await anyio.sleep(seconds)


class AsyncClient(Questions):
    """As `Client`, whose answers are awaited; a log on this machine is asked in a thread."""

    def __init__(
        self,
        url: str | None = None,
        *,
        database: str | Path | None = None,
        timeline: Timeline | None = None,
        timeout: float = TIMEOUT_SECONDS,
        http: "httpx2.AsyncClient | None" = None,
        pause: Callable[[float], Awaitable[None]] = _sleep,
        key: str | None = None,
    ) -> None:
        self._offline = Offline(database, timeline) if url is None else None
        self._replies = Replies(url or "")
        self._is_ours = http is None
        self._http = http if url is None or http is not None else _connections(timeout)
        self._pause = pause
        self._key = key

    async def ask(self, call: Call[R]) -> R:
        """The answer to a question, all of its pages."""
        if self._offline is not None:
            from anyio import to_thread

            return await to_thread.run_sync(self._offline.ask, call)
        pages = call.pages()
        address = next(pages)
        while True:
            try:
                address = pages.send(await self._get(address))
            except StopIteration as done:
                answer: R = done.value
                return answer

    async def events(
        self, *, after: int = 0, **wanted: Unpack[Wanted]
    ) -> AsyncIterator[CloudEvent]:
        """Recorded events after a position, ascending, read page by page as they are needed."""
        while page := await self.page_of_events(after=after, **wanted):
            for event in page:
                yield event
            after = page[-1].position

    async def append(self, events: Iterable[Event], expected: Expected = ANY) -> Appended:
        """Record events, as `Client.append` does."""
        if self._offline is not None:
            from anyio import to_thread

            return await to_thread.run_sync(self._offline.append, events, expected)
        request, attempt = posted(events, expected), 1
        while isinstance(said := await self._post(request, attempt), Pause):
            await self._pause(said.seconds)
            attempt += 1
        appended = request.read(said)
        self._replies.wrote(appended.positions)
        return appended

    async def close(self) -> None:
        """Let go of the connections, or of the log, that were opened here."""
        if self._offline is not None:
            self._offline.close()
        elif self._http is not None and self._is_ours:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _get(self, address: str) -> bytes:
        import httpx2

        assert self._http is not None
        replies, attempt = self._replies, 1
        while (body := replies.kept(address)) is None:
            try:
                url = replies.question(address)
                reply = await self._http.get(url, headers=replies.headers(address))
            except httpx2.HTTPError as problem:
                raise unreachable(replies.url, problem) from None
            said = replies.take(address, reply.status_code, reply.headers, reply.content, attempt)
            if not isinstance(said, Pause):
                return said
            await self._pause(said.seconds)
            attempt += 1
        return body

    async def _post(self, request: Posted, attempt: int) -> bytes | Pause:
        import httpx2

        assert self._http is not None
        url, headers = self._replies.url_of(ADDRESS), request.headers(self._key or "")
        try:
            reply = await self._http.post(url, content=request.body, headers=headers)
        except httpx2.HTTPError as problem:
            return again(self._replies.url, problem, attempt)
        if reply.is_success:
            return reply.content
        return pause_of(ADDRESS, reply.status_code, reply.headers, reply.content, attempt)


def _connections(timeout: float) -> "httpx2.AsyncClient":
    try:
        import httpx2
    except ImportError:
        raise Unavailable(NO_HTTP, hint="pip install 'ecosys[client]'") from None
    return httpx2.AsyncClient(timeout=timeout)
