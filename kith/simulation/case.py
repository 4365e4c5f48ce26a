"""What stays the same while one client's story is told: the people, the story, the course, the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kith.simulation.fates import Fate
from kith.simulation.people import Client, Truth
from kith.simulation.programmes import Programme
from kith.simulation.weeks import WorkingTime
from kith.simulation.words import Story

T = TypeVar("T")


def pick(rng: np.random.Generator, choices: Sequence[T]) -> T:
    """One of `choices`, each as likely as the others."""
    return choices[int(rng.integers(len(choices)))]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One client's episode before it is told. `rng` is this client's own source of chance.

    `sessions` is how many the client has attended by the end; `truth` has one more value than that,
    the first being the assessment.
    """

    client: Client
    practitioner: str
    duty: str
    supervisor: str
    fate: Fate
    story: Story
    programme: Programme
    planned: int
    sessions: int
    truth: Truth
    phq9_shifts: NDArray[np.float64]
    gad7_shifts: NDArray[np.float64]
    work: WorkingTime
    begins: datetime
    ends: datetime
    rng: np.random.Generator

    def key(self, what: str, number: int) -> str:
        """The key of the client's `number`-th problem, goal, session ..."""
        return f"{self.client.key}-{what}-{number}"

    @property
    def plan_key(self) -> str:
        """The key of the client's plan."""
        return self.key("plan", 1)

    @property
    def goal_keys(self) -> tuple[str, str]:
        """The keys of the client's two goals."""
        return self.key("goal", 1), self.key("goal", 2)

    def is_improving_at(self, session: int) -> bool:
        """Whether the client truly is clearly better after this attended session than at the assessment."""
        return self.truth.depression[0] - self.truth.depression[session] >= 3
