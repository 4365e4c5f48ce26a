"""What leaves for research: numbers and codes of those who said yes, under names of their own, alike with k others."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from kith.care.models import Attendance, Client, Consent, Episode, ResearchExtract, Score
from kith.care.models.delivery import PRESENT
from kith.care.models.keys import key_of, preload
from kith.care.models.knowledge import library
from kith.care.models.main_problem import main_problems
from kith.science.disclosure import Anonymous, Ladder, anonymise, shown_count
from kith.science.outcomes.problem_groups import ANOTHER

NOT_STATED: Final = "not stated"
OTHER: Final = "other"
ANY: Final = "any"
DAYS_IN_A_WEEK: Final = 7
PSEUDONYM_LETTERS: Final = 16
MANY_AT_ONCE: Final = 500
PEOPLE: Final = (
    "person", "age", "gender", "ethnicity", "deprivation", "problem", "site", "began",
    "weeks_to_first_session", "sessions_attended", "sessions_missed", "weeks_in_care", "ending",
)  # fmt: skip
SCORES: Final = ("person", "weeks_since_referral", "instrument", "version", "scale", "value")
KNOWN: Final = PEOPLE[1:8]  # what others may know of a person
AGE_BANDS: Final = ((0, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 74), (75, 130))
Cells = tuple[str, ...]


@dataclass(frozen=True)
class ResearchFile:
    """Two tables, what was done to make them safe, and whose rows are in them (for the audit, never for the file)."""

    people: tuple[Cells, ...]
    scores: tuple[Cells, ...]
    k: int
    smallest: int | None
    steps: Mapping[str, int]
    left_out: int | None  # rounded, None where it is 1 to 7
    data_until: date
    library_version: str
    clients: tuple[UUID, ...]


@dataclass(frozen=True)
class _Stay:
    """One person's first stay in care, before anything is coarsened."""

    client_id: UUID
    episode_id: UUID
    received_on: date
    known: Mapping[str, str]
    rest: Cells


def rows_for_research(extract: ResearchExtract, until: date) -> ResearchFile:
    """The first stay of everybody who says yes to research today and was referred by a day, made safe together."""
    stays = list(_stays(extract, until))
    frequent = {
        name: {value for value, count in Counter(stay.known[name] for stay in stays).items() if count >= extract.k}
        for name in ("gender", "ethnicity", "problem")
    }
    found = anonymise([stay.known for stay in stays], _ladders(frequent), k=extract.k)
    kept = [stays[place] for place in found.kept]
    pseudonyms = {stay.client_id: pseudonym(extract.pk, stay.client_id) for stay in kept}
    left_out = shown_count(found.left_out)
    return ResearchFile(
        people=_people(kept, found, pseudonyms),
        scores=tuple(sorted(_scores(kept, pseudonyms, extract, until))),
        k=extract.k,
        smallest=found.smallest,
        steps=found.steps,
        left_out=left_out.value,
        data_until=until,
        library_version=library().version,
        clients=tuple(stay.client_id for stay in kept),
    )


def pseudonym(project: UUID, client_id: UUID) -> str:
    """A name for one person in one project: keyed by the project's own key, so that two files cannot be joined."""
    return hmac.new(key_of(project), client_id.bytes, hashlib.sha256).hexdigest()[:PSEUDONYM_LETTERS]


def _people(kept: Sequence[_Stay], found: Anonymous, pseudonyms: Mapping[UUID, str]) -> tuple[Cells, ...]:
    """Sorted by pseudonym: the order in which people came would say when they did."""
    rows = (
        (pseudonyms[stay.client_id], *(values[name] for name in KNOWN), *stay.rest)
        for stay, values in zip(kept, found.values, strict=True)
    )
    return tuple(sorted(rows))


def _ladders(frequent: Mapping[str, set[str]]) -> list[Ladder]:
    def told(name: str) -> Callable[[str], str]:
        # What only a few wrote may be words of their own, and no words leave.
        return lambda value: value if value in frequent[name] else OTHER

    def all_alike(_value: str) -> str:
        return ANY

    return [
        Ladder("age", (_band, _wide_band, lambda age: "0-17" if _band(age) == "0-17" else "18+", all_alike)),
        Ladder("gender", (told("gender"), all_alike)),
        Ladder("ethnicity", (told("ethnicity"), all_alike)),
        Ladder("deprivation", (_fifth, _half, all_alike)),
        Ladder("problem", (lambda group: group if group in {*frequent["problem"], NOT_STATED} else ANOTHER, all_alike)),
        Ladder("site", (str, all_alike)),
        Ladder("began", (str, lambda quarter: quarter[:4], all_alike)),
    ]


def _band(age: str) -> str:
    if not age.isdigit():
        return NOT_STATED
    return next((f"{low}-{high}" for low, high in AGE_BANDS[:-1] if low <= int(age) <= high), "75+")


