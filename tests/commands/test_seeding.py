"""Adding, checking, correcting and releasing in a checkout."""

import json
from dataclasses import replace

import pytest

from ecosys.answers.changes import between
from ecosys.commands._differences import concerned, moves
from ecosys.commands._draft import draft_in_memory
from ecosys.errors import Conflict, InvalidInput, NotFound
from ecosys.event import codec
from ecosys.log.release import read_lines
from ecosys.projection import projections
from ecosys.seeding import seed
from tests.commands.conftest import OPENAI


def ids(folder, name="openai.yaml"):
    return [each.event.id for each in seed.read_file(folder / name)]


def released(folder):
    return [json.loads(line.body)["id"] for line in read_lines(folder / "log.jsonl")]


ADD = "add price openai/o3 --input 2 --output 8 --from 2025-06-10 --source https://openai.com/x"


def test_a_price_is_added_to_the_file_of_its_seller_and_not_to_the_log(checkout, run):
    done = run(ADD)
    assert "openai-o3-price-2025-06-10" in done.output
    assert ids(checkout)[-1] == "openai-o3-price-2025-06-10"
    assert (checkout / "openai.yaml").read_text().startswith(OPENAI.rstrip("\n"))
    assert not (checkout / "log.jsonl").exists()


def test_a_price_at_a_channel_is_added_to_the_file_of_the_channel(checkout, run):
    run(ADD + " --channel azure --source-slug openai --voice openai")
    assert ids(checkout, "azure.yaml") == ["azure-openai-o3-price-2025-06-10"]
    assert (checkout / "azure.yaml").read_text().splitlines()[0] == seed.SCHEMA_LINE


def test_the_same_again_is_refused_and_names_the_place(checkout, run):
    run(ADD)
    before = (checkout / "openai.yaml").read_text()
    with pytest.raises(Conflict, match=r"stands at openai\.yaml:24 already"):
        run(ADD)
    assert (checkout / "openai.yaml").read_text() == before


def test_what_was_not_announced_yet_needs_the_day_it_was_said(checkout, run):
    with pytest.raises(InvalidInput, match="Give --stated"):
        run(ADD.replace("2025-06-10", "2199-01-01"))
    assert run(ADD.replace("2025-06-10", "2199-01-01"), "--stated", "2026-01-01").exit_code == 0


def test_an_address_of_nobody_registered_is_refused(checkout, run):
    with pytest.raises(InvalidInput, match=r"blog\.example does not tell which source"):
        run(ADD.replace("openai.com/x", "blog.example/x"))


def test_outside_a_checkout_one_is_told_what_to_do(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidInput, match="--to-log"):
        run(ADD)


def test_check_tells_how_many_events_there_are(checkout, run):
    run("release --schema")
    done = run("check")
    assert done.exit_code == 0
    assert "3 events, 3 not released, 0 faults" in done.output


def test_check_of_one_file_reads_that_alone(checkout, run):
    assert "openai.yaml: 2 events" in run("check", str(checkout / "openai.yaml")).output
    empty = checkout / "empty.yaml"
    empty.write_text("# nothing\n")
    with pytest.raises(InvalidInput, match="is empty"):
        run("check", str(empty))


def test_check_finds_a_reference_to_nothing(checkout, run):
    run("release --schema")
    path = checkout / "openai.yaml"
    path.write_text(OPENAI + "\n- {id: r, type: retracted, event: nobody, fault: ours, why: x}\n")
    done = run("check")
    assert done.exit_code == 1
    assert "openai.yaml:24: r refers to nobody" in done.output


def test_a_release_appends_what_is_new_and_changes_nothing(checkout, run):
    run("release")
    first = (checkout / "log.jsonl").read_text()
    assert released(checkout) == [
        "source-openai",
        "openai-o3-price-2025-04-16",
        "openai-gpt-4-0314-deprecated-2023-06-13",
    ]
    run(ADD)
    run("release")
    assert (checkout / "log.jsonl").read_text().startswith(first)
    assert released(checkout)[-1] == "openai-o3-price-2025-06-10"
    run("release")
    assert len(released(checkout)) == 4


