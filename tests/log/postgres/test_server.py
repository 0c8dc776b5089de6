"""Where no server can be had for the tests they say so at the end, and CI fails."""

import os
import subprocess
import sys

import pytest

from tests.documents import ROOT
from tests.log.postgres.server import NOT_THERE

pytestmark = pytest.mark.no_cover
TEST = "tests/log/postgres/test_tables.py::test_there_are_no_enums_and_no_sequences"


def test_without_a_server_the_last_line_says_so_and_ci_fails():
    plugins = ["-p", "tests.log.postgres.no_server", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, TEST],
        cwd=ROOT,
        env={**os.environ, "CI": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout
    assert done.stdout.rstrip().splitlines()[-1] == NOT_THERE
