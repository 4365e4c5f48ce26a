"""The caseload: who needs something today, and what. Costs the same number of queries however long it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from kith.care.models import Alert, Client, Membership
from kith.care.models.keys import preload
from kith.care.permissions import Viewer, check_function, clients_for, live, visible
from kith.care.queries.courses_of_scores import ScoreCourse
from kith.care.queries.looking import note_seen
from kith.care.queries.plain_names import PlainName
from kith.care.queries.reasons_to_act import Reason, Situation
from kith.care.queries.sight import Sight
from kith.care.queries.situations import Situations

CARE_ROLES = frozenset({"practitioner", "facilitator", "supervisor", "peer_supporter"})


@dataclass(frozen=True)
class Case:
    """One person on the list. Limited: no more than the name and the next meeting of the group they share."""

    client_id: UUID
    name: str
    number: str
    birth_year: str
    practitioner: str
    is_limited: bool
    reasons: tuple[Reason, ...]
    situation: Situation
    may_plan: bool = True
    may_discuss: bool = False

    @property
    def why(self) -> Reason:
        """The most urgent reason."""
        return self.reasons[0]

    @property
    def course(self) -> ScoreCourse | None:
        """The scores that the row draws."""
        return self.situation.course

    @property
    def status(self) -> str:
        """What the scores call for."""
        judgement = self.course.judgement if self.course else None
        return judgement.status if judgement else "not_enough_data"

    @property
    def is_for_today(self) -> bool:
        """Whether somebody should do something about it today."""
        return any(reason.is_today for reason in self.reasons)


@dataclass(frozen=True)
class CaseloadPage:
    """The list after filtering, with the counts of the whole list."""

    cases: tuple[Case, ...]
    people: int
    for_today: int
    counts: Mapping[str, int]
    shows_practitioners: bool


def caseload(
    *, viewer: Viewer, at: datetime, reason: str = "", status: str = "", name: str = "", language: str = "en"
) -> CaseloadPage:
    """Everybody the viewer works with, the most urgent first; filtered by reason, by signal and by part of a name."""
    check_function(viewer, "caseload")
    cases = cases_of(viewer=viewer, at=at, language=language)
    shown = tuple(case for case in cases if _matches(case, reason, status, name))
    note_seen(viewer, "caseload.seen", [case.client_id for case in shown], at=at)
    return CaseloadPage(
        cases=shown,
        people=len(cases),
        for_today=sum(case.is_for_today for case in cases),
        counts=Counter(found.id for case in cases for found in case.reasons),
        shows_practitioners=bool({case.practitioner for case in cases} - {"", viewer.display_name}),
    )


def cases_of(*, viewer: Viewer, at: datetime, language: str) -> list[Case]:
    """Everybody the viewer works with, the most urgent first, for a query that writes down who looked."""
    clients = list(_people(viewer, at).select_related("service"))
    preload([client.pk for client in clients])
    return sorted(_cases(viewer, clients, at, language), key=_urgency)


def _people(viewer: Viewer, at: datetime) -> QuerySet[Client]:
    """Those the viewer works with, and for duty whoever has an open alert. What other roles open is not listed here."""
    team = replace(viewer, roles=viewer.roles & CARE_ROLES, client_id=None)
    own = clients_for(team, "R", "identity", at=at)
    if "duty" not in viewer.roles:
        return own
    on_duty = replace(team, roles=team.roles | {"duty"})
    alarming = visible(Alert, on_duty, at=at).exclude(state="closed").values("client_id")
    return clients_for(on_duty, "R", "identity", at=at).filter(Q(pk__in=own.values("pk")) | Q(pk__in=alarming))


def _cases(viewer: Viewer, clients: Collection[Client], at: datetime, language: str) -> Iterable[Case]:
    ids = [client.pk for client in clients]
    everybody = Sight(viewer=viewer, clients=ids, at=at)
    readable = set(everybody.readable("scores"))
    whole = [client for client in clients if client.pk in readable]
    situations = Situations(viewer=viewer, sight=everybody.only(readable), clients=whole, at=at, language=language)
    meetings = _next_meetings(everybody, at)
    for client in clients:
        is_limited = client.pk not in readable
        meeting = meetings.get(client.pk)
        now = _limited(client, at, meeting) if is_limited else situations.of(client, meeting)
        yield Case(
            client_id=client.pk,
            name=client.full_name,
            number=client.number,
            birth_year=_year(client.date_of_birth),
            practitioner=situations.leads.get(client.pk, ""),
            is_limited=is_limited,
            reasons=now.reasons(),
            situation=now,
            may_plan=everybody.accesses[client.pk].can("W", "plan"),
            may_discuss=everybody.accesses[client.pk].can("W", "supervision"),
        )


def _limited(client: Client, at: datetime, meeting: datetime | None) -> Situation:
    return Situation(at, at.astimezone(ZoneInfo(client.service.time_zone)).date(), next_session=meeting)


def _next_meetings(sight: Sight, at: datetime) -> dict[UUID, datetime]:
    """The next meeting of each person's group."""
    rows = (
        sight.rows(Membership)
        .filter(live(at), group__sessions__state="booked", group__sessions__starts_at__gte=at)
        .order_by("-group__sessions__starts_at", "-pk")
        .values_list("client_id", "group__sessions__starts_at")
    )
    return dict(rows)


def _urgency(case: Case) -> tuple[bool, int, datetime, str]:
    return case.is_limited, case.why.place, case.why.since, case.name


def _year(date_of_birth: str) -> str:
    return date_of_birth[:4] if date_of_birth[:4].isdigit() else ""


def _matches(case: Case, reason: str, status: str, name: str) -> bool:
    return (
        (not reason or any(found.id == reason for found in case.reasons))
        and (not status or (case.status == status and not case.is_limited))
        and PlainName(name) in PlainName(f"{case.name} {case.number}")
    )
