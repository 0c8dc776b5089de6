"""SQLite beneath a log: a file, with nothing to install."""

from ecosys.log.sqlite.sqlite import Sqlite

__all__ = ["Sqlite"]
