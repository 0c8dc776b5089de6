"""What commands share that prove or check a log."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from ecosys.log.proof.notary import Notary
    from ecosys.timeline import Timeline

ON_SERVERS = "/v1/log"
"""Where a server has the checkpoint and the tiles of its log."""
NOT_CHECKED = "Who signed it was not checked: --key NAME+ID+KEY names the key of that log."


def open_own(database: str | None) -> "Timeline":
    """The timeline of a database as it is, with nothing laid over it."""
    from ecosys.commands._question import open_log

    return open_log(database, asked=False)


def open_notary(database: str | None) -> "Notary":
    """What signs the log of a database; a key is made where there is none."""
    from ecosys import paths
    from ecosys.log.proof import notary

    opened = open_own(database).log.database
    return notary.open_notary(opened, database or paths.default_database())


def log_at(source: str) -> str:
    """Where the tiles of a log are: those of a server that is named alone are under a path."""
    from ecosys.log.proof import verifier

    if urlsplit(source).path.strip("/") or not urlsplit(source).netloc:
        return source
    try:
        verifier.fetch(source, "checkpoint")
    except verifier.Wrong:
        return source.rstrip("/") + ON_SERVERS
    return source


def remembered_of(source: str) -> Path:
    """The file with the last checkpoint of somebody else's log."""
    from ecosys import paths

    name = sha256(source.rstrip("/").encode()).hexdigest()[:16]
    return paths.default_database().with_name("checkpoints") / name
