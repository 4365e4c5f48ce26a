"""Keeping answers: half-written ones saved at every step, finished ones for good, and both acted on at once.

Whoever answers, in an account, by a link, on a tablet or through a colleague, their answers come this way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kith.care.actions.acting import trace
from kith.care.actions.harms import suggest_for_answers
from kith.care.actions.safety import raise_for_answers
from kith.care.actions.schedule import answer_requests
from kith.care.actions.wording_of_problems import refused_answer
from kith.care.models import Alert, BadInput, Client, Draft, Goal, Invitation, Measurement, Score, Session, Stale
from kith.care.models.authoring import is_own
from kith.care.models.caring import is_carers_own
from kith.care.models.knowledge import definition_as_taken, is_known, library
from kith.care.models.way import Episode
from kith.care.permissions import NotYours, Viewer
from kith.science.instruments import AnswerProblem, Instrument, Scored, is_asked, score

Answers = Mapping[str, float | None]


@dataclass(frozen=True)
class Filled:
    """One filled-in instrument as it arrives. Without a `mode` it is the person's own log-in, else an interview.

    `version` is the one it was begun with, where that may no longer be the newest.
    """

    client: Client
    instrument: str
    key: UUID
    answers: Answers
    language: str
    respondent: str = "self"
    mode: str = ""
    goal: Goal | None = None
    session: Session | None = None
    taken_at: datetime | None = None
    device_says: datetime | None = None
    invitation: Invitation | None = None
    version: str = ""


def keep_answer(
    client: Client,
    instrument: str,
    item: str,
    value: float | None,
    *,
    key: UUID,
    version: int,
    by: Viewer,
    at: datetime,
) -> Draft:
    """One answer beside those given before. What was begun keeps its first key, whatever `key` the page shows.

    Answers to questions that this one leaves no longer asked are dropped.
    """
    begun = draft_of(client, instrument, by)
    kept: dict[str, Any] = begun.content if begun is not None else {"key": str(key), "answers": {}}
    definition, answers = _begun_with(begun, instrument, by), {**kept["answers"], item: value}
    answers = {name: answers[name] for name in answers if name == item or is_asked(definition, name, answers)}
    return keep_draft(client, instrument, answers, key=UUID(kept["key"]), version=version, by=by, at=at)


def keep_draft(
    client: Client, instrument: str, answers: Answers, *, key: UUID, version: int, by: Viewer, at: datetime
) -> Draft:
    """What has been answered so far. An answer that asks for help raises its alert now, sent or not."""
    draft = draft_of(client, instrument, by)
    definition = _begun_with(draft, instrument, by)
    scored = scored_by(definition, answers)
    if draft is None:
        draft = Draft(**_holder(by), client=client, kind="check_in", about=definition.id, version=0, made_at=at)
    if draft.version != version:
        raise _changed_elsewhere()
    draft.content = {"key": str(key), "answers": dict(answers)}
    if is_own(definition.id):  # what was begun with one version is finished with it, whatever is released meanwhile
        draft.content["version"] = definition.version
    draft.version, draft.saved_at = version + 1, at
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:  # begun in another window at the same moment
        raise _changed_elsewhere() from None
    raise_for_answers(
        client=client, definition=definition, answers=answers, scored=scored, source_key=key, by=by, at=at
    )
    trace("answers.saved", by=by, at=at, clients=[client.pk], about=draft)
    return draft


def hear_answer(
    client: Client, instrument: str, item: str, value: float | None, *, key: UUID, by: Viewer, at: datetime
) -> Alert | None:
    """Raise the alert for one answer that could not be kept. It counts as part of what was begun; nothing is kept."""
    begun = draft_of(client, instrument, by)
    definition = _begun_with(begun, instrument, by)
    source = UUID(begun.content["key"]) if begun is not None else key
    alert = None
    with suppress(BadInput):  # not an answer that this question offers: it says nothing
        scored = scored_by(definition, {item: value})
        alert = raise_for_answers(
            client=client, definition=definition, answers={item: value}, scored=scored, source_key=source, by=by, at=at
        )
    trace("answers.refused", by=by, at=at, clients=[client.pk], about=alert)
    return alert


def send_draft(filled: Filled, *, version: int, by: Viewer, at: datetime) -> Measurement:
    """Keep for good what was saved, as it was shown; `filled` says all but the answers. Twice keeps once."""
    draft = draft_of(filled.client, filled.instrument, by)
    if draft is not None and draft.content["key"] == str(filled.key):
        if draft.version != version:
            raise _changed_elsewhere()
        begun = replace(filled, answers=draft.content["answers"], version=draft.content.get("version", ""))
        measurement = keep(begun, by=by, at=at)
        if by.invitation_id is None:
            _lead_on(measurement, by, at)
        return measurement
    known = Measurement.objects.filter(key=filled.key).first()
    if known is None and draft is not None:
        raise _changed_elsewhere()
    if known is None:
        raise BadInput(
            _("Nothing was sent."),
            _("No question has been answered yet."),
            _("Answer the questions first."),
            "answers",
        )
    if not _is_sender(known, by) or known.client_id != filled.client.pk:
        raise NotYours
    trace("measurement.repeated", by=by, at=at, clients=[filled.client.pk], about=known)
    return known


def keep(filled: Filled, *, by: Viewer, at: datetime) -> Measurement:
    """Keep one filled-in instrument for good, with its scores and any alert. The same key again changes nothing."""
    _check_is_the_clients(filled)
    client, definition = filled.client, _version_of(filled.instrument, filled.version, by)
    answers = {item.id: filled.answers.get(item.id) for item in definition.items} | dict(filled.answers)
    known = Measurement.objects.filter(key=filled.key).first()
    if known is not None:
        trace("measurement.repeated", by=by, at=at, clients=[client.pk], about=known)
        return _same(known, filled, answers, by)
    scored = scored_by(definition, answers)
    measurement = Measurement(
        client=client,
        episode=episode_of(client),
        goal=filled.goal,
        session=filled.session,
        key=filled.key,
        instrument=filled.instrument,
        instrument_version=definition.version,
        library_version=library().version,
        language=filled.language,
        respondent=filled.respondent,
        mode=filled.mode or ("own_login" if by.client_id == client.pk else "interview"),
        invitation=filled.invitation,
        sender_id=by.user_id if filled.invitation is None else filled.invitation.made_by_id,
        taken_at=filled.taken_at or at,
        device_says=filled.device_says,
        made_at=at,
    )
    measurement.answers = dict(answers)
    try:
        with transaction.atomic():
            measurement.save(force_insert=True)
    except IntegrityError:  # the same key arrived twice at the same moment, and the other one was first
        trace("measurement.repeated", by=by, at=at, clients=[client.pk])
        return _same(Measurement.objects.get(key=filled.key), filled, answers, by)
    _keep_scores(measurement, scored, at)
    answer_requests(measurement, at)
    if filled.goal is None:
        Draft.objects.filter(**_holder(by), client=client, kind="check_in", about=filled.instrument).delete()
    raise_for_answers(
        client=client, definition=definition, answers=answers, scored=scored, source_key=filled.key, by=by, at=at
    )
    suggest_for_answers(client=client, definition=definition, scored=scored, source_key=filled.key, by=by, at=at)
    trace("measurement.submitted", by=by, at=at, clients=[client.pk], about=measurement)
    return measurement


def _check_is_the_clients(filled: Filled) -> None:
    """Raises BadInput for a carer's answers about themselves: the client could read them here."""
    if is_carers_own(filled.instrument, filled.respondent):
        raise BadInput(
            _("The answers were not kept."),
            _("They are about the carer, and stay apart from this record."),
            _("Ask for them on the page “Those who care”."),
            "respondent",
        )


