"""Look back on a group's meeting: how it went and who took part, who was asked after, and who would choose whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.confiding import check_repeats_no_confidence
from kith.care.actions.naming import check_names_nobody
from kith.care.models import AskedAfter, Attendance, BadInput, ChoiceRound, Debrief, Membership, Session, WrongMoment
from kith.care.models.delivery import PRESENT, Group
from kith.care.models.group_work import ASKED_AFTER
from kith.care.permissions import NotYours, Viewer, blocked_clients, check, live
from kith.care.queries.look_back import checklist_of
from kith.science.protocols import MOST_POINTS

AMOUNTS = ("not_yet", "a_little", "some", "much", "most")
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
    """What a facilitator thinks of a meeting. `took_part` is client -> (amount, role); either may be empty."""

    went_well: str = ""
    was_hard: str = ""
    next_time: str = ""
    took_part: Mapping[UUID, tuple[str, str]] = field(default_factory=dict)
    fidelity: Mapping[str, int] = field(default_factory=dict)


@action
def write_debrief(*, meeting: Session, seen: LookBack, by: Viewer, at: datetime) -> Debrief:
    """One facilitator's look back, in the words of nobody's name. Written again it stands beside the earlier one."""
    group = _led(meeting, "W", "group_note", by, at)
    if meeting.state != "held":
        raise WrongMoment(
            _("Nothing was saved."), _("The meeting is not recorded yet."), _("Record the meeting, then look back.")
        )
    members = list(Membership.objects.filter(group=group).select_related("client"))
    _check_look_back(meeting, group, seen, {one.client_id for one in members} - set(blocked_clients(by)))
    words = {
        name: text.strip()
        for name, text in (("went_well", seen.went_well), ("was_hard", seen.was_hard), ("next_time", seen.next_time))
    }
    check_names_nobody(words, members)
    check_repeats_no_confidence(words, group)
    row = Debrief(session=meeting, author_id=by.user_id, fidelity=dict(seen.fidelity), written_at=at, made_at=at)
    row.words = words
    row.took_part = {str(client): list(how) for client, how in seen.took_part.items() if any(how)}
    row.save(force_insert=True)
    trace("debrief.written", by=by, at=at, clients=seen.took_part, about=row)
    return row


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
    """Whom each member who was asked would choose; only choices, never refusals. Members do not see it."""
    check(by, "W", "group_note", group, at=at)
    members = list(Membership.objects.filter(live(at), group=group).select_related("client"))
    known = {one.client_id for one in members} - set(blocked_clients(by))
    named = set(choices).union(*choices.values()) if choices else set()
    if not named <= known:
        raise NotYours
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


def _check_look_back(meeting: Session, group: Group, seen: LookBack, there: Collection[UUID]) -> None:
    if not set(seen.took_part) <= set(there):
        raise NotYours
    wrong = [how for how in seen.took_part.values() if how[0] not in ("", *AMOUNTS) or how[1] not in ("", *ROLE_CODES)]
    asked = checklist_of(group, meeting.number)
    if wrong or not set(seen.fidelity) <= set(asked) or not set(seen.fidelity.values()) <= set(range(MOST_POINTS + 1)):
        raise BadInput(
            _("Nothing was saved."), _("One of the answers is not on the list."), _("Choose from what is offered."), ""
        )
    if not any((seen.went_well.strip(), seen.was_hard.strip(), seen.next_time.strip(), seen.took_part, seen.fidelity)):
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
