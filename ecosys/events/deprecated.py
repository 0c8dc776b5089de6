"""deprecated: the end of something was set."""

from collections.abc import Hashable, Iterable
from typing import Any, Literal

from pydantic import model_validator

from ecosys.event import FIRST_PARTY, Channel, Fact, Subject, Text, seller
from ecosys.values import words
from ecosys.values.when import When


class Deprecated(Fact):
    """The end of something, at one channel, was set or foreseen."""

    is_news = False  # ends are compared date by date
    noun = "deprecation"
    movable_dates = ("occurred", "legacy", "deprecated", "shutdown")
    schedule = ("legacy", "deprecated", "shutdown")
    conflict_kind = "date"
    compared_dates = ("shutdown",)
    series_parts = ("subject", "channel")
    conflict_dates = ("announced", "legacy", "deprecated", "shutdown")

    type: Literal["deprecated"]
    version: Literal[1]
    subject: Subject
    """What ends."""
    channel: Channel = FIRST_PARTY
    """Where it ends."""
    announced: When | None = None
    """The day of the announcement; left out when no source gives it: the notice is unknown."""
    legacy: When | None = None
    """When it is closed to new customers."""
    deprecated: When | None = None
    """When it is closed to new uses, or marked as going."""
    shutdown: When | None = None
    """When it stops answering; `not before ...` is an earliest possible date."""
    replacements: tuple[Text, ...] = ()
    """What the announcement recommends instead."""

    @model_validator(mode="before")
    @classmethod
    def _occurs_when_announced(cls, data: Any) -> Any:
        if isinstance(data, dict) and "occurred" not in data:
            day = data.get("announced") or data.get("stated")
            if day is not None:
                data = {**data, "occurred": day}
        return data

    @model_validator(mode="after")
    def _ends_after_it_is_announced(self) -> "Deprecated":
        dates = (self.announced, self.shutdown)
        if all(dates) and self.announced.start >= self.shutdown.end:  # type: ignore[union-attr]
            raise ValueError(f"shutdown {self.shutdown} lies before announced {self.announced}")
        return self

    def describe(self) -> str:
        end = f", shutdown {self.shutdown}" if self.shutdown else ""
        return f"{words.name(self.subject, self.channel)} deprecated{end}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)

    @property
    def effective_voice(self) -> str:
        """Whose lifecycle it is, unless a mirror says it alone."""
        return self.voice or seller(self.subject, self.channel)

    def statements(self) -> Iterable[tuple[Hashable, object]]:
        yield (self.subject, self.channel), self

    @property
    def compared(self) -> tuple[object, ...]:
        """What two sources must agree on: the day on which it ends."""
        return tuple(getattr(self, name) for name in self.compared_dates)
