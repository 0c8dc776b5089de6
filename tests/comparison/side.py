"""Side: one of the two states, asked in processes of its own."""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.comparison.normal import Answer
from tests.comparison.question import Question

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).with_name("worker.py")
PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")
"""What of the environment counts; settings of ecosys do not."""


@dataclass(frozen=True, slots=True)
class Side:
    """The code of a tree over a fresh database that it fills from its own released log."""

    name: str
    tree: Path
    folder: Path
    """Where it may write: the database, the home of its commands."""

    @property
    def database(self) -> Path:
        """The file of its log."""
        return self.folder / "ecosys.db"

    def ask(self, questions: Sequence[Question]) -> Iterator[Answer]:
        """The answers over HTTP, one by one, from one process; its error ends the comparison."""
        lines = self.folder / "questions.jsonl"
        lines.write_text("".join(f"{_line(each)}\n" for each in questions), encoding="utf-8")
        command = [sys.executable, "-P", str(WORKER), str(self.tree), str(self.database)]
        errors = self.folder / "stderr"
        with lines.open("rb") as given, errors.open("wb") as told:
            process = subprocess.Popen(
                command,
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=told,
                env=self._environment(),
                cwd=self.folder,
            )
            with process:
                assert process.stdout is not None
                yield from map(json.loads, process.stdout)
        if process.returncode:
            sys.exit(f"The state {self.name} cannot be asked:\n{errors.read_text()}")

    def run(self, question: Question) -> Answer:
        """What a command line does: exit status, standard output, standard error."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", "ecosys", *question.words],
            capture_output=True,
            env=self._environment(),
            cwd=self.folder,
            check=False,
        )
        return {
            "status": done.returncode,
            "stdout": _lines(done.stdout),
            "stderr": _lines(done.stderr),
        }

    def log(self) -> Answer:
        """The released log as the file holds it: its bytes, its positions."""
        content = (self.tree / "seeds" / "log.jsonl").read_bytes()
        positions = [json.loads(line)["position"] for line in content.splitlines()]
        return {"bytes": hashlib.sha256(content).hexdigest(), "positions": positions}

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return {
            **kept,
            "PYTHONPATH": os.pathsep.join([str(self.tree), str(self.tree / "api")]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
            "HOME": str(self.folder),
            "ECOSYS_DATABASE": str(self.database),
            "COLUMNS": "200",
        }


def tree_of(state: str, folder: Path) -> Path:
    """The tree of a state: a checkout as it is, or a revision taken out into a folder."""
    if (Path(state) / "ecosys").is_dir():
        return Path(state).resolve()
    archive = folder / "tree.tar"
    taken = subprocess.run(
        ["git", "archive", "--format=tar", f"--output={archive}", state],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if taken.returncode:
        sys.exit(f"{state} is neither a checkout nor a revision: {taken.stderr.strip()}")
    tree = folder / "tree"
    with tarfile.open(archive) as opened:
        opened.extractall(tree, filter="data")
    return tree.resolve()


def _line(question: Question) -> str:
    asked: dict[str, Any] = {
        "method": question.method,
        "address": question.address,
        "headers": dict(question.headers),
    }
    return json.dumps(asked)


def _lines(output: bytes) -> list[str]:
    return output.decode("utf-8", "surrogateescape").splitlines(keepends=True)
