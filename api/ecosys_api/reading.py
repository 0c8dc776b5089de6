"""Reading: what a question asks, read as one shape; FastAPI looks for each parameter by itself."""

from collections.abc import Callable, Coroutine
from inspect import iscoroutinefunction, signature
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ReadAtOnce(APIRoute):
    """A route that takes the request, a model of its query and what stands in its path.

    What is asked wrongly, or names a parameter twice, goes FastAPI's way and is told as everywhere;
    so does all of a route that takes anything else. On that way alone dependencies of the
    application are asked: that which there is refuses what is named twice.
    """

    def get_route_handler(self) -> Handler:
        """What answers a request."""
        usual = super().get_route_handler()
        if not self._is_simple():
            return usual
        (query,) = self.dependant.query_params
        fields = [*self.dependant.path_params, query]

        async def answer(request: Request) -> Response:
            given = request.query_params
            parameters = dict(given)
            if len(parameters) < len(given.multi_items()):
                return await usual(request)
            values = {**request.path_params, query.name: parameters}
            arguments: dict[str, Any] = {"request": request}
            for field in fields:
                arguments[field.name], faults = field.validate(values[field.name], {}, loc=())
                if faults:
                    return await usual(request)
            response: Response = await self.endpoint(**arguments)
            return response

        return answer

    def _is_simple(self) -> bool:
        """Whether it takes nothing but these, and waits for nothing else."""
        taken = self.dependant
        are_models = [
            hasattr(field.field_info.annotation, "model_fields") for field in taken.query_params
        ]
        names = {"request", *(field.name for field in (*taken.path_params, *taken.query_params))}
        return (
            iscoroutinefunction(self.endpoint)
            and signature(self.endpoint).parameters.keys() == names
            and are_models == [True]
            and not self.dependencies
        )
