"""Withholding: an event's text that must not be published goes; its hash and its place stay.

What was proved stays proved. In the text's place stands an event of the type `withheld`, which says
nothing but why.
"""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from ecosys.errors import NotFound, Refused, StatementRefused
from ecosys.log.database import Database
from ecosys.log.line import Line, placeholder

if TYPE_CHECKING:
    from ecosys.log.log import Log

TABLE = "withheld"
COLUMNS = ("position", "body", "reason", "withheld_at")
MAX_REASON = 500
UNNAMED = "withheld-"
"""How the id of an event begins of which not even that is known."""


def withhold(log: "Log", id: str, reason: str) -> int:
    """Take the text of an event out of the log; its position.

    What follows from the log must be made anew then. NotFound where there is no such event,
    Refused where its text is withheld already, stands in a correction too, or no reason is given.
    """
    database = log.database
    with database.writing():
        rows = database.execute("SELECT position FROM event WHERE id = ?", (id,))
        if not rows:
            raise NotFound(f"{id} is not an event of this log.")
        ((position,),) = rows
        if position in withheld(database):
            raise _again(id)
        _refuse(id, reason, _corrections(database, id))
        body = placeholder(id, reason)
        database.insert(TABLE, COLUMNS, [(position, body, reason, log.clock())])
        database.execute("UPDATE event SET body = ? WHERE position = ?", (body, position))
    return int(position)


def without(lines: Sequence[Line], id: str, reason: str) -> list[Line]:
    """The lines of a released log without the text of an event; hashes and places are the same.

    NotFound and Refused are raised as `withhold` does.
    """
    events = [json.loads(line.body) for line in lines]
    at = next((at for at, event in enumerate(events) if event["id"] == id), None)
    if at is None:
        raise NotFound(f"{id} is not an event of the released log.")
    if lines[at].withheld is not None:
        raise _again(id)
    repeating = [
        event["id"] for event in events if event["type"] == "corrected" and event["event"] == id
    ]
    _refuse(id, reason, repeating)
    gone = lines[at]._replace(body=placeholder(id, reason), withheld=lines[at].leaf)
    return [*lines[:at], gone, *lines[at + 1 :]]


def _again(id: str) -> Refused:
    return Refused(f"{id} is withheld already.")


def _refuse(id: str, reason: str, repeating: Sequence[str]) -> None:
    """Refuse what would leave the text elsewhere, or give no reason."""
    if not 0 < len(reason) <= MAX_REASON:
        raise Refused(f"A reason has 1 to {MAX_REASON} characters.", hint="It is published.")
    if repeating:
        raise Refused(
            f"{', '.join(repeating)} corrects {id} and holds its whole statement.",
            hint="Withhold that first.",
        )


def _corrections(database: Database, id: str) -> list[str]:
    """The events that correct an event and are not withheld."""
    sql = "SELECT id, body FROM event WHERE type = 'corrected' AND body LIKE ?"
    found = database.execute(sql, (f'%"event":"{id}"%',))
    bodies = [(name, json.loads(body)) for name, body in found]
    return [name for name, body in bodies if body.get("event") == id]


def withheld(database: Database) -> dict[int, bytes]:
    """The positions whose texts are withheld, each with the hash of its line."""
    sql = (
        f"SELECT event.position, event.leaf FROM {TABLE}"  # noqa: S608
        # ordered by the small table, which is read first then: every answer asks this
        f" JOIN event ON event.position = {TABLE}.position ORDER BY {TABLE}.position"
    )
    try:
        return {position: bytes(leaf) for position, leaf in database.execute(sql)}
    except StatementRefused:  # an older log that can only be read has no such table
        return {}


def unnamed(database: Database, id: str) -> str | None:
    """The text of an event that is not found, where it may be one whose id is withheld too.

    So it is in a log that follows another one by its tiles: these do not tell the id.
    """
    sql = f"SELECT 1 FROM {TABLE} WHERE body LIKE ? LIMIT 1"  # noqa: S608
    with suppress(StatementRefused):
        if database.execute(sql, (f'{{"id":"{UNNAMED}%',)):
            return placeholder(id, "its id is withheld too")
    return None


def note(database: Database, lines: Iterable[Line], now: int) -> None:
    """Note which of the lines that were copied from another log have their texts withheld."""
    rows = [
        (line.position, line.body, json.loads(line.body)["reason"], now)
        for line in lines
        if line.withheld is not None
    ]
    if rows:
        database.insert(TABLE, COLUMNS, rows)
