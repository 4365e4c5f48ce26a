"""Gather: let people join a group and leave it, and record its meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions.acting import action, trace
from kith.care.actions.ask_members import ask_about_groups
from kith.care.actions.asking import open_for
from kith.care.actions.confiding import check_repeats_no_confidence
from kith.care.actions.missed import raise_for_missed
from kith.care.actions.naming import check_names_nobody
from kith.care.actions.together import check_not_held_back, check_safe_together
from kith.care.actions.weigh import check_may_meet
from kith.care.models import (
    Attendance,
    BadInput,
    Block,
    Client,
    Consent,
    Group,
    GroupEntry,
    GroupNote,
    KeptApart,
    MeasureSchedule,
    Membership,
    Session,
    WrongMoment,
)
from kith.care.models.asking import GROUP_CHECK
from kith.care.models.delivery import ATTENDANCES, CLOSED_AFTER, PRESENT, WARD, WITH_GUESTS
from kith.care.models.phases_of_groups import first_meeting
from kith.care.models.states import word_of
from kith.care.permissions import NotYours, Viewer, blocked_clients, check, check_as_staff, live

GROUP_MARKS = tuple(mark for mark in ATTENDANCES if mark != "cancelled")  # a meeting is not cancelled for one member
LONGEST_NAME = 60
LONGEST_ENTRY = 8000
LONGEST_REASON = 500
MOST_GUESTS = 500


@action
def join_group(*, group: Group, client: Client, display_name: str, by: Viewer, at: datetime) -> Membership:
    """A place in the group, under the name the person wants to be called there. Only with their yes to groups."""
    check(by, "W", "group", group, at=at)
    if client.service_id != group.service_id or client.block_set.filter(user=by.user_id, lifted_at=None).exists():
        raise NotYours
    return give_place(group, client, display_name, by, at)


@action
def join_by_number(
    *, group: Group, number: str, display_name: str, is_prepared: bool, unprepared: str = "", by: Viewer, at: datetime
) -> Membership:
    """The same for somebody whose record the facilitator cannot see: known by the number on their letter.

    An unknown number, a blocked person and somebody who has not said yes get the same answer, so that nobody learns
    from it who is in care here. Whoever was not prepared alone joins only with a reason.
    """
    check(by, "W", "group", group, at=at)
    kept_apart = Block.objects.filter(Q(user=by.user_id) | Q(user__facilitations__group=group), lifted_at=None).values(
        "client"
    )
    client = (
        Client.objects.filter(service_id=group.service_id, number=number.strip().upper())
        .exclude(pk__in=kept_apart)
        .first()
    )
    why = reason_unprepared(is_prepared, unprepared, _("The person did not join."), "unprepared")
    if client is None:
        raise _no_consent()
    return give_place(group, client, display_name, by, at, unprepared=why)


def reason_unprepared(is_prepared: bool, reason: str, what: str, field: str) -> str | None:
    """None for somebody prepared, else the reason to place them all the same; raises BadInput without one."""
    words = reason.strip()
    if is_prepared:
        return None
    if not 0 < len(words) <= LONGEST_REASON:
        raise BadInput(
            what,
            _("Nobody has talked the rules and limits through with them alone, and it does not say why they join yet.")
            if not words
            else _("The reason is too long."),
            _("Talk with them alone first; or write in a sentence why they join without it."),
            field,
        )
    return words


def give_place(
    group: Group, client: Client, display_name: str, by: Viewer, at: datetime, *, unprepared: str | None = None
) -> Membership:
    """A place, inside the running action, if the group can take one more and nothing keeps this person out of it."""
    name = " ".join(display_name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadInput(
            _("The person did not join."),
            ngettext("The name has %(count)s letter.", "The name has %(count)s letters.", len(name))
            % {"count": len(name)}
            if name
            else _("There is no name for the group to use."),
            _("Write what the person wants to be called there, in at most %(count)s letters.")
            % {"count": LONGEST_NAME},
            "display_name",
        )
    check_not_ended(group, _("The person did not join."))
    members = Membership.objects.filter(live(at), group=group)
    if not has_said_yes(client, at) or are_kept_apart(client, members, at):
        raise _no_consent()
    if members.filter(client=client).exists():
        raise WrongMoment(
            _("The person did not join again."), _("They are a member now."), _("Look at the list of members.")
        )
    if members.count() >= group.capacity:
        raise WrongMoment(
            _("The person did not join."),
            _("The group is full with %(count)s.") % {"count": group.capacity},
            _("Choose another group or raise its size."),
        )
    if not group.is_open and group.sessions.filter(state="held").count() >= CLOSED_AFTER:
        raise WrongMoment(
            _("The person did not join."),
            _("The group is closed: it takes nobody in after its second meeting."),
            _("Choose another group, or put the person on the list for the next one."),
        )
    membership = Membership(group=group, client=client, starts=at, made_at=at)
    membership.display_name, membership.unprepared = name, unprepared
    membership.save(force_insert=True)
    trace("group.joined", by=by, at=at, clients=[client.pk], about=membership)
    ask_about_groups(client, by, at)
    return membership


def has_said_yes(client: Client, at: datetime) -> bool:
    """Whether the newest word about groups is a yes."""
    newest = (
        Consent.objects.filter(client=client, purpose="group", decided_at__lte=at)
        .order_by("-decided_at", "-pk")
        .first()
    )
    return newest is not None and newest.is_given


def are_kept_apart(client: Client, members: QuerySet[Membership], at: datetime) -> bool:
    """Whether a rule keeps this person apart from one of the members."""
    there = members.values("client")
    either = Q(client=client, other__in=there) | Q(other=client, client__in=there)
    return KeptApart.objects.filter(live(at)).filter(either).exists()


def _no_consent() -> WrongMoment:
    return WrongMoment(
        _("The person did not join."),
        _("Nobody with this number has said yes to groups, or a rule stands against this one."),
        _("Check the number, or ask the person's practitioner to talk about groups and record the answer."),
        "number",
    )


def check_not_ended(group: Group, what: str) -> None:
    """Raises WrongMoment when the group has ended."""
    if group.state == "ended":
        raise WrongMoment(what, _("The group has ended."), _("Choose a group that is running."))


@action
def leave_group(*, membership: Membership, by: Viewer, at: datetime) -> Membership:
    """The place ends now; what was shared while it lasted stays where it was."""
    check(by, "W", "group", membership.group, at=at)
    if membership.ends is not None:
        raise WrongMoment(
            _("Nothing was changed."), _("The person has left already."), _("Look at the list of members.")
        )
    membership.ends = at
    membership.save(update_fields=["ends"])
    trace("group.left", by=by, at=at, clients=[membership.client_id], about=membership)
    return membership


@action
def book_meeting(*, group: Group, starts_at: datetime, minutes: int, by: Viewer, at: datetime) -> Session:
    """The next meeting of a group."""
    check(by, "W", "group", group, at=at)
    check_not_ended(group, _("The meeting was not booked."))
    check_safe_together(group, at, "booked")
    check_may_meet(group, starts_at, "booked")
    if not 5 <= minutes <= 480:
        raise BadInput(
            _("The meeting was not booked."),
            ngettext("It would last %(count)s minute.", "It would last %(count)s minutes.", minutes)
            % {"count": minutes},
            _("Give 5 to 480 minutes."),
            "minutes",
        )
    if group.sessions.filter(starts_at=starts_at, state="booked").exists():
        raise WrongMoment(
            _("The meeting was not booked twice."),
            _("There is one at that time."),
            _("Choose another time, or keep that one."),
        )
    last = group.sessions.exclude(state="cancelled").aggregate(last=Max("number"))["last"]
    number = first_meeting(group) if last is None else last + 1
    session = Session.objects.create(
        group=group,
        practitioner_id=by.user_id,
        number=number,
        starts_at=starts_at,
        minutes=minutes,
        setting=group.site.name,
        made_at=at,
    )
    trace("meeting.booked", by=by, at=at, clients=(), about=session)
    return session


@action
def record_meeting(
    *,
    meeting: Session,
    register: Iterable[tuple[UUID, str]],
    themes: str,
    note: str,
    guests: int | None = None,
    colleagues: int | None = None,
    by: Viewer,
    at: datetime,
) -> GroupNote:
    """The register, one mark a member, and one note about the group. Refused while the note holds a member's name.

    `guests` counts those who came and are nobody's clients, where the group has such; `colleagues` those who work here
    and came to the meeting of a ward or house. None says that nobody counted.
    """
    group = meeting.group
    if group is None:
        raise WrongMoment(
            _("The meeting was not recorded."), _("This is one person's session."), _("Record it on the session page.")
        )
    check(by, "W", "group_note", group, at=at)
    _check_can_be_recorded(meeting, at)
    check_not_held_back(group, meeting.starts_at, "recorded")
    _check_guests(group, guests)
    _check_colleagues(group, colleagues)
    members = list(Membership.objects.filter(group=group).select_related("client"))
    hidden = blocked_clients(by)  # somebody else leads and marks those whom this facilitator must not see
    marks = _checked_register(meeting, register, [one for one in members if one.client_id not in hidden])
    check_names_nobody({"themes": themes, "note": note}, members)
    check_repeats_no_confidence({"themes": themes, "note": note}, group)
    for client_id, status in marks.items():
        Attendance(
            session=meeting,
            client_id=client_id,
            status=status,
            minutes=meeting.minutes if status in PRESENT else None,
            made_at=at,
        ).save(force_insert=True)
    _raise_for_missed(meeting, marks, by, at)
    meeting.state, meeting.guests, meeting.colleagues = "held", guests, colleagues
    meeting.save(update_fields=["state", "guests", "colleagues"])
    written = GroupNote(session=meeting, author_id=by.user_id, signed_at=at, made_at=at)
    written.themes, written.note = themes.strip(), note.strip()
    written.save(force_insert=True)
    _ask_how_it_was(group, marks, at)
    trace("meeting.recorded", by=by, at=at, clients=marks, about=meeting)
    return written


def _ask_how_it_was(group: Group, marks: dict[UUID, str], at: datetime) -> None:
    """Those who came can answer at once, on their way out; the worker opens what is left."""
    came = Q(client__in=[client for client, mark in marks.items() if mark in PRESENT])
    live = MeasureSchedule.objects.filter(came, instrument=GROUP_CHECK, ended_at__isnull=True).select_related("episode")
    open_for(live, zone=ZoneInfo(group.service.time_zone), scope=came, at=at)


def _raise_for_missed(meeting: Session, marks: dict[UUID, str], by: Viewer, at: datetime) -> None:
    for client in Client.objects.filter(pk__in=marks).select_related("service"):
        raise_for_missed(client=client, session=meeting, status=marks[client.pk], by=by, at=at)


def _check_can_be_recorded(meeting: Session, at: datetime) -> None:
    if meeting.state != "booked":
        raise WrongMoment(
            _("The meeting was not recorded."),
            _("It is marked as %(state)s already.") % {"state": word_of(meeting.state)},
            _("Read what was recorded; news about one person goes into that person's own record."),
        )
    if meeting.starts_at > at:
        raise WrongMoment(_("The meeting was not recorded."), _("It has not begun."), _("Record it when it is over."))


def _check_guests(group: Group, guests: int | None) -> None:
    if guests is None or (group.kind in WITH_GUESTS and 0 <= guests <= MOST_GUESTS):
        return
    raise BadInput(
        _("The meeting was not recorded."),
        _("%(count)d guests were counted.") % {"count": guests},
        _("Give a number from 0 to %(most)d, or leave it empty when nobody counted.") % {"most": MOST_GUESTS}
        if group.kind in WITH_GUESTS
        else _("Leave it empty: only members come to this kind of group."),
        "guests",
    )


def _check_colleagues(group: Group, colleagues: int | None) -> None:
    if colleagues is None or (group.kind == WARD and 0 <= colleagues <= MOST_GUESTS):
        return
    raise BadInput(
        _("The meeting was not recorded."),
        _("%(count)d colleagues were counted.") % {"count": colleagues},
        _("Give a number from 0 to %(most)d, or leave it empty when nobody counted.") % {"most": MOST_GUESTS}
        if group.kind == WARD
        else _("Leave it empty: colleagues are counted in the meeting of a ward or house."),
        "colleagues",
    )


@action
def write_group_entry(
    *, meeting: Session, client: Client, words: str, is_released: bool, by: Viewer, at: datetime
) -> GroupEntry:
    """What the meeting was for one member, filed to their own record. Refused while it holds another member's name."""
    if meeting.group is None:
        raise NotYours
    check(by, "W", "group_note", meeting.group, at=at)
    members = list(Membership.objects.filter(group=meeting.group).select_related("client"))
    there = {one.client_id for one in members if one.starts <= meeting.starts_at}
    if client.pk not in there or client.pk in blocked_clients(by):
        raise NotYours
    check_as_staff(by, "W", "group_entry", client, at=at)
    if meeting.starts_at > at:
        raise WrongMoment(_("Nothing was filed."), _("The meeting has not begun."), _("Write it when it is over."))
    if not words.strip():
        raise BadInput(
            _("Nothing was filed."),
            _("There are no words."),
            _("Write what the meeting was for this person, or leave it."),
            f"words-{client.pk}",
        )
    if len(words) > LONGEST_ENTRY:
        raise BadInput(
            _("Nothing was filed."),
            _("The text has %(count)d characters.") % {"count": len(words)},
            _("Shorten it to %(most)d characters or fewer.") % {"most": LONGEST_ENTRY},
            f"words-{client.pk}",
        )
    others = [one for one in members if one.client_id != client.pk]
    check_names_nobody({"words": words}, others, field=f"words-{client.pk}")
    check_repeats_no_confidence({"words": words}, meeting.group, but_of=client, field=f"words-{client.pk}")
    row = GroupEntry(
        session=meeting, client=client, author_id=by.user_id, is_released=is_released, signed_at=at, made_at=at
    )
    row.words = words.strip()
    row.save(force_insert=True)
    trace("group_entry.written", by=by, at=at, clients=[client.pk], about=row)
    return row


def _checked_register(
    meeting: Session, register: Iterable[tuple[UUID, str]], members: Iterable[Membership]
) -> dict[UUID, str]:
    """One mark for each who was a member from the start to the end; raises BadInput otherwise."""
    ended = meeting.starts_at + timedelta(minutes=meeting.minutes)
    began = {one.client_id: one.ends for one in members if one.starts <= meeting.starts_at}
    may = {client for client, ends in began.items() if ends is None or ends > meeting.starts_at}
    must = {client for client in may if (ends := began[client]) is None or ends > ended}
    rows = list(register)
    marks = dict(rows)
    strange = len(marks) != len(rows) or not set(marks) <= may or not set(marks.values()) <= set(GROUP_MARKS)
    missing = len(must - set(marks))
    if strange or missing:
        raise BadInput(
            _("The register was not saved."),
            _("It holds somebody who is not a member, somebody twice, or an unknown mark.")
            if strange
            else ngettext(
                "It has no mark for %(count)s of the members.", "It has no mark for %(count)s of the members.", missing
            )
            % {"count": missing},
            _("Mark each member once."),
            "register",
        )
    return marks
