"""One alert: whose it is, what the clock says, what happened so far, and the only steps that come next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Alert, AlertStep, Client, Measurement, User
from kith.care.models.authoring import PREFIX
from kith.care.models.keys import preload
from kith.care.models.knowledge import definition_as_taken, library, wording_as_taken
from kith.care.models.safety import was_told_by
from kith.care.models.sheet_flags import flag_of_name
from kith.care.models.states import ALERT
from kith.care.permissions import FULL, Access, NotYours, Refused, Viewer, reach
from kith.care.queries.countersigns import EndingAfterAlert, ending_after_alert
from kith.care.queries.identities import ContactFacts, Identity, TeamMember, care_team, contact_facts, identity
from kith.care.queries.looking import note_seen
from kith.care.queries.on_duty import DutyNow, answering, duty_for
from kith.care.queries.staff_looking import open_as_staff
from kith.science.instruments import Instrument

RAISED_AGAIN = "raised"  # news does that, nobody chooses it


@dataclass(frozen=True)
class AnswerFacts:
    """The answer that raised an alert: what was asked and when, and the answer for those who may read answers."""

    measure: str
    asked: str
    taken_at: datetime
    answered: str
    respondent: str
    mode: str


@dataclass(frozen=True)
class InvitedFacts:
    """Who answered without an account; the name only for those who may read answers."""

    respondent: str
    kind: str
    name: str
    is_carer: bool = False  # asked about themselves: contact goes to them, and not to the client


@dataclass(frozen=True)
class HandedOn:
    """From whom to whom an alert went, which limit had passed, and when; the last two for what the clock did."""

    given_by: str
    given_to: str
    reason: str
    clock_at: datetime | None


@dataclass(frozen=True)
class StepFacts:
    """One thing that happened to an alert. `person` is empty for the client, whom an account names no other way."""

    step: str
    person: str
    at: datetime
    flag: str
    flag_words: str
    outcome: str
    note: str
    answer: AnswerFacts | None
    invited: InvitedFacts | None = None
    handed: HandedOn | None = None
    is_clock: bool = False


@dataclass(frozen=True)
class AlertPage:
    """What one viewer sees of one alert."""

    id: UUID
    identity: Identity
    contact: ContactFacts | None
    state: str
    level: str
    owner: str
    raised_at: datetime
    contact_due_at: datetime
    contacted_at: datetime | None
    closed_at: datetime | None
    steps: tuple[StepFacts, ...]
    next_steps: tuple[str, ...]
    advice: tuple[str, ...]
    limits: str
    may_write: bool
    has_raised: bool
    may_countersign: bool
    ending: EndingAfterAlert | None
    may_open_person: bool
    may_open_safety_plan: bool
    may_open_safety_talk: bool
    may_open_carers: bool
    takers: tuple[TeamMember, ...]


@dataclass(frozen=True)
class ConcernPage:
    """What somebody needs who is worried about a person; nothing of the record."""

    client_id: UUID
    name: str
    on_duty: DutyNow
    may_open_person: bool


def alert_page(*, viewer: Viewer, alert_id: UUID, at: datetime, language: str = "en") -> AlertPage:
    """One alert with its history, for those who may read risk answers and alerts in full."""
    alert, access = open_alert(viewer=viewer, alert_id=alert_id, at=at)
    client = alert.client
    preload([client.pk])
    related = ("person", "invitation__carer", "from_owner", "to_owner")
    steps = list(alert.steps.select_related(*related).order_by("at", "made_at"))
    facts = tuple(_steps(client, steps, access, language))
    may_write = access.can("W", "alerts")
    has_raised = was_told_by(steps, viewer.user_id)
    advice = _advice(client, steps, alert.level)
    note_seen(viewer, "alert.page_seen", [client.pk], at=at, about=alert)
    return AlertPage(
        id=alert.pk,
        identity=identity(viewer=viewer, client=client, access=access),
        contact=contact_facts(viewer=viewer, client=client, access=access),
        state=alert.state,
        level=alert.level,
        owner=alert.owner.display_name,
        raised_at=alert.raised_at,
        contact_due_at=alert.contact_due_at,
        contacted_at=next((step.at for step in reversed(steps) if step.step == "contacted"), None),
        closed_at=alert.closed_at,
        steps=facts,
        next_steps=_next(alert.state, has_raised) if may_write else (),
        advice=advice,
        limits=library().safety.limits,
        may_write=may_write,
        has_raised=has_raised,
        may_countersign=access.can("W", "supervision"),
        ending=ending_after_alert(viewer=viewer, client=client, access=access, at=at),
        may_open_person=access.can("R", "scores"),
        may_open_safety_plan=access.can("R", "safety_plan"),
        may_open_safety_talk=access.can("R", "safety_talk"),
        may_open_carers=access.can("R", "carer") and any(step.invited and step.invited.is_carer for step in facts),
        takers=_takers(viewer, alert, at) if may_write and alert.state != "closed" else (),
    )


def open_alert(*, viewer: Viewer, alert_id: UUID, at: datetime) -> tuple[Alert, Access]:
    """The alert and what this colleague may do; NotYours for a limited view and for the person it is about."""
    alert, _ = reach(viewer, Alert, alert_id, "R", "alerts", at=at, related=("client__service", "owner"))
    _, access = open_as_staff(viewer, alert.client_id, "R", "alerts", at=at)
    if access.level("R", "alerts") != FULL:
        raise Refused(viewer, alert.client, "R alerts", at)
    return alert, access


def concern_page(*, viewer: Viewer, client_id: UUID, at: datetime) -> ConcernPage:
    """The form for somebody who is worried: a name, and who is on duty now."""
    client, access = open_as_staff(viewer, client_id, "W", "alerts", at=at)
    note_seen(viewer, "concern.form_seen", [client.pk], at=at)
    name = client.full_name if access.can("R", "identity") else ""
    return ConcernPage(client.pk, name, duty_for(client, at=at), access.can("R", "scores"))


def concerned(*, viewer: Viewer, client_id: UUID, at: datetime) -> Client:
    """The person somebody is worried about; NotYours for those who have nothing to do with them."""
    client, _ = open_as_staff(viewer, client_id, "W", "alerts", at=at)
    return client


def taker(*, viewer: Viewer, alert: Alert, user_id: UUID, at: datetime) -> User:
    """The colleague an alert is handed to: of the care team or who answers now; NotYours for anybody else."""
    if user_id not in {each.id for each in _takers(viewer, alert, at)}:
        raise NotYours
    return User.objects.get(pk=user_id, service_id=viewer.service_id)


def _next(state: str, has_raised: bool) -> tuple[str, ...]:
    """What may be chosen now. Whoever raised it as their own concern does not close it."""
    return tuple(step for step in ALERT.moves[state] if step != RAISED_AGAIN and not (step == "closed" and has_raised))


def _takers(viewer: Viewer, alert: Alert, at: datetime) -> tuple[TeamMember, ...]:
    team = care_team(viewer=viewer, client=alert.client, at=at)
    people = {each.id: each for each in (*team, *answering(alert.client, alert.level, at=at))}
    return tuple(each for each in people.values() if each.id != alert.owner_id)


def _steps(client: Client, steps: Iterable[AlertStep], access: Access, language: str) -> Iterable[StepFacts]:
    rows, reads_answers = list(steps), access.level("R", "answers") == FULL
    keys = [step.source_key for step in rows if step.source_key is not None]
    sent: Mapping[UUID, Measurement] = {row.key: row for row in client.measurement_set.filter(key__in=keys)}
    begun = _half_done(client) if set(keys) - sent.keys() else {}
    for step in rows:
        measurement = sent.get(step.source_key) if step.source_key is not None else None
        half_done = begun.get(step.source_key) if step.source_key is not None else None
        words, answer = _flagged(step.flag, measurement, reads_answers, language, half_done)
        yield StepFacts(
            step=step.step,
            person=step.person.display_name if step.person is not None else "",
            at=step.at,
            flag=step.flag,
            flag_words=words,
            outcome=step.outcome,
            note=step.note,
            answer=answer,
            invited=_invited(step, access),
            handed=_handed(step),
            is_clock=step.person_id is None and step.invitation_id is None,
        )


def _handed(step: AlertStep) -> HandedOn | None:
    if step.from_owner is None or step.to_owner is None:
        return None
    return HandedOn(step.from_owner.display_name, step.to_owner.display_name, step.reason, step.clock_at)


def _invited(step: AlertStep, access: Access) -> InvitedFacts | None:
    one = step.invitation
    if one is None:
        return None
    if one.carer is not None:
        name = one.carer.name if access.level("R", "carer") == FULL else ""
        return InvitedFacts(one.respondent, one.kind, name, is_carer=True)
    return InvitedFacts(one.respondent, one.kind, one.invited_name if access.level("R", "answers") == FULL else "")


def _definitions(measurement: Measurement | None, half_done: tuple[str, str] | None) -> Iterable[Instrument]:
    """Whose flag it may be: of what was sent, of what was begun, else of any packaged instrument."""
    if measurement is not None:
        is_known = measurement.instrument in library().instruments
        return [definition_as_taken(measurement.instrument, measurement.instrument_version)] if is_known else []
    return [definition_as_taken(*half_done)] if half_done is not None else library().instruments.values()


def _half_done(client: Client) -> dict[UUID, tuple[str, str]]:
    """Check-ins that were begun and not sent: by key, the measure and, for a service's own, its version."""
    drafts = client.draft_set.filter(kind="check_in")
    return {UUID(draft.content["key"]): (draft.about, draft.content.get("version", "")) for draft in drafts}


