"""The limits of confidentiality: whether they were explained in the words of now, and every talk about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Client, LimitsTalk
from kith.care.models.explaining import LIMITS_VERSION
from kith.care.permissions import Access, Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.staff_looking import open_as_staff


@dataclass(frozen=True)
class Talk:
    """One talk: in which version and language, how it was understood, who wrote it down and when."""

    text_version: str
    language: str
    understood: str
    words: str
    recorded_by: str
    talked_at: datetime
    is_by_person: bool


@dataclass(frozen=True)
class LimitsPage:
    """The talks so far, the newest first; `is_due` until the present words were understood."""

    head: ClientHead
    version: str
    language: str
    talks: tuple[Talk, ...]
    is_due: bool


@dataclass(frozen=True)
class MyLimitsPage:
    """One's own page."""

    time_zone: str
    version: str
    talks: tuple[Talk, ...]
    is_due: bool


def limits(*, viewer: Viewer, client_id: UUID, at: datetime) -> LimitsPage:
    """What a colleague reads out, and what was said before."""
    client, access = open_as_staff(viewer, client_id, "W", "consents", at=at)
    talks = _talks(client)
    page = LimitsPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        version=LIMITS_VERSION,
        language=client.language,
        talks=talks,
        is_due=_is_due(talks),
    )
    note_seen(viewer, "limits.seen", [client.pk], at=at)
    return page


def my_limits(*, viewer: Viewer, at: datetime) -> MyLimitsPage:
    """The same for the person it is about."""
    own = open_own(viewer, "R", "consents", at=at)
    talks = _talks(own.client)
    note_seen(viewer, "limits.seen", [own.client.pk], at=at)
    return MyLimitsPage(own.time_zone, LIMITS_VERSION, talks, _is_due(talks))


def limits_are_due(*, viewer: Viewer, client: Client, access: Access) -> bool:
    """Whether the present words still have to be explained; False for whoever may not know."""
    return access.can("R", "consents") and _is_due(_talks(client))


def _talks(client: Client) -> tuple[Talk, ...]:
    rows = client.limitstalk_set.select_related("recorded_by").order_by("-talked_at", "-made_at")
    return tuple(_talk(row, client) for row in rows)


def _talk(row: LimitsTalk, client: Client) -> Talk:
    return Talk(
        row.text_version,
        row.language,
        row.understood,
        row.words,
        row.recorded_by.display_name,
        row.talked_at,
        row.recorded_by_id == client.user_id,
    )


def _is_due(talks: tuple[Talk, ...]) -> bool:
    """Renewed when the text changes; “not yet understood” leaves it open."""
    return not talks or talks[0].text_version != LIMITS_VERSION or talks[0].understood == "not_yet"
