"""Learn, once a month, what the service's own ended care says about its interventions. No single person is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import Episode, LearnedBenefit, Plan, Service, Session, WrongMoment
from kith.care.models.counting import counted_scores
from kith.care.models.evaluating import LEARNED_BY
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer, check_function
from kith.science.recommendation import EndedCare, benefits_here, personal_here, published_evidence

METHOD: Final = "kith.science.recommendation.benefits_here"

Dated = list[tuple[datetime, float]]
Scores = dict[UUID, dict[str, Dated]]


@action
def learn_monthly_benefits(
    *, by: Viewer, at: datetime, earlier: Mapping[str, Sequence[EndedCare]] | None = None
) -> tuple[LearnedBenefit, ...]:
    """One summary for each problem, from stays that ended before this month, by the installation itself.

    `earlier` is what ended before the service kept its record here, by problem; it is counted and not kept. The summary
    stays as it is for good. Raises WrongMoment once this month's is there: the worker asks again and again, and two
    looks close together could show one person.
    """
    check_function(by, "set_up")
    service = Service.objects.get(pk=by.service_id)
    zone = ZoneInfo(service.time_zone)
    month = at.astimezone(zone).date().replace(day=1)
    _check_not_learned(service, month)
    ended, scores = _ended(service, datetime.combine(month, time(), tzinfo=zone)), _scores(service)
    before = earlier or {}
    kept = tuple(
        _learned(service, problem, month, [*_of_record(problem, ended, scores), *before.get(problem, ())], at)
        for problem in LEARNED_BY
    )
    for one in kept:
        trace("programme.benefits_learned", by=by, at=at, clients=(), about=one)
    return kept


def _check_not_learned(service: Service, month: date) -> None:
    if service.learned_benefits.filter(month__gte=month).exists():
        raise WrongMoment(
            _("Nothing was learned again."),
            _("What %(month)s can teach is kept already.") % {"month": date_format(month, "YEAR_MONTH_FORMAT")},
            _("Come back next month. Two looks close together could show one person."),
        )


def _of_record(problem: str, ended: list[Plan], scores: Scores) -> list[EndedCare]:
    measure = LEARNED_BY[problem]
    (other,) = {*LEARNED_BY.values()} - {measure}
    begun = _begun(ended)
    return [_told(one, begun.get(one.pk), scores.get(one.episode_id, {}), measure, other) for one in ended]


def _learned(service: Service, problem: str, month: date, ended: Sequence[EndedCare], at: datetime) -> LearnedBenefit:
    shelf = {one.id: one.mission[0] for one in library().protocols.values() if problem in one.problems}
    found = benefits_here(ended, shelf, problem, published_evidence(library().evidence.values(), list(shelf)))
    return LearnedBenefit.objects.create(
        service=service,
        problem=problem,
        measure=LEARNED_BY[problem],
        month=month,
        benefits=[one.as_values() for one in found],
        personal=personal_here(ended, shelf).as_values(),
        method=METHOD,
        library_version=library().version,
        learned_at=at,
        made_at=at,
    )


def _ended(service: Service, before: datetime) -> list[Plan]:
    """The first plan that was agreed in each ended stay: what was meant, whatever came of it."""
    rows = (
        Plan.objects.filter(client__service=service, episode__state="ended", episode__ended_at__lt=before)
        .exclude(agreed_at=None)
        .select_related("episode__referral", "client")
        .defer("why", "client_choice", "not_working_if")
        .order_by("agreed_at", "made_at", "pk")
    )
    found: dict[UUID, Plan] = {}
    for one in rows.iterator(chunk_size=2000):
        found.setdefault(one.episode_id, one)
    return list(found.values())


def _begun(plans: list[Plan]) -> dict[UUID, tuple[datetime, UUID]]:
    """When each plan's first meeting was, and with whom."""
    services = {one.client.service_id for one in plans}
    rows = Session.objects.filter(plan__client__service__in=services, state="held").order_by("-starts_at", "-pk")
    return {plan: (when, who) for plan, when, who in rows.values_list("plan_id", "starts_at", "practitioner_id")}


def _scores(service: Service) -> Scores:
    rows = counted_scores(service, LEARNED_BY.values()).values_list(
        "measurement__episode_id", "measurement__instrument", "measurement__taken_at", "value"
    )
    found: Scores = defaultdict(lambda: defaultdict(list))
    for episode_id, instrument, when, value in rows.iterator(chunk_size=2000):
        assert value is not None  # those without one are not counted
        found[episode_id][instrument].append((when, value))
    return found


def _told(
    plan: Plan, begun: tuple[datetime, UUID] | None, scores: Mapping[str, Dated], measure: str, other: str
) -> EndedCare:
    episode = plan.episode
    starts_at, practitioner = begun or (plan.agreed_at, plan.proposed_by_id)
    assert starts_at is not None
    later = [value for when, value in scores.get(measure, ()) if when > starts_at]
    return EndedCare(
        protocol=plan.protocol,
        therapist=str(practitioner),
        site=str(plan.client.site_id),
        first=_first(scores.get(measure, []), starts_at),
        other_first=_first(scores.get(other, []), starts_at),
        weeks_waited=weeks_until(plan.agreed_at or starts_at, episode),
        last=later[-1] if later else None,
    )


def weeks_until(when: datetime, episode: Episode) -> float:
    """The weeks from the referral until then."""
    return max((when.date() - episode.referral.received_on).days, 0) / 7


def _first(scores: Dated, before: datetime) -> float | None:
    """The first score, where it was given before the work began: what came later may be its fruit."""
    return next((value for when, value in scores if when <= before), None)
