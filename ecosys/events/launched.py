"""launched: something became available."""

from collections.abc import Hashable
from typing import Annotated, Literal

from pydantic import Field

from ecosys.event import FIRST_PARTY, Channel, Fact, Subject, Text
from ecosys.values import words

_STAGES = {
    "announced": "announced",
    "private_preview": "opened by invitation",
    "preview": "opened as a preview",
    "api": "available by API",
    "general": "launched",
}

MODELS = ("model", "open_weights")
"""What a model is launched as: a service, or weights."""


class Launched(Fact):
    """Something became available, or was announced."""

    noun = "launch"
    conflict_kind = "date"
    kept_apart = ("what", "stage", "channel", "open_weights", "context_window", "free_tier")

    type: Literal["launched"]
    version: Literal[1]
    subject: Subject
    """What was launched."""
    what: Literal[
        "api",
        "model",
        "product",
        "feature",
        "platform",
        "framework",
        "sdk",
        "open_weights",
        "standard",
        "organisation",
    ]
    """What kind of thing it is."""
    stage: Literal["announced", "private_preview", "preview", "api", "general"] = "general"
    """How far it is open: announced; by invitation; to all as a preview; by API; in general."""
    name: Text | None = None
    """Its name as people say it."""
    channel: Channel = FIRST_PARTY
    """Where it became available."""
    open_weights: bool | None = None
    """Whether the weights can be downloaded."""
    surface: Text | None = None
    """Where it is used: API, ChatGPT, Azure ..."""
    context_window: Annotated[int, Field(ge=1, le=10**9)] | None = None
    """The largest number of tokens in one request."""
    modalities: tuple[Literal["text", "image", "audio", "video", "embedding"], ...] = ()
    """What it takes and gives."""
    free_tier: bool | None = None
    """Whether it can be used without paying."""
    compliance: tuple[Text, ...] = ()
    """Certificates and agreements that cover it: `SOC 2`, `HIPAA`."""
    regions: tuple[Text, ...] = ()
    """Where it is available."""

    def describe(self) -> str:
        return f"{self.name or words.name(self.subject)} {_STAGES[self.stage]}{self._where()}"

    def _where(self) -> str:
        return "" if self.channel == FIRST_PARTY else f" at {self.channel}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)

    @property
    def is_model(self) -> bool:
        """Whether it is a model, offered as a service or by its weights."""
        return self.what in MODELS

    @property
    def happening(self) -> Hashable:
        return (self.subject, self.channel, self.stage)

    def conflict_topic(self, _: object, /) -> str:
        stage = self.stage.replace("_", " ")
        return self.noun if stage == "general" else f"{self.noun} ({stage})"
