"""Problems (RFC 9457): which error means which status, and how it is told."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, get_args, get_origin

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from ecosys.errors import (
    Ambiguous,
    Behind,
    Conflict,
    Damaged,
    EcosysError,
    InvalidCoordinate,
    InvalidInput,
    NotFound,
    ProjectionFailed,
    Refused,
    Stale,
    Unavailable,
)
from ecosys.log.outcomes import Reused
from ecosys.values.schema import DOCSTRINGS_DESCRIBE
from ecosys.values.words import suggest
from ecosys_api.operating.noted import note_problem

PROBLEMS: dict[str, tuple[int, str]] = {
    "invalid-input": (422, "What was asked does not mean anything here"),
    "invalid-coordinate": (422, "A moment that cannot be asked for"),
    "unauthorized": (401, "No key that is valid"),
    "forbidden": (403, "More than the key allows"),
    "not-found": (404, "Not known"),
    "ambiguous": (409, "A name that means several subjects"),
    "conflict": (409, "An id that stands for other content"),
    "refused": (409, "An append that would break the log"),
    "method-not-allowed": (405, "Only reading is open"),
    "stale": (412, "The log has gone on"),
    "length-required": (411, "A body whose length is not told"),
    "too-large": (413, "More than a question needs"),
    "too-many-rows": (413, "More rows than are given at once"),
    "unsupported": (415, "A body in a form that is not read"),
    "key-reused": (422, "An Idempotency-Key that stands for another request"),
    "too-many-writes": (429, "More writing than a key may do"),
    "headers-too-large": (431, "Headers longer than any question needs"),
    "projection-failed": (500, "A projection that cannot digest an event"),
    "damaged": (500, "Stored bytes that do not give their hash"),
    "internal": (500, "A fault of ours"),
    "unavailable": (503, "Not ready"),
    "behind": (503, "A copy of the log that has not come so far"),
    "busy": (503, "Too many questions that take long"),
    "too-long": (503, "A question that takes too long"),
}
"""Status and title of each type of problem; its type is `/problems/` and the name."""

_KINDS: tuple[tuple[type[EcosysError], str], ...] = (
    (InvalidCoordinate, "invalid-coordinate"),
    (Reused, "key-reused"),
    (InvalidInput, "invalid-input"),
    (NotFound, "not-found"),
    (Ambiguous, "ambiguous"),
    (Conflict, "conflict"),
    (Stale, "stale"),
    (Refused, "refused"),
    (ProjectionFailed, "projection-failed"),
    (Damaged, "damaged"),
    (Behind, "behind"),
    (Unavailable, "unavailable"),
)
MEDIA_TYPE = "application/problem+json"
_STATUSES = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}
_HEADERS = {405: {"Allow": "GET, HEAD"}, 503: {"Retry-After": "1"}}


class ParameterFault(BaseModel):
    """What is wrong with one parameter."""

    model_config = DOCSTRINGS_DESCRIBE

    parameter: str
    """Its name."""
    message: str
    """What was given and what is allowed."""


class Problem(BaseModel):
    """What is wrong with a request, and what to do (RFC 9457)."""

    model_config = DOCSTRINGS_DESCRIBE

    type: str
    """The type of problem, an address that explains it."""
    title: str
    """The type in words."""
    status: int
    """The HTTP status."""
    detail: str
    """What was given and what is allowed."""
    hint: str = ""
    """What to do."""
    candidates: Sequence[str] = ()
    """Names that would have worked."""
    errors: Sequence[ParameterFault] = ()
    """The faults one by one."""
    request_id: str = ""
    """By which the server's log names the request."""


class RequestRefused(EcosysError):
    """A request is refused for what only HTTP knows of it."""

    def __init__(
        self,
        problem: str,
        message: str,
        *,
        hint: str = "",
        headers: Mapping[str, str] = MappingProxyType({}),
        errors: Sequence[ParameterFault] = (),
    ) -> None:
        """Name the type of problem, one of `PROBLEMS`, with headers that its reply has."""
        super().__init__(message, hint=hint)
        self.problem = problem
        self.headers = headers
        self.errors = tuple(errors)


def problem(
    name: str,
    detail: str,
    *,
    hint: str = "",
    candidates: Sequence[str] = (),
    errors: Sequence[ParameterFault] = (),
    root_path: str = "",
) -> Response:
    """A problem as application/problem+json; what has nothing to say is left out.

    `root_path` is what stands before the address of its type outside.
    """
    status, title = PROBLEMS[name]
    body = Problem(
        type=f"{root_path}/problems/{name}",
        title=title,
        status=status,
        detail=detail,
        hint=hint,
        candidates=candidates,
        errors=errors,
        request_id=note_problem(name),
    )
    headers = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    headers |= _HEADERS.get(status, {})
    content = body.model_dump_json(exclude_defaults=True)
    return Response(content, status, headers, media_type=MEDIA_TYPE)


