"""Bands: how many tokens are charged in which, where long requests have prices of their own."""

from collections.abc import Sequence


def charged_in_bands(
    count: int, above: Sequence[int], total_input: int, *, marginal: bool
) -> list[tuple[int, int | None]]:
    """The bands that a count of tokens touches, each by its place, with the tokens charged there.

    `above` are the bands, ascending: each applies to requests of more input tokens than that. A
    `marginal` band charges the tokens that lie in it; else the band that the total input reaches
    charges all. None: tokens lie below the first band, and nobody states what they cost.

    Of 250,000 tokens in, with bands from 0 and above 200,000:

    >>> charged_in_bands(250_000, [0, 200_000], 250_000, marginal=False)
    [(1, 250000)]
    >>> charged_in_bands(250_000, [0, 200_000], 250_000, marginal=True)
    [(0, 200000), (1, 50000)]
    >>> charged_in_bands(1_000, [200_000], 1_000, marginal=False)
    []
    """
    if marginal and above[0]:
        return [(0, None)]
    if marginal:
        tops = [*above[1:], count]
        return [
            (place, min(count, top) - start)
            for place, (start, top) in enumerate(zip(above, tops, strict=True))
            if count > start
        ]
    reached = [place for place, start in enumerate(above) if start < max(total_input, 1)]
    return [(reached[-1], count)] if reached else []
