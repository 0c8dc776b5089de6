"""How an operation is declared: a GET whose answers, forms and problems are documented."""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from ecosys_api.replies import Replies


class Problem(BaseModel):
    """What is wrong with a request, and what to do (RFC 9457)."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    type: str
    """The type of problem, an address that explains it."""
    title: str
    """The type in words."""
    status: int
    """The HTTP status."""
    detail: str
    """What was given and what is allowed."""
    hint: str | None = None
    """What to do."""
    candidates: list[str] | None = None
    """Names that would have worked."""
    errors: list[dict[str, str]] | None = None
    """The faults one by one."""


Route = TypeVar("Route", bound=Callable[..., Any])


def operation(
    router: APIRouter, path: str, shape: Any, tag: str, **settings: Any
) -> Callable[[Route], Route]:
    """Declare a GET operation that answers in a shape."""
    table = {"schema": {"type": "string"}}
    responses: dict[int | str, dict[str, Any]] = {
        200: {
            "model": shape,
            "description": "The answer.",
            "content": {"text/csv": table, "text/markdown": table},
        },
        304: {"description": "You have it already."},
        404: _problem("Not known at that moment."),
        409: _problem("A name that means several subjects."),
        422: _problem("A parameter that means nothing here."),
        503: _problem("Not ready yet."),
    }
    return router.get(path, responses=responses, tags=[tag], response_model=None, **settings)


def _problem(description: str) -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": description, "content": {"application/problem+json": schema}}


def replies(request: Request) -> Replies:
    """What makes the replies of this application."""
    found: Replies = request.app.state.replies
    return found
