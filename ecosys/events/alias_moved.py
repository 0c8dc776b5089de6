"""alias_moved: a name points to another model."""

from collections.abc import Hashable, Iterable
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ecosys.event import FIRST_PARTY, Basis, Channel, Fact, Subject, stated_when_it_occurred
from ecosys.values import words
from ecosys.values.when import When


class AliasMoved(Fact):
    """From a day on a name points to another model, or to none."""

    noun = "alias"
    main_field = "alias"
    movable_dates = ("occurred", "until")
    conflict_kind = "property"
    kept_apart = ("from_",)
    series_parts = ("alias", "channel")

    type: Literal["alias_moved"]
    version: Literal[1]
    alias: Subject
    """The name that moves."""
    channel: Channel = FIRST_PARTY
    """Where the name is used; at another channel it may be that channel's name of a model."""
    from_: Annotated[Subject | None, Field(alias="from")] = None
    """What it pointed to before, if known."""
    to: Subject | None = None
    """What it points to; left out when the name ends."""
    until: When | None = None
    """When the name ended (the first instant at which it no longer points there)."""

    @model_validator(mode="after")
    def _moves(self) -> "AliasMoved":
        if self.to is None and self.from_ is None:
            raise ValueError("an alias moves to something, or from something to nothing")
        if self.alias == self.to and self.channel == FIRST_PARTY:
            raise ValueError(f"{self.alias} cannot point to itself")
        return self

    def describe(self) -> str:
        end = f" until {self.until}" if self.until else ""
        return f"{words.name(self.alias, self.channel)} points to {self.to or 'nothing'}{end}"

    @property
    def subjects(self) -> tuple[str, ...]:
        named = (self.alias, self.to, self.from_)
        return tuple(dict.fromkeys(name for name in named if name is not None))

    def statement_time_by_rule(self) -> tuple[When | None, Basis]:
        return stated_when_it_occurred(self, "effective")

    def statements(self) -> Iterable[tuple[Hashable, object]]:
        yield (self.alias, self.channel), self.to

    def conflict_topic(self, _: object, /) -> str:
        return "name"
