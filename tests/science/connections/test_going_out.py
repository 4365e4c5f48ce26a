"""What would suit somebody, why, what to ask first, and what is in the way: by hand."""

from __future__ import annotations

from kith.science.connections import Liking, Offer, Outing, Point, fit, next_after, sort_out

CHOIR = Offer("choir", frozenset({"music"}), frozenset({"en"}), "free", "on_foot", {"step_free": True})
SAID = Liking(frozenset({"music"}), frozenset({"step_free"}), frozenset({"en"}), "a_little", "short_ride")


def changed(**more: object) -> Offer:
    return Offer(**(vars(CHOIR) | more))  # type: ignore[arg-type]


def test_everything_that_was_said_speaks_for_it() -> None:
    found = fit(SAID, CHOIR)
    assert [(one.about, one.which) for one in found.why] == [
        ("interest", "music"), ("need", "step_free"), ("language", "en"), ("cost", "free"), ("distance", "on_foot"),
    ]  # fmt: skip
    assert found.to_ask == found.in_the_way == ()


def test_what_nobody_wrote_down_is_asked_and_is_neither_free_nor_near() -> None:
    found = fit(SAID, changed(cost="", distance="", access={}, languages=frozenset()))
    assert [one.about for one in found.to_ask] == ["need", "language", "cost", "distance"]
    assert found.why == (Point("interest", "music"),)


def test_each_thing_in_the_way_is_named() -> None:
    found = fit(SAID, changed(cost="more", distance="long_ride", access={"step_free": False}, languages={"ar"}))
    assert [one.about for one in found.in_the_way] == ["need", "language", "cost", "distance"]
    assert fit(SAID, changed(interests=frozenset({"games"}))).in_the_way == (Point("interest"),)


def test_who_said_nothing_has_nothing_ruled_out() -> None:
    found = fit(Liking(), changed(cost="", distance="", access={"step_free": False}))
    assert (found.why, found.to_ask, found.in_the_way) == ((), (), ())


def test_shared_interests_come_first_then_what_is_known_then_what_is_near() -> None:
    said = Liking(interests=frozenset({"music", "talking"}), most_cost="free")
    both = changed(id="both", interests=frozenset({"music", "talking"}), distance="long_ride")
    asked, far = changed(id="asked", cost="", distance="at_home"), changed(id="far", distance="long_ride")
    lost = changed(id="lost", distance="")
    suits, out = sort_out(said, [lost, asked, far, CHOIR, both, changed(id="dear", cost="more")])
    assert [one.id for one in suits] == ["both", "choir", "far", "lost", "asked"]
    assert [one.id for one in out] == ["dear"]


def test_more_than_five_are_left_out_with_nothing_in_the_way() -> None:
    suits, out = sort_out(Liking(), [changed(id=str(n)) for n in range(7)])
    assert len(suits) == 5
    assert [(one.id, one.in_the_way) for one in out] == [("5", ()), ("6", ())]


def test_what_to_do_next_follows_from_the_newest() -> None:
    cases = {
        (): "ask", (("", None),): "wait", (("no", None),): "smaller", (("no", None), ("no", None)): "go_along",
        (("no", None), ("yes", 7)): "again", (("yes", 6),): "ease", (("yes", 4),): "ease", (("yes", 3),): "other",
        (("yes", None),): "listen", (("not_said", None),): "listen",
    }  # fmt: skip
    for told, expected in cases.items():
        assert next_after([Outing(*one) for one in told]) == expected, told
