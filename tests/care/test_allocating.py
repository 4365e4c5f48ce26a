"""Who sees whom first: a proposal with reasons, kept pairs, what is accepted, declined, undone and told."""

from __future__ import annotations

import pytest

from kith.care.actions import allocating, refer, rota
from kith.care.models import Allocation, Availability, BadInput, Block, CareRelationship, Client, WrongMoment
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.allocating import AllocationPage, appointment_wish, newly_allocated
from kith.care.queries.allocating import allocating as allocation_page
from tests.care.allocating_scenes import THURSDAY, TUESDAY, act, asks, brings, waits
from tests.people import People, a_booked_session, an_agreed_plan


def page(people: People, who: str = "cleo", **keep: str | None) -> AllocationPage:
    return allocation_page(**_seen(people, who), keep=keep)


def _seen(people: People, who: str) -> dict[str, object]:
    return {"viewer": people.sees(who), "at": people.at}


def pair(people: People, who: str, slot: str = TUESDAY, **keep: str | None) -> allocating.Pair:
    return allocating.Pair(people.accounts[who], slot, "in person", keep)


def names(found: AllocationPage) -> dict[str, str]:
    return {one.waiting.client.given_name: one.practitioner.person.display_name for one in found.proposals}


@pytest.fixture
def omar(people: People) -> Client:
    """Omar waits and can come on Tuesday morning; Ben and Dev both could see him, and Dev has more room."""
    found = waits(people, "Omar")
    brings(people, "ben", TUESDAY, most=2)
    brings(people, "dev", TUESDAY, THURSDAY, most=9)
    people.later(minutes=1)
    asks(people, found, words="Tuesdays, my sister drives me.")
    return found


def test_a_proposal_has_its_reasons_and_decides_nothing(people: People, omar: Client) -> None:
    (one,) = page(people).proposals
    ben, dev = (people.accounts[key].display_name for key in ("ben", "dev"))
    assert (one.practitioner.person.display_name, one.match.way.slot, one.others) == (dev, TUESDAY, (ben,))
    assert one.waiting.wish is not None
    assert one.waiting.wish.words == "Tuesdays, my sister drives me."
    assert not CareRelationship.objects.filter(client=omar).exists()


def test_what_is_not_known_never_fits(people: People, omar: Client) -> None:
    asks(people, waits(people, "Nia"), formats=())
    waits(people, "Lena")
    found = page(people)
    assert {one.client.given_name: one.unknown for one in found.unasked} == {
        "Nia": ("formats",),
        "Lena": ("parts", "formats", "languages"),
    }
    assert set(names(found)) == {"Omar"}


def test_an_override_is_kept_with_its_reason_and_what_was_proposed(people: People, omar: Client) -> None:
    keep = {str(omar.pk): str(people.accounts["ben"].pk)}
    (one,) = page(people, **keep).proposals
    assert one.is_override
    assert one.instead == people.accounts["dev"].display_name
    with pytest.raises(BadInput, match="reason"):
        allocating.accept_allocation(client=omar, pair=pair(people, "ben", **keep), reason=" ", **act(people, "cleo"))
    row = allocating.accept_allocation(
        client=omar, pair=pair(people, "ben", **keep), reason="Ben knows the family.", **act(people, "cleo")
    )
    row = Allocation.objects.get(pk=row.pk)
    assert row.is_override
    assert row.proposed == {"practitioner": str(people.accounts["dev"].pk), "slot": TUESDAY}
    assert (row.reason, row.way["slot"], row.way["others"]) == ("Ben knows the family.", TUESDAY, 1)
    assert CareRelationship.objects.get(client=omar, ends=None).staff == people.accounts["ben"]
    assert [one.name for one in newly_allocated(**_seen(people, "ben"))] == ["Omar Haddad"]
    assert not newly_allocated(**_seen(people, "dev"))


def test_what_was_not_shown_is_not_accepted(people: People, omar: Client) -> None:
    with pytest.raises(WrongMoment, match="has changed"):
        allocating.accept_allocation(client=omar, pair=pair(people, "ben"), reason="x", **act(people, "cleo"))
    assert not omar.allocation_set.exists()


def test_an_hour_that_was_given_away_is_given_once(people: People, omar: Client) -> None:
    allocating.accept_allocation(client=omar, pair=pair(people, "dev"), reason="", **act(people, "dan"))
    asks(people, waits(people, "Nia"))
    assert names(page(people)) == {"Nia": people.accounts["ben"].display_name}
    people.later(minutes=1)
    brings(people, "dev", TUESDAY)  # a fresh word about free hours
    assert names(page(people)) == {"Nia": people.accounts["dev"].display_name}


