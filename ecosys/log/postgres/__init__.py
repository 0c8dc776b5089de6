"""PostgreSQL beneath a log: one server for many processes. Needs the extra `postgres`."""

from ecosys.log.postgres.postgres import Postgres

__all__ = ["Postgres"]
