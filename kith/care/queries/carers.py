"""Those who care for one person: how heavy it is for each, over time, what they plan, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Carer, CarerLoad, Client
from kith.care.models.caring import ASKED_AGAIN_AFTER, CARER_LOAD, PLAN_PARTS, kept_plan
from kith.care.models.hiding import hidden_by, steps_of
from kith.care.models.keys import preload
from kith.care.models.knowledge import definition_as_taken, library, wording_as_taken
from kith.care.permissions import Access, NotYours, Viewer
from kith.care.queries.carer_acts import flags_of, next_act, told
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.courses_of_scores import ScoreBand, bands_of
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.staff_looking import open_as_staff


@dataclass(frozen=True)
class CarerFlag:
    """Something a carer said that asks for an act: its words, how soon, and what the instrument advises."""

    id: str
    words: str
    urgency: str
    note: str
    is_alert: bool


@dataclass(frozen=True)
class LoadShown:
    """One time a carer answered. `total` None: too much was left out, and nobody guesses."""

    day: date
    total: float | None
    band: str
    severity: int
    flags: tuple[CarerFlag, ...]


@dataclass(frozen=True)
class PlanShown:
    """A plan as it was kept: (part, words) for each part that says something."""

    kept_at: datetime
    is_shared: bool
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CarerShown:
    """One carer. `act`: ask, invite, wait, alone, relief, again, flags, plan, review or none is next; `act_by` when."""

    id: UUID
    name: str
    tie: str
    reach: str
    named_by: str
    named_at: datetime
    said_yes_at: datetime | None
    ended_at: datetime | None
    link_until: datetime | None
    loads: tuple[LoadShown, ...]
    plan: PlanShown | None
    act: str
    act_by: date | None

    @property
    def last(self) -> LoadShown | None:
        """The newest answers."""
        return self.loads[-1] if self.loads else None

    @property
    def ask_again_on(self) -> date | None:
        """When the questions are due once more."""
        return self.last.day + ASKED_AGAIN_AFTER if self.last else None


@dataclass(frozen=True)
class CarersPage:
    """Those who care now, those who do no more, and what to think of before anybody at home is asked."""

    head: ClientHead
    now: tuple[CarerShown, ...]
    before: tuple[CarerShown, ...]
    lowest: float
    highest: float
    bands: tuple[ScoreBand, ...]
    title: str
    may_write: bool
    said_no_to_family: bool
    hides_things: bool


@dataclass(frozen=True)
class SharedPlan:
    """A carer's plan as the client may read it: whose, and their words."""

    name: str
    kept_at: datetime
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MyCarersPage:
    """What those who care have shared."""

    time_zone: str
    plans: tuple[SharedPlan, ...]


def carers(*, viewer: Viewer, client_id: UUID, at: datetime, language: str = "en") -> CarersPage:
    """For the team, the supervisor and who is on duty."""
    client, access = open_as_staff(viewer, client_id, "R", "carer", at=at)
    rows = list(client.carer_set.order_by("named_at", "pk"))
    preload([client.pk, *(row.pk for row in rows)])
    shown = [_shown(row, client, at, language) for row in rows]
    definition = library().instruments[CARER_LOAD]
    scale = definition.scales[0]
    words = library().wording(CARER_LOAD, language, at.date())
    newest = client.consent_set.filter(purpose="family", decided_at__lte=at).order_by("-decided_at", "-pk").first()
    page = CarersPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        now=tuple(one for one in shown if one.ended_at is None),
        before=tuple(one for one in shown if one.ended_at is not None),
        lowest=scale.lowest,
        highest=scale.highest,
        bands=bands_of(CARER_LOAD, definition.version, language),
        title=words.title,
        may_write=access.can("W", "carer"),
        said_no_to_family=newest is not None and not newest.is_given,
        hides_things=_hides(client, access),
    )
    note_seen(viewer, "carers.seen", [client.pk], at=at)
    return page


def carer_of(*, viewer: Viewer, client_id: UUID, carer_id: UUID, at: datetime) -> Carer:
    """One who cares for this very person; NotYours otherwise."""
    client, _ = open_as_staff(viewer, client_id, "W", "carer", at=at)
    found = client.carer_set.filter(pk=carer_id).select_related("client__service").first()
    if found is None:
        raise NotYours
    return found


def my_carers(*, viewer: Viewer, at: datetime) -> MyCarersPage:
    """What carers have shared with the person; nothing says who else was asked, or what anybody answered."""
    own = open_own(viewer, "R", "carer_plan", at=at)
    rows = own.client.carerplan_set.filter(is_shared=True).select_related("carer").order_by("-kept_at")
    plans = tuple(SharedPlan(row.carer.name, row.kept_at, _lines(row.words)) for row in rows if row.kept_at)
    note_seen(viewer, "my_carers.seen", [own.client.pk], at=at)
    return MyCarersPage(own.time_zone, plans)


def _shown(row: Carer, client: Client, at: datetime, language: str) -> CarerShown:
    zone = ZoneInfo(client.service.time_zone)
    answered = list(row.loads.order_by("answered_at", "made_at", "pk"))
    loads = tuple(_load(one, zone, language) for one in answered)
    plan = kept_plan(row)
    link = row.invitations.filter(withdrawn_at=None, expires_at__gt=at).order_by("-made_at", "-pk").first()
    is_open = link is not None and link.is_open(at)
    waits = link is not None and is_open and not hasattr(link, "carer_load")
    act, by = next_act(
        row,
        told(answered[-1], zone) if answered else None,
        waits=waits,
        plan_kept_on=plan.kept_at.astimezone(zone).date() if plan is not None and plan.kept_at else None,
        today=at.astimezone(zone).date(),
    )
    return CarerShown(
        id=row.pk,
        name=row.name,
        tie=row.tie,
        reach=row.reach,
        named_by=row.named_by,
        named_at=row.named_at,
        said_yes_at=row.said_yes_at,
        ended_at=row.ended_at,
        link_until=link.expires_at if link is not None and is_open else None,
        loads=loads,
        plan=PlanShown(plan.kept_at, plan.is_shared, _lines(plan.words)) if plan is not None and plan.kept_at else None,
        act=act,
        act_by=by,
    )


def _load(row: CarerLoad, zone: ZoneInfo, language: str) -> LoadShown:
    definition = definition_as_taken(CARER_LOAD, row.instrument_version)
    words = wording_as_taken(CARER_LOAD, row.instrument_version, language, row.answered_at.date())
    found = row.found
    names = [band.id for band in definition.scales[0].bands]
    band = found["band"]
    flags = tuple(
        CarerFlag(flag.id, words.flags[flag.id], flag.urgency, flag.note or "", flag.response is not None)
        for flag in flags_of(row)
    )
    label = words.scales["total"].bands[band].practitioner if band else ""
    day = row.answered_at.astimezone(zone).date()
    return LoadShown(day, found["total"], label, names.index(band) if band else 0, flags)


def _lines(words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((part, words[part]) for part in PLAN_PARTS if words.get(part))


def _hides(client: Client, access: Access) -> bool:
    """Whether something is hidden on the person's own pages, for those who may know it."""
    return access.can("R", "abuse_flag") and bool(hidden_by(steps_of(client)))
