"""Reader: somebody who does what a document says, block by block, and sees whether it is so."""

import doctest
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import typer.main
import yaml
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from ecosys import EcosysError, Timeline
from ecosys.__main__ import build
from ecosys.client import Client
from ecosys.commands._audit import settings
from tests.documents import ROOT, Block, missing_line, says, shown

HERE = "http://127.0.0.1:8000"
"""Where the documents ask the API."""
FOLDERS = ("commands", "events", "importers", "projections", "read_models", "usages")
OTHERS = (
    "ecosys.answers.exports",
    "ecosys.answers.reprice.layouts",
    "ecosys_api.mcp.tools",
    "ecosys_api.pages",
    "ecosys_api.routes",
)
GROUPS = {*(f"ecosys.{folder}" for folder in FOLDERS), *OTHERS}
"""The groups of entry points by which a package adds to ecosys."""
LISTED = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
"""How the tools for language models are listed."""
OF_POSTGRES = {"createdb", "pg_basebackup", "pg_dump", "pg_restore"}
PROGRAMS = {"curl", "ecosys", "pip", "pytest", "python", "python3", "uvx", *OF_POSTGRES}
"""What the lines of a `sh` block may call."""

Told = tuple[bool, str]
"""Whether a command went well, and what it printed."""


def command_lines(block: Block) -> Iterator[list[str]]:
    """The commands of a `sh` block as words, without variables that are set for them."""
    for line in block.text.replace("\\\n", " ").splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words: list[str] = []
        for word in [*lexer, ";"]:
            if not set(word) <= set(";&|"):
                words.append(word)
                continue
            while words and re.match(r"[A-Z_]+=", words[0]):
                words.pop(0)
            if words:
                yield words
            words = []


def asked(client: TestClient, words: list[str]) -> str:
    """What `curl` with these words would print."""
    headers: dict[str, str] = {}
    address, head, method, body = "", False, "GET", None
    rest = iter(words)
    for word in rest:
        if word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "-d":
            body, method = next(rest), "POST"
        elif word.startswith("-"):
            head |= "i" in word or "I" in word
            method = "HEAD" if "I" in word else method
        else:
            address = word.removeprefix(HERE)
    assert address.startswith("/"), words
    if "..." in headers.get("If-None-Match", ""):  # the tag of the answer, whatever it is
        headers["If-None-Match"] = client.get(address).headers["etag"]
    reply = client.request(method, address, headers=headers, content=body)
    lines = [f"HTTP/1.1 {reply.status_code} {reply.reason_phrase}"] if head else []
    lines += [f"{name}: {value}" for name, value in reply.headers.items()] if head else []
    return "\n".join([*lines, reply.text])