def test_a_release_tells_what_it_added_and_what_changed_most(checkout, run):
    """10 to 2 dollars for input is a fifth, 40 to 8 for output too: one of them is told."""
    run("release")
    run(ADD)
    run("release")
    told = (checkout / "CHANGELOG.md").read_text()
    latest, first = told.split("\n## ")[1:]
    assert ": 1 event\n\nPositions 4 to 4: 1 price_changed.\n" in latest
    assert latest.count("price −80 %") == 1
    assert "Positions 1 to 3: 1 registered, 1 price_changed, 1 deprecated." in first
    assert "largest changes" not in first


def test_an_unreleased_event_may_be_edited_freely(checkout, run):
    run("release")
    run(ADD)
    path = checkout / "openai.yaml"
    path.write_text(path.read_text().replace("amount: 2}", "amount: 3}"))
    assert run("check").exit_code == 0


def edit(checkout, before, after):
    path = checkout / "openai.yaml"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))


def test_an_edit_of_a_released_event_is_answered_with_the_finished_correction(checkout, run):
    run("release")
    edit(checkout, "amount: 40", "amount: 30")
    done = run("check")
    assert done.exit_code == 1
    assert "openai.yaml:4: openai-o3-price-2025-04-16 is released" in done.output
    assert "\n  type: corrected\n" in done.output
    assert "{direction: output, amount: 30}" in done.output
    assert "amount: 30" in (checkout / "openai.yaml").read_text()  # nothing was touched


def test_fix_puts_the_released_event_back_and_appends_the_correction(checkout, run):
    run("release")
    edit(checkout, "amount: 40", "amount: 30")
    assert run("check --fix --why", "the page has 30").exit_code == 0
    text = (checkout / "openai.yaml").read_text()
    assert text.startswith(OPENAI.rstrip("\n"))
    assert run("check").exit_code == 0
    last = seed.read_file(checkout / "openai.yaml")[-1].event
    assert (last.type, last.fault, last.why) == ("corrected", "ours", "the page has 30")
    assert last.statement.components[1].amount == "30"


def test_fix_of_a_moved_date_appends_a_rescheduling_and_keeps_comments(checkout, run):
    run("release")
    edit(checkout, "shutdown: 2023-09-13", "shutdown: 2024-06-13")
    assert run("check --fix").exit_code == 0
    last = seed.read_file(checkout / "openai.yaml")[-1].event
    assert (last.type, last.shutdown) == ("rescheduled", "2024-06-13")
    assert "# the post" in (checkout / "openai.yaml").read_text()


def test_fix_of_another_subject_makes_it_another_event(checkout, run):
    run("release")
    edit(checkout, "subject: openai/o3", "subject: openai/o3-pro")
    assert run("check --fix --why", "it is about o3-pro").exit_code == 0
    assert run("check").exit_code == 0
    events = {each.event.id: each.event for each in seed.read_file(checkout / "openai.yaml")}
    assert events["openai-o3-price-2025-04-16"].subject == "openai/o3"
    assert events["openai-o3-pro-price-2025-04-16"].subject == "openai/o3-pro"
    assert [each.type for each in events.values()].count("retracted") == 1


def test_fix_needs_a_reason_and_writes_nothing_without_one(checkout, run):
    run("release")
    edit(checkout, "amount: 40", "amount: 30")
    before = (checkout / "openai.yaml").read_text()
    with pytest.raises(InvalidInput, match=r"nobody said why\. Say it with --why; nothing was"):
        run("check --fix")
    assert (checkout / "openai.yaml").read_text() == before


def test_fix_writes_no_id_twice(checkout, run):
    run(f"{ADD} --id openai-o3-pro-price-2025-04-16")
    edit(checkout, "subject: openai/o3\n  components:\n  - {direction: input, amount: 2}",
         "subject: openai/o3-pro\n  components:\n  - {direction: input, amount: 2}")  # fmt: skip
    run("release")
    edit(checkout, "subject: openai/o3\n", "subject: openai/o3-pro\n")
    assert run("check --fix --why", "it is about o3-pro").exit_code == 0
    assert len(set(ids(checkout))) == len(ids(checkout))
    assert "openai-o3-pro-price-2025-04-16-2" in ids(checkout)


