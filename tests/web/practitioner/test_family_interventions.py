"""Every intervention for families and for those who care, held from the first meeting to the last on its pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from kith.care.actions import deliver, forming, plan
from kith.care.models import Attendance, Group, GroupWait, Plan, PlanEnding, Session
from kith.care.models.caring import CARER_LOAD
from kith.care.models.knowledge import library
from kith.care.queries.group_phases import group_phases
from kith.care.queries.session_guide import measure_name
from kith.care.queries.today import measures_due
from kith.care.queries.working import title_of
from kith.science.protocols import Protocol, ProtocolSession
from tests.care.courses import a_member, record, says_yes_to_groups
from tests.people import People, a_client
from tests.web.form_reader import read_form
from tests.web.practitioner.screens import Screen
from tests.web.practitioner.test_together import screen

AT_HOME = {"family", "couple"}
# Their client is the one who cares for somebody, so that how heavy it is, is asked of the client.
CLIENT_CARES = {"craft", "parent-training-adhd"}
MULTIFAMILY = "multifamily-groups"


def for_families() -> tuple[str, ...]:
    """Those held with a family or a couple, those made for who cares, and those that ask them something."""
    known = library().protocols.values()
    return tuple(
        sorted(
            one.id
            for one in known
            if AT_HOME & set(one.format)
            or "carer_strain" in one.problems
            or any(page.carer_measures for page in one.pages)
        )
    )


def held_alone() -> tuple[str, ...]:
    return tuple(name for name in for_families() if {"individual", *AT_HOME} & set(library().protocols[name].format))


def held_together() -> tuple[str, ...]:
    """Held as a group, of people or of families."""
    return tuple(name for name in for_families() if "group" in library().protocols[name].format)


def test_the_walks_hold_every_intervention_that_families_are_offered() -> None:
    assert set(held_alone()) | set(held_together()) == set(for_families())
    assert {"behavioural-family-therapy", "parent-training-adhd", "craft"} <= set(held_alone())
    assert {MULTIFAMILY, "parent-training-adhd"} <= set(held_together())


def test_how_heavy_caring_is_stands_among_a_clients_measures_only_where_the_client_is_who_cares() -> None:
    asked = {
        one.id
        for one in library().protocols.values()
        if CARER_LOAD in {*one.ending.measures, *(name for page in one.pages for name in page.measures)}
    }
    assert asked == CLIENT_CARES


@pytest.mark.parametrize("name", held_alone())
def test_one_family_is_met_from_the_first_meeting_to_the_last(people: People, name: str) -> None:
    protocol = library().protocols[name]
    agreed = a_family_plan(people, protocol)
    asked = {one.instrument for one in measures_due(viewer=people.sees("ana"), client=people.ana, at=people.at)}
    assert (CARER_LOAD in asked) == (name in CLIENT_CARES)
    starts_at = f"{people.at + timedelta(days=1):%Y-%m-%dT%H:%M}"
    ben = Screen(people, "ben")
    booked = ben.post("book", people.ana.pk, starts_at=starts_at, minutes="60", setting=protocol.settings[0])
    assert booked.status_code == 302
    for number, page in each_meeting(protocol):
        held = agreed.sessions.get(state="booked")
        assert held.number == number
        people.at = held.starts_at + timedelta(hours=2)
        ben = Screen(people, "ben")  # another day, another log-in
        if page.n == number:
            is_told(ben, held, page)
            signs(ben, held, page)
        else:  # the same page once more
            passes(people, held)
        assert agreed.sessions.filter(state="booked").exists() == (number < protocol.pages[-1].last)
    ends(ben, agreed, protocol)


@pytest.mark.parametrize("name", held_together())
def test_several_families_meet_from_the_first_meeting_to_the_last(people: People, name: str) -> None:
    protocol = library().protocols[name]
    group = two_families(people, protocol)
    for number, page in each_meeting(protocol):
        if page.before_group:  # held with each alone
            continue
        starts_at = f"{people.at + timedelta(days=1):%Y-%m-%dT%H:%M}"
        finn = Screen(people, "finn")  # another day, another log-in
        assert finn.post("group", group.pk, what="book", starts_at=starts_at, minutes="90").status_code == 302
        held = group.sessions.get(state="booked")
        assert held.number == number
        people.at = held.starts_at + timedelta(hours=2)
        finn = Screen(people, "finn")
        if page.n == number:
            is_told_together(finn, held, page)
            is_recorded(finn, held)
        else:  # the same page once more
            everybody = dict.fromkeys((place.client for place in group.memberships.all()), "attended")
            record(people, held, everybody, note="They listened to one another.")
    for place in group.memberships.all():
        assert finn.post("group", group.pk, what="leave", membership=str(place.pk)).status_code == 302
    assert "Nobody you may see is a member" in finn.text("group", group.pk)


def test_families_are_joined_one_by_one_and_become_a_group_on_its_pages(people: People) -> None:
    """One family met alone on the person's plan; the list, the group, each asked alone, and the first day of all."""
    protocol = library().protocols[MULTIFAMILY]
    joined = a_family_plan(people, protocol)
    ben = Screen(people, "ben")
    starts_at = f"{people.at + timedelta(days=1):%Y-%m-%dT%H:%M}"
    assert ben.post("book", people.ana.pk, starts_at=starts_at, minutes="60", setting="clinic").status_code == 302
    for page in protocol.pages[:3]:
        held = joined.sessions.get(state="booked")
        people.at = held.starts_at + timedelta(hours=2)
        ben = Screen(people, "ben")
        is_told(ben, held, page)
        signs(ben, held, page)
    group = formed_from_the_list(people)
    finn = Screen(people, "finn")
    booking = {"what": "book", "starts_at": f"{people.at + timedelta(days=1):%Y-%m-%dT%H:%M}", "minutes": "300"}
    refused = finn.post("group", group.pk, **booking)
    assert refused.status_code == 409
    assert "has not been asked alone" in refused.content.decode()
    are_asked_alone(finn, group)
    assert finn.post("group", group.pk, **booking).status_code == 302
    day = group.sessions.get()
    page = protocol.session(day.number)
    assert page == next(one for one in protocol.pages if not one.before_group)
    phases = group_phases(viewer=people.sees("finn"), group_id=group.pk, at=people.at).phases
    assert [one.id for one in phases if one.is_now] == [page.phase]
    people.at = day.starts_at + timedelta(hours=6)
    finn = Screen(people, "finn")
    is_told_together(finn, day, page)
    assert "Friend of the clock" in finn.text("community_meeting", day.pk)  # the roles of the intervention are there
    is_recorded(finn, day)
    for who in ("ana", "mia"):  # no family reads who else is there
        shown = Screen(people, who).text("my_groups")
        assert "Thursday table" in shown
        assert not [name for name in ("Petrova", "Berg") if name in shown]


