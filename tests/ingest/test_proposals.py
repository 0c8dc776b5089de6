"""What sources newly say becomes events for the seeds, for somebody to look at."""

import json
import re
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import typer.main
import yaml
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.commands._draft import fill
from ecosys.importer import importers
from ecosys.ingest import fetch as fetching
from ecosys.ingest.fetch import Fetched
from ecosys.ingest.proposals import proposals
from ecosys.ingest.run import take
from ecosys.ingest.snapshots import Snapshot
from ecosys.log.log import RELEASED
from ecosys.seeding import seed, write
from ecosys.timeline import Timeline
from ecosys.values import when
from tests.given import clock_at, event, price
from tests.ingest.feed import each, model, provider
from tests.test_house import INDEXES, ROOT

TODAY = "2026-11-22"
REGISTERED = [
    event("registered", f"source-{slug}", source=slug, name=slug, kind=kind)
    for slug, kind in (
        ("openai", "provider"),
        ("azure", "provider"),
        ("litellm", "mirror"),
        ("genai-prices", "mirror"),
        ("deprecations-info", "mirror"),
        ("models-dev", "mirror"),
    )
]
CUT = [
    price("o3-launch", "2025-04-16", input="10", output="40"),
    price("o3-cut", "2025-06-10", input="2", output="8"),
]
"""o3 cost 10 and 40, and costs 2 and 8."""
SHUTDOWN = event("deprecated", "o3-end", subject="openai/o3", announced="2026-06-01",
                 stated="2026-06-01", shutdown="2027-01-15")  # fmt: skip
LAUNCHED = event("launched", "gpt-5", subject="openai/gpt-5", what="model", occurred="2025-08-07",
                 stated="2025-08-07")  # fmt: skip


def genai(*models):
    return "genai_prices", [provider("openai", *models)]


def litellm(name, input, output):
    """Prices per million; the file has them per token."""
    return "litellm", {
        name: {
            "litellm_provider": "openai",
            "mode": "chat",
            "input_cost_per_token": input / 1_000_000,
            "output_cost_per_token": output / 1_000_000,
        }
    }


def notice(shutdown, name="o3"):
    row = {"provider": "OpenAI", "model_id": name, "announcement_date": "2026-06-01",
           "deprecation_date": "2026-06-01", "first_observed": "2026-06-02",
           "shutdown_date": shutdown}  # fmt: skip
    return "deprecations_info", [row]


def catalogue(name, released):
    return "models_dev", {"openai": {"models": {name: {"release_date": released}}}}


@pytest.fixture
def log(tmp_path):
    """A log that holds some seeds, to be told what sources say."""

    class Log:
        def __init__(self):
            self.timeline = Timeline.open(tmp_path / "log.db", clock_at("2026-11-22T12:00Z"))

        def holds(self, *seeds):
            self.timeline.log.append([*REGISTERED, *seeds], origin=RELEASED)
            return self

        def heard(self, *files, day=TODAY):
            for source, data in files:
                payload = json.dumps(data).encode()
                take(self.timeline, importers[source], Snapshot("x", when.parse(day), payload))
            return self

        def proposes(self, *files, standing=()):
            before = self.timeline.head().position
            self.heard(*files)
            after = self.timeline.moment()
            found = proposals(self.timeline, replace(after, position=before), after, standing)
            self.words = [each.words for each in found]
            return [each.event for each in found]

    opened = Log()
    yield opened
    opened.timeline.log.database.close()


# Prices


def test_another_price_is_proposed_as_the_sellers_word_read_in_a_mirror(log):
    (found,) = log.holds(*CUT).proposes(genai(model("o3", each(3, 8))))
    assert write.block(found) == (
        "- id: openai-o3-price-2026-11-22\n"
        "  type: price_changed\n"
        "  subject: openai/o3\n"
        "  components:\n"
        "  - {direction: input, amount: 3}\n"
        "  occurred: not after 2026-11-22\n"
        "  stated: 2026-11-22\n"
        "  stated_basis: snapshot\n"
        "  via: genai-prices\n"
        "  sources:\n"
        "  - {source: genai-prices, url: https://raw.githubusercontent.com/pydantic/genai-prices"
        "/main/prices/data.json, read: 2026-11-22}\n"
    )
    assert (found.effective_voice, found.confidence) == ("openai", "medium")


