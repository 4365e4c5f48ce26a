"""The options for one person as the record stands now, and the copy of them that is kept beside a choice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Min

from kith.care.models import Client, Episode, Plan, User
from kith.care.models.kept_documents import protocol_of
from kith.care.models.knowledge import library
from kith.care.permissions import Access, Viewer
from kith.care.queries.assessing import courses_of_client
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.golden_thread import GoldenThread, PlanPart, golden_thread
from kith.care.queries.learned_here import LearnedHere, begun_with, learned_here
from kith.care.queries.newer_danger import NewerDanger, newer_danger
from kith.care.queries.pathways import AboutPerson, Advised, advice, table_for
from kith.care.queries.places_here import Places
from kith.care.queries.planning_facts import FactsKnown, facts_known, person_known, protocols_for
from kith.science.disclosure import SMALLEST_SHOWN
from kith.science.findings import RATIOS
from kith.science.protocols import Protocol
from kith.science.recommendation import (
    STANDARDISED,
    Evidence,
    Excluded,
    Option,
    Options,
    Reason,
    ServiceSide,
    offer_from,
    options,
    published_evidence,
)

WAITS_FROM = timedelta(days=365)  # plans agreed in the last year say how long people wait for the first meeting
UNKNOWN_SPEAKS_AGAINST_NOBODY = frozenset(
    {"wait_unknown", "places_unknown", "certainty_low", "figure_not_verified", "through_interpreter"}
)
"""What speaks against nearly every option because nobody has looked, or is nobody's fault: no reason is asked for it,
or reasons would be asked for every choice, and nobody would read them."""
IN_STANDARD_DEVIATIONS: frozenset[str] = STANDARDISED
AS_RATIOS: frozenset[str] = RATIOS
RULED_OUT = frozenset({"contraindicated", "refused_by_person"})
"""What no reason overcomes: first the answer itself has to be another one."""


@dataclass(frozen=True)
class Looked:
    """One person as they stand today, with everything that could be offered."""

    episode: Episode | None
    head: ClientHead
    thread: GoldenThread
    current: PlanPart | None
    said: Mapping[str, str]
    phq9: float | None
    advised: Advised
    known: FactsKnown
    newer: NewerDanger
    answer: Options
    protocols: Mapping[str, Protocol]
    here: Mapping[str, LearnedHere]

    def option(self, protocol: str) -> Option | None:
        """The option, when it is one of those that may be offered."""
        return next((one for one in self.answer.options if one.offer.id == protocol), None)

    def excluded(self, protocol: str) -> Excluded | None:
        """What rules an intervention out, if anything does."""
        return next((one for one in self.answer.excluded if one.offer == protocol), None)

    def is_ruled_out(self, protocol: str) -> bool:
        """Whether a circumstance or the person's own no stands against it."""
        found = self.excluded(protocol)
        return found is not None and any(bar.code in RULED_OUT for bar in found.because)

    def needs_reason(self, protocol: str) -> bool:
        """Whether choosing it asks for a reason: it is not among the suggested, or something speaks against it."""
        option = self.option(protocol)
        return option is None or bool(spoken_against(option))


def spoken_against(option: Option) -> tuple[Reason, ...]:
    """What speaks against an option for this very person."""
    return tuple(
        one for one in option.reasons if one.speaks == "against" and one.code not in UNKNOWN_SPEAKS_AGAINST_NOBODY
    )


def options_today(
    *,
    viewer: Viewer,
    client: Client,
    access: Access,
    at: datetime,
    said: Mapping[str, str] | None = None,
    language: str = "en",
) -> Looked:
    """For those who have opened the record. `said` are answers for the pathway that the record does not hold."""
    episode = client.newest_episode()
    thread = GoldenThread()
    if episode is not None:
        thread = golden_thread(viewer=viewer, client=client, episode=episode, access=access, at=at)
    head = client_head(viewer=viewer, client=client, access=access, episode=episode, at=at)
    courses = courses_of_client(viewer=viewer, client=client, episode=episode, at=at, language=language)
    current = next((plan for plan in thread.plans if plan.state == "agreed"), None)
    known = facts_known(viewer=viewer, client=client, access=access)
    facts = {"problem": "", **(said or {})}
    facts["problem"] = facts["problem"] or _main_problem(known, episode, current)
    about = AboutPerson(head, client, episode, current, courses)
    advised = advice(viewer=viewer, about=about, table=table_for(facts["problem"]), said=facts)
    step = next((row.step for row in advised.applying if row.step is not None), None)
    protocols = protocols_for(client)
    sides = _sides(viewer, client, known, at)
    newer = newer_danger(viewer=viewer, client=client, access=access, asked_at=known.asked_at)
    answer = options(
        person_known(client, known, courses, step, newer.overtaken),
        [offer_from(one, sides(one)) for one in protocols],
        published_evidence(library().evidence.values(), [one.id for one in protocols]),
        head.today,
    )
    return Looked(
        episode=episode,
        head=head,
        thread=thread,
        current=current,
        said=facts,
        phq9=next((one.known[-1][1] for one in courses.all if one.instrument == "phq9" and one.known), None),
        advised=advised,
        known=known,
        newer=newer,
        answer=answer,
        protocols={one.id: one for one in protocols},
        here=learned_here(
            viewer=viewer,
            problem=facts["problem"],
            at=at,
            begun=begun_with(viewer=viewer, client=client, episode=episode, courses=courses, at=at),
        ),
    )


