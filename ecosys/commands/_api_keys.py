"""What `ecosys key` does with API keys."""

from collections.abc import Callable, Sequence

from ecosys import paths
from ecosys.commands._out import tell
from ecosys.commands._table import table
from ecosys.errors import InvalidInput
from ecosys.log.api_keys import ApiKey, ApiKeys
from ecosys.log.engines import open_database
from ecosys.values import instant, when
from ecosys.values.period import duration
from ecosys.values.words import suggest

COLUMNS = ("name", "id", "scopes", "state", "created", "expires", "last used")


def run(
    action: str,
    name: str | None,
    scopes: Sequence[str],
    expires: str | None,
    keep: str | None,
    database: str | None,
) -> None:
    """Do one of the actions on the keys of a database; InvalidInput where it is none."""
    taken = {"create": {"scope", "expires"}, "rotate": {"expires", "keep"}}
    if action not in ("create", "list", "revoke", "rotate"):
        raise InvalidInput(
            f"ecosys key {action} is nothing to do with API keys.",
            hint=suggest(action, ("create", "list", "revoke", "rotate")),
        )
    if (name is None) != (action == "list"):
        told = "lists all keys" if action == "list" else "needs a NAME"
        raise InvalidInput(f"ecosys key {action} {told}.")
    given = {"scope": bool(scopes), "expires": expires is not None, "keep": keep is not None}
    for option in sorted(name for name, is_given in given.items() if is_given):
        if option not in taken.get(action, ()):
            raise InvalidInput(f"ecosys key {action} takes no --{option}.")
    keys = ApiKeys(open_database(database or paths.default_database()))
    if name is None:
        _list(keys)
    elif action == "revoke":
        _revoke(keys, name)
    elif action == "create":
        _show(*keys.create(name, scopes, _end(expires, keys.clock)))
    else:
        old_until = None if keep is None else _end(keep, keys.clock)
        _show(*keys.rotate(name, _end(expires, keys.clock), old_until))


def _end(text: str | None, clock: Callable[[], int]) -> int | None:
    """The instant at which something ends: after a time, or with a day."""
    if text is None:
        return None
    length = duration(text)
    return when.parse(text).end if length is None else clock() + length


def _show(made: ApiKey, key: str) -> None:
    """Write a new key alone to standard output, so that it can be taken into a file."""
    tell(
        f"{made.name}: {', '.join(sorted(made.scopes))}; {_expiry(made)}.",
        "This is the only time that the key is shown; send it as Authorization: Bearer KEY.",
        err=True,
    )
    tell(key)


def _revoke(keys: ApiKeys, name: str) -> None:
    revoked = keys.revoke(name)
    what = "nothing was valid any more" if not revoked else f"revoked {_ids(revoked)}"
    tell(f"{name}: {what}; refused from now on")


def _ids(keys: Sequence[ApiKey]) -> str:
    return ", ".join(key.id for key in keys)


def _list(keys: ApiKeys) -> None:
    now = keys.clock()
    rows = [
        {
            "name": key.name,
            "id": key.id,
            "scopes": " ".join(sorted(key.scopes)),
            "state": _state(key, now),
            "created": instant.day_of(key.created_at),
            "expires": "" if key.expires_at is None else instant.day_of(key.expires_at - 1),
            "last used": "" if key.used_at is None else instant.to_text(key.used_at)[:16],
        }
        for key in keys.all()
    ]
    if not rows:
        tell("No API key was made: nobody can write over HTTP.")
        return
    table(rows, COLUMNS, whole=True)


def _state(key: ApiKey, now: int) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "valid" if key.is_valid(now) else "expired"


def _expiry(key: ApiKey) -> str:
    if key.expires_at is None:
        return "it does not expire"
    return f"valid until {instant.to_text(key.expires_at - 1)[:16]}Z"
