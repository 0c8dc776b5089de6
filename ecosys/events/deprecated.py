"""deprecated: the end of something was set."""

from collections.abc import Hashable, Iterable
from typing import Any, Literal

from pydantic import ValidationInfo, model_validator

from ecosys.event import FIRST_PARTY, Channel, Fact, Model, Subject, Text, is_stored, seller
from ecosys.event.subject import is_subject
from ecosys.values import words
from ecosys.values.amount import Quantity
from ecosys.values.when import When, parse

Deployment = Literal[
    "standard", "global_standard", "data_zone", "provisioned", "batch", "fine_tuned"
]
"""How a seller runs what is called: some end months before others."""
What = Literal["error", "redirect", "upgrade"]


class After(Model):
    """What becomes of calls once something has ended."""

    what: What
    """error: they fail; redirect: another subject answers them; upgrade: deployments are moved."""
    to: Subject | None = None
    """What answers instead, or what they are moved to; left out: it is not said."""
    price: Literal["target", "own"] = "target"
    """At whose price: that of what answers, or the one that the name had."""
    begins: When | None = None
    """From when on deployments are moved, where that takes a while."""
    ends: When | None = None
    """When all of them have been moved."""

    @model_validator(mode="after")
    def _names_what_answers(self) -> "After":
        if self.what == "redirect" and self.to is None:
            raise ValueError("a redirect needs `to`: what answers instead")
        if self.what == "error" and self.to is not None:
            raise ValueError(f"after an error nothing answers; to {self.to} is for a redirect")
        if self.begins and self.ends and self.begins.start >= self.ends.end:
            raise ValueError(f"ends {self.ends} lies before begins {self.begins}")
        return self


class ExtendedAccess(Model):
    """A time in which those who use it already may go on, for more money."""

    begins: When | None = None
    """From when on it costs more; left out: it is not said."""
    ends: When | None = None
    """When that is over too; left out: with the shutdown."""
    surcharge: Quantity | None = None
    """What is charged on top, as a share of the price: 0.5 is half as much again."""


class Deprecated(Fact):
    """The end of something, at one channel, was set or foreseen."""

    is_news = False  # ends are compared date by date
    noun = "deprecation"
    movable_dates = ("occurred", "legacy", "deprecated", "shutdown")
    schedule = ("legacy", "deprecated", "shutdown")
    conflict_kind = "date"
    compared_dates = ("shutdown",)
    series_parts = ("subject", "channel", "deployment", "region")
    upgrades = {1: dict}  # noqa: RUF012  read only; what it did not say holds for everything
    conflict_dates = ("announced", "legacy", "deprecated", "shutdown")

    type: Literal["deprecated"]
    version: Literal[2]
    subject: Subject
    """What ends."""
    channel: Channel = FIRST_PARTY
    """Where it ends."""
    deployment: Deployment | None = None
    """Which deployments of it end; left out: all of them."""
    region: Text | None = None
    """Where in the world it ends; left out: everywhere."""
    announced: When | None = None
    """The day of the announcement; left out when no source gives it: the notice is unknown."""
    legacy: When | None = None
    """When it is closed to new customers."""
    deprecated: When | None = None
    """When it is closed to new uses, or marked as going."""
    shutdown: When | None = None
    """When it stops answering; `not before ...` is an earliest possible date."""
    replacements: tuple[Text, ...] = ()
    """What the announcement itself recommends; what is named later is a `replacement_named`."""
    after: After | None = None
    """What becomes of calls after the shutdown; left out: it is not said."""
    extended_access: ExtendedAccess | None = None
    """How long those who use it already may go on, at what surcharge."""

    @model_validator(mode="before")
    @classmethod
    def _occurs_when_announced(cls, data: Any) -> Any:
        if isinstance(data, dict) and "occurred" not in data:
            day = data.get("announced") or data.get("stated")
            if day is not None:
                data = {**data, "occurred": day}
        return data

    @model_validator(mode="after")
    def _ends_after_it_is_announced(self, info: ValidationInfo) -> "Deprecated":
        announced, shutdown = self.announced, self.shutdown
        is_wrong = announced and shutdown and announced.start >= shutdown.end
        if is_wrong and not is_stored(info):  # what a move made of it later is as it is
            raise ValueError(f"shutdown {self.shutdown} lies before announced {self.announced}")
        return self

    def describe(self) -> str:
        end = f", shutdown {self.shutdown}" if self.shutdown else ""
        return f"{self.offer} deprecated{end}"

    @property
    def offer(self) -> str:
        """What ends, as it is spoken of."""
        place = ", ".join(filter(None, (self.deployment, self.region)))
        return words.name(self.subject, self.channel) + (f" ({place})" if place else "")

    @property
    def when(self) -> When:
        """When it was set; what was read of only later was set by its shutdown at the latest."""
        shutdown = self.shutdown
        if self.announced or shutdown is None or shutdown.bound or self.occurred.unknown:
            return self.occurred
        is_late = self.occurred.start >= shutdown.end
        return parse(f"not after {shutdown}") if is_late else self.occurred

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)

    @property
    def mentioned(self) -> tuple[str, ...]:
        named = (*self.replacements, self.after and self.after.to)
        return tuple(name for name in named if name and "/" in name and is_subject(name))

    @property
    def effective_voice(self) -> str:
        """Whose lifecycle it is, unless a mirror says it alone."""
        return self.voice or seller(self.subject, self.channel)

    def statements(self) -> Iterable[tuple[Hashable, object]]:
        yield (self.subject, self.channel, self.deployment, self.region), self

    @property
    def goes_on(self) -> bool:
        return self.after is not None and self.after.what == "redirect"

    @property
    def compared(self) -> tuple[object, ...]:
        """What two sources must agree on: the day on which it ends."""
        return tuple(getattr(self, name) for name in self.compared_dates)
