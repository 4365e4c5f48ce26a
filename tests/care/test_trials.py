"""Trials in the record: who asks never draws, nobody sees what comes next, what was drawn stays, small numbers hide."""

from __future__ import annotations

import json
import logging
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kith.care.actions import consent, enrol, run_trial
from kith.care.actions.run_trial import Design, Factor
from kith.care.models import (
    ArmDrawn,
    AuditEvent,
    BadInput,
    CareRelationship,
    Client,
    Enrolment,
    Trial,
    TrialArm,
    TrialError,
    WrongMoment,
)
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.person_trials import person_trials
from kith.care.queries.trials import trial as trial_page
from kith.care.queries.trials import trials as trials_page
from kith.science.trials import seal
from tests.people import People, a_client, a_service
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

ARMS = ("Group", "Usual care")
SEVERITY = Factor("severity", ("moderate", "severe"))


def opened(people: People, *, by: str = "cleo", design: Design | None = None) -> Trial:
    return run_trial.open_trial(
        title="Group or usual care",
        question="Does the group help more than usual care by three months?",
        approval="Ethics 26/014, ISRCTN 1",
        design=design or Design(ARMS, "blocks", places=40),
        by=people.sees(by),
        at=people.at,
    )


def asked(people: People, trial: Trial, client: Client, *, by: str = "ben", **changed: Any) -> Enrolment:
    given: dict[str, Any] = {"outcome": "enrolled", "levels": {}, "consented_on": people.at.date()} | changed
    return enrol.ask_about_trial(client=client, trial=trial, by=people.sees(by), at=people.at, **given)


def drawn(people: People, trial: Trial, by: str = "cleo") -> int:
    return run_trial.draw_arms(trial=trial, by=people.sees(by), at=people.at)


def clients(people: People, how_many: int) -> list[Client]:
    """Ana and more people of Ben's."""
    more = (a_client(people, f"c{place}", f"P{place}", f"F{place}") for place in range(1, how_many))
    return [people.ana, *more]


def also(people: People, who: str, role: str) -> None:
    """One more role for somebody who works here."""
    people.accounts[who].roles.create(name=role, starts=people.at - timedelta(days=1), made_at=people.at)


