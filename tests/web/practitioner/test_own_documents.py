"""Writing a worksheet of one's own on the pages: part by part, with what is wrong, two people, and the look at it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from kith.care.actions import author_documents
from kith.care.models import OwnDocument
from kith.care.models.authoring import KINDS
from tests.care.own_documents import a_diary, released, saved
from tests.people import People, a_service
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

PAGES = ("own_document", "own_document_preview", "own_document_release")
COPIES = {
    "worksheet": "thought-record",
    "protocol": "cbt-depression",
    "lesson": "panic-cycle",
    "practice": "paced-breathing",
}


@pytest.fixture
def ben(people: People) -> Screen:
    return Screen(people, "ben")


def act(screen: Screen, own: OwnDocument, what: str, /, **fields: Any) -> Any:
    """Send the form of the editor with the count that the page shows."""
    own.refresh_from_db()
    return screen.post("own_document", own.pk, act=what, edits=own.edits, **fields)


def kept(screen: Screen, own: OwnDocument, what: str, /, **fields: Any) -> None:
    answer = act(screen, own, what, **fields)
    assert answer.status_code == 302, re.findall(r"<small>(.*?)</small>", answer.content.decode())


def a_copy(people: People, kind: str) -> OwnDocument:
    return author_documents.start_document(
        kind=kind, title="Ours", copy_of=COPIES[kind], by=people.sees("ben"), at=people.at
    )


def write(ben: Screen) -> OwnDocument:
    """A worksheet with one step and two questions, from an empty page, as a hand does it."""
    ben.post("own_documents", title="My evening", begin="worksheet")
    own = OwnDocument.objects.get()
    about = {"at.purpose": "To look back.", "at.for_whom": "Everybody.", "at.minutes": "3", "at.rhythm": "daily"}
    kept(ben, own, "save", **about, **{"at.after_words": "Thank you.", "at.filled_in_by": ["", "client"]})
    kept(ben, own, "add:steps:", part="steps")
    kept(ben, own, "add:steps.0.fields:scale", **{"at.steps.0.title": "Tonight", "at.steps.0.help": "In two minutes."})
    ends = {"at.steps.0.fields.0.min": "0", "at.steps.0.fields.0.max": "10"}
    kept(ben, own, "add:steps.0.fields.0.labels:", **ends, **{"at.steps.0.fields.0.label": "How was today?"})
    first = {"at.steps.0.fields.0.labels.0.at": "0", "at.steps.0.fields.0.labels.0.label": "hard"}
    kept(ben, own, "add:steps.0.fields.0.labels:", **first)
    kept(ben, own, "save", **{"at.steps.0.fields.0.labels.1.at": "10", "at.steps.0.fields.0.labels.1.label": "good"})
    kept(ben, own, "add:steps.0.fields:text")
    kept(ben, own, "save", **{"at.steps.0.fields.1.label": "One word for it"})
    own.refresh_from_db()
    return own


def test_a_practitioner_writes_a_worksheet_and_a_supervisor_releases_it(people: People, ben: Screen) -> None:
    own = write(ben)
    assert "Nothing is missing" in ben.text("own_document", own.pk)
    kept(ben, own, "propose")
    eve = Screen(people, "eve")
    assert "Waits for you" in eve.text("own_documents")
    assert "This is the first version" in eve.text("own_document_release", own.pk)
    assert eve.post("own_document_release", own.pk, do="release", reason="I filled it in").status_code == 302
    own.refresh_from_db()
    assert (own.state, own.released_by) == ("released", people.accounts["eve"])
    assert "How was today?" in ben.text("library_worksheet", own.identifier)


def test_an_empty_list_says_how_to_begin(people: People, ben: Screen) -> None:
    assert "Nothing of your own yet" in ben.text("own_documents")
    for given in ({"title": "", "begin": "worksheet"}, {"title": "Mine", "begin": ""}, {"title": "x", "begin": "song"}):
        answer = ben.post("own_documents", **given)
        assert answer.status_code == 422
        assert not OwnDocument.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_document_of_the_library_is_copied_and_each_of_its_parts_can_be_opened(
    people: People, ben: Screen, kind: str
) -> None:
    assert ben.post("own_documents", title="Ours", begin=f"{kind}:{COPIES[kind]}").status_code == 302
    own = OwnDocument.objects.get()
    text = ben.text("own_document", own.pk)
    assert "Begun as a copy of" in text
    assert "Nothing is missing" in text
    for place in set(re.findall(r'href="\?part=([^"]*)"', text)):
        part = ben.text("own_document", own.pk, part=place)
        assert 'aria-current="page"' in part
        shown = re.findall(r'<textarea[^>]* name="(?:at|lines)\.([^"]*)"', part)
        assert all(one.startswith(place.split(".")[0]) or place in ("", "body") for one in shown)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_keeping_each_part_as_it_is_shown_changes_nothing(people: People, ben: Screen, kind: str) -> None:
    own = a_copy(people, kind)
    before = author_documents.Edit()
    own = author_documents.save(own=own, edit=before, edits=own.edits, by=people.sees("ben"), at=people.at)
    data, body = own.content["data"], own.content["body"]
    for place in sorted(set(re.findall(r'href="\?part=([^"]*)"', ben.text("own_document", own.pk)))):
        page = ben.get("own_document", own.pk, part=place)
        kept(ben, own, "save", part=place, **fields_of(page.content.decode()))
    own.refresh_from_db()
    assert own.content["body"].strip() == body.strip()
    assert without_nothing(own.content["data"]) == without_nothing(data)


def fields_of(text: str) -> dict[str, list[str]]:
    """What a browser would send for the form as it stands."""
    reader = Reader()
    reader.feed(text)
    return reader.found


class Reader(HTMLParser):
    """Collects the fields of the editor with their values."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        is_ours = name.startswith(("at.", "lines.")) or name == "body"
        if tag == "textarea" and is_ours:
            self.area = name
            self.found[name] = [""]
        elif tag == "select" and is_ours:
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.found.setdefault(self.select, []).append(value)
        elif tag == "input" and is_ours and (given.get("type") != "checkbox" or "checked" in given):
            self.found.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area
        self.select = "" if tag == "select" else self.select

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area][0] += data


