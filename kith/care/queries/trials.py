"""Trials of a service for those who run them: never who takes part, and numbers of whole months that may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kith.care.models import ArmDrawn, Enrolment, Trial, TrialStep
from kith.care.permissions import NotYours, Viewer, check_function
from kith.care.queries.looking import note_seen
from kith.science.outcomes import PublishedCount, publish_count
from kith.science.trials import ArmFlow, Flow, Reason, seal

NOT_KNOWN_YET: Final = "not_known_yet"
SMALL: Final = "small_numbers"


@dataclass(frozen=True)
class ReasonShown:
    """Why people left at a stage, and how many."""

    why: str
    people: PublishedCount


@dataclass(frozen=True)
class ArmShown:
    """One arm from allocation to follow-up."""

    name: str
    allocated: PublishedCount
    received: PublishedCount
    not_received: tuple[ReasonShown, ...]
    followed_up: PublishedCount
    lost: tuple[ReasonShown, ...]
    stopped: PublishedCount


@dataclass(frozen=True)
class FlowShown:
    """The flow of people until the end of the last whole month, each number fit to be shown."""

    until: date
    assessed: PublishedCount
    excluded: PublishedCount
    why_excluded: tuple[ReasonShown, ...]
    randomised: PublishedCount
    arms: tuple[ArmShown, ...]


@dataclass(frozen=True)
class TrialListed:
    """A trial in a list."""

    id: UUID
    title: str
    opened_at: datetime
    closed_at: datetime | None
    somebody_waits: bool


@dataclass(frozen=True)
class TrialsPage:
    """The trials of the service: those that run first, then the newest."""

    time_zone: str
    trials: tuple[TrialListed, ...]


@dataclass(frozen=True)
class TrialShown:
    """One trial. `enrols_here` says that the viewer has asked people about it: no arm is counted for them then."""

    id: UUID
    time_zone: str
    service_name: str
    title: str
    question: str
    approval: str
    method: str
    arms: tuple[str, ...]
    factors: tuple[tuple[str, tuple[str, ...]], ...]
    mark: str
    opened_by: str
    opened_at: datetime
    closed_by: str
    closed_at: datetime | None
    somebody_waits: bool
    enrols_here: bool
    is_as_sealed: bool | None
    flow: FlowShown


def trials(*, viewer: Viewer, at: datetime) -> TrialsPage:
    """Every trial of this service."""
    check_function(viewer, "run_trial")
    rows = Trial.objects.filter(service_id=viewer.service_id).order_by("-opened_at", "-pk").defer("hidden")
    waiting = set(_waiting(viewer).values_list("trial_id", flat=True))
    found = [TrialListed(row.pk, row.title, row.opened_at, row.closed_at, row.pk in waiting) for row in rows]
    note_seen(viewer, "trials.seen", [], at=at)
    return TrialsPage(viewer.time_zone, tuple(sorted(found, key=lambda one: one.closed_at is not None)))


def trial(*, viewer: Viewer, trial_id: UUID, at: datetime) -> TrialShown:
    """One trial with its flow; NotYours where it is not there or of another service."""
    row = trial_in_reach(viewer=viewer, trial_id=trial_id)
    enrols_here = row.enrolments.filter(enrolled_by_id=viewer.user_id).exists()
    names = tuple(_arm_names(row))
    note_seen(viewer, "trial.seen", [], at=at, about=row)
    return TrialShown(
        id=row.pk,
        time_zone=viewer.time_zone,
        service_name=row.service.name,
        title=row.title,
        question=row.question,
        approval=row.approval,
        method=row.method,
        arms=names,
        factors=tuple((one["name"], tuple(one["levels"])) for one in row.factors),
        mark=row.mark,
        opened_by=row.opened_by.display_name,
        opened_at=row.opened_at,
        closed_by=row.closed_by.display_name if row.closed_by else "",
        closed_at=row.closed_at,
        somebody_waits=_waiting(viewer).filter(trial=row).exists(),
        enrols_here=enrols_here,
        is_as_sealed=seal(row.lists, row.hidden["key"]) == row.mark if row.mark else None,
        flow=_flow(row, () if enrols_here else names, _this_month(viewer, at)),
    )


def trial_in_reach(*, viewer: Viewer, trial_id: UUID) -> Trial:
    """The row, for the act that follows; the act looks again who may."""
    check_function(viewer, "run_trial")
    rows = Trial.objects.filter(service_id=viewer.service_id, pk=trial_id)
    row = rows.select_related("service", "opened_by", "closed_by").first()
    if row is None:
        raise NotYours
    return row


def _waiting(viewer: Viewer) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(trial__service_id=viewer.service_id, outcome="enrolled", drawn__isnull=True)


def _this_month(viewer: Viewer, at: datetime) -> datetime:
    zone = ZoneInfo(viewer.time_zone)
    return datetime.combine(at.astimezone(zone).date().replace(day=1), time(), zone)


def _flow(row: Trial, arms: Sequence[str], before: datetime) -> FlowShown:
    """Counted in whole months, so that two looks never differ by one person. Whoever waits for an arm is not in it."""
    asked = row.enrolments.filter(enrolled_at__lt=before)
    excluded = Counter(asked.exclude(outcome="enrolled").values_list("outcome", flat=True))
    drawn = list(
        ArmDrawn.objects.filter(enrolment__trial=row, drawn_at__lt=before).select_related("arm").order_by("pk")
    )
    steps = _steps(row, before)
    flows = tuple(_arm(name, [one for one in drawn if one.arm.name == name], steps) for name in _arm_names(row))
    flow = Flow(len(drawn) + excluded.total(), _reasons(excluded), len(drawn), flows)
    sizes = _fit([one.allocated for one in flow.arms])
    return FlowShown(
        until=before.date(),
        assessed=publish_count(flow.assessed or 0),
        excluded=_fit([excluded.total(), flow.randomised])[0],
        why_excluded=_shown(flow.excluded),
        randomised=_fit([excluded.total(), flow.randomised])[1],
        arms=tuple(_arm_shown(one, size) for one, size in zip(flow.arms, sizes, strict=True) if one.arm in arms),
    )


def _arm_names(row: Trial) -> list[str]:
    return list(row.arms.order_by("place").values_list("name", flat=True))


def _steps(row: Trial, before: datetime) -> Mapping[UUID, list[TrialStep]]:
    found: dict[UUID, list[TrialStep]] = {}
    steps = TrialStep.objects.filter(drawn__enrolment__trial=row, noted_at__lt=before)
    for step in steps.order_by("noted_at", "made_at", "pk"):
        found.setdefault(step.drawn_id, []).append(step)
    return found


def _arm(name: str, drawn: Sequence[ArmDrawn], steps: Mapping[UUID, list[TrialStep]]) -> ArmFlow:
    """Of received or not, and of followed up or lost, the newest counts; what nobody has said is not known yet."""

    def newest(one: ArmDrawn, *kinds: str) -> TrialStep | None:
        return next((step for step in reversed(steps.get(one.pk, [])) if step.step in kinds), None)

    def left(found: Iterable[TrialStep | None], stays: str) -> Counter[str]:
        gone = (step for step in found if step is None or step.step != stays)
        return Counter(NOT_KNOWN_YET if step is None else step.reason for step in gone)

    begun = [newest(one, "received", "not_received") for one in drawn]
    ends = [newest(one, "followed_up", "lost") for one in drawn]
    stopped = [newest(one, "stopped") for one in drawn]
    not_received, lost = left(begun, "received"), left(ends, "followed_up")
    return ArmFlow(
        name,
        allocated=len(drawn),
        received=len(drawn) - not_received.total(),
        not_received=_reasons(not_received),
        lost=_reasons(lost),
        stopped=_reasons(Counter(step.reason for step in stopped if step)),
        analysed=len(drawn) - lost.total(),
    )


def _reasons(counted: Counter[str]) -> tuple[Reason, ...]:
    return tuple(Reason(why, people) for why, people in sorted(counted.items()))


def _fit(parts: Sequence[int]) -> list[PublishedCount]:
    """Parts of a whole that is shown too: when one is 1 to 7 none is shown, since the others would give it back."""
    shown = [publish_count(part) for part in parts]
    if any(one.people is None for one in shown):
        return [PublishedCount(None, SMALL) for _ in parts]
    return shown


def _shown(reasons: Sequence[Reason]) -> tuple[ReasonShown, ...]:
    fit = _fit([one.people for one in reasons])
    return tuple(ReasonShown(one.why, people) for one, people in zip(reasons, fit, strict=True))


def _arm_shown(one: ArmFlow, allocated: PublishedCount) -> ArmShown:
    """Each stage is the whole of the arm again: its parts are shown together or not at all."""

    def stage(stay: int, leave: Sequence[Reason]) -> tuple[PublishedCount, tuple[ReasonShown, ...]]:
        first, *others = _fit([stay, *(each.people for each in leave)])
        if allocated.people is None:
            first, others = PublishedCount(None, SMALL), [PublishedCount(None, SMALL) for _ in leave]
        return first, tuple(ReasonShown(each.why, people) for each, people in zip(leave, others, strict=True))

    received, not_received = stage(one.received, one.not_received)
    followed_up, lost = stage(one.analysed, one.lost)
    stopped = sum(each.people for each in one.stopped)
    return ArmShown(
        one.arm,
        allocated,
        received,
        not_received,
        followed_up,
        lost,
        _fit([stopped, one.allocated - stopped])[0] if allocated.people is not None else PublishedCount(None, SMALL),
    )
