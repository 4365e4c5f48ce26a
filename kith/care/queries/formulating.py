"""Formulate: the template with its boxes, the versions so far, and what the assessment said, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Episode, Formulation
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import open_as_staff

FIRST_TEMPLATE = "five-ps"


@dataclass(frozen=True)
class TemplateChoice:
    """A way to draw a formulation."""

    id: str
    title: str
    purpose: str


@dataclass(frozen=True)
class BoxShown:
    """One question, an example in a client's voice, and what is written there."""

    id: str
    label: str
    prompt: str
    example: str
    text: str


@dataclass(frozen=True)
class Version:
    """One formulation as it was written; never changed afterwards."""

    id: str
    template: str
    title: str
    kind: str
    rows: tuple[tuple[str, ...], ...]
    boxes: tuple[BoxShown, ...]
    author: str
    written_at: datetime
    is_shared: bool
    is_newest: bool


@dataclass(frozen=True)
class FormulatePage:
    """The form, filled from the newest version of the chosen template, and every version so far, the newest first."""

    head: ClientHead
    templates: tuple[TemplateChoice, ...]
    template: TemplateChoice
    how_to_use: str
    boxes: tuple[BoxShown, ...]
    versions: tuple[Version, ...]
    assessment: Mapping[str, str]

    @property
    def newest(self) -> Version | None:
        """The version that counts."""
        return self.versions[0] if self.versions else None

    def version(self, wanted: str) -> Version | None:
        """The version of this id, else the newest."""
        return next((one for one in self.versions if one.id == wanted), self.newest)


def formulating(*, viewer: Viewer, client_id: UUID, at: datetime, template: str = "") -> FormulatePage:
    """The page on which a formulation is written."""
    client, access = open_as_staff(viewer, client_id, "W", "formulation", at=at)
    episode = client.newest_episode()
    rows = _chain(episode) if episode is not None else []
    versions = tuple(_version(row, row is rows[0]) for row in rows if row.template in library().formulations)
    chosen = template if template in library().formulations else versions[0].template if versions else FIRST_TEMPLATE
    document = library().formulations[chosen]
    same = next((one for one in versions if one.template == chosen), None)
    assessment = client.assessment_set.order_by("-assessed_at", "-made_at", "-pk").first()
    page = FormulatePage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        templates=tuple(TemplateChoice(one.id, one.title, one.purpose) for one in library().formulations.values()),
        template=TemplateChoice(document.id, document.title, document.purpose),
        how_to_use=document.how_to_use,
        boxes=same.boxes if same is not None else _boxes(chosen, {}),
        versions=versions,
        assessment=assessment.circumstances if assessment is not None else {},
    )
    note_seen(viewer, "formulation.seen", [client.pk], at=at, about=rows[0] if rows else None)
    return page


def _chain(episode: Episode) -> list[Formulation]:
    """Every version from the newest backwards, as each points at the one it replaced."""
    known = {row.pk: row for row in episode.formulations.select_related("author").order_by("-written_at", "-pk")}
    replaced = {row.replaces_id for row in known.values()}
    found = []
    row = next((row for row in known.values() if row.pk not in replaced), None)
    while row is not None:
        found.append(row)
        row = known.get(row.replaces_id) if row.replaces_id is not None else None
    return found


def _boxes(template: str, texts: Mapping[str, str]) -> tuple[BoxShown, ...]:
    return tuple(
        BoxShown(box.id, box.label, box.prompt, box.example, texts.get(box.id, ""))
        for box in library().formulations[template].boxes
    )


def _version(row: Formulation, is_newest: bool) -> Version:
    document = library().formulations[row.template]
    return Version(
        id=str(row.pk),
        template=row.template,
        title=document.title,
        kind=document.layout.kind,
        rows=document.layout.rows,
        boxes=_boxes(row.template, row.boxes),
        author=row.author.display_name,
        written_at=row.written_at,
        is_shared=row.is_shared,
        is_newest=is_newest,
    )