def formed_from_the_list(people: People) -> Group:
    """As the pages do it: both put on the list, the group opened for families, both given a place, and begun."""
    mia = a_client(people, "mia", "Mia", "Berg", practitioner="dev")
    for who, client, name in (("ben", people.ana, "Annie"), ("dev", mia, "Mimi")):
        says_yes_to_groups(people, client, "ana" if client == people.ana else "mia")
        wish = {"what": "wait", "protocol": MULTIFAMILY, "display_name": name, "part": ["4-evening"]}
        sent = wish | {"languages": ["en"], "is_prepared": "on"}
        assert Screen(people, who).post("group_wait", client.pk, **sent).status_code == 302
    finn = Screen(people, "finn")
    offered = read_form(finn.text("form_groups", protocol=MULTIFAMILY)).sent
    assert offered["kind"] == ["family"]
    assert offered["capacity"] == ["8"]
    opening = {
        "what": "open",
        "protocol": MULTIFAMILY,
        "name": "Thursday table",
        "site": people.site.pk,
        "facilitators": [people.accounts["finn"].pk],
        "weekday": "4",
        "meets_at": "18:00",
        "smallest": "2",
        "capacity": "8",
        "is_open": "yes",
        "language": "en",
    }
    refused = finn.post("form_groups", **opening, kind="therapy")
    assert refused.status_code == 422
    assert "Choose the kind for families" in refused.content.decode()
    assert not Group.objects.exists()
    assert finn.post("form_groups", **opening, kind="family").status_code == 302
    group = Group.objects.get()
    places = {f"place-{wait.pk}": group.pk for wait in GroupWait.objects.all()}
    assert finn.post("form_groups", what="place", protocol=MULTIFAMILY, **places).status_code == 302
    assert finn.post("group", group.pk, what="begin").status_code == 302
    return group


def are_asked_alone(finn: Screen, group: Group) -> None:
    """Each of them, by whoever leads the group."""
    for place in group.memberships.all():
        assert finn.post("together", group.pk, **screen(place.client_id)).status_code == 302


def each_meeting(protocol: Protocol) -> Iterator[tuple[int, ProtocolSession]]:
    """Every meeting with the page it is run from."""
    for page in protocol.pages:
        for number in range(page.n, page.last + 1):
            yield number, page


def a_family_plan(people: People, protocol: Protocol) -> Plan:
    """What Ana agreed to, with everything looked at beforehand."""
    by: dict[str, Any] = {"by": people.sees("ben"), "at": people.at}
    goal = plan.agree_goal(client=people.ana, words="Eat together again", first_step="Soup", problem=None, **by)
    choice = plan.Choice(
        protocol.id,
        protocol.pages[-1].last,
        protocol.settings[0],
        next((one for one in protocol.format if one != "group"), "group"),
        "It was made for families.",
        "We want to try it.",
        "No change after six meetings.",
        goals=(goal,),
        gates_attested=tuple(gate.id for gate in protocol.gates),
    )
    return plan.propose_plan(client=people.ana, choice=choice, is_agreed=True, **by)


