"""Genograms and ecomaps: what is drawn now, the versions that were kept, and what the person may read of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from kith.care.models import Client, FamilyPicture
from kith.care.models.families import PICTURES, draft_or_newest
from kith.care.permissions import Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.family_drawn import NOBODY_YET, SELF, ecomap_of, family_of, own_name, rows_of
from kith.care.queries.family_example import example_of
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.staff_looking import open_as_staff
from kith.science.families import Bond, ChildLink, Flow, Gender, Kinship, Relative, System, TieKind, Union
from kith.science.families.values import BondKind, ChildKind, UnionKind

CHOICES: Mapping[str, tuple[str, ...]] = {
    "gender": get_args(Gender),
    "kinship": get_args(Kinship),
    "union": get_args(UnionKind),
    "child": get_args(ChildKind),
    "bond": get_args(BondKind),
    "tie": get_args(TieKind),
    "flow": get_args(Flow),
}


@dataclass(frozen=True)
class FamilyDrawn:
    """Everybody with their place, and what is between them."""

    people: tuple[Relative, ...]
    unions: tuple[Union, ...]
    children: tuple[ChildLink, ...]
    bonds: tuple[Bond, ...]
    places: Mapping[str, tuple[int, float]]

    def name(self, id: str) -> str:
        """How somebody is called here."""
        return next((person.name for person in self.people if person.id == id), "")


@dataclass(frozen=True)
class HomeDrawn:
    """A household, who lives in it, and what surrounds it. An empty name means that none was given."""

    household: str
    members: tuple[str, ...]
    systems: tuple[System, ...]


Drawn = FamilyDrawn | HomeDrawn


@dataclass(frozen=True)
class PictureVersion:
    """One version that was kept; never changed afterwards."""

    id: UUID
    author: str
    kept_at: datetime
    is_shared: bool


@dataclass(frozen=True)
class FamilyPicturePage:
    """The picture with its rows. `seen` is set while an earlier version is read; then nothing can be changed."""

    head: ClientHead
    own_name: str
    own_id: str
    drawn: Drawn
    mark: str
    is_empty: bool
    is_draft: bool
    can_undo: bool
    author: str
    seen: PictureVersion | None
    versions: tuple[PictureVersion, ...]
    example: Drawn | None


@dataclass(frozen=True)
class SharedPicture:
    """A picture that the person may read."""

    kind: str
    author: str
    kept_at: datetime
    drawn: Drawn


@dataclass(frozen=True)
class MyFamilyPage:
    """The newest shared genogram and ecomap."""

    time_zone: str
    name: str
    pictures: tuple[SharedPicture, ...]


def family_picture(*, viewer: Viewer, client_id: UUID, kind: str, at: datetime, version: str = "") -> FamilyPicturePage:
    """The page on which a genogram or an ecomap is drawn."""
    client, access = open_as_staff(viewer, client_id, "W", "formulation", at=at)
    kept = list(_kept(client, kind))
    now = draft_or_newest(client, kind)
    seen = next((row for row in kept if str(row.pk) == version), None)
    shown = seen or now
    page = FamilyPicturePage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        own_name=own_name(client),
        own_id=SELF,
        drawn=_drawn(client, kind, shown),
        mark=now.mark if now is not None else "",
        is_empty=shown is None,
        is_draft=shown is not None and shown.kept_at is None,
        can_undo=now is not None and now.kept_at is None,
        author=shown.author.display_name if shown is not None else "",
        seen=_version(seen) if seen is not None else None,
        versions=tuple(map(_version, kept)),
        example=_of(kind, *example_of(kind)) if shown is None else None,
    )
    note_seen(viewer, "formulation.seen", [client.pk], at=at, about=shown)
    return page


def my_family(*, viewer: Viewer, at: datetime) -> MyFamilyPage:
    """What was shared with the person, and nothing that was not."""
    own = open_own(viewer, "R", "formulation", at=at)
    newest = [row for kind in PICTURES if (row := _kept(own.client, kind).filter(is_shared=True).first())]
    pictures = tuple(
        SharedPicture(row.kind, row.author.display_name, row.kept_at, _drawn(own.client, row.kind, row))
        for row in newest
        if row.kept_at is not None
    )
    note_seen(viewer, "formulation.seen", [own.client.pk], at=at)
    return MyFamilyPage(own.time_zone, own.name, pictures)


def _kept(client: Client, kind: str) -> Any:
    rows = client.familypicture_set.filter(kind=kind, kept_at__isnull=False)
    return rows.select_related("author").order_by("-kept_at")


def _version(row: FamilyPicture) -> PictureVersion:
    assert row.kept_at is not None
    return PictureVersion(row.pk, row.author.display_name, row.kept_at, row.is_shared)


def _drawn(client: Client, kind: str, row: FamilyPicture | None) -> Drawn:
    return _of(kind, own_name(client), row.content if row is not None else NOBODY_YET[kind])


def _of(kind: str, name: str, content: Mapping[str, Any]) -> Drawn:
    if kind == "ecomap":
        # A household without a name is named by the page, in the language of whoever reads it.
        found = ecomap_of(content, name, home="-")
        return HomeDrawn(content["household"], found.members, found.systems)
    family = family_of(content, name)
    return FamilyDrawn(family.people, family.unions, family.children, family.bonds, rows_of(family))
