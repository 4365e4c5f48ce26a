"""From a waiting list to a group: nobody without a yes, nobody against a rule, all of them or nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.care.actions import consent, forming, gather, review, waiting
from kith.care.models import AuditEvent, BadInput, Block, Group, GroupWait, Membership, WrongMoment
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.form_groups import FormingPage, form_groups
from tests.care.courses import a_meeting, a_member, record
from tests.care.group_scenes import CIRCLE, a_new_group, somebody, waits
from tests.people import People, a_client


def seen(people: People, who: str = "finn", **asked: object) -> FormingPage:
    given = {"protocol": CIRCLE, "pins": {}, "is_longer": False} | asked
    return form_groups(viewer=people.sees(who), at=people.at, **given)  # type: ignore[arg-type]


def placed_in(page: FormingPage) -> dict[str, list[str]]:
    return {group.name: [who.number for who in group.placed] for group in page.groups}


def give(people: People, places: dict[GroupWait, Group], who: str = "finn", unprepared: str = "") -> list[Membership]:
    return forming.place_people(
        protocol=CIRCLE,
        places={wait.pk: group.pk for wait, group in places.items()},
        unprepared={wait.pk: unprepared for wait in places},
        by=people.sees(who),
        at=people.at,
    )


def test_a_group_is_formed_from_the_list_and_begins(people: People) -> None:
    ana, bo, group = waits(people, people.ana, "ana"), somebody(people, "bo"), a_new_group(people)
    people.later(days=21)
    page = seen(people)
    assert [one.waiting for one in page.lists] == [2]
    assert sorted(placed_in(page)["Tuesday circle"]) == sorted([people.ana.number, bo.client.number])
    assert page.groups[0].is_enough
    assert {who.weeks_waited for who in page.groups[0].placed} == {3}
    joined = give(people, {ana: group, bo: group})
    assert sorted(one.display_name for one in joined) == ["Ana", "Bo"]
    ana.refresh_from_db()
    assert (ana.ending, ana.ends) == ("placed", people.at)
    assert ana.placed == {"group": str(group.pk), "proposed": str(group.pk), "is_as_proposed": True, "days_waited": 21}
    group.refresh_from_db()
    forming.begin_group(group=group, by=people.sees("finn"), at=people.at)
    assert Group.objects.get().state == "running"
    assert AuditEvent.objects.filter(event="groups.filled").count() == 1


def test_nobody_is_on_the_list_of_those_who_form_groups_without_a_yes(people: People) -> None:
    waits(people, people.ana, "ana", yes=False)
    somebody(people, "bo")
    a_new_group(people)
    page = seen(people)
    assert page.without_yes == 1
    assert people.ana.number not in str(page)
    consent.decide_consent(
        client=people.ana, purpose="group", is_given=True, text_version="1", by=people.sees("ana"), at=people.at
    )
    assert people.ana.number in str(seen(people))  # the control: with a yes they are


def test_whoever_has_left_care_waits_no_longer(people: People) -> None:
    waits(people, people.ana, "ana")
    somebody(people, "bo")
    a_new_group(people, smallest=1)
    assert seen(people).placed == 2
    review.end_episode(client=people.ana, ending="declined", note="", by=people.sees("ben"), at=people.at)
    page = seen(people)
    assert (page.placed, [one.waiting for one in page.lists]) == (1, [1])
    assert people.ana.number not in str(page)


def test_whoever_forms_groups_sees_numbers_and_no_name_and_no_reason(people: People) -> None:
    waits(people, people.ana, "ana", reasons=("cannot_follow",), not_now="She hears voices")
    somebody(people, "bo")
    a_new_group(people)
    found = str(seen(people, "cleo"))
    assert people.ana.number in found
    assert not [word for word in ("Petrova", "Ana", "voices", "cannot_follow", "Moss", "Bo'") if word in found]


def test_those_kept_apart_are_never_in_one_group_whoever_is_asked(people: People) -> None:
    ana, bo, group = waits(people, people.ana, "ana"), somebody(people, "bo"), a_new_group(people, smallest=1)
    waiting.keep_apart(
        client=people.ana, number=bo.client.number, reason="He hurt her", by=people.sees("ben"), at=people.at
    )
    page = seen(people)
    assert page.placed == 1
    assert len(page.left) == 1
    assert "hurt" not in str(page)
    with pytest.raises(WrongMoment, match="break a rule"):
        give(people, {ana: group, bo: group})
    assert not Membership.objects.exists()
    give(people, {ana: group})
    with pytest.raises(WrongMoment, match="rule stands against"):
        gather.join_by_number(
            group=group,
            number=bo.client.number,
            display_name="Bo",
            is_prepared=True,
            by=people.sees("finn"),
            at=people.at,
        )
    rule = people.ana.keptapart_set.get()
    waiting.end_keeping_apart(rule=rule, by=people.sees("ben"), at=people.at)
    people.later(minutes=1)
    by = {"by": people.sees("finn"), "at": people.at}
    gather.join_by_number(group=group, number=bo.client.number, display_name="Bo", is_prepared=True, **by)


def test_a_block_keeps_a_colleagues_group_closed_and_says_nothing_of_whom(people: People) -> None:
    waits(people, people.ana, "ana")
    somebody(people, "bo")
    a_new_group(people, smallest=1)
    block = Block(client=people.ana, user=people.accounts["finn"], made_at=people.at)
    block.reason = "Neighbours"
    block.save()
    hers = next(one for one in seen(people, "cleo").left if one.number == people.ana.number)
    assert [barrier.rules for barrier in hers.barriers] == [("rule",)]
    assert people.ana.number not in str(seen(people, "finn"))


def test_what_shuts_somebody_out_is_said_group_by_group(people: People) -> None:
    waits(people, people.ana, "ana", parts=("5-evening",), needs=("hearing_loop",))
    somebody(people, "bo", reasons=("cannot_come",), not_now="In hospital until May")
    a_new_group(people, language="ar")
    hers, his = sorted(seen(people).left, key=lambda one: one.is_not_now)
    assert [set(barrier.rules) for barrier in hers.barriers] == [{"slot", "language", "needs"}]
    assert (his.is_not_now, his.barriers) == (True, ())


def test_nobody_is_the_only_one_who_would_mind_it(people: People) -> None:
    waits(people, people.ana, "ana", gender="woman", not_the_only_one=True)
    for key in ("bo", "cy"):
        somebody(people, key, gender="man")
    a_new_group(people)
    assert [one.number for one in seen(people).left] == [people.ana.number]
    somebody(people, "dora", gender="woman")
    assert seen(people).placed == 4


def women_inside(people: People, count: int) -> Group:
    """A running group with so many women, placed from the list, and one man."""
    group = a_new_group(people, capacity=8, smallest=1)
    inside = [somebody(people, f"ida{n}", gender="woman") for n in range(count)]
    give(people, dict.fromkeys([*inside, somebody(people, "otto", gender="man")], group))
    forming.begin_group(group=group, by=people.sees("finn"), at=people.at)
    people.later(days=7)
    return group


@pytest.mark.parametrize(("count", "has_place"), [(2, True), (1, False), (0, False)])
def test_those_who_are_members_already_count_for_somebody_who_minds(
    people: People, count: int, has_place: bool
) -> None:
    women_inside(people, count)
    waits(people, people.ana, "ana", gender="woman", not_the_only_one=True)
    page = seen(people)
    assert (page.placed, page.conflicts) == (1 if has_place else 0, ())
    if has_place:
        assert page.groups[0].placed[0].reasons == ("gender", "age")
    else:
        assert page.left[0].rules == ("never alone",)
        somebody(people, "dora", gender="woman")  # the control: two of them join together
        assert seen(people).placed == 2


def test_nobody_is_placed_unprepared_without_a_reason_that_is_kept(people: People) -> None:
    ana, bo = waits(people, people.ana, "ana", is_prepared=False), somebody(people, "bo")
    group = a_new_group(people)
    with pytest.raises(BadInput, match="why they join yet") as refused:
        give(people, {ana: group, bo: group})
    assert refused.value.field == f"unprepared-{ana.pk}"
    assert not Membership.objects.exists()
    give(people, {ana: group, bo: group}, unprepared="The group begins today")
    found = {one.client_id: one.unprepared for one in Membership.objects.all()}
    assert found == {people.ana.pk: "The group begins today", bo.client_id: None}


def test_a_wish_for_a_group_is_a_reason_and_another_group_says_what_it_adds(people: People) -> None:
    both = ("2-morning", "5-morning")
    tuesday = a_new_group(people, smallest=1)
    friday = a_new_group(people, name="Friday circle", weekday=5, smallest=1, language="ar")
    evening = a_new_group(people, name="Evening circle", weekday=5, smallest=1)
    waits(people, people.ana, "ana", parts=both, prefers=(str(evening.pk),))
    somebody(people, "bo", parts=("2-morning",), prefers=(str(friday.pk), str(evening.pk)))
    somebody(people, "cy", parts=("5-morning",))  # somebody of a like age, so that nobody is alone there
    placed = {who.number: (group.name, who) for group in seen(people).groups for who in group.placed}
    name, hers = placed.pop(people.ana.number)
    assert (name, hers.reasons[0], hers.rather_in) == ("Evening circle", "preferred", ())
    name, his = next(pair for pair in placed.values() if pair[1].rather_in)
    assert name == tuesday.name
    assert his.reasons[0] == "only_fit"
    assert {one.group: (one.rules, one.adds) for one in his.rather_in} == {
        "Friday circle": (("slot", "language"), None),
        "Evening circle": (("slot",), None),
    }


def test_a_preferred_group_that_was_not_given_says_what_it_would_add(people: People) -> None:
    a_new_group(people, smallest=2)
    friday = a_new_group(people, name="Friday circle", weekday=5, smallest=1, capacity=2)
    somebody(people, "ed", parts=("5-morning",))
    for key in ("bo", "cy"):  # one of them has the last seat beside Ed
        somebody(people, key, parts=("2-morning", "5-morning"), prefers=(str(friday.pk),))
    somebody(people, "di")
    there = [one for group in seen(people).groups for who in group.placed for one in who.rather_in]
    assert [(one.group, one.rules) for one in there] == [("Friday circle", ())]
    assert there[0].adds == 0  # the two could change places at no loss


def test_a_place_by_hand_is_kept_and_what_it_costs_is_said(people: People) -> None:
    ana, bo = waits(people, people.ana, "ana"), somebody(people, "bo")
    a_new_group(people)
    kept = seen(people, pins={ana.pk: None})
    assert [(one.number, one.is_pinned) for one in kept.left if one.is_pinned] == [(people.ana.number, True)]
    late = a_new_group(people, name="Friday circle", weekday=5)
    against = seen(people, pins={bo.pk: late.pk})
    assert set(against.conflicts) == {"pin", "slot"}
    assert against.placed == 0


def test_a_choice_by_hand_is_kept_beside_what_was_proposed(people: People) -> None:
    ana = waits(people, people.ana, "ana", parts=("2-morning", "5-morning"))
    bo = somebody(people, "bo")
    tuesday = a_new_group(people)
    friday = a_new_group(people, name="Friday circle", weekday=5, smallest=1)
    give(people, {ana: friday})
    ana.refresh_from_db()
    assert ana.placed is not None
    assert ana.placed["proposed"] == str(tuesday.pk)
    assert not ana.placed["is_as_proposed"]
    bo.refresh_from_db()
    assert bo.ends is None


def test_a_closed_group_takes_nobody_after_its_second_meeting(people: People) -> None:
    group = a_new_group(people, is_open=False, smallest=1)
    a_member(people, group, people.ana, "ana", "Ana")
    for _ in range(2):
        record(people, a_meeting(people, group), {people.ana: "attended"})
    bo = a_client(people, "bo", "Bo", "Moss")
    with pytest.raises(WrongMoment, match="closed"):
        a_member(people, group, bo, "bo", "Bo")
    somebody(people, "cy")
    forming.begin_group(group=group, by=people.sees("finn"), at=people.at)
    assert not seen(people).groups


def test_a_group_does_not_begin_with_too_few(people: People) -> None:
    group = a_new_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    with pytest.raises(WrongMoment, match="1 person has a place"):
        forming.begin_group(group=group, by=people.sees("finn"), at=people.at)
    with pytest.raises(NotYours):
        forming.begin_group(group=group, by=people.sees("ben"), at=people.at)


def test_the_list_is_only_for_those_who_form_groups(people: People) -> None:
    ana, group = waits(people, people.ana, "ana"), a_new_group(people, smallest=1)
    for who in ("ben", "eve", "dan", "ana"):
        with pytest.raises(NotAllowed):
            seen(people, who)
        with pytest.raises(NotAllowed):
            give(people, {ana: group}, who)
    assert not Membership.objects.exists()


def test_wishes_change_and_the_waiting_time_stays(people: People) -> None:
    first = waits(people, people.ana, "ana")
    people.later(days=10)
    again = waits(people, people.ana, "ana", parts=("3-evening",))
    assert (again.pk, again.starts) == (first.pk, people.at - timedelta(days=10))
    assert GroupWait.objects.get().wants["parts"] == ["3-evening"]
    waiting.take_off_group_list(wait=again, by=people.sees("ben"), at=people.at)
    with pytest.raises(WrongMoment, match="not on this list"):
        waiting.take_off_group_list(wait=again, by=people.sees("ben"), at=people.at)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"protocol": "cbt-panic"}, "no group of this kind"),
        ({"parts": ()}, "when the person can come"),
        ({"parts": ("9-noon",)}, "when the person can come"),
        ({"languages": ()}, "which language"),
        ({"display_name": "  "}, "0 letters"),
        ({"needs": ("a_dog",)}, "not on the list"),
        ({"style": "loud"}, "not on the list"),
        ({"reasons": ("loud",)}, "not on the list"),
        ({"not_now": "She hears voices"}, "no reason is ticked"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_in_words(people: People, wanted: dict[str, object], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        waits(people, people.ana, "ana", **wanted)
    assert not GroupWait.objects.exists()


def test_only_the_own_team_puts_somebody_on_the_list(people: People) -> None:
    for who in ("dev", "finn", "cleo", "eve", "dan"):
        with pytest.raises(NotYours):
            waiting.put_on_group_list(
                client=people.ana,
                wanted=waiting.Wanted(CIRCLE, "Ana", ("2-morning",), ("en",)),
                by=people.sees(who),
                at=people.at,
            )


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        ({"smallest": 9}, "9 to 4 people"),
        ({"weekday": None}, "day or its hour"),
        ({"weekday": 8}, "day or its hour"),
        ({"access": ("a_dog",)}, "not on the list"),
        ({"link": "http://rooms.example/a"}, "https"),
    ],
)
def test_a_group_that_cannot_be_is_refused_in_words(people: People, frame: dict[str, object], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        a_new_group(people, **frame)
    assert not Group.objects.exists()


def test_a_group_is_described_anew_but_not_smaller_than_it_is(people: People) -> None:
    group = a_new_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    a_member(people, group, a_client(people, "bo", "Bo", "Moss"), "bo", "Bo")
    frame = forming.Frame(smallest=1, purpose="To cook together", link="https://rooms.example/a")
    acting = {"by": people.sees("finn"), "at": people.at}
    with pytest.raises(BadInput, match="2 members, more than 1"):
        forming.describe_group(group=group, frame=frame, capacity=1, agreement="", **acting)
    forming.describe_group(group=group, frame=frame, capacity=6, agreement="We listen.", **acting)
    kept = Group.objects.get()
    assert (kept.capacity, kept.purpose, kept.agreement, kept.weekday) == (6, "To cook together", "We listen.", None)
