"""The report of `kith pool`: pictures, small studies, influence, and the same numbers by other methods."""

from __future__ import annotations

from collections.abc import Iterator

from kith.cli.evidence_words import METHODS_IN_WORDS, Said, p_in_words, percent
from kith.cli.pool import lines_of
from kith.cli.pool_kinds import Kinds, kinds_parts
from kith.cli.studies_csv import Studies
from kith.pictures import (
    ContourWords,
    Drawing,
    ForestRow,
    ForestSum,
    ForestWords,
    FunnelStudy,
    PooledFacts,
    contour_funnel,
    forest,
)
from kith.reports import Bullets, Figure, Heading, Paragraph, Part, Table
from kith.science.evidence import (
    METHODS,
    EvidenceProblem,
    Pooled,
    cumulate,
    egger,
    influence,
    leave_one_out,
    limit_meta_analysis,
    pool,
    trim_and_fill,
)
from kith.science.evidence.pooling import quantile_of

MOST_DRAWN = 80  # a forest of more studies is no longer read; the table below it has them all
EMPTY = "There are no studies."
SIDES = ForestWords("effects below no effect", "effects above no effect", "where a new study is expected")


def report_parts(studies: Studies, pooled: Pooled, facts: PooledFacts, said: Said, kinds: Kinds) -> Iterator[Part]:
    """The parts of the report, from the answer to its doubts."""
    first = f"The pooled effect of {pooled.k} studies is {said.number(pooled.estimate)}."
    yield Paragraph(first)
    yield Bullets(tuple(lines_of(facts)))
    if said.is_ratio:
        yield Paragraph("Pictures are on the logarithm of the ratio, where nought is no effect.")
    yield Figure(_forest(studies, pooled, facts))
    if studies.years:
        yield Heading("As studies were added")
        yield Figure(_cumulative(studies, pooled, facts))
    yield from kinds_parts(kinds, said)
    yield Heading("Do small studies find more?")
    yield from _small_studies(studies, pooled)
    yield Heading("Does it hang on one study?")
    yield from _influence(studies, pooled, said)
    yield Heading("By other methods")
    yield _other_methods(studies, pooled, said)
    yield Heading("All studies")
    yield _all_studies(studies, pooled)


def _forest(studies: Studies, pooled: Pooled, facts: PooledFacts) -> Drawing:
    heaviest = sorted(range(pooled.k), key=lambda place: -pooled.weights[place])[:MOST_DRAWN]
    reach = quantile_of(pooled.level, None)
    rows = []
    for place in sorted(heaviest):
        estimate, half = studies.estimates[place], reach * studies.variances[place] ** 0.5
        ends = (estimate - half, estimate + half)
        label = f"{estimate:.2f} ({ends[0]:.2f} to {ends[1]:.2f})"
        rows.append(ForestRow(studies.names[place], estimate, *ends, label, pooled.weights[place]))
    left_out = f" The {MOST_DRAWN} heaviest of {pooled.k} studies are drawn." if pooled.k > MOST_DRAWN else ""
    sentence = (
        f"Each study with its interval, and all together: {pooled.estimate:.2f} ({pooled.ci[0]:.2f} to "
        f"{pooled.ci[1]:.2f}).{left_out}"
    )
    return forest(rows, _sum(pooled, facts), words=SIDES, title="Forest plot", sentence=sentence, empty=EMPTY)


def _sum(pooled: Pooled, facts: PooledFacts) -> ForestSum:
    label = f"{pooled.estimate:.2f} ({pooled.ci[0]:.2f} to {pooled.ci[1]:.2f})"
    return ForestSum("All studies", pooled.estimate, *pooled.ci, label, pooled.prediction, facts)


def _cumulative(studies: Studies, pooled: Pooled, facts: PooledFacts) -> Drawing:
    rows = []
    steps = cumulate(
        studies.estimates,
        studies.variances,
        studies.years,
        method=pooled.method,
        test=pooled.test,
        level=pooled.level,
    )
    for n, (place, found) in enumerate(steps, start=1):
        if found is not None:
            value = f"{found.estimate:.2f} ({found.ci[0]:.2f} to {found.ci[1]:.2f})"
            name = f"{studies.years[place]:g}: {n} studies"
            rows.append(ForestRow(name, found.estimate, *found.ci, value))
    sentence = f"The pooled effect as studies were added by year, from {rows[0].label} to {rows[-1].label}."
    return forest(
        rows[-MOST_DRAWN:], _sum(pooled, facts), words=SIDES, title="Cumulative", sentence=sentence, empty=EMPTY
    )