def _lead_on(measurement: Measurement, by: Viewer, at: datetime) -> None:
    """Begin the longer instrument that a short one leads on to, with the answers it carries over."""
    follow_up = definition_as_taken(measurement.instrument, measurement.instrument_version).follow_up
    if follow_up is None or draft_of(measurement.client, follow_up.instrument, by) is not None:
        return
    if measurement.scores.filter(scale=follow_up.scale, value__gte=follow_up.at_least).exists():
        carried = {there: measurement.answers[here] for here, there in follow_up.carries.items()}
        key = uuid5(measurement.key, follow_up.instrument)
        keep_draft(measurement.client, follow_up.instrument, carried, key=key, version=0, by=by, at=at)


def draft_of(client: Client, instrument: str, by: Viewer) -> Draft | None:
    """What this account, or whoever was invited, has answered so far; locked until the act is over."""
    return (
        Draft.objects.select_for_update()
        .filter(**_holder(by), client=client, kind="check_in", about=instrument)
        .first()
    )


def instrument_named(name: str, service_id: UUID) -> Instrument:
    """The instrument; raises BadInput when there is none of that name for this service."""
    if not is_known(name, service_id):
        raise BadInput(
            _("Nothing was stored."),
            _("There is no instrument “%(name)s” in the library.") % {"name": name},
            _("Choose one from the list."),
            "instrument",
        )
    return library().instruments[name]


