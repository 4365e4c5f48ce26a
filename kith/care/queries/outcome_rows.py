"""Rows of a whole service for the tables that outcomes are worked out from, part by part, without saying who is who.

A part is some hundreds of people, chosen by the first bits of their random id: as much as is held in memory at once.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from kith.care.models import (
    AuditEvent,
    AuditSubject,
    ChainHead,
    Client,
    Consent,
    Episode,
    HarmEvent,
    HarmJudgement,
    Service,
)
from kith.care.models.counting import counted_attendances, counted_scores
from kith.care.models.delivery import PRESENT
from kith.care.models.keys import preload
from kith.care.models.main_problem import main_problems
from kith.care.permissions import Viewer, check_function
from kith.science.outcomes.deidentified import (
    Attendance,
    Mark,
    ReferralRow,
    SessionRow,
    Stay,
    Told,
    Visit,
    pseudonym,
    referral_row,
    session_rows,
)
from kith.science.outcomes.problem_groups import shown_groups

PEOPLE_A_PART: Final = 500  # about as many as are opened at once elsewhere: a part takes seconds and a few megabytes
MOST_BITS: Final = 16  # parts enough for thirty million people
ID_BITS: Final = 128
MEASURES: Final = ("phq9", "gad7")
OPT_OUT: Final = "research"  # whose no says on the person's own page that their numbers are left out from then on
MISSED: Final = "did_not_attend"
SERIOUS: Final = ("serious", "life_threatening_or_fatal")

Visits = dict[UUID, list[Visit]]
Marks = dict[UUID, list[Mark]]


@dataclass(frozen=True)
class Place:
    """A place in the chain of audit events: what was read after it holds everything that was written before it."""

    sequence: int
    hash: str


@dataclass(frozen=True)
class OutcomeRows:
    """The rows of one part, in the order of their pseudonyms, which says nothing."""

    referrals: tuple[ReferralRow, ...]
    sessions: tuple[SessionRow, ...]


def parts_needed(viewer: Viewer) -> int:
    """How many parts a service of this size has: a power of two, so that each is a run of ids."""
    check_function(viewer, "outcome_rows")
    people = Client.objects.filter(service_id=viewer.service_id).count()
    bits = max(0, (max(people, 1) - 1) // PEOPLE_A_PART).bit_length()
    return 1 << min(bits, MOST_BITS)


def newest_place(viewer: Viewer) -> Place:
    """Where the chain ends now."""
    check_function(viewer, "outcome_rows")
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    return Place(head.sequence, head.hash)


def harms_are_kept(viewer: Viewer) -> bool:
    """Whether anything stands in the register of harms; before that, how many there were is unknown and not none."""
    check_function(viewer, "outcome_rows")
    return _recorded(viewer.service_id).exists()


def _recorded(service_id: UUID) -> QuerySet[HarmEvent]:
    return HarmEvent.objects.filter(client__service_id=service_id, standing="recorded", replaced_by__isnull=True)


def is_in_chain(viewer: Viewer, place: Place) -> bool:
    """False for a place that this record never had: it was restored from an earlier copy, or is another one."""
    check_function(viewer, "outcome_rows")
    return AuditEvent.objects.filter(sequence=place.sequence, hash__startswith=place.hash).exists()


def changed_parts(viewer: Viewer, parts: int, since: int) -> dict[int, int]:
    """Parts in which somebody's record changed after this event of the chain, and the last event that did.

    Every verb leaves an event that names whose record it changed; looks are left out, since they change nothing.
    """
    check_function(viewer, "outcome_rows")
    rows = (
        AuditSubject.objects.filter(event_id__gt=since, event__service_id=viewer.service_id)
        .exclude(event__event__endswith="seen")
        .values_list("client_id", "event_id")
    )
    found: dict[int, int] = {}
    for client_id, event_id in rows.iterator(chunk_size=2000):
        part = _part_of(client_id, parts)
        found[part] = max(found.get(part, 0), event_id)
    return found


def outcome_rows(viewer: Viewer, export: UUID, part: int, parts: int) -> OutcomeRows:
    """The rows of one part under the pseudonyms of one export. People who said no to research are not in them."""
    check_function(viewer, "outcome_rows")
    service = Service.objects.get(pk=viewer.service_id)
    where, zone, key = _ids_of(part, parts), ZoneInfo(service.time_zone), _key_of(export)
    visits, marks, left_out = _visits(service, where, zone), _marks(service, where), _said_no(service, where)
    referrals: list[ReferralRow] = []
    sessions: list[SessionRow] = []
    stays = _episodes(service, where, left_out)
    groups, harmed = _problems(stays), _harms(service, where)
    for one in stays:
        name, ended = pseudonym(key, one.pk), one.ended_at.astimezone(zone).date() if one.ended_at else None
        there = [
            visit
            for visit in visits.get(one.client_id, ())
            if one.opened_on <= visit.day and (ended is None or visit.day <= ended)
        ]
        assessed = one.assessed_at.astimezone(zone).date() if one.assessed_at else None
        stay = Stay(one.referral.received_on, assessed, ended, one.ending if ended else "")
        bad = _harms_of(one, harmed, ended)
        told = replace(
            _told(one.client),
            problem=groups.get(one.pk),
            harms=None if bad is None else len(bad),
            serious_harms=None if bad is None else sum(how in SERIOUS for how in bad),
        )
        referrals.append(referral_row(name, provider=service.name, stay=stay, told=told))
        sessions += session_rows(name, there, marks.get(one.pk, ()))
    return OutcomeRows(
        tuple(sorted(referrals, key=lambda row: row.referral)),
        tuple(sorted(sessions, key=lambda row: (row.referral, row.number))),
    )


def _key_of(export: UUID) -> bytes:
    """A key of this export alone. Without the master key nobody can make it, so the folder does not give it away."""
    master: bytes = settings.KITH_MASTER_KEY
    return hmac.new(master, b"outcome rows" + export.bytes, hashlib.sha256).digest()


def _part_of(client_id: UUID, parts: int) -> int:
    return client_id.int >> (ID_BITS - (parts.bit_length() - 1))


def _ids_of(part: int, parts: int) -> tuple[UUID, UUID]:
    free = ID_BITS - (parts.bit_length() - 1)
    return UUID(int=part << free), UUID(int=((part + 1) << free) - 1)


def _episodes(service: Service, where: tuple[UUID, UUID], left_out: set[UUID]) -> list[Episode]:
    rows = Episode.objects.filter(client__service=service, client__id__range=where).select_related("referral", "client")
    found = [one for one in rows.order_by("pk") if one.client_id not in left_out]
    preload([one.client_id for one in found])
    return found


def _said_no(service: Service, where: tuple[UUID, UUID]) -> set[UUID]:
    """Those whose newest answer is no; somebody who was never asked has not said no."""
    rows = Consent.objects.filter(client__service=service, client__id__range=where, purpose=OPT_OUT)
    newest = dict(rows.order_by("decided_at", "made_at", "pk").values_list("client_id", "is_given"))
    return {client_id for client_id, is_given in newest.items() if not is_given}


def _visits(service: Service, where: tuple[UUID, UUID], zone: ZoneInfo) -> Visits:
    rows = counted_attendances(service).filter(client__id__range=where)
    found: Visits = defaultdict(list)
    for pk, client_id, starts_at, status in rows.values_list("pk", "client_id", "session__starts_at", "status"):
        day: date = starts_at.astimezone(zone).date()
        found[client_id].append(Visit((starts_at, starts_at, pk), day, _attendance(status)))
    return found


def _attendance(status: str) -> Attendance:
    return "attended" if status in PRESENT else "missed" if status == MISSED else "cancelled"


def _marks(service: Service, where: tuple[UUID, UUID]) -> Marks:
    rows = counted_scores(service, MEASURES).filter(client__id__range=where)
    names = ("pk", "measurement__episode_id", "measurement__taken_at", "measurement__made_at")
    found: Marks = defaultdict(list)
    for pk, episode_id, taken_at, made_at, name, value in rows.values_list(*names, "measurement__instrument", "value"):
        found[episode_id].append(Mark((taken_at, made_at, pk), name, value))
    return found


def _problems(stays: list[Episode]) -> dict[UUID, str | None]:
    """The broad group of the main problem of each stay; those too rare in this part do not leave."""
    found = main_problems(stays)
    shown = shown_groups(found.values())
    return {pk: shown[group] for pk, group in found.items()}


def _harms(service: Service, where: tuple[UUID, UUID]) -> dict[UUID, list[tuple[date, str]]] | None:
    """What stands in the register of harms, with how bad it was judged; None where the service keeps none.

    What nobody has looked at yet, or set aside, is no harm. The register of danger from a person never leaves.
    """
    standing = _recorded(service.pk)
    if not standing.exists():
        return None
    judged = HarmJudgement.objects.filter(event=OuterRef("pk")).order_by("-judged_at", "-made_at", "-pk")
    rows = standing.filter(client__id__range=where).annotate(judged=Subquery(judged.values("seriousness")[:1]))
    found: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    for client_id, day, own, second in rows.values_list("client_id", "happened_on", "seriousness", "judged"):
        found[client_id].append((day, second if second not in (None, "not_judged") else own))
    return found


def _harms_of(one: Episode, harmed: dict[UUID, list[tuple[date, str]]] | None, ended: date | None) -> list[str] | None:
    """How bad each harm was that happened from the first day of a stay to its last."""
    if harmed is None:
        return None
    theirs = harmed.get(one.client_id, ())
    return [bad for day, bad in theirs if one.opened_on <= day and (ended is None or day <= ended)]


def _told(client: Client) -> Told:
    gender, ethnicity, deprivation = (
        str(client.equity.get(name) or "") for name in ("gender", "ethnicity", "deprivation")
    )
    return Told(client.date_of_birth, gender, ethnicity, deprivation)
