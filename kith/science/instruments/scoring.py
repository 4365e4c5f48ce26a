"""Turns answers into scores, bands and flags, for one person."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from kith.science.documents import did_you_mean
from kith.science.instruments.instrument import Instrument
from kith.science.instruments.plan import FlagPlan, PatternPlan, Plan, ScalePlan, points

_SHOWN = 10**15

Answers = Mapping[str, float | None] | Sequence[float | None]


class AnswerProblem(ValueError):
    """An answer that cannot be right: what happened, what was found, what to do.

    `kind` and `values` say the same without words, for whoever speaks another language. No kind: only a program can
    have sent this, no form.
    """

    def __init__(self, what: str, found: str, instead: str, kind: str = "", **values: object) -> None:
        super().__init__(f"{what}. Found: {found}. {instead}")
        self.what = what
        self.found = found
        self.instead = instead
        self.kind = kind
        self.values = values


class Score(NamedTuple):
    """One scale's score. `value` is None, with a reason, when the instrument's rules give no score."""

    value: float | None
    band: str | None
    reason: str | None
    answered: int
    missing_items: tuple[str, ...]
    prorated: bool
    range: tuple[float, float]


class Scored(NamedTuple):
    """What one set of answers says.

    `flags` are raised; `unknown_flags` could not be decided because their question is blank. `patterns` are True,
    False, or None when blanks leave them open.
    """

    scores: Mapping[str, Score]
    flags: tuple[str, ...]
    unknown_flags: tuple[str, ...]
    patterns: Mapping[str, bool | None]


def score(instrument: Instrument, answers: Answers) -> Scored:
    """The scores, bands and flags of one person's answers.

    `answers` are numbers by item id, or in the order of the items; None is a blank, and so is an item that a mapping
    leaves out. Items at the end that are not required may be left out of a sequence. Blanks follow each scale's own
    rule: too many give None with the reason, never 0. A flag looks at its own answer only, whatever the total.

    Formula: a sum adds the answers (reversed where the item says so: lowest + highest - answer); with allowed blanks it
    is the mean of the answered items times the number of items; the band is the last one that starts at or below the
    score. Sources are in the instrument. Raises `AnswerProblem` for NaN, infinity, true or false, text, a number that
    is not one of the item's answers, an unknown item, or a sequence of the wrong length.

    >>> from pathlib import Path
    >>> import kith
    >>> from kith.science.instruments import read_instrument
    >>> phq9 = read_instrument(Path(kith.__file__).parent / "library/instruments/phq9")
    >>> scored = score(phq9, [2, 2, 1, 0, 3, 1, 0, 2, 1])
    >>> scored.scores["total"].value, scored.scores["total"].band, scored.flags
    (12, 'moderate', ('thoughts_of_self_harm',))
    """
    plan = instrument.plan
    values = _in_order(plan, answers)
    for position, value in enumerate(values):
        if value is not None and (value.__class__ is not int or value not in plan.allowed[position]):
            check_answer(plan, position, value)
    scores = {scale.id: _score(plan, scale, values) for scale in plan.scales}
    raised, unknown = [], []
    for flag in plan.flags:
        seen = values[flag.position] if flag.position is not None else scores[flag.scale or ""].value
        if seen is None:
            unknown.append(flag.id)
        elif _is_raised(flag, seen):
            raised.append(flag.id)
    patterns = {pattern.id: _is_met(pattern, values) for pattern in plan.patterns}
    return Scored(MappingProxyType(scores), tuple(raised), tuple(unknown), MappingProxyType(patterns))


def check_answer(plan: Plan, position: int, value: object) -> None:
    """Raises `AnswerProblem` when `value` is not one of the answers of the item at `position`."""
    asked = {
        "short": plan.short,
        "number": position + 1,
        "item": plan.items[position],
        "allowed": ", ".join(map(str, sorted(plan.allowed[position]))),
    }
    where = "{short}, question {number} ({item}) has an answer that is".format(**asked)
    instead = f"Give one of {asked['allowed']}, or leave it blank."
    if isinstance(value, bool) or not isinstance(value, Real):
        found = repr(value)[:40]
        raise AnswerProblem(f"{where} not a number", found, instead, "not_a_number", given=found, **asked)
    if not isinstance(value, Integral) and not math.isfinite(value):
        raise AnswerProblem(f"{where} not a real number", str(value), instead)
    if value not in plan.allowed[position]:
        # A whole number may have more digits than can be turned into a decimal number, or into text.
        if isinstance(value, Integral) and abs(int(value)) >= _SHOWN:
            raise AnswerProblem(f"{where} not offered", "a very large number", instead)
        found = f"{float(value):g}"
        raise AnswerProblem(f"{where} not offered", found, instead, "not_offered", given=found, **asked)


def _in_order(plan: Plan, answers: Answers) -> list[float | None]:
    if isinstance(answers, Mapping):
        values: list[float | None] = [None] * len(plan.items)
        for name, value in answers.items():
            position = plan.positions.get(name)
            if position is None:
                instead = f"Write instead: {did_you_mean(str(name), plan.items)}"
                raise AnswerProblem(f"{plan.short} has no such question", repr(name)[:60], instead)
            values[position] = value
        return values
    if isinstance(answers, str | bytes):
        _refuse_count(plan, "text instead of a list")
    values = list(answers)
    if not plan.fewest <= len(values) <= len(plan.items):
        _refuse_count(plan, f"{len(values)} answers")
    return values + [None] * (len(plan.items) - len(values))


def _refuse_count(plan: Plan, found: str) -> NoReturn:
    most = len(plan.items)
    wanted = str(most) if plan.fewest == most else f"{plan.fewest} to {most}"
    instead = "Give them in the order of the questions, with a blank for each question that was not answered."
    raise AnswerProblem(f"{plan.short} takes {wanted} answers", found, instead)


def _score(plan: Plan, scale: ScalePlan, values: Sequence[float | None]) -> Score:
    total, weight = 0.0, 0.0
    missing: list[int] = []
    for position, factor, constant, item_weight in scale.terms:
        value = values[position]
        if value is None:
            missing.append(position)
        else:
            total += factor * value + constant
            weight += item_weight
    count = len(scale.terms)
    names = tuple(plan.items[position] for position in missing)
    if len(missing) > scale.at_most_missing:
        return Score(None, None, _reason(plan, scale, missing), count - len(missing), names, False, scale.range)
    value = points(scale, total, weight)
    band = scale.band_ids[bisect_right(scale.band_starts, value) - 1] if scale.band_ids else None
    whole = int(value) if value.is_integer() else value
    return Score(whole, band, None, count - len(missing), names, bool(missing), scale.range)


def _reason(plan: Plan, scale: ScalePlan, missing: Sequence[int]) -> str:
    count = len(scale.terms)
    needed, has = count - scale.at_most_missing, count - len(missing)
    name = plan.short if len(plan.scales) == 1 else f"{plan.short} {scale.id}"
    wanted = f"{count} answers" if needed == count else f"at least {needed} of {count} answers"
    where = ", ".join(str(position + 1) for position in missing)
    again = "that one" if len(missing) == 1 else "those"
    return (
        f"{name} needs {wanted} and has {has} (missing: {where}). "
        f"Ask {again} again, or keep it as incomplete; its rules give no score from {has}."
    )


def _is_raised(flag: FlagPlan, seen: float) -> bool:
    if flag.at_least is not None:
        return seen >= flag.at_least
    assert flag.below is not None
    return seen < flag.below


def _is_met(pattern: PatternPlan, values: Sequence[float | None]) -> bool | None:
    """Met, not met, or None when the blanks could still decide it."""
    is_open = False
    for positions, at_least, how_many in pattern.requirements:
        seen = [values[position] for position in positions]
        high = sum(value is not None and value >= at_least for value in seen)
        if high + seen.count(None) < how_many:
            return False
        is_open = is_open or high < how_many
    return None if is_open else True