def without_nothing(value: Any) -> Any:
    """Lists that are empty are left out: on a page they look like lists that are not there."""
    if isinstance(value, dict):
        kept_ones = {key: without_nothing(one) for key, one in value.items()}
        return {key: one for key, one in kept_ones.items() if one not in ([], {}, None)}
    return [without_nothing(one) for one in value] if isinstance(value, list) else value


def test_what_is_wrong_stands_beside_the_field_and_in_the_list_that_leads_to_it(people: People, ben: Screen) -> None:
    own = write(ben)
    kept(ben, own, "save", **{"at.minutes": "a few"})
    text = ben.text("own_document", own.pk)
    assert "1 thing to put right" in text
    assert 'href="?part=#id_minutes"' in text
    assert "Write a number in digits." in text
    assert 'value="a few"' in text
    answer = act(ben, own, "propose")
    assert answer.status_code == 409
    assert "still missing" in answer.content.decode()


def test_a_list_is_put_in_order_shortened_and_had_back(people: People, ben: Screen) -> None:
    own = write(ben)
    kept(ben, own, "down:steps.0.fields.0")
    own.refresh_from_db()
    assert [one["type"] for one in own.content["data"]["steps"][0]["fields"]] == ["text", "scale"]
    kept(ben, own, "remove:steps.0.fields.1", part="steps.0.fields.1", **{"from": "page"})
    kept(ben, own, "undo", part="steps.0")
    own.refresh_from_db()
    assert [one["type"] for one in own.content["data"]["steps"][0]["fields"]] == ["text", "scale"]


@pytest.mark.parametrize(
    "wanted",
    ["remove:", "up:", "add:", "remove:title", "up:title.0", "remove:steps.9", "add:title:x", "add:steps:xy"],
)
def test_a_form_that_no_page_sends_changes_nothing(people: People, ben: Screen, wanted: str) -> None:
    own = write(ben)
    assert act(ben, own, wanted).status_code == 422
    assert act(ben, own, "save", **{"at.review.status": "reviewed"}).status_code == 422
    own.refresh_from_db()
    assert "review" not in (own.past or [{}])[-1]
    assert own.content["data"]["review"] == {"status": "awaiting clinical review"}


def test_a_second_window_does_not_overwrite_the_first_and_nothing_typed_is_lost(people: People, ben: Screen) -> None:
    own = write(ben)
    shown = own.edits
    kept(ben, own, "save", **{"at.purpose": "To look at the day."})
    answer = ben.post("own_document", own.pk, act="save", edits=shown, **{"at.purpose": "To sleep better."})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "To sleep better.</textarea>" in text
    assert "Kept in the other window:" in text
    assert "To look at the day." in text
    own.refresh_from_db()
    assert own.content["data"]["purpose"] == "To look at the day."
    assert f'name="edits" value="{own.edits}"' in text


