"""What is offered, what is not and why, and what has to be asked first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.science.library import Library
from kith.science.protocols import CIRCUMSTANCES
from kith.science.recommendation import (
    ASKED_ALWAYS,
    NEEDED,
    OLDEST,
    Evidence,
    Offer,
    Options,
    Person,
    Preferences,
    RecommendationProblem,
    ServiceSide,
    offer_from,
    options,
)
from tests.science.recommendation.cases import DAY, PastHelp, ana, figure, known, no, offer, with_circumstance


def names(answer: Options) -> list[str]:
    return [one.offer.id for one in answer.options]


def codes(answer: Options, name: str) -> list[str]:
    return [reason.code for one in answer.options if one.offer.id == name for reason in one.reasons]


def bars(answer: Options, name: str) -> list[str]:
    return [bar.code for one in answer.excluded if one.offer == name for bar in one.because]


def test_what_may_be_offered_carries_dose_harms_gates_and_figures() -> None:
    (one,) = options(ana(), [offer("ba")], [figure("ba", 0.6)], DAY).options
    assert (one.offer.dose.sessions_max, one.gates, one.offer.harms) == (12, ("safety-known",), ("too-much",))
    assert one.expected is not None
    assert (one.expected.low, one.expected.comparator, one.expected.certainty) == (0.5, "usual_care", "moderate")
    assert [reason.code for reason in one.reasons] == [
        "made_for_main_problem",
        "goal_shared",
        "step_fits",
        "benefit_over_comparator",
    ]


@pytest.mark.parametrize("name", NEEDED)
def test_without_what_is_needed_nothing_is_offered_and_it_is_said_what(name: str) -> None:
    answer = options(ana(**{name: None}), [offer("ba")], [], DAY)
    assert answer.is_refused
    assert answer.options == ()
    assert [(one.input, one.why) for one in answer.lacking] == [(name, "missing")]


@pytest.mark.parametrize("circumstance", ASKED_ALWAYS)
def test_without_the_questions_about_danger_nothing_is_offered(circumstance: str) -> None:
    answer = options(with_circumstance(ana(), circumstance, None), [offer("ba")], [], DAY)
    assert answer.is_refused
    assert answer.lacking[0].circumstance == circumstance


@pytest.mark.parametrize("name", [one for one in NEEDED if OLDEST[one].days is not None])
def test_each_limit_counts_to_its_day_and_not_beyond(name: str) -> None:
    days, value = OLDEST[name].days or 0, getattr(ana(), name).value  # type: ignore[index]
    assert not options(ana(**{name: known(value, days)}), [offer("ba")], [], DAY).is_refused
    answer = options(ana(**{name: known(value, days + 1)}), [offer("ba")], [], DAY)
    assert answer.is_refused
    assert [(one.input, one.why, one.days, one.limit) for one in answer.lacking] == [(name, "too_old", days + 1, days)]


def test_what_was_learnt_after_the_day_does_not_count() -> None:
    answer = options(ana(severity=known(ana().severity, days=-1)), [offer("ba")], [], DAY)
    assert [(one.input, one.why) for one in answer.lacking] == [("severity", "from_the_future")]


def test_an_old_wish_is_unknown_and_not_a_no() -> None:
    wishes = Preferences(formats=frozenset({"group"}))
    alone = offer("ba")
    assert options(ana(preferences=known(wishes)), [alone], [], DAY).options[0].fit.preference is False
    answer = options(ana(preferences=known(wishes, 93)), [alone], [], DAY)
    assert answer.options[0].fit.preference is None
    assert [one.input for one in answer.lacking] == ["preferences"]


def test_a_contraindication_excludes_with_the_words_of_the_protocol() -> None:
    person = with_circumstance(ana(), "mania", known(True))
    answer = options(person, [offer("ba", excludes=(no("mania"),)), offer("ipt")], [], DAY)
    assert names(answer) == ["ipt"]
    (bar,) = answer.excluded[0].because
    assert (bar.code, bar.circumstance, bar.words) == ("contraindicated", "mania", "Not with mania.")


@pytest.mark.parametrize("answer_known", [None, known(False, 15), known(True, 15)])
def test_a_question_that_was_not_asked_lately_comes_before_the_offer(answer_known: Any) -> None:
    person = with_circumstance(ana(), "mania", answer_known)
    answer = options(person, [offer("ba", excludes=(no("mania"),))], [], DAY)
    assert answer.options == answer.excluded == ()
    assert [(one.offer, one.lacking[0].circumstance) for one in answer.to_ask] == [("ba", "mania")]


def test_what_must_not_be_the_only_help_is_offered_beside_other_help_only() -> None:
    person = with_circumstance(ana(), "danger_to_self", known(True))
    answer = options(person, [offer("ba", excludes=(no("danger_to_self", "not_alone"),))], [], DAY)
    assert answer.dangers_first == ("danger_to_self",)
    assert answer.options[0].beside == ("danger_to_self",)
    assert "only_beside_other_help" in codes(answer, "ba")


@pytest.mark.parametrize(
    ("changes", "bar"),
    [
        ({"problems": ("panic",)}, "other_problem"),
        ({"languages": frozenset({"ti"})}, "no_common_language"),
        ({"settings": frozenset({"school"})}, "no_common_setting"),
        ({"has_places": False}, "no_places"),
        ({"formats": frozenset()}, "no_places"),
    ],
)
def test_each_thing_that_rules_out_is_said(changes: dict[str, Any], bar: str) -> None:
    assert bars(options(ana(), [offer("ba", **changes)], [], DAY), "ba") == [bar]


def test_a_place_that_nobody_knows_of_is_said_and_rules_nothing_out() -> None:
    answer = options(ana(), [offer("ba", has_places=None), offer("ipt")], [], DAY)
    assert "places_unknown" in codes(answer, "ba")
    assert "places_unknown" not in codes(answer, "ipt")
    assert not answer.excluded


def test_what_the_person_refused_is_not_offered() -> None:
    wishes = Preferences(not_protocols=frozenset({"ba"}))
    assert bars(options(ana(preferences=known(wishes)), [offer("ba")], [], DAY), "ba") == ["refused_by_person"]


def test_an_interpreter_makes_it_possible_and_is_said() -> None:
    answer = options(ana(), [offer("ba", languages=frozenset({"ti"}), has_interpreter=True)], [], DAY)
    assert answer.options[0].fit.language == "interpreter"
    assert "through_interpreter" in codes(answer, "ba")


@pytest.mark.parametrize(
    ("changes", "figures", "code"),
    [
        ({"weeks_wait": None}, [], "wait_unknown"),
        ({"weeks_wait": 6.5}, [], "long_wait"),
        ({"formats": frozenset({"peer"})}, [], "step_differs"),
        ({}, [], "no_evidence_here"),
        ({}, [figure("ba", 0.05)], "benefit_not_shown"),
        ({}, [figure("ba", 0.5, certainty="low")], "certainty_low"),
        ({}, [figure("ba", 0.5, provenance="recalled")], "figure_not_verified"),
    ],
)
def test_what_speaks_against_is_said(changes: dict[str, Any], figures: list[Evidence], code: str) -> None:
    answer = options(ana(), [offer("ba", **changes)], figures, DAY)
    assert code in [one.code for one in answer.options[0].reasons if one.speaks == "against"]


def test_what_came_before_and_what_is_needed_speak_too() -> None:
    person = ana(
        history=known((PastHelp("ba", "worse"), PastHelp("ipt", "helped"))), access=known(frozenset({"childcare"}))
    )
    answer = options(person, [offer("ba"), offer("ipt", meets=frozenset({"childcare"}))], [], DAY)
    assert names(answer) == ["ipt", "ba"]
    assert {"worse_before", "need_not_met"} <= set(codes(answer, "ba"))
    assert "helped_before" in codes(answer, "ipt")


def test_within_a_tier_the_main_problem_stands_first_then_the_wish_then_the_wait() -> None:
    offers = [
        offer("a", problems=("generalised_anxiety",)),
        offer("b", weeks_wait=1.0),
        offer("c", weeks_wait=9.0, formats=frozenset({"group"})),
        offer("d", weeks_wait=3.0),
        offer("e", weeks_wait=None),
    ]
    person = ana(preferences=known(Preferences(formats=frozenset({"group"}))))
    assert names(options(person, offers, [], DAY)) == ["c", "b", "d", "e", "a"]


def test_a_strength_it_builds_on_speaks_for_it_and_is_weighed_only_after_the_goals() -> None:
    person = ana(strengths=known(frozenset({"somebody_close", "likes_making"})), goals=known(frozenset({"G2", "G8"})))
    built = offer("made", builds_on=frozenset({"likes_making", "wants_to_work"}))
    answer = options(person, [offer("ba"), built, offer("goal", goals=frozenset({"G2", "G8"}))], [], DAY)
    assert [one.offer.id for one in answer.options] == ["goal", "made", "ba"]
    told = next(one for one in answer.options if one.offer.id == "made").reasons
    assert [one.places for one in told if one.code == "strength_built_on"] == [(("strength", "likes_making"),)]
    assert "strength_built_on" not in codes(answer, "ba")
    old = options(replace(person, strengths=known(frozenset({"likes_making"}), 366)), [built], [], DAY)
    assert "strength_built_on" not in codes(old, "made")
    assert not old.is_refused
    assert [(one.input, one.why) for one in old.lacking] == [("strengths", "too_old")]


def test_what_nobody_has_counted_never_stands_first_because_it_is_near() -> None:
    offers = [offer("a"), offer("b", formats=frozenset({"group"})), offer("c", goals=frozenset({"G7"}))]
    person = ana(goals=known(frozenset({"G2"})))
    assert names(options(person, offers, [], DAY)) == ["a", "c", "b"]
    counted = [figure("b", 0.5, certainty="low"), figure("c", 0.4, certainty="low")]
    assert names(options(person, offers, counted, DAY)) == ["c", "b", "a"]
    both = [offer("x", goals=frozenset({"G2"}), weeks_wait=9.0), offer("y", goals=frozenset({"G7"}), weeks_wait=1.0)]
    assert names(options(person, both, [], DAY)) == ["x", "y"]


def test_no_clear_difference_is_said_and_a_clear_one_makes_a_tier() -> None:
    figures = [figure("a", 0.9), figure("b", 0.8), figure("c", 0.2)]
    answer = options(ana(), [offer("a"), offer("b"), offer("c")], figures, DAY)
    assert [(one.offer.id, one.tier) for one in answer.options] == [("a", 1), ("b", 1), ("c", 2)]
    assert answer.alike == (("a", "b"),)


def test_two_offers_of_one_protocol_are_refused() -> None:
    with pytest.raises(RecommendationProblem, match="more than one offer of ba"):
        options(ana(), [offer("ba"), offer("ba")], [], DAY)


@pytest.mark.parametrize("numbers", [(0.5, 0.6, 0.7), (0.5, float("nan"), 0.7), (0.5, 0.4, float("inf"))])
def test_a_figure_outside_its_interval_is_refused(numbers: tuple[float, float, float]) -> None:
    estimate, low, high = numbers
    with pytest.raises(RecommendationProblem, match="within its interval"):
        figure("ba", estimate, low=low, high=high)


def test_in_the_library_a_manic_time_rules_out_behavioural_activation_in_its_own_words() -> None:
    side = ServiceSide(languages=frozenset({"en"}), weeks_wait=4)
    offers = [offer_from(one, side) for one in Library.open().protocols.values()]
    well = options(ana(), offers, [], DAY)
    ill = options(with_circumstance(ana(), "mania", known(True)), offers, [], DAY)
    assert "behavioural-activation" in names(well)
    assert well.to_ask == ()
    (bar,) = next(one for one in ill.excluded if one.offer == "behavioural-activation").because
    assert bar.words == "Not in a manic time, unless a clinician who knows these leads and adapts it."
    assert set(names(ill)) < set(names(well))


CHOICES = st.sampled_from(["depression", "generalised_anxiety", "panic"])


@st.composite
def some_offers(draw: st.DrawFn) -> list[Offer]:
    excludes = st.lists(st.sampled_from(CIRCUMSTANCES), max_size=3, unique=True)
    rules = st.sampled_from(["not_now", "not_alone"])
    return [
        offer(
            name,
            problems=tuple(draw(st.lists(CHOICES, min_size=1, max_size=2, unique=True))),
            excludes=tuple(no(one, draw(rules)) for one in draw(excludes)),
            weeks_wait=draw(st.none() | st.floats(0, 30)),
            languages=frozenset({draw(st.sampled_from(["en", "en", "ti"]))}),
        )
        for name in "abcdef"[: draw(st.integers(1, 6))]
    ]


@st.composite
def some_people(draw: st.DrawFn) -> Person:
    answers = {one: known(draw(st.booleans()), draw(st.integers(0, 20))) for one in CIRCUMSTANCES}
    answers |= {one: known(draw(st.booleans())) for one in ASKED_ALWAYS}
    return ana(circumstances=answers)


FIGURES = st.lists(
    st.builds(
        lambda name, estimate, reach, comparator, certainty: figure(
            name, estimate, reach, comparator=comparator, certainty=certainty
        ),
        st.sampled_from("abcdef"),
        st.floats(-1, 2),
        st.floats(0, 0.5),
        st.sampled_from(["usual_care", "waiting_list"]),
        st.sampled_from(["moderate", "low"]),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(some_people(), some_offers(), FIGURES, st.randoms(use_true_random=False))
def test_order_plays_no_part_and_every_offer_is_answered_once(
    person: Person, offers: list[Offer], figures: list[Evidence], random: Any
) -> None:
    answer = options(person, offers, figures, DAY)
    shuffled = random.sample(offers, len(offers)), random.sample(figures, len(figures))
    assert options(person, *shuffled, DAY) == answer
    told = [*names(answer), *(one.offer for one in answer.excluded), *(one.offer for one in answer.to_ask)]
    assert sorted(told) == sorted(one.id for one in offers)


@settings(max_examples=60, deadline=None)
@given(some_people(), some_offers(), st.sampled_from(CIRCUMSTANCES), st.integers(0, 5))
def test_one_exclusion_more_never_adds_an_option(person: Person, offers: list[Offer], more: Any, place: int) -> None:
    place %= len(offers)
    changed = offer(offers[place].id, problems=offers[place].problems, languages=offers[place].languages)
    rules = (*(one for one in offers[place].excludes if one.when != more), no(more))
    stricter = [*offers[:place], _with(changed, rules), *offers[place + 1 :]]
    before, after = options(person, offers, [], DAY), options(person, stricter, [], DAY)
    assert set(names(after)) <= set(names(before))


@settings(max_examples=60, deadline=None)
@given(some_people(), some_offers(), st.sampled_from(CIRCUMSTANCES))
def test_knowing_less_never_adds_an_option(person: Person, offers: list[Offer], forgotten: Any) -> None:
    before = options(person, offers, [], DAY)
    after = options(with_circumstance(person, forgotten, None), offers, [], DAY)
    assert set(names(after)) <= set(names(before))


def _with(one: Offer, excludes: Any) -> Offer:
    return offer(one.id, problems=one.problems, languages=one.languages, excludes=excludes)
