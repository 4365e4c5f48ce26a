"""The forms of one person: links that are made, sheets that are printed and entered, slips that are put right."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from kith.care.models import Invitation, Measurement
from kith.care.models.knowledge import library
from kith.care.queries.filled_in import sheet
from kith.web.practitioner import paper
from tests.people import People, a_client
from tests.web import pseudo
from tests.web.invited.guests import Guest, a_link
from tests.web.practitioner.screens import Screen, checked_in

LINE = "2 2 2 1 1 2 1 1 0 1"


@pytest.fixture
def ben(people: People) -> Screen:
    return Screen(people, "ben")


def link_form(**changes: str) -> dict[str, str]:
    given = {"instruments": "phq9", "respondent": "parent", "name": "Mila Petrova", "days": "7", "fact": "year"}
    return given | {"key": str(uuid.uuid4())} | changes


def test_a_link_is_shown_once_with_its_picture_and_opens(people: People, ben: Screen) -> None:
    made = ben.post("invite", people.ana.pk, **link_form())
    text = made.content.decode()
    address = re.search(r'id="id_address" value="http://[^/]+(/i/\?a=[\w-]+)"', text)
    assert address is not None
    assert "<path" in text
    assert "This address is shown only now" in text
    guest = Guest(people)
    assert guest.get(address[1]).status_code == 302
    assert guest.says("1990").status_code == 302
    assert address[1] not in ben.text("invite", people.ana.pk)
    assert "Mila Petrova" in ben.text("forms", people.ana.pk)


def test_the_page_to_print_of_a_link_hides_who_it_is_about(people: People, ben: Screen) -> None:
    text = ben.post("invite", people.ana.pk, **link_form()).content.decode()
    assert re.search(r"<title>Link ·", text)
    sheet = text[text.index("sheet-title") : text.index("I have given it")]
    for name in ("Ana", "Petrova", "Mila", people.ana.number, "1990"):
        assert name not in sheet
    assert re.search(r'<div translate="no" class="no-print"><header class="person">', text)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"fact": "word"}, "The word or number you agreed on is missing."),
        ({"fact": "word", "agreed_word": "abc"}, "The word has 3 letters."),
        ({"days": "31"}, "It was to last 31 days."),
        ({"days": "soon"}, "This is not a whole number."),
        ({"instruments": ""}, "not one of the choices"),
        ({"respondent": ""}, "It does not say who answers."),
    ],
)
def test_what_cannot_be_made_stays_typed(people: People, ben: Screen, changes: dict[str, str], told: str) -> None:
    refused = ben.post("invite", people.ana.pk, **link_form(**changes))
    text = refused.content.decode()
    assert refused.status_code == 422
    assert told in text
    assert 'value="Mila Petrova"' in text
    assert not Invitation.objects.exists()


def test_a_link_is_withdrawn_on_the_page(people: People, ben: Screen) -> None:
    a_link(people)
    wanted = {"act": "withdraw", "invitation": str(Invitation.objects.get().pk)}
    assert ben.post("invite", people.ana.pk, **wanted).status_code == 302
    assert "The link opens nothing any more." in ben.text("invite", people.ana.pk)
    again = ben.post("invite", people.ana.pk, **wanted)
    assert again.status_code == 422
    assert "It opens nothing any more." in again.content.decode()


def test_somebody_elses_link_is_not_withdrawn_from_here(people: People, ben: Screen) -> None:
    a_link(people)
    zoe = a_client(people, "zoe", "Zoe", "Lund")
    assert ben.post("invite", zoe.pk, act="withdraw", invitation=str(Invitation.objects.get().pk)).status_code == 404
    assert Invitation.objects.get().is_open(people.at)


def test_a_sheet_has_a_number_and_no_name_and_somebody_to_call(people: People, ben: Screen) -> None:
    text = ben.text("paper_form", people.ana.pk, "phq9")
    sheet = text[text.index('<article class="sheet') : text.index("</article>")]
    assert f"PHQ9 1.0.0 / {people.ana.number}" in sheet
    assert "Little interest or pleasure in doing things" in sheet
    assert "Samaritans" in sheet
    assert "Anything you want to say" in sheet
    for name in ("Ana", "Petrova", "1990"):
        assert name not in sheet
    assert re.search(r"<title>Form PHQ-9 ·", text)


def test_a_sheet_without_text_is_a_numbered_grid(people: People, ben: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "sheet", lambda **given: replace(sheet(**given), is_printed=False))
    text = ben.text("paper_form", people.ana.pk, "phq9")
    page = text[text.index('<article class="sheet') : text.index("</article>")]
    assert "Little interest" not in page
    assert f'<h2 translate="no">{library().wordings["phq9"]["en"].title}</h2>' in page
    assert page.count("<tr>") == 1 + 10
    assert f"PHQ9 1.0.0 / {people.ana.number}" in page


def entry(people: People, **changes: str) -> dict[str, str]:
    day = {"filled_in_on": people.at.date().isoformat(), "respondent": "self", "key": str(uuid.uuid4())}
    return day | {"in_order": LINE} | changes


@pytest.mark.parametrize("line", [LINE, "2221121101", "2,2,2,1,1,2,1,1,0,1", " 222 1121101 ".replace(" ", "")])
def test_a_line_is_understood_with_and_without_spaces(people: People, ben: Screen, line: str) -> None:
    sent = ben.post("paper_entry", people.ana.pk, "phq9", **entry(people, in_order=line))
    assert sent.status_code == 302
    row = Measurement.objects.get()
    assert (row.mode, row.scores.get(scale="total").value) == ("paper", 12)


def test_one_field_for_each_answer_works_too_and_a_gap_is_blank(people: People, ben: Screen) -> None:
    fields = {f"a_{name}": "1" for name in ("interest", "mood", "sleep")} | {"in_order": ""}
    ben.post("paper_entry", people.ana.pk, "phq9", **entry(people, **fields))
    answers = Measurement.objects.get().answers
    assert (answers["interest"], answers["self_harm"]) == (1, None)


def test_the_result_of_a_sheet_says_how_it_came_and_offers_to_put_it_right(people: People) -> None:
    people.later(days=3)
    ben = Screen(people, "ben")
    sent = ben.post(
        "paper_entry",
        people.ana.pk,
        "phq9",
        **entry(people, filled_in_on=(people.at.date() - timedelta(days=2)).isoformat()),
    )
    with ben.now():
        text = ben.browser.get(sent["Location"]).content.decode()
    assert "answered by the person" in text
    assert "· paper" in text
    assert "6 Jan" in text or "6 January" in text
    assert f"/care/forms/{Measurement.objects.get().pk}/" in text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"in_order": ""}, "None is typed yet."),
        ({"in_order": "1 2 3"}, "The line has 3 answers and there are 10 questions."),
        ({"in_order": "x221121101"}, "which is not a number"),
        ({"filled_in_on": "2030-01-01"}, "which is still to come"),
        ({"filled_in_on": "2020-01-01"}, "which is before the referral"),
        ({"filled_in_on": ""}, "The day on the sheet is missing."),
        ({"filled_in_on": "Tuesday"}, "This is not a day."),
        ({"again": "2 2 3 1 1 2 1 1 0 1"}, "3: 2 / 3"),
        ({"again": "2 2"}, "The line has 2 answers"),
    ],
)
def test_a_slip_is_told_and_nothing_typed_is_lost(
    people: People, ben: Screen, changes: dict[str, str], told: str
) -> None:
    refused = ben.post("paper_entry", people.ana.pk, "phq9", **entry(people, **changes))
    text = refused.content.decode()
    assert refused.status_code == 422
    assert told in text
    typed = (entry(people) | changes)["in_order"]
    assert f'name="in_order" value="{typed}"' in text
    assert not Measurement.objects.exists()


def test_a_wrong_persons_form_is_moved_after_a_second_look(people: People, ben: Screen) -> None:
    zoe = a_client(people, "zoe", "Zoe", "Lund")
    checked_in(people, people.ana, 12, self_harm=2)
    row = Measurement.objects.get()
    found = ben.post("correct_form", row.pk, act="find", number=zoe.number.lower()).content.decode()
    assert "Move it to this person?" in found
    assert "Zoe Lund" in found
    assert Measurement.objects.count() == 1
    moved = ben.post("correct_form", row.pk, act="move", number=zoe.number, words="Two sheets got mixed up.")
    assert moved["Location"].endswith(f"/care/people/{zoe.pk}/forms/")
    assert "Stood on another record at first" in ben.text("forms", zoe.pk)
    left = ben.text("forms", people.ana.pk)
    assert "It is another person&#x27;s" in left
    assert f"/care/people/{zoe.pk}/forms/" in left
    assert "The form it came from was withdrawn" in alert_text(people, ben)


def alert_text(people: People, ben: Screen) -> str:
    return ben.text("alert", people.ana.alert_set.get().pk)


@pytest.mark.parametrize("number", ["K99999", "", "zoe"])
def test_nobody_is_found_whom_one_does_not_work_with(people: People, ben: Screen, number: str) -> None:
    theirs = a_client(people, "zoe", "Zoe", "Lund", "dev")
    checked_in(people, people.ana, 12)
    row = Measurement.objects.get()
    typed = theirs.number if number == "zoe" else number
    for act in ("find", "move"):
        refused = ben.post("correct_form", row.pk, act=act, number=typed, words="x")
        assert refused.status_code == 422
        assert "Nobody with the number" in refused.content.decode()
        assert "Zoe" not in refused.content.decode()
    assert Measurement.objects.count() == 1


def test_a_form_entered_in_error_is_withdrawn_with_a_reason(people: People, ben: Screen) -> None:
    checked_in(people, people.ana, 12)
    row = Measurement.objects.get()
    refused = ben.post("correct_form", row.pk, act="withdraw", words="Slipped.")
    assert refused.status_code == 422
    assert "No reason was chosen." in refused.content.decode()
    assert "Slipped." in refused.content.decode()
    ben.post("correct_form", row.pk, act="withdraw", reason="filled_in_twice", words="Slipped.")
    listed = ben.text("forms", people.ana.pk)
    assert "The same form was entered twice. Ben Okafor" in re.sub(r"\s+", " ", listed)
    assert "No score yet" in ben.text("person", people.ana.pk)
    assert "This form was withdrawn" in ben.text("correct_form", row.pk)


@pytest.mark.parametrize("name", ["dev", "ana", "cleo"])
def test_others_find_nothing_there(people: People, name: str) -> None:
    checked_in(people, people.ana, 12)
    screen, row = Screen(people, name), Measurement.objects.get()
    for page in ("forms", "invite"):
        assert screen.get(page, people.ana.pk).status_code == 404
    for page in ("paper_form", "paper_entry"):
        assert screen.get(page, people.ana.pk, "phq9").status_code == 404
    assert screen.get("correct_form", row.pk).status_code == 404
    assert screen.post("correct_form", row.pk, act="withdraw", reason="asked_to", words="x").status_code == 404
    assert screen.post("paper_entry", people.ana.pk, "phq9", **entry(people)).status_code == 404


def test_a_supervisor_reads_the_list_and_is_offered_nothing_to_write(people: People) -> None:
    checked_in(people, people.ana, 12)
    text = Screen(people, "eve").text("forms", people.ana.pk)
    assert "own log-in" in text
    assert "Send a link" not in text
    assert "Put right" not in text


def test_every_word_of_ours_can_be_translated(people: People, ben: Screen) -> None:
    checked_in(people, people.ana, 12, self_harm=1)
    a_link(people, respondent="parent")
    row = Measurement.objects.get()
    client = people.ana.pk
    pages = [("forms", client), ("invite", client), ("paper_form", client, "phq9"), ("paper_entry", client, "phq9")]
    for page, *args in [*pages, ("correct_form", row.pk), ("alert", people.ana.alert_set.get().pk)]:
        assert pseudo.untranslated(ben.pseudo(str(page), *args)) == [], page
    Screen(people, "ben").post("correct_form", row.pk, act="withdraw", reason="asked_to", words="x")
    for page, *args in (("forms", client), ("correct_form", row.pk)):
        assert pseudo.untranslated(ben.pseudo(str(page), *args)) == [], page
