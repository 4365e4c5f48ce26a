"""Look back on a group's meeting: how it went and who took part, who was asked after, and who would choose whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions.acting import action, trace
from kith.care.actions.confiding import check_repeats_no_confidence
from kith.care.actions.naming import check_names_nobody
from kith.care.models import (
    AskedAfter,
    Attendance,
    BadInput,
    ChoiceRound,
    Debrief,
    MeetingMarks,
    Membership,
    Session,
    WrongMoment,
)
from kith.care.models.agreements import without_yes
from kith.care.models.delivery import PRESENT, Group
from kith.care.models.group_work import ASKED_AFTER
from kith.care.models.phases_of_groups import checklist_of
from kith.care.permissions import NotYours, Viewer, blocked_clients, check, live
from kith.science.protocols import MOST_POINTS

# Task, maintenance and self-oriented roles in groups (Benne and Sheats 1948), in the words of this library.
ROLES = {
    "task": ("begins", "informs", "sums_up", "builds_on"),
    "maintenance": ("encourages", "makes_peace", "opens_doors", "keeps_rules"),
    "self": ("takes_over", "blocks", "refuses_help", "silent"),
}
ROLE_CODES = tuple(code for codes in ROLES.values() for code in codes)
LONGEST_WORDS = 4000
MOST_CHOICES = 10
FEWEST_ASKED = 2


@dataclass(frozen=True)
class LookBack:
    """What a facilitator thinks of a meeting; `roles` is client -> the role that they played in it."""

    went_well: str = ""
    was_hard: str = ""
    next_time: str = ""
    roles: Mapping[UUID, str] = field(default_factory=dict)
    fidelity: Mapping[str, int] = field(default_factory=dict)


@action
def write_debrief(*, meeting: Session, seen: LookBack, by: Viewer, at: datetime) -> Debrief:
    """One facilitator's look back, in the words of nobody's name. Written again it stands beside the earlier one.

    How often each member spoke is what the same facilitator tapped while the meeting ran.
    """
    group = _led(meeting, "W", "group_note", by, at)
    if meeting.state != "held":
        raise WrongMoment(
            _("Nothing was saved."), _("The meeting is not recorded yet."), _("Record the meeting, then look back.")
        )
    members = list(Membership.objects.filter(group=group).select_related("client"))
    may = {one.client_id for one in members} - set(blocked_clients(by))
    spoke = _spoke(meeting, may, by)
    _check_look_back(meeting, group, seen, may, has_counted=bool(spoke))
    words = {
        name: text.strip()
        for name, text in (("went_well", seen.went_well), ("was_hard", seen.was_hard), ("next_time", seen.next_time))
    }
    check_names_nobody(words, members)
    check_repeats_no_confidence(words, group)
    row = Debrief(session=meeting, author_id=by.user_id, fidelity=dict(seen.fidelity), written_at=at, made_at=at)
    row.words = words
    roles = {client: role for client, role in seen.roles.items() if role}
    row.took_part = {str(one): [spoke.get(one), roles.get(one, "")] for one in sorted(may & {*spoke, *roles})}
    row.save(force_insert=True)
    trace("debrief.written", by=by, at=at, clients=[*{*spoke, *roles}], about=row)
    return row


def _spoke(meeting: Session, may: Collection[UUID], by: Viewer) -> dict[UUID, int]:
    """What this facilitator tapped; whoever was there and got no tap spoke 0 times. Empty where they counted nobody."""
    marks = MeetingMarks.objects.filter(session=meeting, author_id=by.user_id).first()
    tapped = {client: count for client, count in marks.spoke.items() if client in may} if marks is not None else {}
    if not any(tapped.values()):
        return {}
    there = meeting.attendances.filter(replaced_by__isnull=True, status__in=PRESENT, client__in=may)
    return dict.fromkeys(there.values_list("client_id", flat=True), 0) | {who: n for who, n in tapped.items() if n}


@action
def ask_after(*, attendance: Attendance, outcome: str, by: Viewer, at: datetime) -> AskedAfter:
    """Somebody who did not come was asked how they are, or an attempt was made."""
    group = _led(attendance.session, "W", "roster", by, at)
    if attendance.client_id in blocked_clients(by):
        raise NotYours
    if outcome not in ASKED_AFTER:
        raise BadInput(
            _("Nothing was saved."),
            _("It is not said whether the person was reached."),
            _("Choose one of the answers."),
            "outcome",
        )
    if attendance.status in PRESENT or attendance.asked_after.filter(outcome="reached").exists():
        raise WrongMoment(
            _("Nothing was saved."), _("The person came, or was reached already."), _("Open the page again.")
        )
    row = AskedAfter.objects.create(
        client_id=attendance.client_id,
        attendance=attendance,
        author_id=by.user_id,
        outcome=outcome,
        asked_at=at,
        made_at=at,
    )
    trace("absence.asked_after", by=by, at=at, clients=[attendance.client_id], about=group)
    return row


@action
def record_choices(
    *, group: Group, question: str, allowed: int, choices: Mapping[UUID, Collection[UUID]], by: Viewer, at: datetime
) -> ChoiceRound:
    """Whom each member who was asked would choose; only choices, never refusals. Members do not see it.

    Nobody is asked or chosen who has not said yes to the agreement of the group and its limits.
    """
    check(by, "W", "group_note", group, at=at)
    members = list(Membership.objects.filter(live(at), group=group).select_related("client"))
    known = {one.client_id for one in members} - set(blocked_clients(by))
    named = set(choices).union(*choices.values()) if choices else set()
    if not named <= known:
        raise NotYours
    waiting = without_yes(group, members)
    if named & waiting:
        raise _not_counted(
            ngettext(
                "%(count)d of them has not said yes to the agreement of the group.",
                "%(count)d of them have not said yes to the agreement of the group.",
                len(named & waiting),
            )
            % {"count": len(named & waiting)},
            _("Leave them out, or ask for their yes first."),
            "asked",
        )
    known -= waiting
    most = min(MOST_CHOICES, len(known) - 1)
    if not 1 <= allowed <= most:
        raise _not_counted(
            _("Each could make %(count)d choices.") % {"count": allowed},
            _("Give 1 to %(most)d.") % {"most": most}
            if most
            else _("Ask when the group has at least two members whom you may see."),
            "allowed",
        )
    if len(choices) < FEWEST_ASKED:
        raise _not_counted(_("Fewer than two members were asked."), _("Tick at least two who chose."), "asked")
    if any(chooser in chosen or len(set(chosen)) > allowed for chooser, chosen in choices.items()):
        raise _not_counted(
            _("Somebody chose themselves, or more than %(count)d others.") % {"count": allowed},
            _("Correct the marks, or raise the number of choices."),
            "choices",
        )
    check_names_nobody({"question": question}, group.memberships.select_related("client"))
    check_repeats_no_confidence({"question": question}, group)
    row = ChoiceRound(group=group, author_id=by.user_id, allowed=allowed, asked_at=at, made_at=at)
    row.question = question.strip()
    row.choices = {
        "members": sorted(str(one) for one in known),
        "chosen": {str(chooser): sorted(str(one) for one in chosen) for chooser, chosen in choices.items()},
    }
    row.save(force_insert=True)
    trace("choices.recorded", by=by, at=at, clients=named, about=row)
    return row


def _led(meeting: Session, verb: str, resource: str, by: Viewer, at: datetime) -> Group:
    if meeting.group is None:
        raise NotYours
    check(by, verb, resource, meeting.group, at=at)
    return meeting.group


def _check_look_back(
    meeting: Session, group: Group, seen: LookBack, there: Collection[UUID], *, has_counted: bool
) -> None:
    if not set(seen.roles) <= set(there):
        raise NotYours
    wrong = set(seen.roles.values()) - {"", *ROLE_CODES}
    asked = checklist_of(group, meeting.number)
    if wrong or not set(seen.fidelity) <= set(asked) or not set(seen.fidelity.values()) <= set(range(MOST_POINTS + 1)):
        raise BadInput(
            _("Nothing was saved."), _("One of the answers is not on the list."), _("Choose from what is offered."), ""
        )
    said = any((seen.went_well.strip(), seen.was_hard.strip(), seen.next_time.strip(), *seen.roles.values()))
    if not (said or seen.fidelity or has_counted):
        raise BadInput(
            _("Nothing was saved."), _("The page is empty."), _("Answer at least one question."), "went_well"
        )
    if max(len(seen.went_well), len(seen.was_hard), len(seen.next_time)) > LONGEST_WORDS:
        raise BadInput(
            _("Nothing was saved."),
            _("One of the texts is too long."),
            _("Shorten it to %(most)d characters.") % {"most": LONGEST_WORDS},
            "went_well",
        )


def _not_counted(found: str, instead: str, field: str) -> BadInput:
    return BadInput(_("The choices were not saved."), found, instead, field)
