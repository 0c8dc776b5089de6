"""Whose model a source's name means, by what is declared and by nothing else."""

import pytest

from ecosys import paths
from ecosys.errors import InvalidInput
from ecosys.importer import Row, importers
from ecosys.ingest.mapping import Declared, Names, SoldAt, declared_in, names_of
from ecosys.ingest.run import take
from ecosys.ingest.snapshots import Snapshot
from tests.given import event
from tests.ingest.test_readings import PLAIN, reading

DECLARED = Declared(
    names={"gemini": "google", "aws": "bedrock", "pypi/openai": "openai/openai-python"},
    kept=(r"bedrock/us\..*",),
)
MODELS = {("bedrock", "anthropic.claude-2"): "anthropic/claude-2",
          ("bedrock", "us.anthropic.claude-2"): "anthropic/claude-2"}  # fmt: skip
NAMES = Names("plain", DECLARED, lambda channel, name: MODELS.get((channel, name)))


@pytest.mark.parametrize(
    ("theirs", "place"),
    [
        ("gemini/gemini-2.5-pro", SoldAt("google/gemini-2.5-pro")),
        ("gemini", SoldAt("google")),
        ("gemini-x/y", SoldAt("gemini-x/y")),
        ("pypi/openai", SoldAt("openai/openai-python")),
        ("pypi/openai-agents", SoldAt("pypi/openai-agents")),
        ("aws/anthropic.claude-2", SoldAt("anthropic/claude-2", "bedrock")),
        ("aws/us.anthropic.claude-2", SoldAt("bedrock/us.anthropic.claude-2")),
        ("aws/nova", SoldAt("bedrock/nova")),
    ],
)
def test_a_name_means_what_is_declared_and_else_stays(theirs, place):
    assert NAMES.meaning(theirs) == place


def row(name, key=None):
    fields = {"type": "price_changed", "subject": name, "occurred": "unknown",
              "components": [{"direction": "input", "amount": "1"}]}  # fmt: skip
    return Row(key or name, {key or name: fields})


def test_of_two_rows_of_one_model_at_one_channel_the_shorter_name_is_taken_for_it():
    rows = [row("bedrock/anthropic.claude-2"), row("aws/anthropic.claude-2")]
    long, short = (next(iter(each.says.values())) for each in NAMES.ours(rows))
    assert (short["subject"], short["channel"]) == ("anthropic/claude-2", "bedrock")
    assert (long["subject"], long.get("channel")) == ("bedrock/anthropic.claude-2", None)


def test_rules_of_a_source_lead_to_where_its_rows_are():
    rules = {"type": "ids_matched", "source": "plain", "prefix": "aws/",
             "rules": [{"pattern": "x", "subject": "aws/anthropic.claude-2"}]}  # fmt: skip
    rows = NAMES.ours([row("aws/anthropic.claude-2"), Row("rules", {"rules": rules})])
    assert rows[1].says["rules"]["rules"] == [
        {"pattern": "x", "subject": "anthropic/claude-2", "channel": "bedrock"}
    ]


