"""Options side by side for two people at one screen: what one would do, the chances, what may be hard, what fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from kith.care.models.knowledge import library
from kith.care.queries.counted_harms import HowOften, counted_harms
from kith.care.queries.evidence import People, evidence_behind
from kith.care.queries.options_today import Looked
from kith.science.protocols import Between, Protocol
from kith.science.recommendation import MATTERS, WEIGHTS, Option, Weighable, weigh

NOTHING = "nothing"
MOST_COMPARED = 2  # besides doing nothing for now: more than three columns are not weighed, they are skimmed
TOLD_HARMS = 3
TOLD_SENTENCES = 3
WITH_OTHERS = frozenset({"group", "peer", "couple", "family"})
FROM_HOME = frozenset({"self_guided", "blended"})
WHAT_MATTERS: tuple[str, ...] = MATTERS
HOW_MUCH: tuple[int, ...] = WEIGHTS


@dataclass(frozen=True)
class HarmTold:
    """Something that may be hard, and how often; None where nobody knows."""

    words: str
    how_often: HowOften | None


@dataclass(frozen=True)
class Card:
    """One option as both see it; `id` is NOTHING for nothing for now.

    `people` is None where nothing may be counted, `between_minutes` where nobody has counted them.
    """

    id: str
    title: str
    in_short: str
    in_full: str
    sessions_min: int
    sessions_max: int
    minutes: int
    work: float
    between_minutes: int | None
    harms: tuple[HarmTold, ...]
    formats: tuple[str, ...]
    builds_on: tuple[str, ...]
    weeks_wait: float | None
    people: People | None
    is_reviewed: bool
    answers: tuple[str, ...]
    does_not: tuple[str, ...]
    moved: str

    @property
    def is_nothing(self) -> bool:
        """Whether this is doing nothing for now."""
        return self.id == NOTHING


@dataclass(frozen=True)
class SideBySide:
    """The cards in the order of what matters, and whether the studies tell the interventions among them apart."""

    cards: tuple[Card, ...]
    is_told_apart: bool
    is_weighed: bool


def kept_cards(looked: Looked, compared: Iterable[str]) -> list[dict[str, Any]]:
    """What the record keeps of the options that were looked at side by side; only what may be offered is among them."""
    chosen = [option for name in dict.fromkeys(compared) if (option := looked.option(name)) is not None]
    return [_card(one, looked.protocols[one.offer.id]) for one in chosen[:MOST_COMPARED]]


def side_by_side(kept: Iterable[Mapping[str, Any]], matters: Mapping[str, int]) -> SideBySide:
    """The cards with doing nothing for now among them, in the order of what matters to the person."""
    cards = [*kept, _NOTHING]
    weighed = weigh([_weighable(card) for card in cards], {one: matters.get(one, 0) for one in MATTERS})
    by_id = {card["protocol"]: card for card in cards}
    tiers = {card["tier"] for card in cards if card["tier"] is not None}
    return SideBySide(
        cards=tuple(_shown(by_id[one.id], one.answers, one.does_not, one.moved) for one in weighed),
        is_told_apart=len(tiers) > 1,
        is_weighed=any(matters.values()),
    )


_NOTHING: Mapping[str, Any] = {
    "protocol": NOTHING,
    "title": "",
    "explanation": "",
    "dose": [0, 0, 0],
    "work": 0.0,
    "between_minutes": 0,
    "harms": [],
    "formats": [],
    "builds_on": [],
    "from_home": True,
    "weeks_wait": None,
    "people": None,
    "tier": None,
    "is_reviewed": True,
}


def _card(option: Option, protocol: Protocol) -> dict[str, Any]:
    told = evidence_behind(protocol).told
    places = {*option.offer.formats, *option.offer.settings}
    return {
        "protocol": protocol.id,
        "version": protocol.version,
        "title": protocol.title_for_client,
        "explanation": protocol.explanation_for_client,
        "dose": [protocol.dose.sessions_min, protocol.dose.sessions_max, protocol.dose.minutes],
        "work": round(sum(bool(page.between) for page in protocol.pages) / len(protocol.pages), 2),
        "between_minutes": _between_minutes(protocol),
        "harms": [harm.text for harm in protocol.harms],
        "how_often": {words: asdict(often) for words, often in counted_harms(protocol).items()},
        "formats": sorted(option.offer.formats),
        "builds_on": [told for one in option.reasons if one.code == "strength_built_on" for _name, told in one.places],
        "from_home": bool(places & (FROM_HOME | {"home", "online"})),
        "weeks_wait": option.offer.weeks_wait,
        "people": asdict(told.people) if told is not None and told.people is not None else None,
        "tier": option.tier,
        "is_reviewed": protocol.review.status == "reviewed",
    }


def _between_minutes(protocol: Protocol) -> int | None:
    """The middle of what sheets, practices and lessons between two meetings take, each once; None where none is known.

    What is done in life (tasks) has no minutes, and how often a sheet is filled in is up to the person.
    """
    given = [page.between for page in protocol.pages if page.between]
    if not given:
        return 0
    known = [told for between in given if (told := sum(_minutes(one) for one in between))]
    return round(median(known)) if known else None


def _minutes(one: Between) -> float:
    shelf = library()
    if one.worksheet is not None and one.worksheet in shelf.worksheets:
        return shelf.worksheets[one.worksheet].minutes
    if one.practice is not None and one.practice in shelf.practices:
        return shelf.practices[one.practice].minutes
    lesson = f"{one.lesson}.en"
    return shelf.lessons[lesson].front.minutes if lesson in shelf.lessons else 0


def _weighable(card: Mapping[str, Any]) -> Weighable:
    formats = set(card["formats"])
    return Weighable(
        id=card["protocol"],
        tier=card["tier"],
        meetings=card["dose"][1],
        work=card["work"],
        one_to_one="individual" in formats,
        with_others=bool(formats & WITH_OTHERS),
        from_home=card["from_home"],
    )


def _shown(card: Mapping[str, Any], answers: tuple[str, ...], does_not: tuple[str, ...], moved: str) -> Card:
    sentences = str(card["explanation"]).replace("\n", " ").split(". ")
    short = ". ".join(sentences[:TOLD_SENTENCES])
    people = card["people"]
    return Card(
        id=card["protocol"],
        title=card["title"],
        in_short=short if short.endswith((".", "?", "!")) or not short else f"{short}.",
        in_full=card["explanation"],
        sessions_min=card["dose"][0],
        sessions_max=card["dose"][1],
        minutes=card["dose"][2],
        work=card["work"],
        between_minutes=card.get("between_minutes"),  # not there in what was kept before it was counted
        harms=tuple(_harm(words, card.get("how_often", {}).get(words)) for words in card["harms"][:TOLD_HARMS]),
        formats=tuple(card["formats"]),
        builds_on=tuple(card.get("builds_on", ())),  # kept before strengths were asked: nobody knows
        weeks_wait=card["weeks_wait"],
        people=People(**people | {"new_place": _pair(people["new_place"])}) if people is not None else None,
        is_reviewed=card["is_reviewed"],
        answers=answers,
        does_not=does_not,
        moved=moved,
    )


def _harm(words: str, often: Mapping[str, Any] | None) -> HarmTold:
    return HarmTold(words, HowOften(**often) if often is not None else None)


def _pair(ends: Any) -> tuple[int, int] | None:
    return (ends[0], ends[1]) if ends is not None else None
