"""Before a first meeting: what is in the way is named, help is offered, taken or left, and promises are kept."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions import deliver, engage
from kith.care.models import AuditEvent, BadInput, Barrier, Remedy, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.caseload import caseload
from kith.care.queries.engagement import EngagementPage
from kith.care.queries.engagement import engagement as engagement_page
from kith.care.queries.my_start import my_start
from tests.people import People, a_booked_session, an_agreed_plan


def tell(people: People, *kinds: str, words: str = "", who: str = "ana") -> list[Barrier]:
    return engage.tell_barriers(client=people.ana, kinds=kinds, words=words, by=people.sees(who), at=people.at)


def choose(people: People, *chosen: str, who: str = "ana") -> list[Remedy]:
    return engage.choose_remedies(client=people.ana, chosen=chosen, by=people.sees(who), at=people.at)


def page(people: People) -> EngagementPage:
    return engagement_page(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)


def reasons(people: People) -> list[str]:
    (case,) = caseload(viewer=people.sees("ben"), at=people.at).cases
    return [one.id for one in case.reasons]


def test_what_is_named_is_offered_against_and_a_promise_stands_on_the_caseload_until_it_is_done(people: People) -> None:
    assert page(people).next_step == "ask"
    tell(people, "childcare", "cost")
    assert [one.kind for one in page(people).barriers] == ["cost", "childcare"]
    assert page(people).next_step == "offer"
    (promise,) = choose(people, "bring_along")
    assert "promised" in reasons(people)
    assert page(people).next_step == "do"
    engage.finish_remedy(remedy=promise, by=people.sees("ben"), at=people.later(days=1))
    assert "promised" not in reasons(people)
    assert page(people).next_step == "offer"
    assert AuditEvent.objects.filter(event="remedy.done").count() == 1


def test_what_is_not_named_any_more_is_gone_and_what_stays_keeps_its_day(people: People) -> None:
    cost, _way = tell(people, "cost", "transport")
    people.later(days=3)
    tell(people, "cost")
    (left,) = people.ana.barrier_set.filter(gone_at=None)
    assert (left.pk, left.named_at) == (cost.pk, cost.named_at)
    tell(people)
    assert page(people).barriers == ()


def test_a_promise_against_what_is_gone_is_not_asked_for_any_more(people: People) -> None:
    tell(people, "cost")
    choose(people, "fare_paid")
    tell(people, "language")
    assert "promised" not in reasons(people)


def test_an_offer_can_be_refused_and_taken_later(people: People) -> None:
    (cost,) = tell(people, "cost", who="ben")
    offer = engage.offer_remedy(barrier=cost, kind="fare_paid", by=people.sees("ben"), at=people.at)
    ana: dict[str, Any] = {"by": people.sees("ana"), "at": people.at}
    engage.answer_remedy(remedy=offer, answer="declined", **ana)
    with pytest.raises(WrongMoment, match="not said yes"):
        engage.finish_remedy(remedy=offer, by=people.sees("ben"), at=people.at)
    engage.answer_remedy(remedy=offer, answer="accepted", **ana)
    assert engage.finish_remedy(remedy=offer, by=people.sees("ben"), at=people.at).done_at == people.at
    with pytest.raises(WrongMoment, match="done already"):
        engage.answer_remedy(remedy=offer, answer="declined", **ana)


def test_what_is_not_chosen_any_more_is_no_promise(people: People) -> None:
    tell(people, "cost")
    choose(people, "fare_paid", "outside_work")
    choose(people, "outside_work")
    assert [each.kind for _one, each in page(people).promised] == ["outside_work"]


@pytest.mark.parametrize(
    ("kinds", "words", "field"),
    [(("rain",), "", "kinds"), (("other",), "  ", "words"), (("other",), "x" * 1001, "words")],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    people: People, kinds: tuple[str, ...], words: str, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        tell(people, *kinds, words=words)
    assert refused.value.field == field
    assert not Barrier.objects.exists()


def test_help_is_chosen_from_the_list_of_what_stands_in_the_way(people: People) -> None:
    (cost,) = tell(people, "cost")
    with pytest.raises(BadInput):
        choose(people, "interpreter")
    engage.offer_remedy(barrier=cost, kind="fare_paid", by=people.sees("ben"), at=people.at)
    with pytest.raises(WrongMoment, match="already"):
        engage.offer_remedy(barrier=cost, kind="fare_paid", by=people.sees("ben"), at=people.at)
    tell(people)
    cost.refresh_from_db()
    with pytest.raises(WrongMoment, match="not in the way any more"):
        engage.offer_remedy(barrier=cost, kind="outside_work", by=people.sees("ben"), at=people.at)


def test_wishes_are_kept_question_by_question_and_the_newest_counts(people: People) -> None:
    def say(wishes: dict[str, str], goal: dict[str, str] | None = None) -> None:
        engage.say_first_contact(
            client=people.ana, wishes=wishes, goal=goal or {}, by=people.sees("ana"), at=people.later(minutes=1)
        )

    say({"who": "woman"})
    say({"where": "not_said"})
    say({}, {"step": " Sleep through "})
    say({"who": "anybody"})
    wished = page(people).wished
    assert (wished.who, wished.where, wished.how, wished.step) == ("anybody", "not_said", "", "Sleep through")
    with pytest.raises(BadInput):
        say({"who": "the moon"})
    assert people.ana.firstcontact_set.count() == 4


def test_once_somebody_has_come_nothing_is_promised_any_more(people: People) -> None:
    tell(people, "cost")
    choose(people, "fare_paid")
    session = a_booked_session(people, an_agreed_plan(people, people.ana))
    people.at = session.starts_at
    people.later(hours=1)
    deliver.record_attendance(
        session=session,
        client=people.ana,
        status="attended",
        minutes=50,
        reason="",
        by=people.sees("ben"),
        at=people.at,
    )
    assert "promised" not in reasons(people)
    assert page(people).next_step == "met"


@pytest.mark.parametrize("who", ["dev", "cleo", "finn"])
def test_nobody_else_reads_or_writes_it(people: People, who: str) -> None:
    tell(people, "stigma")
    with pytest.raises(NotYours):
        engagement_page(viewer=people.sees(who), client_id=people.ana.pk, at=people.at)
    with pytest.raises(NotYours):
        tell(people, "cost", who=who)


def test_the_person_reads_their_own_and_no_other_page(people: People) -> None:
    tell(people, "cost")
    assert [one.kind for one in my_start(viewer=people.sees("ana"), at=people.at).barriers] == ["cost"]
    with pytest.raises(NotYours):
        my_start(viewer=people.sees("ben"), at=people.at)
