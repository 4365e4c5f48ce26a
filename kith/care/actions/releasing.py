"""The steps that everything of a service's own takes: a draft of one person, a second person, then for good.

Shared by measures and documents; the verb around each step asks whether the viewer may take it, and leaves the trace.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.models import BadInput, Stale, WrongMoment
from kith.care.models.authoring import OPEN, READABLE, OwnVersion
from kith.care.permissions import Viewer

Version = TypeVar("Version", bound=OwnVersion)
STEPS_BACK = 20  # how many changes of a draft can be undone
TITLE, REASON = 120, 400


def named(title: str) -> str:
    """The name of something new. Raises BadInput when there is none."""
    return _line(title, TITLE, "title", _("Nothing was started."), _("It has no name."))


def locked(own: Version) -> Version:
    """The row as it is now, held until the end of the transaction."""
    row: Version = type(own)._default_manager.select_for_update().get(pk=own.pk)
    return row


def open_draft(own: Version, edits: int, by: Viewer) -> Version:
    """The draft, for its author, as it was shown. Raises WrongMoment or Stale."""
    row = locked(own)
    if row.state != "draft":
        raise WrongMoment(
            _("Nothing was changed."),
            _("It was proposed or released, and stays as it is."),
            _("Have it sent back, or start a new version."),
        )
    if row.author_id != by.user_id:
        raise WrongMoment(
            _("Nothing was changed."),
            _("This is the draft of somebody else."),
            _("Ask its author to change it, or start a copy of your own."),
        )
    if row.edits != edits:
        raise Stale(
            _("This was not saved over another change."),
            _("The draft was changed in another window."),
            _("What you typed is still below. Look at the newer draft, then save again."),
        )
    return row


def keep(row: OwnVersion, at: datetime, content: Any = None) -> None:
    """Save it, with new content where there is some; what it was before can be had back."""
    if content is not None:
        row.past = [*row.past, row.content][-STEPS_BACK:]
        row.content = content
    row.edits += 1
    row.saved_at = at
    row.save()


def step_back(row: OwnVersion, at: datetime) -> None:
    """The draft as it was before its last change."""
    if not row.past:
        raise WrongMoment(
            _("Nothing was undone."),
            _("There is no earlier state of this draft."),
            _("Change it by hand instead."),
        )
    row.content, row.past = row.past[-1], row.past[:-1]
    keep(row, at)


def before_next(own: Version) -> tuple[Version, int]:
    """The version that a new one begins with, and its number."""
    rows = list(type(own)._default_manager.select_for_update().filter(identifier=own.identifier).order_by("-number"))
    newest = next((row for row in rows if row.state in READABLE and row.released_at is not None), None)
    if newest is None or any(row.state in OPEN for row in rows):
        raise WrongMoment(
            _("No new version was started."),
            _("There is a draft that is not finished.") if newest else _("It was never released."),
            _("Go on with that draft, or have it released first."),
        )
    return newest, rows[0].number + 1


def hand_over(row: OwnVersion, missing: int, at: datetime) -> None:
    """To a second person, when it lacks nothing; from now on it is not changed."""
    row.moves.check_move(row.state, "proposed")
    if missing:
        raise WrongMoment(
            _("It was not proposed."),
            ngettext("%(count)d thing is still missing.", "%(count)d things are still missing.", missing)
            % {"count": missing},
            _("The list of what is missing leads to each place."),
        )
    row.state, row.proposed_at, row.past, row.reason = "proposed", at, [], ""
    keep(row, at)


def give_back(row: OwnVersion, reason: str, at: datetime) -> None:
    """To its author, with what should be different."""
    reason = _line(reason, REASON, "reason", _("It was not sent back."), _("There is no reason."))
    row.moves.check_move(row.state, "draft")
    row.state, row.proposed_at, row.reason = "draft", None, reason
    keep(row, at)


def check_second_person(row: OwnVersion, by: Viewer) -> None:
    """Whether it waits for somebody, and this is not its author."""
    row.moves.check_move(row.state, "released")
    if row.author_id == by.user_id:
        raise WrongMoment(
            _("It was not released."),
            _("You wrote it, and two people are needed."),
            _("Ask a colleague who may release to look at it."),
        )


def put_in_use(row: OwnVersion, reason: str, by: Viewer, at: datetime) -> None:
    """From now on people meet it; the version before is kept."""
    reason = _line(reason, REASON, "reason", _("It was not released."), _("It does not say what you looked at."))
    same = type(row)._default_manager.filter(identifier=row.identifier, state="released")
    same.update(state="replaced")
    row.state, row.released_by_id, row.released_at, row.reason = "released", by.user_id, at, reason
    keep(row, at)


def put_away(row: OwnVersion, reason: str, at: datetime) -> None:
    """Nobody meets it any more; what was made with it stays readable. A draft is put away."""
    reason = _line(reason, REASON, "reason", _("It was not retired."), _("There is no reason."))
    row.moves.check_move(row.state, "retired")
    row.state, row.reason = "retired", reason
    keep(row, at)


def _line(text: str, most: int, place: str, what: str, nothing: str) -> str:
    words = " ".join(text.replace("\0", "").split())
    if not words:
        raise BadInput(what, nothing, _("Write it in one sentence."), place)
    if len(words) > most:
        told = {"count": len(words), "most": most}
        raise BadInput(what, _("It has %(count)d characters.") % told, _("Use at most %(most)d.") % told, place)
    return words
