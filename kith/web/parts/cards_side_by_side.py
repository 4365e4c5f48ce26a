"""Options side by side in plain words, the same for two people at one screen and for the person alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith import pictures
from kith.care.queries.evidence import People
from kith.care.queries.side_by_side import WHAT_MATTERS, Card, SideBySide
from kith.web.parts.harm_often import often_told
from kith.web.parts.hundred_people import hundred_people
from kith.web.parts.strength_words import MINE

MATTERS: dict[str, Any] = {
    "chance": lazy("A good chance that it helps"),
    "few_meetings": lazy("Not too many meetings"),
    "little_work": lazy("Little to do between meetings"),
    "one_to_one": lazy("Just me and one helper"),
    "with_others": lazy("Doing it with other people"),
    "from_home": lazy("Doing it from home"),
}
HOW_MUCH: dict[int, Any] = {
    0: lazy("Does not matter"),
    1: lazy("Matters"),
    2: lazy("Matters a lot"),
}
WITHOUT: dict[str, Any] = {
    "usual_care": lazy("the usual care"),
    "enhanced_usual_care": lazy("the usual care and a bit more"),
    "any_control": lazy("waiting or the usual care"),
    "placebo": lazy("a treatment that only looks like one"),
    "no_treatment": lazy("no help"),
    "waiting_list": lazy("waiting for help"),
    "active_control": lazy("attention of another kind"),
    "other_therapy": lazy("another kind of help"),
    "medicine": lazy("medicine"),
}


def matters_in(given: Any) -> dict[str, int]:
    """What was said to matter, out of a form or an address; anything else counts as not mattering."""
    return {name: int(given[name]) for name in WHAT_MATTERS if given.get(name) in ("1", "2")}


def matters_asked(matters: Any) -> list[dict[str, Any]]:
    """Each thing that may matter, with its three answers."""
    return [
        {
            "name": name,
            "label": MATTERS[name],
            "answers": [(value, label, matters.get(name, 0) == value) for value, label in HOW_MUCH.items()],
        }
        for name in WHAT_MATTERS
    ]


def cards_told(shown: SideBySide) -> list[dict[str, Any]]:
    """Every option in plain words; its place and the reason for it beside it."""
    most = max((card.between_minutes or 0 for card in shown.cards), default=0)
    return [_card(card, most) for card in shown.cards]


def _card(card: Card, most_minutes: int) -> dict[str, Any]:
    return {
        "card": card,
        "title": _("Nothing for now") if card.is_nothing else card.title,
        "meetings": _meetings(card),
        "work": _work(card),
        "between": _between(card),
        "effort": None if card.is_nothing else _effort(card, most_minutes),
        "harms": [
            {"words": harm.words, "told": often_told(harm.how_often), "often": harm.how_often} for harm in card.harms
        ],
        "is_counted": any(harm.how_often for harm in card.harms),
        "chance": _chance(card.people) if card.people is not None else None,
        "picture": hundred_people(card.people) if card.people is not None else None,
        "answers": [MATTERS[name] for name in card.answers],
        "does_not": [MATTERS[name] for name in card.does_not],
        "moved": _moved(card),
        "builds_on": [MINE[name] for name in card.builds_on],
        "wait": _wait(card),
    }


def _meetings(card: Card) -> str:
    if card.is_nothing:
        return _("No meetings for this. You can come back at any time.")
    told = {"low": card.sessions_min, "high": card.sessions_max, "minutes": card.minutes}
    if card.sessions_min == card.sessions_max:
        return _("%(high)d meetings of %(minutes)d minutes") % told
    return _("%(low)d to %(high)d meetings of %(minutes)d minutes") % told


def _work(card: Card) -> str:
    """How much there is to do between meetings, in tenths of the meetings, never more exact than it is."""
    if card.work == 0:
        return _("Nothing to do in between.")
    if card.work < 0.5:
        return _("Now and then something small to do in between.")
    return _("After most meetings something small to do in between.")


def _between(card: Card) -> str:
    """Minutes on paper between two meetings; what is done in life comes on top, and nobody can count it."""
    if card.work == 0:
        return ""
    if card.between_minutes is None:
        return _("How many minutes that takes, nobody has counted.")
    return ngettext(
        "About %(n)d minute to read, write or practise between meetings. What you try out in your day comes on top.",
        "About %(n)d minutes to read, write or practise between meetings. What you try out in your day comes on top.",
        card.between_minutes,
    ) % {"n": card.between_minutes}


def _minutes_between(card: Card) -> str:
    """The same in a few words, to stand above the bar."""
    if card.work == 0:
        return _work(card)
    if card.between_minutes is None:
        return _("Between meetings: minutes not counted")
    return ngettext("Between meetings: %(n)d minute", "Between meetings: %(n)d minutes", card.between_minutes) % {
        "n": card.between_minutes
    }


def _effort(card: Card, most_minutes: int) -> pictures.Drawing:
    """Meetings as dots and minutes as a bar, in the same measure for every card beside it."""
    words = pictures.EffortWords(_meetings(card), _minutes_between(card))
    return pictures.effort(
        card.sessions_min,
        card.sessions_max,
        card.between_minutes,
        most_minutes=most_minutes,
        words=words,
        title=_("How much effort"),
        sentence=f"{words.meetings}. {words.between}",
    )


def _wait(card: Card) -> str:
    if card.weeks_wait is None:
        return ""
    weeks = max(round(card.weeks_wait), 1)
    return ngettext("It begins after about %(n)d week.", "It begins after about %(n)d weeks.", weeks) % {"n": weeks}


def _chance(people: People) -> dict[str, str]:
    told = {
        "without": people.without_help,
        "with": people.with_help,
        "low": people.with_help_low,
        "high": people.with_help_high,
        "other": WITHOUT[people.against],
    }
    return {
        "with": _("With it: about %(with)d of 100 people do better than the average person without it.") % told,
        "without": _("Without it (%(other)s): %(without)d of 100.") % told,
        "doubt": _("Not sure: it could be %(low)d to %(high)d of 100. Nobody can tell for you alone.") % told,
    }


def _moved(card: Card) -> str:
    if card.moved == "up":
        return _("Moved forward, because of what matters to you.")
    if card.moved == "down":
        return _("Moved back, because others fit better what matters to you.")
    return ""
