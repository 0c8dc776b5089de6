"""Convert tables of facts into seed files, or say what a conversion would give."""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from ecosys import seed
from ecosys.codec import parse
from seeds.convert.common import Converted, Facts, Fields
from seeds.convert.sources import KNOWN, registered

MODULES = ("launches", "prices", "deprecations", "attributes", "adoption", "found", "claims")
FOLDER = Path(__file__).parent.parent
TITLES = {
    "adoption": "Figures that somebody stated: developers, users, revenue, estimates.",
    "azure": "Azure OpenAI and AI Foundry: what it sells, at what price, until when.",
    "bedrock": "Amazon Bedrock: what it sells, at what price, until when.",
    "benchmarks": "Scores of models by date, and whose weights are open.",
    "claims": "What the source document asserts, bound to the questions that answer it.",
    "companies": "Companies that build on others.",
    "downloads": "Downloads from PyPI in 30 days, month by month.",
    "integrations": "What builds on what.",
    "market": "The market as a whole.",
    "mirrors": "What secondary sources and mirrors alone say, or got wrong and put right.",
    "partnerships": "Partnerships and funding.",
    "sources": "The registry of sources: a lower rank counts more; by kind 10, 50 or 90.",
    "stars": "Stars of GitHub repositories over time.",
    "surveys": "Who asked whom what.",
    "tools": "Frameworks, tools and client libraries.",
    "vertex": "Google Vertex AI: what it sells, at what price, until when.",
}
"""The second line of a file; those of providers say so by themselves."""


def main(arguments: list[str]) -> int:
    """Run the conversion; the answer is the exit status."""
    if not arguments or not Path(arguments[0]).is_dir():
        print(__doc__, "\nusage: python -m seeds.convert FACTS [--write]")
        return 2
    files = converted(Path(arguments[0]), _report)
    for name, events in sorted(files.items()):
        text = [seed.write(parse(event, f"{name}.yaml: {event.get('id')}")) for event in events]
        if "--write" in arguments:
            title = (
                TITLES.get(name) or f"{_name(name)}: launches, prices, ends, aliases, properties."
            )
            head = f"{seed.SCHEMA_LINE}\n# {title}\n\n"
            (FOLDER / f"{name}.yaml").write_text(head + "\n".join(text), encoding="utf-8")
    print(f"{sum(map(len, files.values()))} events in {len(files)} files")
    return 0


def converted(
    folder: Path, told: Callable[[str, list[Converted]], None] = lambda *_: None
) -> dict[str, list[Fields]]:
    """What the tables of a folder give, by the name of the seed file."""
    facts = Facts(folder)
    files: dict[str, list[Fields]] = defaultdict(list)
    for name in MODULES:
        rows = list(import_module(f"seeds.convert.{name}").convert(facts))
        told(name, rows)
        for each in rows:
            if each.events:
                files[each.file] += each.events
    files["sources"] = registered()
    return files


def _name(slug: str) -> str:
    """A provider's name as people say it."""
    return KNOWN[slug][0] if slug in KNOWN else slug


def _report(name: str, converted: list[Converted]) -> None:
    given = sum(bool(each.events) for each in converted)
    print(f"{name}: {len(converted)} rows, {given} converted")
    reasons = Counter(each.left_out for each in converted if not each.events)
    for reason, count in reasons.most_common():
        print(f"  left out {count}: {reason}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
