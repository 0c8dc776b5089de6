"""Several: one question about several names; those without an answer stand beside the rest."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from ecosys.answers.answer import Answer, Unanswered
from ecosys.errors import Ambiguous, NotFound


def several(names: Sequence[str], ask: Callable[[str], Answer[Any]]) -> Answer[Any]:
    """The answers to a question about each of some names, in their order; each row stands once.

    A name that is not known, or means several subjects, is listed as unanswered. NotFound where
    none has an answer; of a single name the error is what it always is.

    >>> numbers = {"one": 1, "two": 2}
    >>> def ask(name):
    ...     if name not in numbers:
    ...         raise NotFound(f"{name} is not known.")
    ...     return Answer([numbers[name]], int)
    >>> answer = several(["two", "ten", "one"], ask)
    >>> list(answer.rows), [each.why for each in answer.unanswered]
    ([2, 1], ['ten is not known.'])
    """
    if len(names) == 1:
        return ask(names[0])
    answers, unanswered = each_of(names, ask)
    if not answers:
        raise NotFound(
            " ".join(each.why for each in unanswered),
            candidates=list(dict.fromkeys(name for each in unanswered for name in each.candidates)),
        )
    return joined(answers, unanswered)


def each_of(
    names: Iterable[str], ask: Callable[[str], Answer[Any]]
) -> tuple[list[Answer[Any]], list[Unanswered]]:
    """The answers to a question about each of some names, and the names that have none."""
    answers, unanswered = [], []
    for name in dict.fromkeys(names):
        try:
            answers.append(ask(name))
        except (NotFound, Ambiguous) as problem:
            unanswered.append(Unanswered(name, str(problem), problem.candidates))
    return answers, unanswered


def joined(answers: Sequence[Answer[Any]], unanswered: Sequence[Unanswered]) -> Answer[Any]:
    """One answer of at least one, with each row once."""
    return replace(
        answers[0],
        rows=list(dict.fromkeys(row for answer in answers for row in answer.rows)),
        resolved=None,
        resolutions=tuple(answer.resolved for answer in answers if answer.resolved),
        unanswered=tuple(unanswered),
    )
