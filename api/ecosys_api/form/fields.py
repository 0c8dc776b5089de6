"""Fields: a form for an event: every field of its type with what it means, and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ecosys.event import event_types
from ecosys.event.codec import schema
from ecosys.event.validation import Path
from ecosys.seeding.write import inside_order, written_order
from ecosys_api.form.names import PREFIX, written
from ecosys_api.form.schema import Schema, Shape, shape

RARE = {
    *("id", "stated", "stated_basis", "confidence", "announcement", "voice", "via", "note"),
    *("title", "archived", "sha256"),
}
"""Fields that few events need: they are asked for last."""
USUAL = {"direction", "amount", "source", "url", "read", "party", "role"}
"""Fields of rows that are mostly said."""
SOURCES = {"source", "voice", "via"}
"""Fields that name a source."""
APART = {"type", "version", "recorded_by"}
"""Fields that nobody fills in."""
Notes = Mapping[Path, Sequence[str]]
"""What is said of fields, by the ways to them."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form."""

    name: str
    """Its name in the form."""
    label: str
    shape: Shape
    value: str = ""
    """What stands in it."""
    is_required: bool = False
    is_rare: bool = False
    """Whether few events need it."""
    known: str = ""
    """The list of what is known, of which it is mostly one."""
    notes: Sequence[str] = ()
    """What is wrong with it, or doubted."""
    groups: Sequence[Sequence["Field"]] = ()
    """The fields in it: of a group once, of rows as often as there are, and once more."""


def fields_of(type: str, data: Mapping[str, Any], notes: Notes) -> list[Field]:
    """The fields of a type of event, those filled in that are given."""
    cls = event_types[type]
    whole = schema(cls)
    names = [name for name in written_order(cls) if name not in APART]
    made = _Maker(notes).group(names, whole, whole, data, ())
    return [_statement(type, field, data, notes) for field in made]


def _statement(type: str, field: Field, data: Mapping[str, Any], notes: Notes) -> Field:
    """The right statement of a correction as the fields of its own type; any other as it is."""
    stated = data.get("statement")
    if type != "corrected" or field.label != "statement" or not isinstance(stated, Mapping):
        return field
    kind = event_types.members.get(str(stated.get("type")))
    if kind is None:
        return field
    whole = schema(kind)
    names = [name for name in written_order(kind) if name not in {*APART, "id"}]
    inside = _Maker(notes).group(names, whole, whole, stated, ("statement",))
    return Field(field.name, field.label, Shape("group", field.shape.help), groups=[inside])


@dataclass(frozen=True)
class _Maker:
    """Makes the fields of groups within groups."""

    notes: Notes

    def group(
        self,
        names: Iterable[str],
        group: Schema,
        whole: Schema,
        data: Any,
        path: Path,
        *,
        is_spare: bool = False,
    ) -> list[Field]:
        """The fields of a group, in the order of their names; in a spare one none is needed."""
        given = data if isinstance(data, Mapping) else {}
        required = set() if is_spare else set(group.get("required", ()))
        known: Mapping[str, Schema] = group["properties"]
        return [
            self._field(
                (*path, name),
                shape(known[name], whole),
                whole,
                given.get(name),
                is_required=name in required and name != "id",
            )
            for name in names
            if name in known
        ]

    def _field(
        self, path: Path, form: Shape, whole: Schema, value: Any, *, is_required: bool
    ) -> Field:
        name = str(path[-1])
        return Field(
            PREFIX + ".".join(map(str, path)),
            name.replace("_", " "),
            form,
            _text(form, value),
            is_required,
            not is_required and (name in RARE or _is_aside(path)),
            _known(name, form),
            self._notes_of(path, form),
            self._inside(path, form, whole, value),
        )

    def _inside(self, path: Path, form: Shape, whole: Schema, value: Any) -> list[list[Field]]:
        if form.inside is None:
            return []
        names = inside_order(form.inside["properties"])
        if form.kind == "group":
            return [self.group(names, form.inside, whole, value, path)]
        filled = list(value) if isinstance(value, list | tuple) else []
        return [
            self.group(names, form.inside, whole, row, (*path, at), is_spare=0 < at == len(filled))
            for at, row in enumerate([*filled, None])
        ]

    def _notes_of(self, path: Path, form: Shape) -> list[str]:
        """What is said of a field; of a list also what is said of one of its texts."""
        return [
            text
            for about, texts in self.notes.items()
            if about == path or (form.kind in ("list", "other") and about[: len(path)] == path)
            for text in texts
        ]


def _is_aside(path: Path) -> bool:
    """Whether a field within a row is one that most rows do not need."""
    is_in_row = len(path) > 1 and isinstance(path[-2], int)
    return is_in_row and path[-1] not in USUAL


def _text(form: Shape, value: Any) -> str:
    if value is None or form.inside is not None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return written(value)


def _known(name: str, form: Shape) -> str:
    if form.is_subject:
        return "subjects"
    return "sources" if name in SOURCES else {"channel": "channels"}.get(name, "")
