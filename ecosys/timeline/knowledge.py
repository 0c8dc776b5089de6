"""Knowledge: what can be asked of a log at a moment, be it of all of it or of a part."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from ecosys.moment import Held, Moment, View
from ecosys.moment.names import Resolution


class Knowledge(Protocol):
    """What a timeline answers, and who stands in for one."""

    def resolve(self, name: str, moment: Moment, channel: str | None = None) -> Resolution:
        """The subject that a name means."""

    def ranks(self, moment: Moment) -> Mapping[str, int]:
        """How far each source's word counts."""

    def held(self, moment: Moment, *types: str, subject: str | None = None) -> Sequence[Held]:
        """The events of some types that hold at a moment, of a subject and all beneath it."""

    def view(self, moment: Moment, *types: str, subject: str | None = None) -> View:
        """The same, ready to be asked."""
