"""The figures of an instrument, each with everything that says how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kith.science.instruments import Band, ChangeFact, Cutoff, Instrument, Norm, Scale, Wording


@dataclass(frozen=True)
class FactLine:
    """One figure with everything that says how far to trust it. `people` are the limits of whom it holds for."""

    name: str
    sense: str
    value: float | None
    side: str
    people: tuple[tuple[str, str], ...]
    population: str
    note: str
    source: str
    provenance: str
    checked_on: date


@dataclass(frozen=True)
class BandLine:
    """A band: from where to where (None: to the end of the scale), and what it is called in both voices."""

    starts_at: float
    before: float | None
    practitioner: str
    client: str
    severity: int
    source: str
    provenance: str


@dataclass(frozen=True)
class ScaleLines:
    """One scale: how it is made, what blanks do, and every figure that belongs to it."""

    id: str
    name: str
    lowest: float
    highest: float
    higher_is_worse: bool
    method: str
    questions: tuple[int, ...]
    reversed_questions: tuple[int, ...]
    at_most_missing: int
    missing_provenance: str
    is_rounded: bool
    bands: tuple[BandLine, ...]
    cut_offs: tuple[FactLine, ...]
    changes: tuple[FactLine, ...]
    norms: tuple[FactLine, ...]


def scale_lines(definition: Instrument, wording: Wording, scale: Scale) -> ScaleLines:
    """One scale with every figure that belongs to it, whoever it is for."""
    position = {item.id: number for number, item in enumerate(definition.items, start=1)}
    members = scale.items or tuple(item for part in scale.parts for item in definition.scale(part).items)
    worse = definition.is_worse_when_higher(scale.id)
    return ScaleLines(
        id=scale.id,
        name=wording.scales[scale.id].name,
        lowest=scale.lowest,
        highest=scale.highest,
        higher_is_worse=worse,
        method=scale.method,
        questions=tuple(position[name] for name in members),
        reversed_questions=tuple(position[name] for name in members if definition.item(name).reverse),
        at_most_missing=scale.missing.at_most_missing(len(scale.items or scale.parts)),
        missing_provenance=scale.missing.provenance,
        is_rounded=scale.rounding == "half_up",
        bands=_bands(definition, wording, scale, worse),
        cut_offs=tuple(cut_off_line(definition, fact) for fact in definition.cutoffs if fact.scale == scale.id),
        changes=tuple(_change(definition, fact) for fact in definition.change if fact.scale == scale.id),
        norms=tuple(norm_line(definition, fact) for fact in definition.norms if fact.scale == scale.id),
    )


def _bands(definition: Instrument, wording: Wording, scale: Scale, higher_is_worse: bool) -> tuple[BandLine, ...]:
    words, last = wording.scales[scale.id].bands, len(scale.bands) - 1
    following: list[Band | None] = [*scale.bands[1:], None]
    return tuple(
        BandLine(
            starts_at=band.starts_at,
            before=after.starts_at if after else None,
            practitioner=words[band.id].practitioner,
            client=words[band.id].client,
            severity=number if higher_is_worse else last - number,
            source=_cited(definition, band.source),
            provenance=band.provenance,
        )
        for number, (band, after) in enumerate(zip(scale.bands, following, strict=True))
    )


def _people(fact: Cutoff | ChangeFact | Norm) -> tuple[tuple[str, str], ...]:
    limits = [
        ("group", fact.group or ""),
        ("age_from", "" if fact.age_from is None else str(fact.age_from)),
        ("age_to", "" if fact.age_to is None else str(fact.age_to)),
        ("languages", ", ".join(fact.languages)),
        ("countries", ", ".join(fact.countries)),
        ("valid_from", "" if fact.valid_from is None else fact.valid_from.isoformat()),
        ("valid_to", "" if fact.valid_to is None else fact.valid_to.isoformat()),
    ]
    return tuple((name, value) for name, value in limits if value)


def cut_off_line(definition: Instrument, fact: Cutoff) -> FactLine:
    """A cut-off with its source and trust."""
    return _line(definition, fact, sense=fact.purpose, value=fact.at, side=fact.side)


def norm_line(definition: Instrument, fact: Norm) -> FactLine:
    """A norm with its source and trust; its side is the spread."""
    sense = "mean" if fact.mean is not None else "percentiles" if fact.percentiles else "t_scores"
    side = "" if fact.sd is None else f"{fact.sd:g}"
    return _line(definition, fact, sense=sense, value=fact.mean, side=side, population=fact.people)


def _change(definition: Instrument, fact: ChangeFact) -> FactLine:
    population = fact.population or ""
    return _line(definition, fact, sense=fact.concept, value=fact.value, side=fact.rule, population=population)


def _line(
    definition: Instrument,
    fact: Cutoff | ChangeFact | Norm,
    *,
    sense: str,
    value: float | None,
    side: str,
    population: str = "",
) -> FactLine:
    return FactLine(
        name=fact.id,
        sense=sense,
        value=value,
        side=side,
        people=_people(fact),
        population=population,
        note=fact.note or "",
        source=_cited(definition, fact.source),
        provenance=fact.provenance,
        checked_on=fact.checked_on,
    )


def _cited(definition: Instrument, name: str) -> str:
    return next(source.cite for source in definition.sources if source.id == name)
