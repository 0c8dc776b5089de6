"""How an operation is declared: a GET whose answers, forms and problems are documented."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from fastapi import APIRouter, Request, Response

from ecosys.answers.answer import Answer
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.parameters import Position
from ecosys_api.reading import ReadAtOnce
from ecosys_api.replies import METADATA, NDJSON, Replies

P = ParamSpec("P")
Question = TypeVar("Question")
Route = TypeVar("Route", bound=Callable[..., Any])
Responses = dict[int | str, dict[str, Any]]
_TABLE = {"schema": {"type": "string"}}
_METADATA = {"schema": {"$ref": "#/components/schemas/Metadata"}}
_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}


def problems(**descriptions: str) -> Responses:
    """Problems by status, as they are documented: `_404="Not known."`."""
    return {
        int(status.removeprefix("_")): {
            "description": description,
            "content": {"application/problem+json": _PROBLEM},
        }
        for status, description in descriptions.items()
    }


_EVERYWHERE = problems(
    _422="A parameter that means nothing here.", _503="Not ready, too busy, or it takes too long."
)
_OF_A_MOMENT = problems(
    _404="Not known at that moment.",
    _409="A name that means several subjects.",
    _413="More rows than are given at once.",
)


def operation(
    router: APIRouter, path: str, shape: Any, tag: str, **settings: Any
) -> Callable[[Route], Route]:
    """Declare a GET operation that answers in a shape, as a table, or with what the table means."""
    tables = ("text/csv", NDJSON, "text/markdown", "text/plain")
    forms = {**dict.fromkeys(tables, _TABLE), METADATA: _METADATA}
    return _declare(router, path, shape, tag, forms, _OF_A_MOMENT, **settings)


def timeless(
    router: APIRouter, path: str, shape: Any, tag: str, **settings: Any
) -> Callable[[Route], Route]:
    """Declare a GET operation whose answer is the same at every moment, and JSON alone."""
    unknown = problems(_404="There is none of that name.") if "{" in path else {}
    return _declare(router, path, shape, tag, {}, unknown, **settings)


def in_lines(router: APIRouter, path: str, tag: str) -> Callable[[Route], Route]:
    """Declare a GET operation that answers in lines of JSON alone."""
    return _declare(router, path, None, tag, {NDJSON: _TABLE}, {}, response_class=Response)


def posted(
    router: APIRouter, path: str, shape: Any, tag: str, **settings: Any
) -> Callable[[Route], Route]:
    """Declare a POST operation: a question whose body is too long for an address; JSON alone."""
    more = problems(_411="A body whose length is not told.", _413="A body that is too long.")
    responses: Responses = {
        200: {"model": shape, "description": "The answer."},
        **_OF_A_MOMENT,
        **more,
        **_EVERYWHERE,
    }
    return router.post(path, responses=responses, tags=[tag], response_model=None, **settings)


def written(
    router: APIRouter, path: str, shape: Any, tag: str, **settings: Any
) -> Callable[[Route], Route]:
    """Declare a POST operation that records something, by whoever has a key."""
    responses: Responses = {
        200: {"model": shape, "description": "It stood in the log already, as it is."},
        201: {"model": shape, "description": "It is recorded, and on disk."},
        **problems(
            _401="No key that is valid.",
            _403="More than the key allows.",
            _404="Nothing is held back by that name.",
            _405="Nobody can write here: no key was made.",
            _409="An id that stands for other content, or what would break the log.",
            _411="A body whose length is not told.",
            _412="The log has gone on, and ends elsewhere than is expected.",
            _413="A body that is too long.",
            _415="A body in a form that is not read.",
            _422="What means nothing here, by its place in the body.",
            _429="More writing than a key may do; Retry-After says when it may again.",
            _503="Not ready yet, or the log cannot be written.",
        ),
    }
    return router.post(path, responses=responses, tags=[tag], response_model=None, **settings)


def _declare(
    router: APIRouter,
    path: str,
    shape: Any,
    tag: str,
    forms: dict[str, Any],
    more: Responses,
    **settings: Any,
) -> Callable[[Route], Route]:
    shaped = {} if shape is None else {"model": shape}
    responses: Responses = {
        200: {**shaped, "description": "The answer.", "content": forms},
        304: {"description": "You have it already."},
        **more,
        **_EVERYWHERE,
    }

    def declared(route: Route) -> Route:
        router.add_api_route(
            path,
            route,
            methods=["GET"],
            responses=responses,
            tags=[tag],
            response_model=None,
            route_class_override=ReadAtOnce,
            **settings,
        )
        return route

    return declared


async def page(
    request: Request,
    query: Position,
    answer: Callable[Concatenate[Timeline, Moment, P], Answer[Any]],
    *args: P.args,
    **named: P.kwargs,
) -> Response:
    """Reply in pages with what `answer` gives for the moment of the query and the arguments."""
    return await _replies(request).page(
        request, query, lambda timeline, moment: answer(timeline, moment, *args, **named)
    )


async def steady_page(
    request: Request,
    query: Position,
    answer: Callable[Concatenate[Timeline, Moment, P], Answer[Any]],
    *args: P.args,
    **named: P.kwargs,
) -> Response:
    """The same of an answer whose rows change at no instant but a boundary."""
    return await _replies(request).steady_page(
        request, query, lambda timeline, moment: answer(timeline, moment, *args, **named)
    )


async def one(
    request: Request,
    query: Position,
    answer: Callable[Concatenate[Timeline, Moment, P], Answer[Any]],
    *args: P.args,
    **named: P.kwargs,
) -> Response:
    """Reply with the single row that `answer` gives for the moment and the arguments."""
    return await _replies(request).one(
        request, query, lambda timeline, moment: answer(timeline, moment, *args, **named)
    )


async def reply(
    request: Request, make: Callable[[Timeline, Question], Response], question: Question
) -> Response:
    """Reply with what `make` makes of the timeline and a question."""
    replies = _replies(request)
    return await replies.make(request, lambda: make(replies.timeline, question))


def _replies(request: Request) -> Replies:
    """What makes the replies of this application."""
    replies: Replies = request.app.state.replies
    return replies
