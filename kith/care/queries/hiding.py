"""What is hidden from somebody's own pages, for those who work with them; the person's own pages never say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kith.care.models import SafeModeStep
from kith.care.models.hiding import agreeing, hidden_by, steps_of
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import Own, open_own
from kith.care.queries.staff_looking import open_as_staff

NEVER_TOLD = (  # events that no page of the person ever names, whatever is hidden
    "safe_mode.",
    "safeguarding.",
    "kept_apart.",
    "allocation.declined",  # why two are not proposed to each other may be the practitioner's own affair
    "allocation.undone",
    "asked_alone.",
    "confidence.",
    "carer",  # whoever looks after the person is asked alone, and answers for themselves
)
TOLD_BY = {
    "work": ("work.", "work_entry.", "client_work.", "practice.", "practices.", "card.", "cards."),
    "progress_note": ("sheet.", "sheets.", "sheet_form.", "staff_sheet.", "staff_sheets.", "session.addendum"),
    "safety_plan": ("safety_plan.", "alert.planned"),
    "safety_talk": ("safety_talk.", "follow_up.", "follow_ups."),
    "harms": ("harm.", "harms.", "harm_register."),
    "formulation": ("formulation.", "family_picture."),
    "plan_choice": ("plan_choice.", "choices.", "choosing."),
    "engagement": (
        "engagement.",
        "barriers.",
        "remedies.",
        "remedy.",
        "first_contact.",
        "outreach.",
        "my_start.",
    ),
    "peer_log": ("peer_",),
    "connections": ("connection.", "connections.", "around.", "my_around."),
    "outings": ("outing.", "outings.", "my_activities."),
    "carer_plan": ("my_carers.",),
    "group_entry": ("group_entry.", "group_entries.", "group_role.", "leaver.", "group_wait.", "joint_summary."),
}


# One's own look at a page that everybody has, empty or not: without these the copy would have a hole.
OWN_LOOKS = frozenset(
    {
        "work.listed",
        "practices.seen",
        "cards.seen",
        "safety_plan.seen",
        "formulation.seen",
        "my_start.seen",
        "my_around.seen",
        "my_activities.seen",
        "my_carers.seen",
        "peer_log.seen",
        "peer_match.seen",
    }
)


@dataclass(frozen=True)
class Step:
    """Somebody hid something, or agreed to show everything again."""

    act: str
    hides: tuple[str, ...]
    words: str
    name: str
    is_staff: bool
    taken_at: datetime


@dataclass(frozen=True)
class HidingPage:
    """What is hidden now, who has agreed to bring it back, and everything that led here."""

    head: ClientHead
    hidden: frozenset[str]
    agreed: tuple[Step, ...]
    steps: tuple[Step, ...]
    i_agreed: bool


def hiding(*, viewer: Viewer, client_id: UUID, at: datetime) -> HidingPage:
    """Abuse-safe mode of one person."""
    client, access = open_as_staff(viewer, client_id, "W", "abuse_flag", at=at)
    rows = list(steps_of(client).select_related("person"))
    hidden = hidden_by(rows)
    agreed = agreeing(rows, at) if hidden else ()
    page = HidingPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        hidden=hidden,
        agreed=tuple(_step(row) for row in agreed),
        steps=tuple(_step(row) for row in reversed(rows)),
        i_agreed=any(row.person_id == viewer.user_id for row in agreed),
    )
    note_seen(viewer, "safe_mode.seen", [client.pk], at=at)
    return page


def my_privacy(*, viewer: Viewer, at: datetime) -> Own:
    """The form on which a person hides things; it is the same for everybody and says nothing about how things stand."""
    own = open_own(viewer, "W", "abuse_flag", at=at)
    note_seen(viewer, "safe_mode.form_seen", [own.client.pk], at=at)
    return own


def is_told(event: str, own: Own, *, is_own_act: bool) -> bool:
    """Whether an audit event may stand on the person's own pages: none that says that there is something hidden."""
    if is_own_act and event in OWN_LOOKS:
        return True
    silent = (*NEVER_TOLD, *(prefix for thing in own.client.hides for prefix in TOLD_BY[thing]))
    return not event.startswith(silent)


def untold(own: Own, *, viewer: Viewer) -> Q:
    """Events that no page of the person lists, because a carer has spoken: by whom, about which link, which alert."""
    if own.client.pk != viewer.client_id:
        raise NotYours
    links = [str(pk) for pk in own.client.invitation_set.filter(carer__isnull=False).values_list("pk", flat=True)]
    raised = own.client.alertstep_set.filter(step="raised")
    theirs = set(raised.filter(invitation__carer__isnull=False).values_list("alert", flat=True))
    others = set(raised.filter(invitation__carer__isnull=True).values_list("alert", flat=True))
    return Q(actor_id__in=links) | Q(object_id__in=[*links, *map(str, theirs - others)])


def _step(row: SafeModeStep) -> Step:
    return Step(row.act, tuple(row.hides), row.words, row.person.display_name, row.is_staff, row.taken_at)
