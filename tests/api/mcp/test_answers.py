"""What tools answer of a small log, with what is not known said as such."""

import pytest

from tests.api.mcp.asking import answer, refusal
from tests.given import event, price


@pytest.fixture
def log(timeline):
    """A model whose price falls and that ends, one without an end, one sold in batches alone."""
    timeline.append(
        [
            price("first", "2025-01-05", input="10", output="40"),
            price("cut", "2025-06-10", input="2", output="8"),
            price("soon", "2026-12-24", input="1", stated="2026-11-01", stated_basis="announced"),
            event("launched", "l", subject="openai/o9", what="model", occurred="2026-11-12",
                  stated="2026-11-12"),
            event("deprecated", "end", subject="openai/o3", shutdown="2027-01-31",
                  announced="2026-06-01", stated="2026-06-01", replacements=["openai/o9"]),
            price("batch", "2026-11-12", subject="openai/o9",
                  components=[{"direction": "input", "amount": "3", "tier": "batch"}]),
        ]
    )  # fmt: skip
    return timeline


def values(data, *names):
    return [tuple(row[name] for name in names) for row in data["data"]]


def test_prices_are_those_of_the_day_that_is_asked_about(log):
    data, text = answer(log, "price", subject=["openai/o3"], as_of="2025-02-01")
    now = [row for row in data["data"] if row["status"] == "in_force"]
    assert [(row["direction"], row["per_million"]) for row in now] == [
        ("input", "10"),
        ("output", "40"),
    ]
    assert "openai/o3 input: 10 USD per million tokens (in_force, since 2025-01-05, " in text
    assert "openai/o3 input: 2 USD per million tokens (scheduled, since 2025-06-10, " in text


def test_what_was_not_known_yet_is_not_told(log):
    data, _ = answer(log, "price", subject=["openai/o3"], known_at="2025-02-01")
    assert values(data, "direction", "per_million") == [("input", "10"), ("output", "40")]
    data, text = answer(log, "deprecations", subject=["openai/o3"], known_at="2026-05-31")
    assert data["data"] == []
    assert "Unknown: openai/o3: No such end of it is known" in text


def test_a_name_that_is_not_known_stands_beside_the_answers_with_candidates(log):
    data, text = answer(log, "price", subject=["openai/o3", "openai/o33"])
    assert len(data["data"]) == 3
    (unknown,) = data["unknown"]
    assert unknown["name"] == "openai/o33"
    assert unknown["why"].startswith("openai/o33 is not known. Did you mean openai/o3 or ")
    assert unknown["candidates"][0] == "openai/o3"
    assert f"Unknown: openai/o33: {unknown['why']}" in text


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("price", {"subject": ["o33"]}),
        ("price", {"provider": "o33"}),
        ("cost", {"subject": "o33", "input": 1}),
        ("deprecations", {"subject": ["o33"]}),
        ("changes", {"subject": "o33"}),
        ("models", {"provider": "o33"}),
        ("resolve", {"name": "o33"}),
        ("explain", {"events": ["o33"]}),
        ("metric", {"name": "o33"}),
        ("claims", {"document": "o33"}),
    ],
)
def test_an_unknown_name_alone_is_an_answer_too(log, name, asked):
    data, text = answer(log, name, **asked)
    assert data["data"] == []
    assert (data["total"], data["next"]) == (0, None)
    (unknown,) = data["unknown"]
    assert unknown["name"] == "o33"
    assert "o33" in unknown["why"]
    assert text.startswith("Unknown: o33: ")


def test_an_id_in_code_that_is_not_known_is_never_safe(log):
    data, text = answer(log, "audit", ids=["gpt-99-turbo", "o3"], within="90d")
    assert [row["name"] for row in data["unknown"]] == ["gpt-99-turbo"]
    assert values(data, "subject", "status", "finding") == [("openai/o3", "ending", True)]
    assert "Unknown: ids:1:1 gpt-99-turbo: " in text
    assert "o3 is openai/o3: ending 2027-01-31 (70 days); instead: openai/o9" in text


def test_a_cost_is_exact(log):
    data, text = answer(log, "cost", subject="o3", input=1_500_000, output=250_000)
    (row,) = data["data"]
    assert (row["input"], row["output"], row["total"]) == ("3", "2", "5")
    assert data["unknown"] == []
    assert text.startswith("5 USD in all (input 3, output 2).")
    assert "o3 means openai/o3 (id)." in text


def test_what_has_no_stated_price_is_null_and_listed_and_so_is_the_total(log):
    data, text = answer(log, "cost", subject="openai/o3", input=1_000_000, cache_read=5)
    (row,) = data["data"]
    assert (row["cache_read"], row["total"], row["unpriced"]) == (None, None, ["cache_read"])
    assert [each["name"] for each in data["unknown"]] == ["cache_read"]
    assert text.startswith("The total is not known (input 2")


def test_a_standard_price_that_nobody_states_is_null_and_listed(log):
    data, _ = answer(log, "price", subject=["openai/o9"])
    assert values(data, "tier", "per_million") == [("batch", "3"), ("standard", None)]
    (unknown,) = data["unknown"]
    assert unknown["name"] == "openai/o9 input"


