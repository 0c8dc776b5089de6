"""Interned: a part that many events have in common is one object for all of them."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, WrapValidator

from ecosys.values.memory import ROOM, memoised

M = TypeVar("M", bound=BaseModel)


def interned(model: type[M]) -> WrapValidator:
    """Annotates a field of a frozen model: equal plain data give the same object.

    >>> from typing import Annotated
    >>> class Place(BaseModel, frozen=True):
    ...     city: str
    >>> class Letter(BaseModel):
    ...     to: Annotated[Place, interned(Place)]
    >>> one, other = (Letter(to={"city": "Berlin"}) for _ in range(2))
    >>> one.to is other.to
    True
    """

    @memoised(1_000, room=4 * ROOM, typed=True)  # typed: 1 is not True
    def kept(**fields: Any) -> M:
        return model.model_validate(fields)

    def read(given: Any, otherwise: Callable[[Any], M]) -> M:
        try:
            return kept(**given)
        except (TypeError, ValueError):  # not plain data, or wrong: `otherwise` tells
            return otherwise(given)

    return WrapValidator(read)
