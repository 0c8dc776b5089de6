"""Misuse of the command line ends in one line that says what to do."""

import sys

import pytest

from ecosys import __main__ as command_line
from tests.fixtures import opened_once


@pytest.fixture
def said(monkeypatch, capsys, released_database, tmp_path):
    """The status and the error of a command line, run as a person runs it."""
    monkeypatch.setenv("ECOSYS_DATABASE", str(released_database))
    monkeypatch.chdir(tmp_path)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["ecosys", *words])
        with pytest.raises(SystemExit) as ended:
            command_line.main()
        return ended.value.code, capsys.readouterr().err

    return run


@pytest.fixture(scope="module", autouse=True)
def _read_once():
    with opened_once():
        yield


MISUSE = {
    "prcie o3": "ecosys: No such command 'prcie'. Did you mean 'price'? See ecosys --help.",
    "price": "ecosys price: Missing argument 'model'. See ecosys price --help.",
    "price o3 --chanel azure": "--channel",
    "price o3 --as-of": "'--as-of' requires an argument. See ecosys --help.",
    "price o3 --position many": "'--position'",
    "retract x": "ecosys retract: Missing option '--why'. See ecosys retract --help.",
    "plugins more": "ecosys plugins: Got unexpected extra argument(s) (more).",
}


@pytest.mark.parametrize("line", MISUSE)
def test_what_is_misused_is_named_in_one_line_with_where_it_is_explained(said, line):
    code, error = said(*line.split())
    assert code == 2
    assert error.count("\n") == 1
    assert MISUSE[line] in error


def test_what_nobody_foresaw_is_one_line_too(said, monkeypatch):
    def fail(*_):
        raise LookupError("of\nall")

    monkeypatch.setattr("ecosys.answers.prices.prices", fail)
    code, error = said("price", "o3")
    assert code == 1
    assert error.startswith(
        "ecosys: This is a fault of ours, please report it: LookupError: of all"
    )
    assert error.count("\n") == 1


def test_where_it_happened_is_shown_to_who_asks_for_it(said, monkeypatch):
    monkeypatch.setattr("ecosys.answers.prices.prices", lambda *_: {}["x"])
    monkeypatch.setenv("ECOSYS_DEBUG", "1")
    with pytest.raises(KeyError):
        said("price", "o3")