def is_told(ben: Screen, held: Session, page: ProtocolSession) -> None:
    """Everything that the page of this meeting holds stands where the meeting is prepared or run."""
    run = unescape(ben.text("session", held.pk, part="run"))
    parts = [item.title for item in page.agenda] + [one.title for one in page.exercises] + list(page.materials)
    assert not [words for words in parts if words not in run]
    prepared = unescape(ben.text("session", held.pk, part="prepare"))
    assert page.purpose in prepared
    for shown in (run, prepared):
        assert ("Asked of each one who cares" in shown) == bool(page.carer_measures)
        assert all(measure_name(one) in shown for one in page.carer_measures)


def signs(ben: Screen, held: Session, page: ProtocolSession) -> None:
    """The form as it stands, with every box ticked and every mark given, is signed at the first try."""
    form = read_form(ben.text("session", held.pk, part="record"))
    offered = {value for name, values in form.boxes.items() if name.startswith("use-measures-") for value in values}
    assert offered <= set(page.measures)
    sent = form.sent | {name: values for name, values in form.boxes.items() if name != "books_next"}
    sent |= {name: values[-1:] for name, values in form.marks.items() if name.startswith(("fidelity-", "feedback-"))}
    sent |= {"status": ["attended"], "note": ["All four came."], "risk": ["Asked each alone."], "act": ["sign"]}
    answer = ben.post("session", held.pk, **sent)
    assert answer.status_code == 302, unescape(answer.content.decode())
    due = {document for one in page.between for kind, document in one.named() if kind != "task"}
    assert due <= set(held.assignments.values_list("document", flat=True))


def passes(people: People, held: Session) -> None:
    """A meeting that is held without a look at its page, and the next one booked."""
    by: dict[str, Any] = {"by": people.sees("ben"), "at": people.at}
    deliver.record_attendance(session=held, client=people.ana, status="attended", minutes=50, reason="", **by)
    agreed = held.plan
    assert agreed is not None
    if held.number < agreed.sessions_planned:
        deliver.book_session(
            plan=agreed,
            starts_at=held.starts_at + timedelta(days=7),
            minutes=held.minutes,
            setting=held.setting,
            practitioner=held.practitioner_id,
            **by,
        )


def ends(ben: Screen, agreed: Plan, protocol: Protocol) -> None:
    """The plan ends as its page offers it; nobody but a client who cares is asked how heavy that is."""
    form = read_form(ben.text("ending", ben.people.ana.pk))
    asked, known = set(form.boxes.get("measures", ())), library().instruments
    lasting = {one for one in protocol.ending.measures if known[one].kind != "goal"}
    assert asked == {one for one in lasting if "self" in known[one].respondents}
    written = {"helped": ["One thing at a time."], "early_signs": ["No sleep."], "what_to_do": ["The pause word."]}
    sent = form.sent | written | {"whom_to_ask": ["Mira."]}
    assert ben.post("ending", ben.people.ana.pk, **sent).status_code == 302
    agreed.refresh_from_db()
    assert (agreed.state, set(PlanEnding.objects.get(plan=agreed).measures)) == ("ended", asked)


def two_families(people: People, protocol: Protocol) -> Group:
    """Finn's group, with one of each family; where families meet, each was asked alone."""
    of_families = protocol.group_size is not None and protocol.group_size.of_families
    group = forming.form_group(
        site=people.site,
        name="Thursday table",
        kind="family" if of_families else "therapy",
        protocol=protocol.id,
        capacity=8,
        facilitators=[people.accounts["finn"]],
        agreement="What is said stays here.",
        by=people.sees("finn"),
        at=people.at,
    )
    a_member(people, group, people.ana, "ana", "Annie")
    a_member(people, group, a_client(people, "mia", "Mia", "Berg", practitioner="dev"), "mia", "Mimi")
    if of_families:
        are_asked_alone(Screen(people, "finn"), group)
    return group


def is_told_together(finn: Screen, held: Session, page: ProtocolSession) -> None:
    """The whole page stands above the register, what is to be done until the next meeting with its name."""
    shown = unescape(finn.text("meeting", held.pk))
    parts = [item.title for item in page.agenda] + [one.title for one in page.exercises] + [page.purpose]
    parts += [title_of(kind, name) for one in page.between for kind, name in one.named()]
    parts += [one.why for one in page.between] + [measure_name(one) for one in page.carer_measures]
    assert not [words for words in parts if words not in shown]


def is_recorded(finn: Screen, held: Session) -> None:
    """Register and note are kept at the first try, and each one's own part can be filed."""
    shown = finn.text("meeting", held.pk)
    form = read_form(shown[shown.index('id="id_register">') :])  # below the marks, which are sent on their own
    sent = form.sent | {name: ["attended"] for name in form.marks if name.startswith("mark-")}
    sent |= {"themes": ["Evenings."], "note": ["They listened to one another."]}
    assert finn.post("meeting", held.pk, **sent).status_code == 302
    entry = {"what": "entry", "client": str(finn.people.ana.pk), "words": "She spoke first."}
    assert finn.post("meeting", held.pk, **entry).status_code == 302
    assert Attendance.objects.filter(session=held, status="attended").count() == 2
