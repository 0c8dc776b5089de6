"""Faults are told by their place, whatever the shape of what is checked."""

import pytest
from pydantic import BaseModel, ValidationError

from ecosys.event.validation import describe_errors


class Inner(BaseModel, extra="forbid"):
    name: str


class Letter(BaseModel, extra="forbid"):
    inner: Inner


class Parcel(BaseModel, extra="forbid"):
    weight: int


class Post(BaseModel, extra="forbid"):
    sent: Letter | Parcel


def test_a_field_that_is_not_there_is_told_inside_of_one_of_several_shapes_too():
    with pytest.raises(ValidationError) as raised:
        Post.model_validate({"sent": {"inner": {"name": "a", "nome": "b"}}})
    told = describe_errors(raised.value, Post, "post")
    assert any("inner.nome: there is no such field" in line for line in told)
