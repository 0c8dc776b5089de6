"""Noted: what is noted of a request while it is answered; logs, metrics and problems tell it."""

import re
import secrets
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass

from starlette.types import Scope

ID_HEADER = "X-Request-ID"
_HEADER = ID_HEADER.lower().encode()
_FORM = re.compile(rb"[\w.:=+/@-]{1,128}")


@dataclass(slots=True)
class Noted:
    """What is known of a request so far."""

    id: str
    """By which whoever asked, the log and a problem name it."""
    route: str = ""
    """The path of the route that answers it, with the names of its parameters; empty: none does."""
    lookup: str = ""
    """Whether its reply was among those kept, hit or miss; empty: it was not looked for."""
    problem: str = ""
    """The type of problem by which it is answered; empty: by none."""
    key: str = ""
    """The id of the API key by which it was allowed to write; empty: by none."""


_current: ContextVar[Noted | None] = ContextVar("noted", default=None)


def begin(headers: Iterable[tuple[bytes, bytes]]) -> Noted:
    """Note a new request from here on, in this task and in the threads that it asks.

    It has the id that its headers name, if that is one: a word of at most 128 characters.

    >>> begin([(b"x-request-id", b"checkout-17")]).id, len(begin([(b"x-request-id", b"a b")]).id)
    ('checkout-17', 32)
    """
    given = next((value for name, value in headers if name == _HEADER), b"")
    id = given.decode() if _FORM.fullmatch(given) else secrets.token_hex(16)
    noted = Noted(id)
    _current.set(noted)  # each request has a task of its own: what is set ends with it
    return noted


def current() -> Noted | None:
    """What is noted of the request that is being answered here; None: there is none."""
    return _current.get()


def request_id() -> str:
    """The id of the request that is being answered here; empty: there is none."""
    noted = _current.get()
    return noted.id if noted else ""


def note_route(scope: Scope) -> None:
    """Note which route answers, once it has been found."""
    noted = _current.get()
    if noted is not None:
        noted.route = getattr(scope.get("route"), "path", "")


def note_lookup(route: str | None) -> None:
    """Note that a reply was looked for among those kept: the route that made it; None: none."""
    noted = _current.get()
    if noted is not None:
        noted.lookup = "miss" if route is None else "hit"
        noted.route = route or ""


def note_problem(name: str) -> str:
    """Note by which type of problem a request is answered; the id of the request."""
    noted = _current.get()
    if noted is None:
        return ""
    noted.problem = name
    return noted.id


def note_key(id: str) -> None:
    """Note by which API key a request was allowed to write."""
    noted = _current.get()
    if noted is not None:
        noted.key = id
