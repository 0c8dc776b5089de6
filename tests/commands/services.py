"""Services that keep prices, by their descriptions: what they show and what they refuse."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

NONE: Mapping[str, str] = {}


class Fake:
    """What a service has, and how it answers."""

    path = ""
    key = ("", "")
    """The header that it asks for, and what must stand there."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str]] = []
        self.busy = 0
        """How many requests it still puts off."""

    def listed(self, query: dict[str, list[str]]) -> Any:
        """A page of its entries."""
        raise NotImplementedError

    def refusal(self, entry: dict[str, Any]) -> str | None:
        """Why it takes no such entry."""
        raise NotImplementedError

    def kept(self, entry: dict[str, Any]) -> dict[str, Any]:
        """An entry as it keeps and shows it."""
        raise NotImplementedError


class Langfuse(Fake):
    """Langfuse, by its public API: pages, one default tier, unique names and priorities."""

    path = "/api/public/models"
    key = ("Authorization", "Basic cGstbGYtMTpzay1sZi0y")  # pk-lf-1:sk-lf-2

    def listed(self, query):
        page, limit = int(query["page"][0]), int(query["limit"][0])
        shown = self.entries[(page - 1) * limit : page * limit]
        total = len(self.entries)
        meta = {"page": page, "limit": limit, "totalItems": total, "totalPages": -(-total // limit)}
        return {"data": shown, "meta": meta}

    def refusal(self, entry):
        if not {"modelName", "matchPattern", "unit"} <= entry.keys() or entry["unit"] != "TOKENS":
            return "modelName, matchPattern and unit are required"
        tiers = entry["pricingTiers"]
        default = [tier for tier in tiers if tier["isDefault"]]
        if len(default) != 1 or default[0]["priority"] or default[0]["conditions"]:
            return "exactly one default tier, with priority 0 and no conditions"
        if len({tier["priority"] for tier in tiers}) < len(tiers):
            return "priorities must be unique"
        if len({tier["name"] for tier in tiers}) < len(tiers):
            return "names must be unique"
        if not all(tier["prices"] for tier in tiers):
            return "each tier must define at least one price"
        return None

    def kept(self, entry):
        tiers = [{"id": f"t{at}", **tier} for at, tier in enumerate(entry["pricingTiers"])]
        start = entry.get("startDate")
        shown = f"{start[:23]}Z" if start else None
        return {**entry, "startDate": shown, "pricingTiers": tiers, "isLangfuseManaged": False}


class Langsmith(Fake):
    """LangSmith, by its API: entries of a workspace beside its own, one of each identity."""

    path = "/api/v1/model-price-map"
    key = ("X-Api-Key", "lsv2-1")

    def listed(self, query):
        offset, limit = int(query["offset"][0]), int(query["limit"][0])
        return self.entries[offset : offset + limit]

    def refusal(self, entry):
        needed = {"name", "match_pattern", "prompt_cost", "completion_cost"}
        if not needed <= entry.keys():
            return f"{needed} are required"
        same = ("name", "match_pattern", "provider", "start_time")
        shown = self.kept(entry)
        if any(all(each[field] == shown[field] for field in same) for each in self.entries):
            return "the workspace has an entry of this name, pattern, provider and start"
        return None

    def kept(self, entry):
        start = entry["start_time"]
        return {
            "prompt_cost_details": None,
            "completion_cost_details": None,
            **entry,
            "start_time": start and start.removesuffix(".000000Z"),
            "tenant_id": "own",
        }


class Handler(BaseHTTPRequestHandler):
    """Answers for a service."""

    server: "Server"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if not self._is_refused():
            assert urlsplit(self.path).path == self.server.fake.path
            self._answer(200, self.server.fake.listed(parse_qs(urlsplit(self.path).query)))

    def do_POST(self) -> None:
        fake = self.server.fake
        entry = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._is_refused():
            return
        assert self.path == fake.path
        if why := fake.refusal(entry):
            self._answer(409 if "has an entry" in why else 400, {"message": why})
            return
        fake.entries.append({"id": f"m{len(fake.requests)}", **fake.kept(entry)})
        self._answer(200, fake.entries[-1])

    def do_DELETE(self) -> None:
        fake = self.server.fake
        if not self._is_refused():
            id = self.path.removeprefix(f"{fake.path}/")
            fake.entries[:] = [each for each in fake.entries if each["id"] != id]
            self._answer(200, {"message": "deleted"})

    def _is_refused(self) -> bool:
        fake = self.server.fake
        fake.requests.append((self.command, self.path))
        header, value = fake.key
        if self.headers.get(header) != value:
            self._answer(401, {"message": "no such key"})
            return True
        if fake.busy:
            fake.busy -= 1
            self._answer(429, {"message": "slowly"}, {"Retry-After": "0"})
            return True
        return False

    def _answer(self, status: int, content: Any, headers: Mapping[str, str] = NONE) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """A server that answers for a service."""

    def __init__(self, fake: Fake) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.fake = fake


@contextmanager
def served(fake: Fake) -> Iterator[str]:
    """A service that answers on this machine; gives its address."""
    server = Server(fake)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
