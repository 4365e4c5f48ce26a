"""The strip of a score: its range with the bands as they are named now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith import pictures
from kith.care.queries.own_instruments import ScoreRow
from kith.web.parts.timelines import score_words


def strip_of(score: ScoreRow, *, higher_is_worse: bool = True) -> pictures.Drawing:
    """From the lowest to the highest score; a middle colour for each band, and its name below."""
    count = len(score.bands)
    bands = []
    for place, band in enumerate(score.bands):
        step = place if higher_is_worse else count - 1 - place
        bands.append(
            pictures.Band(
                low=band.starts_at,
                high=band.ends_at,
                label=_("from %(low)s: %(name)s")
                % {"low": score_words(band.starts_at), "name": band.practitioner or _("no name yet")},
                severity=round(4 * step / (count - 1)) if count > 1 else 0,
            )
        )
    told = {"name": score.name, "low": score_words(score.lowest), "high": score_words(score.highest)}
    sentence = _("“%(name)s” runs from %(low)s to %(high)s.") % told
    named = "; ".join(one.label for one in bands)
    named = named or _("No bands yet: the score is shown as a number")
    return pictures.scale_strip(
        minimum=score.lowest,
        maximum=score.highest,
        bands=bands,
        title=score.name,
        sentence=f"{sentence} {named}.",
    )
