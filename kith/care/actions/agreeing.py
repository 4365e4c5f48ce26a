"""A member says yes to what the group agreed and to what can and cannot stay in it: alone, or on paper with a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import AgreementText, AgreementYes, BadInput, Group, Membership, WrongMoment
from kith.care.models.agreements import LIMITS, is_current, mark_of, yeses_of
from kith.care.permissions import NotYours, Viewer, blocked_clients, check

YEAR: Final = 366  # days; a paper that is older was hardly about this text


@action
def say_yes(*, membership: Membership, read: str, by: Viewer, at: datetime) -> AgreementYes:
    """The member themselves, on their own device; `read` is the mark of the text that they have just read."""
    check(by, "W", "group_agreement", membership.client, at=at)
    if by.client_id != membership.client_id:
        raise NotYours
    if read != mark_of(membership.group):
        raise WrongMoment(
            _("Your yes was not kept yet."),
            _("The text has changed since you opened it."),
            _("Read it as it stands now, then say yes again."),
        )
    today = at.astimezone(ZoneInfo(membership.group.service.time_zone)).date()
    return _keep(membership, "own", today, _("Your yes was not kept again."), by, at)


@action
def enter_yes(*, membership: Membership, on: date | None, by: Viewer, at: datetime) -> AgreementYes:
    """Somebody who leads the group enters a yes that was given on paper, with its date; the paper is kept by them."""
    check(replace(by, client_id=None), "W", "group_agreement", membership.group, at=at)
    if not by.is_staff or membership.client_id in blocked_clients(by):
        raise NotYours
    what = _("The yes was not kept.")
    today = at.astimezone(ZoneInfo(membership.group.service.time_zone)).date()
    if on is None or not 0 <= (today - on).days <= YEAR:
        raise BadInput(
            what,
            _("It has no date, one that has not come, or one of more than a year ago."),
            _("Give the day that stands on the paper."),
            f"on-{membership.pk}",
        )
    return _keep(membership, "paper", on, what, by, at)


def _keep(membership: Membership, way: str, on: date, what: str, by: Viewer, at: datetime) -> AgreementYes:
    group = membership.group
    if membership.ends is not None and membership.ends <= at:
        raise WrongMoment(what, _("The place in the group has ended."), _("Nothing needs to be done."))
    if is_current(yeses_of([membership]).get(membership.pk), group):
        raise WrongMoment(what, _("It is there already, to this very text."), _("Nothing needs to be done."))
    row = AgreementYes(
        client_id=membership.client_id,
        membership=membership,
        text=_text_of(group, at),
        author_id=by.user_id,
        way=way,
        said_on=on,
        written_at=at,
        made_at=at,
    )
    row.save(force_insert=True)
    trace("agreement.said_yes", by=by, at=at, clients=[membership.client_id], about=membership)
    return row


def _text_of(group: Group, at: datetime) -> AgreementText:
    """The text as it stands, kept once however many say yes to it."""
    mark = mark_of(group)
    found = AgreementText.objects.filter(group=group, mark=mark).first()
    if found is None:
        found = AgreementText(group=group, mark=mark, made_at=at)
        found.agreement, found.limits = group.agreement, "\n".join(str(line) for line in LIMITS)
        found.save(force_insert=True)
    return found
