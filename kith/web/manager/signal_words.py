"""The words, the pictures and the tables about how good signals are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith import pictures
from kith.care.queries.signal_accuracy import BandShown, SignalsOfMeasure, SignalsPage
from kith.web.manager.definitions import category_name
from kith.web.manager.sentences import NOBODY, Rate, basis_words, cell_words, count_words, percent, rate_words
from kith.web.parts.timelines import score_words as points

KINDS = {"gender": lazy("Gender"), "ethnicity": lazy("Ethnicity"), "age": lazy("Age"), "language": lazy("Language")}
AGES = {
    "under 26": lazy("Under 26"),
    "26 to 44": lazy("26 to 44"),
    "45 to 64": lazy("45 to 64"),
    "65 and over": lazy("65 and over"),
}
MEANT_BEYOND = (0.08, 0.12)  # a tenth is meant; between these the edge holds

Table = dict[str, list[Any]]


def learned(measures: int) -> str:
    """After the service has learned."""
    return ngettext(
        "The expected course of %(count)d measure was learned. It stays as it is.",
        "The expected courses of %(count)d measures were learned. They stay as they are.",
        measures,
    ) % {"count": measures}


def again(page: SignalsPage) -> str:
    """When the service may learn again."""
    if page.learned_on is None:
        return ""
    told = {"day": date_format(page.learned_on, "j F Y"), "next": date_format(page.next_on, "j F Y")}
    if page.may_learn:
        return _("The service last learned on %(day)s.") % told
    return _("The service last learned on %(day)s. It can learn again from %(next)s.") % told


def on_whom(one: SignalsOfMeasure) -> str:
    """When it was learned, and on whom."""
    return _(
        "%(measure)s: learned on %(day)s from about %(people)s finished courses of this service that ended between "
        "%(first)s and %(last)s. Each course was judged by what the others taught, never by itself."
    ) % {
        "measure": one.name,
        "day": date_format(one.fitted_on, "j F Y"),
        "people": one.people,
        "first": date_format(one.ended_from, "j F Y"),
        "last": date_format(one.ended_to, "j F Y"),
    }


def verdict(one: SignalsOfMeasure) -> dict[str, str]:
    """The first thing to know: of the people called off track, how many were false alarms."""
    right = one.expected.badly.ppv
    if right.value is None:
        return {
            "tone": "info",
            "title": _("How many signals are false alarms cannot be shown yet"),
            "words": _few_words(right),
        }
    told = {"false": 100 - round(100 * right.value), "right": percent(right.value)}
    return {
        "tone": "caution" if right.value < 0.5 else "info",
        "title": _("Of 100 people called off track, about %(false)s are false alarms") % told,
        "words": _(
            "About %(right)s of 100 ended without reliable improvement. The others got better although a signal had "
            "called them off track. So a signal asks you to look. It decides nothing."
        )
        % told,
    }


def _few_words(right: Rate) -> str:
    if right.reason == NOBODY:
        return _("Nobody whose course is over was called off track.")
    if right.denominator is None:
        return _("Fewer than 8 people whose course is over were called off track.")
    return _(
        "Of about %(people)s people called off track, fewer than 8 were false alarms, or fewer than 8 were not. Which "
        "of the two is not shown, so that no number points at a person."
    ) % {"people": right.denominator}


def findings(one: SignalsOfMeasure) -> list[str]:
    """What signals find, what they miss, how often they come, and whether the edge holds."""
    badly, worse = one.expected.badly.sensitivity, one.expected.deteriorated.sensitivity
    left_alone, often, edge = one.expected.badly.specificity, one.expected.burden, one.expected.calibration
    found = [
        _share(badly, _("Of 100 people who ended without reliable improvement, signals found about %(share)s in time")),
        _share(worse, _("Of 100 people who ended reliably worse, signals found about %(share)s in time")),
        _share(left_alone, _("Of 100 people who ended well, signals left about %(share)s alone")),
        _share(often, _("Of 100 scores, about %(share)s come with “off track”")),
    ]
    return [line for line in [*found, _edge_words(edge)] if line]


def _share(rate: Rate, words: str) -> str:
    if rate.value is None:
        return ""
    told = {"sentence": words % {"share": percent(rate.value)}, "basis": basis_words(rate)}
    return _("%(sentence)s (%(basis)s).") % told


def _edge_words(edge: Rate) -> str:
    if edge.value is None:
        return ""
    told = {"share": percent(edge.value)}
    if edge.value < MEANT_BEYOND[0]:
        return _(
            "The edge is meant to leave 10 of 100 scores beyond it. Here it leaves %(share)s, so signals come less "
            "often than they should."
        ) % told  # fmt: skip
    if edge.value > MEANT_BEYOND[1]:
        return _(
            "The edge is meant to leave 10 of 100 scores beyond it. Here it leaves %(share)s, so signals come more "
            "often than they should."
        ) % told  # fmt: skip
    return _("The edge leaves %(share)s of 100 scores beyond it; 10 are meant.") % told


def endings(one: SignalsOfMeasure) -> list[dict[str, Any]]:
    """For each kind of ending the four shares as a picture, and beside the rules as a table."""
    return [
        _ending(
            _("Who ended without reliable improvement"),
            (
                _("Found, of those who ended without improvement"),
                _("Left alone, of those who ended well"),
                _("Ended without improvement, of those called off track"),
                _("Ended well, of those never called off track"),
            ),
            one,
            "badly",
        ),
        _ending(
            _("Who ended reliably worse"),
            (
                _("Found, of those who ended worse"),
                _("Left alone, of the others"),
                _("Ended worse, of those called off track"),
                _("Did not end worse, of those never called off track"),
            ),
            one,
            "deteriorated",
        ),
    ]


def _ending(title: str, labels: tuple[str, ...], one: SignalsOfMeasure, part: str) -> dict[str, Any]:
    expected, rules = getattr(one.expected, part), getattr(one.rules, part)
    shares = list(zip(labels, ("sensitivity", "specificity", "ppv", "npv"), strict=True))
    rates: list[tuple[str, Rate]] = [(label, getattr(expected, name)) for label, name in shares]
    bars = [pictures.Rate(label, rate_words(rate), rate.value, rate.low, rate.high) for label, rate in rates]
    sentence = _("Found %(found)s, left alone %(left)s.") % {
        "found": rate_words(expected.sensitivity),
        "left": rate_words(expected.specificity),
    }
    rows = [[label, *(cell_words(getattr(way, name)) for way in (expected, rules))] for label, name in shares]
    rows.append([_("People judged"), *(count_words(way.people) for way in (expected, rules))])
    return {
        "title": title,
        "drawing": pictures.rate_bars(
            bars if any(rate.value is not None for _label, rate in rates) else [],
            title=title,
            sentence=sentence,
            empty=_("Too few finished courses to show this."),
        ),
        "numbers": {"heads": [_("What"), _("By the expected course"), _("By rule")], "rows": rows},
    }


def how_often(one: SignalsOfMeasure) -> Table:
    """How often signals come, and whether the edge holds, beside the rules."""
    return {
        "heads": [_("What"), _("By the expected course"), _("By rule")],
        "rows": [
            [_("Scores called off track"), *(cell_words(way.burden) for way in (one.expected, one.rules))],
            [_("Scores beyond the edge (10 % are meant)"), cell_words(one.expected.calibration), _("no edge")],
        ],
    }


def first_alerts(one: SignalsOfMeasure) -> Table:
    """After how many sessions signals spoke first."""
    by_rule = {(each.above, each.up_to): each.people for each in one.rules.first_alerts}
    own = {(each.above, each.up_to): each.people for each in one.expected.first_alerts}
    ranges = sorted({*own, *by_rule}, key=lambda ends: (ends[0] or 0, ends[1] or 1_000))
    return {
        "heads": [_("Sessions before the first signal"), _("By the expected course"), _("By rule")],
        "rows": [
            [_sessions(*ends), str(own[ends]) if ends in own else "–", str(by_rule[ends]) if ends in by_rule else "–"]
            for ends in ranges
        ],
    }


def _sessions(above: int | None, up_to: int | None) -> str:
    if above is None and up_to is None:
        return _("Any")
    if above is None:
        return _("Up to %(last)s") % {"last": up_to}
    if up_to is None:
        return _("More than %(above)s") % {"above": above}
    return _("%(first)s to %(last)s") % {"first": above + 1, "last": up_to}


def group(one: SignalsOfMeasure, kind: str) -> dict[str, Any]:
    """One kind of group: whom signals find, as a picture of those that can be shown, and a table of all."""
    rows = one.groups[kind]
    known = {_group_name(kind, row.name): row.accuracy.sensitivity for row in rows if row.accuracy.sensitivity.value}
    hidden = [_group_name(kind, row.name) for row in rows if _group_name(kind, row.name) not in known]
    bars = [pictures.Rate(name, rate_words(rate), rate.value, rate.low, rate.high) for name, rate in known.items()]
    return {
        "name": KINDS[kind],
        "drawing": pictures.rate_bars(
            bars,
            title=str(KINDS[kind]),
            sentence=fairness(known),
            empty=_("Too few people in each group to show this."),
        ),
        "hidden": ", ".join(hidden),
        "rows": [
            [
                _group_name(kind, row.name),
                count_words(row.accuracy.people),
                cell_words(row.accuracy.sensitivity),
                cell_words(row.accuracy.specificity),
                cell_words(row.accuracy.ppv),
            ]
            for row in rows
        ],
    }


def _group_name(kind: str, name: str) -> str:
    if kind == "age":
        return str(AGES.get(name, name))
    return str(LANG_INFO.get(name, {}).get("name_local") or name) if kind == "language" else category_name(kind, name)


def fairness(known: Mapping[str, Rate]) -> str:
    """Whether the groups differ by more than chance: their intervals do not touch."""
    ends = {name: (one.low, one.high) for name, one in known.items() if one.low is not None and one.high is not None}
    if len(ends) < 2:
        return _("Fewer than two groups are large enough to compare. It is not known whether signals are fair here.")
    low, high = min(ends, key=lambda name: ends[name][1]), max(ends, key=lambda name: ends[name][0])
    if ends[low][1] < ends[high][0]:
        return _(
            "Signals find a smaller share in the group “%(low)s” than in the group “%(high)s”, by more than chance. "
            "Look more closely there."
        ) % {"low": low, "high": high}  # fmt: skip
    return _("The groups that can be shown do not differ by more than chance. Small differences would not show here.")


def bands(one: SignalsOfMeasure) -> Table:
    """How people were put together by how they began."""
    return {
        "heads": [_("First score"), _("Finished courses"), _("Used until session")],
        "rows": [
            [_band_words(band), _("about %(n)s") % {"n": band.people}, str(band.last_session)] for band in one.bands
        ],
    }


def _band_words(band: BandShown) -> str:
    told = {name: points(value or 0) for name, value in (("low", band.low), ("high", band.high))}
    told["begins_from"] = points(band.begins_from or 0)
    if band.high is None:
        return _("More than %(low)s") % told if band.low is not None else _("Any")
    if band.low is not None:
        return _("More than %(low)s, up to %(high)s") % told
    return _("%(begins_from)s to %(high)s") % told if band.begins_from is not None else _("Up to %(high)s") % told


def unknowns() -> list[str]:
    """What these figures do not know."""
    return [
        _("How people fared who gave fewer than three scores. They are not in these figures."),
        _("Whether a signal changed the care. If it helped somebody, they count here as a false alarm."),
        _("Why somebody is off track. Ask them."),
        _("What kind of care it was: all interventions are taken together."),
        _("Whether it will be the same next year. Let the service learn again when people or care have changed."),
        _("What is about to happen to one person. It says nothing about danger; only a person can ask about that."),
    ]
