"""SARIF 2.1.0: an audit as code scanning tools read it."""

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from ecosys import __version__
from ecosys.answers.audit import Audit, AuditRow, UnknownRow
from ecosys.commands._audit.wording import sentence

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
RULES = {
    "ended": "The model has been switched off: calls fail.",
    "redirected": "The model has been switched off: another one answers its calls.",
    "ending": "The day on which the model is switched off is announced.",
    "open": "The model is deprecated; the day on which it is switched off is not set.",
    "no_end_known": "No end of the model is announced.",
    "unknown": "What looks like a model is not known: nothing can be said of it.",
}
"""What each rule means; its name is a status."""


def sarif(audit: Audit, rows: Iterable[AuditRow]) -> str:
    """The whole log of one run."""
    results = [*map(_result, rows), *map(_unknown, audit.unknown)]
    driver = {
        "name": "ecosys",
        "version": __version__,
        "rules": [{"id": name, "shortDescription": {"text": text}} for name, text in RULES.items()],
    }
    about = audit.meta
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {
            "data_date": about.data_date,
            "as_of": str(about.as_of),
            "known_at": str(about.known_at),
            "position": about.position,
        },
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _result(row: AuditRow) -> dict[str, Any]:
    replacements = [each.name for each in row.replacements]
    values = {"subject": row.subject, "channel": row.channel, "shutdown": row.shutdown}
    return {
        "ruleId": row.status,
        "ruleIndex": [*RULES].index(row.status),
        "level": "error" if row.finding else "note",
        "message": {"text": sentence(row)},
        "locations": [_location(row.file, row.line, row.column, row.name)],
        "partialFingerprints": {"model/v1": f"{row.subject}:{row.channel}:{row.status}"},
        "properties": {**values, "days_left": row.days_left, "replacements": replacements},
    }


def _unknown(row: UnknownRow) -> dict[str, Any]:
    return {
        "ruleId": "unknown",
        "ruleIndex": [*RULES].index("unknown"),
        "level": "note",
        "message": {"text": f"{row.name}: {row.why}."},
        "locations": [_location(row.file, row.line, row.column, row.name)],
    }


def _location(file: str, line: int, column: int, name: str) -> dict[str, Any]:
    path = PurePath(file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    region = {"startLine": line, "startColumn": column, "endColumn": column + len(name)}
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