def kept_table(looked: Looked) -> dict[str, Any]:
    """What was on the table, as plain values for the record.

    The person reads it, and perhaps somebody over their shoulder: it says that something ruled an intervention out and
    never which circumstance. That stands with what was asked, where no page of the person leads.
    """
    answer = looked.answer
    return {
        "on": answer.on.isoformat(),
        "library": library().version,
        "is_refused": answer.is_refused,
        "lacking": list(dict.fromkeys(one.input for one in answer.lacking)),
        "options": [
            _kept(one, looked.protocols[one.offer.id], looked.here.get(one.offer.id)) for one in answer.options
        ],
        "alike": [list(names) for names in answer.alike],
        "because": dict(answer.because),
        "excluded": [{"protocol": one.offer, "why": [bar.code for bar in one.because]} for one in answer.excluded],
        "to_ask": [one.offer for one in answer.to_ask],
    }


def _kept(one: Option, protocol: Protocol, here: LearnedHere | None) -> dict[str, Any]:
    return {
        "protocol": one.offer.id,
        "version": one.offer.version,
        "title": protocol.title,
        "tier": one.tier,
        "expected": _figure(one.expected) if one.expected is not None else None,
        "expected_here": _figure(here.expected) if here is not None and here.expected is not None else None,
        "shift_here": asdict(here.shift) if here is not None and here.shift is not None else None,
        "dose": [one.offer.dose.sessions_min, one.offer.dose.sessions_max, one.offer.dose.minutes],
        "weeks_wait": one.offer.weeks_wait,
        "harms": list(one.offer.harms),
        "gates": list(one.gates),
        "for": [_reason(reason) for reason in one.reasons if reason.speaks == "for"],
        "against": [_reason(reason) for reason in one.reasons if reason.speaks == "against"],
    }


def _figure(one: Evidence) -> dict[str, Any]:
    names = (
        "problem",
        "comparator",
        "estimate",
        "low",
        "high",
        "level",
        "certainty",
        "is_rated",
        "provenance",
        "source",
        "measure",
        "better",
        "studies",
        "people",
        "prediction",
        "i2",
        "tau2",
    )
    return {name: getattr(one, name) for name in names}


def _reason(one: Reason) -> dict[str, Any]:
    return {"code": one.code, "places": {name: told for name, told in one.places if name != "circumstance"}}


def _main_problem(known: FactsKnown, episode: Episode | None, current: PlanPart | None) -> str:
    """The main problem as it was asked; else what the plan that runs is made for."""
    if known.problems:
        return known.problems[0]
    plan = episode.plans.filter(pk=current.id).first() if episode is not None and current is not None else None
    protocol = protocol_of(plan) if plan is not None else None
    return protocol.problems[0] if protocol is not None else ""


def _sides(viewer: Viewer, client: Client, known: FactsKnown, at: datetime) -> Any:
    """What the service has of each intervention, as far as the record knows it."""
    spoken = frozenset(
        User.objects.filter(service_id=viewer.service_id, is_active=True, client=None).values_list(
            "language", flat=True
        )
    ) - {""}
    own = Client.objects.filter(service_id=viewer.service_id).values_list("service__language", flat=True)[:1]
    waits = weeks_waited(viewer=viewer, at=at)
    places = Places(viewer=viewer, client=client, at=at)

    def side(protocol: Protocol) -> ServiceSide:
        here = places.of(protocol)
        return ServiceSide(
            languages=spoken | frozenset(own),
            has_interpreter=known.has_interpreter,
            meets=known.needs_met,
            weeks_wait=waits.get(protocol.id),
            has_places=here.has_places,
            formats=here.formats,
            settings=here.settings,
        )

    return side


def weeks_waited(*, viewer: Viewer, at: datetime) -> dict[str, float]:
    """The middle wait in weeks from an agreed plan to its first meeting, where enough people had it in a year."""
    rows = (
        Plan.objects.filter(client__service_id=viewer.service_id, agreed_at__gte=at - WAITS_FROM, agreed_at__lte=at)
        .annotate(first=Min("sessions__starts_at"))
        .exclude(first=None)
        .values_list("protocol", "agreed_at", "first")
    )
    weeks: dict[str, list[float]] = defaultdict(list)
    for protocol, agreed, first in rows:
        weeks[protocol].append(max((first - agreed).days, 0) / 7)
    return {name: round(median(found), 1) for name, found in weeks.items() if len(found) >= SMALLEST_SHOWN}