def test_undone_until_told(people: People, omar: Client) -> None:
    row = allocating.accept_allocation(client=omar, pair=pair(people, "dev"), reason="", **act(people, "cleo"))
    people.later(minutes=1)
    allocating.undo_allocation(allocation=row, **act(people, "cleo"))
    people.later(minutes=1)
    assert names(page(people)) == {"Omar": people.accounts["dev"].display_name}
    again = allocating.accept_allocation(client=omar, pair=pair(people, "dev"), reason="", **act(people, "cleo"))
    allocating.tell_allocated(allocation=again, **act(people, "dev"))
    with pytest.raises(WrongMoment, match="told already"):
        allocating.undo_allocation(allocation=again, **act(people, "cleo"))
    assert CareRelationship.objects.filter(client=omar, ends=None).exists()


def test_whoever_has_booked_a_meeting_has_told_the_person(people: People, omar: Client) -> None:
    row = allocating.accept_allocation(client=omar, pair=pair(people, "dev"), reason="", **act(people, "cleo"))
    assert newly_allocated(**_seen(people, "dev"))
    a_booked_session(people, an_agreed_plan(people, omar, by="dev"), "dev")
    assert not newly_allocated(**_seen(people, "dev"))
    assert not page(people).decided
    with pytest.raises(WrongMoment, match="booked a meeting"):
        allocating.undo_allocation(allocation=row, **act(people, "cleo"))


def test_whoever_hands_somebody_back_is_not_asked_again(people: People, omar: Client) -> None:
    row = allocating.accept_allocation(client=omar, pair=pair(people, "dev"), reason="", **act(people, "cleo"))
    people.later(minutes=1)
    allocating.undo_allocation(allocation=row, **act(people, "dev"))
    assert names(page(people)) == {"Omar": people.accounts["ben"].display_name}
    assert [(one.practitioner, one.is_handed_back, one.reason) for one in page(people).declined] == [
        (people.accounts["dev"].display_name, True, "")
    ]


def test_a_choice_by_hand_keeps_who_chose_and_what_had_been_proposed(people: People, omar: Client) -> None:
    ben, dev = people.accounts["ben"], people.accounts["dev"]
    with pytest.raises(BadInput, match="reason"):
        refer.allocate(client=omar, practitioner=ben, **act(people, "dan"))
    row = refer.allocate(client=omar, practitioner=ben, reason="He asked for Ben.", **act(people, "dan"))
    row = Allocation.objects.get(pk=row.pk)
    assert (row.is_override, row.proposed, row.way) == (True, {"practitioner": str(dev.pk), "slot": TUESDAY}, None)
    assert (row.decided_by, row.reason, row.told_at) == (people.accounts["dan"], "He asked for Ben.", None)
    assert row.relationship == CareRelationship.objects.get(client=omar, ends=None)
    (new,) = newly_allocated(**_seen(people, "ben"))
    assert (new.way, new.decided_by) == (None, people.accounts["dan"].display_name)


def test_a_choice_by_hand_of_the_one_proposed_keeps_the_hour(people: People, omar: Client) -> None:
    row = refer.allocate(client=omar, practitioner=people.accounts["dev"], **act(people, "dan"))
    assert (row.is_override, Allocation.objects.get(pk=row.pk).way["slot"]) == (False, TUESDAY)


def test_for_whom_nothing_can_be_proposed_somebody_is_chosen_without_a_reason(people: People, omar: Client) -> None:
    nia = waits(people, "Nia")
    row = refer.allocate(client=nia, practitioner=people.accounts["ben"], is_told=True, **act(people, "dan"))
    assert (row.is_override, row.proposed, row.way) == (False, None, None)
    assert not newly_allocated(**_seen(people, "ben"))
    assert set(names(page(people))) == {"Omar"}


def test_a_declined_pair_is_listed_and_can_be_taken_back(people: People, omar: Client) -> None:
    dev = people.accounts["dev"]
    row = allocating.decline_allocation(client=omar, practitioner=dev, reason="Neighbours.", **act(people, "cleo"))
    (shown,) = page(people).declined
    assert (shown.name, shown.practitioner, shown.reason) == ("Omar Haddad", dev.display_name, "Neighbours.")
    assert (shown.decided_by, shown.decided_at) == (people.accounts["cleo"].display_name, people.at)
    with pytest.raises(WrongMoment, match="must not meet"):
        refer.allocate(client=omar, practitioner=dev, reason="Near", **act(people, "dan"))
    assert not CareRelationship.objects.filter(client=omar).exists()
    allocating.undo_allocation(allocation=row, **act(people, "dan"))
    assert not page(people).declined
    assert names(page(people)) == {"Omar": dev.display_name}


