"""The map of connections in words and as a picture, for the person and for whom they show it to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith import pictures
from kith.care.queries.connections import LonelinessAsked, MapShown
from kith.web.parts.timelines import score_words

KINDS = {"person": lazy("a person"), "place": lazy("a place"), "group": lazy("a group")}
RINGS = {"close": lazy("close"), "near": lazy("near"), "further": lazy("further away")}


def map_context(shown: MapShown) -> dict[str, Any]:
    """Everything that a page shows of a map."""
    return {
        "drawing": map_drawing(shown) if shown.ties else None,
        "rows": [(tie, KINDS[tie.kind], RINGS[tie.ring]) for tie in shown.ties],
        "changed": change_words(shown),
        "since": shown.since,
        "days": [(day.isoformat(), date_format(day, "j F Y"), day == shown.since) for day in shown.days],
        "loneliness": loneliness_words(shown.loneliness) if shown.loneliness else None,
    }


def map_drawing(shown: MapShown) -> pictures.Drawing:
    """The three rings."""
    order = list(RINGS)
    marks = [pictures.RingMark(tie.called, tie.kind, order.index(tie.ring)) for tie in shown.ties]  # type: ignore[arg-type]
    words = pictures.RingWords(
        shown.middle,
        (_("Close"), _("Near"), _("Further away")),
        _("Person"),
        _("Place"),
        _("Group"),
    )
    return pictures.rings(marks, words=words, title=_("People and places around me"), sentence=_counted(shown))


def _counted(shown: MapShown) -> str:
    """“2 close, 3 near, 1 further away.”"""
    count = {ring: sum(tie.ring == ring for tie in shown.ties) for ring in RINGS}
    return _("On the map: %(close)d close, %(near)d near, %(further)d further away.") % count


def change_words(shown: MapShown) -> list[str]:
    """One line for each kind of change: “2 more people near”."""
    return [_lines(one.how, one.kind, one.count)[one.ring] for one in shown.changes]


def _lines(how: str, kind: str, count: int) -> Mapping[str, str]:
    things = _things(kind, count)
    given = {"things": things}
    lines: dict[str, dict[str, str]] = {
        "came": {
            "close": _("New and close: %(things)s") % given,
            "near": _("New and near: %(things)s") % given,
            "further": _("New, further away: %(things)s") % given,
        },
        "nearer": {
            "close": _("Moved nearer, now close: %(things)s") % given,
            "near": _("Moved nearer, now near: %(things)s") % given,
        },
        "further": {
            "near": _("Moved away a little, now near: %(things)s") % given,
            "further": _("Moved further away: %(things)s") % given,
        },
        "left": {
            "close": _("No longer on the map, was close: %(things)s") % given,
            "near": _("No longer on the map, was near: %(things)s") % given,
            "further": _("No longer on the map, was further away: %(things)s") % given,
        },
    }
    return lines[how]


def _things(kind: str, count: int) -> str:
    words = {
        "person": ngettext("%(count)d person", "%(count)d people", count),
        "place": ngettext("%(count)d place", "%(count)d places", count),
        "group": ngettext("%(count)d group", "%(count)d groups", count),
    }
    return words[kind] % {"count": count}


def step_words(what: str, called: str) -> str:
    """The next small step, said to the person."""
    given = {"name": called}
    return {
        "begin": _("Begin with one. It can be a person, a shop where they know you, or a bench in the park."),
        "reach_out": _("Send %(name)s a short message. “I thought of you” is enough.") % given,
        "look_around": _("Look what is going on near you. Going once is enough to find out."),
        "draw_nearer": _("Ask %(name)s for something small: a walk, a cup of tea, ten minutes on the phone.") % given,
        "tend": _("Tell %(name)s one thing you like about having them in your life.") % given,
    }[what]


def loneliness_words(asked: LonelinessAsked) -> dict[str, Any]:
    """The newest answer on its scale, and where it was before."""
    value = _("%(value)s on a scale from %(lowest)s (not lonely) to %(highest)s (very lonely)") % {
        name: score_words(getattr(asked, name)) for name in ("value", "lowest", "highest")
    }
    before = "" if asked.before is None else _("The time before: %(value)s.") % {"value": score_words(asked.before)}
    return {"title": asked.title, "value": value, "before": before, "on": asked.on}


def day_in(text: str) -> date | None:
    """The day that was chosen to compare with; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def choices(words: Mapping[str, Any], names: Iterable[str] = ()) -> list[tuple[str, Any]]:
    """The choices of a form, each beginning with a capital."""
    return [(name, str(word)[:1].upper() + str(word)[1:]) for name, word in words.items() if not names or name in names]
