"""judged: somebody decided on what was held back, or on what a check found."""

from typing import Literal

from pydantic import model_validator

from ecosys.event import Event, EventId, Text

Decision = Literal["released", "rejected", "stands"]


class Judged(Event):
    """Somebody decided on what was held back, or on what a check of the facts found."""

    main_field = "event"
    scope = "corrections:write"
    upgrades = {1: dict}  # noqa: RUF012  read only; there were no rules

    type: Literal["judged"]
    version: Literal[2]
    event: EventId
    """What was held back, or found."""
    decision: Decision
    """released: it is believed now, and stands in the log as an event of its own; rejected: not;
    stands: what was found is right as it is."""
    rule: Text | None = None
    """The rule that found it; left out: it was held back."""
    why: Text
    """What the decision rests on."""

    @model_validator(mode="after")
    def _is_of_a_rule(self) -> "Judged":
        if (self.decision == "stands") != (self.rule is not None):
            raise ValueError("a finding that stands needs its rule; what was held back has none")
        return self

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.event,)
