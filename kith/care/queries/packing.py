"""Released documents on their way out: as a signed pack; and what is in a pack before anything of it is taken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.models import BadInput, OwnDocument, Service, WrongMoment
from kith.care.models.pack_keys import signing_key
from kith.care.permissions import NotYours, Viewer, check_function
from kith.care.queries.looking import note_seen
from kith.science.packs import MOST_DOCUMENTS, Packed, fingerprint, write_pack

__all__ = ["PackMade", "pack_of", "our_fingerprint"]


@dataclass(frozen=True)
class PackMade:
    """A pack to hand over: its name, its bytes, and what its receiver reads back to us."""

    name: str
    content: bytes
    fingerprint: str


def pack_of(*, viewer: Viewer, identifiers: Collection[str], at: datetime) -> PackMade:
    """The released versions of these documents of the viewer's service. NotYours for any other id."""
    check_function(viewer, "author")
    if not 0 < len(identifiers) <= MOST_DOCUMENTS:
        raise BadInput(
            _("No pack was made."),
            _("It would hold %(count)d documents.") % {"count": len(identifiers)},
            _("Choose from 1 to %(most)d.") % {"most": MOST_DOCUMENTS},
        )
    written = OwnDocument.objects.filter(service_id=viewer.service_id, identifier__in=list(identifiers))
    if {row.identifier for row in written} != set(identifiers):
        raise NotYours
    rows = sorted((row for row in written if row.state == "released"), key=lambda row: row.identifier)
    if len(rows) != len(set(identifiers)):
        raise WrongMoment(
            _("No pack was made."),
            _("There is something in it that is not released."),
            _("Have it released first."),
        )
    key = signing_key()
    public = key.public_key().public_bytes_raw()
    content = write_pack(
        [Packed(row.identifier, row.kind, row.content["data"], row.content["body"]) for row in rows],
        made_by=Service.objects.get(pk=viewer.service_id).name,
        made_on=at.date().isoformat(),
        public_key=public,
        sign=key.sign,
    )
    for row in rows:
        note_seen(viewer, "own_document.exported", [], at=at, about=row)
    name = rows[0].identifier if len(rows) == 1 else "documents"
    return PackMade(f"{name}.kith.zip", content, fingerprint(public))


def our_fingerprint(*, viewer: Viewer) -> str:
    """By what others know the packs of this installation."""
    check_function(viewer, "author")
    return fingerprint(signing_key().public_key().public_bytes_raw())
