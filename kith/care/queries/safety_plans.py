"""A person's safety plan as a colleague sees it: the newest version, the ones before, and when to look again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, SafetyPlan
from kith.care.models.keys import preload
from kith.care.permissions import FULL, LIMITED, Viewer
from kith.care.queries.identities import Identity, identity
from kith.care.queries.looking import note_seen
from kith.care.queries.plan_parts import (
    REASONS,
    Agreements,
    Change,
    Step,
    agreements_of,
    changes_between,
    steps_of,
)
from kith.care.queries.staff_looking import open_as_staff


@dataclass(frozen=True)
class PlanVersion:
    """One version, in the client's words."""

    id: UUID
    steps: tuple[Step, ...]
    reasons_for_living: str
    agreements: Agreements
    changes: tuple[Change, ...]
    author: str
    written_at: datetime
    review_on: date


@dataclass(frozen=True)
class SafetyPlanPage:
    """The newest version first; `may_write` says whether it can be changed here."""

    identity: Identity
    newest: PlanVersion | None
    earlier: tuple[PlanVersion, ...]
    review_on: date | None
    is_overdue: bool
    may_write: bool
    may_open_person: bool
    alert_id: UUID | None


def safety_plan_page(*, viewer: Viewer, client_id: UUID, at: datetime) -> SafetyPlanPage:
    """The safety plan of one person, for those who may see it."""
    client, access = open_as_staff(viewer, client_id, "R", "safety_plan", at=at)
    preload([client.pk])
    rows = list(client.safetyplan_set.select_related("author").order_by("-written_at", "-made_at", "-pk"))
    is_limited = access.level("R", "safety_plan") == LIMITED
    today = at.astimezone(ZoneInfo(client.service.time_zone)).date()
    versions = tuple(
        _version(row, before, client.full_name, today, is_limited)
        for row, before in zip(rows, [*rows[1:], *([None] if rows else [])], strict=True)
    )
    look_again = rows[0].look_again_on() if rows else None
    may_see_alert = access.level("R", "alerts") == FULL
    alert = client.alert_set.exclude(state="closed").first() if may_see_alert else None
    note_seen(viewer, "safety_plan.seen", [client.pk], at=at)
    return SafetyPlanPage(
        identity=identity(viewer=viewer, client=client, access=access),
        newest=versions[0] if versions else None,
        earlier=versions[1:],
        review_on=look_again,
        is_overdue=look_again is not None and look_again <= today,
        may_write=access.can("W", "safety_plan"),
        may_open_person=access.can("R", "scores"),
        alert_id=alert.pk if alert else None,
    )


def newest_for(*, viewer: Viewer, client_id: UUID, at: datetime) -> SafetyPlan | None:
    """The version that counts, for an action; NotYours for those who may not write."""
    client, _ = open_as_staff(viewer, client_id, "W", "safety_plan", at=at)
    return client.safetyplan_set.order_by("-written_at", "-made_at", "-pk").first()


def planned_for(*, viewer: Viewer, client_id: UUID, at: datetime) -> Client:
    """The person whose plan is written; NotYours for those who may not write it."""
    client, _ = open_as_staff(viewer, client_id, "W", "safety_plan", at=at)
    return client


def lines_of(plan: SafetyPlan) -> dict[str, list[str]]:
    """Every part as lines, so that two versions can be compared."""
    return {**plan.steps, REASONS: [line for line in plan.reasons_for_living.splitlines() if line.strip()]}


def _version(
    row: SafetyPlan, before: SafetyPlan | None, client_name: str, today: date, is_limited: bool
) -> PlanVersion:
    """With limited access the steps of a crisis, and neither the reasons for living nor what was agreed."""
    changes = changes_between(lines_of(before), lines_of(row)) if before is not None else ()
    return PlanVersion(
        id=row.pk,
        steps=steps_of(row.steps),
        reasons_for_living="" if is_limited else row.reasons_for_living,
        agreements=Agreements() if is_limited else agreements_of(row.agreements, today),
        changes=tuple(one for one in changes if not (is_limited and one.part == REASONS)),
        author=row.author.display_name or client_name,
        written_at=row.written_at,
        review_on=row.review_on,
    )
