"""The minimum data set: rows of referrals, contacts and scores for whoever collects them by law."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.bulk import let_go
from kith.care.models import Attendance, BadInput, Client, Episode, Score, Service
from kith.care.models.keys import key_of, preload
from kith.care.models.knowledge import library
from kith.care.models.main_problem import main_problems
from kith.care.permissions import Viewer, check_function
from kith.science.outcomes import ContactRow, DataSet, ReferralRow, ScoreRow

NOT_STATED: Final = "not stated"
ID_LETTERS: Final = 20
RANGES: Final = {"phq9": (0.0, 27.0), "gad7": (0.0, 21.0)}  # nine and seven questions of 0 to 3


@action
def collect_data_set(*, period_from: date, period_to: date, by: Viewer, at: datetime) -> DataSet:
    """Rows of every stay that was open in the period, at the word of a manager and of a second person.

    At the machine only: no page gives them out. Ids are pseudonyms under the service's own key: the same person has the
    same one each time.
    """
    check_function(by, "outcome_rows")
    service = Service.objects.get(pk=by.service_id)
    zone = ZoneInfo(service.time_zone)
    if period_from > period_to or period_to >= at.astimezone(zone).date():
        raise BadInput(
            _("Nothing was written."),
            _("The period runs from %(first)s to %(last)s.")
            % {"first": date_format(period_from, "DATE_FORMAT"), "last": date_format(period_to, "DATE_FORMAT")},
            _("Give a first and a later last day that is over."),
            "period_to",
        )
    second = let_go("data_set", by=by, at=at)
    stays = list(
        Episode.objects.filter(
            Q(ended_at__isnull=True) | Q(ended_at__date__gte=period_from),
            client__service=service,
            referral__received_on__lte=period_to,
        )
        .select_related("referral", "client__site")
        .order_by("referral__received_on", "pk")
    )
    preload([one.client_id for one in stays])
    problems = main_problems(stays)
    trace("data_set.collected", by=by, at=at, clients={one.client_id for one in stays}, about=second or service)
    return DataSet(
        period_to,
        tuple(_referral(one, problems.get(one.pk, NOT_STATED), service, period_to, zone) for one in stays),
        tuple(_contacts(stays, service, period_to, zone)),
        tuple(_scores(stays, service, period_to, zone)),
        RANGES,
    )


def _id(service: Service, row_id: UUID) -> str:
    return hmac.new(key_of(service.pk), row_id.bytes, hashlib.sha256).hexdigest()[:ID_LETTERS]


def _referral(one: Episode, problem: str, service: Service, last: date, zone: ZoneInfo) -> ReferralRow:
    equity, received = one.client.equity or {}, one.referral.received_on
    gender, ethnicity, deprivation = (
        str(equity.get(name) or NOT_STATED) for name in ("gender", "ethnicity", "deprivation")
    )
    ended = _day(one.ended_at, last, zone)
    return ReferralRow(
        _id(service, one.pk),
        _id(service, one.client_id),
        received,
        one.referral.source,
        one.client.site.name,
        _age(one.client, received),
        gender,
        ethnicity,
        deprivation,
        problem,
        _day(one.assessed_at, last, zone),
        ended,
        one.ending if ended else "",
    )


def _day(moment: datetime | None, last: date, zone: ZoneInfo) -> date | None:
    """The day, where it was over by the end of the period."""
    day = moment.astimezone(zone).date() if moment else None
    return day if day is not None and day <= last else None


def _age(client: Client, on: date) -> int | None:
    try:
        born = date.fromisoformat(client.date_of_birth)
    except (TypeError, ValueError):
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _contacts(stays: list[Episode], service: Service, last: date, zone: ZoneInfo) -> Iterator[ContactRow]:
    """Sessions and meetings by the stay in which they lie: the newest that had begun, else the first."""
    by_client: dict[UUID, list[Episode]] = defaultdict(list)
    for stay in stays:
        by_client[stay.client_id].append(stay)
    rows = Attendance.objects.filter(client__service=service, replaced_by__isnull=True).exclude(
        session__group__kind="peer"
    )
    fields = ("client_id", "status", "minutes", "session__starts_at", "session__minutes", "session__setting")
    for client_id, status, came, starts_at, minutes, setting, group in rows.values_list(
        *fields, "session__group_id"
    ).iterator(chunk_size=2000):
        day, theirs = starts_at.astimezone(zone).date(), by_client.get(client_id)
        if theirs and day <= last:
            stay = next((one for one in reversed(theirs) if one.opened_on <= day), theirs[0])
            kind = "group" if group else "individual"
            yield ContactRow(_id(service, stay.pk), day, setting, kind, minutes if came is None else came, status)


def _scores(stays: list[Episode], service: Service, last: date, zone: ZoneInfo) -> Iterator[ScoreRow]:
    ids = {stay.pk: _id(service, stay.pk) for stay in stays}
    rows = Score.objects.standing().filter(
        client__service=service,
        scale="total",
        value__isnull=False,
        measurement__respondent="self",
        measurement__instrument__in=list(library().instruments),
    )
    fields = ("measurement__episode_id", "measurement__taken_at", "measurement__instrument")
    for episode, taken_at, instrument, version, total in rows.values_list(
        *fields, "measurement__instrument_version", "value"
    ).iterator(chunk_size=2000):
        day = taken_at.astimezone(zone).date()
        if episode in ids and day <= last:
            yield ScoreRow(ids[episode], day, instrument, version, float(total))
