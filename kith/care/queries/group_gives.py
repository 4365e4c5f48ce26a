"""What a group gives its members and what it costs them: for each who has a place, and for all as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.db.models import Q

from kith.care.models import Group, Measurement, Membership, Session
from kith.care.models.asking import GROUP_CHECK
from kith.care.models.group_answers import BURDENED, answers_about_meetings, met_elsewhere
from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.models.places import current_members
from kith.care.permissions import Access, Viewer, blocked_clients
from kith.science.groups import LITTLE, MUCH, Advice, AsAWhole, as_a_whole, what_to_do
from kith.science.instruments import score

BENEFIT: Final = "sociotherapy-benefit"
HARD_SIDE: Final = "sociotherapy-safety"
PARTS: Final = ("communication", "support", "own_worth", "ease")
TOTAL: Final = "total"
# Answers to these words did not yet know that those who lead the group read them.
NOT_TOLD_THEN: Final = Q(instrument=HARD_SIDE, instrument_version="1.0.0")


@dataclass(frozen=True)
class PartShown:
    """One part of the good side: how much, and whether it changed since the first time; None where that is unknown."""

    title: str
    level: Literal["little", "some", "much"] | None
    change: Literal["more", "less", "same"] | None


@dataclass(frozen=True)
class MemberGives:
    """One member: the good side, the signals of the hard side in words, and one thing to do differently.

    `benefit_at` and `burden_at` are None where that side was never answered; that is not the same as nothing there.
    """

    client_id: UUID
    name: str
    number: str
    benefit_at: datetime | None
    parts: tuple[PartShown, ...]
    burden_at: datetime | None
    burdens: tuple[str, ...]
    advice: Advice


@dataclass(frozen=True)
class WholeGives:
    """One scale for everybody who answered twice, or more often."""

    title: str
    highest: float
    higher_is_worse: bool
    whole: AsAWhole


@dataclass(frozen=True)
class GroupGives:
    """Members in the order in which they came, and the group as a whole."""

    members: tuple[MemberGives, ...]
    whole: tuple[WholeGives, ...]


def group_gives(
    *, viewer: Viewer, group: Group, held: Sequence[Session], access: Access, language: str, at: datetime
) -> GroupGives | None:
    """None where this viewer may not know, and where no member was ever asked; for a query that notes who was seen."""
    if not access.can("R", "group_check"):
        return None
    hidden = blocked_clients(viewer)
    shown = [one for one in current_members(group, at) if one.client_id not in hidden]
    places = list(group.memberships.order_by("starts", "pk"))
    preload([one.client_id for one in places])
    good, hard = (_answered(group, held, places, name) for name in (BENEFIT, HARD_SIDE))
    if not good and not hard:
        return None
    checks = _checks(group, [one.client_id for one in shown])
    members = tuple(_member(one, good[one.client_id], hard[one.client_id], checks, language) for one in shown)
    whole = (*_whole(BENEFIT, (TOTAL, *PARTS), good, language), *_whole(HARD_SIDE, (TOTAL,), hard, language))
    return GroupGives(members, whole)


def _answered(
    group: Group, held: Sequence[Session], places: Iterable[Membership], instrument: str
) -> defaultdict[UUID, list[Measurement]]:
    """Client -> what they answered while they had a place, in order of time; nothing said after another group met."""
    since = defaultdict[UUID, list[Membership]](list)
    for place in places:
        since[place.client_id].append(place)
    own, others = [one.starts_at for one in held], met_elsewhere(group, since)
    rows = Measurement.objects.standing().filter(client__in=since, instrument=instrument, respondent="self")
    found = defaultdict[UUID, list[Measurement]](list)
    for row in rows.exclude(NOT_TOLD_THEN).prefetch_related("scores").order_by("taken_at", "made_at", "pk"):
        there = next((one for one in since[row.client_id] if _holds(one, row.taken_at)), None)
        if there is not None:
            last_own = max((when for when in own if when <= row.taken_at), default=there.starts)
            if not any(last_own < when <= row.taken_at for when in others[row.client_id]):
                found[row.client_id].append(row)
    return found


def _holds(place: Membership, at: datetime) -> bool:
    return place.starts <= at and (place.ends is None or at < place.ends)


def _checks(group: Group, people: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Client -> the burdens of their newest check of a meeting."""
    answers = answers_about_meetings(group, people, GROUP_CHECK)
    return {one.client: tuple(flag for flag in one.flags if flag in BURDENED) for one in answers}


