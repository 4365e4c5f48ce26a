"""A practitioner becomes responsible: written in one place only, with who chose and what had been proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from kith.care.actions.acting import trace
from kith.care.models import (
    Allocation,
    AppointmentWish,
    BadInput,
    Block,
    CareRelationship,
    Client,
    Role,
    User,
    WrongMoment,
)
from kith.care.models.at_risk import open_alert_of
from kith.care.permissions import Viewer, live
from kith.care.queries.matching import Matched, matching_of
from kith.science.matching import Match

LONGEST_REASON: Final = 400


@dataclass(frozen=True)
class Proposed:
    """What comes out for one person with nobody kept. `was_asked` is False where nothing could be proposed yet."""

    was_asked: bool
    match: Match | None

    def differs(self, practitioner: User) -> bool:
        """Whether this practitioner is not the one proposed, for somebody who said what they ask for."""
        return self.was_asked and (self.match is None or self.match.practitioner != str(practitioner.pk))


def proposed_for(client: Client, by: Viewer, at: datetime) -> Proposed:
    """What is proposed now; nothing for whoever was not asked, or has somebody already."""
    if not AppointmentWish.objects.filter(client=client).exists():
        return Proposed(was_asked=False, match=None)
    free = matching_of(viewer=by, at=at, keep={})
    return Proposed(free.is_asked(client.pk), free.match_for(client.pk))


def decision_of(client: Client, practitioner: User, decision: str, reason: str, by: Viewer, at: datetime) -> Allocation:
    """A decision that is not saved yet."""
    row = Allocation(
        client=client,
        practitioner=practitioner,
        decision=decision,
        decided_by_id=by.user_id,
        decided_at=at,
        made_at=at,
        way=None,
        proposed=None,
    )
    row.reason = reason.strip()
    return row


def make_responsible(row: Allocation, free: Proposed, way: Match | None, by: Viewer, at: datetime) -> Allocation:
    """Save the decision with what had been proposed, and the relationship that begins by it.

    Whoever led before hands over at this moment. Where the choice is not the one proposed, there is a reason.
    """
    row.is_override = free.differs(row.practitioner)
    if row.is_override:
        check_reason(row.reason, _("Nobody was made responsible."))
    row.proposed = free.match and {"practitioner": free.match.practitioner, "slot": free.match.way.slot}
    row.way = Matched.way_kept(way) if way is not None else None
    row.relationship = _lead(row.client, row.practitioner, by, at)
    row.save(force_insert=True)
    return row


def check_reason(reason: str, what: str) -> None:
    """One sentence, and not a long one."""
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise BadInput(
            what,
            _("There is no reason.") if not reason.strip() else _("The reason is too long."),
            _("Say in one sentence why, in at most %(most)d letters.") % {"most": LONGEST_REASON},
            "reason",
        )


def _lead(client: Client, practitioner: User, by: Viewer, at: datetime) -> CareRelationship:
    _check_may_lead(client, practitioner, at)
    leading = CareRelationship.objects.filter(client=client, is_lead=True, ends__isnull=True)
    _check_owns_no_alert(client, leading.exclude(staff=practitioner).values_list("staff_id", flat=True))
    leading.update(ends=at)
    relationship = CareRelationship.objects.create(
        client=client, staff=practitioner, kind="practitioner", is_lead=True, starts=at, made_at=at
    )
    trace("client.allocated", by=by, at=at, clients=[client.pk], about=relationship)
    return relationship


def _check_may_lead(client: Client, practitioner: User, at: datetime) -> None:
    is_practitioner = Role.objects.filter(live(at), user=practitioner, name="practitioner").exists()
    if practitioner.service_id != client.service_id or not is_practitioner:
        raise BadInput(
            _("Nobody was made responsible."),
            _("That account is not a practitioner here."),
            _("Choose a practitioner of this service."),
            "practitioner",
        )
    pair = {"client": client, "decision": "declined", "undone_at": None}
    is_barred = Block.objects.filter(client=client, user=practitioner, lifted_at=None).exists()
    if is_barred or client.user_id == practitioner.pk or practitioner.allocations.filter(**pair).exists():
        raise WrongMoment(
            _("Nobody was made responsible."),
            _("These two must not meet, or the pair was declined."),
            _("Choose somebody else. A pair that was declined can be taken back first."),
        )


def _check_owns_no_alert(client: Client, leaving: Iterable[UUID]) -> None:
    """An alert stays with somebody who can open it: whoever leaves hands it over first."""
    alert = open_alert_of(client)
    if alert is not None and alert.owner_id in set(leaving):
        raise WrongMoment(
            _("Nobody else was made responsible."),
            _("%(name)s still holds something about this person that has to be handed over.")
            % {"name": alert.owner.display_name},
            _("Ask them, or whoever is on duty, to hand it over or to close it. Then choose again."),
        )