def test_an_arm_is_drawn_after_the_enrolment_by_somebody_else_and_read_by_those_who_care(people: People) -> None:
    trial = opened(people)
    enrolment = asked(people, trial, people.ana)
    page = person_trials(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    assert (page.asked[0].arm, page.asked[0].drawn_id) == ("", None)
    people.later(minutes=5)
    assert drawn(people, trial) == 1
    row = ArmDrawn.objects.get(enrolment=enrolment)
    assert row.arm.name == trial.lists[0].arm_of(1)
    page = person_trials(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    assert page.asked[0].arm == row.arm.name
    events = AuditEvent.objects.filter(event="trial.arm_drawn")
    assert [(one.object_id, one.clients) for one in events] == [(str(row.pk), [str(people.ana.pk)])]


def test_blocks_follow_the_sealed_list_of_their_stratum_and_the_seal_shows_a_change(people: People) -> None:
    trial = opened(people, design=Design(ARMS, "blocks", (SEVERITY,), places=12))
    levels = ("moderate", "severe", "moderate", "severe", "severe")
    for client, level in zip(clients(people, 5), levels, strict=True):
        asked(people, trial, client, levels={"severity": level})
        people.later(minutes=1)
    assert drawn(people, trial) == 5
    lists = {dict(one.stratum)["severity"]: one for one in trial.lists}
    got: dict[str, list[str]] = {"moderate": [], "severe": []}
    for row in ArmDrawn.objects.select_related("enrolment", "arm").order_by("enrolment__enrolled_at"):
        got[row.enrolment.levels["severity"]].append(row.arm.name)
    assert got == {level: list(one.arms[: len(got[level])]) for level, one in lists.items()}
    assert trial_page(viewer=people.sees("cleo"), trial_id=trial.pk, at=people.at).is_as_sealed
    changed = trial.hidden
    changed["lists"][0]["arms"].reverse()
    assert seal(trial.lists, changed["key"]) != trial.mark


def test_minimisation_keeps_arms_alike_and_what_it_was_made_from(people: People) -> None:
    trial = opened(people, design=Design(ARMS, "minimisation", (SEVERITY,)))
    assert (trial.mark, trial.hidden) == ("", {})
    for client in clients(people, 3):
        asked(people, trial, client, levels={"severity": "severe"})
    drawn(people, trial)
    row = ArmDrawn.objects.order_by("made_at", "pk")[0]
    assert set(row.how["probabilities"]) == set(ARMS)
    assert 0 <= row.how["drawn"] <= 1


def test_whoever_asks_never_draws_and_whoever_draws_never_asks(people: People) -> None:
    trial = opened(people)
    ana, other, third = clients(people, 3)
    also(people, "ben", "manager")
    asked(people, trial, ana)
    with pytest.raises(WrongMoment) as refused:
        drawn(people, trial, by="ben")
    assert "yourself" in refused.value.found
    assert not ArmDrawn.objects.exists()
    second = opened(people)
    asked(people, second, other, by="ben")
    drawn(people, second)
    also(people, "cleo", "practitioner")
    CareRelationship.objects.create(
        client=third, staff=people.accounts["cleo"], kind="practitioner", starts=people.at, made_at=people.at
    )
    with pytest.raises(WrongMoment) as refused:
        asked(people, second, third, by="cleo")
    assert "You draw the arms" in refused.value.found
    assert asked(people, second, third, by="ben").outcome == "enrolled"


def secrets_of(trial: Trial) -> set[str]:
    """What must reach no page, log or export: the seed, the key, and the lists as they are kept."""
    hidden = trial.hidden
    lists = {json.dumps(one["arms"])[1:-1] for one in hidden["lists"]}
    return {hidden["seed"], hidden["key"], *lists}


def test_neither_seed_nor_list_nor_key_reaches_a_page_a_log_or_an_export(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    trial = opened(people)
    asked(people, trial, people.ana)
    ben, cleo = Screen(people, "ben"), Screen(people, "cleo")
    shown = [
        ben.text("person_trials", people.ana.pk),
        ben.text("person", people.ana.pk),
        cleo.text("trials"),
        cleo.text("trial", trial.pk),
        cleo.text("trial", trial.pk, **{"as": "csv"}),
        Screen(people, "ana").text("my_download"),
        Screen(people, "ana").text("my_record"),
        caplog.text,
        str(list(AuditEvent.objects.values())),
        repr(trial),
        repr(trial.lists),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT hidden FROM care_trial")
        shown.append(str(cursor.fetchall()))
    leaked = [(word[:12], place) for word in secrets_of(trial) for place, text in enumerate(shown) if word in text]
    assert leaked == []
    control = json.dumps(trial.hidden)
    assert all(word in control for word in secrets_of(trial))


def test_the_enrollers_page_is_the_same_whatever_comes_next(people: People) -> None:
    """Two trials alike in everything but their lists look alike until the arm is drawn."""
    pages = set()
    for _try in range(6):
        trial = opened(people)
        text = Screen(people, "ben").text("person_trials", people.ana.pk)
        pages.add((text.count("Group"), text.count("Usual care")))
        run_trial.close_trial(trial=trial, by=people.sees("cleo"), at=people.at)
    assert len(pages) == 1
    assert len({tuple(one.lists[0].arms[:6]) for one in Trial.objects.all()}) > 1


def test_whoever_asks_gets_no_counts_of_arms(people: People) -> None:
    trial = opened(people)
    also(people, "ben", "manager")
    assert trial_page(viewer=people.sees("ben"), trial_id=trial.pk, at=people.at).flow.arms
    asked(people, trial, people.ana)
    found = trial_page(viewer=people.sees("ben"), trial_id=trial.pk, at=people.at)
    assert (found.enrols_here, found.flow.arms) == (True, ())
    assert "counts would help to guess" in Screen(people, "ben").text("trial", trial.pk)


def test_only_those_it_concerns_do_and_see(people: People) -> None:
    for who in ("ben", "eve", "finn", "ana", "pia"):
        with pytest.raises(NotAllowed):
            opened(people, by=who)
    trial = opened(people)
    for who in ("dev", "finn", "cleo", "ana"):
        with pytest.raises(NotYours):
            asked(people, trial, people.ana, by=who)
        if who != "ana":
            with pytest.raises(NotYours):
                person_trials(viewer=people.sees(who), client_id=people.ana.pk, at=people.at)
    other = a_service("Hill Service")
    theirs = opened(other)
    with pytest.raises(NotYours):
        asked(people, theirs, people.ana)
    with pytest.raises(NotYours):
        trial_page(viewer=people.sees("cleo"), trial_id=theirs.pk, at=people.at)
    assert [one.id for one in trials_page(viewer=people.sees("cleo"), at=people.at).trials] == [trial.pk]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"outcome": "maybe"}, "outcome"),
        ({"consented_on": None}, "consented_on"),
        ({"consented_on": date(2099, 1, 1)}, "consented_on"),
        ({"levels": {}}, "levels"),
        ({"levels": {"severity": "mild"}}, "levels"),
    ],
)
def test_nobody_is_enrolled_without_consent_on_a_day_and_what_is_balanced(
    people: People, changed: dict[str, Any], field: str
) -> None:
    trial = opened(people, design=Design(ARMS, "blocks", (SEVERITY,)))
    with pytest.raises(BadInput) as refused:
        asked(people, trial, people.ana, **({"levels": {"severity": "severe"}} | changed))
    assert refused.value.field == field
    assert not Enrolment.objects.exists()


