"""A client works through sheets: what is not asked is left out, a row gets its time, diaries stay open, help comes."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kith.care.actions import deliver
from kith.care.models import Alert, Assignment, AuditEvent, Draft, Entry, WorkPicture
from kith.care.models.knowledge import library
from tests.people import People, an_agreed_plan
from tests.photographs import PLACE, a_real_png
from tests.web.client.conftest import Browser
from tests.web.pseudo import read, untranslated

SAFE_DAY = {"day": "2026-01-05", "urge_die": "0", "urge_self_harm": "0"}


def set_work(people: People, document: str) -> Assignment:
    plan = people.ana.plan_set.first() or an_agreed_plan(people, people.ana)
    work = deliver.Work(document, "To see how it goes", None)
    return deliver.set_work(plan=plan, session=None, work=work, by=people.sees("ben"), at=people.at)


def hand_in(people: People, work: Assignment, answers: dict[str, Any], done: str = "part") -> Entry:
    return deliver.hand_in_work(
        assignment=work, key=uuid.uuid4(), done=done, answers=answers, obstacle="", by=people.sees("ana"), at=people.at
    )


def page_of(work: Assignment) -> str:
    return reverse("my_work_item", args=[work.pk])


class Phone:
    """Fills in one step after the other as a browser does: with everything hidden that the page has sent along."""

    def __init__(self, client: Any, work: Assignment) -> None:
        self.client, self.at = client, page_of(work)

    def look(self, step: int | str) -> str:
        return str(self.client.get(f"{self.at}?step={step}", follow=True).content.decode())

    def send(self, at_step: int | str, do: str = "next", /, **typed: Any) -> Any:
        html = self.look(at_step)
        hidden: dict[str, Any] = {}
        for name, value in re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html):
            if name != "csrfmiddlewaretoken":
                hidden.setdefault(name, []).append(value)
        return self.client.post(
            f"{self.at}?step={at_step}", hidden | {"do" if at_step == "end" else "form-do": do} | typed
        )


@pytest.fixture
def phone(browser: Browser) -> Any:
    return browser("ana")


def test_a_step_that_is_not_asked_is_left_out_and_the_numbers_say_so(people: People, phone: Any) -> None:
    work = set_work(people, "behavioural-experiment")
    ana = Phone(phone, work)
    assert "Step 1 of at most 5" in ana.look(1)
    answer = ana.send(4, done="not_yet")
    assert answer["Location"] == f"{ana.at}?step=end"
    assert "Step 4 of 4" in ana.look(4)
    assert phone.get(f"{ana.at}?step=5")["Location"] == f"{ana.at}?step=end"
    assert ana.send(4, done="full")["Location"] == f"{ana.at}?step=5"
    assert "Step 5 of 5" in ana.look(5)


def test_a_question_that_an_answer_of_the_same_step_asks_for_is_shown_before_going_on(
    people: People, phone: Any
) -> None:
    ana = Phone(phone, set_work(people, "dbt-diary-card"))
    assert 'name="used_what"' not in ana.look(2)
    answer = ana.send(2, self_harm="no", tried_to_die="no", might_act="no", used="yes")
    assert answer["Location"] == f"{ana.at}?step=2#id_used_what"
    assert 'name="used_what"' in ana.look(2)
    assert ana.send(2, used="yes", used_what="Two beers")["Location"] == f"{ana.at}?step=3"


def test_a_row_is_written_down_with_the_time_of_the_service(people: People, browser: Browser) -> None:
    people.at = people.at.replace(month=7, hour=9, minute=5)  # summer time in London
    ana = Phone(browser("ana"), set_work(people, "exposure-record"))
    assert "Write it down now" in ana.look(3)
    ana.send(3, "rate:ratings", **{"ratings-0-distress": "70", "ratings-0-note": "On the bridge"})
    html = ana.look(3)
    assert "10:05" in html
    assert "On the bridge" in html
    ana.send(
        3, "rate:ratings", **{"ratings-0-at": "10:05", "ratings-0-distress": "70", "ratings-1-distress-else": "35"}
    )
    kept = Draft.objects.get().content["answers"]["ratings"]
    assert [(row["at"], row["distress"]) for row in kept] == [("10:05", "70"), ("10:05", "35")]


def test_an_empty_row_is_not_written_down(people: People, phone: Any) -> None:
    ana = Phone(phone, set_work(people, "exposure-record"))
    ana.send(3, "rate:ratings")
    assert Draft.objects.get().content["answers"]["ratings"] == []


def test_earlier_answers_are_offered_to_pick_and_other_words_count_instead(people: People, phone: Any) -> None:
    ladder = set_work(people, "exposure-hierarchy")
    hand_in(people, ladder, {"steps": [{"step": "Stand at the bus stop"}, {"step": "Ride one stop"}]})
    work = set_work(people, "exposure-record")
    ana = Phone(phone, work)
    html = ana.look(1)
    assert html.count("Ride one stop") == 2  # as a value, and in words
    ana.send(1, step="Ride one stop")
    assert Draft.objects.get().content["answers"]["step"] == "Ride one stop"
    ana.send(1, **{"step": "Ride one stop", "step-else": "Ride two stops"})
    assert Draft.objects.get().content["answers"]["step"] == "Ride two stops"
    assert 'name="step-else" aria-describedby="id_step_hint" value="Ride two stops"' in ana.look(1)


def test_without_earlier_answers_a_pick_is_a_line_to_write(people: People, phone: Any) -> None:
    html = Phone(phone, set_work(people, "exposure-record")).look(1)
    assert 'name="step-else"' not in html
    assert '<input id="id_step" name="step"' in html


def test_nobody_elses_answers_are_offered(people: People, phone: Any) -> None:
    from tests.people import a_client

    zoe = a_client(people, "zoe", "Zoe", "Quinn")
    plan = an_agreed_plan(people, zoe)
    work = deliver.set_work(
        plan=plan, session=None, work=deliver.Work("exposure-hierarchy", "", None), by=people.sees("ben"), at=people.at
    )
    deliver.hand_in_work(
        assignment=work, key=uuid.uuid4(), done="part", answers={"steps": [{"step": "Zoe's own step"}]}, obstacle="",
        by=people.sees("zoe"), at=people.at,
    )  # fmt: skip
    assert "own step" not in Phone(phone, set_work(people, "exposure-record")).look(1)


def test_a_warning_stands_before_the_first_step(people: People, phone: Any) -> None:
    html = phone.get(page_of(set_work(people, "exposure-record"))).content.decode()
    words = library().worksheets["exposure-record"].before_words
    assert words is not None
    assert words[:40] in html
    assert html.index(words[:40]) < html.index("?step=1")


def test_a_diary_stays_open_is_written_anew_and_ends_when_its_writer_says_so(people: People, phone: Any) -> None:
    work = set_work(people, "dbt-diary-card")
    ana = Phone(phone, work)
    assert "I am finished with this" not in phone.get(ana.at).content.decode()
    ana.send(1, **SAFE_DAY)
    ana.send("end", "hand_in", done="part", obstacle="Late evening")
    html = phone.get(ana.at).content.decode()
    assert "Write another" in html
    assert 'value="2026-01-05"' not in ana.look(1)
    work.refresh_from_db()
    assert work.state == "started"
    assert phone.post(ana.at, {"do": "finish"}).status_code == 302
    work.refresh_from_db()
    assert work.state == "part_done"
    assert AuditEvent.objects.filter(event="work.finished").count() == 1


def test_a_sheet_that_is_filled_in_once_is_done_when_it_is_handed_in_whole(people: People) -> None:
    work = set_work(people, "staying-well-plan")
    words = dict.fromkeys(("learned", "keep_doing", "first_three"), "Sleep")
    hand_in(people, work, words | {"signs": [{"sign": "Late", "then": "Call"}], "sure": 7}, "full")
    work.refresh_from_db()
    assert work.state == "done"


def test_an_unsafe_answer_shows_help_at_once_in_the_words_of_its_level(people: People, phone: Any) -> None:
    ana = Phone(phone, set_work(people, "dbt-diary-card"))
    answer = phone.get(ana.send(2, self_harm="no", tried_to_die="no", might_act="yes")["Location"])
    html = answer.content.decode()
    level = next(one for one in library().safety_responses["thoughts_of_self_harm"].levels if one.id == "now")
    assert "You are not alone with this" in html
    assert level.client_text[:30] in html
    assert Alert.objects.count() == 1
    assert level.client_text[:30] in ana.look("end")


@pytest.mark.parametrize(
    ("unsafe", "state", "status"),
    [({"urge_self_harm": "99"}, "started", 422), ({}, "done", 409), ({}, "withdrawn", 409)],
    ids=["beside a number outside the range", "after it was finished elsewhere", "after it was taken back"],
)
def test_an_unsafe_answer_is_heard_and_shows_help_also_when_it_cannot_be_kept(
    people: People, phone: Any, unsafe: dict[str, str], state: str, status: int
) -> None:
    work = set_work(people, "dbt-diary-card")
    hidden = {"form-step": "1", "form-version": "0", "form-key": str(uuid.UUID(int=9)), "form-do": "next"}
    phone.get(f"{page_of(work)}?step=1")
    Assignment.objects.filter(pk=work.pk).update(state=state)
    typed = hidden | SAFE_DAY | {"urge_die": "5"} | unsafe | {"form-shown": [*SAFE_DAY]}
    refused = phone.post(page_of(work), typed)
    assert refused.status_code == status
    html = refused.content.decode()
    assert re.search(r'name="urge_die" value="5"[^>]*checked', html)
    assert Alert.objects.get().client_id == people.ana.pk
    assert "You are not alone with this" in html
    assert not Draft.objects.exists()
    again = phone.post(page_of(work), typed)
    assert again.status_code == status
    assert Alert.objects.count() == 1


def test_a_safe_answer_that_cannot_be_kept_raises_nothing(people: People, phone: Any) -> None:
    work = set_work(people, "dbt-diary-card")
    Assignment.objects.filter(pk=work.pk).update(state="done")
    hidden = {"form-step": "1", "form-version": "0", "form-key": str(uuid.UUID(int=9)), "form-do": "next"}
    assert phone.post(page_of(work), hidden | SAFE_DAY | {"form-shown": [*SAFE_DAY]}).status_code == 409
    assert not Alert.objects.exists()


def test_a_safe_answer_shows_no_help(people: People, phone: Any) -> None:
    ana = Phone(phone, set_work(people, "dbt-diary-card"))
    html = phone.get(ana.send(2, self_harm="no", tried_to_die="no", might_act="no")["Location"]).content.decode()
    assert "You are not alone with this" not in html
    assert not Alert.objects.exists()


def test_a_form_that_is_sent_twice_is_kept_once_and_a_script_is_told_where_to_go(people: People, phone: Any) -> None:
    work = set_work(people, "dbt-diary-card")
    at, key = page_of(work), str(uuid.uuid4())
    form = SAFE_DAY | {
        "form-step": "1",
        "form-version": "0",
        "form-key": key,
        "form-do": "next",
        "form-shown": ["day", "urge_die", "urge_self_harm", "urge_use", "urge_quit"],
    }
    for _ in range(2):
        answer = phone.post(f"{at}?step=1", form, headers={"X-Kith-By-Script": "1"})
        assert answer.status_code == 200
        assert answer.content.decode() == f"{at}?step=2"
    draft = Draft.objects.get()
    assert (draft.version, draft.content["key"]) == (1, key)
    other = phone.post(f"{at}?step=1", form | {"urge_die": "1"}, headers={"X-Kith-By-Script": "1"})
    assert other.status_code == 409
    assert Draft.objects.get().content["answers"]["urge_die"] == "0"


def test_a_picture_is_kept_without_its_notes_shown_to_its_maker_and_taken_away_again(
    people: People, browser: Browser, phone: Any
) -> None:
    work = set_work(people, "creative-reflection")
    ana = Phone(phone, work)
    ana.send(1, title="The boat", picture=SimpleUploadedFile("boat.jpg", a_real_png(), "image/jpeg"))
    row = WorkPicture.objects.get()
    shown = phone.get(reverse("work_picture", args=[row.pk]))
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert PLACE not in shown.content
    assert browser("ben").get(reverse("work_picture", args=[row.pk])).status_code == 404  # not handed in yet
    assert str(row.pk) in ana.look(1)
    ana.send(1, "remove:picture", title="The boat")
    assert not WorkPicture.objects.exists()
    assert str(row.pk) not in ana.look(1)


def test_a_new_picture_replaces_the_old_one(people: People, phone: Any) -> None:
    ana = Phone(phone, set_work(people, "creative-reflection"))
    for side in (20, 30):
        ana.send(1, picture=SimpleUploadedFile("boat.png", a_real_png(side), "image/png"))
    assert WorkPicture.objects.count() == 1


def test_a_picture_that_was_handed_in_is_seen_by_the_team_and_nobody_else_and_stays(
    people: People, browser: Browser, phone: Any
) -> None:
    work = set_work(people, "creative-reflection")
    ana = Phone(phone, work)
    ana.send(1, title="The boat", picture=SimpleUploadedFile("boat.png", a_real_png(), "image/png"))
    ana.send("end", "hand_in", done="part", obstacle="")
    at = reverse("work_picture", args=[WorkPicture.objects.get().pk])
    assert browser("ben").get(at).status_code == 200
    assert browser("dev").get(at).status_code == 404
    assert f'src="{at}"' in phone.get(page_of(work)).content.decode()
    assert AuditEvent.objects.filter(event="work.picture_seen").count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"GIF89a", "not a whole picture"), (b"\x89PNG\r\n\x1a\n" + b"x" * 8_600_000, "larger than 8 megabytes")],
)
def test_what_is_not_a_picture_or_too_large_is_refused_and_the_words_stay(
    people: People, phone: Any, content: bytes, said: str
) -> None:
    ana = Phone(phone, set_work(people, "creative-reflection"))
    answer = ana.send(1, title="The boat", picture=SimpleUploadedFile("boat.png", content, "image/png"))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="The boat"' in answer.content.decode()
    assert not WorkPicture.objects.exists()


def test_after_handing_in_the_entry_its_charts_and_the_way_over_time_are_there(
    people: People, browser: Browser
) -> None:
    work = set_work(people, "dbt-diary-card")
    for day, urge in ((5, 0), (6, 0), (8, 0)):
        hand_in(people, work, {"day": f"2026-01-0{day}", "urge_die": urge, "skills": day - 1, "modules": ["people"]})
        people.later(days=1)
    phone = browser("ana")
    html = phone.get(page_of(work)).content.decode()
    for words in (
        "Urges from day to day",
        "Where the skills came from",
        "Tuesday 6 January",
        "Earlier",
        "Skills today: first 4, last 7",
    ):
        assert words in html, words
    week = reverse("my_work_week", args=[work.pk])
    html = phone.get(week).content.decode()
    assert "Written on 3 of 7 days." in html
    assert "Wednesday, Friday, Saturday, Sunday" in html
    assert "First 4, last 7, lowest 4, highest 7, mean 5.3, on 3 of 7 days." in html
    assert "?day=2025-12-29" not in html
    assert phone.get(f"{week}?day=2026-13-40").status_code == 404
    assert "Written on 0 of 7 days." in phone.get(f"{week}?day=2025-12-30").content.decode()


def test_one_entry_can_be_read_and_printed_with_its_reply(people: People, browser: Browser, phone: Any) -> None:
    work = set_work(people, "dbt-diary-card")
    first, second = (hand_in(people, work, {"day": f"2026-01-0{day}", "which": "Cold water"}) for day in (5, 6))
    deliver.reply_to_work(entry=first, words="Well noticed.", by=people.sees("ben"), at=people.at)
    at = reverse("my_work_entry", args=[work.pk, first.pk])
    html = phone.get(at).content.decode()
    for words in ("Cold water", "Well noticed.", "data-print", reverse("my_work_entry", args=[work.pk, second.pk])):
        assert words in html
    assert untranslated(read(phone, at)) == []
    other = set_work(people, "thought-record")
    assert phone.get(reverse("my_work_entry", args=[other.pk, first.pk])).status_code == 404
    assert browser("dev").get(at).status_code == 404


def test_an_entry_is_read_in_the_version_it_was_written_with(
    people: People, phone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = set_work(people, "dbt-diary-card")
    entry = hand_in(people, work, {"which": "Cold water"})
    now = library().worksheets["dbt-diary-card"]
    steps = tuple(step for step in now.steps if step.id != "skills")
    monkeypatch.setitem(
        library().worksheets._kept, now.id, now.model_copy(update={"version": "9.0", "steps": steps, "charts": ()})
    )
    html = phone.get(reverse("my_work_entry", args=[work.pk, entry.pk])).content.decode()
    assert "Which ones?" in html
    assert "Cold water" in html


def test_every_page_of_a_sheet_went_through_gettext(people: People, phone: Any) -> None:
    work = set_work(people, "exposure-record")
    hand_in(people, work, {"ratings": [{"at": "09:30", "distress": 60}], "expected": 80, "expected_after": 20})
    people.later(minutes=1)
    hand_in(people, work, {"expected": 60})
    pages = [f"{page_of(work)}?step={n}" for n in (1, 3, "end")] + [
        page_of(work),
        reverse("my_work_week", args=[work.pk]),
    ]
    assert {at: untranslated(read(phone, at)) for at in pages} == {at: [] for at in pages}


def test_finishing_needs_something_handed_in_and_ones_own_diary(people: People, browser: Browser, phone: Any) -> None:
    work = set_work(people, "dbt-diary-card")
    answer = phone.post(page_of(work), {"do": "finish"})
    assert answer.status_code == 409
    assert "Nothing has been handed in yet." in answer.content.decode()
    assert browser("ben").post(page_of(work), {"do": "finish"}).status_code == 404


def test_two_pages_of_a_sheet_that_is_over_keep_nothing_more(people: People, phone: Any) -> None:
    work = set_work(people, "staying-well-plan")
    Assignment.objects.filter(pk=work.pk).update(state="done")
    answer = phone.post(
        f"{page_of(work)}?step=1", {"form-step": "1", "form-version": "0", "learned": "x", "form-do": "next"}
    )
    assert answer.status_code == 409
    assert ">x</textarea>" in answer.content.decode()
    assert not Draft.objects.exists()
