"""Abuse-safe mode: what is hidden is absent, and nothing says so. Ana hides things; Kim never had any of them.

Every page of both is opened in the same order at the same moments, and must be the same to the letter but for names.
"""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kith.care.actions import deliver, fill_in, harms, hide, picturing, practise, safety, talk_about_safety
from kith.care.models import (
    Activity,
    ActivityWish,
    AuditEvent,
    BadInput,
    Barrier,
    Client,
    FirstContact,
    MapShare,
    Outing,
    SafeModeStep,
    WorkPicture,
)
from kith.care.models.hiding import HIDEABLE
from kith.care.permissions import Refused
from kith.care.queries.hiding import hiding
from kith.care.queries.person import person
from tests.people import People, a_client, an_agreed_plan
from tests.photographs import a_png
from tests.safety.canaries import canary, found_in
from tests.safety.doors import patterns
from tests.safety.expected import table
from tests.web.client.newer_rooms import around, one_group_for

LOGGED_IN = "django.contrib.auth.backends.ModelBackend"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
PLAIN = {"instrument": "phq9", "number": 1, "practice": "paced-breathing", "part": "barriers", "wish": "interests"}
PARTS = {"my_outing": "who"}  # where another part is asked for


@pytest.fixture
def pair(people: People) -> People:
    """Ana and Kim, alike in everything but what is sensitive."""
    people.later(minutes=-1)  # referred in the same minute as Ana
    people.kim = a_client(people, "kim", "Kim", "Petrova")  # type: ignore[attr-defined]
    for client in (people.ana, people.kim):  # type: ignore[attr-defined]
        an_agreed_plan(people, client)
    one_group_for(people, people.ana, people.kim)  # type: ignore[attr-defined]
    return people


def sensitive(people: People, client: Client, name: str = "ana") -> set[str]:
    """Everything that can be hidden, each private word a canary."""
    plan = client.plan_set.get(state="agreed")
    by, own = people.sees("ben"), people.sees(name)
    given, mine = {"by": by, "at": people.at}, {"by": own, "at": people.at}
    words = [canary() for _ in range(13)]
    task = deliver.Work("activity-diary", words[0], None)
    work = deliver.set_work(plan=plan, session=None, work=task, **given)
    entry = deliver.hand_in_work(
        assignment=work, key=uuid.uuid4(), done="part", answers={"lifted": words[1]}, obstacle=words[2], **mine
    )
    deliver.reply_to_work(entry=entry, words=words[3], **given)
    task = deliver.Work("creative-reflection", words[4], None)
    drawing = deliver.set_work(plan=plan, session=None, work=task, **given)
    picturing.keep_picture(assignment=drawing, content=a_png("A boat"), **mine)
    practise.keep_practice(client=client, practice="paced-breathing", ratings={"before": 6}, key=uuid.uuid4(), **mine)
    filled = fill_in.Filled("staying-well-plan", _written(words[5]), is_together=True)
    fill_in.fill_in_sheet(plan=plan, filled=filled, key=uuid.uuid4(), **given)
    safety.write_safety_plan(client=client, steps={"coping": [words[6]]}, reasons_for_living=words[7], **mine)
    said = talk_about_safety.Said(
        dict.fromkeys(("wish", "thoughts", "acts", "now"), "no"), {talk_about_safety.PLACES[0]: words[12]}
    )
    talk_about_safety.hold_safety_talk(client=client, said=said, key=uuid.uuid4(), **given)
    what = harms.Happened("conflict_caused", people.at.date(), words[8], words[9], words[10])
    event = harms.record_harm(client=client, what=what, **given)
    seen = harms.Seen("possible", "expected", "minor", words[11])
    harms.judge_harm(event=event, seen=seen, by=people.sees("eve"), at=people.at)
    return set(words) | around(people, client, name)


def _written(word: str) -> dict[str, object]:
    told = dict.fromkeys(("learned", "keep_doing", "first_three"), word)
    return {**told, "signs": [{"sign": word, "then": word}], "sure": 7}


def pages() -> list[tuple[str, str]]:
    """Every page of a client that is about no one thing, and the address of each."""
    found = []
    for name, route, _view in patterns():
        row = table()["pages"].get(name, {})
        if row.get("of") == "own" and "GET" in row:
            given = PLAIN | {"part": PARTS.get(name, PLAIN["part"])}
            found.append((name, reverse(name, kwargs={key: given[key] for key in given if f":{key}>" in route})))
    return [*found, ("help_now", reverse("help_now"))]


def crawl(people: People, name: str, client: Client) -> dict[str, str]:
    """What each page shows, with the token, ids, name and number taken out."""
    browser = Browser()
    people.clock.move_to(people.at)  # type: ignore[attr-defined]
    browser.force_login(people.accounts[name], backend=LOGGED_IN)
    shown = {}
    for page, url in pages():
        response = browser.get(url)
        assert response.status_code in {200, 302}, page
        text = ID.sub("ID", TOKEN.sub("", response.content.decode()))
        shown[page] = text.replace(client.given_name, "NAME").replace(client.number, "NUMBER")
    return shown


