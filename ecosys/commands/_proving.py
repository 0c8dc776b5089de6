"""What commands share that prove or check a log."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecosys.log.proof.notary import Notary

NOT_CHECKED = "Who signed it was not checked: --key NAME+ID+KEY names the key of that log."


def open_notary(database: str | Path | None) -> "Notary":
    """What signs the log of a database; a key is made where there is none."""
    from ecosys import paths
    from ecosys.commands._question import open_log
    from ecosys.log.proof import notary

    named = database or paths.default_database()
    timeline = open_log(str(named), asked=False)
    return notary.open_notary(timeline.log.database, named)
