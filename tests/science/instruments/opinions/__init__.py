"""A second scorer for every instrument, from the published rules alone; it shares nothing with the first."""

from __future__ import annotations

from tests.science.instruments.opinions import lives, moods, ours, risks
from tests.science.instruments.opinions.vocabulary import Answers, Opinion, Said

OPINIONS: dict[str, Opinion] = moods.OPINIONS | risks.OPINIONS | lives.OPINIONS | ours.OPINIONS

__all__ = ["OPINIONS", "Answers", "Opinion", "Said"]
