"""Wait: a person is put on the list for a group, taken off it, or kept apart from somebody else in groups."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, Client, GroupWait, KeptApart, WrongMoment
from kith.care.models.delivery import ACCESS_NEEDS
from kith.care.models.group_work import NOT_NOW
from kith.care.models.knowledge import is_known_document, library
from kith.care.models.week_parts import WEEK_PARTS
from kith.care.permissions import Viewer, check_as_staff, live

STYLES = ("quiet", "talks_much", "takes_the_lead", "looks_after_others")
GENDERS = ("woman", "man", "other")
LONGEST_NAME = 60
LONGEST_REASON = 2000


KEPT = ("parts", "languages", "needs", "gender", "not_the_only_one", "style", "reasons", "prefers")


@dataclass(frozen=True)
class Wanted:
    """What somebody wants of a group. `gender` and `style` are empty where nothing was said; both are theirs to say."""

    protocol: str
    display_name: str
    parts: tuple[str, ...]
    languages: tuple[str, ...]
    needs: tuple[str, ...] = ()
    gender: str = ""
    not_the_only_one: bool = False  # the person would not want to be the only one of their gender
    style: str = ""
    reasons: tuple[str, ...] = ()  # codes of NOT_NOW; nobody is placed while there is one
    not_now: str = ""  # more about it
    prefers: tuple[str, ...] = ()  # ids of groups they would rather be in
    is_prepared: bool = False


@action
def put_on_group_list(*, client: Client, wanted: Wanted, by: Viewer, at: datetime) -> GroupWait:
    """The person waits for a group from now on; said again, the wishes change and the waiting time stays."""
    check_as_staff(by, "W", "group_wait", client, at=at)
    _check_wanted(wanted, client)
    found = GroupWait.objects.filter(client=client, protocol=wanted.protocol, ends=None).first()
    row = found or GroupWait(
        client=client, protocol=wanted.protocol, asked_by_id=by.user_id, starts=at, made_at=at, placed=None
    )
    row.display_name = " ".join(wanted.display_name.split())
    row.not_now = wanted.not_now.strip()
    row.is_prepared = wanted.is_prepared
    said = asdict(wanted)
    row.wants = {name: said[name] for name in KEPT}
    row.save(force_insert=found is None)
    trace("group_wait.set", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def take_off_group_list(*, wait: GroupWait, by: Viewer, at: datetime) -> GroupWait:
    """The person waits no longer."""
    check_as_staff(by, "W", "group_wait", wait.client, at=at)
    if wait.ends is not None:
        raise WrongMoment(
            _("Nothing was changed."), _("The person is not on this list any more."), _("Open the page again.")
        )
    wait.ends, wait.ending = at, "withdrawn"
    wait.save(update_fields=["ends", "ending"])
    trace("group_wait.ended", by=by, at=at, clients=[wait.client_id], about=wait)
    return wait


@action
def keep_apart(*, client: Client, number: str, reason: str, by: Viewer, at: datetime) -> KeptApart:
    """These two never get a place in one group from now on. Groups they are in already stay as they are."""
    check_as_staff(by, "W", "kept_apart", client, at=at)
    other = Client.objects.filter(service_id=client.service_id, number=number.strip().upper()).first()
    if other is None or other.pk == client.pk:
        raise BadInput(
            _("Nothing was changed."),
            _("“%(number)s” is nobody else's number here.") % {"number": number.strip()[:20]},
            _("Write the other person's number as on their letter, for example K00012."),
            "number",
        )
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise BadInput(
            _("Nothing was changed."),
            _("There is no reason.") if not reason.strip() else _("The reason is too long."),
            _("Say in a sentence or two why they must not meet in a group."),
            "reason",
        )
    if KeptApart.objects.filter(live(at), client=client, other=other).exists():
        raise WrongMoment(
            _("Nothing was changed."), _("They are kept apart already."), _("Nothing more needs to be done.")
        )
    row = KeptApart(client=client, other=other, author_id=by.user_id, starts=at, made_at=at)
    row.reason = reason.strip()
    row.save(force_insert=True)
    trace("kept_apart.set", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def end_keeping_apart(*, rule: KeptApart, by: Viewer, at: datetime) -> KeptApart:
    """From now on they may meet in a group."""
    check_as_staff(by, "W", "kept_apart", rule.client, at=at)
    if rule.ends is not None:
        raise WrongMoment(_("Nothing was changed."), _("The rule has ended already."), _("Open the page again."))
    rule.ends = at
    rule.save(update_fields=["ends"])
    trace("kept_apart.ended", by=by, at=at, clients=[rule.client_id], about=rule)
    return rule


def _check_wanted(wanted: Wanted, client: Client) -> None:
    name = " ".join(wanted.display_name.split())
    known = library().protocols
    is_group = is_known_document("protocol", wanted.protocol, client.service_id) and wanted.protocol in known
    if not is_group or known[wanted.protocol].group_size is None:
        raise _refused(
            _("There is no group of this kind."), _("Choose one of the groups on the list."), field="protocol"
        )
    if not 0 < len(name) <= LONGEST_NAME:
        raise _refused(
            ngettext("The name has %(count)s letter.", "The name has %(count)s letters.", len(name))
            % {"count": len(name)},
            _("Write what the group will call the person, in at most %(count)s letters.") % {"count": LONGEST_NAME},
            field="display_name",
        )
    if not _are_some(wanted.parts, WEEK_PARTS):
        raise _refused(
            _("It is not known when the person can come."), _("Tick at least one part of the week."), field="parts"
        )
    if not wanted.languages:
        raise _refused(
            _("It is not known which language the person can follow."), _("Tick at least one."), field="languages"
        )
    if len(wanted.not_now) > LONGEST_REASON:
        raise _refused(_("The reason is too long."), _("Shorten it."), field="not_now")
    if wanted.not_now.strip() and not wanted.reasons:
        raise _refused(
            _("There are words about why not now, and no reason is ticked."),
            _("Tick what fits best, or “something else”."),
            field="reasons",
        )
    if not set(wanted.reasons) <= set(NOT_NOW):
        raise _refused(_("One of the reasons is not on the list."), _("Choose from what is offered."), field="reasons")
    wrong = not set(wanted.needs) <= set(ACCESS_NEEDS) or wanted.gender not in ("", *GENDERS)
    if wrong or wanted.style not in ("", *STYLES):
        raise _refused(_("One of the answers is not on the list."), _("Choose from what is offered."), field="needs")


def _are_some(found: Collection[str], known: Collection[str]) -> bool:
    return bool(found) and set(found) <= set(known)


def _refused(found: str, instead: str, *, field: str) -> BadInput:
    return BadInput(_("The list was not changed."), found, instead, field)
