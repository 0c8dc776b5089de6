"""Settings: each has a variable of the environment, and the guide has all of them."""

import re
from typing import Any

import typer

from ecosys.__main__ import build
from ecosys_api.limits import USUAL
from ecosys_api.networks import PRIVATE
from ecosys_api.proxies import TRUSTED
from ecosys_api.writing.writer import WRITES_A_MINUTE
from tests.documents import GUIDE, ROOT

VARIABLE = re.compile(r"\bECOSYS_[A-Z][A-Z_]+\b")
ROW = re.compile(r"^\| `(--[a-z-]+)` \| `(ECOSYS_[A-Z_]+)` \|", re.MULTILINE)
NO_SETTINGS = {"--help", "--version", "--install-completion", "--show-completion"}
OF_THE_SERVER_ALONE = {"ECOSYS_SITE"}
"""What the server tells its own processes."""


def settings(*words: str) -> dict[str, str]:
    """The options of a command that have a variable, each with the first."""
    command: Any = typer.main.get_command(build(words))
    for word in words:
        command = command.commands[word]
    return {
        option: variables_of(parameter)
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option not in NO_SETTINGS
    }


def variables_of(parameter: Any) -> str:
    """The variable that says what an option says; the first, where there are more."""
    named = parameter.envvar
    return str(named[0] if isinstance(named, list | tuple) else named)


def told() -> dict[str, str]:
    """The table of settings in the guide."""
    return dict(ROW.findall((GUIDE / "running.md").read_text(encoding="utf-8")))


def test_every_setting_of_the_server_and_of_all_questions_has_a_variable():
    everywhere, of_serve = settings(), settings("serve")
    assert set(everywhere) >= {"--as-of", "--known-at", "--position", "--source", "--format"}
    named = {**of_serve, **everywhere}  # the database is read once, before the command
    for option, variable in named.items():
        wanted = option.removeprefix("--").replace("-", "_").upper()
        assert variable == f"ECOSYS_{wanted}", option


def test_the_table_of_the_guide_has_every_setting():
    assert told() == {**settings("serve"), **settings()}


def test_the_guide_names_every_variable_that_is_read():
    code = [*ROOT.glob("ecosys/**/*.py"), *ROOT.glob("api/ecosys_api/**/*.py")]
    read = {name for path in code for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}
    text = (GUIDE / "running.md").read_text(encoding="utf-8")
    assert {name for name in read - OF_THE_SERVER_ALONE if name not in text} == set()


def test_help_names_the_variable_of_every_setting():
    from typer.testing import CliRunner

    for words in ((), ("serve",)):
        shown = CliRunner().invoke(build(words), [*words, "--help"], env={"COLUMNS": "200"}).stdout
        for variable in settings(*words).values():
            assert variable in shown or variable == "None", (words, variable)


def test_what_the_command_takes_by_default_is_what_the_server_does():
    command: Any = typer.main.get_command(build(["serve"]))
    by_default = {each.name: each.default for each in command.commands["serve"].params}
    assert by_default["metrics_from"] == PRIVATE
    assert by_default["forwarded_allow_ips"] == TRUSTED
    assert by_default["writes_a_minute"] == WRITES_A_MINUTE
    assert by_default["question_seconds"] == USUAL.question_seconds
    assert by_default["answer_rows"] == USUAL.answer_rows