def _flagged(
    flag: str,
    measurement: Measurement | None,
    reads_answers: bool,
    language: str,
    half_done: tuple[str, str] | None = None,
) -> tuple[str, AnswerFacts | None]:
    """The words of a flag, and the question behind it; what was answered only for those who may read answers.

    When nobody knows any more which measure raised it, the first that has a flag of this name lends its words.
    """
    of_a_sheet = flag_of_name(flag)
    if of_a_sheet is not None:
        return of_a_sheet.why, None
    found = [
        (definition, each)
        for definition in _definitions(measurement, half_done)
        for each in definition.flags
        if each.id == flag
    ]
    if not found:
        return "", None
    definition, raised = found[0]
    words = wording_as_taken(definition.id, definition.version, language)
    if measurement is None or raised.item is None or words.items is None:
        return words.flags[flag], None
    value = measurement.answers.get(raised.item) if reads_answers else None
    options = (words.options or {}).get(definition.item(raised.item).options, {})
    answered = options.get(f"{value:g}", "") if value is not None else ""
    return words.flags[flag], AnswerFacts(
        definition.short,
        words.items[raised.item],
        measurement.taken_at,
        answered,
        measurement.respondent,
        measurement.mode,
    )


def _advice(client: Client, steps: Iterable[AlertStep], level: str) -> tuple[str, ...]:
    """What the safety response says a colleague does now, for the kind of answer and how soon contact is due."""
    raised = [step for step in steps if step.step == RAISED_AGAIN]
    flags, keys = {step.flag for step in raised}, [step.source_key for step in raised if step.source_key is not None]
    own = client.measurement_set.filter(key__in=keys, instrument__startswith=PREFIX)
    taken = [(row.instrument, row.instrument_version) for row in own]
    begun = [about for key, about in _half_done(client).items() if key in keys]
    made_here = [definition_as_taken(*about) for about in (*taken, *begun)]
    on_sheets = {each.response for each in map(flag_of_name, flags) if each is not None}
    ids = on_sheets | {
        each.response
        for definition in (*library().instruments.values(), *made_here)
        for each in definition.flags
        if each.id in flags and each.response is not None
    }
    return tuple(
        line
        for name in sorted(ids or {"thoughts_of_self_harm"})
        for response in library().safety_responses[name].levels
        if response.urgency == level
        for line in response.steps
    )
