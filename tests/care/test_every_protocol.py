"""Every intervention of the library is run on the record from plan to ending, with somebody who does the work."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import numpy as np
import pytest

from kith.care.actions import consent, deliver, finish, forming, gather, measure, plan, practise, review, together
from kith.care.actions.fill_in import Filled, fill_in_sheet
from kith.care.models import Alert, Assignment, Entry, Group, Plan, Session, Sheet
from kith.care.models.families import SCREEN
from kith.care.models.kept_documents import takes_many
from kith.care.models.knowledge import library
from kith.science.instruments import Instrument
from kith.science.library import Library
from kith.science.protocols import Protocol, ProtocolSession
from kith.simulation.filling import fill_in
from tests.people import People, a_client

PROTOCOLS = Library.open().protocols
ALONE = {"individual", "blended", "couple", "family", "self_guided"}


@pytest.mark.parametrize("name", [name for name, one in PROTOCOLS.items() if ALONE & set(one.format)])
def test_a_plan_is_run_meeting_by_meeting_to_its_ending(people: People, name: str) -> None:
    one, rng = library().protocols[name], np.random.default_rng(4)
    agreed = agree(people, one)
    for page in one.pages:
        held = hold(people, agreed, one, page)
        do_the_work(people, held, rng)
    assert agreed.sessions.filter(state="held").count() == len(one.pages)
    assert not Alert.objects.exists()
    done = Assignment.objects.filter(plan=agreed)
    assert set(done.values_list("state", flat=True)) <= {"done"}
    assert {work.document for work in done} == documents_of(one)
    decided = review.decide_review(
        plan=agreed, decision="end", reason="The work is done.", client_says="I can go on alone.",
        seen_then={}, ending=review.Ending("completed"), by=people.sees("ben"), at=people.later(days=7),
    )  # fmt: skip
    agreed.refresh_from_db()
    agreed.episode.refresh_from_db()
    assert (decided.decision, agreed.state, agreed.episode.state) == ("end", "ended", "ended")


@pytest.mark.parametrize("name", [name for name, one in PROTOCOLS.items() if {"group", "peer"} & set(one.format)])
def test_a_group_is_led_meeting_by_meeting(people: People, name: str) -> None:
    one = library().protocols[name]
    group = form(people, one)
    pages = [page for page in one.pages if not page.before_group]
    for page in pages:
        meeting = gather.book_meeting(
            group=group, starts_at=people.at + timedelta(days=7), minutes=sum(item.minutes for item in page.agenda),
            by=people.sees("finn"), at=people.at,
        )  # fmt: skip
        people.later(days=7, hours=3)
        gather.record_meeting(
            meeting=meeting, register=[(member.client_id, "attended") for member in group.memberships.all()],
            themes=page.title, note="All parts were held.", by=people.sees("finn"), at=people.at,
        )  # fmt: skip
    held = list(group.sessions.filter(state="held").order_by("number").values_list("number", flat=True))
    assert (held[0], len(held)) == (one.first_together, len(pages))


def agree(people: People, one: Protocol) -> Plan:
    goal = plan.agree_goal(
        client=people.ana, words="Walk by the river again", first_step="Find my shoes", problem=None,
        by=people.sees("ben"), at=people.at,
    )  # fmt: skip
    form = next(form for form in one.format if form in ALONE)
    choice = plan.Choice(
        one.id, min(one.pages[-1].last, 200), one.settings[0], form, "It fits what she wants.", "I want to try it.",
        one.not_working_if[0], goals=(goal,), gates_attested=tuple(gate.id for gate in one.gates),
    )  # fmt: skip
    return plan.propose_plan(client=people.ana, choice=choice, is_agreed=True, by=people.sees("ben"), at=people.at)


def hold(people: People, agreed: Plan, one: Protocol, page: ProtocolSession) -> Session:
    """One meeting: booked, attended, its parts done, its sheets filled in, its measures taken, its work set."""
    ben = people.sees("ben")
    session = deliver.book_session(
        plan=agreed, starts_at=people.at + timedelta(days=7), minutes=sum(item.minutes for item in page.agenda),
        setting=agreed.setting, practitioner=people.accounts["ben"].pk, by=ben, at=people.at,
    )  # fmt: skip
    people.later(days=7, hours=4)
    ben = people.sees("ben")
    used = tuple(dict.fromkeys([*(item.technique for item in page.agenda if item.technique), *page.techniques]))
    work = [
        deliver.Work(document, between.why, people.at.date() + timedelta(days=7), kind=kind)
        for between in page.between
        for kind, document in between.named()
        if kind != "task"
    ]
    what = deliver.WhatHappened(
        "We did what the page says.", {"fidelity": {item.id: 2 for item in page.fidelity}}, used
    )
    done = finish.Finished("attended", session.minutes, "", what, tuple(work))
    finish.finish_session(session=session, client=people.ana, done=done, draft_version=0, by=ben, at=people.at)
    for sheet in page.sheets:
        fill_in_sheet_of(people, agreed, session, sheet.worksheet, sheet.filled_in == "together")
    for name in page.measures:
        if library().can_be_asked(name, people.at.date()) and "self" in library().instruments[name].respondents:
            take(people, name, session)
    session.refresh_from_db()
    return session


def fill_in_sheet_of(people: People, agreed: Plan, session: Session, worksheet: str, is_together: bool) -> Sheet:
    answers = fill_in(library().worksheets[worksheet], np.random.default_rng(7), day=people.at.date())
    filled = Filled(worksheet, answers, is_together, session=session)
    return fill_in_sheet(plan=agreed, filled=filled, key=uuid.uuid4(), by=people.sees("ben"), at=people.at)


def take(people: People, name: str, session: Session) -> None:
    """The calmest answers there are: nothing that somebody would have to act on."""
    one = library().instruments[name]
    answers = {item.id: calmest(one, item.id) for item in one.items if item.asked_if is None}
    measure.submit_measurement(
        client=people.ana, instrument=name, key=uuid.uuid4(), answers=answers, language="en", session=session,
        by=people.sees("ben"), at=people.at,
    )  # fmt: skip


def calmest(one: Instrument, item_id: str) -> float:
    """The best answer to one question that no flag of it looks for."""
    item = next(item for item in one.items if item.id == item_id)
    flags = [flag for flag in one.flags if flag.item == item_id]
    values = sorted(one.options[item.options].values, reverse=one.higher_is_worse is item.reverse)
    return next(
        float(value)
        for value in values
        if not any(value >= (flag.at_least or value + 1) or value < (flag.below or value) for flag in flags)
    )


def do_the_work(people: People, held: Session, rng: np.random.Generator) -> None:
    """Ana does what was set: each worksheet is filled in from its own definition."""
    for work in held.assignments.all():
        answers = {"before": 6, "after": 4} if work.kind == "practice" else {}
        if work.kind == "worksheet":
            answers = dict(fill_in(library().worksheets[work.document], rng, day=people.at.date()))
        entry = deliver.hand_in_work(
            assignment=work, key=uuid.uuid4(), done="full", answers=answers, obstacle="", by=people.sees("ana"),
            at=people.later(hours=1),
        )  # fmt: skip
        deliver.reply_to_work(entry=entry, words="I read this.", by=people.sees("ben"), at=people.later(hours=1))
        if takes_many(work):
            practise.finish_work(assignment=work, by=people.sees("ana"), at=people.at)
    assert Entry.objects.filter(assignment__session=held).count() == held.assignments.count()


def documents_of(one: Protocol) -> set[str]:
    return {name for page in one.pages for work in page.between for kind, name in work.named() if kind != "task"}


def form(people: People, one: Protocol) -> Group:
    size = one.group_size.max if one.group_size is not None else 8
    group = forming.form_group(
        site=people.site, name="Tuesday", kind=kind_of(one), protocol=one.id, capacity=size,
        facilitators=[people.accounts["finn"]], agreement="What is said here stays here.",
        by=people.sees("finn"), at=people.at,
    )  # fmt: skip
    for n in range(one.group_size.min if one.group_size is not None else 3):
        client = a_client(people, f"member{n}", f"Guest{n}", "Tester")
        consent.decide_consent(
            client=client, purpose="group", is_given=True, text_version="1", by=people.sees("ben"), at=people.at
        )
        gather.join_group(group=group, client=client, display_name=f"Bird {n}", by=people.sees("finn"), at=people.at)
        if group.kind == "family":
            together.ask_alone(
                group=group, client=client, said=dict.fromkeys(SCREEN, "no"), answer="safe", was_alone=True,
                by=people.sees("finn"), at=people.at,
            )  # fmt: skip
    return group


def kind_of(one: Protocol) -> str:
    if one.group_size is not None and one.group_size.of_families:
        return "family"
    return "peer" if one.format == ("peer",) else "therapy"


def test_the_day_moves_on_while_a_plan_runs(people: People) -> None:
    one = library().protocols["cbt-panic"]
    began: date = people.at.date()
    hold(people, agree(people, one), one, one.pages[0])
    assert people.at.date() > began
