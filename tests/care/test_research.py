"""A file for research: asked for by one, let go by another, of those who say yes, and nobody in it stands alone."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kith.care.actions import consent, research, set_up
from kith.care.actions.research_rows import PEOPLE, ResearchFile
from kith.care.models import AuditEvent, BadInput, Client, ResearchExtract, WrongMoment
from kith.care.permissions import NotAllowed, NotYours
from kith.web.manager.codebook import as_zip
from tests.care.courses import say_problems, take
from tests.people import People, a_client, a_service

ASKED = {"title": "Waits", "question": "Do long waits go with worse outcomes?", "k": 5}
SECRETS = ("Given", "Family", "1990-04-12", "Low for months", "Zarathustrian", "Lighthouse")


def with_a_researcher(people: People, name: str = "rex") -> People:
    prefix = people.accounts["ben"].username.removesuffix("ben")
    people.accounts[name] = set_up.open_account(
        service=people.service,
        username=prefix + name,
        display_name=name.title(),
        roles=["researcher"],
        password=None,
        by=set_up.founder(people.service.pk),
        at=people.at,
    )
    people.later(minutes=1)
    return people


def says(people: People, client: Client, key: str, is_given: bool) -> None:
    consent.decide_consent(
        client=client, purpose="research", is_given=is_given, text_version="1", by=people.sees(key), at=people.at
    )
    people.later(minutes=1)


@pytest.fixture
def cohort(people: People) -> People:
    """Twelve alike who said yes, one of a kind who said yes, one who said no, one who was never asked."""
    with_a_researcher(people)
    for number in range(15):
        key = f"p{number}"
        client = a_client(people, key, f"Given{number}", f"Family{number}")
        is_rare = number == 12
        client.equity = {"gender": "woman", "ethnicity": "Zarathustrian" if is_rare else "White", "deprivation": "2"}
        client.date_of_birth = "1921-01-01" if is_rare else "1990-04-12"
        client.save()
        if number != 14:
            says(people, client, key, is_given=number != 13)
    take(people, Client.objects.get(user=people.accounts["p0"]), "phq9", 14)
    people.later(days=40)
    return people


def let_go(people: People, **more: Any) -> ResearchExtract:
    asked = research.request_extract(**ASKED, by=people.sees("rex"), at=people.at)
    decision = {"is_approved": True, "reason": "Ethics 26/014", "days": 30, **more}
    return research.decide_extract(extract=asked, **decision, by=people.sees("pia"), at=people.at)


def after_the_pause(people: People, **more: Any) -> ResearchExtract:
    """Let go, and a day has passed."""
    found = let_go(people, **more)
    people.later(hours=24)
    return found


def taken(people: People, extract: ResearchExtract) -> ResearchFile:
    return research.take_extract(extract=extract, by=people.sees("rex"), at=people.at)


def test_only_those_who_said_yes_leave_and_one_of_a_kind_does_not(cohort: People) -> None:
    """By hand: 13 said yes; with k = 5 the one of a kind is either among five others in everything, or not there."""
    found = taken(cohort, after_the_pause(cohort))
    classes = Counter(row[1:8] for row in found.people)
    assert len(found.people) in {12, 13}
    assert min(classes.values()) >= 5
    assert found.smallest == min(classes.values())
    unsure = {str(cell) for row in (*found.people, *found.scores) for cell in row}
    assert not unsure & {"Zarathustrian", "75+", "1921"}
    assert len(found.scores) == 1
    assert found.scores[0][2:] == ("phq9", found.scores[0][3], "total", "14")
    assert found.scores[0][0] in {row[0] for row in found.people}
    event = AuditEvent.objects.get(event="extract.taken")
    assert set(map(str, found.clients)) == set(map(str, event.clients))


def test_the_file_holds_no_words_no_dates_and_its_codebook_names_every_column(cohort: People) -> None:
    found = taken(cohort, after_the_pause(cohort))
    files = zipfile.ZipFile(io.BytesIO(as_zip(found)))
    words = {name: files.read(name).decode() for name in files.namelist()}
    assert not [secret for secret in SECRETS for text in words.values() if secret in text]
    assert not [str(client) for client in found.clients if str(client) in words["people.csv"]]
    book = list(csv.DictReader(io.StringIO(words["codebook.csv"])))
    assert [row["column"] for row in book if row["file"] == "people.csv"] == list(PEOPLE)
    assert "alike with at least" in words["README.txt"]


def test_the_main_problem_leaves_in_a_broad_group_and_what_few_have_is_another(cohort: People) -> None:
    """By hand: eight of the thirteen have panic, one has grief, and nobody asked the others."""
    for number in range(9):
        client = Client.objects.get(user=cohort.accounts[f"p{number}"])
        say_problems(cohort, client, ["panic"] if number else ["grief"])
    found = taken(cohort, after_the_pause(cohort))
    told = {row[PEOPLE.index("problem")] for row in found.people}
    assert told <= {"anxiety", "another", "not stated", "any"}
    assert min(Counter(row[1:8] for row in found.people).values()) >= 5
    assert not any("grief" in cell for row in found.people for cell in row)


def test_whoever_says_no_later_leaves_no_trace_in_the_next_file(cohort: People) -> None:
    extract = after_the_pause(cohort)
    before = taken(cohort, extract)
    gone = Client.objects.get(user=cohort.accounts["p0"])
    says(cohort, gone, "p0", is_given=False)
    after = taken(cohort, extract)
    was = {row[0] for row in before.people}
    now = {row[0] for row in after.people}
    assert gone.pk in before.clients
    assert gone.pk not in after.clients
    assert now < was  # the same names for all others, in the same project
    assert after.scores == ()


def test_two_projects_cannot_be_joined_by_their_names(cohort: People) -> None:
    one, other = taken(cohort, after_the_pause(cohort)), taken(cohort, after_the_pause(cohort))
    assert set(one.clients) == set(other.clients)
    assert not {row[0] for row in one.people} & {row[0] for row in other.people}


def test_two_people_a_reason_and_a_day_on_which_it_ends(people: People) -> None:
    with_a_researcher(people)
    asked = research.request_extract(**ASKED, by=people.sees("rex"), at=people.at)
    with pytest.raises(WrongMoment, match="No file was made"):
        taken(people, asked)
    for wrong in ({"reason": " "}, {"days": 0}, {"days": 400}):
        with pytest.raises(BadInput, match="Nothing was decided"):
            let_go(people, **wrong)
    extract = let_go(people)
    with pytest.raises(WrongMoment, match="decided already"):
        research.decide_extract(
            extract=extract, is_approved=True, reason="Again", days=30, by=people.sees("pia"), at=people.at
        )
    with pytest.raises(WrongMoment, match="can still take it back"):
        taken(people, extract)
    people.later(hours=24)
    assert taken(people, extract).people == ()
    people.later(days=30)
    with pytest.raises(WrongMoment, match="No file was made"):
        taken(people, extract)
    back = let_go(people)
    research.decide_extract(
        extract=back, is_approved=False, reason="Ethics withdrawn", days=1, by=people.sees("pia"), at=people.at
    )
    with pytest.raises(WrongMoment):
        taken(people, back)


def test_nobody_lets_their_own_request_go(people: People) -> None:
    """Also somebody with both roles; and the database itself refuses it."""
    with_a_researcher(people)
    both = people.sees("rex")
    asked = research.request_extract(**ASKED, by=both, at=people.at)
    twice = type(both)(**{**vars(both), "roles": frozenset({"researcher", "privacy_officer"})})
    with pytest.raises(WrongMoment, match="asked for it yourself"):
        research.decide_extract(extract=asked, is_approved=True, reason="Mine", days=3, by=twice, at=people.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResearchExtract.objects.filter(pk=asked.pk).update(decided_by=people.accounts["rex"])


@pytest.mark.parametrize("wrong", [{"k": 4}, {"k": 51}, {"title": " "}, {"question": "Why?"}])
def test_a_request_says_what_for_and_hides_among_five(people: People, wrong: dict[str, Any]) -> None:
    with_a_researcher(people)
    with pytest.raises(BadInput, match="The file was not asked for"):
        research.request_extract(**{**ASKED, **wrong}, by=people.sees("rex"), at=people.at)


def test_the_wrong_people_are_refused(people: People) -> None:
    with_a_researcher(people)
    with_a_researcher(people, "ria")
    extract = let_go(people)
    for who in ("ben", "cleo", "eve", "pia", "ada", "ana"):
        with pytest.raises(NotAllowed):
            research.request_extract(**ASKED, by=people.sees(who), at=people.at)
        with pytest.raises(NotAllowed):
            research.take_extract(extract=extract, by=people.sees(who), at=people.at)
    for who in ("ben", "cleo", "rex", "ana"):
        with pytest.raises(NotAllowed):
            research.decide_extract(
                extract=extract, is_approved=False, reason="No", days=1, by=people.sees(who), at=people.at
            )
    with pytest.raises(NotYours):
        research.take_extract(extract=extract, by=people.sees("ria"), at=people.at)
    elsewhere = with_a_researcher(a_service("Hill Service"))
    elsewhere.at = people.at + timedelta(minutes=1)
    with pytest.raises(NotYours):
        research.take_extract(extract=extract, by=elsewhere.sees("rex"), at=people.at)
    with pytest.raises(NotYours):
        research.decide_extract(
            extract=extract, is_approved=False, reason="No", days=1, by=elsewhere.sees("pia"), at=people.at
        )
