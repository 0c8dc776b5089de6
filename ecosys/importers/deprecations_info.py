"""deprecations.info: the notices of nine providers' pages, read by a scraper every day.

Since 30 March 2026 its `announcement_date` is the day on which the scraper first saw a row, and
`deprecation_date` is the day that the provider's page gives; before, `announcement_date` was that.
That day is the announcement for some providers; at Azure it is the one on which a model became
legacy or deprecated. For the others it is as often the shutdown itself or the day of a release
note: it is left out. Of regions it keeps the earliest. Early rows hold free text for dates, and
names of features and titles for ids.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from ecosys.errors import InvalidInput
from ecosys.event.subject import is_subject
from ecosys.importer import Fields, Importer, Row
from ecosys.values import when

MEANS = {
    "openai": "announced",
    "anthropic": "announced",
    "aws-bedrock": "announced",
    "google-vertex": "announced",
    "google-vertex-ai": "announced",
    "azure": "deprecated",
}
"""What the day on a provider's page is; of others, it is not known."""
MAX_NAME_LENGTH = 80
"""How much of a name is kept; what is longer is a sentence."""
NO_NAME = {"", "n/a", "none", "<unknown>"}
"""What stands where there is no name."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class _Notice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    provider: str
    model_id: str | None = None
    title: str | None = None
    announcement_date: str | None = None
    deprecation_date: str | None = None
    first_observed: str | None = None
    shutdown_date: str | None = None
    replacement_model: str | None = None
    replacement_models: list[str] | None = None
    deprecation_context: str | None = None

    @field_validator("announcement_date", "deprecation_date", "shutdown_date", mode="after")
    @classmethod
    def _empty_is_none(cls, value: str | None) -> str | None:
        return value or None


def read(payload: bytes, stated: str) -> Iterator[Row]:  # noqa: ARG001 (its rows say their days)
    """A row for each notice."""
    try:
        rows = _rows(json.loads(payload))
    except (ValueError, RecursionError) as problem:
        raise _refused(f"it is not JSON ({type(problem).__name__})") from None
    if not rows:
        raise _refused("it holds no list of notices")
    yield from (_row(number, given) for number, given in enumerate(rows))


def _refused(reason: str) -> InvalidInput:
    return InvalidInput(f"This is no data file of deprecations.info: {reason}.")


def _rows(data: object) -> list[Any] | None:
    """The list itself, or that of a commit: v1 where it had one, else data."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return None
    inside = data.get("v1") or data.get("data") or data
    entries = inside.get("deprecations") if isinstance(inside, dict) else inside
    return entries if isinstance(entries, list) else None


def _row(number: int, given: object) -> Row:
    shown = json.dumps(given)[:500]
    try:
        notice = _Notice.model_validate(given)
    except ValidationError as problem:
        fault = problem.errors()[0]
        reason = f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
        return Row(f"#{number}", problem=reason, given=shown)
    provider = re.sub(r"\s+", "-", notice.provider.strip().lower())
    name = _name(notice)
    key = f"{provider}/{name[:MAX_NAME_LENGTH] or f'#{number}'}"
    if not name or len(name) > MAX_NAME_LENGTH:
        why = "what it names is too long for a model" if name else "it names no model"
        return Row(key, problem=why, given=shown)
    try:
        fields = _fields(key, provider, notice)
    except ValueError as problem:
        return Row(key, problem=str(problem)[:500], given=shown)
    return Row(key, {key: fields} if fields else {}, given=shown)


def _name(notice: _Notice) -> str:
    """The model; in its first days, a part of the title: `OpenAI: gpt-4-0314`."""
    name = notice.model_id
    if name is None and notice.title:
        whose, colon, rest = notice.title.partition(": ")
        name = rest if colon and whose == notice.provider else None
    name = " ".join((name or "").split())
    return "" if name.lower() in NO_NAME else name


def _fields(key: str, provider: str, notice: _Notice) -> Fields | None:
    """What a notice states; None: no day that means something."""
    if not is_subject(key):
        raise ValueError(f"{key} cannot be the id of a model")
    shutdown, day = _date(notice.shutdown_date), _date(_day(notice))
    if shutdown and (notice.deprecation_context or "").startswith("Released"):
        raise ValueError("its text tells of a launch")
    if shutdown and day and day > shutdown:
        raise ValueError(f"shutdown {shutdown} lies before {day}, the day of its notice")
    means = MEANS.get(provider)
    dates = {means: day} if means and day and day != shutdown else {}
    if shutdown:
        dates["shutdown"] = shutdown
    if not dates:
        return None
    fields: dict[str, Any] = {
        "type": "deprecated",
        "subject": key,
        "occurred": dates.get("announced", "unknown"),
        **dates,
    }
    replacements = list(_replacements(notice))
    return {**fields, "replacements": replacements} if replacements else fields


def _day(notice: _Notice) -> str | None:
    """The day on the provider's page."""
    if "deprecation_date" in notice.model_fields_set:
        return notice.deprecation_date
    first_seen = notice.announcement_date == notice.first_observed
    return None if first_seen else notice.announcement_date


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    if not _DATE.fullmatch(text):
        raise ValueError(f"{text[:200]!r} is not a date")
    return str(when.read(text))


def _replacements(notice: _Notice) -> Iterator[str]:
    given = notice.replacement_models or (notice.replacement_model or "").split(",")
    for each in dict.fromkeys(name.strip() for name in given):
        if re.search(r"\w", each) and each.lower() not in NO_NAME:
            yield each[:2000]


deprecations_info = Importer(
    source="deprecations-info",
    read=read,
    dated=True,
    licence="MIT",
    address="https://deprecations.info/v1/deprecations.json",
    fetched=True,
)
