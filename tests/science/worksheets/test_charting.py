"""What a chart draws: the numbers that were written, in order; what was left open is None and never zero."""

from __future__ import annotations

from typing import Any

import pytest

from kith.science.worksheets import Worksheet, check_entry
from kith.science.worksheets.charting import Bars, Chain, Circle, Counts, Lines, across, within
from tests.science.worksheets.sheets import choice, rows, scale, sheet, text


def chart(kind: str, *fields: str) -> dict[str, Any]:
    return {"id": kind, "title": "A picture", "kind": kind, "fields": list(fields)}


@pytest.fixture(scope="module")
def everything() -> Worksheet:
    return sheet(
        [scale("before"), scale("after", optional=True), {"id": "spent", "type": "number", "label": "Spent",
          "min": 0, "max": 900, "unit": "euro", "optional": True}],
        [rows("course", {"id": "at", "type": "time", "label": "Time"}, scale("fear", optional=True),
              text("note", optional=True)),
         {"id": "peak", "type": "computed", "label": "Peak", "rule": "max", "of": ["course.fear"]}],
        [rows("people", text("who"), scale("near", optional=True)), choice("came", "yes", "no", optional=True),
         {"id": "out", "type": "yes_no", "label": "Went out", "optional": True}],
        charts=[
            chart("before_after", "before", "after"), chart("within_entry", "course.fear"),
            chart("rows", "people.who", "people.near"), chart("chain", "course.note"),
            chart("circle", "people.who", "people.near"), chart("across_entries", "before", "peak", "spent"),
            chart("counts", "came", "out"),
        ],
    )  # fmt: skip


def kept(worksheet: Worksheet, **answers: Any) -> dict[str, Any]:
    entry = check_entry(worksheet, answers, finished=False)
    return entry.as_data() | {"computed": dict(entry.computed)}


def test_a_rating_that_was_left_open_is_none_and_not_zero(everything: Worksheet) -> None:
    (drawn,) = within(everything, kept(everything, before=4))
    assert isinstance(drawn, Bars)
    assert [bar.value for bar in drawn.bars] == [4.0, None]
    assert (drawn.lowest, drawn.highest) == (0.0, 10.0)


def test_zero_is_a_number_like_any_other(everything: Worksheet) -> None:
    (drawn,) = within(everything, kept(everything, after=0))
    assert isinstance(drawn, Bars)
    assert [bar.value for bar in drawn.bars] == [None, 0.0]


def test_nothing_written_draws_nothing(everything: Worksheet) -> None:
    assert within(everything, kept(everything)) == ()
    assert across(everything, [kept(everything), kept(everything)]) == ()


def test_rows_become_lines_with_their_times_and_gaps(everything: Worksheet) -> None:
    course = [{"at": "09:30", "fear": 8}, {"at": "09:35"}, {"at": "09:40", "fear": 3}]
    drawn = next(one for one in within(everything, kept(everything, course=course)) if isinstance(one, Lines))
    assert drawn.at == ("09:30", "09:35", "09:40")
    assert drawn.lines[0].values == (8.0, None, 3.0)


def test_rows_without_a_time_are_numbered() -> None:
    plain = sheet([rows("course", scale("fear"))], charts=[chart("within_entry", "course.fear")])
    (drawn,) = within(plain, {"course": [{"fear": 1}, {"fear": 2}]})
    assert isinstance(drawn, Lines)
    assert drawn.at == ("1", "2")


def test_bars_of_rows_keep_a_row_without_a_number(everything: Worksheet) -> None:
    people = [{"who": "Ben", "near": 9}, {"who": "Cleo"}]
    drawn = within(everything, kept(everything, people=people))
    bars, circle = drawn
    assert isinstance(bars, Bars)
    assert [(bar.label, bar.value) for bar in bars.bars] == [("Ben", 9.0), ("Cleo", None)]
    assert isinstance(circle, Circle)
    assert [(one.words, one.nearness) for one in circle.people] == [("Ben", 0.9), ("Cleo", None)]


def test_a_chain_leaves_out_links_without_words(everything: Worksheet) -> None:
    course = [{"at": "09:30", "note": "The bus came"}, {"at": "09:35", "fear": 2}, {"at": "09:36", "note": "I got on"}]
    drawn = next(one for one in within(everything, kept(everything, course=course)) if isinstance(one, Chain))
    assert drawn.links == (("The bus came",), ("I got on",))


def test_across_entries_takes_fields_and_what_was_worked_out(everything: Worksheet) -> None:
    entries = [
        kept(everything, before=7, course=[{"at": "09:00", "fear": 6}]),
        kept(everything),
        kept(everything, before=0),
    ]
    drawn = across(everything, entries)[0]
    assert isinstance(drawn, Lines)
    assert [line.values for line in drawn.lines] == [(7.0, None, 0.0), (6.0, None, None), (None, None, None)]
    assert (drawn.lowest, drawn.highest) == (0.0, 7.0)


def test_counts_say_of_how_many_entries(everything: Worksheet) -> None:
    entries = [kept(everything, came="yes", out=True), kept(everything, came="no"), kept(everything)]
    drawn = across(everything, entries)[-1]
    assert isinstance(drawn, Counts)
    assert drawn.counts == (("Came", "Yes", 1), ("Came", "No", 1), ("Went out", None, 1))
    assert drawn.entries == 2


def test_words_of_a_choice_stand_for_its_id() -> None:
    links = sheet([rows("links", choice("kind", "thought", "act"))], charts=[chart("chain", "links.kind")])
    (drawn,) = within(links, {"links": [{"kind": "thought"}]})
    assert isinstance(drawn, Chain)
    assert drawn.links == (("Thought",),)
