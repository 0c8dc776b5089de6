"""ecosys rebuild: make anew what is derived from the log."""

from ecosys.commands._options import Database
from ecosys.commands._out import tell


def rebuild(database: Database = None) -> None:
    """Make anew all that is derived from the recorded bytes, and check every hash on the way."""
    from ecosys.commands._question import open_log

    timeline = open_log(database, asked=False)
    checked = timeline.log.check()
    timeline.rebuild()
    tell(f"{checked} events checked, the index by subject and the read models made anew")