def compare(people: People) -> tuple[set[str], set[str]]:
    """(canaries that Ana's pages hold, pages on which Ana and Kim differ)."""
    hers = crawl(people, "ana", people.ana)
    theirs = crawl(people, "kim", people.kim)  # type: ignore[attr-defined]
    held = {word for text in hers.values() for word in found_in(text)}
    return held, {page for page in hers if hers[page] != theirs[page]}


def test_pages_of_two_who_are_alike_are_the_same(pair: People) -> None:
    """The ground of the comparison: nothing but the name tells them apart."""
    assert compare(pair) == (set(), set())


def test_what_is_not_hidden_is_found_by_the_same_crawl(pair: People) -> None:
    """The control: the crawl finds the words, and pages differ."""
    words = sensitive(pair, pair.ana)
    held, differing = compare(pair)
    assert len(held & words) >= 20
    assert {"today", "my_work", "my_practices", "my_together", "my_safety_plan", "my_download"} <= differing
    assert {"my_start", "my_peer", "my_peer_choice", "my_around", "my_family", "my_choice", "my_carers"} <= differing
    assert {"my_groups", "my_record", "my_activities", "my_activity_wish", "my_outing"} <= differing


def test_what_is_hidden_is_absent_and_nothing_says_so(pair: People) -> None:
    sensitive(pair, pair.ana)
    hide.hide_things(client=pair.ana, things=HIDEABLE, words=canary(), by=pair.sees("ben"), at=pair.at)
    assert compare(pair) == (set(), set())


def test_hidden_by_the_person_alone_it_is_absent_as_well(pair: People) -> None:
    sensitive(pair, pair.ana)
    browser = Browser()
    browser.force_login(pair.accounts["ana"], backend=LOGGED_IN)
    assert browser.post(reverse("my_privacy"), {"act": "hide", "things": list(HIDEABLE)}).status_code == 302
    browser.get(reverse("my_record"))  # reads the toast, which would stand on the next page once
    browser.force_login(pair.accounts["kim"], backend=LOGGED_IN)
    browser.get(reverse("my_record"))
    held, differing = compare(pair)
    assert (held, differing) == (set(), set())


def test_one_kind_is_hidden_and_the_rest_stays(pair: People) -> None:
    sensitive(pair, pair.ana)
    hide.hide_things(client=pair.ana, things=["safety_plan"], by=pair.sees("ben"), at=pair.at)
    held, differing = compare(pair)
    assert held
    assert "my_safety_plan" not in differing
    assert "my_work" in differing


def test_an_address_of_something_hidden_leads_nowhere(pair: People) -> None:
    sensitive(pair, pair.ana)
    work, sheet = pair.ana.assignment_set.order_by("set_at").first(), pair.ana.sheet_set.get()
    picture = WorkPicture.objects.get()
    places = [("my_work_item", work.pk), ("my_together_sheet", sheet.pk), ("work_picture", picture.pk)]
    browser = Browser()
    browser.force_login(pair.accounts["ana"], backend=LOGGED_IN)
    assert {browser.get(reverse(page, args=[key])).status_code for page, key in places} == {200}
    hide.hide_things(client=pair.ana, things=HIDEABLE, by=pair.sees("ben"), at=pair.at)
    for page, key in places:
        gone, never = browser.get(reverse(page, args=[key])), browser.get(reverse(page, args=[uuid.uuid4()]))
        assert (gone.status_code, TOKEN.sub("", gone.content.decode())) == (404, TOKEN.sub("", never.content.decode()))


def test_writing_where_something_is_hidden_neither_fails_nor_tells(pair: People) -> None:
    """Ana shares a map that is hidden, and says again what was hidden; Kim does the same for the first time."""
    sensitive(pair, pair.ana)
    hide.hide_things(client=pair.ana, things=HIDEABLE, by=pair.sees("ben"), at=pair.at)
    pair.later(minutes=1)
    pair.clock.move_to(pair.at)  # type: ignore[attr-defined]
    forms = [
        ("my_start_part", ["who"], {"who": "woman"}),
        ("my_around", [], {"what": "add", "called": "M", "kind": "person", "ring": "near"}),
        ("my_around", [], {"what": "share"}),
        ("my_around", [], {"what": "stop"}),
        ("my_peer_choice", [], {"what": "end"}),
        ("my_peer_choice", [], {"what": "stop"}),
        ("my_start_part", ["barriers"], {"kinds": ["transport"]}),
        ("my_activities", [], {"what": "back"}),
        ("my_outing", ["who"], {"said": "Nobody"}),
        ("my_activity_wish", ["cost"], {"said": "free"}),
        ("my_activities", [], {"what": "plan", "one": str(Activity.objects.get().pk)}),
    ]
    answered = []
    for name in ("ana", "kim"):
        browser = Browser()
        browser.force_login(pair.accounts[name], backend=LOGGED_IN)
        told = [browser.post(reverse(page, args=args), typed) for page, args, typed in forms]
        answered.append([one.status_code for one in told])
    assert answered[0] == answered[1]
    mine = Barrier.objects.filter(client=pair.ana, gone_at=None)
    assert sorted(row.kind for row in mine) == ["cost", "other", "transport"]
    newest = FirstContact.objects.filter(client=pair.ana).order_by("-number")[0]
    assert newest.wishes["who"] == "woman"
    assert newest.goal["step"]  # what was said before stays for those who work with her
    assert not MapShare.objects.filter(client=pair.ana, ends=None).exists()
    assert ActivityWish.objects.get(client=pair.ana, ends=None).wants == {"interests": ["music"], "cost": "free"}
    assert Outing.objects.filter(client=pair.ana, told_at=None, ends=None).count() == 1
    held, _differing = compare(pair)
    assert held == set()


