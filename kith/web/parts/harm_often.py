"""How often something hard happens, in words and as a hundred people; that nobody knows is said as well."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith import pictures
from kith.care.queries.counted_harms import HowOften

CHECKED: dict[str, Any] = {
    "verified": lazy("read at its source"),
    "computed": lazy("worked out by us"),
    "recalled": lazy("from memory, not yet checked"),
    "convention": lazy("our own convention"),
}


def often_told(often: HowOften | None) -> dict[str, Any]:
    """The count, among whom it was counted, where from, and a picture where it was checked."""
    if often is None:
        return {"is_known": False, "count": _("Not known how often.")}
    return {
        "is_known": True,
        "count": _count(often),
        "who": often.who,
        "source": often.source,
        "checked": CHECKED[often.provenance],
        "picture": _picture(often) if often.is_checked else None,
    }


def often_in_a_line(often: HowOften | None) -> str:
    """The same as one line for paper."""
    told = often_told(often)
    if not told["is_known"]:
        return str(told["count"])
    return _("%(count)s Counted among: %(who)s (%(source)s; %(checked)s)") % told


def _count(often: HowOften) -> str:
    low, high = round(often.low), round(often.high)
    if high == 0:
        return _("Fewer than 1 of 100 people.")
    if low == high:
        return _("About %(n)d of 100 people.") % {"n": high}
    if low == 0:
        return _("Up to %(n)d of 100 people.") % {"n": high}
    return _("%(low)d to %(high)d of 100 people.") % {"low": low, "high": high}


def _picture(often: HowOften) -> pictures.Drawing | None:
    """Those to whom it happened come first, in the colour of those who fare worse, and as many as at the most.

    None of fewer than one in a hundred: hollow people alone read as nobody.
    """
    low, high = round(often.low), round(often.high)
    if high == 0:
        return None
    happened = _("It happened to them: %(n)d") if low == high else _("It happened to them, at the most: %(n)d")
    return pictures.icon_array(
        high,
        0,
        words=pictures.IconWords(
            alike="",
            more="",
            fewer=happened % {"n": high},
            rest=_("It did not happen to them: %(n)d") % {"n": 100 - high},
        ),
        title=_("A hundred people"),
        sentence=_count(often),
    )
