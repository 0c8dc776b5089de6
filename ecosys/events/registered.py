"""registered: a source was entered in the registry of sources."""

from typing import Annotated, Literal

from pydantic import Field

from ecosys.event import Event, Slug, Text, Url

RANKS = {"provider": 10, "secondary": 50, "mirror": 90}


class Registered(Event):
    """A source of statements, and how far its word counts against that of others.

    Ranks are our judgement about sources, not knowledge about the world: they count at the
    position asked for, whatever `known_at` is.
    """

    main_field = "source"
    scope = "admin"

    type: Literal["registered"]
    version: Literal[1]
    source: Slug
    """The source's slug."""
    name: Text
    """Its name as people say it."""
    kind: Literal["provider", "secondary", "mirror"]
    """provider: speaks of its own; secondary: reports; mirror: copies what others publish."""
    licence: Text | None = None
    """The licence of its data, where it names one."""
    url: Url | None = None
    """Its address."""
    rank: Annotated[int, Field(ge=0, le=1000)] | None = None
    """Among sources that differ the lowest rank answers. Left out: by kind, 10, 50 or 90."""

    @property
    def effective_rank(self) -> int:
        """The rank given, else that of the kind."""
        return RANKS[self.kind] if self.rank is None else self.rank