def test_those_who_work_with_her_still_see_everything(pair: People) -> None:
    sensitive(pair, pair.ana)
    hide.hide_things(client=pair.ana, things=HIDEABLE, by=pair.sees("ben"), at=pair.at)
    page = person(viewer=pair.sees("ben"), client_id=pair.ana.pk, at=pair.at)
    assert page.safety_plan is not None
    assert hiding(viewer=pair.sees("ben"), client_id=pair.ana.pk, at=pair.at).hidden == frozenset(HIDEABLE)


def hidden(people: People) -> frozenset[str]:
    return hiding(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).hidden


def agree(people: People, name: str) -> SafeModeStep:
    return hide.agree_to_show(client=people.ana, by=people.sees(name), at=people.later(hours=1))


@pytest.mark.parametrize("second", ["eve", "ana"])
def test_two_people_bring_it_back_and_both_are_written_down(people: People, second: str) -> None:
    hide.hide_things(client=people.ana, things=["work"], by=people.sees("ben"), at=people.at)
    agree(people, "ben")
    agree(people, "ben")
    assert hidden(people) == {"work"}
    agree(people, second)
    assert hidden(people) == frozenset()
    acts = AuditEvent.objects.filter(event="safe_mode.agreed_to_show").values_list("actor_id", flat=True)
    assert set(acts) == {people.accounts["ben"].pk, people.accounts[second].pk}


def test_the_person_alone_never_brings_it_back_and_an_old_yes_does_not_count(people: People) -> None:
    hide.hide_things(client=people.ana, things=["work"], by=people.sees("ana"), at=people.at)
    agree(people, "ana")
    agree(people, "ana")
    assert hidden(people) == {"work"}
    people.later(days=8)
    agree(people, "ben")
    assert hidden(people) == {"work"}
    hide.hide_things(client=people.ana, things=["harms"], by=people.sees("ana"), at=people.later(hours=1))
    agree(people, "eve")
    assert hidden(people) == {"work", "harms"}


@pytest.mark.parametrize("minutes", [0, 5])
def test_what_was_done_last_counts_although_the_clock_stood_still_or_went_back(people: People, minutes: int) -> None:
    at = people.later(hours=1)
    then = at - timedelta(minutes=minutes)
    hide.hide_things(client=people.ana, things=["work"], by=people.sees("ben"), at=at)
    for name in ("ben", "eve"):
        hide.agree_to_show(client=people.ana, by=people.sees(name), at=then)
    assert hidden(people) == frozenset()
    hide.hide_things(client=people.ana, things=["harms"], by=people.sees("ana"), at=then)
    assert hidden(people) == {"harms"}


@pytest.mark.parametrize("who", ["dev", "cleo", "finn", "pia", "dan"])
def test_others_neither_hide_nor_look(people: People, who: str) -> None:
    with pytest.raises(Refused):
        hide.hide_things(client=people.ana, things=["work"], by=people.sees(who), at=people.at)
    with pytest.raises(Refused):
        hide.agree_to_show(client=people.ana, by=people.sees(who), at=people.at)
    with pytest.raises(Refused):
        hiding(viewer=people.sees(who), client_id=people.ana.pk, at=people.at)
    with pytest.raises(Refused):
        hiding(viewer=people.sees("ana"), client_id=people.ana.pk, at=people.at)


@pytest.mark.parametrize("things", [[], ["identity"]])
def test_only_what_can_be_hidden_is(people: People, things: list[str]) -> None:
    with pytest.raises(BadInput):
        hide.hide_things(client=people.ana, things=things, by=people.sees("ben"), at=people.at)
    assert not SafeModeStep.objects.exists()


def test_hiding_is_audited_without_a_word_of_why(people: People) -> None:
    step = hide.hide_things(
        client=people.ana, things=["work"], words="Her husband reads it.", by=people.sees("ben"), at=people.at
    )
    assert AuditEvent.objects.get(event="safe_mode.hidden").object_id == str(step.pk)
    assert "husband" not in str(AuditEvent.objects.values())
