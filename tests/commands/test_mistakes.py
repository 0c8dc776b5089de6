"""What is given wrongly on the command line is told in one clear line; nothing is half done."""

import pytest

from ecosys.errors import InvalidInput
from ecosys.timeline import Timeline
from tests.commands.conftest import OPENAI
from tests.commands.test_seeding import ADD
from tests.given import price


@pytest.fixture
def asked(run, tmp_path):
    """Run a command line over a log that has a price."""
    opened = Timeline.open(tmp_path / "own.db")
    opened.append([price("o3-price", "2025-06-10", stated="2025-06-10", input="2", output="8")])
    opened.log.database.close()
    return run


def test_options_may_stand_before_the_name(asked):
    words = "openai/o3 --as-of 2025-06-15 --known-at 2025-06-15"
    after = asked(f"cost {words} --input 1000000 --output 200000").output
    before = asked(f"cost --input 1000000 --output=200000 {words}").output
    assert before == after
    assert "3.6" in after  # 1 million at 2, a fifth of a million at 8


def test_a_way_of_counting_that_nobody_has_is_told_before_its_counters(asked):
    with pytest.raises(InvalidInput, match=r"usage=opanai is not known. Did you mean openai"):
        asked("cost openai/o3 --usage opanai --prompt_tokens 1000")


@pytest.mark.parametrize("command", ["import opnrouter x.json", "sync opnrouter"])
def test_an_importer_that_is_none_is_told_alike(asked, command):
    with pytest.raises(InvalidInput, match=r"no importer of opnrouter. Did you mean openrouter"):
        asked(command)


def test_a_file_laid_over_that_is_not_there_is_told(asked, monkeypatch, tmp_path):
    with pytest.raises(InvalidInput, match=r"nowhere\.yaml cannot be read: No such file"):
        asked("price openai/o3 --with", str(tmp_path / "nowhere.yaml"))
    monkeypatch.setenv("ECOSYS_OVERLAY", str(tmp_path / "gone.yaml"))
    with pytest.raises(InvalidInput, match=r"ECOSYS_OVERLAY names .*gone\.yaml, which is no file"):
        asked("price openai/o3")


def test_what_is_laid_over_every_question_hinders_nobody_to_write(asked, monkeypatch, tmp_path):
    laid_over = tmp_path / "own.yaml"
    laid_over.write_text(OPENAI.replace("price-2025-04-16", "price-own"))
    monkeypatch.setenv("ECOSYS_OVERLAY", str(laid_over))
    told = asked(f"{ADD} --id openai-o3-mine --to-log").output
    assert "openai-o3-mine stands at position" in told
    assert "what-if" not in told


def test_a_draft_never_goes_into_the_log_that_the_environment_names(checkout, run, tmp_path):
    run("release")
    run(ADD)
    told = run("seed --draft").output
    assert str(tmp_path / "own.db") not in told
    assert not (tmp_path / "own.db").exists()
