"""Cached: what follows from an object is worked out once, when it is first asked for."""

import functools
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, TypeVar

T = TypeVar("T")


class cached_property(functools.cached_property[T]):  # noqa: N801  it takes that one's place
    """The property of functools without a lock.

    Up to Python 3.11 all objects of a class share one: a question that waits for its turn while it
    works out such a property would hold up all others that need it of another object. Two threads
    may work out the same here; one of the two equal values is kept.

    >>> class Circle:
    ...     @cached_property
    ...     def area(self):
    ...         print("works it out")
    ...         return 3
    >>> circle = Circle()
    >>> circle.area, circle.area
    works it out
    (3, 3)
    """

    def __init__(self, func: Callable[[Any], T]) -> None:
        super().__init__(func)
        self.lock = nullcontext()