def _member(
    one: Membership,
    good: Sequence[Measurement],
    hard: Sequence[Measurement],
    checks: Mapping[UUID, tuple[str, ...]],
    language: str,
) -> MemberGives:
    now, first = (_scores(good[-1]), _scores(good[0])) if good else ({}, {})
    signals = (*(_told(hard[-1]) if hard else ()), *checks.get(one.client_id, ()))
    is_asked = bool(hard) or one.client_id in checks
    names = library().wording(BENEFIT, language).scales
    return MemberGives(
        client_id=one.client_id,
        name=one.display_name,
        number=one.client.number,
        benefit_at=good[-1].taken_at if good else None,
        parts=tuple(
            _part(part, names[part].name, now.get(part), first.get(part) if len(good) > 1 else None)
            for part in (PARTS if good else ())
        ),
        burden_at=hard[-1].taken_at if hard else None,
        burdens=_words(signals, language) if is_asked else (),
        advice=what_to_do(
            {part: now.get(part) for part in PARTS} if good else None,
            signals if is_asked else None,
            is_little=_is_little(now.get(TOTAL)),
            has_fallen=_has_fallen(first.get(TOTAL), now.get(TOTAL)),
        ),
    )


def _part(part: str, title: str, now: float | None, first: float | None) -> PartShown:
    level: Literal["little", "some", "much"] | None = None
    if now is not None:
        level = "little" if now < LITTLE else "some" if now < MUCH else "much"
    if now is None or first is None:
        return PartShown(title, level, None)
    step = _signal(part)
    return PartShown(title, level, "more" if now - first >= step else "less" if first - now >= step else "same")


def _signal(scale: str) -> float:
    """By how much a scale of the good side must change before it is a reason to talk."""
    return next(one.value for one in library().instruments[BENEFIT].change if one.scale == scale)


def _scores(row: Measurement) -> dict[str, float | None]:
    return {one.scale: one.value for one in row.scores.all()}


def _told(row: Measurement) -> tuple[str, ...]:
    """Signals for those who lead; what has a safety response goes to the care team alone, and the page said so."""
    definition = library().instruments[HARD_SIDE]
    to_the_team = {flag.id for flag in definition.flags if flag.response}
    return tuple(flag for flag in score(definition, row.answers).flags if flag not in to_the_team)


def _words(signals: Iterable[str], language: str) -> tuple[str, ...]:
    words = library().wording(HARD_SIDE, language).flags | library().wording(GROUP_CHECK, language).flags
    return tuple(words[signal] for signal in dict.fromkeys(signals))


def _is_little(total: float | None) -> bool:
    flag = next(one for one in library().instruments[BENEFIT].flags if one.scale == TOTAL)
    assert flag.below is not None
    return total is not None and total < flag.below


def _has_fallen(first: float | None, now: float | None) -> bool:
    return first is not None and now is not None and first - now >= _signal(TOTAL)


def _whole(
    instrument: str, scales: Iterable[str], answered: Mapping[UUID, Sequence[Measurement]], language: str
) -> list[WholeGives]:
    """First and newest score of everybody who ever had a place and has both; those who left count too."""
    definition, names = library().instruments[instrument], library().wording(instrument, language).scales
    by_id = {one.id: one for one in definition.scales}
    twice = [(_scores(rows[0]), _scores(rows[-1])) for rows in answered.values() if len(rows) > 1]
    found = []
    for scale in scales:
        both = [(first.get(scale), last.get(scale)) for first, last in twice]
        pairs = [(first, last) for first, last in both if first is not None and last is not None]
        worse = definition.is_worse_when_higher(scale)
        found.append(WholeGives(names[scale].name, by_id[scale].highest, worse, as_a_whole(pairs)))
    return found
