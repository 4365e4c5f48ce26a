"""Do effects differ between kinds of studies? The groups and moderators of `kith pool`, in lines, tables and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from kith.cli.evidence_words import Said, p_in_words, percent
from kith.cli.studies_csv import Grouped, Studies
from kith.reports import Heading, Paragraph, Part, Table
from kith.science.evidence import Coefficient, EvidenceProblem, Pooled, Regression, Subgroups, regress, subgroups

FEW: Final = 10  # studies for each moderator; with fewer, Cochrane's handbook advises against meta-regression
BETWEEN_STUDIES = "Studies differ in more than this one thing: a difference between kinds of studies shows no cause."


@dataclass(frozen=True)
class Kinds:
    """What was asked about kinds of studies; None where nothing was.

    `left_out` names the studies that have no number for some moderator. `level` is that of intervals.
    """

    grouped: Grouped | None
    groups: Subgroups | None
    regression: Regression | None
    left_out: tuple[str, ...]
    is_normal: bool
    level: float


def kinds_of(studies: Studies, pooled: Pooled) -> Kinds:
    """The groups and the meta-regression that were asked for, by the method and test of the pooled effect.

    Raises EvidenceProblem where studies do not outnumber coefficients or two moderators say the same.
    """
    grouped = studies.groups
    return Kinds(
        grouped=grouped,
        groups=None
        if grouped is None
        else subgroups(
            grouped.estimates,
            grouped.variances,
            grouped.group_of,
            method=pooled.method,
            test=pooled.test,
            level=pooled.level,
        ),
        regression=_regression(studies, pooled) if studies.moderators else None,
        left_out=tuple(studies.names[place] for place in range(pooled.k) if not _is_whole(studies, place)),
        is_normal=pooled.test == "z",
        level=pooled.level,
    )


def _is_whole(studies: Studies, place: int) -> bool:
    return all(values[place] is not None for values in studies.moderators.values())


def _regression(studies: Studies, pooled: Pooled) -> Regression:
    kept = [place for place in range(pooled.k) if _is_whole(studies, place)]
    if len(kept) < 2:
        raise EvidenceProblem(
            f"A meta-regression needs studies with a number for every moderator; found {len(kept)} of {pooled.k}. "
            "Complete the table, or leave a moderator out."
        )
    columns = [
        (name, [value for value in (values[place] for place in kept) if value is not None])
        for name, values in studies.moderators.items()
    ]
    return regress(
        [studies.estimates[place] for place in kept],
        [studies.variances[place] for place in kept],
        columns,
        method=pooled.method,
        test=pooled.test,
        level=pooled.level,
    )


def kinds_as_json(kinds: Kinds) -> dict[str, Any]:
    """`groups` and `moderators`, each there where it was asked for."""
    found: dict[str, Any] = {}
    if kinds.groups is not None and kinds.grouped is not None:
        found["groups"] = {
            "of": {name: _pooled(one) for name, one in kinds.groups.groups.items()},
            "alone": list(kinds.groups.alone),
            "studies_in_several": kinds.grouped.shared,
            "q_between": kinds.groups.q_between,
            "freedom": kinds.groups.freedom,
            "p": kinds.groups.p,
        }
    if kinds.regression is not None:
        one = kinds.regression
        found["moderators"] = {
            "k": one.k,
            "left_out": list(kinds.left_out),
            "coefficients": [
                {"name": each.name, "estimate": each.estimate, "se": each.se, "ci": list(each.ci), "p": each.p}
                for each in one.coefficients
            ],
            "tau2": one.tau2,
            "i2": one.i2,
            "explained": one.explained,
            "qe": one.qe,
            "qe_freedom": one.qe_freedom,
            "qe_p": one.qe_p,
            "qm": one.qm,
            "qm_p": one.qm_p,
        }
    return found


def _pooled(one: Pooled) -> dict[str, Any]:
    ahead = None if one.prediction is None else list(one.prediction)
    return {
        "k": one.k,
        "estimate": one.estimate,
        "se": one.se,
        "ci": list(one.ci),
        "prediction": ahead,
        "tau2": one.tau2,
        "i2": one.i2,
    }


def kinds_in_words(kinds: Kinds, said: Said) -> Iterator[str]:
    """The same, line by line."""
    if kinds.groups is not None and kinds.grouped is not None:
        yield ""
        yield f"By {kinds.grouped.column}:"
        for name, one in kinds.groups.groups.items():
            ahead = said.span(one.prediction) if one.prediction else "none"
            yield f"  {name}: {said.number(one.estimate)} ({said.span(one.ci)}), {one.k} studies, a new study {ahead}"
        yield from (f"  {line}" for line in _beside_groups(kinds.groups, kinds.grouped))
    if kinds.regression is not None:
        yield ""
        yield "Moderators, on the scale of the effects:"
        for each in kinds.regression.coefficients:
            ends = f"{each.ci[0]:.4f} to {each.ci[1]:.4f}"
            yield f"  {each.name}: {each.estimate:.4f}, standard error {each.se:.4f} ({ends}; {p_in_words(each.p)})"
        yield from (f"  {line}" for line in _beside_moderators(kinds, kinds.regression))


def kinds_parts(kinds: Kinds, said: Said) -> Iterator[Part]:
    """The same as a part of the report."""
    if kinds.groups is None and kinds.regression is None:
        return
    yield Heading("Do effects differ between kinds of studies?")
    if kinds.groups is not None and kinds.grouped is not None:
        yield Table(
            (kinds.grouped.column, "studies", "pooled", f"{percent(kinds.level)} interval", "prediction", "tau²", "I²"),
            tuple(_group_row(name, one, said) for name, one in kinds.groups.groups.items()),
        )
        yield from map(Paragraph, _beside_groups(kinds.groups, kinds.grouped))
    if kinds.regression is not None:
        heads = ("Moderator", "coefficient", "standard error", f"{percent(kinds.level)} interval", "p")
        yield Table(heads, tuple(_coefficient_row(each) for each in kinds.regression.coefficients))
        yield from map(Paragraph, _beside_moderators(kinds, kinds.regression))
    yield Paragraph(BETWEEN_STUDIES)


def _group_row(name: str, one: Pooled, said: Said) -> tuple[str, ...]:
    ahead = said.span(one.prediction) if one.prediction else "none"
    return name, f"{one.k}", said.number(one.estimate), said.span(one.ci), ahead, f"{one.tau2:.4f}", f"{one.i2:.1f} %"


def _coefficient_row(one: Coefficient) -> tuple[str, ...]:
    ends = f"{one.ci[0]:.4f} to {one.ci[1]:.4f}"
    return one.name, f"{one.estimate:.4f}", f"{one.se:.4f}", ends, p_in_words(one.p)


def _beside_groups(found: Subgroups, grouped: Grouped) -> Iterator[str]:
    """What must stand beside groups: the test between them, who stands alone, who stands in several."""
    if found.q_between is None or found.p is None:
        yield "Whether groups differ is not known: two groups must have two studies that scatter."
    else:
        yield f"Between groups: Q {found.q_between:.2f} with {_degrees(found.freedom)} ({p_in_words(found.p)})."
    if found.alone:
        yield f"One study each, not pooled: {', '.join(found.alone)}."
    if grouped.shared:
        count = "1 study has" if grouped.shared == 1 else f"{grouped.shared} studies have"
        yield (
            f"{count} effects in several groups, and each group holds its own; the test between groups takes them for "
            "different studies."
        )


def _degrees(freedom: int | None) -> str:
    return "1 degree" if freedom == 1 else f"{freedom} degrees"


def _beside_moderators(kinds: Kinds, found: Regression) -> Iterator[str]:
    """What must stand beside a meta-regression: what it explains, what is left, and who is not in it."""
    explained = "not known" if found.explained is None else f"{found.explained:.2f} %"
    slopes = len(found.coefficients) - 1
    joint = f"chi-square with {_degrees(slopes)}" if kinds.is_normal else f"F with {slopes} and {found.qe_freedom}"
    yield f"All moderators together: {found.qm:.4f}, {joint} ({p_in_words(found.qm_p)})."
    yield (
        f"{found.k} studies; tau² left {found.tau2:.4f}, explained {explained}; Q left {found.qe:.2f} with "
        f"{_degrees(found.qe_freedom)} ({p_in_words(found.qe_p)})."
    )
    if kinds.left_out:
        yield f"Without a number and left out: {len(kinds.left_out)} ({_some(kinds.left_out)})."
    if found.k < FEW * slopes:
        yield f"Fewer than {FEW} studies for each moderator: what it says is mostly chance."


def _some(names: tuple[str, ...], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
