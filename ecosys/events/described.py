"""described: a property of a subject or channel holds from a day."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from ecosys.event import FIRST_PARTY, Channel, Fact, Subject, Text
from ecosys.values import words
from ecosys.values.when import When


class Described(Fact):
    """A property of a subject, at one channel, holds from a day."""

    noun = "property"
    movable_dates = ("occurred", "until")
    conflict_kind = "property"
    series_parts = ("subject", "channel", "attribute")

    type: Literal["described"]
    version: Literal[1]
    subject: Subject
    """What is described."""
    channel: Channel = FIRST_PARTY
    """Where the property holds."""
    attribute: Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=80)]
    """Which property: `free_tier`, `access`, `hipaa_baa`, `data_residency_eu` ..."""
    value: Text
    """What it is."""
    until: When | None = None
    """When it ended (the first instant at which it no longer holds)."""

    @classmethod
    def id_words(cls, data: Mapping[str, Any]) -> Iterable[str]:
        return (data.get("attribute", ""),)

    def describe(self) -> str:
        end = f" until {self.until}" if self.until else ""
        return f"{words.name(self.subject, self.channel)} {self.attribute}: {self.value}{end}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)

    def statements(self) -> Iterable[tuple[Hashable, object]]:
        yield (self.subject, self.channel, self.attribute), self.value

    def conflict_topic(self, _: object, /) -> str:
        return self.attribute
