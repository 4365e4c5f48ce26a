"""Draw a family, or what surrounds a household, together with the person: change by change, then keep the version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from kith.care.actions.acting import action, trace
from kith.care.actions.family_rows import row_changed, row_removed
from kith.care.actions.family_words import fault_refused
from kith.care.models import BadInput, Client, FamilyPicture, Stale, WrongMoment
from kith.care.models.families import PICTURES, draft_or_newest
from kith.care.permissions import Viewer, check
from kith.care.queries.family_drawn import NOBODY_YET, ecomap_of, family_of, own_name
from kith.science.families import NoPlaceForKin, ecomap_faults, family_faults

UNDO_STEPS = 20  # as many changes of a draft can be undone; a talk about a family seldom takes more back


@action
def change_family_picture(
    *,
    client: Client,
    kind: str,
    part: str,
    row: int | None,
    values: Mapping[str, Any],
    shown: str,
    by: Viewer,
    at: datetime,
) -> FamilyPicture:
    """Add a row of one part, or change the one of this number; `shown` is the mark of the state the writer had in view.

    Raises Stale when somebody changed it since, and BadInput, naming people and row, for what cannot be.
    """
    now = _begun(client, kind, shown, by, at)
    before = _content(now, kind)
    try:
        after = row_changed(kind, before, own_name(client), part, row, values)
        _check_can_be(kind, after, own_name(client))
    except NoPlaceForKin:
        raise BadInput(
            _("Nobody was added."),
            _("This way of being related needs parents in the picture, or there are two parents already."),
            _("Add a parent first, or add the person without a relation and write the lines under couples, children."),
            "kinship",
        ) from None
    except ValidationError as error:
        raise _not_readable(error) from None
    return _worked_on(client, kind, now, after, by, at)


@action
def remove_from_family_picture(
    *, client: Client, kind: str, part: str, row: int, shown: str, by: Viewer, at: datetime
) -> FamilyPicture:
    """Take a row out; with a person go their couples and ties, and children stay with the other parent."""
    now = _begun(client, kind, shown, by, at)
    after = row_removed(kind, _content(now, kind), own_name(client), part, row)
    _check_can_be(kind, after, own_name(client))
    return _worked_on(client, kind, now, after, by, at)


@action
def undo_family_picture(*, client: Client, kind: str, shown: str, by: Viewer, at: datetime) -> FamilyPicture | None:
    """Take the last change of the draft back; without changes left the draft ends, and the version kept last counts."""
    now = _begun(client, kind, shown, by, at)
    if now is None or now.kept_at is not None:
        raise WrongMoment(
            _("Nothing was undone."), _("There is no draft with a change to undo."), _("Draw on, or leave it as it is.")
        )
    earlier = now.before["was"]
    if len(earlier) == 1 and earlier[0] == _kept_last(client, kind):
        trace("family_picture.undone", by=by, at=at, clients=[client.pk], about=now)
        now.delete()
        return None
    if not earlier:
        raise WrongMoment(
            _("Nothing was undone."),
            _("Only the last %(count)d changes can be undone.") % {"count": UNDO_STEPS},
            _("Change or remove rows one by one."),
        )
    now.content, now.before = earlier[-1], {"was": earlier[:-1]}
    return _saved(now, "family_picture.undone", by, at)


@action
def keep_family_picture(
    *, client: Client, kind: str, is_shared: bool, shown: str, by: Viewer, at: datetime
) -> FamilyPicture:
    """The draft becomes a version that nobody changes any more. Sharing lets the client read it, for good."""
    now = _begun(client, kind, shown, by, at)
    if now is None or (now.kept_at is not None and (now.is_shared or not is_shared)):
        raise WrongMoment(
            _("No version was kept."),
            _("Nothing was changed since the version before."),
            _("Add or change a row first."),
        )
    now.is_shared, now.before = is_shared, {}
    now.kept_at = now.kept_at or at
    return _saved(now, "family_picture.shared" if is_shared else "family_picture.kept", by, at)


def _begun(client: Client, kind: str, shown: str, by: Viewer, at: datetime) -> FamilyPicture | None:
    """What the writer works on. Raises NotYours, or Stale when it is not what they had in view."""
    check(by, "W", "formulation", client, at=at)
    if kind not in PICTURES:
        raise BadInput(
            _("Nothing was changed."), _("There is no picture of this kind."), _("Use the links of the page."), "kind"
        )
    now = draft_or_newest(Client.objects.select_for_update().get(pk=client.pk), kind)
    if shown != (now.mark if now is not None else ""):
        raise Stale(
            _("Nothing was changed yet."),
            _("The picture was changed elsewhere while this page was open."),
            _("Look at it as it is now. What you typed is still in the form: send it again if it still fits."),
        )
    return now


def _content(now: FamilyPicture | None, kind: str) -> Mapping[str, Any]:
    return now.content if now is not None else NOBODY_YET[kind]


def _kept_last(client: Client, kind: str) -> Mapping[str, Any]:
    kept = client.familypicture_set.filter(kind=kind, kept_at__isnull=False).order_by("-kept_at", "-pk").first()
    return _content(kept, kind)


def _check_can_be(kind: str, content: Mapping[str, Any], name: str) -> None:
    if kind == "genogram":
        family = family_of(content, name)
        for fault in family_faults(family):
            raise fault_refused(fault, family)
        return
    home = ecomap_of(content, name, home="-")
    for fault in ecomap_faults(home):
        raise fault_refused(fault, home)


def _worked_on(
    client: Client, kind: str, now: FamilyPicture | None, after: Mapping[str, Any], by: Viewer, at: datetime
) -> FamilyPicture:
    """The draft with one change more; a version that was kept stays as it is, and the draft begins from it."""
    before = _content(now, kind)
    if now is None or now.kept_at is not None:
        now = FamilyPicture(client=client, kind=kind, made_at=at)
        now.before = {"was": []}
    now.before = {"was": [*now.before["was"], before][-UNDO_STEPS:]}
    now.content = after
    return _saved(now, "family_picture.changed", by, at)


def _saved(now: FamilyPicture, event: str, by: Viewer, at: datetime) -> FamilyPicture:
    now.author_id, now.drawn_at = by.user_id, at
    now.steps += 1
    now.save()
    trace(event, by=by, at=at, clients=[now.client_id], about=now)
    return now


def _not_readable(error: ValidationError) -> BadInput:
    """What one field of a row cannot be."""
    place = error.errors()[0]["loc"]
    field = next((str(one) for one in reversed(place) if isinstance(one, str)), "")
    if field in ("name", "household", "members"):
        return BadInput(
            _("Nothing was changed."),
            _("There is no name, or it has more than 60 characters, or there are too many names."),
            _("Write a nickname or how they are related, for example Grandma."),
            field,
        )
    if {"born", "died", "since", "until"} & set(map(str, place)):
        return BadInput(
            _("Nothing was changed."),
            _("A year cannot be read."),
            _("Write four digits between 1500 and 2200, or leave it empty."),
            next(str(one) for one in place if one in ("born", "died", "since", "until")),
        )
    return BadInput(
        _("Nothing was changed."), _("Something is not chosen yet."), _("Choose from what is shown."), "row"
    )
