"""Interned: parts that many events have in common, each kept once."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, WrapValidator

M = TypeVar("M", bound=BaseModel)
_KEPT = 65_536


def interned(model: type[M]) -> WrapValidator:
    """Annotates a field of a frozen model: equal plain data give the same object."""

    @lru_cache(_KEPT, typed=True)  # typed: 1 is not True
    def kept(**fields: Any) -> M:
        return model.model_validate(fields)

    def read(given: Any, otherwise: Callable[[Any], M]) -> M:
        try:
            return kept(**given)
        except (TypeError, ValueError):  # not plain data, or wrong: `otherwise` tells
            return otherwise(given)

    return WrapValidator(read)
