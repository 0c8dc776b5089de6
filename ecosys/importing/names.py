"""Names: a source's names of providers turned into ours, by data in `seeds/identity/`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ecosys.errors import InvalidInput
from ecosys.importer import Fields, Row
from ecosys.store import places


@dataclass(frozen=True, slots=True)
class Names:
    """What a source's names mean; a name without an entry stays as it is."""

    providers: Mapping[str, str] = field(default_factory=dict)
    """Our name of each provider that the source calls otherwise."""

    def ours(self, row: Row) -> Row:
        """A row whose statements speak of subjects by our names."""
        says = {key: self._renamed(fields) for key, fields in row.says.items()}
        return Row(row.key, says, row.odd, row.given)

    def _renamed(self, fields: Fields) -> Fields:
        renamed: dict[str, Any] = dict(fields)
        if "subject" in fields:
            renamed["subject"] = self.subject(fields["subject"])
        if "rules" in fields:
            renamed["rules"] = [
                {**rule, "subject": self.subject(rule["subject"])} for rule in fields["rules"]
            ]
        return renamed

    def subject(self, theirs: str) -> str:
        """Our subject of theirs."""
        provider, slash, name = theirs.partition("/")
        return f"{self.providers.get(provider, provider)}{slash}{name}"


def names_of(source: str) -> Names:
    """The names of a source, as far as they are noted."""
    path = places.seeds() / "identity" / f"{source}.yaml"
    if not path.is_file():
        return Names()
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if (
        not isinstance(data, dict)
        or set(data) != {"providers"}
        or not _are_names(data["providers"])
    ):
        raise InvalidInput(f"{path.name}: only `providers: {{theirs: ours}}` can stand here.")
    return Names(data["providers"])


def _are_names(given: object) -> bool:
    return isinstance(given, dict) and all(map(_is_text, (*given, *given.values())))


def _is_text(given: object) -> bool:
    return isinstance(given, str)
