"""The library this installation works with, opened once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kith.care.models.own_shelf import LibraryWithOwn, own_of
from kith.science.instruments import Instrument, Wording
from kith.science.library import Library


@cache
def library() -> Library:
    """Every instrument, protocol and worksheet, read when first asked for; measures of services by their id."""
    return LibraryWithOwn.open()


def definition_as_taken(instrument: str, version: str) -> Instrument:
    """The instrument with which something was measured: for a service's own, in that very version."""
    own = own_of(instrument, version)
    return own.instrument if own is not None else library().instruments[instrument]


def wordings_as_taken(instrument: str, version: str) -> Mapping[str, Wording]:
    """Its words by language, of the same version."""
    own = own_of(instrument, version)
    return own.wordings if own is not None else library().wordings[instrument]


def in_language(wordings: Mapping[str, Wording], language: str) -> Wording:
    """The words in the language of the page, else in English, else in the one there is."""
    return wordings.get(language) or wordings.get("en") or next(iter(wordings.values()))
