"""Limits: how much one question may take, so that who asks for much leaves others room."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server gives to one question."""

    question_seconds: float = 60
    """How long it is worked on at the most, waiting for its turn not counted; 0: without end."""
    answer_rows: int = 250_000
    """How many rows it is answered with at the most; 0: with all that there are."""


USUAL = Limits()
"""Where nothing else is said."""