@pytest.mark.parametrize("kind", KINDS)
def test_it_can_be_looked_at_as_others_will_meet_it(people: People, ben: Screen, kind: str) -> None:
    own = a_copy(people, kind)
    text = ben.text("own_document_preview", own.pk)
    shown = {"worksheet": "choices", "protocol": "What it may do to a person", "lesson": "Cards to remember it by"}
    assert shown.get(kind, "Before you offer it") in text
    assert "This is not finished" not in text


def test_a_draft_that_cannot_be_shown_says_so(people: People, ben: Screen) -> None:
    ben.post("own_documents", title="Mine", begin="protocol")
    own = OwnDocument.objects.get()
    text = ben.text("own_document_preview", own.pk)
    assert "It cannot be shown yet" in text
    assert "This is not finished" in text


def test_the_release_page_says_what_is_different(people: People, ben: Screen) -> None:
    own = released(people, a_diary(people))
    kept(ben, own, "start_version")
    draft = OwnDocument.objects.get(number=2)
    kept(ben, draft, "save", **{"at.purpose": "To know my nights.", "at.steps.0.fields.1.label": "Did I nap today?"})
    kept(ben, draft, "propose")
    text = Screen(people, "eve").text("own_document_release", draft.pk)
    assert "What is different from version 1" in text
    assert "To know my nights." in text
    assert "Steps 1, Questions 2, Words" in text


def test_a_version_that_was_sent_back_says_why(people: People, ben: Screen) -> None:
    own = a_diary(people)
    kept(ben, own, "propose")
    eve = Screen(people, "eve")
    assert eve.post("own_document_release", own.pk, do="send_back", reason="").status_code == 422
    assert eve.post("own_document_release", own.pk, do="send_back", reason="Say “nights”").status_code == 302
    assert "Say “nights”" in ben.text("own_document", own.pk)
    assert "Sent back to you" in ben.text("own_documents")


def test_the_author_cannot_release_and_a_manager_finds_no_release_page(people: People, ben: Screen) -> None:
    own = a_diary(people)
    kept(ben, own, "propose")
    assert ben.post("own_document_release", own.pk, do="release", reason="Fine").status_code == 409
    cleo = Screen(people, "cleo")
    assert cleo.get("own_document_release", own.pk).status_code == 403
    assert cleo.get("own_document", own.pk).status_code == 200
    own.refresh_from_db()
    assert own.state == "proposed"


def test_what_is_retired_is_offered_no_more(people: People, ben: Screen) -> None:
    own = released(people, a_diary(people))
    assert act(ben, own, "retire", reason="").status_code == 422
    kept(ben, own, "retire", reason="The other one is shorter")
    assert ben.get("library_worksheet", own.identifier).status_code == 404
    assert "Take it up again" in ben.text("own_document", own.pk)


@pytest.mark.parametrize("page", PAGES)
def test_another_service_finds_nothing_there(people: People, page: str) -> None:
    own = released(people, a_diary(people))
    there = a_service("Hill Service", at=people.at)
    screen = Screen(there, "ben")
    assert screen.get(page, own.pk).status_code == 404
    assert screen.post(page, own.pk, act="start_version", do="release").status_code in (404, 405)
    assert own.title not in screen.text("own_documents")
    answer = screen.post("own_documents", title="Mine", begin=f"worksheet:{own.identifier}")
    assert answer.status_code == 422


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_ours_can_be_translated(people: People, ben: Screen, kind: str) -> None:
    own = a_copy(people, kind)
    places = set(re.findall(r'href="\?part=([^"]*)"', ben.text("own_document", own.pk)))
    first = {place for place in places if "." not in place or place.endswith(".0")}
    with ben.now():
        for place in sorted(first):
            assert pseudo.untranslated(pseudo.read(ben.browser, f"/care/own/{own.pk}/?part={place}")) == [], place


@pytest.mark.parametrize("page", ["own_documents", *PAGES])
def test_every_word_of_the_other_pages_can_be_translated(people: People, page: str) -> None:
    own = released(people, a_diary(people))
    own = saved(people, author_documents.start_version(own=own, by=people.sees("ben"), at=people.at), texts={
        ("purpose",): ["To see"], ("minutes",): ["x"],
    })  # fmt: skip
    args = [] if page == "own_documents" else [own.pk]
    assert pseudo.untranslated(Screen(people, "eve").pseudo(page, *args)) == []


@pytest.mark.parametrize("name", ["ana", "finn", "dan", "ada", "pia"])
def test_those_who_write_no_documents_are_told_so(people: People, name: str) -> None:
    own = released(people, a_diary(people))
    screen = Screen(people, name)
    assert screen.get("own_documents").status_code == 403
    assert screen.get("own_document", own.pk).status_code == 403
