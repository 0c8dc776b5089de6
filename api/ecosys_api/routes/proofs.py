"""Proofs: the signed end of the log, its tiles, and what follows from them.

Beneath `/v1/log` any client of C2SP tlog-tiles finds what it needs: `checkpoint` and `tile/...`.
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field

from ecosys.answers.answer import to_json
from ecosys.answers.proofs import Consistency, Inclusion, consistency, inclusion
from ecosys.errors import NotFound
from ecosys.log.proof.notary import Notary
from ecosys.log.proof.stored import tile_bytes
from ecosys.log.proof.tiles import tile_at
from ecosys.log.proof.tree import WIDTH
from ecosys_api.operation import timeless
from ecosys_api.parameters import Known, Nothing
from ecosys_api.replies import IMMUTABLE, REVALIDATE, Replies, response

router = APIRouter()
PREFIX = "/v1/log"
TEXT = "text/plain; charset=utf-8"
Size = Annotated[int | None, Field(ge=0, le=2**53)]


class InclusionQuery(Known):
    """Which event, in how much of the log."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    position: Annotated[int, Field(ge=1, le=2**53)]
    """The position of the event."""
    size: Size = None
    """In the log as it was with so many events; default all of it."""


class ConsistencyQuery(Known):
    """Which two states of the log."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    first: Annotated[int, Field(ge=1, le=2**53)]
    """How many events the log had."""
    second: Size = None
    """How many it had later; default all of it."""


@timeless(router, f"{PREFIX}/inclusion", Inclusion, "log")
async def prove_inclusion(request: Request, query: Annotated[InclusionQuery, Query()]) -> Response:
    """The proof that an event stands in the log, and where."""
    query.refuse_behind(request.app.state.timeline)

    def made(notary: Notary) -> Response:
        proof = inclusion(notary.log, query.position, query.size)
        return _json(to_json(proof, Inclusion), is_settled=query.size is not None)

    return await _made(request, made)


@timeless(router, f"{PREFIX}/consistency", Consistency, "log")
async def prove_consistency(
    request: Request, query: Annotated[ConsistencyQuery, Query()]
) -> Response:
    """The proof that the log was only added to, from one state to a later one."""
    query.refuse_behind(request.app.state.timeline)

    def made(notary: Notary) -> Response:
        proof = consistency(notary.log, query.first, query.second)
        return _json(to_json(proof, Consistency), is_settled=query.second is not None)

    return await _made(request, made)


@router.get(f"{PREFIX}/checkpoint", include_in_schema=False)
async def read_checkpoint(request: Request, _: Annotated[Nothing, Query()]) -> Response:
    """The end of the log, signed; witnesses may have signed too (C2SP tlog-checkpoint)."""
    return await _made(request, lambda notary: _text(notary.checkpoint().content))


@router.get(f"{PREFIX}/keys", include_in_schema=False)
async def read_keys(request: Request, _: Annotated[Nothing, Query()]) -> Response:
    """The public keys by which checkpoints are verified, a line each, the one in use first."""

    def made(notary: Notary) -> Response:
        notary.checkpoint()
        return _text("".join(f"{each}\n" for each in notary.keys.verifiers()))

    return await _made(request, made)


@router.get(f"{PREFIX}/tile/{{path:path}}", include_in_schema=False)
async def read_tile(request: Request, path: str, _: Annotated[Nothing, Query()]) -> Response:
    """A tile of hashes or of entries (C2SP tlog-tiles)."""
    return await _made(request, partial(_tile, f"tile/{path}"))


def _tile(path: str, notary: Notary) -> Response:
    tile = tile_at(path)
    if tile is None:
        raise NotFound(f"{path} is no tile.", hint="A tile is tile/LEVEL/NNN or tile/entries/NNN.")
    log = notary.log
    content = tile_bytes(log.database, log.tree, tile, log.head().position)
    caching = IMMUTABLE if tile.width == WIDTH else REVALIDATE
    return response(content, "application/octet-stream", caching)


def _json(content: bytes, *, is_settled: bool) -> Response:
    return response(content, "application/json", IMMUTABLE if is_settled else REVALIDATE)


def _text(content: str) -> Response:
    """A text without a tag, so that it is read anew each time: signatures are added to it."""
    return Response(content, headers={"Cache-Control": REVALIDATE}, media_type=TEXT)


async def _made(request: Request, make: Callable[[Notary], Response]) -> Response:
    replies: Replies = request.app.state.replies
    return await replies.make(request, partial(make, request.app.state.notary))
