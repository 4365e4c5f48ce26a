"""What stands beside a decision about a course: tools, the moments of the signal, what is missing, what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kith.care.models import Client, Episode
from kith.care.models.knowledge import library
from kith.care.permissions import Access, Viewer, live
from kith.care.queries.courses_of_scores import ScoreCourse
from kith.care.queries.golden_thread import SessionPart
from kith.care.queries.reasons_to_act import Situation
from kith.care.queries.reviews_told import (
    DiscussionTold,
    OwnViewTold,
    ReviewTold,
    discussions_told,
    own_views_told,
    reviews_told,
)
from kith.care.queries.score_reading import reading_of
from kith.care.queries.signal_times import SignalSeen, signal_seen
from kith.science.pathways import Area


@dataclass(frozen=True)
class ProtocolNamed:
    """A protocol in which a technique is explained."""

    id: str
    title: str


@dataclass(frozen=True)
class RiskAnswers:
    """What the last form of the measure says about danger, flag by flag; None where its question was left blank."""

    taken_on: date
    flags: tuple[tuple[str, bool | None], ...]


@dataclass(frozen=True)
class LookingInto:
    """The tools in their order, and all that is to be known before one of them is chosen."""

    areas: tuple[Area, ...]
    explained: Mapping[str, tuple[ProtocolNamed, ...]]
    caution: str
    is_reviewed: bool
    seen: SignalSeen
    due_on: date | None
    waits_for_discussion: bool
    missing: int
    last_score_on: date | None
    risk: RiskAnswers | None
    own_view: OwnViewTold | None
    told: tuple[ReviewTold, ...]
    discussions: tuple[DiscussionTold, ...]


def looking_into(
    *,
    viewer: Viewer,
    client: Client,
    access: Access,
    episode: Episode | None,
    course: ScoreCourse | None,
    sessions: Sequence[SessionPart],
    at: datetime,
    language: str,
) -> LookingInto:
    """Everything that stands beside the decision. Ask it after the look was written down: that look is one of them."""
    tools = library().support_tools
    told = reviews_told(viewer=viewer, episode=episode, access=access)
    discussions = discussions_told(viewer=viewer, episode=episode, access=access)
    views = own_views_told(viewer=viewer, episode=episode, access=access)
    now = _situation(client, course, sessions, told, discussions, at)
    return LookingInto(
        areas=tools.areas,
        explained={area.id: _explained(area) for area in tools.areas},
        caution=tools.caution,
        is_reviewed=tools.review.status == "reviewed",
        seen=signal_seen(viewer=viewer, client=client, course=course),
        due_on=now.review_due_on,
        waits_for_discussion=any(reason.id == "case_discussion" for reason in now.reasons()),
        missing=sum(point.value is None for point in course.points) if course is not None else 0,
        last_score_on=course.known[-1][0] if course is not None and course.known else None,
        risk=_risk(client, access, episode, course, language),
        own_view=next((one for one in views if not one.is_answered), None),
        told=told,
        discussions=discussions,
    )


def _explained(area: Area) -> tuple[ProtocolNamed, ...]:
    names = dict.fromkeys(tool.protocol for tool in area.tools if tool.protocol is not None)
    return tuple(ProtocolNamed(name, library().protocols[name].title) for name in names)


def _situation(
    client: Client,
    course: ScoreCourse | None,
    sessions: Sequence[SessionPart],
    told: Sequence[ReviewTold],
    discussions: Sequence[DiscussionTold],
    at: datetime,
) -> Situation:
    """The part of the table of reasons that a review is about."""
    zone = ZoneInfo(client.service.time_zone)
    came = max(((one.starts_at, one.status) for one in sessions if one.status), default=None)
    return Situation(
        at=at,
        today=at.astimezone(zone).date(),
        zone=zone,
        course=course,
        last_attendance=came,
        next_session=_next_meeting(client, sessions, at),
        reviewed_on=told[0].decided_at.astimezone(zone).date() if told else None,
        reviewed_signal=told[0].signal if told else "",
        discussed_on=discussions[0].held_at.astimezone(zone).date() if discussions else None,
    )


def _next_meeting(client: Client, sessions: Sequence[SessionPart], at: datetime) -> datetime | None:
    """The next session of this person, or the next meeting of their group."""
    own = [one.starts_at for one in sessions if one.state == "booked" and one.starts_at >= at]
    groups = client.membership_set.filter(live(at), group__sessions__state="booked", group__sessions__starts_at__gte=at)
    with_group = groups.order_by("group__sessions__starts_at", "pk").values_list(
        "group__sessions__starts_at", flat=True
    )
    return min([*own, *with_group[:1]], default=None)


def _risk(
    client: Client, access: Access, episode: Episode | None, course: ScoreCourse | None, language: str
) -> RiskAnswers | None:
    if episode is None or course is None or not access.can("R", "answers"):
        return None
    rows = episode.measurements.standing().filter(instrument=course.instrument, respondent=course.respondent, goal=None)
    last = rows.order_by("taken_at", "pk").last()
    if last is None:
        return None
    flags = reading_of(client, last, None, language).flags
    day = last.taken_at.astimezone(ZoneInfo(client.service.time_zone)).date()
    return RiskAnswers(day, flags) if flags else None
