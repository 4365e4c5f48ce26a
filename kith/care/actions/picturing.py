"""Picturing: pictures that a person adds to their work. Kept sealed, without notes; theirs to take away until sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import Assignment, BadInput, WorkPicture, WrongMoment
from kith.care.models.kept_documents import worksheet_of
from kith.care.permissions import NotYours, Viewer, check
from kith.science.photographs import NotAPhotograph, plain_photograph
from kith.science.worksheets.fields import Picture

LARGEST = 8_000_000  # bytes: a photograph of a telephone
MOST = 40  # pictures of one piece of work


@action
def keep_picture(*, assignment: Assignment, content: bytes, by: Viewer, at: datetime) -> WorkPicture:
    """Keep a picture for a worksheet that asks for one, without its notes of place, time and camera."""
    check(by, "W", "work", assignment.client, at=at)
    if by.client_id != assignment.client_id or assignment.kind != "worksheet":
        raise NotYours
    if not any(isinstance(field, Picture) for field in worksheet_of(assignment).asked):
        raise NotYours
    if len(content) > LARGEST:
        raise refused_size()
    if assignment.pictures.count() >= MOST:
        raise WrongMoment(
            _("The picture was not kept."),
            _("This work has %(most)s pictures already.") % {"most": MOST},
            _("Finish this work and ask for it to be set again."),
        )
    try:
        media_type, plain = plain_photograph(content)
    except NotAPhotograph:
        raise BadInput(
            _("The picture was not kept."),
            _("It is not a whole picture in one of the forms JPEG and PNG."),
            _("Take a photo, or save it as JPEG or PNG, and choose that."),
            "picture",
        ) from None
    row = WorkPicture(
        client_id=assignment.client_id, assignment=assignment, media_type=media_type, kept_at=at, made_at=at
    )
    row.content = plain
    row.save(force_insert=True)
    trace("work.picture_kept", by=by, at=at, clients=[assignment.client_id], about=row)
    return row


@action
def remove_picture(*, picture: WorkPicture, by: Viewer, at: datetime) -> None:
    """Take a picture away for good, as long as no entry that was handed in holds it."""
    check(by, "W", "work", picture.client, at=at)
    if by.client_id != picture.client_id:
        raise NotYours
    if picture.is_handed_in:
        raise WrongMoment(
            _("The picture was not taken away."),
            _("It was handed in."),
            _("Talk with your practitioner about it."),
        )
    trace("work.picture_removed", by=by, at=at, clients=[picture.client_id], about=picture)
    picture.delete()


def check_pictures(assignment: Assignment, values: Mapping[str, object]) -> None:
    """Every picture an entry names was kept for this very work; raises NotYours."""
    names = [field.id for field in worksheet_of(assignment).asked if isinstance(field, Picture)]
    named = {str(values[name]) for name in names if values.get(name)}
    if len(named) != assignment.pictures.filter(pk__in=named).count():
        raise NotYours


def refused_size() -> BadInput:
    """A picture that is too large, in words for the page."""
    return BadInput(
        _("The picture was not kept."),
        _("It is larger than %(most)s megabytes.") % {"most": LARGEST // 1_000_000},
        _("Take it again in a smaller size, or send it to yourself in a smaller one first."),
        "picture",
    )
