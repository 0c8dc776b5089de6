"""Langfuse's own client reads every definition that we would send.

The service itself needs several databases and cannot be started here; its client has the shapes of
its API.
"""

SCRIPT = """
import json
from langfuse.api.core.pydantic_utilities import parse_obj_as
from langfuse.api.core.serialization import convert_and_respect_annotation_metadata as renamed
from langfuse.api.models.types.create_model_request import CreateModelRequest as Request

read = [
    parse_obj_as(Request, renamed(object_=each, annotation=Request, direction="read"))
    for each in json.load(open({path!r}))
]
ours = next(each for each in read if each.model_name == "ours-9")
tiers = [len(each.pricing_tiers) for each in read]
conditions = [c for each in read for tier in each.pricing_tiers for c in tier.conditions]
kinds = sorted({{type(each).__name__ for each in conditions}})
print(json.dumps([len(read), min(tiers), max(tiers), kinds, ours.pricing_tiers[0].prices,
                  ours.start_date.isoformat(), ours.unit]))
"""


def test_langfuse_reads_our_definitions(run, files):
    path = files / "2026-11-22" / "langfuse" / "models.json"
    many, fewest, most, conditions, prices, start, unit = run(
        "langfuse", SCRIPT.format(path=str(path))
    )
    assert many > 500
    assert (fewest, most > 2) == (1, True)
    assert conditions == ["PricingTierAttributeCondition", "PricingTierUsageConditionInput"]
    assert (prices["input"], prices["output"]) == (3.21e-06, 6.54e-06)
    assert (start, unit) == ("2025-01-01T00:00:00+00:00", "TOKENS")
