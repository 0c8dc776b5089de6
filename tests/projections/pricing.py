"""Price lists for tests of what is made of prices, and histories of them to draw."""

from decimal import Decimal

from hypothesis import strategies as st

from ecosys.values import when
from tests.given import event, price

MODELS = ("anthropic/claude", "openai/gpt", "openai/o3")
DAYS = ("2025-01-01", "2025-03-01", "2025-06-01", "2025-09-01", "2026-01-01")
AMOUNTS = ("0.1", "0.25", "1", "2", "3.5", "10", "60")


def listed(subject, day, input, output=None, **fields):
    """A price list of both directions; output costs four times as much unless it is given."""
    output = str(Decimal(input) * 4) if output is None else output
    return price(f"{subject}-{day}", day, subject=subject, input=input, output=output, **fields)


def ended(subject, announced, shutdown, *replacements):
    return event(
        "deprecated",
        f"{subject}-deprecated",
        subject=subject,
        announced=announced,
        shutdown=shutdown,
        replacements=list(replacements),
    )


BEFORE = {"as_of": "2026-03-31", "known_at": "2026-03-31"}
"""A moment after all that is drawn, and before what is said later."""
HISTORIES = st.dictionaries(
    st.tuples(st.sampled_from(MODELS), st.sampled_from(DAYS)),
    st.sampled_from(AMOUNTS),
    min_size=1,
    max_size=12,
)
"""Which model was priced at what on which day."""


def lists(history, factor=1, **fields):
    """A drawn history as events, all amounts times a factor."""
    return [
        listed(subject, day, str(Decimal(amount) * factor), **fields)
        for (subject, day), amount in sorted(history.items())
    ]


def said_later(history):
    """The same price lists, each four times as dear, said only in June 2026."""
    later = when.parse("2026-06-01")
    return [
        listed(subject, day, str(Decimal(amount) * 4)).model_copy(
            update={"id": f"{subject}-{day}-later", "stated": later}
        )
        for (subject, day), amount in sorted(history.items())
    ]


def stated(points, statistic, subject="market", **labels):
    """The value of one statistic."""
    wanted = {"statistic": statistic, **labels}
    (value,) = [
        each.value
        for each in points
        if each.subject == subject and wanted.items() <= dict(each.labels).items()
    ]
    return value
