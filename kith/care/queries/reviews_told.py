"""Reviews with what belongs to them: what was looked at and tried, when the signal was seen, what the client said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Episode, OwnView, Review
from kith.care.models.knowledge import library
from kith.care.permissions import FULL, Access, Viewer
from kith.science.pathways import AREAS


@dataclass(frozen=True)
class AreaLooked:
    """One area that was looked at, and what was found there, which may be nothing worth words."""

    area: str
    title_for_client: str
    found: str


@dataclass(frozen=True)
class TryTold:
    """Something that was chosen to try, for both readers; the goal it is for, in the client's words."""

    area: str
    kind: str
    text: str
    in_plain_words: str
    words: str
    protocol: str
    technique: str
    goal: str


@dataclass(frozen=True)
class OwnViewTold:
    """How the client saw it before a review; `read_on` is when a review answered it."""

    id: UUID
    areas: tuple[str, ...]
    titles: tuple[str, ...]
    stay: str
    change: str
    written_at: datetime
    is_answered: bool


@dataclass(frozen=True)
class ReviewTold:
    """One decision with its grounds, and how long after the signal it was taken."""

    id: UUID
    plan: UUID
    decision: str
    reason: str
    client_says: str
    author: str
    decided_at: datetime
    signal: str
    signal_at: datetime | None
    seen_at: datetime | None
    seen_by: str
    opened_at: datetime | None
    looked: tuple[AreaLooked, ...]
    tries: tuple[TryTold, ...]

    @property
    def hours_to_action(self) -> float | None:
        """From the score that made the signal to the decision; None where there was no signal."""
        return (self.decided_at - self.signal_at).total_seconds() / 3600 if self.signal_at is not None else None


@dataclass(frozen=True)
class DiscussionTold:
    """A case discussion that was held."""

    held_at: datetime
    author: str
    agreed: str


def reviews_told(*, viewer: Viewer, episode: Episode | None, access: Access) -> tuple[ReviewTold, ...]:
    """The reviews of a stay, the newest first; empty for those who may not read them."""
    if episode is None or access.level("R", "plan") != FULL:
        return ()
    rows = episode.reviews.select_related("author", "seen_by").prefetch_related("tries__goal").order_by("-decided_at")
    return tuple(_told(row) for row in rows)


def discussions_told(*, viewer: Viewer, episode: Episode | None, access: Access) -> tuple[DiscussionTold, ...]:
    """The case discussions of a stay, the newest first."""
    if episode is None or access.level("R", "plan") != FULL:
        return ()
    rows = episode.discussions.select_related("author").order_by("-held_at")
    return tuple(DiscussionTold(row.held_at, row.author.display_name, row.agreed) for row in rows)


def own_views_told(*, viewer: Viewer, episode: Episode | None, access: Access) -> tuple[OwnViewTold, ...]:
    """What the client said before reviews, the newest first."""
    if episode is None or access.level("R", "answers") != FULL:
        return ()
    rows = episode.own_views.prefetch_related("reviews").order_by("-written_at")
    return tuple(_view(row) for row in rows)


def _told(row: Review) -> ReviewTold:
    looked = row.looked_at or {}
    return ReviewTold(
        id=row.pk,
        plan=row.plan_id,
        decision=row.decision,
        reason=row.reason,
        client_says=row.client_says,
        author=row.author.display_name,
        decided_at=row.decided_at,
        signal=row.signal,
        signal_at=row.signal_at,
        seen_at=row.seen_at,
        seen_by=row.seen_by.display_name if row.seen_by is not None else "",
        opened_at=row.opened_at,
        looked=tuple(AreaLooked(name, _title(name), looked[name]) for name in AREAS if name in looked),
        tries=tuple(
            _tried(one.area, one.tool, one.words, one.protocol, one.technique, one.goal.words if one.goal else "")
            for one in sorted(row.tries.all(), key=lambda one: (_place(one.area), one.tool == "", one.tool))
        ),
    )


def _tried(area: str, tool: str, words: str, protocol: str, technique: str, goal: str) -> TryTold:
    """The words of the library as they are now; a tool that has left it is shown by its name."""
    known = library().support_tools.tool(tool) if tool else None
    return TryTold(
        area=area,
        kind=known.kind if known is not None else "",
        text=known.text if known is not None else tool.replace("-", " "),
        in_plain_words=known.in_plain_words if known is not None else tool.replace("-", " "),
        words=words,
        protocol=protocol,
        technique=technique,
        goal=goal,
    )


def _view(row: OwnView) -> OwnViewTold:
    said = row.said
    return OwnViewTold(
        id=row.pk,
        areas=tuple(said["areas"]),
        titles=tuple(_title(name) for name in said["areas"]),
        stay=said["stay"],
        change=said["change"],
        written_at=row.written_at,
        is_answered=bool(row.reviews.all()),
    )


def _title(name: str) -> str:
    area = library().support_tools.area(name)
    return area.title_for_client if area is not None else name


def _place(area: str) -> int:
    return AREAS.index(area) if area in AREAS else len(AREAS)
