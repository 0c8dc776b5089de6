"""ecosys sources: who is cited, and how much rests on them."""

from ecosys.commands._options import Limit, Since
from ecosys.commands._question import Question, Screen, question_at

COLUMNS = (
    *("source", "kind", "rank", "events", "alone", "last_read", "last_stated"),
    *("licence", "url"),
)
OPTIONAL = ("events", "alone", "last_read", "kind", "rank", "last_stated", "url", "licence")


@question_at("/v1/sources")
def sources(asked: Question, since: Since = None, limit: Limit = None) -> None:
    """All registered sources, the last read first: kind, rank, events, licence, address."""
    from ecosys.answers import sources as answers

    answer = answers.sources(asked.timeline, asked.moment, since)
    told = answers.support(asked.timeline, asked.moment)
    note = (
        f"{told.primary} facts rest on the word of whom they are about, {told.secondary} on "
        f"reports, {told.mirror} on mirrors alone; {told.single} on a single source."
    )
    asked.show_list(answer, Screen(COLUMNS, OPTIONAL, note=note), limit)
