"""modeldeprecations.dev: a YAML file per model, each date read again by people and cited.

`deprecated_on` is the day of the announcement, unless it is that of the shutdown: then the
announcement is not known, only that the model was closed. `shutdown_on` is a firm end and
`earliest_shutdown_on` a soft one: not before it. Of the replacements only the recommended are
taken: the provider named them; the others are suggestions of its own. Aliases, citations and a
status without a date are left out.
"""

import io
import re
import tarfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from ecosys.errors import InvalidInput
from ecosys.event.subject import is_subject
from ecosys.importer import Fields, Importer, Row
from ecosys.values import when

MAX_BYTES = 100_000
"""How large the file of a model may be."""

_MODEL = re.compile(r"(?:.*/)?models/(([^/]+)/([^/]+))\.ya?ml")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAMAGED = (tarfile.TarError, OSError, EOFError, ValueError, ArithmeticError)
_UNREADABLE = (
    *(yaml.YAMLError, ValueError, ArithmeticError, LookupError, AttributeError, TypeError),
    RecursionError,
)
"""What reading YAML can raise: a date of 31 February is a ValueError, a false tag others."""


def _day(value: object) -> str | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    if value is None:
        return None
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        shown = value[:200] if isinstance(value, str) else type(value).__name__
        raise ValueError(f"{shown!r} is not a date")
    return str(when.read(value))


_Day = Annotated[str | None, BeforeValidator(_day)]


class _Replacement(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    provider: str
    model: str
    recommended: bool = False


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    provider: str
    model: str
    name: str | None = None
    released_on: _Day = None
    deprecated_on: _Day = None
    shutdown_on: _Day = None
    earliest_shutdown_on: _Day = None
    replacements: list[_Replacement] | None = None


def read(payload: bytes, stated: str) -> Iterator[Row]:  # noqa: ARG001 (its rows say their days)
    """A row for each model."""
    try:
        files = list(_files(payload))
    except _DAMAGED as problem:
        raise _refused(f"it is no tar file ({type(problem).__name__})") from None
    if not files:
        raise _refused("it holds no models")
    yield from (_row(path, text) for path, text in files)


def _refused(reason: str) -> InvalidInput:
    return InvalidInput(f"This is no data file of modeldeprecations.dev: {reason}.")


def _files(payload: bytes) -> Iterator[tuple[str, bytes | None]]:
    """The models' files, `provider/model` and content; none: it is too large to be one."""
    with tarfile.open(fileobj=io.BytesIO(payload), mode="r:") as tar:
        for member in tar:
            match = _MODEL.fullmatch(member.name)
            if not match or not member.isfile():
                continue
            opened = tar.extractfile(member) if member.size <= MAX_BYTES else None
            yield match[1], opened.read() if opened else None


def _row(path: str, text: bytes | None) -> Row:
    if text is None:
        return Row(path, problem=f"its file has more than {MAX_BYTES} bytes")
    given = text.decode("utf-8", "replace")[:500]
    try:
        model = _Model.model_validate(yaml.safe_load(text))
    except ValidationError as problem:
        fault = problem.errors()[0]
        reason = fault["msg"].removeprefix("Value error, ")
        return Row(path, problem=f"{'.'.join(map(str, fault['loc']))}: {reason}", given=given)
    except _UNREADABLE as problem:
        return Row(path, problem=f"it is not YAML: {str(problem)[:200]}", given=given)
    key = f"{model.provider.lower()}/{model.model}"
    try:
        return Row(key, dict(_statements(key, model)), given=given)
    except ValueError as problem:
        return Row(key, problem=str(problem)[:500], given=given)


def _statements(key: str, model: _Model) -> Iterator[tuple[str, Fields]]:
    if not is_subject(key):
        raise ValueError(f"{key} cannot be the id of a model")
    _check_order(model)
    end = model.shutdown_on
    if model.earliest_shutdown_on:
        end = f"not before {model.earliest_shutdown_on}"
    if end or model.deprecated_on:
        means = "announced" if model.deprecated_on != end else "deprecated"
        dates = {means: model.deprecated_on, "shutdown": end}
        fields: dict[str, Any] = {name: day for name, day in dates.items() if day}
        occurred = fields.get("announced", "unknown")
        if replacements := list(_replacements(model)):
            fields["replacements"] = replacements
        yield key, {"type": "deprecated", "subject": key, "occurred": occurred, **fields}
    if model.released_on:
        launched = {"type": "launched", "subject": key, "what": "model"}
        name = {"name": model.name[:2000]} if model.name and model.name.strip() else {}
        yield f"{key}/launch", {**launched, "occurred": model.released_on, **name}


def _check_order(model: _Model) -> None:
    """Its days stand in their order, and its end is either firm or soft."""
    if model.shutdown_on and model.earliest_shutdown_on:
        raise ValueError("it has a firm end and a soft one")
    end = model.shutdown_on or model.earliest_shutdown_on
    if end and model.deprecated_on and end < model.deprecated_on:
        raise ValueError(f"shutdown {end} lies before {model.deprecated_on}, when it was announced")
    first = min(filter(None, (model.deprecated_on, end)), default=None)
    if first and model.released_on and first < model.released_on:
        raise ValueError(f"{first} lies before {model.released_on}, when it was released")


def _replacements(model: _Model) -> Iterator[str]:
    """The models that the provider named: of another provider by their full name."""
    for each in model.replacements or ():
        if each.recommended and each.model.strip():
            own = each.provider == model.provider
            yield (each.model if own else f"{each.provider}/{each.model}")[:2000]


modeldeprecations = Importer(
    source="modeldeprecations",
    read=read,
    dated=True,
    licence="MIT",
    address="https://modeldeprecations.dev",
)
