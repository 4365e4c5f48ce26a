"""The words of allocating: hours, ways to meet, reasons for a pair, and what is in the way of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith.care.queries.allocating import Decided, Declined, Proposal, Unplaced
from kith.care.queries.matching import OnStaff, Waiting
from kith.web.parts.as_written import as_written
from kith.web.parts.week_words import day_words, language_words, part_words

FORMATS = {
    "in person": lazy("in a room here"),
    "at home": lazy("at the person's home"),
    "video": lazy("by video"),
    "phone": lazy("by phone"),
}
GENDERS = {"woman": lazy("a woman"), "man": lazy("a man"), "other": lazy("somebody of another gender")}
UNKNOWN = {
    "parts": lazy("when they can come"),
    "formats": lazy("how they would like to meet"),
    "languages": lazy("which language they speak"),
}
# What is in the way, and the one thing that would take it out of the way.
BARS = {
    "not now": (lazy("they cannot begin now"), lazy("Ask them again when it has changed.")),
    "apart": (
        lazy("the two must not meet, or the pair was declined"),
        lazy("Somebody else is needed; this rule does not give way."),
    ),
    "language": (lazy("no language that both speak"), lazy("Look for somebody who speaks it.")),
    "training": (lazy("not trained in what was agreed"), lazy("Training, or another intervention agreed together.")),
    "must": (
        lazy("has not said to be what the person needs"),
        lazy("Ask the person whether it is a wish or a must."),
    ),
    "slot": (lazy("no free hour when they can come"), lazy("A free hour in one of the person's times.")),
    "format": (lazy("meets in another way in those hours"), lazy("Another way to meet in one of those hours.")),
    "needs": (lazy("the place does not meet an access need"), lazy("Another room, or another way to meet.")),
    "distance": (lazy("too far away"), lazy("Video or phone, if the person wants it.")),
}


def slot_words(slot: str) -> str:
    """“Tuesday, 10:00”."""
    day, _sign, hour = slot.partition("-")
    return _("%(day)s, %(hour)s") % {"day": day_words(int(day)), "hour": hour}


def when_words(way: Mapping[str, Any] | None) -> str:
    """Hour and way to meet of a decision as it is kept."""
    if way is None:
        return _("No hour agreed yet")
    return _("%(when)s, %(how)s") % {"when": slot_words(way["slot"]), "how": FORMATS[way["format"]]}


def weeks_words(weeks: float) -> str:
    """How long somebody has waited."""
    return ngettext("waits %(count)d week", "waits %(count)d weeks", int(weeks)) % {"count": int(weeks)}


def why_words(one: Decided) -> str:
    """Why this practitioner, in one sentence, from what is kept beside the decision."""
    way = one.way
    if way is None and one.is_override:
        return _("%(name)s chose you, though the proposal was another.") % {"name": one.decided_by}
    if way is None:
        return _("%(name)s chose you; nothing could be proposed yet.") % {"name": one.decided_by}
    nobody = _("nobody else could see them then")
    others = ngettext("%(count)d other could have too", "%(count)d others could have too", way["others"])
    said = [
        _("You are free when they can come and speak %(language)s") % {"language": language_words(way["language"])},
        _("you are who they asked for") if way["met"] else "",
        others % {"count": way["others"]} if way["others"] else nobody,
        _("%(name)s chose you by hand") % {"name": one.decided_by} if one.is_override else "",
    ]
    return "; ".join(one for one in said if one) + "."


def new_rows(found: Iterable[Decided]) -> list[tuple[Decided, str, str]]:
    """People who are new for a practitioner, with the hour and why."""
    return [(one, when_words(one.way), why_words(one)) for one in found]


def asked_words(one: Waiting) -> list[tuple[str, str]]:
    """What somebody asked for, as facts; what was not said stands there as not said."""
    if one.wish is None:
        return []
    asks, unsaid = one.wish.asks, _("not said")
    gender = ""
    if asks["gender"]:
        strength = _("%(who)s, a must") if asks["is_must"] else _("%(who)s, a wish")
        gender = strength % {"who": GENDERS[asks["gender"]]}
    return [
        (_("Can come"), "; ".join(part_words(part) for part in asks["parts"]) or unsaid),
        (_("Meets"), ", ".join(str(FORMATS[name]) for name in asks["formats"]) or unsaid),
        (_("Speaks"), as_written(", ".join(language_words(code) for code in asks["languages"])) or unsaid),
        (_("Would see"), gender or unsaid),
        (_("Somebody who knows"), as_written(asks.get("community", "")) or unsaid),
    ]


def reasons(one: Proposal) -> list[str]:
    """What speaks for the pair."""
    match = one.match
    found = [
        _("free when they can come"),
        _("speaks %(language)s") % {"language": language_words(match.language)},
        *(_as_wished(name, value) for name, value in match.met),
        _("%(people)d of %(most)d people with them") % _load(one.practitioner),
    ]
    return [each for each in found if each]


def given_up(one: Proposal) -> list[str]:
    """What the person wished for and does not get here."""
    match, asks = one.match, one.waiting.wish.asks if one.waiting.wish else {}
    found = []
    if not match.is_first_language:
        first = {"language": language_words(asks["languages"][0])}
        found.append(_("not in %(language)s, the language they would like best") % first)
    if asks.get("formats") and match.way.format != asks["formats"][0]:
        found.append(_("not %(how)s, which they would like best") % {"how": FORMATS[asks["formats"][0]]})
    for wish in match.unmet:
        why = (
            _("nobody who could see them has said to be that")
            if wish.why == "nobody"
            else _("those who are, are needed elsewhere")
        )
        found.append(_not_as_wished(wish.name, wish.value, why))
    return found


def in_the_way(one: Unplaced) -> tuple[str, list[tuple[str, str, str]]]:
    """Why somebody has nobody, and (what is in the way, with whom, what would help) where one thing is."""
    if one.is_left_out:
        return _("Left out by hand."), []
    if one.waiting.wish is not None and one.waiting.wish.not_now:
        return _("They cannot begin now: %(why)s") % {"why": one.waiting.wish.not_now}, []
    if one.full:
        names = {"names": ", ".join(one.full)}
        return _("%(names)s could see them, but has no place or free hour left.") % names, _steps(one)
    if one.one_step:
        return _("Only one thing is in the way:"), _steps(one)
    return _("More than one rule is in the way with everybody."), []


def barred_words(one: Unplaced) -> list[tuple[str, list[str]]]:
    """Practitioner by practitioner, every rule that is in the way."""
    return [(name, [str(BARS[bar.by][0]) for bar in bars]) for name, bars in one.barred]


def staff_words(one: OnStaff) -> str:
    """What a practitioner has free, or that it is not known."""
    if one.is_away:
        return _("away now")
    if one.said is None or one.places is None:
        return _("has not said yet what they bring: not proposed")
    hours = ngettext("%(count)d free hour", "%(count)d free hours", len(one.hours)) % {"count": len(one.hours)}
    places = ngettext("%(count)d place left", "%(count)d places left", one.places) % {"count": one.places}
    return f"{places}, {hours}"


def declined_words(one: Declined) -> str:
    """Who declined the pair and when, or that the practitioner handed the person back."""
    told = {"name": one.decided_by, "day": date_format(one.decided_at, "DATE_FORMAT")}
    if one.is_handed_back:
        return _("Handed back by the practitioner on %(day)s. If that was a mistake, choose them by hand.") % told
    return _("Declined by %(name)s on %(day)s.") % told


def _steps(one: Unplaced) -> list[tuple[str, str, str]]:
    with_whom: dict[str, list[str]] = {}
    for name, bar in one.one_step:
        with_whom.setdefault(bar.by, []).append(name)
    return [(str(BARS[by][0]), ", ".join(names), str(BARS[by][1])) for by, names in with_whom.items()]


def _as_wished(name: str, value: str) -> str:
    if name == "community":
        return format_html("{}: {}", _("as they wished, says they know from within"), as_written(value))
    return _("as they wished: %(who)s") % {"who": GENDERS.get(value, value)}


def _not_as_wished(name: str, value: str, why: str) -> str:
    if name == "community":
        return format_html("{} ({}): {}", _("not somebody who knows what they wished"), as_written(value), why)
    return _("not %(who)s: %(why)s") % {"who": GENDERS.get(value, value), "why": why}


def _load(one: OnStaff) -> dict[str, int]:
    return {"people": one.people, "most": one.said.most_people if one.said else 0}
