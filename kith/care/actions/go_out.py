"""A person says what they like to do, plans to go somewhere, and afterwards whether they went and how it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import Activity, ActivityWish, BadInput, Client, Outing, WrongMoment
from kith.care.models.activities import ACCESS, INTERESTS, WENT
from kith.care.models.base import kind_hidden
from kith.care.permissions import NotYours, Viewer, check
from kith.science.connections import COSTS, DISTANCES

LONGEST_WORDS: Final = 600


@action
def say_wish(*, client: Client, part: str, said: Any, by: Viewer, at: datetime) -> ActivityWish:
    """One part of what the person likes, needs, pays, or how far they go; None: they would rather not say."""
    _check_own(client, by, at)
    if part not in _IS_OFFERED or (said is not None and not _IS_OFFERED[part](said)):
        raise _refused(_("Nothing that is offered was chosen."), _("Choose from what is shown."), part)
    rows = ActivityWish.objects.filter(client=client, ends=None)  # also what is hidden from the person's pages
    before = rows.order_by("-starts", "-pk").first()
    rows.update(ends=at)
    row = ActivityWish(client=client, starts=at, made_at=at)
    row.wants = (before.wants if before else {}) | {part: said}
    row.save(force_insert=True)
    trace("outing.wished", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def plan_outing(*, client: Client, activity: Activity, by: Viewer, at: datetime) -> Outing:
    """The person would like to go there. One plan at a time; it can be taken back without a reason."""
    _check_own(client, by, at)
    if activity.service_id != client.service_id:
        raise NotYours
    if activity.ends is not None:
        raise WrongMoment(_("Nothing was planned."), _("This is there no more."), _("Choose something else."))
    _take_back_hidden(client, at)
    if client.outing_set.select_for_update().filter(told_at=None, ends=None).exists():
        raise WrongMoment(
            _("Nothing was planned."),
            _("You have a plan to go somewhere already."),
            _("Say how that was, or take it back. Then choose again."),
        )
    row = Outing(client=client, activity=activity, starts=at, made_at=at)
    row.planned, row.told = {}, {}
    row.save(force_insert=True)
    trace("outing.planned", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def plan_part(*, outing: Outing, part: str, said: str, by: Viewer, at: datetime) -> Outing:
    """When the person wants to go, with whom, or what would make it easier. Empty: they would rather not say."""
    row = _open(outing, by, at)
    words = said.strip()
    if part not in ("when", "who", "easier"):
        raise _refused(_("It does not say what you answer."), _("Use the buttons of the page."), "")
    if part == "when" and words:
        _check_day(words)
    _check_length(words, part)
    row.planned = row.planned | {part: words}
    row.save(update_fields=["planned"])
    trace("outing.plan_changed", by=by, at=at, clients=[row.client_id], about=row)
    return row


@action
def take_back_outing(*, outing: Outing, by: Viewer, at: datetime) -> Outing:
    """The person does not want to go now. No reason is asked for."""
    row = _open(outing, by, at)
    row.ends = at
    row.save(update_fields=["ends"])
    trace("outing.taken_back", by=by, at=at, clients=[row.client_id], about=row)
    return row


@action
def tell_outing(*, outing: Outing, went: str, by: Viewer, at: datetime) -> Outing:
    """Whether the person went; "not_said" is an answer."""
    row = _open(outing, by, at)
    if went not in WENT:
        raise _refused(_("Nothing is chosen."), _("Choose one. “I'd rather not say” is an answer too."), "went")
    row.told, row.told_at = {"went": went}, at
    row.save(update_fields=["told", "told_at"])
    trace("outing.told", by=by, at=at, clients=[row.client_id], about=row)
    return row


@action
def tell_more(
    *, outing: Outing, part: str, how: int | None = None, words: str = "", by: Viewer, at: datetime
) -> Outing:
    """How it was, 0 to 10 (part "how"), or a few words (part "words"), of an outing that was told of before."""
    row = _own(outing, by, at)
    if row.told_at is None or part not in ("how", "words"):
        raise WrongMoment(
            _("Nothing was kept."), _("It was not said yet whether you went."), _("Begin with that question.")
        )
    if part == "how" and (row.told.get("went") != "yes" or (how is not None and not 0 <= how <= 10)):
        raise _refused(_("There is no number from 0 to 10."), _("Choose one, or rather not say."), "how")
    _check_length(words.strip(), "words")
    row.told = row.told | ({"how": how} if part == "how" else {"words": words.strip()})
    row.save(update_fields=["told"])
    trace("outing.told", by=by, at=at, clients=[row.client_id], about=row)
    return row


def _check_own(client: Client, by: Viewer, at: datetime) -> None:
    check(by, "W", "outings", client, at=at)
    if by.client_id != client.pk:
        raise NotYours


def _own(outing: Outing, by: Viewer, at: datetime) -> Outing:
    _check_own(outing.client, by, at)
    return Outing.objects.select_for_update(of=("self",)).select_related("client").get(pk=outing.pk)


def _open(outing: Outing, by: Viewer, at: datetime) -> Outing:
    row = _own(outing, by, at)
    if row.told_at is not None or row.ends is not None:
        raise WrongMoment(
            _("Nothing was changed."), _("This plan is over."), _("Look at your things to do as they are now.")
        )
    return row


def _take_back_hidden(client: Client, at: datetime) -> None:
    """A plan that the person's own pages must not show gives way to the new one, which is hidden as well."""
    if kind_hidden(Outing) in client.hides:
        Outing.objects.filter(client=client, told_at=None, ends=None).update(ends=at)


def _check_day(words: str) -> None:
    try:
        date.fromisoformat(words)
    except ValueError:
        raise _refused(_("This is not a day."), _("Choose a day, or leave it open."), "when") from None


def _check_length(words: str, part: str) -> None:
    if len(words) > LONGEST_WORDS:
        found = _("The text has %(count)d characters.") % {"count": len(words)}
        raise _refused(found, _("Write up to %(most)d characters.") % {"most": LONGEST_WORDS}, part)


def _some_of(offered: tuple[str, ...]) -> Callable[[Any], bool]:
    return lambda said: isinstance(said, list | tuple) and set(said) <= set(offered)


_IS_OFFERED: Final[dict[str, Callable[[Any], bool]]] = {
    "interests": _some_of(INTERESTS),
    "needs": _some_of(ACCESS),
    "cost": lambda said: said in COSTS,
    "furthest": lambda said: said in DISTANCES,
}


def _refused(found: str, instead: str, field: str) -> BadInput:
    return BadInput(_("This was not kept yet."), found, instead, field)
