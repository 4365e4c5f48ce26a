"""Correct: a form of the wrong person, or one entered in error. Nothing is deleted, and no alert is closed by it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.harms import suggest_for_answers
from kith.care.actions.keeping import episode_of, scored_by
from kith.care.actions.safety import note_correction, raise_for_answers
from kith.care.models import BadInput, Client, Measurement, Score, Withdrawal, WrongMoment
from kith.care.models.knowledge import definition_as_taken
from kith.care.models.measuring import WITHDRAWN_BECAUSE
from kith.care.permissions import Viewer, check_as_staff
from kith.science.groups import find_names


@action
def withdraw_measurement(*, measurement: Measurement, reason: str, words: str, by: Viewer, at: datetime) -> Withdrawal:
    """Say that a form no longer counts. It stays in the record, marked, and out of every course and figure.

    Alerts that it raised get a note and stay open until a person closes them.
    """
    check_as_staff(by, "W", "answers", measurement.client, at=at)
    if reason not in WITHDRAWN_BECAUSE:
        raise BadInput(
            _("The form was not withdrawn."), _("No reason was chosen."), _("Say what is wrong with it."), "reason"
        )
    _check_words(words)
    withdrawal = _withdraw(measurement, reason, words, by, at)
    trace("measurement.withdrawn", by=by, at=at, clients=[measurement.client_id], about=measurement)
    return withdrawal


@action
def move_measurement(*, measurement: Measurement, to: Client, words: str, by: Viewer, at: datetime) -> Measurement:
    """Put a form where it belongs: withdrawn here, and kept there with its scores as they were, sealed anew.

    Needs the right to both records. Each keeps its own trail; neither names the other person. If the answers ask for
    help, the right person's alert is raised now.
    """
    check_as_staff(by, "W", "answers", measurement.client, at=at)
    check_as_staff(by, "W", "answers", to, at=at)
    _check_words(words)
    if to.pk == measurement.client_id:
        raise BadInput(
            _("The form was not moved."),
            _("It stands on this person's record already."),
            _("Write the number of the person it belongs to."),
            "number",
        )
    if find_names(words, [(to.given_name, to.family_name, to.preferred_name)]):
        raise BadInput(
            _("The form was not moved."),
            _("The words name the person it belongs to, and they are kept on the other one's record."),
            _("Say what happened without that name."),
            "words",
        )
    if measurement.goal_id is not None:
        raise WrongMoment(
            _("The form was not moved."),
            _("It rates a goal, and a goal is one person's own."),
            _("Withdraw it, and rate the right goal."),
        )
    moved = _copied(measurement, to, by, at)
    _withdraw(measurement, "wrong_person", words, by, at, moved_to=moved)
    definition = definition_as_taken(moved.instrument, moved.instrument_version)
    raise_for_answers(
        client=to,
        definition=definition,
        answers=moved.answers,
        scored=scored_by(definition, moved.answers),
        source_key=moved.key,
        by=by,
        at=at,
    )
    suggest_for_answers(
        client=to,
        definition=definition,
        scored=scored_by(definition, moved.answers),
        source_key=moved.key,
        by=by,
        at=at,
    )
    trace("measurement.moved_away", by=by, at=at, clients=[measurement.client_id], about=measurement)
    trace("measurement.moved_here", by=by, at=at, clients=[to.pk], about=moved)
    return moved


def _check_words(words: str) -> None:
    if not words.strip():
        raise BadInput(
            _("Nothing was changed."),
            _("There are no words about what happened."),
            _("Write a line: how it came about, and how you know."),
            "words",
        )


def _withdraw(
    measurement: Measurement, reason: str, words: str, by: Viewer, at: datetime, *, moved_to: Measurement | None = None
) -> Withdrawal:
    if Withdrawal.objects.select_for_update().filter(measurement=measurement).exists():
        raise WrongMoment(
            _("The form was not withdrawn again."),
            _("It was withdrawn before."),
            _("Look at what was written about it then."),
        )
    withdrawal = Withdrawal(
        client_id=measurement.client_id,
        measurement=measurement,
        moved_to=moved_to,
        reason=reason,
        person_id=by.user_id,
        withdrawn_at=at,
        made_at=at,
    )
    withdrawal.words = words.strip()
    withdrawal.save(force_insert=True)
    note_correction(client=measurement.client, source_key=measurement.key, words=words.strip(), by=by, at=at)
    return withdrawal


def _copied(measurement: Measurement, to: Client, by: Viewer, at: datetime) -> Measurement:
    moved = Measurement(
        client=to,
        episode=episode_of(to),
        key=uuid.uuid4(),
        instrument=measurement.instrument,
        instrument_version=measurement.instrument_version,
        library_version=measurement.library_version,
        language=measurement.language,
        respondent=measurement.respondent,
        mode=measurement.mode,
        sender_id=by.user_id,
        taken_at=measurement.taken_at,
        made_at=at,
    )
    moved.answers = dict(measurement.answers)
    moved.save(force_insert=True)
    rows = measurement.scores.values("scale", "value", "band", "reason", "is_prorated")
    Score.objects.bulk_create(Score(client=to, measurement=moved, made_at=at, **row) for row in rows)
    return moved
