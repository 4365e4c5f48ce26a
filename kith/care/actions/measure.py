"""Measure: answers are saved one by one, sent once, scored, and acted on in the same transaction."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.safety import raise_for_answers
from kith.care.actions.wording_of_problems import refused_answer
from kith.care.models import BadInput, Client, Draft, Goal, Measurement, Score, Session, Stale
from kith.care.models.authoring import is_own
from kith.care.models.knowledge import definition_as_taken, library
from kith.care.models.own_shelf import is_offered
from kith.care.models.way import Episode
from kith.care.permissions import NotYours, Viewer, check
from kith.science.instruments import AnswerProblem, Instrument, Scored, score

Answers = Mapping[str, float | None]


@action
def save_answers(
    *, client: Client, instrument: str, key: UUID, answers: Answers, version: int, by: Viewer, at: datetime
) -> Draft:
    """Keep what has been answered so far. An answer that asks for help raises its alert now, sent or not.

    `version` is the draft's version that was shown (0 for none yet); raises Stale when somebody saved in between.
    """
    check(by, "W", "answers", client, at=at)
    return _save(client, _begun_with(_draft(client, instrument, by), instrument, by), key, answers, version, by, at)


@action
def answer_question(
    *,
    client: Client,
    instrument: str,
    item: str,
    value: float | None,
    key: UUID,
    version: int,
    by: Viewer,
    at: datetime,
) -> Draft:
    """Keep one answer beside those given before. None is "I'd rather not say": kept, and different from not asked yet.

    A check-in that was begun keeps its first key, whatever `key` the page shows. Raises Stale as `save_answers` does.
    """
    check(by, "W", "answers", client, at=at)
    begun = _draft(client, instrument, by)
    kept: dict[str, Any] = begun.content if begun is not None else {"key": str(key), "answers": {}}
    answers = {**kept["answers"], item: value}
    return _save(client, _begun_with(begun, instrument, by), UUID(kept["key"]), answers, version, by, at)


@action
def send_check_in(
    *, client: Client, instrument: str, key: UUID, version: int, language: str, by: Viewer, at: datetime
) -> Measurement:
    """Send what was saved, as it was shown on the summary. Pressing the button twice sends once."""
    check(by, "W", "answers", client, at=at)
    draft = _draft(client, instrument, by)
    if draft is None or draft.content["key"] != str(key):
        known = Measurement.objects.filter(key=key).first()
        if known is None and draft is not None:
            raise _changed_elsewhere()
        if known is None:
            raise BadInput(
                _("Nothing was sent."),
                _("No question has been answered yet."),
                _("Answer the questions first."),
                "answers",
            )
        if known.sender_id != by.user_id or known.client_id != client.pk:
            raise NotYours
        trace("measurement.repeated", by=by, at=at, clients=[client.pk], about=known)
        return known
    if draft.version != version:
        raise _changed_elsewhere()
    definition = _begun_with(draft, instrument, by)
    return _submit(client, definition, key, draft.content["answers"], language, by, at)


@action
def submit_measurement(
    *,
    client: Client,
    instrument: str,
    key: UUID,
    answers: Answers,
    language: str,
    by: Viewer,
    at: datetime,
    respondent: str = "self",
    goal: Goal | None = None,
    session: Session | None = None,
    device_says: datetime | None = None,
) -> Measurement:
    """Keep one filled-in instrument for good, with its scores and any alert. The same key again changes nothing.

    Raises NotYours when the key is another account's, and Stale when the key was used for other answers.
    """
    check(by, "W", "answers", client, at=at)
    if (goal is not None and goal.client_id != client.pk) or (
        session is not None and session.client_id not in {None, client.pk}
    ):
        raise NotYours
    return _submit(
        client,
        _instrument(instrument, by),
        key,
        answers,
        language,
        by,
        at,
        respondent=respondent,
        goal=goal,
        session=session,
        device_says=device_says,
    )


def _submit(
    client: Client,
    definition: Instrument,
    key: UUID,
    answers: Answers,
    language: str,
    by: Viewer,
    at: datetime,
    *,
    respondent: str = "self",
    goal: Goal | None = None,
    session: Session | None = None,
    device_says: datetime | None = None,
) -> Measurement:
    instrument = definition.id
    answers = {item.id: answers.get(item.id) for item in definition.items} | {name: answers[name] for name in answers}
    known = Measurement.objects.filter(key=key).first()
    if known is not None:
        trace("measurement.repeated", by=by, at=at, clients=[client.pk], about=known)
        return _same(known, client, instrument, answers, by)
    scored = _scored(definition, answers)
    measurement = Measurement(
        client=client,
        episode=_episode(client),
        goal=goal,
        session=session,
        key=key,
        instrument=instrument,
        instrument_version=definition.version,
        library_version=library().version,
        language=language,
        respondent=respondent,
        sender_id=by.user_id,
        taken_at=at,
        device_says=device_says,
        made_at=at,
    )
    measurement.answers = dict(answers)
    try:
        with transaction.atomic():
            measurement.save(force_insert=True)
    except IntegrityError:  # the same key arrived twice at the same moment, and the other one was first
        trace("measurement.repeated", by=by, at=at, clients=[client.pk])
        return _same(Measurement.objects.get(key=key), client, instrument, answers, by)
    _keep_scores(measurement, scored, at)
    if goal is None:
        Draft.objects.filter(author_id=by.user_id, client=client, kind="check_in", about=instrument).delete()
    raise_for_answers(
        client=client, definition=definition, answers=answers, scored=scored, source_key=key, by=by, at=at
    )
    trace("measurement.submitted", by=by, at=at, clients=[client.pk], about=measurement)
    return measurement


def _draft(client: Client, instrument: str, by: Viewer) -> Draft | None:
    return (
        Draft.objects.select_for_update()
        .filter(author_id=by.user_id, client=client, kind="check_in", about=instrument)
        .first()
    )


def _save(
    client: Client, definition: Instrument, key: UUID, answers: Answers, version: int, by: Viewer, at: datetime
) -> Draft:
    scored = _scored(definition, answers)
    draft = _draft(client, definition.id, by)
    if draft is None:
        draft = Draft(author_id=by.user_id, client=client, kind="check_in", about=definition.id, version=0, made_at=at)
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


def _changed_elsewhere() -> Stale:
    return Stale(
        _("This answer was not saved over another one."),
        _("The same check-in was changed in another window."),
        _("Look at the newer answers, then go on."),
    )


def _same(known: Measurement, client: Client, instrument: str, answers: Answers, by: Viewer) -> Measurement:
    if known.sender_id != by.user_id or known.client_id != client.pk:
        raise NotYours
    if known.instrument != instrument or known.answers != dict(answers):
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


def _begun_with(draft: Draft | None, name: str, by: Viewer) -> Instrument:
    """The instrument as it was when this check-in was begun."""
    version = draft.content.get("version", "") if draft is not None else ""
    return definition_as_taken(name, version) if version else _instrument(name, by)


def _instrument(name: str, by: Viewer) -> Instrument:
    if name not in library().instruments or not is_offered(name, by.service_id):
        raise BadInput(
            _("Nothing was stored."),
            _("There is no instrument “%(name)s” in the library.") % {"name": name},
            _("Choose one from the list."),
            "instrument",
        )
    return library().instruments[name]


def _scored(definition: Instrument, answers: Answers) -> Scored:
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


def _episode(client: Client) -> Episode:
    episode = client.newest_episode()
    if episode is None:
        raise BadInput(
            _("The answers were not stored."),
            _("This person has not been referred here."),
            _("Take in the referral first."),
            "client",
        )
    return episode
