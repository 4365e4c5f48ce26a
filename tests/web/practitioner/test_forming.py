"""Pages of forming groups: a place for one person, the proposal, looking back, choices, calendars."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import icalendar
import pytest

from kith.care.models import ChoiceRound, Debrief, Group, GroupWait, KeptApart, Membership
from tests.care.courses import a_group, a_meeting, a_member, all_say_yes, record, says_yes_to_groups
from tests.care.group_scenes import CIRCLE, a_new_group, somebody, waits
from tests.people import People, a_client
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

WISH: dict[str, Any] = {
    "what": "wait",
    "protocol": CIRCLE,
    "display_name": "Ana",
    "part": ["2-morning", "4-evening"],
    "languages": ["en"],
    "needs": ["step_free"],
    "is_prepared": "on",
}


def test_ben_puts_ana_on_the_list_and_takes_her_off(people: People) -> None:
    ben = Screen(people, "ben")
    assert "Groups were not talked about yet" in ben.text("group_wait", people.ana.pk)
    says_yes_to_groups(people, people.ana, "ana")
    assert ben.post("group_wait", people.ana.pk, **WISH).status_code == 302
    page = ben.text("group_wait", people.ana.pk)
    assert "Tuesday, morning; Thursday, evening" in page
    assert "Without steps" in page
    wait = GroupWait.objects.get()
    assert ben.post("group_wait", people.ana.pk, what="stop", wait=wait.pk).status_code == 302
    assert "taken off the list" in ben.text("group_wait", people.ana.pk)


def test_what_was_typed_stays_when_the_list_refuses(people: People) -> None:
    ben = Screen(people, "ben")
    answer = ben.post(
        "group_wait",
        people.ana.pk,
        **(WISH | {"part": [], "reasons": ["cannot_come"], "not_now": "Her exam is in May"}),
    )
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "Tick at least one part of the week" in words
    assert "Her exam is in May" in words
    assert not GroupWait.objects.exists()


def test_two_people_are_kept_apart_by_number(people: People) -> None:
    ben, bo = Screen(people, "ben"), a_client(people, "bo", "Bo", "Moss")
    refused = ben.post("group_wait", people.ana.pk, what="apart", number="K99999", reason="He hurt her")
    assert refused.status_code == 422
    ben.post("group_wait", people.ana.pk, what="apart", number=bo.number.lower(), reason="He hurt her")
    page = ben.text("group_wait", people.ana.pk)
    assert bo.number in page
    assert "Moss" not in page
    rule = KeptApart.objects.get()
    assert ben.post("group_wait", people.ana.pk, what="together", rule=rule.pk).status_code == 302
    rule.refresh_from_db()
    assert rule.ends == people.at


def test_finn_forms_a_group_from_the_list(people: People) -> None:
    finn = Screen(people, "finn")
    assert "Nobody waits for a group" in finn.text("form_groups")
    ana, bo = waits(people, people.ana, "ana"), somebody(people, "bo")
    assert "No group has room" in finn.text("form_groups")
    opened = finn.post(
        "form_groups",
        what="open",
        protocol=CIRCLE,
        name="Tuesday circle",
        kind="therapy",
        site=people.site.pk,
        facilitators=[people.accounts["finn"].pk],
        weekday="2",
        meets_at="10:00",
        smallest="2",
        capacity="8",
        is_open="yes",
        language="en",
    )
    assert opened.status_code == 302, opened.content.decode()
    group = Group.objects.get()
    page = finn.text("form_groups", protocol=CIRCLE)
    assert "2 people would have a place" in page
    assert "Petrova" not in page
    assert "Ana" not in page
    given = {f"place-{one.pk}": group.pk for one in (ana, bo)}
    assert finn.post("form_groups", what="place", protocol=CIRCLE, **given).status_code == 302
    assert Membership.objects.count() == 2
    assert "It has not begun" in finn.text("group", group.pk)
    assert finn.post("group", group.pk, what="begin").status_code == 302
    assert "It has not begun" not in finn.text("group", group.pk)


def test_places_by_hand_are_part_of_the_address_and_a_conflict_is_said(people: People) -> None:
    ana, group = waits(people, people.ana, "ana"), a_new_group(people, smallest=1, weekday=5)
    finn = Screen(people, "finn")
    page = finn.text("form_groups", **{f"pin-{ana.pk}": str(group.pk)})
    assert "These places cannot all be kept" in page
    assert "they cannot come then" in page
    assert "Give 1 person a place" not in page
    assert "Kept out by hand" in finn.text("form_groups", **{f"pin-{ana.pk}": "none"})
    assert finn.get("form_groups", **{"pin-nobody": "x", f"pin-{ana.pk}": "y"}).status_code == 200


def test_an_unprepared_person_needs_a_reason_and_what_was_typed_stays(people: People) -> None:
    ana, group = waits(people, people.ana, "ana", is_prepared=False), a_new_group(people, smallest=1)
    bo, finn = somebody(people, "bo", is_prepared=False), Screen(people, "finn")
    assert f'id="id_unprepared-{ana.pk}"' in finn.text("form_groups", protocol=CIRCLE)
    given = {f"place-{one.pk}": group.pk for one in (ana, bo)} | {f"unprepared-{bo.pk}": "It begins today"}
    refused = finn.post("form_groups", what="place", protocol=CIRCLE, **given)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert f'href="#id_unprepared-{ana.pk}"' in page
    assert 'value="It begins today"' in page
    given[f"unprepared-{ana.pk}"] = "She knows the house"
    assert finn.post("form_groups", what="place", protocol=CIRCLE, **given).status_code == 302
    assert Membership.objects.count() == 2


def test_reasons_codes_and_preferred_groups_on_the_pages(people: People) -> None:
    group, ben = a_new_group(people, smallest=1), Screen(people, "ben")
    assert "Tuesday circle" in ben.text("group_wait", people.ana.pk)
    says_yes_to_groups(people, people.ana, "ana")
    assert ben.post("group_wait", people.ana.pk, **(WISH | {"needs": [], "prefers": [group.pk]})).status_code == 302
    assert "Would rather be in" in ben.text("group_wait", people.ana.pk)
    page = Screen(people, "finn").text("form_groups", protocol=CIRCLE)
    assert "Here because: they would rather be in this one." in page
    sent = WISH | {"reasons": ["suicidal_crisis", "cannot_come"]}
    assert ben.post("group_wait", people.ana.pk, **sent).status_code == 302
    assert "In a crisis with thoughts of suicide; Cannot come regularly" in ben.text("group_wait", people.ana.pk)
    page = Screen(people, "finn").text("form_groups", protocol=CIRCLE)
    assert "Their practitioner says not now" in page
    assert "suicide" not in page


def test_a_stale_proposal_places_nobody(people: People) -> None:
    ana, group, finn = waits(people, people.ana, "ana"), a_new_group(people, smallest=1), Screen(people, "finn")
    given = {f"place-{ana.pk}": group.pk}
    finn.post("form_groups", what="place", protocol=CIRCLE, **given)
    again = finn.post("form_groups", what="place", protocol=CIRCLE, **given)
    assert again.status_code == 409
    assert "have changed since" in again.content.decode()
    assert Membership.objects.count() == 1
    assert finn.post("form_groups", what="place", protocol=CIRCLE).status_code == 422


@pytest.fixture
def circle(people: People) -> Group:
    """Finn's circle after a meeting that Bo stayed away from."""
    group = a_group(people)
    bo = a_client(people, "bo", "Bo", "Moss")
    a_member(people, group, people.ana, "ana", "Ana")
    a_member(people, group, bo, "bo", "Bo")
    record(people, a_meeting(people, group), {people.ana: "attended", bo: "did_not_attend"})
    all_say_yes(people, group)
    return group