def test_who_said_no_to_research_or_was_asked_before_is_left_in_peace(people: People) -> None:
    trial = opened(people)
    consent.decide_consent(
        client=people.ana, purpose="research", is_given=False, text_version="1", by=people.sees("ana"), at=people.at
    )
    with pytest.raises(WrongMoment, match="Nobody was enrolled"):
        asked(people, trial, people.ana)
    asked(people, trial, people.ana, outcome="said_no", consented_on=None)
    with pytest.raises(WrongMoment, match="Nobody was enrolled"):
        asked(people, trial, people.ana)
    with pytest.raises(WrongMoment, match="No arm was drawn"):
        drawn(people, trial)


def test_what_was_drawn_is_never_taken_back_and_an_error_keeps_the_person_in_the_arm(people: People) -> None:
    trial = opened(people)
    asked(people, trial, people.ana)
    drawn(people, trial)
    row = ArmDrawn.objects.get()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        ArmDrawn.objects.filter(pk=row.pk).delete()
    given = {"drawn": row, "by": people.sees("ben"), "at": people.at}
    enrol.flag_error(reason="not_eligible_after_all", **given)
    with pytest.raises(WrongMoment):
        enrol.flag_error(reason="other", **given)
    with pytest.raises(BadInput):
        enrol.note_step(step="lost", reason="", **given)
    enrol.note_step(step="received", reason="", **given)
    assert TrialError.objects.get().drawn == row
    page = Screen(people, "ben").text("person_trials", people.ana.pk)
    assert "Did not meet the criteria after all" in page
    assert "counted in this arm all the same" in page
    assert ArmDrawn.objects.filter(pk=row.pk).exists()


def test_a_list_at_its_end_is_said_and_no_arm_is_guessed(people: People) -> None:
    trial = opened(people, design=Design(ARMS, "blocks", places=1))
    length = len(trial.lists[0].arms)
    for client in clients(people, length + 1):
        asked(people, trial, client)
    with pytest.raises(WrongMoment) as refused:
        drawn(people, trial)
    assert "at its end" in refused.value.found
    assert not ArmDrawn.objects.exists()


def test_a_closed_trial_asks_and_draws_no_more(people: People) -> None:
    trial = opened(people)
    run_trial.close_trial(trial=trial, by=people.sees("cleo"), at=people.at)
    for act in (lambda: asked(people, trial, people.ana), lambda: drawn(people, trial), lambda: run_trial.close_trial(
        trial=trial, by=people.sees("cleo"), at=people.at
    )):  # fmt: skip
        with pytest.raises(WrongMoment):
            act()


