"""A couple or a family, as those who work with them see it: who was asked alone, what was told, what is agreed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kith.care.models import AskedAlone, Client, Group, JointSummary, Membership, SupervisionLink
from kith.care.models.families import ASKED_AGAIN, all_say_safe
from kith.care.models.keys import preload
from kith.care.models.places import current_members
from kith.care.permissions import NotYours, Viewer, access_to, blocked_clients, live
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import reach_group


@dataclass(frozen=True)
class ToldInConfidence:
    """What the viewer heard from one person alone."""

    told_at: datetime
    words: str


@dataclass(frozen=True)
class OneOfUs:
    """One person of the unit. `alone` is the newest answer, empty where there is none that still holds."""

    client_id: UUID
    name: str
    number: str
    alone: str
    found: dict[str, str]  # what the newest screen found: code -> "yes" or "unsure"
    asked_at: datetime | None
    told: tuple[ToldInConfidence, ...]
    can_draw: bool


@dataclass(frozen=True)
class SummaryShown:
    """A joint summary, and how many of the members have said yes or no."""

    id: UUID
    author: str
    written_at: datetime
    words: str
    is_offered: bool
    agreed_at: datetime | None
    yes: int
    no: int
    members: int


@dataclass(frozen=True)
class TogetherPage:
    """One couple or family."""

    time_zone: str
    group_id: UUID
    group_name: str
    kind: str
    members: tuple[OneOfUs, ...]
    is_partly_hidden: bool
    is_safe_together: bool
    is_held_back: bool  # some answer given speaks against it; False while somebody still has to be asked
    has_supervisor: bool
    summaries: tuple[SummaryShown, ...]
    has_ended: bool


def together(*, viewer: Viewer, group_id: UUID, at: datetime) -> TogetherPage:
    """For those who lead the treatment. Confidences are those that the viewer heard, and no others."""
    group = unit_of(viewer=viewer, group_id=group_id, at=at)
    everybody = current_members(group, at)
    hidden = blocked_clients(viewer)
    shown = [one for one in everybody if one.client_id not in hidden]
    preload([group.pk, *(one.client_id for one in everybody)])
    there = {one.client_id for one in everybody}
    answers = {row.client_id: row for row in group.asked_alone.order_by("asked_at", "made_at", "pk")}
    fresh = {who: row for who, row in answers.items() if row.asked_at >= at - ASKED_AGAIN}
    page = TogetherPage(
        time_zone=group.service.time_zone,
        group_id=group.pk,
        group_name=group.name,
        kind=group.kind,
        members=tuple(
            OneOfUs(
                client_id=one.client_id,
                name=one.display_name,
                number=one.client.number,
                alone=fresh[one.client_id].answer if one.client_id in fresh else "",
                found=_found(fresh.get(one.client_id)),
                asked_at=answers[one.client_id].asked_at if one.client_id in answers else None,
                told=_told(group, one, viewer),
                can_draw=viewer.client_id != one.client_id
                and access_to(replace(viewer, client_id=None), one.client, at=at).can("W", "formulation"),
            )
            for one in shown
        ),
        is_partly_hidden=len(shown) < len(everybody),
        is_safe_together=all_say_safe(group, everybody, at),
        is_held_back=any(row.answer != "safe" for row in answers.values() if row.client_id in there),
        has_supervisor=SupervisionLink.objects.filter(live(at), supervisee=viewer.user_id).exists(),
        summaries=tuple(_summary(row, sum(row.is_for(one) for one in everybody)) for row in _summaries(group)),
        has_ended=group.state == "ended",
    )
    note_seen(viewer, "together.seen", [one.client_id for one in shown], at=at, about=group)
    return page


def unit_of(*, viewer: Viewer, group_id: UUID, at: datetime) -> Group:
    """The couple or family itself, for whoever leads the treatment."""
    group, _ = reach_group(viewer, group_id, "W", "roster", at=at, related=("service", "site"))
    return group


def one_of_us(*, viewer: Viewer, group_id: UUID, client_id: UUID, at: datetime) -> tuple[Group, Client]:
    """The unit and one of its people, for an action; NotYours otherwise."""
    group = unit_of(viewer=viewer, group_id=group_id, at=at)
    place = next((one for one in current_members(group, at) if one.client_id == client_id), None)
    if place is None:
        raise NotYours
    return group, place.client


def _found(row: AskedAlone | None) -> dict[str, str]:
    return {code: said for code, said in ((row.said if row else None) or {}).items() if said != "no"}


def _told(group: Group, one: Membership, viewer: Viewer) -> tuple[ToldInConfidence, ...]:
    rows = group.confidences.filter(client=one.client_id, author=viewer.user_id).order_by("-told_at")
    return tuple(ToldInConfidence(row.told_at, row.words) for row in rows)


def _summaries(group: Group) -> list[JointSummary]:
    return list(group.joint_summaries.select_related("author").order_by("-written_at"))


def _summary(row: JointSummary, members: int) -> SummaryShown:
    newest = dict(row.answers.order_by("answered_at", "made_at", "pk").values_list("client", "agrees"))
    return SummaryShown(
        id=row.pk,
        author=row.author.display_name,
        written_at=row.written_at,
        words=row.words,
        is_offered=row.is_offered,
        agreed_at=row.agreed_at,
        yes=sum(newest.values()),
        no=len(newest) - sum(newest.values()),
        members=members,
    )
