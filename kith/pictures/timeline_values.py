"""What a timeline picture is made of. All words arrive translated, dates and numbers as the reader writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Score:
    """One dated score; `value_label` is the number as the reader writes it."""

    when: date
    value: float
    label: str
    value_label: str


@dataclass(frozen=True)
class Band:
    """A range of severity, from `low` to `high`; `severity` 0 is the mildest, 4 the most severe."""

    low: float
    high: float
    label: str
    severity: int


@dataclass(frozen=True)
class CutOff:
    """The line between the clinical and the general range, with its words ("cut-off 10")."""

    value: float
    label: str


@dataclass(frozen=True)
class SessionMark:
    """A session that took place or was missed."""

    when: date
    kind: Literal["attended", "missed"]


@dataclass(frozen=True)
class Flag:
    """A plan change, an event of life, or the ending of a plan."""

    when: date
    label: str
    kind: Literal["plan", "event", "ending"]


@dataclass(frozen=True)
class Expected:
    """The course expected at a date, with its honest width."""

    when: date
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class TimelineWords:
    """The words of the key and of the empty picture. `direction` says which way is better."""

    direction: str
    reliable: str
    expected: str
    attended: str
    missed_session: str
    missed_measure: str
    empty: str


@dataclass(frozen=True)
class TimelinePicture:
    """The course of one person on one version of one measure.

    `reliable_change` is the size of change that is more than chance; it is drawn round the first score.
    `missed` are dates at which the measure was due and not answered: the line is broken there.
    `until` is the last day to show (today, as a rule).
    """

    title: str
    sentence: str
    words: TimelineWords
    minimum: float
    maximum: float
    scores: tuple[Score, ...] = ()
    lower_is_better: bool = True
    bands: tuple[Band, ...] = ()
    cut_off: CutOff | None = None
    reliable_change: float | None = None
    sessions: tuple[SessionMark, ...] = ()
    flags: tuple[Flag, ...] = ()
    missed: tuple[date, ...] = ()
    expected: tuple[Expected, ...] = ()
    until: date | None = None
    ticks: tuple[tuple[float, str], ...] = ()

    @property
    def ordered(self) -> list[Score]:
        """The scores in order of date."""
        return sorted(self.scores, key=lambda score: score.when)
