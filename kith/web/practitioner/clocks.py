"""Clocks in words: how long until contact is due, or how long it has been overdue."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MADE = frozenset({"contacted", "planned", "closed"})


def clock_words(state: str, due_at: datetime, at: datetime) -> str:
    """What the clock of an alert says; once contact was made it has stopped."""
    if state in MADE:
        return _("contact made")
    told = {"time": _length(abs((due_at - at).total_seconds()))}
    return _("contact overdue by %(time)s") % told if at > due_at else _("contact due in %(time)s") % told


def follow_up_words(due_at: datetime, at: datetime) -> str:
    """What the clock of a follow-up says."""
    told = {"time": _length(abs((due_at - at).total_seconds()))}
    return _("overdue by %(time)s") % told if at >= due_at else _("due in %(time)s") % told


def is_late(state: str, due_at: datetime, at: datetime) -> bool:
    """Whether contact should have been made by now."""
    return state not in MADE and at > due_at


def _length(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        return _("%(count)d h") % {"count": minutes // 60}
    return ngettext("%(count)d day", "%(count)d days", minutes // 1440) % {"count": minutes // 1440}
