"""How plans end: what to write down with the person, and what they take along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kith.care.models import Plan, PlanEnding
from kith.care.models.kept_documents import protocol_of
from kith.care.models.knowledge import has_rhythm, may_fill_in
from kith.care.permissions import Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.countersigns import EndingAfterAlert, ending_after_alert
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.session_guide import measure_name
from kith.care.queries.staff_looking import open_as_staff
from kith.care.queries.working import title_of


@dataclass(frozen=True)
class EndingShown:
    """An ending as it was written, with the days that were agreed."""

    title: str
    ended_at: datetime | None
    author: str
    helped: str
    early_signs: str
    what_to_do: str
    whom_to_ask: str
    measures: tuple[str, ...]
    follow_up_on: tuple[date, ...]
    booster_on: tuple[date, ...]


@dataclass(frozen=True)
class EndingPage:
    """The plan that ends, what its protocol says the ending should leave behind, and what was written before."""

    head: ClientHead
    plan: UUID | None
    title: str
    is_running: bool
    leaves: tuple[str, ...]
    worksheet: str
    measures: tuple[tuple[str, str], ...]
    suggested: tuple[str, ...]
    months: tuple[int, ...]
    boosters: tuple[date, ...]
    goals: tuple[str, ...]
    written: tuple[EndingShown, ...]
    after_alert: EndingAfterAlert | None


@dataclass(frozen=True)
class StayingWellPage:
    """What the client takes along from each plan that has ended, the newest first."""

    time_zone: str
    today: date
    endings: tuple[EndingShown, ...]


def ending(*, viewer: Viewer, client_id: UUID, at: datetime) -> EndingPage:
    """The page on which an ending is prepared and written."""
    client, access = open_as_staff(viewer, client_id, "W", "plan", at=at)
    episode = client.newest_episode()
    plan = _plan_to_end(list(episode.plans.order_by("-agreed_at", "-pk")) if episode is not None else [])
    protocol = protocol_of(plan) if plan is not None else None
    head = client_head(viewer=viewer, client=client, access=access, episode=episode, at=at)
    ends = protocol.ending if protocol is not None else None
    rows = client.planending_set.select_related("plan", "author").order_by("-decided_at")
    page = EndingPage(
        head=head,
        plan=plan.pk if plan is not None else None,
        title=protocol.title if protocol is not None else "",
        is_running=plan is not None and plan.state == "agreed",
        leaves=ends.relapse_prevention if ends is not None else (),
        worksheet=title_of("worksheet", ends.worksheet) if ends is not None and ends.worksheet else "",
        measures=_measures(ends.measures if ends is not None else ()),
        suggested=ends.measures if ends is not None else (),
        months=_months(ends.follow_up_months if ends is not None else ()),
        boosters=tuple(head.today + timedelta(weeks=weeks) for weeks in ends.booster_after_weeks) if ends else (),
        goals=tuple(goal.words for goal in plan.goals.all()) if plan is not None else (),
        written=tuple(_shown(row) for row in rows),
        after_alert=ending_after_alert(viewer=viewer, client=client, access=access, at=at),
    )
    note_seen(viewer, "ending.seen", [client.pk], at=at)
    return page


def staying_well(*, viewer: Viewer, at: datetime) -> StayingWellPage:
    """The client's own staying-well plans."""
    own = open_own(viewer, "R", "plan", at=at)
    rows = own.client.planending_set.select_related("plan", "author").order_by("-decided_at")
    page = StayingWellPage(own.time_zone, own.today, tuple(_shown(row, for_client=True) for row in rows))
    note_seen(viewer, "staying_well.seen", [own.client.pk], at=at)
    return page


def _plan_to_end(plans: list[Plan]) -> Plan | None:
    """The plan that runs, or the one that a review has just ended without its ending."""
    running = next((plan for plan in plans if plan.state == "agreed"), None)
    newest = next((plan for plan in plans if plan.agreed_at is not None), None)
    if running is not None or newest is None:
        return running
    return None if hasattr(newest, "ended_with") else newest


def _measures(named: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Those of the protocol that can be asked of the person, and by themselves, once the care is over."""
    names = [name for name in named if has_rhythm(name) and "self" in may_fill_in(name)]
    return tuple((name, measure_name(name)) for name in names)


def _months(named: tuple[float, ...]) -> tuple[int, ...]:
    """Whole months: requests open on days that lie whole months after the ending."""
    return tuple(dict.fromkeys(max(1, round(months)) for months in named))


def _shown(row: PlanEnding, *, for_client: bool = False) -> EndingShown:
    protocol = protocol_of(row.plan)
    title = (protocol.title_for_client if for_client else protocol.title) if protocol is not None else row.plan.protocol
    words = row.words
    return EndingShown(
        title=title,
        ended_at=row.plan.ended_at,
        author=row.author.display_name,
        helped=words.get("helped", ""),
        early_signs=words.get("early_signs", ""),
        what_to_do=words.get("what_to_do", ""),
        whom_to_ask=words.get("whom_to_ask", ""),
        measures=tuple(measure_name(name) for name in row.measures),
        follow_up_on=tuple(date.fromisoformat(day) for day in row.follow_up_on),
        booster_on=tuple(date.fromisoformat(day) for day in row.booster_on),
    )
