"""The library this installation works with, opened once."""

from __future__ import annotations

from functools import cache

from kith.science.library import Library


@cache
def library() -> Library:
    """Every instrument, protocol and worksheet, read when first asked for."""
    return Library.open()


def may_fill_in(instrument: str) -> tuple[str, ...]:
    """Who an instrument of the library is made for."""
    return (library().instruments[instrument].respondent,)
