"""Whether the parts of an instrument fit together: ids, references, ranges, bands, review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kith.science.documents import did_you_mean, fault
from kith.science.documents.reading import Location

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kith.science.instruments.instrument import Instrument, Scale


def check_names(instrument: Instrument) -> None:
    """Every id once, and every reference leads somewhere."""
    for field in ("items", "scales", "cutoffs", "flags", "patterns", "change", "sources"):
        seen: set[str] = set()
        for position, part in enumerate(getattr(instrument, field)):
            if part.id in seen:
                raise fault(f"Two {field} share one id", part.id, f"{part.id}_2", at=(field, position, "id"))
            seen.add(part.id)
            _check_references(instrument, part, (field, position))
    _check_item_names(instrument)
    for position, item in enumerate(instrument.items):
        _check_reference(item.options, instrument.options, "set of options", ("items", position, "options"))
    scored = {name for scale in instrument.scales for name in scale.items}
    for position, item in enumerate(instrument.items):
        if item.scored != (item.id in scored):
            found = "scored, but in no scale" if item.scored else "not scored, but in a scale"
            instead = "the item in a scale, or scored: false"
            raise fault(f"Item {item.id} does not fit the scales", found, instead, at=("items", position))


def _check_references(instrument: Instrument, part: BaseModel, at: Location) -> None:
    items = [item.id for item in instrument.items]
    scales = [scale.id for scale in instrument.scales]
    sources = [source.id for source in instrument.sources]
    for field, known, kind in (("item", items, "item"), ("scale", scales, "scale"), ("source", sources, "source")):
        _check_reference(getattr(part, field, None), known, kind, (*at, field))
    for position, band in enumerate(getattr(part, "bands", ())):
        _check_reference(band.source, sources, "source", (*at, "bands", position, "source"))


def _check_item_names(instrument: Instrument) -> None:
    """The items and sources named inside scales, and the items named inside patterns."""
    items = [item.id for item in instrument.items]
    sources = [source.id for source in instrument.sources]
    for place, scale in enumerate(instrument.scales):
        at: Location = ("scales", place)
        _check_reference(scale.missing.source, sources, "source", (*at, "missing", "source"))
        for position, name in enumerate(scale.items):
            _check_reference(name, items, "item", (*at, "items", position))
        for name in scale.weights:
            _check_reference(name, scale.items, "item of this scale", (*at, "weights", name))
    for place, pattern in enumerate(instrument.patterns):
        for part, requirement in enumerate(pattern.all_of):
            for position, name in enumerate(requirement.items):
                _check_reference(name, items, "item", ("patterns", place, "all_of", part, "items", position))


def _check_reference(name: str | None, known: Iterable[str], kind: str, at: Location) -> None:
    names = list(known)
    if name is not None and name not in names:
        raise fault(f"There is no {kind} of this name", name, did_you_mean(name, names), at=at)


def check_scale(instrument: Instrument, scale: Scale, at: Location) -> None:
    if scale.method != "sum_times" and scale.multiplier != 1:
        raise fault("Only sum_times has a multiplier", scale.method, "method: sum_times", at=(*at, "multiplier"))
    if len(set(scale.items)) != len(scale.items):
        raise fault("An item is counted twice", scale.id, "each item once", at=(*at, "items"))
    if not 0 <= scale.missing.at_most_missing(len(scale.items)) < len(scale.items):
        instead = f"a number below {len(scale.items)}"
        raise fault("The rule for blanks allows a score from nothing", scale.missing.rule, instead, at=(*at, "missing"))
    low, high = _reach(instrument, scale)
    if abs(low - scale.lowest) > 1e-9 or abs(high - scale.highest) > 1e-9:
        found, instead = f"{scale.lowest:g} to {scale.highest:g}", f"{low:g} to {high:g}"
        raise fault(f"The range of {scale.id} is not what its items reach", found, instead, at=(*at, "lowest"))
    starts = [band.starts_at for band in scale.bands]
    if starts != sorted(set(starts)) or (starts and (starts[0] != scale.lowest or starts[-1] > scale.highest)):
        instead = f"rising numbers, the first {scale.lowest:g} and the last at most {scale.highest:g}"
        raise fault(f"The bands of {scale.id} do not cover its range", starts, instead, at=(*at, "bands"))
    ids = [band.id for band in scale.bands]
    if len(set(ids)) != len(ids):
        raise fault(f"Two bands of {scale.id} share one id", ids, "an id for each", at=(*at, "bands"))


def _reach(instrument: Instrument, scale: Scale) -> tuple[float, float]:
    """The lowest and highest score that the items of a scale can give."""
    weights = [scale.weights.get(name, 1.0) for name in scale.items]
    values = [instrument.options[instrument.item(name).options].values for name in scale.items]
    low = sum(weight * min(value) for weight, value in zip(weights, values, strict=True))
    high = sum(weight * max(value) for weight, value in zip(weights, values, strict=True))
    factor = 1 / sum(weights) if scale.method == "mean" else scale.multiplier
    return low * factor, high * factor


def check_review(instrument: Instrument) -> None:
    review = instrument.review
    if review.status == "reviewed" and (review.by is None or review.on is None):
        raise fault("Reviewed, but not by whom or when", f"by {review.by}", "by: and on:", at=("review",))
    for scale in instrument.scales:
        defaults = [f for f in instrument.change if f.scale == scale.id and f.is_default and f.concept == "reliable"]
        if len(defaults) > 1:
            raise fault(f"Two default reliable changes for {scale.id}", [f.id for f in defaults], "one", at=("change",))