def test_what_only_repeats_the_answer_is_no_news(log):
    assert log.holds(*CUT).proposes(genai(model("o3", each(2, 8)))) == []


def test_a_mirror_that_lags_behind_a_price_cut_tells_no_news(log):
    assert log.holds(*CUT).proposes(litellm("o3", 10, 40)) == []


def test_a_former_price_is_news_where_it_is_dated_after_the_cut(log):
    back = [
        {"prices": each(2, 8)},
        {"constraint": {"start_date": "2026-11-01"}, "prices": each(10, 40)},
    ]
    (found,) = log.holds(*CUT).proposes(genai(model("o3", back)))
    assert (found.id, found.occurred) == ("openai-o3-price-2026-11-01", "2026-11-01")
    assert [line.amount for line in found.components] == ["10", "40"]


def test_a_price_that_is_still_to_come_is_proposed_with_its_day(log):
    rise = [
        {"prices": each(2, 8)},
        {"constraint": {"start_date": "2027-01-01"}, "prices": each(4, 8)},
    ]
    (found,) = log.holds(*CUT).proposes(genai(model("o3", rise)))
    assert found.occurred == "2027-01-01"
    assert [(line.direction, line.amount) for line in found.components] == [("input", "4")]


def test_what_changed_between_two_readings_did_so_between_their_days(log):
    log.holds(*CUT).heard(litellm("o3", 2, 8), day="2026-10-01")
    (found,) = log.proposes(litellm("o3", 3, 8))
    assert found.occurred == "2026-10-01..2026-11-22"
    assert found.id == "openai-o3-price-2026-11-22"


def test_two_mirrors_that_say_the_same_make_one_event_with_both(log):
    (found,) = log.holds(*CUT).proposes(genai(model("o3", each(3, 12))), litellm("o3", 3, 12))
    assert [cited.source for cited in found.sources] == ["genai-prices", "litellm"]


def test_two_mirrors_that_disagree_make_two_events(log):
    found = log.holds(*CUT).proposes(genai(model("o3", each(3, 12))), litellm("o3", 5, 20))
    assert [(one.id, one.via, one.components[0].amount) for one in found] == [
        ("openai-o3-price-2026-11-22", "genai-prices", "3"),
        ("openai-o3-price-2026-11-22-2", "litellm", "5"),
    ]


def test_a_dispute_that_the_seeds_hold_already_is_no_news(log):
    known = price("litellm-o3", "not after 2026-10-01", input="3", stated="2026-10-01",
                  voice="litellm")  # fmt: skip
    assert log.holds(*CUT, known).proposes(litellm("o3", 3, 8)) == []


def test_a_line_that_the_log_has_no_price_for_is_no_news(log):
    cached = each(2, 8, cache_read_mtok=0.5)
    assert log.holds(*CUT).proposes(genai(model("o3", cached))) == []


def test_the_list_price_of_a_seller_that_is_no_source_is_the_mirrors_own_word(log):
    known = price("x", "2025-06-10", subject="nonsuch/x", input="2", output="8", voice="litellm")
    file = "genai_prices", [provider("nonsuch", model("x", each(3, 8)))]
    (found,) = log.holds(known).proposes(file)
    assert (found.voice, found.via) == ("genai-prices", None)


# Models that the log does not know


def test_a_new_model_of_a_known_maker_is_proposed_when_two_sources_know_it(log):
    log.holds(LAUNCHED)
    (found,) = log.proposes(genai(model("gpt-6", each(3, 12))), litellm("gpt-6", 3, 12))
    assert (found.subject, len(found.sources)) == ("openai/gpt-6", 2)


def test_a_new_model_that_one_source_alone_knows_is_not_proposed(log):
    assert log.holds(LAUNCHED).proposes(genai(model("gpt-6", each(3, 12)))) == []


def test_models_of_a_reseller_that_made_none_are_not_proposed(log):
    log.holds(*CUT)
    assert log.proposes(genai(model("gpt-6", each(3, 12))), litellm("gpt-6", 3, 12)) == []


# Ends


