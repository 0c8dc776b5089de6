"""Mapping: whose model a source's name means, by data in `seeds/identity/` and by the log.

The data say what a source calls our providers and channels, and which of its names stay its own.
What a channel's name means is told by the log: by a declared alias that never moved, then by a
declared rule of the channel. A name that nobody declared stays as the source has it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from ecosys import paths
from ecosys.errors import InvalidInput
from ecosys.event import FIRST_PARTY
from ecosys.event.imported_ids import Role
from ecosys.event.validation import describe_errors
from ecosys.importer import Fields, Row
from ecosys.ingest.subject_fields import is_sold_somewhere, names_in, renamed

Sold = Callable[[str, str], str | None]
"""The model that a name means at a channel; None: nobody declared it."""


def _compiled(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as problem:
        raise ValueError(f"{text!r} is not a regular expression: {problem}") from None


class Declared(BaseModel):
    """What a file of `seeds/identity/` may say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    like: str | None = None
    """Another source whose names mean the same in its files."""
    names: dict[str, str] = {}
    """Our name of each provider, channel or model that the source calls otherwise; what stands
    behind the longest name that is declared is kept: `{gemini: google}`."""
    kept: tuple[Annotated[str, AfterValidator(lambda text: _compiled(text).pattern)], ...] = ()
    """Patterns of the names, with ours of the provider, that are no other model's: what is sold in
    one region, or for a term."""


class SoldAt(NamedTuple):
    """What a name means: a model, and where it is sold."""

    subject: str
    channel: str = FIRST_PARTY


def _undeclared(channel: str, name: str) -> None:  # noqa: ARG001 (of a log that tells none)
    return None


@dataclass(frozen=True, slots=True)
class Names:
    """What a source's names mean; a name that nothing is declared of stays as it is."""

    source: str = ""
    declared: Declared = field(default_factory=Declared)
    sold: Sold = _undeclared

    def ours(self, rows: Sequence[Row]) -> list[Row]:
        """Rows whose statements speak of subjects by our names, in their order.

        Of several rows that mean one model at one channel the shortest name is taken for it; the
        others may be of a region, and keep their own.
        """
        meanings = self._meanings(rows)

        def ours(fields: Fields) -> Fields:
            if "rules" in fields:
                rules = [_sold_at(rule, self.meaning(rule["subject"])) for rule in fields["rules"]]
                return {**fields, "rules": rules}
            if not is_sold_somewhere(fields) or "subject" not in fields:
                return renamed(fields, self._renamed)
            return _sold_at(fields, meanings[fields["subject"]])

        return [
            replace(row, says={name: ours(fields) for name, fields in row.says.items()})
            for row in rows
        ]

    def _meanings(self, rows: Iterable[Row]) -> Mapping[str, SoldAt]:
        """What names that are sold somewhere mean, of each model at each channel one."""
        statements = (fields for row in rows for fields in row.says.values())
        theirs = {
            fields["subject"]
            for fields in statements
            if "subject" in fields and is_sold_somewhere(fields)
        }
        meanings: dict[str, SoldAt] = {}
        taken: set[SoldAt] = set()
        for name in sorted(theirs, key=lambda name: (len(name), name)):
            meaning = self.meaning(name)
            if meaning.channel != FIRST_PARTY and meaning in taken:
                meaning = SoldAt(name)
            taken.add(meaning)
            meanings[name] = meaning
        return meanings

    def rules(self, rows: Iterable[Row]) -> dict[str, Fields]:
        """The source's own names in these rows of its, as rules that answer when it is asked alone.

        Where it has rules of its own for names that begin so, those do.
        """
        statements = [fields for row in rows for fields in row.says.values()]
        own = {fields.get("prefix") for fields in statements}
        begun = {f"{name.partition('/')[0]}/" for each in statements for name in names_in(each)}
        declared = {f"{name.partition('/')[0]}/" for name in self.declared.names}
        return {
            f"{Role.NAMES}{first.removesuffix('/')}": {
                "type": "ids_matched",
                "source": self.source,
                "prefix": first,
                "rules": list(self._rules(first)),
            }
            for first in sorted((declared & begun) - own)
        }

    def _rules(self, first: str) -> Iterator[Mapping[str, str]]:
        for theirs, ours in sorted(self.declared.names.items(), reverse=True):
            if theirs.startswith(first):
                rest = re.escape(theirs.removeprefix(first))
                yield {"pattern": rf"(?s){rest}(|/.*)", "subject": rf"{ours}\1"}
        yield {"pattern": "(?s)(.*)", "subject": rf"{self._renamed(first)}\1"}

    def meaning(self, theirs: str) -> SoldAt:
        """What a name of theirs means."""
        name = self._renamed(theirs)
        channel, _, rest = name.partition("/")
        if any(re.fullmatch(pattern, name) for pattern in self.declared.kept):
            return SoldAt(name)
        model = self.sold(channel, rest)
        return SoldAt(model, channel) if model else SoldAt(name)

    def _renamed(self, theirs: str) -> str:
        """A name with ours of the longest part of it, from its beginning, that has one."""
        names = self.declared.names
        end = len(theirs)
        while end > 0:
            if theirs[:end] in names:
                return names[theirs[:end]] + theirs[end:]
            end = theirs.rfind("/", 0, end)
        return theirs


def _sold_at(fields: Mapping[str, Any], meaning: SoldAt) -> dict[str, Any]:
    """Fields about a subject by our name, at its channel."""
    channel = {} if meaning.channel == FIRST_PARTY else {"channel": meaning.channel}
    return {**fields, "subject": meaning.subject, **channel}


def names_of(source: str, sold: Sold) -> Names:
    """The names of a source, as far as they are noted."""
    return Names(source, declared_in(paths.seeds() / "identity", source), sold)


@lru_cache(maxsize=64)
def declared_in(folder: Path, source: str) -> Declared:
    """What a folder of names declares of a source; nothing, where it has no file of it."""
    path = folder / f"{source}.yaml"
    if not path.is_file():
        return Declared()
    try:
        # Names stay text, whatever else they look like.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506
        declared = Declared.model_validate(content)
    except yaml.YAMLError as problem:
        raise InvalidInput(f"{path.name}: is not YAML: {problem}.") from None
    except ValidationError as problem:
        raise InvalidInput("\n".join(describe_errors(problem, Declared, path.name))) from None
    if declared.like is None:
        return declared
    like = declared_in(folder, declared.like)
    return Declared(names={**like.names, **declared.names}, kept=(*like.kept, *declared.kept))