@pytest.mark.parametrize("gone", ["openai-o3-price-2025-04-16", "source-openai"])
def test_a_released_event_or_source_cannot_disappear(checkout, run, gone):
    run("release")
    edit(checkout, "id: openai-o3-price-2025-04-16", "id: openai-o3-price-other")
    path = checkout / "sources.yaml"
    path.write_text(path.read_text().replace("id: source-openai", "id: source-renamed"))
    done = run("check")
    assert done.exit_code == 1
    assert f"{gone} is released and no longer stands in the seeds" in done.output
    assert run("release").exit_code == 1


def test_diff_tells_the_effect_of_a_change_in_words(checkout, run):
    run("release")
    run(ADD)
    done = run("check --diff")
    assert "o3 input 10 → 2, price −80 %" in done.output
    assert "o3 output 40 → 8, price −80 %" in done.output
    changed = done.output.rpartition("metrics change: ")[2].strip().split(", ")
    assert {"price_history", "timeline"} <= set(changed)
    assert "deprecation_notice" not in changed


def test_metrics_asked_for_what_is_concerned_alone_move_as_those_asked_for_all(checkout, run):
    run("release")
    run(ADD)
    timeline, added = draft_in_memory(
        read_lines(checkout / "log.jsonl"), seed.read_folder(checkout)
    )
    after = timeline.moment()
    before = replace(after, position=after.position - added)
    about = concerned(timeline, before, after)
    assert about == {("openai/o3", "price_changed")}
    narrow, wide = (
        {name for name in projections if moves(timeline, name, before, after, each)}
        for each in (about, None)
    )
    assert narrow == wide
    assert "price_history" in wide
    assert between(timeline, before, after, {"openai/o3"}) == between(timeline, before, after) != []


SOURCE = {"type": "registered", "id": "source-blog", "source": "blog", "name": "Blog"}


def test_a_new_source_moves_no_metric_and_one_that_ranks_otherwise_may_move_any(timeline):
    first = codec.parse({**SOURCE, "kind": "mirror"})
    again = codec.parse({**SOURCE, "id": "source-blog-2", "kind": "provider"})
    at = [timeline.moment()]
    for event in (first, again):
        timeline.append([event])
        at.append(timeline.moment())
    assert concerned(timeline, at[0], at[1]) == set()
    assert concerned(timeline, at[1], at[2]) is None


def test_diff_of_nothing_says_so(checkout, run):
    run("release")
    assert "Nothing changes." in run("check --diff").output


def test_correct_appends_a_correction_of_a_released_event(checkout, run):
    with pytest.raises(InvalidInput, match="not released yet"):
        run("correct openai-o3-price-2025-04-16 --why typo --output 30")
    run("release")
    run("correct openai-o3-price-2025-04-16 --why typo --output 30")
    last = seed.read_file(checkout / "openai.yaml")[-1].event
    assert [line.amount for line in last.statement.components] == ["10", "30"]
    assert run("check").exit_code == 0


def test_retract_appends_a_retraction_of_a_released_event(checkout, run):
    run("release")
    run("retract openai-o3-price-2025-04-16 --why", "never so")
    last = seed.read_file(checkout / "openai.yaml")[-1].event
    assert (last.type, last.why) == ("retracted", "never so")
    with pytest.raises(NotFound, match="Did you mean openai-o3-price-2025-04-16"):
        run("retract openai-o3-price-2025-04 --why x")


def test_a_draft_answers_from_a_scratch_database(checkout, run, tmp_path):
    run("release")
    run(ADD)
    done = run("seed --draft --database", str(tmp_path / "draft.db"))
    assert "1 unreleased events over 3 released ones" in done.output
    shown = run("price openai/o3 --format json --database", str(tmp_path / "draft.db"))
    amounts = [row["amount"] for row in json.loads(shown.output)["data"]]
    assert amounts == ["2", "8"]
