"""What is not there: programs that tests need are named in the last lines, and CI fails."""

import os
from collections.abc import Generator

import pytest

from tests.browser import chromium
from tests.endurance import cluster
from tests.log.postgres import server as postgres

NEEDED = (postgres.NOT_THERE, chromium.NOT_THERE)
"""What is said where they are missing, and their tests are skipped."""
WELCOME = (cluster.NOT_THERE,)
"""The same of what CI does without."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """Say what was not there."""
    yield
    if hasattr(session.config, "workerinput"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    for missing in (*NEEDED, *WELCOME):
        if any(missing in str(each.longrepr) for each in skipped):
            reporter.write_line(missing, red=True, bold=True)
            if missing in NEEDED and os.environ.get("CI"):
                session.exitstatus = pytest.ExitCode.TESTS_FAILED
