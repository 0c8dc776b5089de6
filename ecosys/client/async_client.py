"""Async client: asks a server, or a log on this machine; its answers are awaited."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from ecosys.answers.events import CloudEvent
from ecosys.client.call import Call, R
from ecosys.client.calls.log import Wanted
from ecosys.client.client import NO_HTTP
from ecosys.client.http import TIMEOUT_SECONDS, Pause, Replies, unreachable
from ecosys.client.offline import Offline
from ecosys.client.questions import Questions
from ecosys.errors import Unavailable
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
    ) -> None:
        self._offline = Offline(database, timeline) if url is None else None
        self._replies = Replies(url or "")
        self._is_ours = http is None
        self._http = http if url is None or http is not None else _connections(timeout)
        self._pause = pause

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
                url = replies.url_of(address)
                reply = await self._http.get(url, headers=replies.headers(address))
            except httpx2.HTTPError as problem:
                raise unreachable(replies.url, problem) from None
            said = replies.take(address, reply.status_code, reply.headers, reply.content, attempt)
            if not isinstance(said, Pause):
                return said
            await self._pause(said.seconds)
            attempt += 1
        return body


def _connections(timeout: float) -> "httpx2.AsyncClient":
    try:
        import httpx2
    except ImportError:
        raise Unavailable(NO_HTTP, hint="pip install 'ecosys[client]'") from None
    return httpx2.AsyncClient(timeout=timeout)
