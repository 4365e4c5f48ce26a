"""The strip of a score: its range with the bands as they are named now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith import pictures
from kith.care.queries.own_instruments import ScoreRow
from kith.web.parts.timelines import score_words


def strip_of(score: ScoreRow, *, higher_is_worse: bool = True) -> pictures.Drawing:
    """From the lowest to the highest score; a middle colour for each band, and its name below."""
    count = len(score.bands)
    stretches = []
    for place, band in enumerate(score.bands):
        step = place if higher_is_worse else count - 1 - place
        stretches.append(
            pictures.Stretch(
                low=band.starts_at,
                high=band.ends_at,
                words=_("from %(low)s: %(name)s")
                % {"low": score_words(band.starts_at), "name": band.practitioner or _("no name yet")},
                severity=round(4 * step / (count - 1)) if count > 1 else 0,
            )
        )
    told = {"name": score.name, "low": score_words(score.lowest), "high": score_words(score.highest)}
    sentence = _("“%(name)s” runs from %(low)s to %(high)s.") % told
    named = "; ".join(one.words for one in stretches)
    return pictures.score_strip(
        stretches,
        lowest=score.lowest,
        highest=score.highest,
        title=score.name,
        sentence=f"{sentence} {named}." if named else sentence,
        empty=_("No bands yet: the score is shown as a number."),
    )
