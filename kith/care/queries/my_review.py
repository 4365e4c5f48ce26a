"""My reviews: is it helping, what did we look at, what did we decide and why; and how I see it before the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kith.care.models import Client, Episode
from kith.care.models.delivery import PRESENT
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.reviews_told import (
    DiscussionTold,
    OwnViewTold,
    ReviewTold,
    discussions_told,
    own_views_told,
    reviews_told,
)
from kith.care.queries.who_sees import Seer, who_sees


@dataclass(frozen=True)
class AreaAsked:
    """An area in plain words, with the questions behind it."""

    id: str
    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class MyReviewPage:
    """The reviews of this stay, the newest first, and the short form. `sessions_left` is None where no plan runs."""

    time_zone: str
    areas: tuple[AreaAsked, ...]
    is_reviewed: bool
    reviews: tuple[ReviewTold, ...]
    discussions: tuple[DiscussionTold, ...]
    views: tuple[OwnViewTold, ...]
    sessions_left: int | None
    can_say: bool
    seers: tuple[Seer, ...]


def my_review(*, viewer: Viewer, at: datetime) -> MyReviewPage:
    """The client's side of every review."""
    own = open_own(viewer, "R", "plan", at=at)
    episode = own.client.newest_episode()
    tools = library().support_tools
    told = reviews_told(viewer=viewer, episode=episode, access=own.access)
    page = MyReviewPage(
        time_zone=own.time_zone,
        areas=tuple(
            AreaAsked(area.id, area.title_for_client, tuple(one.in_plain_words for one in area.questions))
            for area in tools.areas
        ),
        is_reviewed=tools.review.status == "reviewed",
        reviews=told,
        discussions=discussions_told(viewer=viewer, episode=episode, access=own.access),
        views=own_views_told(viewer=viewer, episode=episode, access=own.access),
        sessions_left=_sessions_left(own.client, episode, told[0].decided_at if told else None),
        can_say=episode is not None and episode.state != "ended",
        seers=who_sees(["answers"], viewer=viewer, client=own.client, at=at)["answers"],
    )
    note_seen(viewer, "my_review.seen", [own.client.pk], at=at)
    return page


def _sessions_left(client: Client, episode: Episode | None, reviewed_at: datetime | None) -> int | None:
    """How many meetings until the plan is looked at again."""
    plan = episode.plans.filter(state="agreed").first() if episode is not None else None
    if plan is None:
        return None
    came = client.attendance_set.filter(replaced_by__isnull=True, status__in=PRESENT, session__plan=plan)
    if reviewed_at is not None:
        came = came.filter(session__starts_at__gt=reviewed_at)
    return max(plan.review_after_sessions - came.count(), 0)
