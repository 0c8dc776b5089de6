"""Notebook: the cells of a notebook, run in a plain interpreter, and what each of them prints."""

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from tests.documents import GUIDE

ARTICLE = GUIDE / "article.ipynb"
"""The figures of an article, from the record."""


def read(path: Path = ARTICLE) -> dict[str, Any]:
    """A notebook."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def run(notebook: dict[str, Any], names: dict[str, Any]) -> Iterator[str]:
    """What each cell of code prints, one after the other; `names` gets what they define."""
    for cell in _code(notebook):
        with redirect_stdout(io.StringIO()) as printed:
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
        yield printed.getvalue()


def shown(notebook: dict[str, Any]) -> list[str]:
    """What the notebook shows of each cell of code."""
    return ["".join(text for each in cell["outputs"] for text in each["text"])
            for cell in _code(notebook)]  # fmt: skip


def renewed(notebook: dict[str, Any]) -> str:
    """The text of a notebook with what its cells print now."""
    for count, (cell, text) in enumerate(
        zip(_code(notebook), run(notebook, {}), strict=True), start=1
    ):
        cell["execution_count"] = count
        stream = {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}
        cell["outputs"] = [stream] if text else []
    return f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n"


def _code(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


if __name__ == "__main__":  # python -m tests.notebook: write anew what the notebook shows
    ARTICLE.write_text(renewed(read()), encoding="utf-8")
