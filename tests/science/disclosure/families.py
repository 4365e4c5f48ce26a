"""The counts of snapshots that belong together: each family is one puzzle for whoever reads all that was taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from tests.science.disclosure.attack import FAR
from tests.science.disclosure.puzzle import Puzzle
from tests.science.disclosure.snapshots import GROUPS, LOOKS, MONTHS, PLACES, Invented, Span, month_of

ALL = ("all",)
Layers = tuple[str, ...]
RATES: Mapping[str, tuple[Layers, Layers]] = {
    "completeness": (("improved", "worse", "same"), ("missing",)),
    "reliable_improvement": (("improved",), ("worse", "same")),
    "reliable_deterioration": (("worse",), ("improved", "same")),
    "no_reliable_change": (("same",), ("improved", "worse")),
    "caseness": (("recovered", "still"), ("others",)),
    "recovery": (("recovered",), ("still",)),
    "reliable_recovery": (("surely",), ("unsurely",)),
    "within_six_weeks": (("six",), ("eighteen", "longer")),
    "within_eighteen_weeks": (("six", "eighteen"), ("longer",)),
    "second_after_28_days": (("long", "too_long"), ("short",)),
    "second_after_90_days": (("too_long",), ("short", "long")),
    "did_not_attend": (("stayed_away",), ("came",)),
    "dropped_out": (("dropped_out",), ("went_on",)),
}
SUMS: Mapping[str, Layers] = {
    "finished": ("missing", "improved", "worse", "same"),
    "paired": ("improved", "worse", "same"),
    "cases": ("recovered", "still"),
    "sure or not": ("surely", "unsurely"),
    "seen": ("six", "eighteen", "longer"),
    "seen twice": ("short", "long", "too_long"),
    "sessions": ("stayed_away", "came"),
    "treated": ("dropped_out", "went_on"),
}
"""What a layer adds up: whoever is certain of such a sum of 1 to 7 has recovered it too."""
FAMILIES: tuple[Layers, ...] = (
    ("completeness", "reliable_improvement", "reliable_deterioration", "no_reliable_change"),
    ("caseness", "recovery"),
    ("reliable_recovery",),
    ("within_six_weeks", "within_eighteen_weeks"),
    ("second_after_28_days", "second_after_90_days"),
    ("did_not_attend",),
    ("dropped_out",),
)
STEPS = ("referred", "assessed", "treated", "finished")


class Reader:
    """Whoever has taken these windows, at work on one family."""

    def __init__(self, world: Invented, shown: Mapping[Span, dict[str, Any]]) -> None:
        self.world, self.shown, self.puzzle = world, shown, Puzzle()
        self.months = range(MONTHS)

    def courses(self, rates: Layers, parts: Iterable[str], kind: str = "") -> None:
        """Hold every cell that some rates count, by part and month, and tell what each window shows of all parts."""
        layers = {layer for name in rates for side in RATES[name] for layer in side}
        sums = {name: some for name, some in SUMS.items() if layers.issuperset(some)}
        for part in parts:
            for month in self.months:
                counts = _layers(self.world.true(month, **({kind: part} if kind else {})))
                for layer in sorted(layers):
                    self.puzzle.hold(layer, part, month, counts[layer])
                for name, some in sums.items():
                    self.puzzle.hold(name, part, month, sum(counts[layer] for layer in some))
                    cells = (self.puzzle.cells(one, [part], [month]) for one in ((name,), some))
                    self.puzzle.tell(next(cells), 0, 0, minus=next(cells))
        for span, found in self.shown.items():
            flat = {**found["outcomes"], **found["waits"], **found["attendance"]}
            for name in rates:
                self._rate(name, flat[name], parts, _every(span))
                for row in found["months"] if name in found["months"][0]["rates"] else ():
                    self._rate(name, row["rates"][name], parts, [month_of(date.fromisoformat(row["first"]))])
            if "completeness" in rates:
                self.puzzle.tell_count(self.puzzle.cells(("finished",), parts, _every(span)), flat["finished"])
                self.puzzle.tell_count(self.puzzle.cells(("missing",), parts, _every(span)), flat["missing_pairs"])

    def _rate(self, name: str, shown: Mapping[str, Any], parts: Iterable[str], months: Iterable[int]) -> None:
        some, others = (self.puzzle.cells(side, parts, months) for side in RATES[name])
        self.puzzle.tell_rate(some, others, shown)

    def groups(self, rates: Layers, kind: str) -> None:
        """What each window shows of each group of one kind."""
        for span, found in self.shown.items():
            for category, row in found["equity"][kind].items():
                for name in row.keys() & set(rates):
                    self._rate(name, row[name], [category], _every(span))

    def places(self, rates: Layers) -> None:
        """What each window shows of each place, or of small ones together."""
        for span, found in self.shown.items():
            for name in found["places"].keys() & set(rates):
                for row in found["places"][name]:
                    self._rate(name, row["rate"], row["names"], _every(span))

    def access(self, step: str, parts: Layers, kind: str = "") -> None:
        """Who had reached a step by each look, of the step before, by part and month of the referral.

        By a later look nobody has gone back. A number beside the total may have been moved: up to 4 away.
        """
        tell, cells, before = self.puzzle, self.puzzle.cells, "referred" if kind else STEPS[STEPS.index(step) - 1]
        for part in parts:
            for month in self.months:
                for look in [one for one in self._looks() if month <= one < month + LOOKS]:
                    found = self.world.true(month, by=look, **({kind: part} if kind else {}))["funnel"]
                    came, left = found[step]["people"]["people"], found[before]["people"]["people"]
                    tell.hold(f"{step}{look}", part, month, came)
                    tell.hold(f"not {step}{look}", part, month, left - came)
                    if (f"{step}{look - 1}", part, month) in tell.places:
                        now, then = (cells((f"{step}{one}",), [part], [month]) for one in (look, look - 1))
                        tell.tell(now, 0, FAR, minus=then)
                    if before == "referred":
                        if (before, part, month) not in tell.places:
                            tell.hold(before, part, month, left)
                        both = cells((f"{step}{look}", f"not {step}{look}"), [part], [month])
                        tell.tell(both, 0, 0, minus=cells((before,), [part], [month]))
        for span, found in self.shown.items():
            some, others = (f"{step}{span[1]}",), (f"not {step}{span[1]}",)
            of_all = [cells(one, parts, _every(span)) for one in (some, others)]
            if before == "referred":
                tell.tell_count(
                    cells(("referred",), parts, _every(span)), found["funnel"]["referred"]["people"], slack=4
                )
                for row in found["months"]:
                    month = [month_of(date.fromisoformat(row["first"]))]
                    tell.tell_count(cells(("referred",), parts, month), row["referred"], slack=4)
            if not kind:  # by group they are counted of the referrals, and here of the step before
                tell.tell_rate(*of_all, found["funnel"][step]["of_previous"], slack=4)
            tell.tell_count(of_all[0], found["funnel"][step]["people"], slack=4)
            for category, row in found["equity"][kind].items() if kind else ():
                tell.tell_count(cells(("referred",), [category], _every(span)), row["referred"], slack=4)
                of_part = (cells(one, [category], _every(span)) for one in (some, others))
                tell.tell_rate(next(of_part), next(of_part), row["treated"], slack=4)

    def _looks(self) -> list[int]:
        return sorted({last for _first, last in self.shown})

    def alerts(self) -> None:
        """Alerts raised in a month, and how they had been answered by each look."""
        tell, cells = self.puzzle, self.puzzle.cells
        for month in self.months:
            tell.hold("raised", "all", month, self.world.true(month)["alerts"]["raised"]["people"])
            for look in [one for one in self._looks() if month <= one < month + LOOKS]:
                judged = self.world.true(month, by=look)["alerts"]["contacted_in_time"]
                in_time = judged["numerator"] or 0
                for layer, count in (("in time", in_time), ("late", (judged["denominator"] or 0) - in_time)):
                    tell.hold(f"{layer}{look}", "all", month, count)
                both = cells((f"in time{look}", f"late{look}"), ALL, [month])
                tell.tell(cells(("raised",), ALL, [month]), 0, FAR, minus=both)
        for span, found in self.shown.items():
            shown = found["alerts"]
            tell.tell_count(cells(("raised",), ALL, _every(span)), shown["raised"])
            in_time, late = (cells((f"{layer}{span[1]}",), ALL, _every(span)) for layer in ("in time", "late"))
            tell.tell_rate(in_time, late, shown["contacted_in_time"])
            tell.tell_count(late, shown["late"])


def _layers(true: Mapping[str, Any]) -> dict[str, int]:
    def of(part: str, name: str) -> tuple[int, int]:
        rate = true[part][name]
        top, bottom = rate["numerator"] or 0, rate["denominator"] or 0
        return top, bottom - top

    paired, missing = of("outcomes", "completeness")
    improved, worse = (of("outcomes", f"reliable_{name}")[0] for name in ("improvement", "deterioration"))
    recovered, still = of("outcomes", "recovery")
    surely, unsurely = of("outcomes", "reliable_recovery")
    six, not_six = of("waits", "within_six_weeks")
    longer = of("waits", "within_eighteen_weeks")[1]
    late, in_four_weeks = of("waits", "second_after_28_days")
    too_late = of("waits", "second_after_90_days")[0]
    stayed_away, came = of("attendance", "did_not_attend")
    dropped_out, went_on = of("attendance", "dropped_out")
    return {
        "missing": missing, "improved": improved, "worse": worse, "same": paired - improved - worse,
        "others": of("outcomes", "caseness")[1], "recovered": recovered, "still": still, "surely": surely,
        "unsurely": unsurely, "six": six, "eighteen": not_six - longer, "longer": longer, "short": in_four_weeks,
        "long": late - too_late, "too_long": too_late, "stayed_away": stayed_away, "came": came,
        "dropped_out": dropped_out, "went_on": went_on,
    }  # fmt: skip


def _every(span: Span) -> range:
    return range(span[0], span[1] + 1)


def one_way(world: Invented, shown: Mapping[Span, dict[str, Any]]) -> Iterator[Puzzle]:
    """Everything about the whole service, by month."""
    for rates in FAMILIES:
        reader = Reader(world, shown)
        reader.courses(rates, ALL)
        yield reader.puzzle
    for step in STEPS[1:]:
        reader = Reader(world, shown)
        reader.access(step, ALL)
        yield reader.puzzle
    reader = Reader(world, shown)
    reader.alerts()
    yield reader.puzzle


def two_way(world: Invented, shown: Mapping[Span, dict[str, Any]]) -> Iterator[Puzzle]:
    """Waits by place and recovery by gender, each by month."""
    by_place, by_gender = Reader(world, shown), Reader(world, shown)
    by_place.courses(("within_six_weeks",), PLACES, "place")
    by_place.places(("within_six_weeks",))
    yield by_place.puzzle
    by_gender.courses(("caseness", "recovery"), GROUPS["gender"], "gender")
    by_gender.groups(("caseness", "recovery"), "gender")
    yield by_gender.puzzle


OF_GROUPS: tuple[Layers, ...] = (("within_six_weeks",), FAMILIES[0])


def by_group(
    world: Invented,
    shown: Mapping[Span, dict[str, Any]],
    *,
    kinds: Iterable[str] = tuple(GROUPS),
    rates: Iterable[Layers] = OF_GROUPS,
    has_access: bool = True,
) -> Iterator[Puzzle]:
    """Waits, scores that are there, change and access by each kind of group, each by month."""
    for kind in kinds:
        for some in rates:
            reader = Reader(world, shown)
            reader.courses(some, GROUPS[kind], kind)
            reader.groups(some, kind)
            yield reader.puzzle
        if has_access:
            reader = Reader(world, shown)
            reader.access("treated", GROUPS[kind], kind)
            yield reader.puzzle
