"""Method: a question as a method of both clients: one answers at once, the other is awaited."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, overload

from ecosys.client.call import Call

if TYPE_CHECKING:
    from ecosys.client.async_client import AsyncClient
    from ecosys.client.client import Client

P = ParamSpec("P")
R = TypeVar("R")


class Method(Generic[P, R]):
    """A method that asks what a function describes: with its parameters, and with its words."""

    def __init__(self, call: Callable[P, Call[R]]) -> None:
        self.call = call
        """What describes the question."""
        self.__doc__ = call.__doc__

    @overload
    def __get__(self, client: None, owner: type) -> "Method[P, R]": ...
    @overload
    def __get__(self, client: "Client", owner: type) -> Callable[P, R]: ...
    @overload
    def __get__(self, client: "AsyncClient", owner: type) -> Callable[P, Awaitable[R]]: ...
    def __get__(self, client: Any, owner: type) -> Any:
        """The method of a client."""
        if client is None:
            return self

        @wraps(self.call)
        def ask(*args: P.args, **kwargs: P.kwargs) -> Any:
            return client.ask(self.call(*args, **kwargs))

        return ask
