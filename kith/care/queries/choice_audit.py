"""Whether choices and how care ended differ between groups, as the newest snapshot froze it. No client is concerned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kith.care.models import Evaluation, Service
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer, check_function
from kith.care.queries.looking import note_seen
from kith.care.queries.outcomes import Snapshot
from kith.science.outcomes import PublishedCount, PublishedRate
from kith.science.recommendation import PROTECTED, SHARES, is_trait

HELD_BY_RECORD = frozenset({"age", "deprivation", "ethnicity", "gender"})
"""The protected attributes that a record can hold. Of the others nobody is asked, so no audit can see them."""


@dataclass(frozen=True)
class Apart:
    """One share of one group that is wholly apart from that of everybody else. `protocol` is a title, or empty."""

    stratum: str
    group: str
    share: str
    protocol: str
    rate: PublishedRate
    rest: PublishedRate


@dataclass(frozen=True)
class GroupShown:
    """One group with its shares, by their names."""

    group: str
    people: PublishedCount
    shares: Mapping[str, PublishedRate]


@dataclass(frozen=True)
class ProtocolShown:
    """One intervention: to whom it was suggested and who chose it, in the order of the groups."""

    title: str
    suggested: tuple[PublishedRate, ...]
    chosen: tuple[PublishedRate, ...]


@dataclass(frozen=True)
class StratumShown:
    """The groups of one attribute. `can_show` is False where every group is too small."""

    name: str
    groups: tuple[GroupShown, ...]
    protocols: tuple[ProtocolShown, ...]
    can_show: bool


@dataclass(frozen=True)
class ChoiceAudit:
    """The audit in one snapshot; `snapshot` and `people` are None where none has one.

    `held_only` are protected attributes that the record holds and the snapshot does not compare by; `not_held` those
    that the record does not hold.
    """

    time_zone: str
    snapshot: Snapshot | None = None
    people: PublishedCount | None = None
    strata: tuple[StratumShown, ...] = ()
    held_only: tuple[str, ...] = ()
    not_held: tuple[str, ...] = ()
    apart: tuple[Apart, ...] = ()


def choice_audit(*, viewer: Viewer, at: datetime) -> ChoiceAudit:
    """What the newest snapshot that has an audit says. Sites and practitioners are in none."""
    check_function(viewer, "programme")
    service = Service.objects.get(pk=viewer.service_id)
    kept = service.evaluations.filter(results__has_key="choices").order_by("-taken_at", "-made_at", "-pk").first()
    note_seen(viewer, "choice_audit.seen", [], at=at, about=kept)
    return ChoiceAudit(service.time_zone) if kept is None else _shown(kept, service.time_zone)


def _shown(kept: Evaluation, time_zone: str) -> ChoiceAudit:
    stored: Mapping[str, Any] = kept.results["choices"]
    titles = {name: _title(name) for name in stored["protocols"]}
    unseen = [each for each in sorted(PROTECTED) if not any(is_trait(name, each) for name in stored["strata"])]
    return ChoiceAudit(
        time_zone,
        Snapshot(kept.pk, kept.period_from, kept.period_to, kept.taken_at),
        PublishedCount(**stored["people"]),
        tuple(_stratum(name, rows, titles) for name, rows in stored["strata"].items()),
        tuple(each for each in unseen if each in HELD_BY_RECORD),
        tuple(each for each in unseen if each not in HELD_BY_RECORD),
        tuple(one for name, rows in stored["strata"].items() for row in rows for one in _apart(name, row, titles)),
    )


def _stratum(name: str, rows: list[dict[str, Any]], titles: Mapping[str, str]) -> StratumShown:
    rates = [{share: PublishedRate(**told) for share, told in row["shares"].items()} for row in rows]
    groups = tuple(
        GroupShown(row["group"], PublishedCount(**row["people"]), {share: told[share] for share in SHARES})
        for row, told in zip(rows, rates, strict=True)
    )
    protocols = tuple(
        ProtocolShown(
            title,
            tuple(told[f"suggested:{protocol}"] for told in rates),
            tuple(told[f"chosen:{protocol}"] for told in rates),
        )
        for protocol, title in titles.items()
    )
    return StratumShown(name, groups, protocols, any(one.people.people for one in groups))


def _apart(stratum: str, row: Mapping[str, Any], titles: Mapping[str, str]) -> list[Apart]:
    found = []
    for name, rest in row["apart"].items():
        share, _, protocol = name.partition(":")
        mine = PublishedRate(**row["shares"][name])
        found.append(Apart(stratum, row["group"], share, titles.get(protocol, ""), mine, PublishedRate(**rest)))
    return found


def _title(protocol: str) -> str:
    shelf = library().protocols
    return shelf[protocol].title if protocol in shelf else protocol
