"""One life situation in sentences that belong together, so that a client's pages tell one story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Thought:
    """One worked thought record: what happened, what went through the mind, and the other side of it."""

    situation: str
    thought: str
    evidence_for: str
    evidence_against: str
    balanced: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """What brings somebody, how it shows, what keeps it going, what they want and what they do about it."""

    key: str
    stream: Literal["depression", "anxiety"]
    problems: tuple[str, str]
    psychological: str
    social: str
    environmental: str
    early_years: str
    trigger: str
    keeps_going: str
    goals: tuple[str, str]
    first_steps: tuple[str, str]
    activities: tuple[str, str, str]
    thoughts: tuple[Thought, Thought]
    feared: str
    feared_step: str
    notes: tuple[str, str, str]
    better: str
    worse: str
