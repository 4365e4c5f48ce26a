"""The picture of the evidence: every comparison of a question in one forest."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith import pictures
from kith.care.queries.evidence import Comparisons
from kith.web.practitioner.evidence import figure_words, span_words
from kith.web.practitioner.names import name_of


def forest_title(held: Comparisons) -> str:
    """What kind of effect the rows of a forest have."""
    return _("Ratios") if held.is_ratio else _("Differences in standard deviations")


def forest_of(held: Comparisons) -> pictures.Drawing:
    """Rows of one kind of effect with their intervals; ratios lie on their logarithm and are called by the ratio."""
    place = math.log if held.is_ratio else float
    rows = []
    for row in held.rows:
        ends, ahead = row.interval.ends, row.prediction.ends
        if row.estimate.value is None or ends is None:
            continue
        value = f"{row.measure} {figure_words(row.estimate.value)} ({span_words(ends)}), "
        rows.append(
            pictures.ForestRow(
                label=f"{row.comparator}; {row.outcome}",
                estimate=place(row.estimate.value),
                low=place(ends[0]),
                high=place(ends[1]),
                value_label=value + name_of(row.estimate.provenance or ""),
                prediction=None if ahead is None else (place(ahead[0]), place(ahead[1])),
            )
        )
    worse, better = _("worse with it"), _("better with it")
    low, high = (worse, better) if held.benefit == "above" else (better, worse)
    drawn = ngettext("%(n)d comparison with its interval.", "%(n)d comparisons with their intervals.", len(rows))
    return pictures.forest(
        rows,
        None,
        words=pictures.ForestWords(low, high, _("where a new study is expected")),
        title=forest_title(held),
        sentence=drawn % {"n": len(rows)},
        empty=_("No comparison can be drawn."),
        mark_words=_ratio if held.is_ratio else figure_words,
    )


def _ratio(mark: float) -> str:
    return figure_words(float(f"{math.exp(mark):.2g}"))
