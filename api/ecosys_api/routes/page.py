"""The page: five questions with their answers of today."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from fastapi import APIRouter, Request, Response

from ecosys.answers.answer import Answer, Meta, meta
from ecosys.answers.changes import changes, notable
from ecosys.answers.cost import cost
from ecosys.answers.deprecations import deprecations
from ecosys.answers.metric import metric
from ecosys.errors import NotFound
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant, words
from ecosys_api import web
from ecosys_api.protection import html_response
from ecosys_api.replies import Replies

router = APIRouter(include_in_schema=False)
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer."""

    name: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Where to ask it yourself."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer."""

    asks: str
    says: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    links: tuple[Link, ...]

    def without_empty_columns(self) -> "Question":
        """The same without columns in which nothing stands."""
        kept = [at for at, _ in enumerate(self.columns) if any(row[at] for row in self.rows)]
        return replace(
            self,
            columns=tuple(self.columns[at] for at in kept),
            rows=tuple(tuple(row[at] for at in kept) for row in self.rows),
        )


@router.get("/")
async def read_page(request: Request) -> Response:
    """Five questions with their live answers, links, and the age of the data."""
    timeline: Timeline = request.app.state.timeline
    replies: Replies = request.app.state.replies
    return await replies.make(request, partial(_page, timeline, request.scope["root_path"]))


def _page(timeline: Timeline, root: str) -> Response:
    now = timeline.moment()
    about = meta(timeline, now, Answer((), Meta))
    newest = timeline.newest(now)
    html = web.render(
        "page.html",
        root=root,
        position=now.position,
        newest=instant.day_of(newest),
        age=max(0, (timeline.log.clock() - newest) // instant.DAY),
        log=about.log,
        questions=[
            _what_did_it_cost(timeline),
            _what_dies(timeline, now).without_empty_columns(),
            _what_changed(timeline, now),
            _what_was_known(timeline),
            _who_holds_which_share(timeline, now),
        ],
    )
    return html_response(html)


def _what_did_it_cost(timeline: Timeline) -> Question:
    model = "openai/o3"
    rows = []
    for day in ("2025-06-01", "2025-06-15", None):
        moment = timeline.moment(as_of=day)
        rows.append((day or "today", *_prices(timeline, moment, model)))
    return Question(
        "What did openai/o3 cost, and when did that change?",
        "US dollars per million tokens.",
        (Column("as of"), Column("input", True), Column("output", True)),
        tuple(rows),
        (
            Link("price", f"/v1/prices/{model}"),
            Link("cost of a request", f"/v1/cost/{model}?input=1000000&output=1000000"),
            Link("history", f"/v1/metrics/price_history?subject={model}"),
            Link("receipt", f"/v1/metrics/price_history/explain?subject={model}"),
        ),
    )


def _what_dies(timeline: Timeline, now: Moment) -> Question:
    ending = deprecations(timeline, now, channel="all", within_days=90).rows
    rows = tuple(
        (row.shutdown, row.subject, row.channel, " or ".join(row.replacements) or "")
        for row in ending[:SHOWN]
    )
    return Question(
        "What stops answering in the next 90 days?",
        f"{len(ending)} ids at all channels; the first {len(rows)}.",
        (Column("shutdown"), Column("id"), Column("channel"), Column("use instead")),
        rows,
        (Link("all of them", "/v1/deprecations?within=90d&channel=all"),),
    )


def _what_changed(timeline: Timeline, now: Moment) -> Question:
    answer = changes(timeline, now, "30d")
    rows = tuple(
        (row.words, row.channel, row.occurred or "", row.learned)
        for row in notable(answer.rows)[:SHOWN]
    )
    return Question(
        "What changed in the last 30 days?",
        f"{len(answer.rows)} changes; what was otherwise before comes first. "
        f"{answer.left_out} are left out: our own corrections, and first prices of what is older.",
        (Column("change"), Column("channel"), Column("occurred"), Column("learned")),
        rows,
        (
            Link("7 days", "/v1/changes?since=7d"),
            Link("30 days", "/v1/changes?since=30d"),
            Link("with what is left out", "/v1/changes?since=30d&all=true"),
        ),
    )


def _what_was_known(timeline: Timeline) -> Question:
    model, day = "anthropic/claude-sonnet-5", "2026-09-15"
    rows = []
    for known in ("2026-08-22", "2026-09-20"):
        moment = timeline.moment(as_of=day, known_at=known)
        rows.append((known, *_prices(timeline, moment, model)))
    return Question(
        "What did we know then?",
        f"An announced increase was withdrawn: {model} for {day}, as known on two days.",
        (Column("known at"), Column("input", True), Column("output", True)),
        tuple(rows),
        (
            Link(
                "as known on 2026-08-22",
                f"/v1/prices/{model}?as_of={day}&known_at=2026-08-22",
            ),
            Link("every change of the answer", f"/v1/prices/{model}/vintages"),
        ),
    )


def _who_holds_which_share(timeline: Timeline, now: Moment) -> Question:
    answer = metric(timeline, now, "provider_share", {})
    rows = tuple(
        (point.subject, f"{point.value:.1%}", f"{int(point.labels['figure']):,}")
        for point in answer.rows[:SHOWN]
        if point.value is not None
    )
    coverage = answer.coverage
    newest = max((figure.at for figure in coverage.included), default="") if coverage else ""
    return Question(
        "Who holds which share?",
        f"Of {coverage.definition if coverage else ''}; newest figure {newest}.",
        (Column("provider"), Column("share", True), Column("downloads in 30 days", True)),
        rows,
        (
            Link("definition and coverage", "/v1/metrics/provider_share"),
            Link("receipt", "/v1/metrics/provider_share/explain"),
        ),
    )


def _prices(timeline: Timeline, moment: Moment, model: str) -> tuple[object, object]:
    """Input and output per million tokens, or a dash where nothing is known."""
    try:
        row, _ = cost(timeline, moment, model, {"input": 1_000_000, "output": 1_000_000})
    except NotFound:
        return ("–", "–")
    return (_price(row.input), _price(row.output))


def _price(amount: Decimal | None) -> str:
    return "–" if amount is None else words.number(amount)
