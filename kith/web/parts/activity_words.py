"""The words of things to do nearby that the person's pages and those of staff share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.activities import ActivityShown, OutingShown, Suggested
from kith.web.parts.as_written import as_written
from kith.web.parts.week_words import language_words

INTERESTS = {
    "music": lazy("Music and singing"),
    "making": lazy("Making things"),
    "garden": lazy("Plants and gardens"),
    "cooking": lazy("Cooking and eating"),
    "reading": lazy("Books and stories"),
    "sport": lazy("Sport and dancing"),
    "walking": lazy("Walking outside"),
    "animals": lazy("Animals"),
    "games": lazy("Games"),
    "faith": lazy("Faith"),
    "learning": lazy("Learning something"),
    "helping": lazy("Helping others"),
    "talking": lazy("Talking over tea"),
}
ACCESS = {
    "step_free": lazy("No steps"),
    "quiet": lazy("Quiet"),
    "hearing_loop": lazy("A hearing loop"),
    "childcare": lazy("Children can be looked after"),
}
COSTS = {"free": lazy("Free"), "a_little": lazy("Costs a little"), "more": lazy("Costs more")}
DISTANCES = {
    "at_home": lazy("At home, by phone or online"),
    "on_foot": lazy("A walk away"),
    "short_ride": lazy("A short ride away"),
    "long_ride": lazy("A long ride away"),
}
KNOWN = {"yes": lazy("Yes"), "no": lazy("No"), "unknown": lazy("Nobody knows yet")}
WENT = {"yes": lazy("Went"), "no": lazy("Did not go"), "not_said": lazy("Would rather not say")}
NEXT = {
    "ask": lazy("Ask what they used to enjoy, and look at the list together."),
    "wait": lazy("A plan stands. Ask what would make going easier, and how it was when the day has passed."),
    "listen": lazy("Ask, without pressing, what the outing was like. Not saying is an answer too."),
    "again": lazy("It was good. Ask whether they would like to go again, and when."),
    "ease": lazy("It was all right. Ask what one thing would make the next time easier."),
    "other": lazy("It was hard. Ask what made it so, and whether something else on the list would suit better."),
    "smaller": lazy("It did not happen. Ask what was in the way, and make the next step smaller."),
    "go_along": lazy("Two plans in a row did not happen. Offer that somebody goes along the first time."),
}
MISSING = {
    "interest": lazy("Not what was wished for"),
    "language": lazy("In another language"),
    "cost": lazy("Costs more than wished"),
    "distance": lazy("Further away than wished"),
}
NOT_IN = {
    "step_free": lazy("There are steps"),
    "quiet": lazy("It is loud"),
    "hearing_loop": lazy("No hearing loop"),
    "childcare": lazy("Children cannot be looked after"),
}
TO_ASK = {
    "language": lazy("Which language do they speak?"),
    "cost": lazy("What does it cost?"),
    "distance": lazy("How far is it?"),
}
NEED_TO_ASK = {
    "step_free": lazy("Are there steps?"),
    "quiet": lazy("Is it quiet?"),
    "hearing_loop": lazy("Is there a hearing loop?"),
    "childcare": lazy("Can children be looked after?"),
}


OTHERWISE = lazy("Would suit too; five are enough to choose from")


def suggestion_rows(found: Iterable[Suggested]) -> list[dict[str, Any]]:
    """Each with its facts and its reasons in words."""
    return [
        facts_of(one.activity)
        | {
            "why": [_reason(point.about, point.which) for point in one.why.why],
            "to_ask": [NEED_TO_ASK.get(point.which) or TO_ASK[point.about] for point in one.why.to_ask],
            "in_the_way": [NOT_IN.get(point.which) or MISSING[point.about] for point in one.why.in_the_way]
            or [OTHERWISE],
        }
        for one in found
    ]


def facts_of(one: ActivityShown) -> dict[str, Any]:
    """What a card says about it. What nobody knows is said in words."""
    return {
        "one": one,
        "cost": COSTS.get(one.cost) or _("Nobody has asked what it costs"),
        "distance": DISTANCES.get(one.distance) or _("Nobody has written how far it is"),
        "access": [ACCESS[name] for name, answer in one.access.items() if answer == "yes"],
        "unknown": [ACCESS[name] for name, answer in one.access.items() if answer == "unknown"],
        "languages": [language_words(code) for code in one.languages],
        "interests": [INTERESTS[name] for name in one.interests],
    }


def outing_rows(found: Iterable[OutingShown]) -> list[dict[str, Any]]:
    """Each outing with what was told of it."""
    return [{"outing": one, "went": WENT.get(one.went, "")} for one in found]


def wish_rows(wants: Any) -> list[tuple[str, Any, list[Any]]]:
    """What was said, part by part: the part, its heading and the words; a part that was not asked has none."""
    rows = (
        ("interests", _("Likes"), INTERESTS),
        ("needs", _("Needs"), ACCESS),
        ("furthest", _("Goes as far as"), DISTANCES),
        ("cost", _("Money"), COSTS),
    )
    return [(part, heading, _said(wants.get(part), words, part in wants)) for part, heading, words in rows]


def _said(said: Any, words: Any, was_asked: bool) -> list[Any]:
    if said is None:
        return [_("Would rather not say")] if was_asked else []
    chosen = [said] if isinstance(said, str) else said
    return [words[one] for one in chosen] or [_("Nothing special")]


def _reason(about: str, which: str) -> Any:
    if about == "language":
        return as_written(language_words(which))
    return {"interest": INTERESTS, "need": ACCESS, "cost": COSTS, "distance": DISTANCES}[about][which]
