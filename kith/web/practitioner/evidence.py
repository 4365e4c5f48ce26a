"""What is known of an intervention and how much of it there is, in a colleague's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _

from kith.web.practitioner.fact_words import plain_number
from kith.web.practitioner.names import name_of

CERTAINTY = {"very low": 1, "low": 2, "moderate": 3, "high": 4}


class Finding(Protocol):
    """One finding, from the library or from the options of a plan."""

    @property
    def certainty(self) -> str:
        """How sure it is."""

    @property
    def provenance(self) -> str:
        """How far its figure may be trusted."""


def told_evidence(row: Finding) -> dict[str, Any]:
    """A finding with how sure it is, and whether its figure was read at the source."""
    return {
        "row": row,
        "level": CERTAINTY[row.certainty],
        "certainty": _("%(level)s certainty") % {"level": name_of(row.certainty)},
        "provenance": name_of(row.provenance),
        "is_verified": row.provenance == "verified",
    }


def behind_words(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What lies behind a figure: how many studies and people, how far they differ; what nobody knows is said."""
    new_place = told.get("prediction")
    counts = [(_("studies"), "studies"), (_("people"), "people"), (_("I² in percent"), "i2"), (_("τ²"), "tau2")]
    found = [(name, _known_words(told.get(key))) for name, key in counts]
    ends = span_words((new_place[0], new_place[1])) if new_place is not None else _("not known")
    return [*found[:2], (_("in a new place"), ends), *found[2:]]


def _known_words(value: float | None) -> str:
    if value is None:
        return _("not known")
    return figure_words(value) if value < 1000 else f"{value:,}"


def figure_words(value: float) -> str:
    """A figure as it is written down, with the decimal mark of the reader and a minus that cannot break."""
    return plain_number(value).replace("-", "−")


def span_words(ends: tuple[float, float]) -> str:
    """The two ends of an interval."""
    return _("%(low)s to %(high)s") % {"low": figure_words(ends[0]), "high": figure_words(ends[1])}


def dose_words(fewest: int, most: int, minutes: int) -> str:
    """How many sessions of how long."""
    told = {"low": fewest, "high": most, "minutes": minutes}
    if fewest == most:
        return _("%(high)d sessions of %(minutes)d minutes") % told
    return _("%(low)d to %(high)d sessions of %(minutes)d minutes") % told
