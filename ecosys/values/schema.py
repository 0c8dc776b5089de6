"""Schemas: how plain dataclasses become JSON Schema, and what is left out of what is written."""

from pydantic import ConfigDict

DOCSTRINGS_DESCRIBE = ConfigDict(use_attribute_docstrings=True)
"""How plain dataclasses become schemas: the sentence beneath a field is its description."""


def is_none(value: object) -> bool:
    """Whether a field has nothing to say and is left out of what is written."""
    return value is None