def test_finn_looks_back_and_asks_after_bo(people: People, circle: Group) -> None:
    finn, meeting = Screen(people, "finn"), circle.sessions.get()
    assert "Ask how they are" in finn.text("group", circle.pk)
    page = finn.text("look_back", meeting.pk)
    assert "Do not ask why they stayed away" in page
    absence = meeting.attendances.get(status="did_not_attend")
    assert finn.post("look_back", meeting.pk, what="asked", absence=absence.pk, outcome="reached").status_code == 302
    assert "Ask how they are" not in finn.text("group", circle.pk)
    named = finn.post("look_back", meeting.pk, what="look_back", went_well="Ana laughed")
    assert named.status_code == 422
    assert "Ana laughed" in named.content.decode()
    assert not Debrief.objects.exists()
    sent = {f"amount-{people.ana.pk}": "much", f"role-{people.ana.pk}": "encourages", "went_well": "Laughter"}
    assert finn.post("look_back", meeting.pk, what="look_back", **sent).status_code == 302
    assert "Encourages" in finn.text("look_back", meeting.pk)


def test_finn_writes_a_round_and_sees_who_is_on_the_edge(people: People, circle: Group) -> None:
    finn, ana = Screen(people, "finn"), str(people.ana.pk)
    bo = str(circle.memberships.exclude(client=people.ana).get().client_id)
    assert "Nobody has been asked yet" in finn.text("group_choices", circle.pk)
    few = finn.post("group_choices", circle.pk, question="", allowed="1", asked=[ana])
    assert few.status_code == 422
    sent = finn.post(
        "group_choices", circle.pk, question="Cook", allowed="1", asked=[ana, bo], **{f"chose-{bo}": [ana]}
    )
    assert sent.status_code == 302
    page = finn.text("group_choices", circle.pk)
    assert "chose others and was chosen by nobody" in page
    assert ChoiceRound.objects.count() == 1


