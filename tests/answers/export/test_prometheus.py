"""Prometheus text: what its own parser reads from it."""

from prometheus_client.parser import text_string_to_metric_families

from ecosys.answers.export import export
from tests import given
from tests.answers.export.reading import lost


def samples(timeline, as_of="2026-11-22"):
    """All samples at a moment: name, labels and value."""
    made = export(timeline, timeline.moment(as_of, "2026-11-22"), "prometheus")
    families = text_string_to_metric_families(made.content.decode())
    return [
        (sample.name, sample.labels, sample.value) for each in families for sample in each.samples
    ]


def test_each_line_of_a_price_list_is_a_sample_in_its_own_currency_and_unit(timeline):
    lines = [{"direction": "input", "amount": "0.5", "tier": "batch", "above": 200_000}]
    timeline.append([given.price("p", "2025-06-10", currency="CNY", input="14", components=lines)])
    same = {
        "subject": "openai/o3",
        "channel": "first_party",
        "currency": "CNY",
        "direction": "input",
        "modality": "text",
        "unit": "1M tokens",
    }
    assert samples(timeline) == [
        ("ecosys_price", {**same, "tier": "standard"}, 14),
        ("ecosys_price", {**same, "tier": "batch", "above": "200000", "bands": "cliff"}, 0.5),
    ]
    assert lost(timeline, "prometheus") == {}


def test_an_end_is_the_time_of_its_day_and_says_whether_it_is_a_promise(timeline):
    soft = given.event(
        "deprecated", "e", subject="openai/o3", announced="2025-03-01", shutdown="not before 2027"
    )
    timeline.append([soft])
    labels = {"subject": "openai/o3", "channel": "first_party"}
    assert samples(timeline) == [
        (
            "ecosys_end_timestamp_seconds",
            {**labels, "precision": "year", "bound": "not_before"},
            1_798_761_600,  # date -d 2027-01-01T00:00Z +%s
        )
    ]


def test_names_with_quotes_and_backslashes_are_read_back(timeline):
    timeline.append([given.price("p", "2025-06-10", region='a "b" \\c', input="1")])
    ((_, labels, _),) = samples(timeline)
    assert labels["region"] == 'a "b" \\c'


def test_all_of_the_released_log_is_read_back(seeded):
    read = samples(seeded)
    assert len({(name, tuple(labels.items())) for name, labels, _ in read}) == len(read)
    assert len(read) > 3_000
