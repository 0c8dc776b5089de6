"""Result: what one comparison gave."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """Two sides that did the same work in the same run."""

    what: str
    other: str
    """What the other side reached."""
    ours: str
    """What ecosys reached."""
    ratio: float
    target: float | None = None
    """What the ratio should reach; None: it is shown, and nothing is promised."""
    at_most: bool = False
    """Whether the ratio may not exceed the target; else it may not fall short of it."""

    @property
    def met(self) -> bool:
        """Whether the target was met."""
        if self.target is None:
            return True
        return self.ratio <= self.target if self.at_most else self.ratio >= self.target
