"""The examples of the OpenAPI document and its snapshot, as `tests.regenerate` makes them."""

import json
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from ecosys.answers.moments import runs_by_itself
from ecosys.projection import projections
from ecosys.values import instant
from ecosys_api.openapi import address
from ecosys_api.routes.check import EXAMPLE
from tests.api import contract
from tests.api.contract import Document

SNAPSHOT = Path(__file__).parent / "openapi.json"
WIDTH = 100

Parameters = dict[str, Any]

END_OF_2023 = {"as_of": "2023-12-31", "known_at": "2023-12-31"}
END_OF_2024 = {"as_of": "2024-12-31", "known_at": "2024-12-31"}
METRICS: dict[str, Parameters] = {
    **{name: {"subject": "openai", **END_OF_2023} for name in projections},
    "adoption_rank": {"as_of": "2024-12-31", "known_at": "2026-11-22"},
    "alias_exposure": {"subject": "anthropic", **END_OF_2023},
    "compliance_coverage": {"subject": "openai"},
    "cumulative_developers": {"subject": "openai"},
    "deprecation_calendar": {"subject": "openai", "known_at": "2023-10-01"},
    "deprecation_notice": {"subject": "deepseek"},
    "deprecation_risk": {"subject": "anthropic", **END_OF_2023},
    "ecosystem_depth": {"subject": "azure", **END_OF_2023},
    "lagged_correlation": {"subject": "openai", "as_of": "2026-10-31", "known_at": "2026-10-31"},
    "output_input_ratio": {"subject": "anthropic", **END_OF_2023},
    "price_direction": {"subject": "anthropic", **END_OF_2024},
    "price_history": {"subject": "openai/o3"},
    "price_ratio": {"subject": "openai", **END_OF_2024},
    "provider_share": END_OF_2023,
    "ranking": {"metric": "months_to_100m_users", "order": "lowest"},
    "reschedulings": {"subject": "openai", **END_OF_2024},
    "risk_register": {"subject": "anthropic", **END_OF_2023},
    "share_erosion": {"subject": "openai", **END_OF_2024},
    "single_provider_dependency": {"subject": "azure", **END_OF_2023},
    "successor_price_ratio": {"subject": "anthropic", **END_OF_2024},
    "switching_cost": {"subject": "openai"},
    "third_party_share": {"subject": "azure", **END_OF_2023},
    "time_to_adoption": END_OF_2023,
    "timeline": {"subject": "langchain/langchain"},
}
"""What each metric is asked about."""

ASKED: dict[str, Parameters] = {
    "/compat": {},
    "/compat/{layout}/lost.json": {"layout": "models.dev", "as_of": "2020-12-31"},
    "/livez": {},
    "/readyz": {},
    "/v1": {},
    "/v1/check": {"event": EXAMPLE},
    "/v1/claims": {},
    "/v1/changes": {"since": "2025-06-01", "subject": "openai/o3", "as_of": "2025-06-15"},
    "/v1/observations/{metric}": {"metric": "github_stars", "subject": "huggingface"},
    "/v1/observations/{metric}/figures": {
        "metric": "github_stars",
        "subject": "huggingface/transformers",
    },
    "/v1/conflicts": {"subject": "anthropic/claude-instant-1.2", "kind": "price"},
    "/v1/cost/{name}": {
        "name": "openai/o3",
        "input": 1000,
        "output": 1000,
        "as_of": "2025-06-15",
        "known_at": "2025-06-15",
    },
    "/v1/deprecations": {"provider": "openai", "known_at": "2023-10-01"},
    "/v1/events": {"subject": "openai/o3", "type": "price_changed"},
    "/v1/events/{id}": {"id": "openai-api-developers-2023-11-06"},
    "/v1/events/{id}/dependents": {"id": "openai-api-developers-2023-11-06"},
    "/v1/log.jsonl": {"position": 1},
    "/v1/log/consistency": {"first": 5129},
    "/v1/log/inclusion": {"position": 1},
    "/v1/metrics": {},
    "/v1/models": {"provider": "openai"},
    "/v1/prices": {"provider": "deepseek"},
    "/v1/prices/{name}": {"name": "openai/o3", "as_of": "2025-06-15"},
    "/v1/prices/{name}/vintages": {"name": "openai/o3"},
    "/v1/providers": {},
    "/v1/quarantine": {},
    "/v1/resolve": {"name": "gpt-4o"},
    "/v1/schemas": {},
    "/v1/schemas/{type}": {"type": "retracted"},
    "/v1/sources": {},
    "/v1/sources/{slug}": {"slug": "llm-prices"},
    "/v1/subjects": {"subject": ["xai/grok-beta", "anthropic/claude-2.0"]},
    "/v1/subjects/{name}": {"name": "openai/o1-mini", **END_OF_2024},
    "/v1/unknown": {"kind": "shutdown"},
    **{
        f"/v1/metrics/{name}{more}": about
        for name, about in METRICS.items()
        for more in ("", "/explain", "/vintages")
    },
    **{
        f"/v1/metrics/{name}/moments": {**about, "every": "year"}
        for name, about in METRICS.items()
        if not runs_by_itself(projections[name])
    },
}
"""What operations are asked, without the coordinates that pin the answer.

An operation that needs nothing needs no line.
"""


def examples(client: TestClient) -> dict[str, Any]:
    """For every operation the parameters asked with, pinned, and the answer."""
    document = client.get("/openapi.json").json()
    coordinates = _coordinates(client)
    found = {}
    for path, operations in document["paths"].items():
        if "get" not in operations:
            continue
        parameters = ASKED.get(path, {})
        taken = [each["name"] for each in operations["get"].get("parameters", ())]
        pinned = {"limit": 1, **coordinates} | parameters
        asked = {name: pinned[name] for name in pinned if name in taken}
        found[path] = {"parameters": asked, "response": answered(client, path, asked)}
    return found


def answered(client: TestClient, path: str, parameters: Parameters) -> Any:
    """What an operation answers."""
    reply = client.get(address(path, parameters))
    assert reply.status_code == 200, reply.text
    answer = reply.json()
    if path == "/readyz":
        del answer["sources"][2:]  # of hundreds: it is an example
    return answer


def written(value: Any, indent: str = "") -> str:
    """JSON in which whatever fits stands on one line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= WIDTH or not isinstance(value, dict | list) or not value:
        return line
    deeper = f"{indent} "
    if isinstance(value, list):
        parts, ends = [written(each, deeper) for each in value], "[]"
    else:
        parts = [f"{json.dumps(name)}: {written(each, deeper)}" for name, each in value.items()]
        ends = "{}"
    inner = ",\n".join(f"{deeper}{part}" for part in parts)
    return f"{ends[0]}\n{inner}\n{indent}{ends[1]}"


def _coordinates(client: TestClient) -> Parameters:
    """The end of the log, and the day before it was recorded: a day that is over."""
    meta = client.get("/v1/providers?limit=1").json()["meta"]
    day = instant.day_of(instant.parse(meta["known_at"]) - instant.DAY)
    return {"as_of": day, "known_at": day, "position": meta["position"]}


def renew_snapshot(document: Document, path: Path = SNAPSHOT, *, breaking: bool = False) -> str:
    """Write the snapshot of a document; why not, if something would be missed."""
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else document
    missed = contract.broken(before, document)
    if missed and not breaking:
        return "\n".join([*missed, "The snapshot stays. --break writes it all the same."])
    path.write_text(f"{written(contract.bare(document))}\n", encoding="utf-8")
    return ""