@pytest.mark.parametrize(
    ("design", "field"),
    [
        (Design(("Group",), "blocks"), "arms"),
        (Design(("Group", "Group"), "blocks"), "arms"),
        (Design(ARMS, "coin"), "method"),
        (Design(ARMS, "minimisation"), "method"),
        (Design(ARMS, "blocks", (Factor("severity", ("severe",)),)), "factors"),
        (Design(ARMS, "blocks", tuple(Factor(f"f{n}", ("a", "b", "c")) for n in range(3))), "factors"),
        (Design(ARMS, "blocks", places=0), "places"),
    ],
)
def test_a_design_that_cannot_be_drawn_is_refused(people: People, design: Design, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        opened(people, design=design)
    assert refused.value.field == field
    assert not Trial.objects.exists()


def test_the_tables_refuse_what_no_act_would_write(people: People) -> None:
    trial = opened(people)
    row = asked(people, trial, people.ana)
    row.pk, row.consented_on = None, None
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.bulk_create([row])
    with pytest.raises(IntegrityError), transaction.atomic():
        TrialArm.objects.create(trial=trial, place=9, name=ARMS[0], made_at=people.at)


def flow_of(people: People, trial: Trial) -> Any:
    return trial_page(viewer=people.sees("cleo"), trial_id=trial.pk, at=people.at).flow


def test_the_flow_counts_whole_months_and_hides_small_numbers(people: People) -> None:
    trial = opened(people, design=Design(ARMS, "blocks", places=60))
    everybody = clients(people, 24)
    for client in everybody[:20]:
        asked(people, trial, client)
    for client in everybody[20:]:
        asked(people, trial, client, outcome="said_no", consented_on=None)
    drawn(people, trial)
    for row in ArmDrawn.objects.order_by("pk")[:18]:
        enrol.note_step(drawn=row, step="followed_up", reason="", by=people.sees("ben"), at=people.at)
    assert flow_of(people, trial).assessed.people == 0
    month = people.at.replace(day=1) + timedelta(days=32)
    people.at = datetime.combine(month.date().replace(day=2), people.at.timetz())
    flow = flow_of(people, trial)
    assert flow.assessed.people == 25
    assert (flow.excluded.people, flow.randomised.people) == (None, None)  # four said no; either gives them back
    sizes = [ArmDrawn.objects.filter(arm__name=name).count() for name in ARMS]
    assert all(size >= 8 for size in sizes)
    assert [arm.allocated.people for arm in flow.arms] == [5 * round(size / 5) for size in sizes]
    lost = [reason.people.people for arm in flow.arms for reason in arm.lost if reason.why == "not_known_yet"]
    assert lost
    assert not [count for count in lost if count is not None and 0 < count < 8]
    page = Screen(people, "cleo").text("trial", trial.pk)
    assert "An arm was drawn" in page
    pdf = Screen(people, "cleo").get("trial", trial.pk, **{"as": "pdf"})
    assert pdf["Content-Type"] == "application/pdf"


def test_the_pages_open_a_trial_ask_and_draw(people: People) -> None:
    cleo, ben = Screen(people, "cleo"), Screen(people, "ben")
    assert "No trial was opened yet" in cleo.text("trials")
    said = {
        "title": "Group or usual care",
        "question": "Does the group help more than usual care by three months?",
        "approval": "Ethics 26/014",
        "arms": "Group\nUsual care",
        "method": "blocks",
        "factors": "severity: moderate, severe",
        "places": "40",
    }
    assert cleo.post("trials", **(said | {"arms": "Group"})).status_code == 422
    assert cleo.post("trials", **said).status_code == 302
    trial = Trial.objects.get()
    assert trial.mark in cleo.text("trial", trial.pk)
    assert cleo.post("trial", trial.pk, do="draw").status_code == 409
    form = f"ask-{trial.pk}"
    answer = {"act": "ask", "trial": str(trial.pk), f"{form}-outcome": "enrolled", f"{form}-level_0": "severe"}
    short = ben.post("person_trials", people.ana.pk, **answer)
    assert short.status_code == 422
    assert "on which day the person agreed" in short.content.decode()
    answer[f"{form}-consented_on"] = people.at.date().isoformat()
    assert ben.post("person_trials", people.ana.pk, **answer).status_code == 302
    assert "not drawn yet" in ben.text("person_trials", people.ana.pk)
    assert "Draw their arms" in cleo.text("trial", trial.pk)
    assert "Petrova" not in cleo.text("trial", trial.pk)
    assert cleo.post("trial", trial.pk, do="draw").status_code == 302
    row = ArmDrawn.objects.get()
    assert f"{row.arm.name}</strong>" in ben.text("person_trials", people.ana.pk)
    lost = {"act": "step", "drawn": str(row.pk), f"step-{row.pk}-step": "lost", f"step-{row.pk}-reason": "moved_away"}
    assert ben.post("person_trials", people.ana.pk, **lost).status_code == 302
    assert "Moved away" in ben.text("person_trials", people.ana.pk)
    assert cleo.post("trial", trial.pk, do="close").status_code == 302


def test_every_word_of_the_pages_can_be_translated(people: People) -> None:
    trial = opened(people, design=Design(ARMS, "blocks", (SEVERITY,)))
    cleo, ben = Screen(people, "cleo"), Screen(people, "ben")
    own = {*ARMS, SEVERITY.name, *SEVERITY.levels}  # what people wrote stays as they wrote it
    pages = [cleo.pseudo("trials"), cleo.pseudo("trial", trial.pk), ben.pseudo("person_trials", people.ana.pk)]
    asked(people, trial, people.ana, levels={"severity": "severe"})
    drawn(people, trial)
    given = {"drawn": ArmDrawn.objects.get(), "by": people.sees("ben"), "at": people.at}
    enrol.note_step(step="lost", reason="moved_away", **given)
    enrol.flag_error(reason="other", **given)
    pages += [cleo.pseudo("trial", trial.pk), ben.pseudo("person_trials", people.ana.pk)]
    assert [word for page in pages for word in pseudo.untranslated(page) if word not in own] == []