@dataclass
class Reader:
    """Somebody who does what a document says, in a folder with a copy of the released log."""

    folder: Path
    client: TestClient
    ecosys: Callable[[list[str]], Told]
    names: dict[str, Any] = field(default_factory=dict)
    """What the Python of the document has defined so far."""

    def follow(self, block: Block) -> None:
        """Do what a block says; AssertionError says where it is not so."""
        kinds = {
            "console": self._console,
            "csv": self._csv,
            "json": self._json,
            "pgsql": self._pgsql,
            "python": self._python,
            "sh": self._sh,
            "sql": self._sql,
            "toml": self._toml,
            "yaml": self._yaml,
        }
        assert block.language in kinds, f"{block.place}: nobody tries a {block.language!r} block"
        kinds[block.language](block)

    def close(self) -> None:
        """Let go of the logs that the Python of the document opened."""
        for value in self.names.values():
            if isinstance(value, Timeline):
                value.log.database.close()
            if isinstance(value, Client):
                value.close()

    def _console(self, block: Block) -> None:
        for command, wanted in shown(block):
            program, *words = shlex.split(command)
            assert wanted.strip(), f"{block.place}: nothing is shown of {command}"
            assert program in ("curl", "ecosys"), f"{block.place}: {command}"
            if program == "curl":
                told = asked(self.client, words)
                assert says(wanted, told), f"{block.place}: {command}\n{_readable(told)}"
                continue
            well, told = self.ecosys(words)
            line = missing_line(wanted, told)
            assert line is None, f"{block.place}: {command}\nhas no {line}\n{told}"
            assert well != wanted.startswith("ecosys: "), f"{block.place}: {command}\n{told}"

    def _python(self, block: Block) -> None:
        if block.file:  # a file of the package, which is tried as a whole
            return
        if ">>>" not in block.text:
            exec(compile(block.text, block.place, "exec"), self.names)
            return
        told: list[str] = []
        test = doctest.DocTestParser().get_doctest(
            block.text, self.names, block.page, block.page, block.line - 1
        )
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        runner.run(test, out=told.append, clear_globs=False)
        self.names.update(test.globs)
        assert not told, "".join(told)

    def _yaml(self, block: Block) -> None:
        if block.file.startswith(".github/"):
            self._workflow(block)
            return
        path = self.folder / (block.file or "shown.yaml")
        path.write_text(block.text, encoding="utf-8")
        well, told = self.ecosys(["check", str(path)])
        assert well, f"{block.place}: {told}"

    def _workflow(self, block: Block) -> None:
        action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        [job] = yaml.safe_load(block.text)["jobs"].values()
        [given] = [step["with"] for step in job["steps"] if "/ecosys@" in step["uses"]]
        assert set(given) <= set(action["inputs"]), block.place

    def _csv(self, block: Block) -> None:
        assert block.file, f"{block.place}: the file has no name"
        (self.folder / block.file).write_text(block.text, encoding="utf-8")

    def _json(self, block: Block) -> None:
        """A configuration by which clients of the tools for language models find them."""
        for each in json.loads(block.text)["mcpServers"].values():
            if "url" in each:
                reply = self.client.post(each["url"].removeprefix(HERE), json=LISTED)
                assert reply.json()["result"]["tools"], block.place
            else:
                assert each["command"] == "ecosys", block.place
                parse(block, each["args"])

    def _sql(self, block: Block) -> None:
        if block.file.startswith("duckdb"):  # these stand on rows that others export
            assert duckdb.extract_statements(block.text), block.place
            return
        files = sorted(self.folder.glob("*.csv"))
        tables = [word for file in files for word in ("--table", f"{file.stem}={file}")]
        well, told = self.ecosys(["sql", block.text, *tables])
        assert well, f"{block.place}: {told}"
        assert "Nothing." not in told, f"{block.place}: it finds nothing"

    def _pgsql(self, block: Block) -> None:
        """What only PostgreSQL understands: `tests/log/postgres/test_roles.py` does it there."""
        assert block.file == "roles", f"{block.place}: nobody tries it"

    def _toml(self, block: Block) -> None:
        if block.file == settings.NAME:
            (self.folder / block.file).write_text(block.text, encoding="utf-8")
            assert settings.load(self.folder / block.file), block.place
            return
        project = tomllib.loads(block.text).get("project", {})
        groups = set(project.get("entry-points", {}))
        assert groups <= GROUPS, f"{block.place}: {groups - GROUPS} are no groups of ecosys"
        assert block.file == "pyproject.toml" or groups, f"{block.place}: it adds nothing"

    def _sh(self, block: Block) -> None:
        found = list(command_lines(block))
        assert found, f"{block.place}: it does nothing"
        for program, *words in found:
            name = Path(program).name
            assert name in PROGRAMS, f"{block.place}: {program}"
            if name == "ecosys":
                parse(block, words)
            if name == "curl":
                told = asked(self.client, ["-i", *words])
                assert told.startswith("HTTP/1.1 200"), f"{block.place}: {words}\n{told}"


def _readable(told: str) -> str:
    try:
        return json.dumps(json.loads(told), indent=1, ensure_ascii=False)
    except ValueError:
        return told


def parse(block: Block, words: list[str]) -> None:
    """Read a command line without running it: command and options must be known."""
    group = typer.main.get_command(build())
    assert isinstance(group, typer.main.TyperGroup)
    if words and not words[0].startswith("-"):
        assert words[0] in group.commands, f"{block.place}: there is no ecosys {words[0]}"
        command = group.commands[words[0]]
        words = words[1 : words.index(">")] if ">" in words else words[1:]
        try:
            command.make_context(command.name, words).close()
        except Exception as problem:  # noqa: BLE001  typer's errors have no public name
            raise AssertionError(f"{block.place}: ecosys {words}: {problem}") from None


def in_process(database: Path) -> Callable[[list[str]], Told]:
    """What runs `ecosys` over a database in this process."""

    def run(words: list[str]) -> Told:
        settings = {"ECOSYS_DATABASE": str(database), "COLUMNS": "160"}
        done = CliRunner().invoke(build(), words, env=settings)
        if isinstance(done.exception, EcosysError):
            return False, f"ecosys: {done.exception}"
        return done.exit_code == 0, done.output

    return run
