"""How classes describe themselves in JSON Schema."""

from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, Field, TypeAdapter

from ecosys.values.schema import DOCSTRINGS_DESCRIBE


class Thing(BaseModel):
    """What others are."""

    model_config = DOCSTRINGS_DESCRIBE

    name: str
    """What it is
    called.
    """
    from_: str = Field(alias="from")
    """Where it comes from."""
    bare: int


class Tool(Thing):
    """A thing that does something."""

    bare: int
    """What was not said of it as a thing."""


def descriptions(cls):
    properties = TypeAdapter(cls).json_schema()["properties"]
    return {name: about.get("description") for name, about in properties.items()}


def test_the_sentence_beneath_a_field_describes_it_under_the_name_that_is_written():
    said = {"name": "What it is\ncalled.", "from": "Where it comes from.", "bare": None}
    assert descriptions(Thing) == said


def test_what_is_said_of_a_field_holds_for_the_classes_that_inherit_it():
    assert descriptions(Tool) == {
        **descriptions(Thing),
        "bare": "What was not said of it as a thing.",
    }


def test_a_dataclass_within_a_function_describes_itself_too():
    @dataclass
    class Row:
        __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

        amount: int
        """How much."""

    assert descriptions(Row) == {"amount": "How much."}


def test_a_class_whose_source_is_not_there_describes_nothing():
    made = type("Made", (Thing,), {"__module__": "nowhere", "__annotations__": {"late": int}})
    assert descriptions(made) == {**descriptions(Thing), "late": None}
