"""Turns answers into scores, bands and flags, for one person."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from operator import getitem
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from kith.science.documents import did_you_mean
from kith.science.instruments.instrument import Instrument
from kith.science.instruments.plan import FlagPlan, Needed, PatternPlan, Plan, ScalePlan, points
from kith.science.instruments.remembering import BLANK, Memory

_SHOWN = 10**15
_PLAIN = frozenset({int, type(None)})  # what answers usually are; true and false are of another type
_NO_PATTERNS: Mapping[str, bool | None] = MappingProxyType({})

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
    plan, memory = instrument.plan, instrument.memory
    values = answers if type(answers) is list and len(answers) == len(plan.items) else _in_order(plan, answers)
    if memory is None or not _PLAIN.issuperset(map(type, values)):
        return _checked_and_scored(plan, values)
    try:
        code = sum(map(getitem, memory.tables, values))
    except KeyError:
        code = BLANK  # an answer that is not offered; it is refused below
    known: Scored | None = _put_together(memory, code) if memory.results is None else memory.results.get(code)
    if known is None:
        known = _checked_and_scored(plan, values)
        _remember(memory, code, known)
    return known


def _put_together(memory: Memory, code: int) -> Scored | None:
    """The result made of parts that were met before; None where one was not, and where an answer is blank."""
    if code < 0:
        return None
    patterns = _NO_PATTERNS
    raised: tuple[str, ...] = ()
    try:
        scores = {name: known[code & bits] for name, bits, known in memory.scores}
        if memory.patterns:
            patterns = MappingProxyType({name: known[code & bits] for name, bits, known in memory.patterns})
        if memory.flags:
            raised = tuple([name for name, bits, known in memory.flags if known[code & bits]])
    except KeyError:
        return None
    return Scored(MappingProxyType(scores), raised, (), patterns)


def _remember(memory: Memory, code: int, scored: Scored) -> None:
    if code < 0:
        return
    if memory.results is not None:
        memory.results[code] = scored
        return
    for name, bits, known in memory.scores:
        known[code & bits] = scored.scores[name]
    for name, bits, known in memory.patterns:
        known[code & bits] = scored.patterns[name]
    for name, bits, known in memory.flags:
        known[code & bits] = name in scored.flags


def _checked_and_scored(plan: Plan, values: Sequence[float | None]) -> Scored:
    for position, value in enumerate(values):
        if value is not None and (value.__class__ is not int or value not in plan.allowed[position]):
            check_answer(plan, position, value)
    if plan.asked:
        values = _filled(plan, values)
    counted = _recoded(plan, values) if plan.recoded else values
    scores = {scale.id: _score(plan, scale, counted) for scale in plan.scales if scale.terms}
    if plan.has_parts:
        whole = {scale.id: _score_of_parts(plan, scale, scores) for scale in plan.scales if scale.parts}
        scores = {scale.id: whole.get(scale.id) or scores[scale.id] for scale in plan.scales}
    patterns = _NO_PATTERNS
    if plan.patterns:
        patterns = MappingProxyType({pattern.id: _is_met(pattern, values) for pattern in plan.patterns})
    raised: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    for flag in plan.flags:
        is_raised = _is_raised(flag, values, scores, patterns)
        if is_raised is None:
            unknown += (flag.id,)
        elif is_raised:
            raised += (flag.id,)
    return Scored(MappingProxyType(scores), raised, unknown, patterns)


def is_asked(instrument: Instrument, item: str, answers: Mapping[str, float | None]) -> bool:
    """Whether an item is to be asked after these answers by item; True as long as blanks could still ask for it."""
    plan = instrument.plan
    values = _filled(plan, [answers.get(name) for name in plan.items])
    return all(
        _has_enough(asked.needed, values, blanks_count=True)
        for asked in plan.asked
        if asked.position == plan.positions[item]
    )


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
    if not isinstance(answers, list | tuple):  # most are; the other kinds take longer to tell apart
        if isinstance(answers, Mapping):
            return _by_name(plan, answers)
        if isinstance(answers, str | bytes):
            _refuse_count(plan, "text instead of a list")
    values = list(answers)
    count = len(plan.items)
    if len(values) != count:
        if not plan.fewest <= len(values) <= count:
            _refuse_count(plan, f"{len(values)} answers")
        values += [None] * (count - len(values))
    return values


def _by_name(plan: Plan, answers: Mapping[str, float | None]) -> list[float | None]:
    values: list[float | None] = [None] * len(plan.items)
    for name, value in answers.items():
        position = plan.positions.get(name)
        if position is None:
            instead = f"Write instead: {did_you_mean(str(name), plan.items)}"
            raise AnswerProblem(f"{plan.short} has no such question", repr(name)[:60], instead)
        values[position] = value
    return values


def _refuse_count(plan: Plan, found: str) -> NoReturn:
    most = len(plan.items)
    wanted = str(most) if plan.fewest == most else f"{plan.fewest} to {most}"
    instead = "Give them in the order of the questions, with a blank for each question that was not answered."
    raise AnswerProblem(f"{plan.short} takes {wanted} answers", found, instead)


def _filled(plan: Plan, values: Sequence[float | None]) -> list[float | None]:
    """Gives each blank that was never to be asked the answer it counts as."""
    filled = list(values)
    for asked in plan.asked:
        if filled[asked.position] is None and not _has_enough(asked.needed, filled, blanks_count=True):
            filled[asked.position] = asked.unasked
    return filled


def _recoded(plan: Plan, values: Sequence[float | None]) -> list[float | None]:
    counted = list(values)
    for position, table in plan.recoded:
        value = counted[position]
        counted[position] = None if value is None else table[value]
    return counted


def _score(plan: Plan, scale: ScalePlan, values: Sequence[float | None]) -> Score:
    total, weight, squares = 0.0, 0.0, 0.0
    missing: list[int] = []
    for position, factor, constant, item_weight in scale.terms:
        value = values[position]
        if value is None:
            missing.append(position)
        else:
            total += factor * value + constant
            weight += item_weight
            squares += item_weight * item_weight
    names = tuple(plan.items[position] for position in missing)
    if len(missing) > scale.at_most_missing:
        reason = _reason(plan, scale, [str(position + 1) for position in missing])
        return Score(None, None, reason, scale.count - len(missing), names, False, scale.range)
    return _made(scale, points(scale, total, weight, squares), names)


def _score_of_parts(plan: Plan, scale: ScalePlan, scores: Mapping[str, Score]) -> Score:
    """A scale made of other scales' scores: each one counts as an item does."""
    total, weight, squares = 0.0, 0.0, 0.0
    missing: list[str] = []
    for name, part_weight in scale.parts:
        value = scores[name].value
        if value is None:
            missing.append(name)
        else:
            total += part_weight * value
            weight += part_weight
            squares += part_weight * part_weight
    blanks = tuple(dict.fromkeys(item for name, _ in scale.parts for item in scores[name].missing_items))
    if len(missing) > scale.at_most_missing:
        return Score(None, None, _reason(plan, scale, missing), scale.count - len(missing), blanks, False, scale.range)
    return _made(scale, points(scale, total, weight, squares), blanks, scale.count - len(missing))


