"""Questions on the command line, over the released log."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.timeline import Timeline
from tests.fixtures import opened_once
from tests.given import AUDITED, price

Ask = Callable[[str], str]


def invoked(database: Path, line: str) -> str:
    """What a command says over a database."""
    settings = {"ECOSYS_DATABASE": str(database), "COLUMNS": "200"}
    done = CliRunner().invoke(build(), line.split(), env=settings)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def ask(released_database: Path) -> Iterator[Ask]:
    """Ask the released log, which is read once for all questions."""
    with opened_once():
        yield partial(invoked, released_database)


@pytest.fixture
def run(released_database: Path, tmp_path: Path) -> Ask:
    """Run a command over a copy of the released log, opened anew each time."""
    return partial(invoked, Path(shutil.copy(released_database, tmp_path / "ecosys.db")))


@pytest.fixture
def run_small(tmp_path: Path) -> Ask:
    """Run a command over a log of a few events."""
    opened = Timeline.open(tmp_path / "ecosys.db")
    opened.append([price(f"price-{at}", f"2025-0{at}-01", input="1") for at in range(1, 6)])
    opened.log.database.close()
    return partial(invoked, tmp_path / "ecosys.db")


def rows(text: str) -> Any:
    """The rows of an answer; of a question that has one, that row."""
    return json.loads(text)["data"]


@pytest.mark.parametrize("command", ["price", "deprecations"])
def test_of_several_models_those_not_known_are_told_and_the_others_answered(
    released_database, command
):
    line = [command, "openai/gpt-4o-2024-05-13", "gpt-44", "anthropic/claude-opus-4-20250514"]
    settings = {"ECOSYS_DATABASE": str(released_database)}
    done = CliRunner().invoke(build(), [*line, "--format", "json"], env=settings)
    assert done.exit_code == 0
    assert done.stderr.startswith("ecosys: gpt-44 is not known. Did you mean openai/gpt-4")
    assert list(dict.fromkeys(row["subject"] for row in rows(done.stdout))) == [line[1], line[3]]


def test_a_cost_tells_beneath_its_table_what_it_is_at_other_hours(ask):
    # genai-prices: at peak 1.32 in and 3.96 out, else half of that
    shown = ask("cost deepseek-v4-pro --input 1000000 --output 1000000 --as-of 2026-11-20T02:00Z")
    assert "5.28" in shown
    assert "At other hours (otherwise): 2.64 USD" in shown


def test_a_model_that_was_switched_off_and_is_known_in_part_says_both(ask):
    shown = ask(f"price gpt-4-turbo --as-of 2026-11-22 --position {AUDITED}")
    assert "unknown" in shown
    assert "2026-10-23" in shown
    charged = ask("cost gpt-4-turbo --tier batch --input 1000 --as-of 2026-11-22")
    assert "It stopped answering on 2026-10-23: " in charged


def test_a_price_is_asked_by_the_id_that_engineers_use(ask):
    shown = ask("price o3")
    assert "o3 is openai/o3 (id)" in shown
    assert "per million" in shown


def test_a_price_of_the_past_as_known_then(ask):
    found = rows(
        ask(
            "price openai/o3 --as-of 2025-06-15 --known-at 2025-06-01 --tier standard --format json"
        )
    )
    assert {row["direction"]: row["amount"] for row in found}.items() >= {
        ("input", "10"),
        ("output", "40"),
    }


def test_a_cost_takes_a_provider_s_own_counters(ask):
    row = rows(
        ask(
            "cost openai/o3 --usage openai --prompt_tokens 1000 --cached_tokens 400"
            " --completion_tokens 500 --as-of 2025-06-15 --format json"
        )
    )
    assert row["total"] == "0.0054"  # 600 x 2 + 400 x 0.5 + 500 x 8, per million


def test_options_with_hyphens_are_counters_too(ask):
    row = rows(ask("cost openai/o3 --input 1 --cache-read=1000000 --format json"))
    assert row["cache_read"] == "0.5"


def test_what_dies_is_listed_for_a_provider_and_a_time(ask):
    found = rows(ask("deprecations openai --as-of 2026-03-01 --within 90d --format json"))
    assert found
    assert all("2026-03-01" < row["shutdown"] <= "2026-05-30" for row in found)


def test_all_about_a_model_stands_on_a_screen(ask):
    shown = ask(f"show openai/o3 --as-of 2026-11-27 --known-at 2026-11-27 --position {AUDITED}")
    assert shown.startswith("openai/o3\nending · launched 2025-04-16")
    for line in (
        r"standard +2 +8 +0\.5 +USD",
        r"input +10 from 2025-04-16, 2 from 2025-06-10",
        r"first_party +2026-06-11 +2026-12-11 +ending +183",
        r"openai/o3 +points to openai/o3-2025-04-16",
        r"2025-04 +o3 launched at azure",
    ):
        assert re.search(line, shown), line
    assert "Partnerships" not in shown  # a section without lines is left out
    assert "... and 5 more: --format json --include sources names them" in shown


def test_all_about_a_provider_stands_on_a_screen(ask):
    shown = ask(f"show anthropic --as-of 2024-06-01 --known-at 2024-06-01 --position {AUDITED}")
    name, facts, source, *_ = shown.splitlines()
    assert name == "anthropic: Anthropic"
    assert "first launch 2023-03-14" in facts
    assert source.startswith("as a source: provider · rank 10")
    assert re.search(r"2023-02 +anthropic and google: preferred cloud provider", shown)
    assert "as of 2024-06-01" in shown


def test_all_about_a_source_stands_on_a_screen(ask):
    shown = ask("show llm-prices")
    assert "mirror · rank 90" in shown
    assert "price_changed" in shown


@pytest.mark.no_cover
def test_a_long_list_shows_its_first_lines_and_how_many_more_there_are(ask):
    whole = rows(ask("models --format json"))
    shown = ask("models --limit 5")
    assert [line.split()[0] for line in shown.splitlines()[3:8]] == [
        row["subject"] for row in whole[:5]
    ]
    assert f"... and {len(whole) - 5:,} more: --limit shows more" in shown


def test_every_metric_is_listed(ask):
    shown = ask("metric")
    assert "provider_share" in shown
    assert "deprecation_notice" in shown


def test_a_metric_takes_its_parameters_as_options(ask):
    found = rows(
        ask("metric time_to_adoption --threshold 100000 --subject langchain --format json")
    )
    assert [(row["subject"], row["at"]) for row in found] == [("langchain/langchain", "2025-02-11")]


def test_a_number_opens_up_to_its_sources(ask):
    shown = ask("metric cumulative_developers --subject openai --explain --at 2023-11-06")
    number, metric, event, source, *_ = shown.splitlines()
    assert number == "openai/api 2023-11-06: ~ 2,000,000 developers (voice openai)"
    assert metric == "└── cumulative_developers@1"
    assert event.startswith("    └── openai-api-developers-2023-11-06: api: ~ 2,000,000 developers")
    assert "stated 2023-11-06, confidence medium, position 287" in event
    assert source.startswith("        └── devday-2023-notes · ")
    assert "https://" in source


@pytest.mark.no_cover
def test_the_tree_of_a_number_names_the_metrics_that_it_was_made_through(ask):
    shown = ask("metric risk_register --subject openai --explain")
    assert "└── risk_register@2 through deprecation_notice@2, " in shown


def test_the_vintages_of_a_metric_are_told(ask):
    found = rows(ask("metric cumulative_developers --subject openai --vintages --format json"))
    assert ("2023-11-06", "added") in {(row["known_at"], row["change"]) for row in found}


def test_changes_are_told_in_words(ask):
    shown = ask("changes --since 2025-06-09 --as-of 2025-06-12 --known-at 2025-06-12 openai")
    assert "o3 input 10 → 2, price −80 %" in shown


def test_the_log_shows_its_last_events_or_those_after_a_position(ask):
    assert "source-" in ask("log --after 0 --limit 3")
    assert len(rows(ask("log --limit 5 --format json"))) == 5
    assert rows(ask("log --type corrected --limit 1 --format json"))[0]["type"] == "corrected"


@pytest.mark.no_cover
def test_stale_lists_what_was_not_read_for_long(ask):
    assert "Nothing." in ask("stale --older-than 9999d")
    found = rows(ask("stale --older-than 1d --as-of 2026-12-31 --format json"))
    assert found
    assert all(row["age_days"] >= 1 for row in found)


def test_csv_and_markdown_have_every_column(ask):
    assert ask("price openai/o3 --format csv").startswith("subject,channel,direction")
    assert ask("price openai/o3 --format md").startswith("| subject | channel |")


def test_seeding_again_adds_nothing(run):
    assert run("seed").startswith("0 events added")
    assert run("seed").startswith("0 events added")


def test_rebuild_checks_every_byte(run_small):
    assert "5 events checked" in run_small("rebuild")


def test_an_exported_log_is_imported_byte_for_byte(run_small, tmp_path):
    run = run_small
    exported = run(f"export --output {tmp_path / 'log.jsonl'}")
    root = exported.split("root ")[1].strip()
    imported = run(f"import ecosys {tmp_path / 'log.jsonl'} --database {tmp_path / 'new.db'}")
    assert imported.split("root ")[1].strip() == root
    again = run(f"export --output {tmp_path / 'again.jsonl'} --database {tmp_path / 'new.db'}")
    assert again.split("root ")[1].strip() == root
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "log.jsonl").read_bytes()


def test_an_own_price_ranks_above_all_from_its_day(run):
    run("add price openai/o3 --input 1 --output 4 --from 2026-01-01 --source-slug openai --to-log")
    assert rows(run("cost openai/o3 --input 1000000 --format json"))["input"] == "1"
    before = rows(run("cost openai/o3 --input 1000000 --as-of 2025-12-31 --format json"))
    assert before["input"] == "2"


def test_alone_it_tells_the_size_and_age_of_the_log(ask):
    shown = ask("")
    assert "events; the newest was stated" in shown
    assert "Ends in 30 days" in shown


@pytest.mark.no_cover
def test_an_empty_machine_is_filled_at_the_first_question(tmp_path):
    settings = {"ECOSYS_DATABASE": str(tmp_path / "deep" / "new.db")}
    done = CliRunner().invoke(build(), ["price", "openai/o3", "--format", "json"], env=settings)
    assert json.loads(done.output)["meta"]["position"] >= 3000


def test_plugins_tells_what_is_installed(ask):
    assert "ecosys.projections" in ask("plugins")


def test_version_is_told(ask):
    assert ask("--version").startswith("ecosys ")


def test_a_share_is_drawn_by_the_month(ask):
    shown = ask("metric provider_share --every month --since 2026-08 --as-of 2026-10-15")
    assert all(day in shown for day in ("2026-08-31", "2026-09-30", "2026-10-15"))


def test_a_vintage_reads_as_the_value_until_that_day_and_the_value_since(ask):
    """The increase announced for September was withdrawn on its first day."""
    line = f"metric price_history --subject anthropic/claude-sonnet-5 --position {AUDITED}"
    shown = ask(f"{line} --vintages --as-of 2026-10-01 --known-at 2026-10-01").splitlines()
    head = next(line for line in shown if "known at" in line)
    assert head.index("value until") < head.index("value since")
    withdrawn = [line.split() for line in shown if line.split()[:2] == ["2026-09-01", "changed"]]
    assert ["3", "2"] in [words[4:6] for words in withdrawn]


def test_a_number_is_quoted_with_its_address_and_the_root(ask):
    """The root is that of the release 0.5.0, at which the log had 5,716 events."""
    line = (
        "price openai/o3 --tier standard --as-of 2025-06-01 --known-at 2026-11-22 --position 5716"
    )
    _, address, root = ask(f"{line} --cite").splitlines()
    assert address.startswith(
        "/v1/prices/openai/o3?tier=standard&as_of=2025-06-01T23:59:59.999999Z&"
    )
    assert root == "log root 521b87aa1fe09e03f3f9c04a18f87137370608649dd8128bb4c8259c86ca9af3"


def test_providers_are_listed_with_their_latest_launch(ask):
    shown = ask("providers --limit 5 --as-of 2026-11-22 --known-at 2026-11-22")
    assert "latest launch" in shown
    assert "... and " in shown
