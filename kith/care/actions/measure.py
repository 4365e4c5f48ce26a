"""Measure: answers are saved one by one, sent once, scored, and acted on in the same transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kith.care.actions.acting import action
from kith.care.actions.keeping import Answers, Filled, hear_answer, keep, keep_answer, keep_draft, send_draft
from kith.care.models import Alert, Client, Draft, Goal, Measurement, Session
from kith.care.permissions import NotYours, Viewer, check


@action
def save_answers(
    *, client: Client, instrument: str, key: UUID, answers: Answers, version: int, by: Viewer, at: datetime
) -> Draft:
    """Keep what has been answered so far. An answer that asks for help raises its alert now, sent or not.

    `version` is the draft's version that was shown (0 for none yet); raises Stale when somebody saved in between.
    """
    check(by, "W", "answers", client, at=at)
    return keep_draft(client, instrument, answers, key=key, version=version, by=by, at=at)


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

    A check-in that was begun keeps its first key, whatever `key` the page shows. Answers to questions that this one
    leaves no longer asked are dropped; an alert they raised stays. Raises Stale as `save_answers` does.
    """
    check(by, "W", "answers", client, at=at)
    return keep_answer(client, instrument, item, value, key=key, version=version, by=by, at=at)


@action
def hear_refused_answer(
    *, client: Client, instrument: str, item: str, value: float | None, key: UUID, by: Viewer, at: datetime
) -> Alert | None:
    """Raise the alert for an answer that could not be kept, as when the check-in was changed in another window.

    A person who says that they are not safe is heard all the same. Nothing else is kept.
    """
    check(by, "W", "answers", client, at=at)
    return hear_answer(client, instrument, item, value, key=key, by=by, at=at)


@action
def send_check_in(
    *, client: Client, instrument: str, key: UUID, version: int, language: str, by: Viewer, at: datetime
) -> Measurement:
    """Send what was saved, as it was shown on the summary. Pressing the button twice sends once."""
    check(by, "W", "answers", client, at=at)
    return send_draft(Filled(client, instrument, key, {}, language), version=version, by=by, at=at)


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
    filled = Filled(
        client, instrument, key, answers, language, respondent, goal=goal, session=session, device_says=device_says
    )
    return keep(filled, by=by, at=at)
