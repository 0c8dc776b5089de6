"""A text that must not be published is taken out of the released log; all that was proved holds."""

import sqlite3

import pytest

from ecosys import paths
from ecosys.errors import NotFound, Refused
from ecosys.log.proof import verifier
from ecosys.log.release import RELEASES, broken_releases, read_lines, releases
from tests.commands.conftest import OPENAI

ID = "openai-o3-price-2025-04-16"
SECRET = "Jane Doe, 555-0199"
TAKE_OUT = f"withhold {ID} --reason personal --yes --released"
PRICE, END = OPENAI.split("\n# its end\n")
AGAIN = "add price openai/o3 --input 2 --output 8 --from 2025-06-10 --source https://openai.com/x"


@pytest.fixture
def withheld(checkout, run):
    """A checkout whose released log lost a text."""
    (checkout / "openai.yaml").write_text(f"{PRICE.rstrip()}\n  note: {SECRET}\n{END}")
    run("release")
    assert SECRET in (checkout / "log.jsonl").read_text()
    run(TAKE_OUT)
    return checkout


def test_the_seeds_must_not_hold_it_either_and_the_next_release_goes_on(withheld, run):
    done = run("check")
    assert done.exit_code == 1
    assert f"openai.yaml:4: {ID} is withheld. Take it out of the seeds." in done.output
    (withheld / "openai.yaml").write_text(END)
    assert run("check").exit_code == 0
    run(AGAIN)
    run("release")
    lines = list(read_lines(withheld / "log.jsonl"))
    assert [line.position for line in lines if line.withheld] == [2]
    past = releases(withheld / RELEASES)
    assert [each.position for each in past] == [3, 4]
    assert broken_releases(past, lines) == []
    assert SECRET not in "".join(path.read_text() for path in withheld.iterdir() if path.is_file())


def test_what_is_made_of_that_log_holds_it_nowhere(withheld, run, tmp_path, monkeypatch):
    with monkeypatch.context() as installed:
        installed.setattr(paths, "seeds", lambda: withheld)
        run(f"import ecosys {withheld / 'log.jsonl'}")
        assert "The texts of 1 are withheld, at 2" in run("verify").output
    run(f"export --output {tmp_path / 'again.jsonl'}")
    run(f"export --tiles {tmp_path / 'tiles'}")
    run(f"export --format csv --output {tmp_path / 'data'}")
    assert (tmp_path / "again.jsonl").read_bytes() == (withheld / "log.jsonl").read_bytes()
    _, size, _, hidden = verifier.verify(str(tmp_path / "tiles"), [])
    assert (size, hidden) == (3, [2])
    with sqlite3.connect(tmp_path / "own.db") as own:
        assert SECRET not in "".join(own.iterdump())
    own.close()
    for path in [*tmp_path.rglob("*")]:
        where = path.relative_to(tmp_path).as_posix()
        if path.is_file() and where != "seeds/openai.yaml":
            assert SECRET.encode() not in path.read_bytes(), where


def test_only_what_is_released_and_not_withheld_yet_is_taken_out(withheld, run):
    before = (withheld / "log.jsonl").read_bytes()
    with pytest.raises(Refused, match=f"{ID} is withheld already"):
        run(TAKE_OUT)
    with pytest.raises(NotFound, match="nobody is not an event of the released log"):
        run(TAKE_OUT.replace(ID, "nobody"))
    assert (withheld / "log.jsonl").read_bytes() == before


def test_a_correction_that_repeats_it_is_withheld_first(checkout, run):
    run("release")
    right = (
        PRICE[PRICE.index("  subject") :].replace("\n", "\n  ").replace("amount: 40", "amount: 30")
    )
    corrected = (
        f"\n- id: fix\n  type: corrected\n  event: {ID}\n  fault: ours\n  why: A typo.\n"
        f"  statement:\n    type: price_changed\n  {right.rstrip()}\n"
    )
    (checkout / "openai.yaml").write_text(OPENAI + corrected)
    assert "1 events released" in run("release").output
    with pytest.raises(Refused, match=f"fix corrects {ID} and holds its whole statement"):
        run(TAKE_OUT)
    run(TAKE_OUT.replace(ID, "fix"))
    run(TAKE_OUT)
    hidden = [line.position for line in read_lines(checkout / "log.jsonl") if line.withheld]
    assert hidden == [2, 4]