def test_an_end_that_the_seeds_hold_and_that_was_put_elsewhere_is_moved(log):
    (found,) = log.holds(*CUT, SHUTDOWN).proposes(notice("2027-03-01"))
    assert (found.type, found.id, found.event, found.shutdown) == (
        "rescheduled", "o3-end-moved-2026-11-22", "o3-end", "2027-03-01",
    )  # fmt: skip
    assert (found.voice, found.via) == ("openai", "deprecations-info")
    assert log.words == ["o3 shutdown 2027-01-15 → 2027-03-01"]


def test_an_end_that_the_seeds_do_not_hold_is_proposed(log):
    (found,) = log.holds(*CUT).proposes(notice("2027-03-01"))
    assert (found.type, found.id) == ("deprecated", "openai-o3-deprecation-2026-06-01")
    assert (found.announced, found.shutdown) == ("2026-06-01", "2027-03-01")


@pytest.mark.parametrize("known", ["2027-01-15", "not before 2027-01-15", "2027-01"])
def test_an_end_that_may_be_the_one_known_is_no_news(log, known):
    end = SHUTDOWN.model_copy(update={"shutdown": when.parse(known)})
    assert log.holds(*CUT, end).proposes(notice("2027-01-15")) == []


def test_a_mirror_that_did_not_hear_of_a_move_tells_no_news(log):
    move = event("rescheduled", "m", event="o3-end", stated="2026-08-01", shutdown="2027-06-01")
    assert log.holds(*CUT, SHUTDOWN, move).proposes(notice("2027-01-15")) == []


def test_what_a_mirror_says_to_have_ended_before_its_sellers_date_is_no_news(log):
    assert log.holds(*CUT, SHUTDOWN).proposes(notice("2026-09-01")) == []


def test_an_end_that_only_a_mirror_had_set_is_stated_and_not_moved(log):
    known = SHUTDOWN.model_copy(update={"voice": "litellm"})
    (found,) = log.holds(*CUT, known).proposes(notice("2027-03-01"))
    assert (found.type, found.via) == ("deprecated", "deprecations-info")


# Launches


def test_a_launch_that_the_log_does_not_hold_is_proposed_as_its_sources_word(log):
    (found,) = log.holds(*CUT).proposes(catalogue("o3", "2025-04-16"))
    assert (found.type, found.id) == ("launched", "openai-o3-launch-2025-04-16")
    assert (found.effective_voice, found.voice, found.via) == ("models-dev", None, None)


@pytest.mark.parametrize("known", ["2025-08-07", "2025-08"])
def test_a_launch_of_which_the_log_knows_the_day_or_the_month_is_no_news(log, known):
    launch = LAUNCHED.model_copy(update={"occurred": when.parse(known)})
    assert log.holds(launch).proposes(catalogue("gpt-5", "2025-08-07")) == []


def test_another_day_of_a_launch_is_proposed(log):
    (found,) = log.holds(LAUNCHED).proposes(catalogue("gpt-5", "2025-09-30"))
    assert found.occurred == "2025-09-30"


# What stands already


def test_a_proposal_that_stands_is_not_made_again(log):
    standing = {"openai-o3-price-2026-11-22"}
    assert log.holds(*CUT).proposes(litellm("o3", 3, 8), standing=standing) == []


def test_an_id_of_the_log_is_never_given_twice(log):
    other = price("openai-o3-price-2026-11-22", "2025-01-01", input="7")
    (found,) = log.holds(*CUT, other).proposes(litellm("o3", 3, 8))
    assert found.id == "openai-o3-price-2026-11-22-2"


# The command


@pytest.fixture
def sync(tmp_path, released_database, monkeypatch):
    path = tmp_path / "own.db"
    shutil.copy(released_database, path)

    def run(file, prices, **others):
        said = {"o3": prices, **others}
        data = json.dumps([provider("openai", *(model(*one) for one in said.items()))])
        monkeypatch.setattr(fetching, "fetch", lambda *_: Fetched(data.encode()))
        words = ["sync", "genai-prices", "--propose", str(file)]
        return CliRunner().invoke(build(), words, env={"ECOSYS_DATABASE": str(path)})

    run.path = path
    return run


