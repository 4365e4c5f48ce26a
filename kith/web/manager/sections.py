"""The further parts of a snapshot, each as a question with its table: for the page, its files and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith import pictures
from kith.care.queries.outcomes import Results
from kith.reports import Figure, Heading, Paragraph, Part
from kith.web.manager.definitions import DEFINITIONS, Definition
from kith.web.manager.part_definitions import CHANGE, KINDS, QALYS, RULES, WIDER
from kith.web.manager.printed import definitions_of, table_of
from kith.web.manager.sentences import cell_words, count_words, figure_words, percent, rate_words, share_words
from kith.web.practitioner.group_words import KINDS as KIND_NAMES
from kith.web.practitioner.names import name_of

Row = tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One question, what has to be known before its table is read, the table, and what it counts."""

    id: str
    question: str
    lead: str
    heads: Row
    rows: tuple[Row, ...]
    notes: Row
    definitions: tuple[Definition, ...]
    source: str
    drawing: Any = None
    empty: str = ""

    @property
    def cells(self) -> list[list[tuple[str, str, bool]]]:
        """Each row as (what the column says, the cell, whether it is a proper name)."""
        return [
            [(head, cell, place in self.names) for place, (head, cell) in enumerate(zip(self.heads, row, strict=True))]
            for row in self.rows
        ]

    names: tuple[int, ...] = ()  # columns of proper names, which nobody translates


def _older() -> str:
    return _("This snapshot is older than this part. Take a new one to see it.")


def number(value: float, decimals: int = 1) -> str:
    """A number with its decimals, in the reader's own way of writing."""
    return str(number_format(value, decimal_pos=decimals))


def change(results: Results) -> Section:
    """How large the change was, beside what regression to the mean brings."""
    names = {one.measure: one.name for one in results.measures}
    notes = [
        _known_words(results, one.measure, names[one.measure])
        for one in results.parts.change_sizes
        if one.first_mean is not None
    ]
    return Section(
        "change",
        str(QUESTIONS["change"]),
        _("Before and after, no comparison group: not the effect of care."),
        (
            _("Measure"),
            _("Cases"),
            _("First score, mean (SD)"),
            _("Last score, mean (SD)"),
            _("Size of the change"),
            _("By regression to the mean"),
        ),
        tuple(_change_row(one, names[one.measure]) for one in results.parts.change_sizes),
        tuple(notes),
        tuple(CHANGE.values()),
        _("Becker 1988, recalled; the expected part by the estimated true score"),
        names=(0, 2, 3),
        empty=_older(),
    )


def _change_row(one: Any, name: str) -> Row:
    if one.first_mean is None:
        return (
            name,
            count_words(one),
            *[_not_shown(one.reason)] * 4,
        )
    size = _("%(size)s (95 %% interval %(low)s to %(high)s)") % {
        "size": number(one.size, 2),
        "low": number(one.low, 2),
        "high": number(one.high, 2),
    }
    fall = number(one.first_mean - one.last_mean)
    back = (
        _("not known for this measure")
        if one.expected is None
        else _("at least %(points)s points, of %(fall)s") % {"points": number(one.expected), "fall": fall}
    )
    return (
        name,
        _("about %(people)s") % {"people": one.people},
        f"{number(one.first_mean)} ({number(one.first_sd)})",
        f"{number(one.last_mean)} ({number(one.last_sd)})",
        size,
        back,
    )


def _not_shown(reason: str) -> str:
    told = {"nobody": _("nobody yet"), "no_spread": _("not shown: all scores are alike, so it would be each person's")}
    return told.get(reason, _("not shown: fewer than 8"))


def _known_words(results: Results, measure: str, name: str) -> str:
    known = results.parts.known_scale(measure)
    if known is None:
        return _(
            "%(measure)s: its reliability, or the mean of a population, is not held here. The part is unknown."
        ) % {"measure": name}
    return _(
        "%(measure)s: reliability %(reliability)s (%(from)s), mean of a population %(mean)s (%(of)s), %(known)s."
    ) % {
        "measure": name,
        "reliability": number(known.reliability, 2),
        "from": known.reliability_source,
        "mean": number(known.population_mean),
        "of": known.population_source,
        "known": name_of(known.provenance),
    }


