"""Choices as they were made: on the plan, in a review, for the person alone, and for a supervisor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kith.care.models import Episode, PlanChoice, Review
from kith.care.models.knowledge import library
from kith.care.permissions import Access, Viewer, check_function
from kith.care.queries.caseload import cases_of
from kith.care.queries.looking import note_seen
from kith.care.queries.sight import Sight

REVISITED_FOR = timedelta(days=183)  # an override is looked at again for half a year; our convention


@dataclass(frozen=True)
class OnTheTable:
    """One option that was there, with the figure that stood beside it, or None."""

    protocol: str
    title: str
    version: str
    tier: int
    expected: Mapping[str, Any] | None
    against: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class ChoiceTold:
    """One choice. `title` is empty where nothing was chosen; `table` is what was on the table on that day."""

    id: UUID
    outcome: str
    protocol: str
    title: str
    author: str
    made_with: str
    words: str
    is_override: bool
    override_reason: str
    chosen_at: datetime
    library_version: str
    is_refused: bool
    table: tuple[OnTheTable, ...]
    excluded: tuple[str, ...]
    plan: UUID | None


@dataclass(frozen=True)
class DecisionRow:
    """A choice against what was suggested, as far as a supervisor's list goes; `reviewed_on` says what became of it."""

    client_id: UUID
    name: str
    practitioner: str
    choice: ChoiceTold
    reviewed_on: date | None
    decision: str


def choices_told(*, viewer: Viewer, episode: Episode | None, access: Access) -> tuple[ChoiceTold, ...]:
    """The choices of one stay, the newest first, for those who have opened the record."""
    if episode is None or not access.can("R", "plan"):
        return ()
    return told(episode.plan_choices.select_related("author").order_by("-chosen_at", "-made_at"))


def told(rows: Iterable[PlanChoice]) -> tuple[ChoiceTold, ...]:
    """Rows in words and plain values."""
    return tuple(map(_told, rows))


def decisions_to_revisit(*, viewer: Viewer, at: datetime, language: str = "en") -> tuple[DecisionRow, ...]:
    """What was chosen against the suggestions among the people a supervisor is responsible for, the newest first."""
    check_function(viewer, "sign_off")
    cases = {case.client_id: case for case in cases_of(viewer=viewer, at=at, language=language) if not case.is_limited}
    sight = Sight(viewer=viewer, clients=list(cases), at=at)
    rows = sight.rows(PlanChoice).filter(is_override=True, chosen_at__gt=at - REVISITED_FOR, chosen_at__lte=at)
    reviews: dict[UUID, Review] = {}
    for review in sight.rows(Review).filter(decided_at__gt=at - REVISITED_FOR).order_by("decided_at", "pk"):
        reviews[review.plan_id] = review
    found = []
    for row in rows.select_related("author").order_by("-chosen_at", "-made_at", "-pk"):
        case, after = cases[row.client_id], reviews.get(row.plan_id) if row.plan_id is not None else None
        day = after.decided_at.astimezone(case.situation.zone).date() if after is not None else None
        decision = after.decision if after is not None else ""
        found.append(DecisionRow(row.client_id, case.name, row.author.display_name, _told(row), day, decision))
    note_seen(viewer, "decisions.seen", [one.client_id for one in found], at=at)
    return tuple(found)


def _told(row: PlanChoice) -> ChoiceTold:
    table = row.table
    names = {one["protocol"]: one["title"] for one in table["options"]}
    return ChoiceTold(
        id=row.pk,
        outcome=row.outcome,
        protocol=row.protocol,
        title=names.get(row.protocol) or _title(row.protocol),
        author=row.author.display_name,
        made_with=row.made_with,
        words=row.words,
        is_override=row.is_override,
        override_reason=row.override_reason,
        chosen_at=row.chosen_at,
        library_version=row.library_version,
        is_refused=table["is_refused"],
        table=tuple(
            OnTheTable(
                one["protocol"], one["title"], one["version"], one["tier"], one["expected"], tuple(one["against"])
            )
            for one in table["options"]
        ),
        excluded=tuple(_title(one["protocol"]) for one in table["excluded"]),
        plan=row.plan_id,
    )


def _title(protocol: str) -> str:
    shelf = library().protocols
    return shelf[protocol].title if protocol in shelf else protocol
