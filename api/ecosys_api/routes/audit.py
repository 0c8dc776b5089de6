"""Audit: which models a text names, and what becomes of each."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ecosys.answers.answer import to_json
from ecosys.answers.audit import Audit, Found, Reader, Scanner, audit, model_names, read_alone
from ecosys.answers.audit.notebook import cells
from ecosys.timeline import Timeline
from ecosys.values.period import days
from ecosys_api.operation import posted, reply
from ecosys_api.parameters import Known
from ecosys_api.replies import response

router = APIRouter()
MAX_NAMES = 1000
NOT_KEPT = "no-store"

Name = Annotated[str, Field(min_length=1, max_length=240)]
Moment = Annotated[str | None, Field(max_length=64, examples=["2025-06-15"])]


class AuditQuestion(BaseModel):
    """What is asked: texts of files, ids, or both."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    files: Annotated[
        dict[Name, str],
        Field(max_length=MAX_NAMES, examples=[{"app.py": 'client.create(model="gpt-4-0314")'}]),
    ] = {}
    """Texts by the names of their files; all together, with the rest, 1 MiB."""
    ids: Annotated[list[Name], Field(max_length=MAX_NAMES, examples=[["azure/gpt-4o"]])] = []
    """Ids as code would write them; each has its place in the list as its line."""
    deployments: Annotated[dict[Name, Name], Field(max_length=MAX_NAMES)] = {}
    """What opaque names stand for: `{"prod": "azure/gpt-4o"}`."""
    channel: Annotated[str | None, Field(max_length=100, examples=["azure"])] = None
    """Where ids are called that name no channel; default the provider itself."""
    region: Annotated[str | None, Field(max_length=100)] = None
    """Where models are called."""
    within: Annotated[str | None, Field(max_length=20, examples=["90d"])] = None
    """Only ends that come so soon are findings; left out: all firm ones."""
    as_of: Moment = None
    """True in the world when? A date means its last instant; default now."""
    known_at: Moment = None
    """Publicly known when? Default: all that is known."""
    position: Annotated[int | None, Field(ge=0, le=2**53)] = None
    """Only this much of the log; default all of it."""


@posted(router, "/v1/audit", Audit, "deprecations")
async def audit_texts(
    request: Request, question: AuditQuestion, query: Annotated[Known, Query()]
) -> Response:
    """The models that texts name, as `ecosys audit` finds them, and what becomes of each."""
    query.refuse_behind(request.app.state.timeline)
    return await reply(request, _audited, question)


def _audited(timeline: Timeline, question: AuditQuestion) -> Response:
    answer = to_json(ask_audit(timeline, question), Audit)
    return response(answer, "application/json", NOT_KEPT)


def ask_audit(timeline: Timeline, question: AuditQuestion) -> Audit:
    """What becomes of the models that the texts and ids of a question name."""
    within = None if question.within is None else days(question.within)
    moment = timeline.moment(question.as_of, question.known_at, question.position)
    names = model_names(timeline, moment, question.deployments)
    reader = Reader(names, question.channel)
    found = _found(reader, question)
    return audit(timeline, moment, names, found, region=question.region, within_days=within)


def _found(reader: Reader, question: AuditQuestion) -> Found:
    """What the texts name, and the ids."""
    scanner = Scanner(reader)
    found = Found()
    for name, text in question.files.items():
        data = text.encode(errors="replace")
        found.add(scanner.scan(name, cells(data) if name.endswith(".ipynb") else data))
    for number, id in enumerate(question.ids, start=1):
        found.add(read_alone(reader, "ids", number, id))
    return found
