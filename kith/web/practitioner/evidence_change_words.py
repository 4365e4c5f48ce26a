"""What changed in a question of the evidence, in a colleague's words: figures, studies, and lines that were crossed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.web.practitioner.evidence import figure_words, span_words
from kith.web.practitioner.names import name_of

KEYS = {
    "id": lazy("Short name"),
    "version": lazy("Version"),
    "title": lazy("Title"),
    "modality": lazy("Kind of help"),
    "modalities": lazy("Lines of help"),
    "problems": lazy("Problems"),
    "protocols": lazy("Interventions"),
    "dose": lazy("How much is given"),
    "harms": lazy("Possible harm"),
    "sources": lazy("Sources"),
    "review": lazy("Review by a clinician"),
    "population": lazy("Who was studied"),
    "comparator": lazy("Compared with"),
    "against": lazy("Kind of comparison"),
    "outcome": lazy("Outcome"),
    "design": lazy("Kind of study"),
    "measure": lazy("Kind of effect"),
    "benefit": lazy("Side on which people are better off"),
    "studies": lazy("Studies"),
    "people": lazy("People"),
    "estimate": lazy("Effect"),
    "interval": lazy("Interval"),
    "prediction": lazy("Where a new study is expected"),
    "i2": lazy("I² in percent"),
    "tau2": lazy("τ²"),
    "certainty": lazy("How sure"),
    "finding": lazy("Finding in words"),
    "calculation": lazy("How it is worked out"),
    "source": lazy("Source"),
    "text": lazy("What is said"),
    "status": lazy("Where it comes from"),
    "reason": lazy("Reason"),
}
WHAT = {
    ("document", "new"): lazy("The question is new"),
    ("document", "gone"): lazy("The question is gone"),
    ("document", "changed"): lazy("The question itself"),
    ("row", "new"): lazy("A new comparison"),
    ("row", "gone"): lazy("A comparison is gone"),
    ("row", "changed"): lazy("A comparison changed"),
    ("claim", "new"): lazy("A new claim"),
    ("claim", "gone"): lazy("A claim is gone"),
    ("claim", "changed"): lazy("A claim changed"),
    ("trials", "new"): lazy("Studies now stand beside a comparison"),
    ("trials", "gone"): lazy("Studies no longer stand beside a comparison"),
    ("trials", "changed"): lazy("Other studies behind a comparison"),
}
CROSSED = {
    ("interval", "now includes no effect"): lazy("The interval now includes no effect."),
    ("interval", "no longer includes no effect"): lazy("The interval no longer includes no effect."),
    ("prediction", "now includes no effect"): lazy("A new study may now find no effect."),
    ("prediction", "no longer includes no effect"): lazy("A new study is now expected to find an effect."),
    ("estimate", "changes side"): lazy("The effect is now on the other side of none."),
    ("estimate", "leaves the old interval"): lazy("The effect lies outside the interval that was signed."),
    ("pooled interval", "now includes no effect"): lazy("Pooled anew, the interval now includes no effect."),
    ("pooled interval", "no longer includes no effect"): lazy(
        "Pooled anew, the interval no longer includes no effect."
    ),
    ("pooled prediction", "now includes no effect"): lazy("Pooled anew, a new study may now find no effect."),
    ("pooled prediction", "no longer includes no effect"): lazy(
        "Pooled anew, a new study is now expected to find an effect."
    ),
    ("pooled estimate", "changes side"): lazy("Pooled anew, the effect is on the other side of none."),
    ("pooled estimate", "leaves the old interval"): lazy(
        "Pooled anew, the effect lies outside the interval that it had."
    ),
}
STUDIES = (
    ("new_studies", lazy("Studies that are new")),
    ("gone_studies", lazy("Studies that are gone")),
    ("changed_studies", lazy("Studies with other figures")),
)


def told_change(one: Any) -> dict[str, Any]:
    """One difference: what it is about, each figure before and now, studies, and what was crossed."""
    is_changed = one.step == "changed"
    return {
        "what": WHAT[one.kind, one.step],
        "name": "" if one.kind == "document" else one.id,
        "changes": [
            {"key": KEYS.get(each.key, each.key), "old": value_words(each.old), "new": value_words(each.new)}
            for each in (one.changes if is_changed else ())
        ],
        "studies": [(title, getattr(one, name)) for name, title in STUDIES if getattr(one, name)],
        "pooled": (_pooled(one.pooled_old), _pooled(one.pooled_new)) if one.pooled_old and one.pooled_new else None,
        "crossed": [CROSSED[each.of, each.says] for each in one.crossings],
    }


def value_words(value: Any) -> str:
    """What stood under a key: a figure with how it is known, a list, a text; and that nothing did."""
    if value is None or value in ([], "", {}):
        return _("nothing")
    if isinstance(value, Mapping):
        return _figure(value)
    if isinstance(value, list):
        return "; ".join(map(value_words, value))
    return str(value)


def _figure(value: Mapping[str, Any]) -> str:
    for key, words in (("value", figure_words), ("ends", span_words), ("grade", name_of)):
        if key in value:
            if value[key] is None:
                return _("not known: %(reason)s") % {"reason": value.get("reason") or "–"}
            known = value.get("provenance")
            shown = str(words(value[key]))
            return f"{shown} ({name_of(known)})" if known else shown
    return ", ".join(_parts(value))


def _parts(value: Mapping[str, Any]) -> Iterator[str]:
    for key, one in value.items():
        if one not in (None, [], ""):
            yield f"{KEYS.get(key, key)} {value_words(one)}"


def _pooled(result: Any) -> str:
    """What comes out when the studies are pooled anew, or that there are too few."""
    if result.estimate is None or result.interval is None:
        return _("not pooled, too few studies (%(count)d)") % {"count": result.k}
    told = {
        "effect": figure_words(round(result.estimate, 3)),
        "span": span_words((round(result.interval[0], 3), round(result.interval[1], 3))),
        "count": result.k,
    }
    return _("%(effect)s (%(span)s; studies: %(count)d)") % told
