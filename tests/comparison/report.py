"""Report: how many questions of each group have equal answers, and what differs in the others."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rich.console import Console
from rich.table import Table

from tests.comparison.difference import Difference
from tests.comparison.question import Question

MAX_ALIKE = 4
"""How many differences at one place of the answers of a group are listed at most."""


@dataclass(slots=True)
class Report:
    """What was asked, and what differs."""

    apart: Sequence[str] = ()
    """Groups whose differences are counted and do not fail."""
    asked: list[Question] = field(default_factory=list)
    differing: dict[Question, list[Difference]] = field(default_factory=dict)

    def take(self, question: Question, found: list[Difference]) -> None:
        """Note a question with what differs in its answers."""
        self.asked.append(question)
        if found:
            self.differing[question] = found

    @property
    def failing(self) -> dict[Question, list[Difference]]:
        """What differs and should not."""
        return {
            question: found
            for question, found in self.differing.items()
            if question.group not in self.apart
        }

    def counts(self) -> Iterator[tuple[str, int, int]]:
        """Each group with how many questions were asked and how many answers differ."""
        for group in sorted({question.group for question in self.asked}):
            asked = sum(question.group == group for question in self.asked)
            yield group, asked, sum(question.group == group for question in self.differing)

    def lines(self) -> Iterator[str]:
        """The differences; one that several answers share is told once, of those alike a few."""
        told: Counter[tuple[str, str]] = Counter()
        for difference, places in self._shared().items():
            question, first = places[0]
            alike = (question.group, difference.place)
            told[alike] += 1
            if told[alike] <= MAX_ALIKE:
                answers = len({question for question, _ in places})
                yield f"{question}{_more(answers, 'answers')}"
                yield f"    {first}{_more(len(places), 'places')}"
        for (group, place), count in told.items():
            if count > MAX_ALIKE:
                yield f"... {count - MAX_ALIKE:,} more at {place} of {group}"

    def _shared(self) -> dict[Difference, list[tuple[Question, Difference]]]:
        """What differs, whatever row it stands in, with every place where it does."""
        shared = defaultdict(list)
        for question, found in self.failing.items():
            for each in found:
                shared[_anywhere(each)].append((question, each))
        return shared

    def show(self, console: Console) -> None:
        """Write the table of counts and the differences."""
        table = Table("group", "asked", "equal", "different")
        for group, asked, different in self.counts():
            name = f"{group} (apart)" if group in self.apart else group
            table.add_row(name, f"{asked:,}", f"{asked - different:,}", f"{different:,}")
        asked, different = len(self.asked), len(self.differing)
        table.add_section()
        table.add_row("all", f"{asked:,}", f"{asked - different:,}", f"{different:,}")
        console.print(table)
        for line in self.lines():
            console.print(line, markup=False, highlight=False, soft_wrap=True)


def _anywhere(difference: Difference) -> Difference:
    """The same difference without the row that it stands in."""
    return replace(difference, place=re.sub(r"\[\d+\]", "[]", difference.place))


def _more(count: int, what: str) -> str:
    """How many there are in all, unless it is one."""
    return f" ({count:,} {what})" if count > 1 else ""
