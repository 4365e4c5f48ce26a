"""The library this installation works with, opened once."""

from __future__ import annotations

from functools import cache

from kith.science.library import Library


@cache
def library() -> Library:
    """Every instrument, protocol and worksheet, read when first asked for."""
    return Library.open()