def _small_studies(studies: Studies, pooled: Pooled) -> Iterator[Part]:
    y, v = studies.estimates, studies.variances
    try:
        classic, mixed = egger(y, v, level=pooled.level), egger(y, v, model="mixed", level=pooled.level)
        filled = trim_and_fill(y, v, method=pooled.method, test=pooled.test, level=pooled.level)
        limit = limit_meta_analysis(y, v, level=pooled.level)
    except EvidenceProblem as problem:
        yield Paragraph(str(problem))
        return
    drawn = [FunnelStudy(one, two**0.5) for one, two in zip(y, v, strict=True)]
    drawn += [FunnelStudy(one, two**0.5, True) for one, two in zip(filled.estimates, filled.variances, strict=True)]
    words = ContourWords(
        "Effect", "Standard error", "p above 0.1, 0.05 and 0.01 against no effect", "Pooled", "Added by trim-and-fill"
    )
    more = "1 more study" if filled.added == 1 else f"{filled.added} more studies"
    sentence = f"Effects by precision; {more} on the {filled.side} would make it even."
    yield Figure(
        contour_funnel(drawn, pooled=pooled.estimate, words=words, title="Funnel plot", sentence=sentence, empty=EMPTY)
    )
    if not classic.has_enough:
        yield Paragraph("With fewer than ten studies these tests say little either way.")
    yield Table(
        ("What is asked", "answer"),
        (
            ("Egger, weighted regression", f"t {classic.statistic:.2f}, {p_in_words(classic.p)}"),
            ("Egger, mixed model", f"z {mixed.statistic:.2f}, {p_in_words(mixed.p)}"),
            ("Effect of a study without error (regression)", _three(classic.limit, classic.limit_ci)),
            ("Limit meta-analysis", _three(limit.estimate, limit.ci)),
            (f"Trim-and-fill, {filled.added} added", _three(filled.pooled.estimate, filled.pooled.ci)),
        ),
    )
    yield Paragraph("An uneven funnel may be studies that were held back, and may be small studies of other people.")


def _three(estimate: float, ends: tuple[float, float]) -> str:
    return f"{estimate:.3f} ({ends[0]:.3f} to {ends[1]:.3f})"


def _influence(studies: Studies, pooled: Pooled, said: Said) -> Iterator[Part]:
    y, v = studies.estimates, studies.variances
    try:
        without = leave_one_out(y, v, method=pooled.method, test=pooled.test, level=pooled.level)
        marked = influence(y, v, method=pooled.method, test=pooled.test)
    except EvidenceProblem as problem:
        yield Paragraph(str(problem))
        return
    means = sorted(said.number(one.estimate) for one in (min(without, key=_estimate), max(without, key=_estimate)))
    yield Paragraph(f"Left out one by one, the pooled effect lies between {means[0]} and {means[1]}.")
    rows = [
        (studies.names[place], f"{one.rstudent:.2f}", f"{one.cook:.2f}", _three(rest.estimate, rest.ci))
        for place, (one, rest) in enumerate(zip(marked, without, strict=True))
        if one.is_influential
    ]
    if rows:
        yield Table(("Influential study", "residual", "Cook's distance", "pooled without it"), tuple(rows))
    else:
        yield Paragraph("No single study is influential by the usual limits.")


def _estimate(pooled: Pooled) -> float:
    return pooled.estimate


def _other_methods(studies: Studies, pooled: Pooled, said: Said) -> Table:
    rows = []
    for method in METHODS:
        one = pool(
            studies.estimates,
            studies.variances,
            method=method,
            test="z" if method == "FE" else pooled.test,
            level=pooled.level,
        )
        riley = pool(studies.estimates, studies.variances, method=method, prediction="riley", level=pooled.level)
        ahead = said.span(one.prediction) if one.prediction else "none"
        other = said.span(riley.prediction) if riley.prediction else "none"
        name = f"{method}: {METHODS_IN_WORDS[method]}"
        rows.append((name, said.number(one.estimate), said.span(one.ci), f"{one.tau2:.4f}", ahead, other))
    heads = ("Method", "pooled", f"{percent(pooled.level)} interval", "tau²", "prediction", "prediction, t with k - 2")
    return Table(heads, tuple(rows))


def _all_studies(studies: Studies, pooled: Pooled) -> Table:
    rows = [
        (name, f"{estimate:.4f}", f"{variance**0.5:.4f}", f"{weight:.1f} %")
        for name, estimate, variance, weight in zip(
            studies.names, studies.estimates, studies.variances, pooled.weights, strict=True
        )
    ]
    return Table(("Study", "effect", "standard error", "weight"), tuple(rows))
