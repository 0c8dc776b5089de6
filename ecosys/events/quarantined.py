"""quarantined: what a source says was not believed, and held back."""

from typing import Annotated, Literal

from pydantic import Field

from ecosys.event import Event, Slug, Text
from ecosys.event.nested import Nested
from ecosys.values.when import When


class Quarantined(Event):
    """What a source says of something was not believed: held back until somebody decides."""

    main_field = "source"

    type: Literal["quarantined"]
    version: Literal[1]
    stated: When
    """The day on which the source said so."""
    source: Slug
    """The source."""
    row: Text
    """The row's name in the source."""
    reason: Text
    """Why it was not believed."""
    given: Annotated[str, Field(max_length=2000)] = ""
    """What stands there, in short."""
    statement: Nested | None = None
    """The event that it would be, if it were believed; left out: it cannot be one."""

    @property
    def effective_voice(self) -> str:
        return self.source

    def describe(self) -> str:
        return f"{self.source} says of {self.row} what was held back: {self.reason}"
