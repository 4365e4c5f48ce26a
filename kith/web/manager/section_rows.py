"""The further parts of a snapshot as rows of a table to download, with what each counts."""

from __future__ import annotations

from collections.abc import Iterator

from kith.care.queries.outcomes import Results
from kith.web.manager.cells import Row, plain, rate_cells, share, whole
from kith.web.manager.part_definitions import CHANGE, KINDS, QALYS, RULES, WIDER


def section_rows(results: Results) -> Iterator[Row]:
    """Every number of these parts; empty cells are unknown or withheld, with the reason beside them."""
    for one in results.parts.change_sizes:
        people, why = "" if one.people is None else str(one.people), one.reason or ""
        for name, value, spread in (
            ("first_mean", one.first_mean, one.first_sd),
            ("last_mean", one.last_mean, one.last_sd),
        ):
            words = str(CHANGE[name].words)
            yield ("change", name, one.measure, "", people, plain(value), "", "", why, words)
            yield ("change", name.replace("mean", "sd"), one.measure, "", people, plain(spread), "", "", why, words)
        size = (plain(one.size), plain(one.low), plain(one.high))
        yield ("change", "effect_size", one.measure, "", people, *size, why, str(CHANGE["effect_size"].words))
        unknown = why or ("unknown" if one.expected is None else "")
        back = CHANGE["regression_to_the_mean"].words
        yield (
            "change",
            "regression_to_the_mean",
            one.measure,
            "",
            people,
            plain(one.expected),
            "",
            "",
            unknown,
            str(back),
        )
    for rule in results.parts.rules:
        yield ("rules", "recovery", rule.rule, *rate_cells(rule.recovery), str(RULES[rule.rule].words))
    for published in results.parts.comparators:
        of = "" if published.people is None else str(published.people)
        where = f"{published.where}, {published.when}"
        source = f"{published.source} ({published.provenance})"
        yield ("comparators", published.figure, where, "", of, share(published.value), "", "", "", source)
    if results.parts.wider is not None:
        for name, about in WIDER.items():
            yield ("wider", name, "", *rate_cells(getattr(results.parts.wider, name)), str(about.words))
    cells: Row
    for kind in results.parts.kinds:
        for name, about in KINDS.items():
            found = getattr(kind, name)
            if name in ("groups", "meetings", "members", "guests"):
                cells = ("", "", whole(found.people), "", "", found.reason or "")
            else:
                cells = rate_cells(found)
            yield ("kinds", name, kind.kind, *cells, str(about.words))
    if results.parts.qalys is not None:
        for name, about in QALYS.items():
            found = getattr(results.parts.qalys, name)
            if name in ("mapped", "covered"):
                cells = rate_cells(found)
            else:
                cells = ("", whole(found.people), plain(found.value), "", "", found.reason or "")
            yield ("qalys", name, "", *cells, str(about.words))
