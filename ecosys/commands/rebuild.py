"""ecosys rebuild: make anew what is derived from the log."""

from ecosys.commands._options import Database
from ecosys.commands._out import tell


def rebuild(database: Database = None) -> None:
    """Make the index by subject anew from the recorded bytes, and check every hash on the way."""
    from ecosys.commands._question import open_log

    timeline = open_log(database, asked=False)
    checked = timeline.log.check()
    timeline.log.rebuild()
    tell(f"{checked} events checked, the index by subject made anew")