def _begun_with(draft: Draft | None, name: str, by: Viewer) -> Instrument:
    """The instrument as it was when this check-in was begun."""
    return _version_of(name, draft.content.get("version", "") if draft is not None else "", by)


def _version_of(name: str, version: str, by: Viewer) -> Instrument:
    if version:
        return definition_as_taken(name, version)
    return instrument_named(name, by.service_id)


def scored_by(definition: Instrument, answers: Answers) -> Scored:
    """Scores and flags; raises BadInput for an answer that the instrument does not offer."""
    unreal = [name for name, value in answers.items() if isinstance(value, float) and not math.isfinite(value)]
    if unreal:
        raise BadInput(
            _("The answers were not stored."),
            _("The answer to %(question)s is not a real number.") % {"question": unreal[0]},
            _("Choose one of the answers offered."),
            unreal[0],
        )
    try:
        return score(definition, answers)
    except AnswerProblem as problem:
        raise refused_answer(problem) from None


def episode_of(client: Client) -> Episode:
    """The stay in care that answers of now belong to."""
    episode = client.newest_episode()
    if episode is None:
        raise BadInput(
            _("The answers were not stored."),
            _("This person has not been referred here."),
            _("Take in the referral first."),
            "client",
        )
    return episode


def _holder(by: Viewer) -> dict[str, UUID]:
    return {"invitation_id": by.invitation_id} if by.invitation_id is not None else {"author_id": by.user_id}


def _is_sender(known: Measurement, by: Viewer) -> bool:
    if by.invitation_id is not None:
        return known.invitation_id == by.invitation_id
    return known.invitation_id is None and known.sender_id == by.user_id


def _changed_elsewhere() -> Stale:
    return Stale(
        _("This answer was not saved over another one."),
        _("The same check-in was changed in another window."),
        _("Look at the newer answers, then go on."),
    )


def _same(known: Measurement, filled: Filled, answers: Answers, by: Viewer) -> Measurement:
    if not _is_sender(known, by) or known.client_id != filled.client.pk:
        raise NotYours
    if known.instrument != filled.instrument or known.answers != dict(answers):
        raise Stale(
            _("These answers were not stored."),
            _("The same check-in was already sent with other answers."),
            _("Start a new check-in for new answers."),
        )
    return known


def _keep_scores(measurement: Measurement, scored: Scored, at: datetime) -> None:
    rows = [
        Score(
            client_id=measurement.client_id,
            measurement=measurement,
            scale=scale,
            value=one.value,
            band=one.band or "",
            reason=(one.reason or "")[:200],
            is_prorated=one.prorated,
            made_at=at,
        )
        for scale, one in scored.scores.items()
    ]
    Score.objects.bulk_create(rows)
