"""Climate, cohesion and dose of a group in words and pictures: what is expected, and whose word that is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith import pictures
from kith.care.queries.climate_over_time import ClimateLine, ClimatePoint
from kith.care.queries.group_dose import GroupDose, MemberDose


def climate_shown(line: ClimateLine) -> dict[str, Any]:
    """One scale over the meetings: a picture with the expected band, the numbers, and where the band is from."""
    drawing = pictures.trend(
        [
            pictures.TrendPoint(
                str(one.number),
                one.mean,
                None,
                (line.band.low, line.band.high),
                one.mean is not None and not line.band.holds(one.mean),
            )
            for one in line.points
        ],
        centre=line.band.edge,
        words=pictures.TrendWords(
            centre=_("edge of what is expected"), inner="", outer=_("expected"), hidden=_("fewer than three answers")
        ),
        title=line.name,
        sentence=_sentence(line),
        empty=_("The picture begins with the third meeting that three members answered about."),
    )
    heads = [_("Meeting"), _("Mean, of %(most)d") % {"most": line.highest}, _("Answers"), _("Beside what is expected")]
    rows = [[one.number, _mean(one), one.answered, _standing(line, one)] for one in line.points]
    return {"line": line, "drawing": drawing, "numbers": {"heads": heads, "rows": rows}, "whose": _whose(line)}


def _sentence(line: ClimateLine) -> str:
    last = line.last
    if last is None or last.mean is None:
        return _("Too few answers for a mean: one needs three, or it would say what one member said.")
    return _("Meeting %(number)d: %(mean).1f of %(most)d on average, from %(count)d answers. %(standing)s.") % {
        "number": last.number,
        "mean": last.mean,
        "most": line.highest,
        "count": last.answered,
        "standing": _standing(line, last),
    }


def _mean(one: ClimatePoint) -> str | None:
    return None if one.mean is None else f"{one.mean:.1f}"


def _standing(line: ClimateLine, one: ClimatePoint) -> str:
    if one.mean is None:
        return _("Not known")
    if line.band.holds(one.mean):
        return _("As expected")
    return _("More than expected") if line.higher_is_worse else _("Less than expected")


def _whose(line: ClimateLine) -> str:
    edge = (
        _("Expected is below %(edge)g of %(most)g.") % {"edge": line.band.edge, "most": line.highest}
        if line.higher_is_worse
        else _("Expected is %(edge)g of %(most)g or more.") % {"edge": line.band.edge, "most": line.highest}
    )
    whose = (
        _("This edge is our own convention. It was tried on no group and comes from no study.")
        if line.band.provenance == "convention"
        else _("Source: %(source)s.") % {"source": line.band.source}
    )
    return f"{edge} {whose}"


def dose_shown(dose: GroupDose) -> dict[str, Any]:
    """What the group had of what is planned, and how much of it each member was there for."""
    held = ngettext("%(count)d meeting was held", "%(count)d meetings were held", dose.held) % {"count": dose.held}
    if dose.planned is None:
        words = _("%(held)s. The library has lost the intervention, so the plan is not known.") % {"held": held}
    else:
        least, most = dose.planned
        plan = str(most) if least == most else _("%(least)d to %(most)d") % {"least": least, "most": most}
        words = _("%(held)s of %(plan)s that the intervention plans.") % {"held": held, "plan": plan}
    off = dose.called_off
    called = ngettext("%(count)d was called off.", "%(count)d were called off.", off) % {"count": off} if off else ""
    return {"words": words, "called_off": called, "members": [_member(one, dose) for one in dose.members]}


def _member(one: MemberDose, dose: GroupDose) -> dict[str, Any]:
    came = _("%(came)d of %(held)d") % {"came": one.came, "held": one.held} if one.held else _("None held yet")
    share = ""
    if dose.planned is not None and one.held:
        share = _("%(came)d of %(least)d") % {"came": one.came, "least": dose.planned[0]}
    return {"one": one, "came": came, "of_plan": share or "–"}
