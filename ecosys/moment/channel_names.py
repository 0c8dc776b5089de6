"""Channel names: what a channel calls a model, by declared aliases and by the channel's rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ecosys.events.ids_matched import IdsMatched
from ecosys.moment.held import Held
from ecosys.moment.series import Statement


@dataclass(frozen=True, slots=True)
class Match:
    """The subject and channel that a rule gives to a name that it fits."""

    subject: str
    channel: str
    held: Held
    """The list of rules that says so."""


@dataclass(frozen=True, slots=True)
class ChannelNames:
    r"""The names that channels have for models.

    >>> from ecosys.testing import given
    >>> rules = given({
    ...     "type": "ids_matched", "id": "rules", "source": "azure", "stated": "2025-01-01",
    ...     "rules": [{"pattern": r"gpt-35-(.+)", "subject": r"openai/gpt-3.5-\1",
    ...                "channel": "azure"}], "sources": [{"source": "azure"}]}).view().facts
    >>> names = ChannelNames(aliases={}, rules=rules)
    >>> names.subject("azure", "gpt-35-turbo")
    'openai/gpt-3.5-turbo'
    >>> names.subject("azure", "gpt-4") is None
    True
    """

    aliases: Mapping[tuple[str, str], Sequence[Statement]]
    """Statements of aliases, by alias and channel."""
    rules: Sequence[Held]
    """The lists of rules, those that a source keeps for itself included."""

    def subject(self, channel: str, name: str) -> str | None:
        """The subject that a name means at a channel at all times; None: nobody declared it.

        By an alias that never moved, then by the channel's rules.
        """
        rivals = self.aliases.get((f"{channel}/{name}", channel), ())
        targets = {str(each.value) for each in rivals if each.value is not None}
        if targets:
            return targets.pop() if len(targets) == 1 else None
        return next((each.subject for each in self.by_rules(name) if each.channel == channel), None)

    def by_rules(self, name: str) -> Iterator[Match]:
        """What rules make of a name: of each list of rules the first that fits."""
        for held in self.rules:
            assert isinstance(held.event, IdsMatched)
            if held.event.prefix is not None:
                continue  # these answer only when their source is asked
            if meaning := held.event.meaning(name):
                yield Match(*meaning, held)
