"""replacement_named: what to use instead of something that ends was said later, or anew."""

from collections.abc import Hashable, Iterable
from typing import Annotated, Literal

from pydantic import Field

from ecosys.event import (
    FIRST_PARTY,
    Basis,
    Channel,
    Fact,
    Subject,
    Text,
    seller,
    stated_when_it_occurred,
)
from ecosys.event.subject import is_subject
from ecosys.values import words
from ecosys.values.when import When


class ReplacementNamed(Fact):
    """What to use instead of something that ends, named after its end was set.

    It is known from its own day on, so an answer about an earlier knowledge does not name it. What
    the announcement of the end itself named stands there.
    """

    noun = "replacement"
    conflict_kind = "property"
    series_parts = ("subject", "channel")

    type: Literal["replacement_named"]
    version: Literal[1]
    subject: Subject
    """What ends."""
    channel: Channel = FIRST_PARTY
    """Where it ends."""
    replacements: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What is recommended instead from then on."""

    def describe(self) -> str:
        named = " or ".join(self.replacements)
        return f"{named} named instead of {words.name(self.subject, self.channel)}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)

    @property
    def mentioned(self) -> tuple[str, ...]:
        return tuple(name for name in self.replacements if "/" in name and is_subject(name))

    @property
    def effective_voice(self) -> str:
        """Whose lifecycle it is, unless a mirror says it alone."""
        return self.voice or seller(self.subject, self.channel)

    def statement_time_by_rule(self) -> tuple[When | None, Basis]:
        return stated_when_it_occurred(self, "announced")

    def statements(self) -> Iterable[tuple[Hashable, object]]:
        yield (self.subject, self.channel), " or ".join(self.replacements)
