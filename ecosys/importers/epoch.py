"""epoch: the notable models of Epoch AI, each with the day of its publication.

That day is the one on which a model was published, announced or released, whichever the source
found; a first or a middle of a month may stand for the month, and such a statement has a note.
How a model can be had is said as it was when the file was read, not as on that day: what is not
released, and what the source does not tell, is stated as announced only. It has no ids: they are
made of the names of the first organisation and of the model. Sizes, costs and domains are left out.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ecosys.event.subject import is_subject
from ecosys.importer import Fields, Importer, Row, csv_rows
from ecosys.importer.csv_rows import Cells
from ecosys.values import when

MODEL, ORGANISATION, DATE = COLUMNS = ("Model", "Organization", "Publication date")
"""What it must have; it may have others."""
ACCESS, WEIGHTS = "Model accessibility", "Open model weights?"
"""What it has of use since some version."""
OPEN: Mapping[str, Any] = {"what": "open_weights", "open_weights": True}
CLOSED: Mapping[str, Any] = {"what": "model", "open_weights": False}
MEANS: Mapping[str, Mapping[str, Any]] = {
    "": {"what": "model", "stage": "announced"},
    "Unreleased": {**CLOSED, "stage": "announced"},
    "Hosted access (no API)": CLOSED,
    "API access": {**CLOSED, "stage": "api"},
    "Open weights (non-commercial)": OPEN,
    "Open weights (restricted use)": OPEN,
    "Open weights (unrestricted)": OPEN,
}
"""What its words of how a model can be had mean."""
SAYS = {"Yes": True, "No": False, "": None}
"""What its column of open weights means."""
VAGUE = ("-01", "-15")
"""How a day ends that may stand for a month."""
NOTE = "The source may know the month only: it often writes its first or its 15th day then."


def read(payload: bytes, stated: str) -> Iterator[Row]:
    """A row for each model; of two whose names give the same id the second is held back."""
    taken: Counter[str] = Counter()
    for cells in csv_rows.lines(payload, "epoch", COLUMNS, (ACCESS, WEIGHTS)):
        name = f"{_provider(cells[ORGANISATION])}/{_id(cells[MODEL])}"
        key = csv_rows.own_key(name, taken)
        given = json.dumps({each: cells.get(each, "")[:90] for each in (*COLUMNS, ACCESS, WEIGHTS)})
        if key != name:
            yield Row(key, problem=f"another row has the id {name[:200]} already", given=given)
            continue
        try:
            says = {name: _fields(name, cells, stated)} if cells[DATE].strip() else {}
        except ValueError as problem:
            yield Row(key, problem=str(problem), given=given)
        else:
            yield Row(key, says, given=given)


# Ids


def _provider(organisations: str) -> str:
    """The first of the organisations, as a provider is written."""
    first = organisations.partition(",")[0]
    return re.sub(r"[^a-z0-9.]+", "-", _latin(first)).strip("-.")


def _id(model: str) -> str:
    """The name of a model, as an id is written."""
    return re.sub(r"[^a-z0-9._+]+", "-", _latin(model)).lstrip("-._+").rstrip("-")


def _latin(text: str) -> str:
    """A text in lower case and without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(each for each in apart if not unicodedata.combining(each)).lower()


# What is stated


def _fields(subject: str, cells: Cells, stated: str) -> Fields:
    provider, _, model = subject.partition("/")
    csv_rows.refuse_cells_beyond(cells)
    if not provider or not model:
        raise ValueError(f"it names no {'model' if provider else 'organisation'}")
    if not is_subject(subject):
        raise ValueError(f"{subject[:200]} cannot be the id of a model")
    day = _day(cells[DATE].strip(), stated)
    return {
        "type": "launched",
        "subject": subject,
        "name": " ".join(cells[MODEL].split()),
        "occurred": day,
        **_access(cells.get(ACCESS, "").strip(), cells.get(WEIGHTS, "").strip()),
        **({"note": NOTE} if day.endswith(VAGUE) else {}),
    }


def _day(text: str, stated: str) -> str:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        raise ValueError(f"{text[:100]!r} is not a date")
    csv_rows.refuse_later(text, stated)
    return str(when.parse(text))


def _access(access: str, weights: str) -> Mapping[str, Any]:
    """How the model can be had, where both columns agree."""
    if access not in MEANS:
        raise ValueError(f"{access[:100]!r} is no accessibility that we know")
    if weights not in SAYS:
        raise ValueError(f"{weights[:100]!r} does not say whether the weights are open")
    means, opened = MEANS[access], SAYS[weights]
    if opened is None or opened == means.get("open_weights"):
        return means
    if access:
        raise ValueError(f"it says {access}, but whether its weights are open: {weights}")
    return OPEN if opened else {**means, "open_weights": False}


epoch = Importer(
    source="epoch",
    read=read,
    dated=True,
    licence="CC-BY-4.0",
    address="https://epoch.ai/data/notable_ai_models.csv",
    fetched=True,
)