def _made(scale: ScalePlan, value: float, missing: tuple[str, ...], answered: int | None = None) -> Score:
    band = scale.band_ids[bisect_right(scale.band_starts, value) - 1] if scale.band_ids else None
    whole = int(value) if value.is_integer() else value
    known = scale.count - len(missing) if answered is None else answered
    is_made_up = bool(missing) and scale.method != "goal_attainment"  # a goal that was not set is not a blank
    return Score(whole, band, None, known, missing, is_made_up, scale.range)


def _reason(plan: Plan, scale: ScalePlan, missing: Sequence[str]) -> str:
    count, kind = scale.count, "answers" if scale.terms else "scores"
    needed, has = count - scale.at_most_missing, count - len(missing)
    name = plan.short if len(plan.scales) == 1 else f"{plan.short} {scale.id}"
    wanted = f"{count} {kind}" if needed == count else f"at least {needed} of {count} {kind}"
    again = "that one" if len(missing) == 1 else "those"
    return (
        f"{name} needs {wanted} and has {has} (missing: {', '.join(missing)}). "
        f"Ask {again} again, or keep it as incomplete; its rules give no score from {has}."
    )


def _is_raised(
    flag: FlagPlan,
    values: Sequence[float | None],
    scores: Mapping[str, Score],
    patterns: Mapping[str, bool | None],
) -> bool | None:
    """Raised, not raised, or None while it cannot be known."""
    if flag.pattern is not None:
        return patterns[flag.pattern]
    seen = values[flag.position] if flag.position is not None else scores[flag.scale or ""].value
    if seen is None:
        return None
    if flag.at_least is not None:
        return seen >= flag.at_least
    assert flag.below is not None
    return seen < flag.below


def _is_met(pattern: PatternPlan, values: Sequence[float | None]) -> bool | None:
    """Met, not met, or None when the blanks could still decide it."""
    if _holds(pattern, values, blanks_count=False):
        return True
    return None if None in values and _holds(pattern, values, blanks_count=True) else False


def _holds(pattern: PatternPlan, values: Sequence[float | None], *, blanks_count: bool) -> bool:
    if not all(_has_enough(needed, values, blanks_count=blanks_count) for needed in pattern.all_of):
        return False
    return not pattern.any_of or any(
        _has_enough(needed, values, blanks_count=blanks_count) for needed in pattern.any_of
    )


def _has_enough(needed: Needed, values: Sequence[float | None], *, blanks_count: bool) -> bool:
    """Whether enough groups have an answer that is high enough, a blank being one or not."""
    groups, how_many = needed
    met = 0
    for group in groups:
        for at, at_least in group:
            value = values[at]
            if blanks_count if value is None else value >= at_least:
                met += 1
                break
    return met >= how_many