def _wide_band(age: str) -> str:
    wide = {
        "0-17": "0-17",
        "18-24": "18-34",
        "25-34": "18-34",
        "35-44": "35-54",
        "45-54": "35-54",
        NOT_STATED: NOT_STATED,
    }
    return wide.get(_band(age), "55+")


def _fifth(value: str) -> str:
    return value if value in {"1", "2", "3", "4", "5"} else NOT_STATED


def _half(value: str) -> str:
    return {"1": "1-2", "2": "1-2", "3": "3-5", "4": "3-5", "5": "3-5"}.get(value, NOT_STATED)


def _stays(extract: ResearchExtract, until: date) -> Iterator[_Stay]:
    """Those whose newest answer to research is yes, each with the first stay only: a second one is a rarity to know."""
    zone = ZoneInfo(extract.service.time_zone)
    newest = Consent.objects.filter(client=OuterRef("client"), purpose="research").order_by(
        "-decided_at", "-made_at", "-pk"
    )
    rows = (
        Episode.objects.filter(client__service=extract.service, referral__received_on__lte=until)
        .annotate(says_yes=Subquery(newest.values("is_given")[:1]))
        .filter(says_yes=True)
        .select_related("referral", "client__site")
        .order_by("client_id", "opened_on", "made_at", "pk")
    )
    first = list({one.client_id: one for one in reversed(list(rows))}.values())[::-1]
    visits = _visits(extract, _over(until, zone), zone)
    for start in range(0, len(first), MANY_AT_ONCE):
        some = first[start : start + MANY_AT_ONCE]
        preload([one.client_id for one in some])
        problems = main_problems(some)
        for one in some:
            yield _stay(one, problems.get(one.pk, NOT_STATED), visits.get(one.client_id, []), until, zone)


def _over(until: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(until + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)


def _visits(extract: ResearchExtract, over: datetime, zone: ZoneInfo) -> dict[UUID, list[tuple[date, str]]]:
    rows = (
        Attendance.objects.filter(
            client__service=extract.service, replaced_by__isnull=True, session__starts_at__lt=over
        )
        .exclude(session__group__kind="peer")
        .order_by("session__starts_at", "pk")
        .values_list("client_id", "session__starts_at", "status")
    )
    found: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    for client_id, starts_at, status in rows.iterator(chunk_size=2000):
        found[client_id].append((starts_at.astimezone(zone).date(), status))
    return found


def _stay(one: Episode, problem: str, visits: list[tuple[date, str]], until: date, zone: ZoneInfo) -> _Stay:
    received = one.referral.received_on
    ended = one.ended_at.astimezone(zone).date() if one.ended_at else None
    ended = ended if ended and ended <= until else None
    met = [(day, status) for day, status in visits if one.opened_on <= day and (ended is None or day <= ended)]
    came = [day for day, status in met if status in PRESENT]
    equity = one.client.equity or {}
    known = {name: str(equity.get(name) or NOT_STATED) for name in ("gender", "ethnicity", "deprivation")}
    known |= {
        "age": _age(one.client, received),
        "problem": problem,
        "site": one.client.site.name,
        "began": f"{received.year}-Q{(received.month + 2) // 3}",
    }
    rest = (
        _weeks(received, came[0] if came else None),
        str(len(came)),
        str(sum(status == "did_not_attend" for _day, status in met)),
        _weeks(received, ended),
        one.ending if ended else "",
    )
    return _Stay(one.client_id, one.pk, received, known, rest)


def _age(client: Client, on: date) -> str:
    try:
        born = date.fromisoformat(client.date_of_birth)
    except (TypeError, ValueError):
        return NOT_STATED
    return str(max(on.year - born.year - ((on.month, on.day) < (born.month, born.day)), 0))


def _weeks(since: date, day: date | None) -> str:
    """Whole weeks since the referral: no date leaves."""
    return "" if day is None or day < since else str((day - since).days // DAYS_IN_A_WEEK)


def _scores(
    kept: Sequence[_Stay], pseudonyms: Mapping[UUID, str], extract: ResearchExtract, until: date
) -> Iterator[Cells]:
    """Totals that the person gave in that stay; measures of the service's own stay here, as their names are words."""
    stays, zone = {stay.episode_id: stay for stay in kept}, ZoneInfo(extract.service.time_zone)
    rows = Score.objects.standing().filter(
        client__service=extract.service,
        scale="total",
        value__isnull=False,
        measurement__respondent="self",
        measurement__instrument__in=list(library().instruments),
        measurement__taken_at__lt=_over(until, zone),
    )
    fields = (
        "measurement__episode_id",
        "measurement__taken_at",
        "measurement__instrument",
        "measurement__instrument_version",
        "value",
    )
    for episode, taken_at, instrument, version, value in rows.values_list(*fields).iterator(chunk_size=2000):
        if (stay := stays.get(episode)) is not None:
            weeks = _weeks(stay.received_on, taken_at.astimezone(zone).date())
            yield pseudonyms[stay.client_id], weeks, instrument, version, "total", f"{value:g}"
