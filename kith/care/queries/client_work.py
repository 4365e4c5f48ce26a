"""A client's work between meetings as staff see it: everything set, what else can be set, and a week of a diary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.care.models import Assignment, Client, Plan
from kith.care.models.kept_documents import takes_many
from kith.care.models.knowledge import library
from kith.care.models.plan_courses import course_of_plan, meetings_held, page_at
from kith.care.models.states import ASSIGNMENT
from kith.care.permissions import NotYours, Refused, Viewer, reach
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.diary_weeks import diary_week
from kith.care.queries.looking import note_seen
from kith.care.queries.session_guide import WorkOffered, work_offered
from kith.care.queries.sheet_charts import Week
from kith.care.queries.staff_looking import open_as_staff
from kith.care.queries.working import title_of_work

OPEN = frozenset(state for state, then in ASSIGNMENT.moves.items() if "withdrawn" in then)
FILLS_IN = "client"


@dataclass(frozen=True)
class ClientWorkRow:
    """One piece of work. `last_done` says how far the newest entry got; it is empty when nothing came back yet."""

    id: UUID
    kind: str
    title: str
    why: str
    state: str
    set_at: datetime
    due_on: date | None
    last_at: datetime | None
    last_done: str
    is_late: bool
    waits_for_reply: bool
    is_diary: bool

    @property
    def is_open(self) -> bool:
        """Whether it can still be taken back."""
        return self.state in OPEN


@dataclass(frozen=True)
class ClientWorkPage:
    """All work of one client, the newest first. Nothing can be set without an agreed plan."""

    head: ClientHead
    rows: tuple[ClientWorkRow, ...]
    plan_id: UUID | None
    offered: tuple[WorkOffered, ...]
    others: tuple[WorkOffered, ...]
    may_set: bool


@dataclass(frozen=True)
class ClientWeekPage:
    """Seven days of a client's diary on one page."""

    head: ClientHead
    assignment_id: UUID
    title: str
    week: Week
    previous: date | None
    following: date | None


def client_work(*, viewer: Viewer, client_id: UUID, at: datetime, to_set: bool = False) -> ClientWorkPage:
    """Everything that was set, in this and earlier plans; `to_set` asks for the right to change it as well."""
    client, access = open_as_staff(viewer, client_id, "R", "work", at=at)
    may_set = access.can("W", "plan")
    if to_set and not may_set:
        raise Refused(viewer, client, "W plan", at)
    episode = client.newest_episode()
    plan = episode.plans.filter(state="agreed").first() if episode is not None else None
    head = client_head(viewer=viewer, client=client, access=access, episode=episode, at=at)
    offered = _offered(plan, client) if plan is not None and may_set else ()
    page = ClientWorkPage(
        head=head,
        rows=tuple(_row(row, head.today) for row in _assignments(client)),
        plan_id=plan.pk if plan is not None else None,
        offered=offered,
        others=_others(offered) if plan is not None and may_set else (),
        may_set=may_set,
    )
    note_seen(viewer, "client_work.seen", [client.pk], at=at)
    return page


def client_week(*, viewer: Viewer, assignment_id: UUID, day: date | None, at: datetime) -> ClientWeekPage:
    """One week of a client's diary, with the rows that the client has; NotYours for work that is no diary."""
    work, access = reach(viewer, Assignment, assignment_id, "R", "work", at=at)
    client = work.client
    if not viewer.is_staff or viewer.client_id == client.pk:
        raise Refused(viewer, client, "R work", at)
    found = diary_week(viewer=viewer, work=work, day=day, at=at)
    page = ClientWeekPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        assignment_id=work.pk,
        title=found.worksheet.title,
        week=found.week,
        previous=found.previous,
        following=found.following,
    )
    note_seen(viewer, "client_work.week_seen", [client.pk], at=at, about=work)
    return page


def work_to_withdraw(*, viewer: Viewer, client_id: UUID, assignment_id: UUID, at: datetime) -> Assignment:
    """A piece of work of this person, for the action that takes it back; NotYours when it is another's."""
    row: Assignment = reach(viewer, Assignment, assignment_id, "W", "plan", at=at)[0]
    if row.client_id != client_id:
        raise NotYours
    return row


def _assignments(client: Client) -> Iterable[Assignment]:
    return client.assignment_set.order_by("-set_at", "-made_at").prefetch_related("entries__replies")


def _row(row: Assignment, today: date) -> ClientWorkRow:
    last = max(row.entries.all(), key=lambda entry: entry.handed_in_at, default=None)
    return ClientWorkRow(
        id=row.pk,
        kind=row.kind,
        title=title_of_work(row),
        why=row.why,
        state=row.state,
        set_at=row.set_at,
        due_on=row.due_on,
        last_at=last.handed_in_at if last is not None else None,
        last_done=last.done if last is not None else "",
        is_late=row.state in OPEN and row.due_on is not None and row.due_on < today,
        waits_for_reply=last is not None and not last.replies.all(),
        is_diary=takes_many(row),
    )


def _offered(plan: Plan, client: Client) -> tuple[WorkOffered, ...]:
    """What the plan sets, that of the last meeting first, and what the service wrote itself."""
    course = course_of_plan(plan)
    if course is None:
        return ()
    now = page_at(course, max(1, meetings_held(plan)))
    return work_offered(now.page, course.pages, client.service_id)


def _others(offered: Iterable[WorkOffered]) -> tuple[WorkOffered, ...]:
    """The rest of the library that a client can do alone, by title within each kind."""
    known, named = library(), {one.key for one in offered}
    lessons = dict.fromkeys(full.rpartition(".")[0] for full in known.lessons)
    found = [
        *(("worksheet", one.id, one.title) for one in known.worksheets.values() if FILLS_IN in one.filled_in_by),
        *(("practice", one.id, one.title) for one in known.practices.values()),
        *(("lesson", name, known.lesson(name).title) for name in lessons),
    ]
    rows = (WorkOffered(f"{kind}:{id}", kind, id, title, "", "", is_of_today=False) for kind, id, title in found)
    return tuple(sorted((row for row in rows if row.key not in named), key=lambda row: row.title.casefold()))
