"""One person and the trials of their service: asked or not, and the arm only once it was drawn by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.care.models import ArmDrawn, Client, Enrolment, Trial
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import open_as_staff

Factors = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class TrialOffered:
    """A trial that the person may be asked about, with what is balanced in it."""

    id: UUID
    title: str
    question: str
    approval: str
    arms: tuple[str, ...]
    factors: Factors


@dataclass(frozen=True)
class StepNoted:
    """What became of them, and when it was written down."""

    step: str
    reason: str
    noted_at: datetime


@dataclass(frozen=True)
class TakingPart:
    """That they were asked, and what came of it; the arm is empty until it was drawn."""

    title: str
    outcome: str
    consented_on: date | None
    enrolled_by: str
    enrolled_at: datetime
    drawn_id: UUID | None
    arm: str
    drawn_at: datetime | None
    error: str
    steps: tuple[StepNoted, ...]


@dataclass(frozen=True)
class PersonTrialsPage:
    """Every trial that this person was asked about, and those they may still be asked about."""

    head: ClientHead
    asked: tuple[TakingPart, ...]
    offered: tuple[TrialOffered, ...]
    may_write: bool


def person_trials(*, viewer: Viewer, client_id: UUID, at: datetime) -> PersonTrialsPage:
    """The page for those who may read it; nothing on it depends on what will be drawn next."""
    client, access = open_as_staff(viewer, client_id, "R", "trial", at=at)
    episode = client.newest_episode()
    rows = list(client.enrolment_set.select_related("trial", "enrolled_by").order_by("-enrolled_at", "-pk"))
    may_write = access.can("W", "trial") and episode is not None and episode.state != "ended"
    page = PersonTrialsPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        asked=tuple(_part(row, client) for row in rows),
        offered=_offered(client, {row.trial_id for row in rows}) if may_write else (),
        may_write=may_write,
    )
    note_seen(viewer, "person_trials.seen", [client.pk], at=at)
    return page


def trial_to_ask(*, viewer: Viewer, client_id: UUID, trial_id: UUID, at: datetime) -> tuple[Client, Trial]:
    """The person and the trial, for the action that writes what came of asking."""
    client, _access = open_as_staff(viewer, client_id, "W", "trial", at=at)
    trial = client.service.trials.filter(pk=trial_id).first()
    if trial is None:
        raise NotYours
    return client, trial


def drawn_in_reach(*, viewer: Viewer, client_id: UUID, drawn_id: UUID, at: datetime) -> ArmDrawn:
    """The arm that was drawn for this person, for the action that follows."""
    client, _access = open_as_staff(viewer, client_id, "W", "trial", at=at)
    row = client.armdrawn_set.select_related("client").filter(pk=drawn_id).first()
    if row is None:
        raise NotYours
    return row


def factors_of(trial: Trial) -> Factors:
    """What is balanced in a trial: each factor with its levels."""
    return tuple((one["name"], tuple(one["levels"])) for one in trial.factors)


def _part(row: Enrolment, client: Client) -> TakingPart:
    drawn = client.armdrawn_set.filter(enrolment=row).select_related("arm").first()
    error = client.trialerror_set.filter(drawn=drawn).first() if drawn else None
    steps = client.trialstep_set.filter(drawn=drawn).order_by("noted_at", "made_at", "pk") if drawn else ()
    return TakingPart(
        title=row.trial.title,
        outcome=row.outcome,
        consented_on=row.consented_on,
        enrolled_by=row.enrolled_by.display_name,
        enrolled_at=row.enrolled_at,
        drawn_id=drawn.pk if drawn else None,
        arm=drawn.arm.name if drawn else "",
        drawn_at=drawn.drawn_at if drawn else None,
        error=error.reason if error else "",
        steps=tuple(StepNoted(one.step, one.reason, one.noted_at) for one in steps),
    )


def _offered(client: Client, asked: set[UUID]) -> tuple[TrialOffered, ...]:
    rows = client.service.trials.filter(closed_at__isnull=True).exclude(pk__in=asked).order_by("opened_at", "pk")
    return tuple(
        TrialOffered(
            row.pk,
            row.title,
            row.question,
            row.approval,
            tuple(row.arms.order_by("place").values_list("name", flat=True)),
            factors_of(row),
        )
        for row in rows.defer("hidden")
    )
