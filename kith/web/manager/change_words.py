"""What may be said of a figure before and after something began, and what may not, in plain sentences."""

from __future__ import annotations

from typing import Protocol

from django.utils.formats import date_format
from django.utils.formats import number_format as in_words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.queries.monthly_figures import FEWEST_MONTHS, REFERRED, USUAL_MONTHS, ChangePage
from kith.web.manager.definitions import DEFINITIONS

MAY_NOT = (
    gettext_lazy(
        "That what you did made the difference. These months show when something moved, not why. Anything else that "
        "began at the same time would look the same."
    ),
    gettext_lazy(
        "Anything, where people were counted or referred in another way from then on: then other people are compared."
    ),
    gettext_lazy("Anything, where you acted because the last month was bad: it would have come back by itself."),
    gettext_lazy(
        "More than the interval says. With few months an interval is too narrow: one that only just leaves nought out "
        "should be read as one that does not."
    ),
)


class Effect(Protocol):
    """An estimate with its interval."""

    @property
    def value(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


def _runs_said(page: ChangePage) -> str:
    """The verdict of the run chart, and where to look."""
    chart = page.chart
    if chart is None:
        return ""
    if chart.is_signal is None:
        said = _("There are too few months to say whether the number moves by more than chance: it takes ten.")
    elif chart.is_signal:
        said = _("Over these months the number moves by more than chance brings.")
    else:
        said = _("Over these months the number moves no more than chance brings.")
    for stretches, words in (
        (chart.shifts, _("On one side of the middle, month after month: %(months)s.")),
        (chart.trends, _("Always up, or always down: %(months)s.")),
    ):
        if stretches:
            spans = (_span(page, first, last) for first, last in stretches)
            said += " " + words % {"months": "; ".join(spans)}
    if chart.is_signal is False and (chart.shifts or chart.trends):
        said += " " + _("Chance alone brings such stretches too: they say where to look, no more.")
    return said


def _span(page: ChangePage, first: int, last: int) -> str:
    ends = (date_format(page.months[place].first, "F Y") for place in (first, last))
    return _("%(first)s to %(last)s") % dict(zip(("first", "last"), ends, strict=True))


def _parts_said(page: ChangePage) -> list[str]:
    """The jump and the change of direction, each with its interval and what it comes to."""
    if page.found is None or page.since is None:
        return []
    told = {"name": str(DEFINITIONS[page.figure].name), "month": date_format(page.since, "F Y")}
    jump, turn = page.found.step, page.found.slope_change
    higher = _("%(name)s in %(month)s: %(size)s higher than the months before led one to expect")
    lower = _("%(name)s in %(month)s: %(size)s lower than the months before led one to expect")
    rose = _("From then on, each month: %(size)s more than before was added")
    fell = _("From then on, each month: %(size)s less than before was added")
    return [
        _part(jump, (higher if jump.value >= 0 else lower) % (told | {"size": _size(page, abs(jump.value))})),
        _part(turn, (rose if turn.value >= 0 else fell) % {"size": _size(page, abs(turn.value))}),
    ]


def lead_and_more(page: ChangePage) -> tuple[str, list[str]]:
    """What stands first, and the rest: what came with the chosen month, or all months where none is compared."""
    runs, parts = _runs_said(page), _parts_said(page)
    if not parts:
        return runs, []
    return parts[0], [*parts[1:], _("All months taken as one: %(said)s") % {"said": runs}]


def _part(effect: Effect, said: str) -> str:
    interval = _("%(said)s (95 %% interval %(low)s to %(high)s).") % {
        "said": said,
        "low": _number(effect.low),
        "high": _number(effect.high),
    }
    if effect.low <= 0 <= effect.high:
        verdict = _("No difference is within the interval: none is shown, and none is ruled out.")
        return f"{interval} {verdict}"
    verdict = _("The other months alone hardly explain it.")
    return f"{interval} {verdict}"


def _size(page: ChangePage, size: float) -> str:
    if page.figure == REFERRED:
        return _("%(size)s people") % {"size": _number(size)}
    return _("%(size)s of 100") % {"size": _number(size)}


def _number(value: float) -> str:
    return str(in_words(value, decimal_pos=1)).replace("-", "−")


def why_not(page: ChangePage) -> str:
    """Why before and after are not compared; empty where they are."""
    if page.found is not None:
        return ""
    if page.since is None:
        return _("Choose the month in which something began, and before and after are compared.")
    if page.is_flat:
        return _(
            "Before and after are not compared. The months lie on straight lines exactly, so nothing says how sure a "
            "line is: the counts are rounded, and too small to move. Choose another number."
        )
    return _(
        "Before and after are not compared. There are %(before)s months that can be shown before, and %(after)s from "
        "then on; it takes %(fewest)s on each side. Take a snapshot of more months, or wait."
    ) % {"before": page.before, "after": page.after, "fewest": FEWEST_MONTHS}


def cautions(page: ChangePage) -> list[str]:
    """What makes this very comparison weaker."""
    said = []
    if page.found is not None and min(page.before, page.after) < USUAL_MONTHS:
        said.append(
            _("Much, from so few months. %(usual)s on each side are usual; here are %(before)s and %(after)s.")
            % {"usual": USUAL_MONTHS, "before": page.before, "after": page.after}
        )
    if len(page.months) < 24:
        said.append(_("Whether it is the season. Less than two years cannot tell a season from a change."))
    if page.left_out:
        said.append(
            _("Anything of months counted by other rules: %(count)s earlier snapshots are left out.")
            % {"count": page.left_out}
        )
    return said