def rules(results: Results) -> Section:
    """How far the people who lack a score could move the share who recovered."""
    shown = {one.rule: one.recovery for one in results.parts.rules}
    bars = [
        pictures.Rate(str(RULES[rule].name), rate_words(rate), rate.value, rate.low, rate.high)
        for rule, rate in shown.items()
    ]
    worst, best = (shown.get(rule) for rule in ("worst", "best"))
    if results.counts["missing_pairs"].people == 0:
        between = _("Nobody lacks a score: every rule says the same.")
    elif worst and best and worst.value is not None and best.value is not None:
        between = _("Whatever became of those who lack a score, between %(worst)s %% and %(best)s %% recovered.") % {
            "worst": percent(worst.value),
            "best": percent(best.value),
        }
    else:
        between = _("Too few people to say how far those who lack a score could move the share.")
    return Section(
        "rules",
        str(QUESTIONS["rules"]),
        between,
        (_("How those who lack a score are counted"), _("Recovered")),
        tuple((str(RULES[rule].name), rate_words(rate)) for rule, rate in shown.items()),
        (
            _("Courses that lack a score: %(missing)s, of %(finished)s that finished.")
            % {
                "missing": count_words(results.counts["missing_pairs"]),
                "finished": count_words(results.counts["finished"]),
            },
            _("No rule is the true one. They say how far the truth can be from the first line."),
        ),
        tuple(RULES.values()),
        _("Our own convention, after the rules of trials"),
        pictures.rate_bars(bars, title=str(QUESTIONS["rules"]), sentence=between, empty=_("No finished courses yet.")),
        empty=_older(),
    )


def comparators(results: Results) -> Section:
    """Published rates beside the service's own."""
    return Section(
        "comparators",
        str(QUESTIONS["comparators"]),
        _("Not an effect: other people, another mix of problems, another year. Never rank a service by it."),
        (_("What"), _("This service"), _("Published"), _("Where and when"), _("Source"), _("How surely it is known")),
        tuple(
            (
                str(DEFINITIONS[one.figure].name),
                rate_words(results.rates[one.figure]),
                _("%(share)s %%") % {"share": number(one.value * 100)}
                if one.people is None
                else _("%(share)s %% of %(people)s")
                % {"share": number(one.value * 100), "people": number_format(one.people, force_grouping=True)},
                f"{one.where}, {one.when}",
                one.source,
                name_of(one.provenance),
            )
            for one in results.parts.comparators
        ),
        (),
        tuple(DEFINITIONS[one.figure] for one in results.parts.comparators),
        _("As each row says"),
        names=(3, 4),
        empty=_("Nothing is held here that was published before this period ended, or the snapshot is older."),
    )


def wider(results: Results) -> Section:
    """What else care is for, each beside how complete it is."""
    found = results.parts.wider
    rates = [(name, getattr(found, name)) for name in WIDER] if found is not None else []
    return Section(
        "wider",
        str(QUESTIONS["wider"]),
        _("What was not asked is missing and stands in no share; look at how many were asked first."),
        (_("What"), _("Of the courses")),
        tuple((str(WIDER[name].name), rate_words(rate)) for name, rate in rates),
        (),
        tuple(WIDER.values()),
        _("WSAS: its reliable change, recalled; goals and working together: our own convention"),
        empty=_older(),
    )


