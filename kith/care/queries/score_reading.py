"""A measurement read in full for a colleague: each score against its cut-offs and norms, its patterns, its flags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from kith.care.models import Client, Measurement
from kith.care.models.knowledge import definition_as_taken, wording_as_taken
from kith.care.queries.instrument_facts import FactLine, ScaleLines, cut_off_line, norm_line, scale_lines
from kith.science.instruments import Cutoff, Instrument, Traits, score, standings

GROUPS = {"woman": "women", "man": "men"}


@dataclass(frozen=True)
class Reached:
    """A cut-off that holds for this person, and whether the score lies on its side."""

    fact: FactLine
    is_reached: bool


@dataclass(frozen=True)
class Compared:
    """The score among people like this one."""

    norm: FactLine
    percentile: float | None
    t_score: float | None
    assumes_normal: bool


@dataclass(frozen=True)
class ScaleReading:
    """One score on its scale; without a value there is a reason."""

    lines: ScaleLines
    value: float | None
    before: float | None
    band: str
    reason: str
    is_prorated: bool
    cut_offs: tuple[Reached, ...]
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class Reading:
    """Everything one measurement says. A pattern or flag that blanks leave open is None."""

    version: str
    scales: tuple[ScaleReading, ...]
    patterns: tuple[tuple[str, bool | None], ...]
    flags: tuple[tuple[str, bool | None], ...]
    blanks: tuple[int, ...]


def traits_of(client: Client, language: str, day: date) -> Traits:
    """What is known of a person that cut-offs and norms depend on; what was not told is not assumed."""
    group = GROUPS.get(str(client.equity.get("gender", "")))
    try:
        born = date.fromisoformat(client.date_of_birth)
    except ValueError:  # nobody has said it, or not as a day
        age = None
    else:
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return Traits(frozenset({group} if group else ()), age, language, client.service.country)


def reading_of(client: Client, measurement: Measurement, first: Measurement | None, language: str) -> Reading:
    """The reading of a measurement of this client; `first` is the one it is compared with."""
    definition = definition_as_taken(measurement.instrument, measurement.instrument_version)
    day = measurement.taken_at.astimezone(ZoneInfo(client.service.time_zone)).date()
    person = traits_of(client, measurement.language, day)
    wording = wording_as_taken(measurement.instrument, measurement.instrument_version, language)
    before = {row.scale: row.value for row in first.scores.all()} if first is not None else {}
    is_same_version = measurement.instrument_version == definition.version  # an older one is not scored again
    scored = score(definition, measurement.answers) if is_same_version else None
    scales = []
    for row in measurement.scores.all():
        lines = scale_lines(definition, wording, definition.scale(row.scale))
        bands = wording.scales[row.scale].bands
        scales.append(
            ScaleReading(
                lines=lines,
                value=row.value,
                before=before.get(row.scale),
                band=bands[row.band].practitioner if row.band in bands else "",
                reason=row.reason,
                is_prorated=row.is_prorated,
                cut_offs=_cut_offs(definition, row.scale, row.value, person, day),
                compared=_compared(definition, row.scale, row.value, person, day),
            )
        )
    unknown = set(scored.unknown_flags) if scored else set()
    return Reading(
        version=measurement.instrument_version,
        scales=tuple(scales),
        patterns=tuple((wording.patterns[name], met) for name, met in scored.patterns.items()) if scored else (),
        flags=tuple(
            (wording.flags[flag.id], None if flag.id in unknown else flag.id in scored.flags)
            for flag in definition.flags
        )
        if scored
        else (),
        blanks=tuple(
            number
            for number, item in enumerate(definition.items, start=1)
            if item.scored and measurement.answers.get(item.id) is None
        ),
    )


def _cut_offs(
    definition: Instrument, scale: str, value: float | None, person: Traits, day: date
) -> tuple[Reached, ...]:
    """The cut-offs that hold, for each purpose the most particular ones."""
    if value is None:
        return ()
    held = [fact for fact in definition.cutoffs if fact.scale == scale and fact.holds_for(person, day)]
    best: dict[str, int] = {}
    for fact in held:
        best[fact.purpose] = max(best.get(fact.purpose, 0), fact.how_particular)
    kept: list[Cutoff] = [fact for fact in held if fact.how_particular == best[fact.purpose]]
    return tuple(Reached(cut_off_line(definition, fact), fact.is_reached(value)) for fact in kept)


def _compared(
    definition: Instrument, scale: str, value: float | None, person: Traits, day: date
) -> tuple[Compared, ...]:
    if value is None:
        return ()
    return tuple(
        Compared(norm_line(definition, one.norm), one.percentile, one.t_score, one.assumes_normal)
        for one in standings(definition, scale, value, person, day)
    )
