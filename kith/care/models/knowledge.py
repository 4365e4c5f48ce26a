"""The library this installation works with, opened once."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from kith.science.library import Library


@cache
def library() -> Library:
    """Every document, read when first asked for; with the installation's own instruments and texts."""
    return Library.open(own=settings.KITH_HOME / "library")


def may_fill_in(instrument: str) -> tuple[str, ...]:
    """Who an instrument of the library is made for."""
    return library().instruments[instrument].respondents
