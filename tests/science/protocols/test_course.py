"""The course of a plan: the protocol's own without changes; with them, nothing is lost and what was held stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.library import Library
from kith.science.protocols import (
    WAYS,
    Change,
    Course,
    CourseProblem,
    course_of,
    course_with,
    gates_of,
    own_course,
    page_for,
)

PROTOCOLS = Library.open().protocols
PANIC, DEPRESSION = "cbt-panic", "cbt-depression"


def course(*changes: Change) -> Course:
    return course_of(PROTOCOLS, PANIC, changes)


def pages(found: Course) -> list[int | None]:
    return [one.page for one in found.meetings]


@pytest.mark.parametrize("name", list(PROTOCOLS))
def test_a_plan_nobody_tailored_has_the_protocols_meetings_in_its_order(name: str) -> None:
    found = own_course(PROTOCOLS[name])
    assert pages(found) == list(range(1, PROTOCOLS[name].pages[-1].last + 1))
    for meeting in found.meetings:
        assert page_for(PROTOCOLS[name], meeting).agenda == PROTOCOLS[name].session(meeting.page or 0).agenda
    assert {band.phase for band in found.bands} == {phase.id for phase in PROTOCOLS[name].phases}
    assert (found.bands[0].first, found.bands[-1].last) == (1, len(found))


def test_beyond_the_course_the_last_page_comes_again() -> None:
    assert own_course(PROTOCOLS[PANIC]).at(40).page == 14


def test_a_meeting_is_skipped_moved_added_and_repeated() -> None:
    found = course(
        Change("s", "skip", meeting=f"{PANIC}:3"),
        Change("m", "move", meeting=f"{PANIC}:6", after=f"{PANIC}:1"),
        Change("a", "add", title="A walk to the bus", purpose="Look at the stop together.", after=f"{PANIC}:2"),
        Change("l", "lengthen", meeting=f"{PANIC}:10", times=2, minutes=90),
    )
    assert pages(found)[:6] == [1, 6, 2, None, 4, 5]
    assert [one.minutes for one in found.meetings if one.page == 10] == [90, 90, 90]
    assert [one.page for one in found.skipped] == [3]
    free = found.at(4)
    assert (free.title, free.is_added, free.because, free.phase) == ("A walk to the bus", True, ("a",), "understand")


def test_a_page_of_another_protocol_is_added_with_its_checks() -> None:
    found = course_of(PROTOCOLS, DEPRESSION, [Change("a", "add", protocol=PANIC, page=5, after=f"{DEPRESSION}:2")])
    assert (found.at(3).protocol, found.at(3).page) == (PANIC, 5)
    due = {one.id: one.position for one in gates_of(found, PROTOCOLS)}
    assert due[f"{PANIC}/interoceptive-heart"] == due[f"{PANIC}/medical-look"] == 3


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("after", [(PANIC, 1), (PANIC, 2), (PANIC, 3), (PANIC, 4)]),
        ("alternating", [(PANIC, 1), (PANIC, 2), (DEPRESSION, 1), (PANIC, 3)]),
    ],
)
def test_another_protocol_is_woven_in_after_what_was_held(way: str, expected: list[tuple[str, int]]) -> None:
    found = course(Change("c", "combine", held=1, protocol=DEPRESSION, way=way))
    assert [(one.protocol, one.page) for one in found.meetings[:4]] == expected
    assert len(found) == 14 + 16
    assert found.protocols == (PANIC, DEPRESSION)


def test_beside_means_in_the_same_meeting_and_what_is_left_over_follows() -> None:
    found = course(Change("c", "combine", held=2, protocol=DEPRESSION, way="beside"))
    assert (found.at(2).beside, found.at(3).pages) == ((), ((PANIC, 3), (DEPRESSION, 1)))
    assert found.at(3).all_minutes == 60 + PROTOCOLS[DEPRESSION].dose.minutes
    assert [one.page for one in found.meetings[14:]] == [13, 14, 15, 16]


def test_a_check_moves_with_the_page_it_guards() -> None:
    early = course(Change("m", "move", meeting=f"{PANIC}:9", after=f"{PANIC}:1"))
    assert {one.id: one.position for one in gates_of(early, PROTOCOLS)}["interoceptive-heart"] == 2
    later = course(*(Change(f"s{n}", "skip", meeting=f"{PANIC}:{n}") for n in range(5, 15)))
    assert "interoceptive-heart" not in {one.id for one in gates_of(later, PROTOCOLS)}


def test_a_meeting_of_nobodys_protocol_has_a_page_that_fills_its_time() -> None:
    meeting = course(Change("a", "add", title="Bus stop", purpose="Go and look.", minutes=90)).at(1)
    page = page_for(PROTOCOLS[PANIC], meeting)
    assert (page.title, page.minutes, sum(item.minutes for item in page.agenda)) == ("Bus stop", 90, 90)


def test_an_undone_change_is_as_if_it_had_never_been() -> None:
    changes = [Change("s", "skip", meeting=f"{PANIC}:3"), Change("u", "undo", undoes="s")]
    assert course(*changes) == own_course(PROTOCOLS[PANIC])


SKIPPED = Change("s", "skip", meeting=f"{PANIC}:3")
ADDED = Change("a", "add", title="Bus stop")


@pytest.mark.parametrize(
    ("before", "change", "kind"),
    [
        ((), Change("x", "dance"), "no_act"),
        ((), Change("x", "skip", meeting="nothing"), "unknown_meeting"),
        ((), Change("x", "skip", held=3, meeting=f"{PANIC}:3"), "held"),
        ((), Change("x", "move", held=3, meeting=f"{PANIC}:2"), "held"),
        ((), Change("x", "move", held=3, meeting=f"{PANIC}:9", after=f"{PANIC}:1"), "held"),
        ((), Change("x", "move", meeting=f"{PANIC}:3", after=f"{PANIC}:2"), "not_moved"),
        ((), Change("x", "move", meeting=f"{PANIC}:3", after="nothing"), "unknown_meeting"),
        ((), Change("x", "add", title=" "), "no_title"),
        ((), Change("x", "add", page=15), "unknown_page"),
        ((), Change("x", "add", page=1, protocol="nothing"), "unknown_protocol"),
        ((), Change("x", "add", title="Short", minutes=5), "minutes"),
        ((), Change("x", "lengthen", meeting=f"{PANIC}:3"), "nothing_longer"),
        ((), Change("x", "lengthen", meeting=f"{PANIC}:3", times=0), "repeats"),
        ((), Change("x", "combine", protocol="nothing", way="after"), "unknown_protocol"),
        ((), Change("x", "combine", protocol=PANIC, way="after"), "already_in"),
        ((), Change("x", "combine", protocol=DEPRESSION, way="sideways"), "way"),
        ((), Change("x", "undo", undoes="s"), "nothing_to_undo"),
        ((SKIPPED, Change("u", "undo", undoes="s")), Change("x", "undo", undoes="s"), "nothing_to_undo"),
        ((SKIPPED,), Change("x", "undo", held=5, undoes="s"), "undo_held"),
        ((ADDED, Change("m", "move", meeting="a", after=f"{PANIC}:3")), Change("x", "undo", undoes="a"), "undo_builds"),
        (tuple(Change(f"s{n}", "skip", meeting=f"{PANIC}:{n}") for n in range(1, 14)),
         Change("x", "skip", meeting=f"{PANIC}:14"), "nothing_left"),
        (tuple(Change(f"l{n}", "lengthen", meeting=f"{PANIC}:1", times=20) for n in range(9)),
         Change("x", "lengthen", meeting=f"{PANIC}:1", times=20), "too_many"),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_made_says_why(before: tuple[Change, ...], change: Change, kind: str) -> None:
    with pytest.raises(CourseProblem) as refused:
        course_with(PROTOCOLS, PANIC, before, change)
    assert refused.value.kind == kind
    assert "{" not in str(refused.value)


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Changes as people make them: at any time, valid ones and others."""
    found: list[Change] = []
    held = 0
    for number in range(draw(st.integers(1, 8))):
        held += draw(st.integers(0, 3))
        keys = [*(f"{PANIC}:{n}" for n in range(1, 15)), *(one.id for one in found)]
        found.append(
            Change(
                f"c{number}",
                draw(st.sampled_from(["add", "skip", "move", "lengthen", "combine", "undo"])),
                held=held,
                meeting=draw(st.sampled_from(keys)),
                after=draw(st.sampled_from(["", *keys])),
                protocol=draw(st.sampled_from(["", DEPRESSION, PANIC])),
                page=draw(st.none() | st.integers(0, 17)),
                title=draw(st.sampled_from(["", "Bus stop"])),
                times=draw(st.none() | st.integers(0, 3)),
                way=draw(st.sampled_from(WAYS)),
                undoes=draw(st.sampled_from(["", *(one.id for one in found)])),
            )
        )
    return found


@given(histories())
def test_whatever_is_changed_no_page_is_lost_and_what_was_held_stays(history: list[Change]) -> None:
    made: list[Change] = []
    before = own_course(PROTOCOLS[PANIC])
    for change in history:
        change = replace(change, held=min(change.held, len(before)))
        try:
            after = course_with(PROTOCOLS, PANIC, made, change)
        except CourseProblem:
            continue
        made.append(change)
        assert after == course_of(PROTOCOLS, PANIC, made)
        assert [one.position for one in after.meetings] == list(range(1, len(after) + 1))
        assert [one.key for one in after.meetings[: change.held]] == [one.key for one in before.meetings[: change.held]]
        everything = [one.key for one in (*after.meetings, *after.skipped)]
        assert len(set(everything)) == len(everything)
        assert {f"{PANIC}:{n}" for n in range(1, 15)} <= set(everything)
        if DEPRESSION in after.protocols and any(f"{DEPRESSION}:" in key for key in everything):
            own = {f"{DEPRESSION}:{n}" for n in range(1, 17)}
            beside = {f"{ref.protocol}:{ref.page}" for one in (*after.meetings, *after.skipped) for ref in one.beside}
            assert own <= set(everything) | beside
        before = after