def test_what_others_say_and_what_is_counted_otherwise_is_told_too(log):
    picture = {"direction": "output", "amount": "0.04", "unit": "image", "modality": "image"}
    log.append(
        [
            price("pictures", "2025-01-05", subject="openai/draw", components=[picture]),
            event("registered", "m", source="mirror", name="Mirror", kind="mirror"),
            price("m2", "2025-06-09", input="3", voice="mirror", via="mirror",
                  sources=[{"source": "mirror"}]),
        ]
    )  # fmt: skip
    _, text = answer(log, "price", subject=["openai/draw"])
    assert text.startswith("openai/draw output image: 0.04 USD per image (in_force, ")
    _, text = answer(log, "price", subject=["openai/o3"])
    assert "openai/o3 input: 2 USD per million tokens (" in text
    assert "; mirror says 3)" in text


def test_that_no_end_is_known_is_said_and_is_no_promise(log):
    data, text = answer(log, "deprecations", subject=["openai/o3", "openai/o9"])
    assert values(data, "subject", "shutdown") == [("openai/o3", "2027-01-31")]
    assert [each["name"] for each in data["unknown"]] == ["openai/o9"]
    assert "no promise" in text


def test_of_many_rows_a_few_are_given_and_where_the_next_begin(log):
    first, text = answer(log, "price", limit=2)
    assert (len(first["data"]), first["total"], first["next"]) == (2, 5, 2)
    assert "5 in all; cursor=2 gives the next." in text
    rest, _ = answer(log, "price", limit=10, cursor=2)
    assert (len(rest["data"]), rest["next"]) == (3, None)
    assert not {str(row) for row in rest["data"]} & {str(row) for row in first["data"]}


def test_one_name_is_taken_where_several_may_be(log):
    one, _ = answer(log, "price", subject="openai/o3")
    assert one["data"] == answer(log, "price", subject=["openai/o3"])[0]["data"]


def test_an_answer_comes_with_its_receipt(log):
    log.append([event("retracted", "gone", event="cut", fault="ours", why="a slip")])
    data, text = answer(log, "explain", events=["first", "cut"], dependents=True)
    assert values(data, "id", "what", "stated", "revised_by") == [
        ("first", "price of o3: input 10, output 40", "2025-01-05", []),
        ("cut", "price of o3: input 2, output 8", "2025-06-10", ["gone"]),
    ]
    first, cut = data["data"]
    assert first["statement"]["components"][0] == {"direction": "input", "amount": "10"}
    assert first["sources"][0]["url"] == "https://openai.com/pricing"
    assert {each["name"] for each in first["dependents"]} >= {"price_history"}
    assert cut["dependents"] == []
    assert "revised by gone" in text


def test_an_event_of_a_later_position_is_not_known_yet(log):
    data, _ = answer(log, "explain", events=["batch"], position=3)
    (unknown,) = data["unknown"]
    assert unknown["why"] == "Event batch is recorded at position 6, after that."


def test_a_share_that_cannot_be_computed_says_why(log):
    data, _ = answer(log, "metric", name="provider_share")
    (unknown,) = data["unknown"]
    assert unknown["name"] == "provider_share"
    assert "not enough facts" in unknown["why"]


def test_a_parameter_of_a_metric_that_is_none_is_refused(log):
    told = refusal(log, "metric", name="provider_share", parameters={"base": "downloads"})
    assert told == "provider_share: base: there is no such field. Did you mean basis?"


@pytest.mark.parametrize(
    ("name", "asked", "told"),
    [
        ("cost", {}, "subject: field required"),
        ("cost", {"subject": "o3", "input": -1}, "input: input should be greater than or equal"),
        ("cost", {"subject": "openai", "input": 1}, "openai is a provider; a cost is that of one"),
        ("price", {"limit": 5000}, "limit: input should be less than or equal to 1000"),
        ("deprecations", {"within": "soon"}, "soon"),
        ("changes", {"kind": "prices"}, "prices is no kind of change. Did you mean price"),
        ("claims", {"verdict": "true"}, "verdict: input should be 'holds'"),
        ("audit", {"files": ["app.py"]}, "files: input should be a valid dictionary"),
    ],
)
def test_what_means_nothing_is_refused_with_what_is_allowed(log, name, asked, told):
    assert told in refusal(log, name, **asked)


def test_a_text_that_no_line_can_show_is_escaped(log):
    _, text = answer(log, "price", subject=["o3\n\x1b[2J"])
    assert text.split("\n")[0].startswith(r"Unknown: o3\n\x1b[2J: ")
    assert r"\ud83d" in refusal(log, "price", subject=["o3\ud83d"])


def test_a_fault_of_ours_is_told_as_such_and_nothing_of_it(log, monkeypatch, caplog):
    def fail(*_, **__):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(type(log), "moment", fail)
    told = refusal(log, "price", subject=["o3"])
    assert told == "Something went wrong that should not have; it was logged."
    assert "ZeroDivisionError: secret" in caplog.text
