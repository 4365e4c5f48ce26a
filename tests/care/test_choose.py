"""Choosing a plan: what it is chosen by, the options of the day, and a choice kept with all that was on the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import choose, plan
from kith.care.models import AuditEvent, BadInput, Plan, PlanChoice, PlanningFacts, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.choices import decisions_to_revisit
from kith.care.queries.choosing_together import choosing_together, my_choice
from kith.care.queries.options_shown import OptionsShown
from kith.care.queries.options_today import weeks_waited
from kith.care.queries.planning import planning
from kith.care.queries.planning_facts import planning_facts
from tests.care.choosing import CALM, facts_asked, phq9_taken
from tests.people import People, a_client, a_held_session, an_agreed_plan

PROTOCOL = "cbt-depression"
CHOICE = plan.Choice(
    PROTOCOL,
    12,
    "clinic",
    "individual",
    "Fits what keeps it going.",
    "I want to do something.",
    "No change by session six.",
    gates_attested=plan.gates_before(PROTOCOL),
)
SAID = choose.Decision("I want to do something.", made_with="Ana's sister")


def offered(people: People, by: str = "ben") -> OptionsShown:
    return planning(viewer=people.sees(by), client_id=people.ana.pk, at=people.at).offered


def chosen(people: People, decision: choose.Decision = SAID, protocol: str = PROTOCOL, by: str = "ben") -> PlanChoice:
    choice = replace(CHOICE, protocol=protocol, gates_attested=plan.gates_before(protocol))
    return choose.choose_plan(
        client=people.ana, choice=choice, decision=decision, is_agreed=False, by=people.sees(by), at=people.at
    )


def kept(people: People, outcome: str, protocol: str = "", **changes: Any) -> PlanChoice:
    given: dict[str, Any] = {"decision": replace(SAID, **changes), "by": people.sees("ben"), "at": people.at}
    return choose.keep_choice(client=people.ana, outcome=outcome, protocol=protocol, **given)


def known(people: People, **changes: Any) -> None:
    """All that the options need."""
    phq9_taken(people)
    facts_asked(people, **changes)


def test_without_what_is_needed_nothing_is_offered_and_the_page_says_what_to_ask(people: People) -> None:
    found = offered(people)
    assert found.is_refused
    assert not found.options
    assert {one.input for one in found.lacking} >= {"problems", "severity", "history"}
    assert {one.circumstance for one in found.lacking} >= {"danger_to_self", "danger_from_others"}


def test_with_it_each_intervention_is_offered_excluded_or_waits_exactly_once(people: People) -> None:
    known(people)
    found = offered(people)
    names = [one.protocol for one in found.options]
    names += [one.protocol for one in found.excluded] + [one.protocol for one in found.to_ask]
    assert not found.is_refused
    assert sorted(names) == sorted(found.known)
    option = next(one for one in found.options if one.protocol == PROTOCOL)
    assert option.expected is not None
    assert (option.expected.estimate, option.expected.comparator) == (0.683, "usual_care")
    assert (option.expected.is_rated, option.expected.certainty) == (True, "low")
    assert (option.expected.studies, option.expected.people, option.expected.i2) == (117, None, 93)
    whole = len(found.options) * (len(found.options) - 1) // 2
    assert sum(count for _why, count in found.because) == whole  # all are in one tier, and each pair has one reason
    assert "made_for_main_problem" in {one.code for one in option.speaks_for}
    assert option.gates
    assert option.harms


def test_an_answer_that_is_too_old_counts_as_missing(people: People) -> None:
    known(people)
    people.later(days=15)
    found = offered(people)
    assert found.is_refused
    assert {(one.circumstance, one.why, one.days) for one in found.lacking if one.circumstance} == {
        ("danger_to_self", "too_old", 15),
        ("danger_from_others", "too_old", 15),
    }


def test_a_circumstance_rules_out_with_the_interventions_own_words_and_no_reason_overcomes_it(people: People) -> None:
    known(people, circumstances={**CALM, "mania": True})
    barred = next(one for one in offered(people).excluded if one.protocol == PROTOCOL)
    assert [(one.code, one.circumstance) for one in barred.because] == [("contraindicated", "mania")]
    assert barred.because[0].words
    with pytest.raises(WrongMoment):
        chosen(people, replace(SAID, override_reason="I know better."))
    assert not Plan.objects.exists()


def test_what_the_person_refused_is_not_chosen_for_them(people: People) -> None:
    known(people, preferences={"not_protocols": [PROTOCOL]})
    with pytest.raises(WrongMoment):
        chosen(people, replace(SAID, override_reason="It would help."))


def test_a_choice_is_kept_with_everything_that_was_on_the_table(people: People) -> None:
    known(people)
    row = chosen(people)
    assert (row.outcome, row.is_override, row.words, row.made_with) == ("plan", False, SAID.words, "Ana's sister")
    assert row.plan is not None
    assert row.plan.protocol == PROTOCOL
    table = row.table
    assert table["library"] == row.library_version
    assert {one["protocol"] for one in table["options"]} == {one.protocol for one in offered(people).options}
    ours = next(one for one in table["options"] if one["protocol"] == PROTOCOL)
    assert ours["expected"]["estimate"] == 0.683
    assert AuditEvent.objects.filter(event="plan_choice.kept").count() == 1


def test_no_circumstance_stands_in_what_the_person_can_read(people: People) -> None:
    known(people, circumstances={**CALM, "danger_from_others": True, "danger_to_self": True})
    row = kept(people, "not_decided")
    assert row.table["options"]
    assert not [name for name in CALM if name in str(row.table)]
    assert [name for name in CALM if name in str(PlanningFacts.objects.get().said)]


def test_what_was_not_suggested_needs_a_reason_that_the_supervisor_reads(people: People) -> None:
    with pytest.raises(BadInput) as refused:
        chosen(people)
    assert refused.value.field == "override_reason"
    assert not PlanChoice.objects.exists()
    assert not Plan.objects.exists()
    chosen(people, replace(SAID, override_reason="She begins tomorrow, the questions come then."))
    (row,) = decisions_to_revisit(viewer=people.sees("eve"), at=people.at)
    assert (row.client_id, row.choice.override_reason) == (
        people.ana.pk,
        "She begins tomorrow, the questions come then.",
    )
    assert row.reviewed_on is None


def test_something_that_speaks_against_it_needs_a_reason_too(people: People) -> None:
    known(people, history=[[PROTOCOL, "worse"]])
    with pytest.raises(BadInput):
        chosen(people)
    assert chosen(people, replace(SAID, override_reason="With another therapist.")).is_override


def test_a_reason_where_none_is_needed_is_not_kept_as_an_override(people: People) -> None:
    known(people)
    row = chosen(people, replace(SAID, override_reason="Just so."))
    assert (row.is_override, row.override_reason) == (False, "")
    assert not decisions_to_revisit(viewer=people.sees("eve"), at=people.at)


def test_what_two_people_chose_becomes_the_plan_without_a_second_choice(people: People) -> None:
    known(people)
    first = kept(people, "plan", PROTOCOL, compared=(PROTOCOL, "behavioural-activation"), matters={"few_meetings": 2})
    assert first.plan is None
    assert not Plan.objects.exists()
    second = chosen(people)
    assert first.pk == second.pk
    assert second.plan == Plan.objects.get()
    assert second.matters == {"few_meetings": 2}


@pytest.mark.parametrize(("outcome", "protocol"), [("plan", ""), ("plan", "no-such"), ("maybe", "")])
def test_a_choice_of_nothing_known_is_refused(people: People, outcome: str, protocol: str) -> None:
    known(people)
    with pytest.raises(BadInput):
        kept(people, outcome, protocol)


def test_a_choice_without_the_persons_words_is_refused(people: People) -> None:
    known(people)
    with pytest.raises(BadInput):
        kept(people, "nothing_for_now", words=" ")


@pytest.mark.parametrize("said", [{}, {"mood": 1}, {"problems": []}])
def test_nothing_asked_is_not_kept(people: People, said: Mapping[str, Any]) -> None:
    with pytest.raises(BadInput):
        choose.note_planning_facts(client=people.ana, said=said, by=people.sees("ben"), at=people.at)


def test_of_each_piece_the_newest_answer_counts(people: People) -> None:
    facts_asked(people)
    people.later(days=1)
    choose.note_planning_facts(
        client=people.ana, said={"circumstances": {"mania": True}}, by=people.sees("ben"), at=people.at
    )
    page = planning_facts(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    today = people.at.date()
    assert page.known.circumstances["mania"] == (True, today)
    assert page.known.circumstances["danger_to_self"] == (False, today - timedelta(days=1))
    assert page.known.problems == ("depression",)


def test_ana_reads_her_choice_alone_and_her_wishes_stand_in_the_order(people: People) -> None:
    known(people)
    assert my_choice(viewer=people.sees("ana"), at=people.at).choice is None
    matters = {"few_meetings": 2}  # of 12 to 16 and 10 to 12 meetings the second has fewer
    kept(people, "not_decided", compared=(PROTOCOL, "behavioural-activation"), matters=matters)
    page = my_choice(viewer=people.sees("ana"), at=people.at)
    assert page.choice is not None
    assert page.shown is not None
    assert [card.id for card in page.shown.cards] == ["behavioural-activation", "nothing", PROTOCOL]
    assert [card.moved for card in page.shown.cards] == ["up", "up", "down"]
    assert page.shown.cards[0].answers == page.shown.cards[1].answers == ("few_meetings",)


def test_doing_nothing_for_now_is_always_there_and_two_others_at_most(people: People) -> None:
    known(people)
    names = [one.protocol for one in offered(people).options][:3]
    page = choosing_together(
        viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at, compared=names, matters={}
    )
    assert [card.id for card in page.shown.cards] == [*names[:2], "nothing"]
    assert not page.shown.is_weighed


def test_waits_are_told_only_where_enough_people_had_them(people: People) -> None:
    for number in range(8):
        client = a_client(people, f"c{number}", "Kim", f"Number{number}")
        a_held_session(people, an_agreed_plan(people, client))
        if number == 6:
            assert not weeks_waited(viewer=people.sees("ben"), at=people.at)
    assert weeks_waited(viewer=people.sees("ben"), at=people.at) == {PROTOCOL: 0.1}


@pytest.mark.parametrize("name", ["dev", "eve", "cleo", "ana"])
def test_others_neither_ask_nor_choose(people: People, name: str) -> None:
    known(people)
    viewer = people.sees(name)
    with pytest.raises(NotYours):
        choose.note_planning_facts(client=people.ana, said={"goals": ["G2"]}, by=viewer, at=people.at)
    with pytest.raises(NotYours):
        chosen(people, by=name)
    with pytest.raises(NotYours):
        choose.keep_choice(
            client=people.ana, outcome="not_decided", protocol="", decision=SAID, by=viewer, at=people.at
        )
    with pytest.raises(NotYours):
        choosing_together(viewer=viewer, client_id=people.ana.pk, at=people.at, matters={})
    with pytest.raises(NotYours):
        planning_facts(viewer=viewer, client_id=people.ana.pk, at=people.at)
    assert not PlanChoice.objects.exists()