def test_somebody_who_was_handed_over_does_not_go_back_to_waiting(people: People) -> None:
    people.later(minutes=1)
    dev = people.accounts["dev"]
    row = refer.allocate(client=people.ana, practitioner=dev, reason="Ben is leaving.", **act(people, "dan"))
    with pytest.raises(WrongMoment, match="responsible before"):
        allocating.undo_allocation(allocation=row, **act(people, "cleo"))
    assert CareRelationship.objects.get(client=people.ana, is_lead=True, ends=None).staff == dev


def test_declined_blocked_and_away_are_not_proposed(people: People, omar: Client) -> None:
    dev = people.accounts["dev"]
    allocating.decline_allocation(client=omar, practitioner=dev, reason="They are neighbours.", **act(people, "cleo"))
    assert names(page(people)) == {"Omar": people.accounts["ben"].display_name}
    block = Block(client=omar, user=people.accounts["ben"], made_at=people.at)
    block.reason = "Family"
    block.save()
    (left,) = page(people).unplaced
    assert {bar.by for _name, bar in left.one_step} == {"apart"}
    rota.record_absence(person=dev, starts=people.at, ends=None, **act(people, "cleo"))
    assert [one.person.pk for one in page(people).staff if one.is_away] == [dev.pk]


def test_a_must_binds_and_says_what_would_help(people: People, omar: Client) -> None:
    people.later(minutes=1)
    asks(people, omar, gender="woman", is_must=True)
    (left,) = page(people).unplaced
    assert {(name, bar.by) for name, bar in left.one_step} == {
        (people.accounts[key].display_name, "must") for key in ("ben", "dev")
    }
    people.later(minutes=1)
    brings(people, "ben", gender="woman")
    assert names(page(people)) == {"Omar": people.accounts["ben"].display_name}


def test_a_gender_is_the_practitioners_to_say(people: People) -> None:
    brings(people, "ben", gender="man")
    people.later(minutes=1)
    given = allocating.Brings({TUESDAY: ("video",)}, ("en", "ar"), 3, gender="woman")
    allocating.set_availability_of(person=people.accounts["ben"], brings=given, **act(people, "cleo"))
    newest = Availability.objects.order_by("-said_at").first()
    assert newest is not None
    assert newest.brings["gender"] == "man"
    assert newest.brings["hours"] == {TUESDAY: ["video"]}


def test_a_community_is_asked_for_and_said_in_own_words_and_changes_who_is_proposed(
    people: People, omar: Client
) -> None:
    assert names(page(people)) == {"Omar": people.accounts["dev"].display_name}
    people.later(minutes=1)
    asks(people, omar, community="travelling families")
    (without,) = page(people).proposals
    assert [(one.name, one.value, one.why) for one in without.match.unmet] == [
        ("community", "travelling families", "nobody")
    ]
    brings(people, "ben", TUESDAY, most=2, communities=("Travelling families", "farming"))
    (one,) = page(people).proposals
    assert one.practitioner.person == people.accounts["ben"]
    assert one.match.met == (("community", "travelling families"),)
    offered = appointment_wish(viewer=people.sees("dan"), client_id=omar.pk, at=people.at)
    assert offered.communities == ("farming", "Travelling families")


def test_communities_are_the_practitioners_to_say(people: People) -> None:
    brings(people, "ben", communities=("farming",))
    people.later(minutes=1)
    given = allocating.Brings({TUESDAY: ("video",)}, ("en",), 3, communities=("guessed from a name",))
    allocating.set_availability_of(person=people.accounts["ben"], brings=given, **act(people, "cleo"))
    newest = Availability.objects.order_by("-said_at").first()
    assert newest is not None
    assert newest.brings["communities"] == ["farming"]


def test_what_cannot_be_kept_is_said_and_the_proposal_stays(people: People, omar: Client) -> None:
    people.later(minutes=1)
    brings(people, "ben", THURSDAY)
    found = page(people, **{str(omar.pk): str(people.accounts["ben"].pk)})
    assert found.refusal is not None
    assert "breaks a rule" in found.refusal.found
    assert set(names(found)) == {"Omar"}


@pytest.mark.parametrize("who", ["ben", "finn", "ada"])
def test_others_do_not_allocate(people: People, omar: Client, who: str) -> None:
    with pytest.raises(NotAllowed):
        page(people, who)
    with pytest.raises(NotYours):
        allocating.accept_allocation(client=omar, pair=pair(people, "dev"), reason="", **act(people, who))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"languages": ()}, "languages"),
        ({"formats": ("letter",)}, "parts"),
        ({"gender": "x"}, "parts"),
        ({"community": "x" * 61}, "community"),
    ],
)
def test_a_wish_that_cannot_be_read_is_refused(people: People, wrong: dict[str, object], field: str) -> None:
    omar = waits(people, "Omar")
    with pytest.raises(BadInput) as refused:
        asks(people, omar, **wrong)  # type: ignore[arg-type]
    assert refused.value.field == field
