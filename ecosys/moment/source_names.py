"""A source's own names: what its ids mean by its own rules, and by nothing else."""

from collections.abc import Iterable
from operator import attrgetter

from ecosys.errors import NotFound
from ecosys.events.ids_matched import IdsMatched
from ecosys.moment.held import Held
from ecosys.moment.names import Resolution
from ecosys.values.cached import cached_property


class SourceNames:
    r"""The names of one source, by the rules that it was last known to have.

    >>> from ecosys.testing import given
    >>> names = SourceNames("list", given({
    ...     "type": "ids_matched", "id": "rules", "source": "list", "stated": "2025-01-01",
    ...     "prefix": "azure/", "rules": [{"pattern": r"gpt-35-(.+)", "channel": "azure",
    ...     "subject": r"openai/gpt-3.5-\1"}], "sources": [{"source": "list"}]}).view().facts)
    >>> resolution = names.resolve("azure/gpt-35-turbo")
    >>> resolution.subject, resolution.channel, resolution.how
    ('openai/gpt-3.5-turbo', 'azure', 'rule')
    >>> names.resolve("gpt-35-turbo") is None  # no rules are about such names
    True
    """

    def __init__(self, source: str, facts: Iterable[Held]) -> None:
        self.source = source
        self._facts = tuple(facts)

    @cached_property
    def by_prefix(self) -> dict[str, Held]:
        """The rules that answer, the longest prefix first; of several for one those stated last."""
        rules: dict[str, Held] = {}
        for held in sorted(self._facts, key=attrgetter("known_from", "position")):
            if isinstance(held.event, IdsMatched) and held.event.prefix:
                rules[held.event.prefix] = held
        return dict(sorted(rules.items(), reverse=True))

    def resolve(self, name: str) -> Resolution | None:
        """The subject that a name means; None where no rules are about such names.

        NotFound where they are, and none matches: nothing else may then answer.
        """
        for prefix, held in self.by_prefix.items():
            if name.lower().startswith(prefix):
                return self._by_rule(name, name[len(prefix) :], held)
        return None

    def _by_rule(self, name: str, rest: str, held: Held) -> Resolution:
        assert isinstance(held.event, IdsMatched)
        if meaning := held.event.meaning(rest):
            return Resolution.by_event(name, *meaning, "rule", held)
        raise NotFound(f"{name} is no id of {self.source} by its own rules.")
