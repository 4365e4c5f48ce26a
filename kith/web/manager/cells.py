"""Numbers as the cells of a table to download: an empty cell is a number that is not shown."""

from __future__ import annotations

from kith.web.manager.sentences import Rate

Row = tuple[str, ...]


def rate_cells(rate: Rate) -> Row:
    """Its counts, its share with the interval, and why it is not shown where it is not."""
    counts = (whole(rate.numerator), whole(rate.denominator))
    return (*counts, share(rate.value), share(rate.low), share(rate.high), rate.reason or "")


def share(value: float | None) -> str:
    """A share with the decimals that rounded counts bear."""
    return "" if value is None else f"{value:.4f}"


def plain(value: float | None) -> str:
    """A number as a script reads it."""
    return "" if value is None else f"{value:g}"


def whole(count: int | None) -> str:
    """A count."""
    return "" if count is None else str(count)
