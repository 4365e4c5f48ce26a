"""Numbers in plain sentences: what changed, since when, and what that means. Never a label for the person."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kith.care.queries.my_change import Change


def number(value: float) -> str:
    """As the reader writes it, without a fraction that says nothing."""
    return number_format(round(value, 1), decimal_pos=0 if float(value).is_integer() else 1)


def since_start(change: Change | None) -> str:
    """The score beside the first one."""
    return (
        _sentence(change, is_start=True) if change else _("This is your first answer. It is the start to compare with.")
    )


def since_last(change: Change | None) -> str:
    """The score beside the one before; nothing when there is none."""
    return _sentence(change, is_start=False) if change else ""


def _sentence(change: Change, *, is_start: bool) -> str:
    return " ".join(part for part in (_moved(change, is_start), _meaning(change)) if part)


def _moved(change: Change, is_start: bool) -> str:
    values = {"points": number(change.points), "before": number(change.before), "now": number(change.now)}
    if change.went == "nowhere":
        return (
            _("Your score is the same as at your start: %(now)s.")
            if is_start
            else _("Your score is the same as last time: %(now)s.")
        ) % values
    if change.went == "down":
        return (
            _("Since your start your score went down %(points)s, from %(before)s to %(now)s.")
            if is_start
            else _("Since last time it went down %(points)s, from %(before)s to %(now)s.")
        ) % values
    return (
        _("Since your start your score went up %(points)s, from %(before)s to %(now)s.")
        if is_start
        else _("Since last time it went up %(points)s, from %(before)s to %(now)s.")
    ) % values


def _meaning(change: Change) -> str:
    if change.kind == "better":
        return _("That is a real improvement.")
    if change.kind == "worse":
        return _("Things seem harder than before. Please talk about it together.")
    if change.kind == "same" and change.went != "nowhere":
        return _("A step this small can be chance: no clear change.")
    return ""


def how_it_came(mode: str) -> str:
    """How one's own answers came in, in one's own words."""
    words = {
        "own_login": _("with your log-in"),
        "link": _("by a link"),
        "kiosk": _("on a tablet"),
        "paper": _("on paper"),
        "interview": _("in a talk"),
    }
    return words[mode]