def test_what_is_news_is_written_and_told_and_the_log_stays_as_it_is(sync, tmp_path):
    before = Timeline.open(sync.path).head()
    file = tmp_path / "proposed.yaml"
    done = sync(file, each(3, 8))
    assert done.exit_code == 0, done.output
    assert ": o3 input 2 → 3 (genai-prices)\n" in done.output
    assert file.read_text(encoding="utf-8").startswith(seed.SCHEMA_LINE)
    assert Timeline.open(sync.path).head() == before
    checked = CliRunner().invoke(build(), ["check", str(file)])
    assert checked.output == "proposed.yaml: 1 events\n"


@pytest.mark.no_cover
def test_where_nothing_is_new_no_file_is_written(sync, tmp_path):
    done = sync(tmp_path / "proposed.yaml", each(2, 8))
    assert (done.exit_code, done.output) == (0, "Nothing is new: there is nothing to propose.\n")
    assert not (tmp_path / "proposed.yaml").exists()


@pytest.mark.no_cover
def test_what_stands_in_the_file_stays_as_somebody_edited_it(sync, tmp_path):
    file = tmp_path / "proposed.yaml"
    sync(file, each(3, 8))
    edited = f"{file.read_text(encoding='utf-8').replace('amount: 3', 'amount: 4')}# 4, I say\n"
    file.write_text(edited, encoding="utf-8")
    assert "nothing to propose" in sync(file, each(3, 8)).output
    assert file.read_text(encoding="utf-8") == edited
    sync(file, each(3, 8), **{"gpt-4o": each(9, 10)})  # it costs 2.5 and 10
    after = file.read_text(encoding="utf-8")
    assert after.startswith(edited)
    assert after.count("- id:") == 2


@pytest.mark.no_cover
def test_a_draft_of_the_seeds_takes_what_was_proposed_among_them(sync, tmp_path):
    folder = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", folder, ignore=shutil.ignore_patterns("convert", "identity"))
    opened, drafted = (
        Timeline.open(shutil.copy(sync.path, tmp_path / name)) for name in ("without.db", "with.db")
    )
    unreleased = fill(opened, folder)
    sync(folder / "proposed.yaml", each(3, 8))
    assert fill(drafted, folder) == unreleased + 1
    now = drafted.moment()
    lines = drafted.held(now, "price_changed", subject="openai/o3")
    assert any(held.id.startswith("openai-o3-price-20") and held.event.via for held in lines)


@pytest.mark.no_cover
def test_what_was_proposed_before_and_is_not_released_yet_is_no_news_on_the_next_day(
    sync, tmp_path
):
    file = tmp_path / "proposed.yaml"
    sync(file, each(3, 8))
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"id: \S+", "id: openai-o3-as-i-call-it", text), encoding="utf-8")
    assert "nothing to propose" in sync(file, each(3, 8)).output


# The workflow

WORKFLOW = (ROOT / ".github" / "workflows" / "sync.yml").read_text(encoding="utf-8")


def steps():
    (job,) = yaml.safe_load(WORKFLOW)["jobs"].values()
    return job["steps"]


def test_the_workflow_asks_for_no_more_than_it_needs():
    file = yaml.safe_load(WORKFLOW)
    assert file["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert {"schedule", "workflow_dispatch"} == set(file[True])  # YAML reads `on` as true
    assert "concurrency" in file
    assert "secrets." not in WORKFLOW
    used = {step["uses"].partition("@")[0] for step in steps() if "uses" in step}
    assert used == {"actions/checkout", "actions/setup-python"}
    assert not [index for index in INDEXES if index in WORKFLOW]


def test_every_command_of_the_workflow_is_one():
    group = typer.main.get_command(build())
    lines = [line for step in steps() for line in step.get("run", "").splitlines()]
    given = [
        shlex.split(line.partition(">")[0])[1:] for line in lines if line.startswith("ecosys ")
    ]
    assert [words[0] for words in given] == ["sync", "check"]
    for name, *words in given:
        context = group.commands[name].make_context(name, words)
        assert context.params


def test_the_workflow_proposes_and_checks_one_file_among_the_seeds():
    named = re.findall(r"\S+\.yaml", WORKFLOW)
    assert {Path(name.rstrip(')"')) for name in named} == {Path("seeds/proposed.yaml")}
