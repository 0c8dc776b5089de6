"""Reading: one file of a source, read on its day, and the events that it makes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ecosys.errors import InvalidInput
from ecosys.event import Event, codec
from ecosys.event.imported_ids import ImportedId, Role, safe
from ecosys.importer import Fields, Importer
from ecosys.values.when import When


@dataclass(frozen=True, slots=True)
class Statements:
    """What a file states."""

    events: Mapping[str, Event]
    """What is stated, by the name of the statement."""
    problems: Mapping[str, str]
    """By name why no event can be made of what stands there."""

    @property
    def names(self) -> Collection[str]:
        """The names of all that it states, as they stand in ids."""
        return {safe(name) for name in (*self.events, *self.problems)}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a source."""

    importer: Importer
    stated: When
    """The day."""
    sources: tuple[Mapping[str, Any], ...]
    """Where it was read, as the events say it."""
    before: When | None = None
    """The day of the reading before."""
    after: When | None = None
    """The day of an earlier reading that came in later, because of which this one is replayed."""

    def id(self, name: str, role: Role = Role.STATEMENT, number: int | None = None) -> str:
        """The id of an event of this reading."""
        source = self.importer.source
        return ImportedId(source, name, self.stated, role, number, self.after).text

    def event(self, name: str, fields: Mapping[str, Any]) -> Event:
        """What the source states, as an event of this reading. InvalidInput: it cannot be one."""
        return codec.parse({**self._envelope, **fields, "id": self.id(name)}, name)

    def about(
        self,
        type: str,
        fields: Mapping[str, Any],
        name: str = "",
        role: Role = Role.STATEMENT,
        number: int | None = None,
    ) -> Event:
        """An event about other events of the source."""
        id = self.id(name, role, number)
        return codec.parse({**self._envelope, "type": type, "id": id, **fields}, id)

    def statements(self, fields: Mapping[str, Fields]) -> Statements:
        """What stands in a file, by name, as events of this reading."""
        events: dict[str, Event] = {}
        problems: dict[str, str] = {}
        for name, each in fields.items():
            try:
                events[name] = self.event(safe(name), each)
            except InvalidInput as problem:
                problems[name] = str(problem)[:500]
        return Statements(events, problems)

    @property
    def _envelope(self) -> Mapping[str, Any]:
        """Who states it, when and where."""
        return {
            "stated": self.stated,
            "stated_basis": "snapshot",
            "voice": self.importer.source,
            "sources": self.sources,
        }
