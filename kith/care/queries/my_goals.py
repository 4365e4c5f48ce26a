"""My goals: what the person wants, in their own words, and how near it was each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.care.models.knowledge import library
from kith.care.permissions import Viewer
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.today import GOAL_RATING, KEPT_FRESH


@dataclass(frozen=True)
class Rating:
    """How near the goal was on a day; None when no number was given."""

    day: date
    value: float | None


@dataclass(frozen=True)
class GoalShown:
    """One goal with its history, the newest rating last."""

    goal_id: UUID
    words: str
    first_step: str
    agreed_on: date
    ratings: tuple[Rating, ...]
    is_due: bool

    @property
    def first(self) -> Rating | None:
        """Where it began."""
        return next((rating for rating in self.ratings if rating.value is not None), None)

    @property
    def last(self) -> Rating | None:
        """Where it is now."""
        return next((rating for rating in reversed(self.ratings) if rating.value is not None), None)


@dataclass(frozen=True)
class GoalsPage:
    """Open goals, and those that were reached or let go."""

    time_zone: str
    goals: tuple[GoalShown, ...]
    closed: tuple[GoalShown, ...]
    question: str
    lowest: str
    highest: str
    language: str
    can_add: bool


def my_goals(*, viewer: Viewer, at: datetime, language: str = "en") -> GoalsPage:
    """The client's goals with every rating."""
    own = open_own(viewer, "R", "goals", at=at)
    scores = own.client.score_set.standing().filter(measurement__goal__isnull=False)
    ratings: dict[UUID, list[tuple[datetime, float | None]]] = {}
    for score in scores.select_related("measurement").order_by("measurement__taken_at", "pk"):
        ratings.setdefault(score.measurement.goal_id, []).append((score.measurement.taken_at, score.value))  # type: ignore[arg-type]
    shown: list[GoalShown] = []
    closed: list[GoalShown] = []
    for goal in own.client.goal_set.order_by("agreed_at", "made_at", "pk"):
        history = ratings.get(goal.pk, [])
        is_due = not any(taken_at > at - KEPT_FRESH for taken_at, _ in history)
        one = GoalShown(
            goal.pk,
            goal.words,
            goal.first_step,
            own.day(goal.agreed_at),
            tuple(Rating(own.day(when), value) for when, value in history),
            is_due,
        )
        (closed if goal.closed_at else shown).append(one)
    wordings = library().wordings[GOAL_RATING]
    wording = wordings.get(language) or wordings["en"]
    ends = (wording.options or {})["how_near"]
    page = GoalsPage(
        own.time_zone,
        tuple(shown),
        tuple(closed),
        (wording.items or {})["how_near"],
        ends["lowest"],
        ends["highest"],
        wording.language,
        can_add=own.client.episode_set.exclude(state="ended").exists(),
    )
    note_seen(viewer, "goals.seen", [own.client.pk], at=at)
    return page
