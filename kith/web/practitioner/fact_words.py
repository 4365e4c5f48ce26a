"""The figures of an instrument in words: what each number is, for whom, and how far it may be trusted."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith import pictures
from kith.care.queries.instrument_facts import FactLine, ScaleLines
from kith.care.queries.score_reading import Reading, ScaleReading
from kith.web.practitioner.names import name_of

SIDES: dict[str, Any] = {
    "at_or_above": lazy("%(value)s or more"),
    "above": lazy("more than %(value)s"),
    "at_or_below": lazy("%(value)s or less"),
    "below": lazy("less than %(value)s"),
    "at_least": lazy("%(value)s points or more"),
    "more_than": lazy("more than %(value)s points"),
    "drop_of_at_least": lazy("a fall of %(value)s points or more"),
}
SENSES: dict[str, Any] = {
    "caseness": lazy("Counted as a case"),
    "screening": lazy("Worth a closer look"),
    "provisional_diagnosis": lazy("A diagnosis is likely; an interview decides"),
    "good_end_state": lazy("A good place to end"),
    "concern": lazy("A reason for concern"),
    "reliable": lazy("Reliable change: more than chance"),
    "important": lazy("Important change: people notice"),
    "signal": lazy("A signal to talk about"),
    "end_state": lazy("A score to reach"),
    "mean": lazy("Average"),
    "percentiles": lazy("Percentiles"),
    "t_scores": lazy("T-scores"),
}
LIMITS: dict[str, Any] = {
    "group": lazy("only %(value)s"),
    "age_from": lazy("from age %(value)s"),
    "age_to": lazy("to age %(value)s"),
    "languages": lazy("in the language version %(value)s"),
    "countries": lazy("in %(value)s"),
    "valid_from": lazy("from %(value)s on"),
    "valid_to": lazy("until %(value)s"),
}
RIGHTS: dict[str, Any] = {
    "A": lazy("Free to print"),
    "A*": lazy("Free by its author's word, to be confirmed in writing"),
    "B": lazy("Free to use under conditions; the text is not part of this program"),
    "C": lazy("Needs a licence or permission; the text is not part of this program"),
    "own": lazy("Our own words"),
}
METHODS: dict[str, Any] = {
    "sum": lazy("The answers are added."),
    "mean": lazy("The average of the answers."),
    "sum_times": lazy("The answers are added and put on another scale."),
    "goal_attainment": lazy("Goal attainment: 50 is “as expected”, 10 is one step of spread."),
}


def plain_number(value: float) -> str:
    """A number as the reader writes it, without needless zeros."""
    return number_format(f"{value:g}", use_l10n=True)


def fact_words(fact: FactLine) -> dict[str, Any]:
    """One figure as a row: sense, number with its side, for whom, source, trust."""
    value = "" if fact.value is None else plain_number(fact.value)
    if fact.sense == "mean":
        figure = _("%(mean)s, spread %(sd)s") % {"mean": value, "sd": fact.side}
    else:
        figure = str(SIDES[fact.side]) % {"value": value} if fact.side in SIDES else value
    people = [str(LIMITS[name]) % {"value": name_of(held) if name == "group" else held} for name, held in fact.people]
    return {
        "sense": SENSES[fact.sense],
        "figure": figure,
        "people": ", ".join(filter(None, [fact.population, *people])),
        "note": fact.note,
        "source": fact.source,
        "provenance": name_of(fact.provenance),
        "is_verified": fact.provenance in {"verified", "computed"},
        "checked_on": fact.checked_on,
    }


def scale_words(scale: ScaleLines) -> dict[str, Any]:
    """One scale: its picture, how it is made, and its figures as rows."""
    return {
        "scale": scale,
        "picture": scale_picture(scale),
        "method": METHODS[scale.method],
        "direction": _("Higher is worse.") if scale.higher_is_worse else _("Higher is better."),
        "blanks": blank_words(scale),
        "blanks_provenance": name_of(scale.missing_provenance),
        "bands": [
            {"band": band, "from_to": _from_to(band.starts_at, band.before, scale), "trust": name_of(band.provenance)}
            for band in scale.bands
        ],
        "facts": [fact_words(fact) for fact in (*scale.cut_offs, *scale.changes, *scale.norms)],
    }


def blank_words(scale: ScaleLines) -> str:
    """What blanks do to the score."""
    if not scale.at_most_missing:
        return _("A blank leaves no score. It is never counted as zero.")
    return ngettext(
        "With %(count)d blank the rest stands for it; with more there is no score.",
        "With up to %(count)d blanks the rest stands for them; with more there is no score.",
        scale.at_most_missing,
    ) % {"count": scale.at_most_missing}


def _from_to(low: float, before: float | None, scale: ScaleLines) -> str:
    if before is None:
        high = scale.highest
    elif scale.method in {"sum", "sum_times"} and float(before).is_integer():
        high = before - 1
    else:
        return _("from %(low)s to below %(high)s") % {"low": plain_number(low), "high": plain_number(before)}
    if high == low:
        return plain_number(low)
    return _("%(low)s to %(high)s") % {"low": plain_number(low), "high": plain_number(high)}


def scale_picture(scale: ScaleLines, *, now: float | None = None, before: float | None = None) -> pictures.Drawing:
    """The scale as a strip with its bands and cut-offs and, where there is one, the score."""
    ends = {"low": plain_number(scale.lowest), "high": plain_number(scale.highest)}
    sentence = _("From %(low)s to %(high)s.") % ends
    if scale.bands:
        parts = [f"{_from_to(band.starts_at, band.before, scale)}: {band.practitioner}" for band in scale.bands]
        sentence = f"{sentence} {'; '.join(parts)}."
    if now is not None:
        sentence = _("The score is %(now)s.") % {"now": plain_number(now)} + f" {sentence}"
    cut_offs = [fact for fact in scale.cut_offs if fact.value is not None and not fact.people]
    return pictures.scale_strip(
        minimum=scale.lowest,
        maximum=scale.highest,
        bands=[
            pictures.Band(
                band.starts_at,
                scale.highest if band.before is None else band.before,
                band.practitioner,
                round(band.severity * 4 / max(1, len(scale.bands) - 1)),
            )
            for band in scale.bands
        ],
        cut_offs=[pictures.CutOff(fact.value, "") for fact in cut_offs if fact.value is not None],
        now=None if now is None else pictures.Mark(now, _("now %(value)s") % {"value": plain_number(now)}),
        before=None
        if before is None
        else pictures.Mark(before, _("start %(value)s") % {"value": plain_number(before)}),
        title=_("The scale of %(name)s") % {"name": scale.name},
        sentence=sentence,
    )


def reading_words(reading: Reading) -> dict[str, Any]:
    """One measurement in full: each score on its scale, against cut-offs and norms, then patterns and flags."""
    states = {True: _("met"), False: _("not met"), None: _("open: blanks could decide it")}
    raised = {True: _("raised"), False: _("not raised"), None: _("not known: its question is blank")}
    return {
        "reading": reading,
        "scales": [_scale_reading(one) for one in reading.scales],
        "patterns": [(words, states[met]) for words, met in reading.patterns],
        "flags": [(words, raised[state]) for words, state in reading.flags],
    }


def _scale_reading(one: ScaleReading) -> dict[str, Any]:
    known = one.value is not None
    return {
        "row": one,
        "score": plain_number(one.value) if one.value is not None else "",
        "picture": scale_picture(one.lines, now=one.value, before=one.before) if known else None,
        "cut_offs": [{**fact_words(each.fact), "is_reached": each.is_reached} for each in one.cut_offs],
        "compared": [
            {
                **fact_words(each.norm),
                "percentile": None if each.percentile is None else round(each.percentile),
                "t_score": None if each.t_score is None else round(each.t_score),
                "assumes_normal": each.assumes_normal,
            }
            for each in one.compared
        ],
    }
