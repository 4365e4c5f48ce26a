"""Whether there is a place for an intervention: what practitioners bring and the groups there are; else unknown."""

from __future__ import annotations

from datetime import timedelta

from kith.care.actions import rota
from kith.care.models.knowledge import library
from kith.care.queries.options_shown import OptionsShown
from kith.care.queries.places_here import IN_A_ROOM, Places, PlacesHere
from kith.care.queries.planning import planning
from tests.care.allocating_scenes import act, brings
from tests.care.choosing import facts_asked, phq9_taken
from tests.care.group_scenes import CIRCLE, a_new_group
from tests.people import People, a_client
from tests.web.practitioner.screens import Screen

ACTIVATION = "behavioural-activation"
NOTHING_FREE = {"most": 0}


def place(people: People, protocol: str = ACTIVATION) -> PlacesHere:
    return Places(viewer=people.sees("ben"), client=people.ana, at=people.at).of(library().protocols[protocol])


def offered(people: People) -> OptionsShown:
    phq9_taken(people)
    facts_asked(people)
    return planning(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).offered


def bars(found: OptionsShown, protocol: str = ACTIVATION) -> list[str]:
    return [bar.code for one in found.excluded if one.protocol == protocol for bar in one.because]


def against(found: OptionsShown, protocol: str = ACTIVATION) -> list[str]:
    return [one.code for option in found.options if option.protocol == protocol for one in option.speaks_against]


def test_while_somebody_has_not_said_nobody_can_say_and_the_page_says_so(people: People) -> None:
    brings(people, "dev", trained=())
    assert place(people).has_places is None
    found = offered(people)
    assert "places_unknown" in against(found)
    assert not bars(found)
    assert "Whether there is a place now is not known here." in Screen(people, "ben").text("plan", people.ana.pk)


def test_when_all_have_said_and_nobody_trained_has_room_it_is_not_offered(people: People) -> None:
    brings(people, "ben")
    brings(people, "dev", trained=(ACTIVATION,), **NOTHING_FREE)
    assert place(people).has_places is False
    found = offered(people)
    assert bars(found) == ["no_places"]
    assert "There is no place now: nobody who is trained in it has room" in Screen(people, "ben").text(
        "plan", people.ana.pk
    )


def test_one_who_is_trained_with_room_and_an_hour_is_a_place_and_says_where(people: People) -> None:
    brings(people, "ben")
    brings(people, "dev", trained=(ACTIVATION,))
    assert place(people) == PlacesHere(True, frozenset({"individual", "blended"}), IN_A_ROOM | {"online"})
    found = offered(people)
    assert "places_unknown" not in against(found)
    assert not bars(found)
    (shown,) = [one for one in found.options if one.protocol == ACTIVATION]
    assert "home" not in shown.settings
    assert "home" in library().protocols[ACTIVATION].settings


def test_whoever_sees_the_person_already_takes_no_place_that_is_not_theirs(people: People) -> None:
    brings(people, "ben", trained=(ACTIVATION,), **NOTHING_FREE)
    brings(people, "dev")
    assert place(people) == PlacesHere(True, frozenset({"individual", "blended"}), None)


def test_somebody_who_is_away_now_does_not_say_that_there_is_none(people: People) -> None:
    brings(people, "ben")
    brings(people, "dev", trained=(ACTIVATION,))
    rota.record_own_absence(starts=people.at, ends=people.at + timedelta(days=9), **act(people, "dev"))
    people.later(minutes=1)
    assert place(people).has_places is None


def test_a_group_has_a_place_until_it_is_full_and_without_a_group_nobody_can_say(people: People) -> None:
    assert place(people, CIRCLE).has_places is None
    group = a_new_group(people, capacity=2)
    assert place(people, CIRCLE).has_places is True
    for key in ("mo", "lu"):
        member = group.memberships.model(
            group=group, client=a_client(people, key, key.title(), "Moss"), starts=people.at, made_at=people.at
        )
        member.display_name = key
        member.save(force_insert=True)
    assert "group" not in (place(people, CIRCLE).formats or ())
    assert place(people, CIRCLE).has_places is None  # peers may give it too, and nobody counts those here
    another = a_new_group(people, name="Thursday circle")
    assert place(people, CIRCLE).has_places is True
    another.state = "ended"
    another.save(update_fields=["state"])
    assert place(people, CIRCLE).has_places is None
