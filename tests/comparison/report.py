"""Report: how many questions of each group have equal answers, and what differs in the others."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from tests.comparison.difference import Difference
from tests.comparison.question import Question

MAX_SHOWN = 200
"""How many differences are listed at most."""
MAX_OF_ONE = 6
"""How many differences of one question are listed at most."""


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

    def is_apart(self, group: str) -> bool:
        """Whether a group, or one above it, is told apart."""
        return any(group == each or group.startswith(f"{each}/") for each in self.apart)

    @property
    def failing(self) -> dict[Question, list[Difference]]:
        """What differs and should not."""
        return {
            question: found
            for question, found in self.differing.items()
            if not self.is_apart(question.group)
        }

    def counts(self) -> Iterator[tuple[str, int, int]]:
        """Each group with how many questions were asked and how many answers differ."""
        for group in sorted({question.group for question in self.asked}):
            asked = sum(question.group == group for question in self.asked)
            yield group, asked, sum(question.group == group for question in self.differing)

    def lines(self) -> Iterator[str]:
        """The differences; one that several answers share is told once."""
        shared: dict[Difference, list[Question]] = defaultdict(list)
        for question, found in self.failing.items():
            for each in found[:MAX_OF_ONE]:
                shared[each].append(question)
        for difference, questions in list(shared.items())[:MAX_SHOWN]:
            others = f" and {len(questions) - 1:,} more" if len(questions) > 1 else ""
            more = len(self.failing[questions[0]]) - MAX_OF_ONE
            yield f"{questions[0]}{others}"
            yield f"    {difference}" + (f" ({more} more there)" if more > 0 else "")
        if len(shared) > MAX_SHOWN:
            yield f"... {len(shared) - MAX_SHOWN:,} more differences"

    def show(self, console: Console) -> None:
        """Write the table of counts and the differences."""
        table = Table("group", "asked", "equal", "different")
        for group, asked, different in self.counts():
            name = f"{group} (apart)" if self.is_apart(group) else group
            table.add_row(name, f"{asked:,}", f"{asked - different:,}", f"{different:,}")
        asked, different = len(self.asked), len(self.differing)
        table.add_section()
        table.add_row("all", f"{asked:,}", f"{asked - different:,}", f"{different:,}")
        console.print(table)
        for line in self.lines():
            console.print(line, markup=False, highlight=False, soft_wrap=True)
