"""Citation: where what an answer rests on was read, by name and address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none

ON_REQUEST: Mapping[str, str] = {"include": "sources"}
"""Marks the field of a row that is filled, written and a column of tables only when asked for."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that was read for a statement."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    source: str
    """Its slug."""
    name: str
    """Its name as people say it."""
    url: str | None
    """The address at which it was read."""
    title: str | None
    """The title of the page or file."""
    read: str | None
    """The date of the copy that was read."""
    archived: Annotated[str | None, Field(exclude_if=is_none)] = None
    """An address at which a copy of it is kept."""
    sha256: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The SHA-256 of the bytes that were read."""


Citations = Annotated[tuple[Citation, ...] | None, Field(exclude_if=is_none)]
"""The sources of a row's events in the order of `because`; None: nobody asked for them."""
