"""What happens between the meetings of a synthetic service, told to the record: work, lessons, cards, practices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kith.care.actions import deliver, practise
from kith.care.models import Assignment, Client, Entry, Plan, Session
from kith.care.models.kept_documents import takes_many
from kith.care.permissions import Viewer
from kith.simulation import happenings as told


def set_work(it: told.WorkSet, session: Session, *, by: Viewer, at: datetime) -> Assignment:
    """At the end of a session."""
    assert session.plan is not None
    work = deliver.Work(it.worksheet, it.why, it.due_on, it.obstacle_plan)
    return deliver.set_work(plan=session.plan, session=session, work=work, by=by, at=at)


def hand_in(it: told.WorkDone, key: UUID, assignment: Assignment, *, by: Viewer, at: datetime) -> Entry:
    """Whole, in part, or not done; a diary is finished with it."""
    entry = deliver.hand_in_work(
        assignment=assignment, key=key, done=it.done, answers=it.answers, obstacle=it.obstacle or "", by=by, at=at
    )
    if takes_many(assignment):
        practise.finish_work(assignment=assignment, by=by, at=at)
    return entry


def reply(it: told.WorkReplied, entry: Entry, *, by: Viewer, at: datetime) -> None:
    """Inside the work."""
    deliver.reply_to_work(entry=entry, words=it.words, by=by, at=at)


def read_lesson(it: told.LessonRead, key: UUID, plan: Plan, practitioner: Viewer, *, by: Viewer, at: datetime) -> None:
    """Set by the practitioner, read and handed in by the client."""
    work = deliver.Work(it.lesson, it.why, None, kind="lesson")
    assignment = deliver.set_work(plan=plan, session=None, work=work, by=practitioner, at=it.set_at)
    deliver.hand_in_work(assignment=assignment, key=key, done="full", answers={}, obstacle="", by=by, at=at)


def try_card(it: told.CardTried, client: Client, *, by: Viewer, at: datetime) -> None:
    """From memory."""
    practise.try_card(client=client, lesson=it.lesson, card=it.card, came=it.came, by=by, at=at)


def keep_practice(it: told.PracticeDone, key: UUID, client: Client, *, by: Viewer, at: datetime) -> None:
    """With how it felt before and after."""
    ratings = {"before": it.before, "after": it.after}
    practise.keep_practice(client=client, practice=it.practice, ratings=ratings, key=key, by=by, at=at)
