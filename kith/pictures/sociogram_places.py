"""Where the members of a group stand in its sociogram: near whom they choose, and near where they stood before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from typing import Final

Point = tuple[float, float]

# Those whom somebody chooses stay inside, those whom nobody chooses stand on the rim.
_INSIDE: Final = 0.74
_ROUNDS: Final = 80
# How much a place from before holds beside the pull of all ties; at 1 the picture barely moves, at 0 it starts anew.
_HOLD: Final = 0.5
_FAR: Final = 3.0


@dataclass(frozen=True)
class Tie:
    """Who chooses whom; a tie that is returned is mutual."""

    start: str
    end: str
    is_mutual: bool = False


def ties(pairs: Sequence[tuple[str, str]]) -> tuple[Tie, ...]:
    """Each choice as a tie, those that are returned as one mutual tie.

    >>> [(tie.start, tie.end, tie.is_mutual) for tie in ties([("a", "b"), ("b", "a"), ("a", "c")])]
    [('a', 'b', True), ('a', 'c', False)]
    """
    there = set(pairs)
    return tuple(
        Tie(start, end, (end, start) in there)
        for start, end in sorted(there)
        if (end, start) not in there or start < end
    )


def places(
    names: Sequence[str], chosen: Sequence[Tie], *, before: Mapping[str, Point] | None = None
) -> dict[str, Point]:
    """Where each member stands, from -1 to 1 both ways. The same group gives the same places.

    Distances follow the ties (stress majorisation: de Leeuw 1977; Gansner, Koren and North 2004, recalled). With the
    places from `before` everybody starts there and is held back, so that two pictures of a group can be compared.
    """
    on_rim = set(names) - {tie.end for tie in chosen} - {tie.start for tie in chosen if tie.is_mutual}
    inner = [name for name in names if name not in on_rim]
    held = {name: point for name, point in (before or {}).items() if name in names}
    found = _settled(inner, _distances(inner, chosen), held)
    return _with_rim(found, [name for name in names if name in on_rim], chosen, held)


def _distances(names: Sequence[str], chosen: Sequence[Tie]) -> dict[tuple[str, str], float]:
    """How far apart two members should be: along ties, a mutual one being the shorter; far where no tie leads."""
    far = {(a, b): 0.0 if a == b else _FAR for a in names for b in names}
    inside = set(names)
    for tie in chosen:
        if tie.start in inside and tie.end in inside:
            length = 1.0 if tie.is_mutual else 1.35
            far[tie.start, tie.end] = far[tie.end, tie.start] = length
    for middle in names:
        for a in names:
            if far[a, middle] < _FAR:
                for b in names:
                    far[a, b] = min(far[a, b], far[a, middle] + far[middle, b])
    return far


def _settled(names: Sequence[str], far: Mapping[tuple[str, str], float], held: Mapping[str, Point]) -> dict[str, Point]:
    """Everybody inside, moved in rounds towards where the distances are kept best."""
    if len(names) < 2:
        return dict.fromkeys(names, (0.0, 0.0))
    step = 2 * pi / len(names)
    at = {name: held.get(name, (cos(step * i - pi / 2), sin(step * i - pi / 2))) for i, name in enumerate(names)}
    # Ties are measured in steps; a group stands in a circle of about two of them.
    scale = _INSIDE * 2 / max(*far.values(), 1.0)
    for _ in range(_ROUNDS):
        for name in names:
            at[name] = _pulled(name, names, at, far, scale, held.get(name))
    return _fitted(at, is_held=any(name in held for name in names))


def _pulled(
    name: str,
    names: Sequence[str],
    at: Mapping[str, Point],
    far: Mapping[tuple[str, str], float],
    scale: float,
    held: Point | None,
) -> Point:
    x = y = weights = 0.0
    for i, other in enumerate(names):
        if other == name:
            continue
        wanted = far[name, other] * scale
        weight = 1 / wanted**2
        dx, dy = at[name][0] - at[other][0], at[name][1] - at[other][1]
        length = hypot(dx, dy)
        if length < 1e-6:  # two at one spot part in a direction of their own
            dx, dy, length = cos(i), sin(i), 1.0
        x += weight * (at[other][0] + dx / length * wanted)
        y += weight * (at[other][1] + dy / length * wanted)
        weights += weight
    if held is not None:
        hold = _HOLD * weights
        x, y, weights = x + hold * held[0], y + hold * held[1], weights + hold
    return x / weights, y / weights


def _fitted(at: Mapping[str, Point], *, is_held: bool) -> dict[str, Point]:
    """Everybody within the inner circle. A first picture fills it; a later one only shrinks when it must."""
    x0, y0 = (
        (0.0, 0.0) if is_held else (sum(p[0] for p in at.values()) / len(at), sum(p[1] for p in at.values()) / len(at))
    )
    reach = max(hypot(x - x0, y - y0) for x, y in at.values()) or 1.0
    share = min(_INSIDE / reach, 1.0) if is_held else _INSIDE / reach
    return {name: ((x - x0) * share, (y - y0) * share) for name, (x, y) in at.items()}


def _with_rim(
    inside: dict[str, Point], outside: Sequence[str], chosen: Sequence[Tie], held: Mapping[str, Point]
) -> dict[str, Point]:
    """Those on the rim stand where they stood, else beyond those they choose; with room between any two."""
    room = min(2 * pi / max(len(outside), 1), pi / 5)
    angles: list[float] = []
    found = dict(inside)
    for i, name in enumerate(outside):
        near = [inside[tie.end] for tie in chosen if tie.start == name and tie.end in inside]
        near = [held[name]] if name in held else near
        x, y = sum(p[0] for p in near), sum(p[1] for p in near)
        wanted = atan2(y, x) if hypot(x, y) > 1e-9 else 2 * pi * i / len(outside) - pi / 2
        turns = sorted((step * room / 4 for step in range(-4 * len(outside), 4 * len(outside) + 1)), key=abs)
        angle = next((wanted + turn for turn in turns if _is_free(wanted + turn, angles, room * 0.99)), wanted)
        angles.append(angle)
        found[name] = (cos(angle), sin(angle))
    return found


def _is_free(angle: float, taken: Sequence[float], room: float) -> bool:
    return all(abs((angle - other + pi) % (2 * pi) - pi) >= room for other in taken)
