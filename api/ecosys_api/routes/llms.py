"""llms.txt: what a language model that reads this server should know, in a page of Markdown."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ecosys_api.parameters import Nothing
from ecosys_api.replies import LICENCE, REVALIDATE, response
from ecosys_api.routes.guide import FIRST, titles

router = APIRouter(include_in_schema=False)
SUMMARY = f"""# ecosys

> The record of the AI developer ecosystem: what each model cost, when it ends, who launched what;
> and what was known of it on any day, with the sources. Data: {LICENCE}.

- Facts are dated, sourced and never overwritten. `as_of` asks what was true then, `known_at` what
  was known then, `position` how much of the log counts; without them it is now.
- A model is `provider/name`. A name that is not known is a 404 with candidates: never guess one.
- Unknown is null, never zero. What is listed in `unpriced` or `meta.unknown` has no answer.
- Quote an answer by its `links.self`, or ask for `format=cite`.
- The same as tools (Model Context Protocol): `/mcp`, where `/v1` lists it.
- `.csv`, `.ndjson` and `.md` at the end of an address give the same rows as a table.
"""
ASK = (
    ("/v1/prices/openai/o3", "what a model costs, and will cost"),
    ("/v1/cost/openai/o3?input=1000&output=500", "what a request costs"),
    ("/v1/deprecations?within=90d", "what ends within 90 days"),
    ("/v1/changes?since=7d", "what changed in the world in 7 days"),
    ("/v1/models?provider=anthropic", "the models of a provider, the newest first"),
    ("/v1/subjects/openai/o3", "all about one model"),
    ("/v1/resolve?name=gpt-4o", "which model a name means"),
    ("/v1/metrics", "every metric, with its definition"),
    ("/v1/claims", "what documents say, checked against the facts"),
)
FOLLOW = (
    ("/feeds/weekly.md", "the last week in a page"),
    ("/feeds/changes.atom", "what changed, for feed readers; .json too"),
    ("/feeds/calendar.ics", "ends and announced prices, for calendars"),
    ("/v1/events?after=0&limit=1000", "the log itself, page by page"),
)
READ = (
    ("/compat", "prices and ends in the layouts of litellm, models.dev, genai-prices and others"),
    ("/openapi.json", "every operation, parameter and field"),
    ("/v1/log.jsonl", "the whole log as lines"),
    ("/v1/sources", "who is read, and how far each counts"),
)


@router.get("/llms.txt")
async def read_llms(request: Request, _: Annotated[Nothing, Query()]) -> Response:
    """What a language model should know, with addresses to ask."""
    root = request.scope["root_path"]
    pages = ((_page(name), title) for name, title in titles().items())
    sections = {"Ask": ASK, "Follow": FOLLOW, "Read": READ, "Guide": pages}
    parts = [SUMMARY, *(_section(title, links, root) for title, links in sections.items())]
    return response("\n".join(parts).encode(), "text/plain; charset=utf-8", REVALIDATE)


def _section(title: str, links: Iterable[tuple[str, str]], root: str) -> str:
    return "".join([f"## {title}\n\n", *_links(links, root)])


def _links(links: Iterable[tuple[str, str]], root: str) -> Iterator[str]:
    for address, about in links:
        yield f"- [{address}]({root}{address}): {about}\n"


def _page(name: str) -> str:
    return "/guide" if name == FIRST else f"/guide/{name}"
