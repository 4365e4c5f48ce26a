"""Whether the parts of an instrument fit together: ids, references, ranges, bands, review."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kith.science.documents import did_you_mean, fault
from kith.science.documents.reading import Location
from kith.science.instruments.plan import goal_attainment

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kith.science.instruments.instrument import Instrument, Item, Scale


def check_names(instrument: Instrument) -> None:
    """Every id once, and every reference leads somewhere."""
    for field in ("items", "scales", "cutoffs", "norms", "flags", "patterns", "change", "sources"):
        seen: set[str] = set()
        for position, part in enumerate(getattr(instrument, field)):
            if part.id in seen:
                raise fault(f"Two {field} share one id", part.id, f"{part.id}_2", at=(field, position, "id"))
            seen.add(part.id)
            _check_references(instrument, part, (field, position))
    _check_item_names(instrument)
    for position, item in enumerate(instrument.items):
        _check_reference(item.options, instrument.options, "set of options", ("items", position, "options"))
        _check_asking(instrument, position, item)
    scored = {name for scale in instrument.scales for name in scale.items}
    scored |= {name for pattern in instrument.patterns for part in pattern.requirements for name in part.names}
    for position, item in enumerate(instrument.items):
        if item.scored != (item.id in scored):
            found = "scored, but in no scale or pattern" if item.scored else "not scored, but in a scale or pattern"
            instead = "the item in a scale or a pattern, or scored: false"
            raise fault(f"Item {item.id} does not fit the scales", found, instead, at=("items", position))
    if not instrument.scales and not instrument.patterns:
        raise fault("Nothing is made of the answers", "no scales and no patterns", "scales: or patterns:")


def _check_asking(instrument: Instrument, position: int, item: Item) -> None:
    """A question may depend only on earlier ones, and counts unasked only what it could have been answered."""
    at: Location = ("items", position)
    if item.asked_if is not None:
        earlier = [one.id for one in instrument.items[:position]]
        for name in (*item.asked_if.names, *item.asked_if.instead):
            _check_reference(name, earlier, "earlier item", (*at, "asked_if"))
    values = instrument.options[item.options].values
    if item.unasked_counts is not None and (item.asked_if is None or item.unasked_counts not in values):
        instead = f"asked_if, and one of {', '.join(map(str, values))}"
        raise fault(f"Item {item.id} cannot count this unasked", item.unasked_counts, instead, at=at)


def _check_references(instrument: Instrument, part: BaseModel, at: Location) -> None:
    items = [item.id for item in instrument.items]
    scales = [scale.id for scale in instrument.scales]
    sources = [source.id for source in instrument.sources]
    patterns = [pattern.id for pattern in instrument.patterns]
    for field, known, kind in (
        ("item", items, "item"),
        ("scale", scales, "scale"),
        ("pattern", patterns, "pattern"),
        ("source", sources, "source"),
    ):
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
            _check_reference(name, scale.items or scale.parts, "item of this scale", (*at, "weights", name))
        for position, name in enumerate(scale.parts):
            of_items = [one.id for one in instrument.scales if one.items]
            _check_reference(name, of_items, "scale made of items", (*at, "parts", position))
    for place, pattern in enumerate(instrument.patterns):
        for field in ("all_of", "any_of"):
            for part, requirement in enumerate(getattr(pattern, field)):
                where = "groups" if requirement.groups else "items"
                for name in (*requirement.names, *requirement.instead):
                    _check_reference(name, items, "item", ("patterns", place, field, part, where))
    if instrument.follow_up is not None:
        _check_reference(instrument.follow_up.scale, [one.id for one in instrument.scales], "scale", ("follow_up",))
        for name in instrument.follow_up.carries:
            _check_reference(name, items, "item", ("follow_up", "carries", name))


def _check_reference(name: str | None, known: Iterable[str], kind: str, at: Location) -> None:
    names = list(known)
    if name is not None and name not in names:
        raise fault(f"There is no {kind} of this name", name, did_you_mean(name, names), at=at)


def check_scale(instrument: Instrument, scale: Scale, at: Location) -> None:
    """Counts each item once, forgives fewer blanks than it has items, and spans the range and bands it says."""
    if scale.method not in ("sum_times", "mean") and scale.multiplier != 1:
        raise fault("Only sum_times and mean have a multiplier", scale.method, "sum_times", at=(*at, "multiplier"))
    counted = scale.items or scale.parts
    if bool(scale.items) == bool(scale.parts):
        raise fault(f"The scale {scale.id} adds items or other scales", "both or neither", "items: or parts:", at=at)
    if len(set(counted)) != len(counted):
        raise fault("An item is counted twice", scale.id, "each item once", at=(*at, "items"))
    if not 0 <= scale.missing.at_most_missing(len(counted)) < len(counted):
        instead = f"a number below {len(counted)}"
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
    """The lowest and highest score that the items (or parts) of a scale can give when all are answered."""
    weights = [scale.weights.get(name, 1.0) for name in scale.items or scale.parts]
    if scale.parts:
        ends = [(instrument.scale(name).lowest, instrument.scale(name).highest) for name in scale.parts]
    else:
        points = [instrument.options[instrument.item(name).options].points.values() for name in scale.items]
        ends = [(min(each), max(each)) for each in points]
    low = sum(weight * end[0] for weight, end in zip(weights, ends, strict=True))
    high = sum(weight * end[1] for weight, end in zip(weights, ends, strict=True))
    if scale.method == "goal_attainment":
        squares = sum(weight * weight for weight in weights)
        return goal_attainment(low, sum(weights), squares), goal_attainment(high, sum(weights), squares)
    factor = scale.multiplier / sum(weights) if scale.method == "mean" else scale.multiplier
    low, high = low * factor, high * factor
    return (math.floor(low + 0.5), math.floor(high + 0.5)) if scale.rounding == "half_up" else (low, high)


def check_review(instrument: Instrument) -> None:
    review = instrument.review
    if review.status == "reviewed" and (review.by is None or review.on is None):
        raise fault("Reviewed, but not by whom or when", f"by {review.by}", "by: and on:", at=("review",))
    for scale in instrument.scales:
        defaults = [f for f in instrument.change if f.scale == scale.id and f.is_default and f.concept == "reliable"]
        if len(defaults) > 1:
            raise fault(f"Two default reliable changes for {scale.id}", [f.id for f in defaults], "one", at=("change",))
