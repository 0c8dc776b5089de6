"""integrated: something builds on something."""

from typing import Literal

from ecosys.event import Fact, Subject, Text
from ecosys.values import words


class Integrated(Fact):
    """A product, framework or company builds on a subject."""

    noun = "integration"

    type: Literal["integrated"]
    version: Literal[1]
    integrator: Subject
    """Who builds on it."""
    subject: Subject
    """What is built on."""
    surface: Text | None = None
    """Where the two meet: API, ChatGPT, Azure ..."""
    category: Literal[
        "app", "compatibility", "framework", "hub", "platform", "plugin", "product", "protocol"
    ]
    """What kind of tie it is."""
    what: Text | None = None
    """What was built, in our own words."""

    def describe(self) -> str:
        return f"{words.name(self.integrator)} builds on {self.subject}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.subject, self.integrator)))
