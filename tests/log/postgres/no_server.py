"""A plugin of pytest: as where no server of PostgreSQL can be had."""

from tests.log.postgres import server as postgres_server


def pytest_configure() -> None:
    """There is none."""
    postgres_server.is_there = lambda: False