def declare(tmp_path, monkeypatch, text):
    (tmp_path / "identity").mkdir()
    (tmp_path / "identity" / "plain.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(paths, "seeds", lambda: tmp_path)


RULE = {"pattern": "(gpt-.+|o3)", "subject": r"openai/\1", "channel": "azure"}
RULES = event("ids_matched", "a", source="azure", stated="2025-01-01", voice="azure", rules=[RULE])


@pytest.fixture
def mapped(timeline, tmp_path, monkeypatch):
    """A log whose rules of a channel are known, and a source with names of its own."""
    declare(tmp_path, monkeypatch, "names: {ms: azure, oai: openai}")
    timeline.append([RULES])
    prices = {"oai/o3": {"input": 10}, "ms/o3": {"input": 11}, "ms/phi": {"input": 1}}
    given = reading("2025-09-01", o1={"input": 15})
    payload = f'{{"openai/o1": {{"input": 15}}, {str(prices)[1:-1]}}}'.replace("'", '"')
    take(timeline, PLAIN, Snapshot(given.name, given.stated, payload.encode()))
    return timeline


@pytest.mark.parametrize(
    ("name", "subject", "channel", "amount"),
    [
        ("openai/o3", "openai/o3", None, "10"),
        ("oai/o3", "openai/o3", None, "10"),
        ("ms/o3", "openai/o3", "azure", "11"),
        ("azure/o3", "openai/o3", "azure", "11"),
        ("ms/phi", "azure/phi", None, "1"),
    ],
)
def test_a_source_is_asked_by_its_own_names_and_by_ours(mapped, name, subject, channel, amount):
    from ecosys.answers.prices import prices

    found = prices(mapped, mapped.moment(source="plain"), name)
    assert found.resolved.subject == subject
    (line,) = found.rows
    assert (line.amount, line.channel) == (amount, channel or "first_party")


def test_the_price_at_a_channel_is_no_other_price_of_the_maker(mapped):
    facts = mapped.held(mapped.moment(), "price_changed", subject="openai/o3")
    assert {held.event.channel: held.event.components[0].amount for held in facts} == {
        "first_party": "10",
        "azure": "11",
    }


def test_an_alias_of_a_channel_counts_unless_it_moved(timeline, tmp_path, monkeypatch):
    declare(tmp_path, monkeypatch, "names: {}")

    def alias(id, name, to, day):
        return event("alias_moved", id, alias=f"azure/{name}", to=to, channel="azure",
                     occurred=day, stated=day)  # fmt: skip

    timeline.append([
        alias("a", "gpt-35", "openai/gpt-3.5", "2025-01-01"),
        alias("b", "latest", "openai/o1", "2025-01-01"),
        alias("c", "latest", "openai/o3", "2025-02-01"),
    ])  # fmt: skip
    subject = timeline.names(timeline.moment()).channels.subject
    assert subject("azure", "gpt-35") == "openai/gpt-3.5"
    assert subject("azure", "latest") is None
    assert subject("bedrock", "gpt-35") is None


def test_an_id_means_the_model_of_which_we_were_told_not_what_resellers_call_by_it(timeline):
    take(timeline, PLAIN, reading("2025-09-01", o1={"input": 15}))
    other = '{"poe/o3": {"input": 9}, "kilo/o9": {"input": 9}}'
    given = reading("2025-10-01")
    take(timeline, PLAIN, Snapshot(given.name, given.stated, other.encode()))
    timeline.append([event("launched", "l", subject="openai/o3", what="model",
                           occurred="2025-01-01", stated="2025-01-01")])  # fmt: skip
    assert timeline.resolve("o3", timeline.moment()).subject == "openai/o3"
    assert timeline.resolve("o9", timeline.moment()).subject == "kilo/o9"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("providers: {a: b}", "there is no such field"),
        ("names: [a]", "names"),
        ("kept: ['(']", "not a regular expression"),
        ("just text", "plain.yaml"),
        ("names: {a: b", "is not YAML"),
    ],
)
def test_a_file_of_names_that_says_nothing_we_know_is_refused(tmp_path, monkeypatch, text, told):
    declare(tmp_path, monkeypatch, text)
    with pytest.raises(InvalidInput, match=told):
        names_of("plain", lambda *_: None)


def test_a_source_may_have_the_names_of_another_beside_its_own(tmp_path, monkeypatch):
    declare(tmp_path, monkeypatch, "like: other\nnames: {b: two}")
    (tmp_path / "identity" / "other.yaml").write_text("names: {a: one, b: other}", "utf-8")
    assert declared_in(tmp_path / "identity", "plain").names == {"a": "one", "b": "two"}


def test_every_file_of_names_is_of_an_importer_and_leads_to_names_that_are_written_as_ours():
    files = list((paths.seeds() / "identity").glob("*.yaml"))
    assert files
    for path in files:
        assert path.stem in {each.source for each in importers.values()}
        declared = declared_in(path.parent, path.stem)
        for theirs, ours in declared.names.items():
            assert theirs != ours, (path.name, theirs)
            assert ours not in declared.names, (path.name, ours)