def not_ready(state: Any, root_path: str = "") -> Response:
    """The problem of an application that is not filled yet, or never will be."""
    hint = "Try again in a moment." if state.failure is None else "The server must be started anew."
    return problem("unavailable", state.why, hint=hint, root_path=root_path)


Tell = Callable[[Request, Exception], Awaitable[Response]]
"""Tells an error."""


def install(app: FastAPI, around: Callable[[Tell], Tell]) -> None:
    """Tell every error of the application as a problem; `around` may tell it otherwise."""
    app.add_exception_handler(EcosysError, around(_meant))
    app.add_exception_handler(RequestValidationError, around(_invalid))
    app.add_exception_handler(HTTPException, around(_http))
    app.add_exception_handler(Exception, around(_unexpected))


async def _meant(request: Request, error: Exception) -> Response:
    assert isinstance(error, EcosysError)
    if isinstance(error, RequestRefused):
        return _refused(request, error)
    name = next((name for kind, name in _KINDS if isinstance(error, kind)), "internal")
    return problem(
        name,
        error.message,
        hint=error.hint,
        candidates=error.candidates,
        root_path=_root_path(request),
    )


def _refused(request: Request, error: RequestRefused) -> Response:
    root = _root_path(request)
    reply = problem(
        error.problem, error.message, hint=error.hint, errors=error.errors, root_path=root
    )
    reply.headers.update(error.headers)
    return reply


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    known = list(_parameters(request))
    faults = [describe_fault(each, known) for each in error.errors()]
    detail = " ".join(fault.message for fault in faults)
    return problem("invalid-input", detail, errors=faults, root_path=_root_path(request))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    root = _root_path(request)
    name = _STATUSES.get(error.status_code, "invalid-input")
    detail, hint = str(error.detail), ""
    if name == "not-found":
        detail, hint = "There is no such address.", f"{root}/v1 lists what there is."
    elif name == "method-not-allowed":
        detail, hint = f"{request.method} is not allowed here.", "Use GET or HEAD."
        if (error.headers or {}).get("Allow") == "POST":
            hint = "Use POST."
    reply = problem(name, detail, hint=hint, root_path=root)
    if hint == "Use POST.":
        reply.headers["Allow"] = "POST"
    return reply


async def _unexpected(request: Request, _: Exception) -> Response:
    detail = "Something went wrong that should not have; it was logged."
    return problem("internal", detail, root_path=_root_path(request))


def _root_path(request: Request) -> str:
    """What stands before all paths outside."""
    root: str = request.scope.get("root_path", "")
    return root


async def refuse_repeated(request: Request) -> None:
    """Refuse a parameter that is given again and has one value: no value is dropped in silence."""
    given = request.query_params
    faults = [
        {
            "type": "repeated",
            "loc": ("query", name),
            "msg": f"it takes one value and is given {len(values)} times",
            "input": values,
        }
        for name in given
        if len(values := given.getlist(name)) > 1
        and (kind := _parameters(request).get(name)) is not None
        and not _takes_several(kind)
    ]
    if faults:
        raise RequestValidationError(faults)


def _takes_several(kind: Any) -> bool:
    """Whether a type of parameter, or one of those that it may have, is a list."""
    return any(get_origin(each) in (list, tuple) for each in (kind, *get_args(kind)))


def _parameters(request: Request) -> dict[str, Any]:
    """The parameters that the route takes, each with its type."""
    dependant = getattr(request.scope.get("route"), "dependant", None)
    kinds: dict[str, Any] = {}
    for field in getattr(dependant, "query_params", ()):
        fields = getattr(
            field.field_info.annotation, "model_fields", {field.name: field.field_info}
        )
        kinds |= {name: each.annotation for name, each in fields.items()}
    return kinds


def describe_fault(error: Any, known: list[str]) -> ParameterFault:
    """What pydantic found wrong, in words; `known` are the parameters that are taken."""
    name = ".".join(str(part) for part in error["loc"] if part not in ("query", "path", "body"))
    if error["type"] == "extra_forbidden":
        allowed = suggest(name, known) if known else "None is taken here."
        return ParameterFault(parameter=name, message=f"{name} is not a parameter. {allowed}")
    message = str(error["msg"]).removeprefix("Value error, ")
    message = f"{message[:1].lower()}{message[1:].rstrip('.')}"
    given = repr(error.get("input"))[:80]
    place = f"{name}: " if name else ""  # a rule of several has none
    return ParameterFault(parameter=name, message=f"{place}{message} (given: {given}).")
