"""A tree of code with ids of models planted in it, and with words that only look like them."""

import random
import sysconfig
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ecosys.answers.audit import ModelNames

FOLDERS = 200
MEAN, SPREAD = 8.3, 1.0
"""Of the logarithm of a file's bytes: half of the files have less than 4 kB."""

PLANTED = {
    ".py": ('client.create(model="{}")', "MODELS = ['{}']", 'MODEL = "{}"  # for now'),
    ".ts": ('const x = {{ model: "{}" }};', "  model: '{}',"),
    ".json": ('  "model": "{}",', '{{"a": 1, "engine": "{}"}}'),
    ".yaml": ("model: {}", "models: [{}]", '- model: "{}"'),
    ".env": ("MODEL={}", "OPENAI_MODEL_NAME={}"),
    ".sh": ("run --model {} --fast", 'MODEL="{}" run'),
}
"""By the ending of a file, lines that name a model."""
MISSES = (
    *('x = "my-{}"', 'x = "{}-acme"', 'x = "my_{}"', 'x = "{}_old"', 'x = "{}s9z"', 'x = "zz{}"'),
    *('open("{}.json")', "import acme.{}", 'f"{}{{suffix}}"', 'glob("{}*")', 'x = "acme@{}"'),
)
"""Lines that hold an id as a part of something longer."""
WORDS = ('"{}": "run"', "the {} of the model", '{{"model": 1, "type": "{}"}}', "{} = model()")
"""Lines that hold an ordinary word that is an id elsewhere."""
ROUTES = ("", "", "openrouter/", "azure/", "litellm_proxy/", "azure_openai:")


class Plant(NamedTuple):
    """An id and where it was planted."""

    file: str
    line: int
    id: str


def ids(names: ModelNames) -> list[str]:
    """All that code may call a model, without providers before it, and that means one."""
    return sorted(
        name
        for name, meanings in names.by_name.items()
        if "/" not in name and len({each.subject for each in meanings}) == 1
    )


def grow(
    folder: Path, known: Sequence[str], files: int, planted: int, misses: int, seed: int = 7
) -> list[Plant]:
    """Write a tree of code, and tell what was planted in it.

    The code is that of the standard library, cut into files of other names. No near miss is itself
    an id.
    """
    draw = random.Random(seed)
    sources = _sources()
    plants: list[Plant] = []
    wrong = _misses(draw, known)
    with_id, with_miss = set(range(planted)), set(range(planted, planted + misses))
    for number in range(files):
        lines = _code(draw, sources)
        ending = ".py"
        at = draw.randrange(len(lines) + 1)
        if number in with_id:
            ending = draw.choice([*PLANTED])
            id = draw.choice(known)
            form = draw.choice(PLANTED[ending])
            lines.insert(at, form.format(draw.choice(ROUTES) + id))
        elif number in with_miss:
            lines.insert(at, next(wrong))
        path = folder / f"p{number % FOLDERS:03}" / f"f{number}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
        if number in with_id:
            plants.append(Plant(str(path), at + 1, id))
    return plants


def _sources() -> list[str]:
    library = Path(sysconfig.get_paths()["stdlib"])
    paths = [path for path in sorted(library.glob("*.py")) if path.stat().st_size < 200_000]
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


def _code(draw: random.Random, sources: Sequence[str]) -> list[str]:
    """Some lines of real code, flush left so that no list of it is open where a line is put."""
    text = draw.choice(sources)
    size = int(draw.lognormvariate(MEAN, SPREAD))
    start = draw.randrange(max(1, len(text) - size))
    return [line for line in text[start : start + size].splitlines()[1:-1] if line.strip()] or [""]


def _misses(draw: random.Random, known: Collection[str]) -> Iterator[str]:
    ordered, taken = sorted(known), set(known)
    words = [id for id in ordered if id.isalnum() and id.islower()]
    while True:
        id = draw.choice(ordered)
        if draw.random() < 0.2:
            yield draw.choice(WORDS).format(draw.choice(words))
            continue
        line = draw.choice(MISSES).format(id)
        inner = line.split('"')[1] if line.count('"') == 2 else line
        if inner not in taken:
            yield line
