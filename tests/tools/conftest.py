"""A server with the files of all layouts, of the released log and a model of our own."""

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ecosys.answers.export import export, exports
from ecosys.timeline import Timeline
from tests import given
from tests.once import once

ROOT = Path(__file__).parent.parent.parent
OWN, OTHER = "ours-9", "ours-8"
"""The models that no other list has; the first will end."""
LATE = "2026-11-22"
BESIDE = ("2025-06-01", "2025-06-15")
"""Days of litellm's map alone: o3 was cut on 2025-06-10."""
Run = Callable[..., Any]


def fill(database: Path, folder: Path) -> None:
    """The files of all layouts at these moments, as a server has them below /compat."""
    timeline = Timeline.open(shutil.copy(database, folder / "own.db"))
    price = {"input": "3.21", "output": "6.54", "cache_read": "0.321"}
    timeline.append(
        [
            given.price("ours", "2025-01-01", subject=f"openai/{OWN}", **price),
            given.price("other", "2025-01-01", subject=f"openai/{OTHER}", **price),
            given.event(
                "launched",
                "own",
                subject=f"openai/{OWN}",
                what="model",
                occurred="2025-01-01",
                stated="2025-01-01",
            ),
            given.event(
                "deprecated",
                "end",
                subject=f"openai/{OWN}",
                announced="2026-06-01",
                stated="2026-06-01",
                shutdown="2031-12-24",
            ),
        ]
    )
    late = exports(timeline, timeline.moment(LATE, LATE))
    early = [(day, export(timeline, timeline.moment(day, LATE), "litellm")) for day in BESIDE]
    made = [*((LATE, name, each) for name, each in late), *((d, "litellm", e) for d, e in early)]
    for day, name, each in made:
        for path, content in each.files.items():
            file = folder / day / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    timeline.log.database.close()


@pytest.fixture(scope="session")
def files(released_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of these files, made once for all workers."""
    return once(tmp_path_factory, "layouts", partial(fill, released_database))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site(files: Path) -> Iterator[str]:
    """The address at which the files are served."""
    handler = partial(Quiet, directory=str(files))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def interpreter(module: str) -> str:
    """A Python that has a tool: ours, those of ECOSYS_TOOLS, or in `.tools`; else a loud skip."""
    named = os.environ.get("ECOSYS_TOOLS", "").split(os.pathsep)
    here = map(str, sorted((ROOT / ".tools").glob("**/bin/python")))
    finds = f"import importlib.util as u, sys; sys.exit(not u.find_spec('{module}'))"
    for python in (sys.executable, *filter(None, named), *here):
        if not subprocess.run([python, "-c", finds], check=False).returncode:
            return python
    pytest.skip(f"SKIPPED: {module} is not installed; CONTRIBUTING tells how it is")


def program(name: str) -> str:
    """A program of npm: of ECOSYS_NODE_TOOLS, in `.tools`, or on the path; else a loud skip."""
    folders = [os.environ.get("ECOSYS_NODE_TOOLS", ""), str(ROOT / ".tools")]
    beside = [f"{each}/node_modules/.bin/{name}" for each in filter(None, folders)]
    found = next(filter(None, map(shutil.which, [*beside, name])), None)
    if found is None:
        pytest.skip(f"SKIPPED: {name} is not installed; CONTRIBUTING tells how it is")
    return found


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run lines of Python with a tool, offline but for this machine; gives what they print last."""

    def ask(module: str, script: str, **settings: str) -> Any:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        environment = {**kept, "HOME": str(tmp_path), "NO_PROXY": "127.0.0.1", **settings}
        done = subprocess.run(
            [interpreter(module), "-W", "ignore", "-c", script],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return ask