def kinds(results: Results) -> Section:
    """Each kind of programme out of its own people."""
    return Section(
        "kinds",
        str(QUESTIONS["kinds"]),
        _("Each kind stands for itself, with its own people below the line. Guests have no record."),
        (_("Kind"), *(str(about.name) for name, about in KINDS.items() if name != "guests_counted")),
        tuple(
            (
                str(KIND_NAMES[one.kind]),
                *(count_words(count) for count in (one.groups, one.meetings, one.members)),
                _guests(one),
                cell_words(one.attendance),
                cell_words(one.completed),
            )
            for one in results.parts.kinds
        ),
        (),
        tuple(KINDS.values()),
        _("Our own convention"),
        empty=_older()
        if results.parts.wider is None
        else _("No group, family or programme of any kind ran in this period."),
    )


def _guests(one: Any) -> str:
    if one.guests.reason == "no_guests":
        return _("none in this kind")
    if one.guests.reason == "not_counted":
        return _("nobody counted")
    if one.guests_counted.value is None:
        return _("%(guests)s; at how many meetings somebody counted is not shown") % {"guests": count_words(one.guests)}
    return _("%(guests)s; counted at %(share)s of the meetings") % {
        "guests": count_words(one.guests),
        "share": share_words(one.guests_counted),
    }


def qalys(results: Results) -> Section:
    """What PHQ-9 scores stand for in QALYs, by both published links."""
    found, (first, other) = results.parts.qalys, results.parts.links()
    return Section(
        "qalys",
        str(QUESTIONS["qalys"]),
        _("Mapped, not measured. What 100 courses gained over staying as at the first score; not what care adds."),
        (_("Link"), _("Courses"), _("QALYs gained in 100 courses")),
        ()
        if found is None
        else (
            (_("By state of depression"), rate_words(found.mapped), figure_words(found.by_state)),
            (
                _("The same link, where the other has a range"),
                rate_words(found.covered),
                figure_words(found.same_by_state),
            ),
            (_("The other link"), rate_words(found.covered), _range(found.other_low_ends, found.other_high_ends)),
        ),
        (
            *(
                _("%(link)s: %(source)s; in %(people)s. Doubt: %(doubt)s.")
                % {"link": name, "source": one.citation, "people": one.people, "doubt": one.doubt}
                for name, one in ((_("By state of depression"), first), (_("The other link"), other))
            ),
            _("The two conflict in level and in steepness. Where EQ-5D or ReQoL was measured, use that."),
        ),
        tuple(QALYS.values()),
        _("Two published links, named below the table"),
        empty=_older(),
    )


def _range(one: Any, other: Any) -> str:
    if one.value is None or other.value is None:
        return figure_words(one)
    low, high = sorted((one, other), key=lambda figure: figure.value)
    return _("between %(low)s and %(high)s") % {"low": figure_words(low), "high": figure_words(high)}


QUESTIONS: Final[dict[str, Promise]] = {
    "change": gettext_lazy("How large is the change, and what comes by itself?"),
    "rules": gettext_lazy("What if we knew of those who lack a score?"),
    "comparators": gettext_lazy("What is published of others?"),
    "wider": gettext_lazy("Work, company, own goals, working together?"),
    "kinds": gettext_lazy("Groups, families, schools and others: who came and stayed?"),
    "qalys": gettext_lazy("How many QALYs do the scores stand for?"),
}
SECTIONS: Final[dict[str, Callable[[Results], Section]]] = {
    "change": change,
    "rules": rules,
    "comparators": comparators,
    "wider": wider,
    "kinds": kinds,
    "qalys": qalys,
}


def sections_of(results: Results) -> list[Section]:
    """All parts, also those that hold nothing and say why."""
    return [build(results) for build in SECTIONS.values()]


def defined_file(section: Section) -> Iterator[Part]:
    """A section as parts of a PDF file, with what its numbers count."""
    yield from section_file(section)
    if section.rows:
        yield Heading(_("Definitions"), is_lower=True)
        yield definitions_of(section.definitions)


def section_file(section: Section) -> Iterator[Part]:
    """A section as parts of a PDF file."""
    if not section.rows:
        yield Paragraph(section.empty)
        return
    yield Paragraph(section.lead) if section.drawing is None else Figure(section.drawing)
    yield table_of(section.heads, section.rows)
    for note in section.notes:
        yield Paragraph(note)
