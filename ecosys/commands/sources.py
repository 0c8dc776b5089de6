"""ecosys sources: who is cited, and how much rests on them."""

from ecosys.commands._options import Limit, Since
from ecosys.commands._question import Question, Screen, question_at

COLUMNS = ("source", "kind", "rank", "events", "last_read", "last_stated", "licence", "url")
OPTIONAL = ("events", "last_read", "kind", "rank", "last_stated", "url", "licence")


@question_at("/v1/sources")
def sources(asked: Question, since: Since = None, limit: Limit = None) -> None:
    """All registered sources, the last read first: kind, rank, events, licence, address."""
    from ecosys.answers import sources as answers

    answer = answers.sources(asked.timeline, asked.moment, since)
    asked.show_list(answer, Screen(COLUMNS, OPTIONAL), limit)