def test_a_calendar_says_when_and_nothing_else(people: People, circle: Group) -> None:
    coming = people.at + timedelta(days=3)
    Screen(people, "finn").post(
        "group", circle.pk, what="book", starts_at=coming.strftime("%Y-%m-%dT%H:%M"), minutes=90
    )
    booked = circle.sessions.get(state="booked")
    mine = Screen(people, "ana").get("my_calendar")
    assert mine["Content-Type"].startswith("text/calendar")
    (event,) = icalendar.Calendar.from_ical(mine.content).walk("VEVENT")
    assert event["summary"] == "Appointment"
    assert event.start.astimezone(UTC) == booked.starts_at
    assert event.end - event.start == timedelta(minutes=90)
    text = mine.content.decode()
    assert not [word for word in ("Circle", "circle", "Harbour", "group", "Finn", "LOCATION") if word in text]
    theirs = Screen(people, "finn").get("group_calendar", circle.pk).content.decode()
    assert "Harbour House" in theirs
    assert "Ana" not in theirs
    assert Screen(people, "ben").get("group_calendar", circle.pk).status_code == 200
    assert Screen(people, "dev").get("group_calendar", circle.pk).status_code == 404


def test_every_word_can_be_translated(people: People, circle: Group) -> None:
    waits(people, people.ana, "ana", reasons=("thinking",), not_now="x")
    somebody(people, "cy", parts=("7-evening",))
    somebody(people, "dora")
    a_new_group(people, smallest=1)
    finn, meeting = Screen(people, "finn"), circle.sessions.get()
    bo = str(circle.memberships.exclude(client=people.ana).get().client_id)
    ana = str(people.ana.pk)
    finn.post("group_choices", circle.pk, question="Cook", allowed="1", asked=[ana, bo], **{f"chose-{bo}": [ana]})
    finn.post("look_back", meeting.pk, what="look_back", went_well="Laughter", **{f"amount-{ana}": "much"})
    finn.text("groups")  # takes what was said about the forms, in their language
    for page, args in (("form_groups", ()), ("look_back", (meeting.pk,)), ("group_choices", (circle.pk,))):
        assert pseudo.untranslated(finn.pseudo(page, *args)) == [], page
    assert pseudo.untranslated(Screen(people, "ben").pseudo("group_wait", people.ana.pk)) == []
