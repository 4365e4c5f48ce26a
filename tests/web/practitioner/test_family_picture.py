"""The page on which Ben draws Ana's family and her home."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.models import FamilyPicture
from kith.care.models.families import draft_or_newest
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, queries_of

MUM = {"name": "Mum", "kinship": "parent", "whom": "p1", "couple": "married", "gender": "woman", "born": "1962"}


def send(screen: Screen, page: str = "genogram", **fields: Any) -> Any:
    now = draft_or_newest(screen.people.ana, page)
    shown = now.mark if now is not None else ""
    return screen.post(page, screen.people.ana.pk, **({"what": "save", "row": "people", "shown": shown} | fields))


def test_an_empty_page_shows_an_example_and_says_what_to_do(people: People) -> None:
    screen = Screen(people, "ben")
    text = screen.text("genogram", people.ana.pk)
    assert "Begin with whoever the person names first" in text
    assert "The family of Sam" in text
    assert "The others in it are no clients here" in text
    assert "school, work, friends, faith, services" in screen.text("ecomap", people.ana.pk)


def test_what_was_added_is_drawn_at_once_and_kept_and_read_again(people: People) -> None:
    screen = Screen(people, "ben")
    assert send(screen, **MUM).status_code == 302
    text = screen.text("genogram", people.ana.pk)
    assert "<svg" in text
    assert "A draft" in text
    send(screen, what="keep", row="", is_shared="on")
    first = FamilyPicture.objects.get()
    people.later(minutes=1)
    send(screen, name="Leo", kinship="sibling", whom="p1")
    old = screen.text("genogram", people.ana.pk, version=str(first.pk))
    assert "An earlier version" in old
    assert "Leo" not in old
    assert "Leo" in screen.text("genogram", people.ana.pk)
    assert "Mum" in Screen(people, "ana").text("my_family")
    assert "Leo" not in Screen(people, "ana").text("my_family")


def test_a_refusal_says_what_was_found_and_keeps_what_was_typed(people: People) -> None:
    screen = Screen(people, "ben")
    send(screen, **MUM)
    answer = send(screen, row="bonds", one="p2", other="p2", kind="cut off")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Row 1 of ties: Mum, Mum." in text
    assert '<option value="cut off" selected>' in text
    assert FamilyPicture.objects.get().steps == 1


def test_a_row_is_changed_removed_and_the_removal_undone(people: People) -> None:
    screen = Screen(people, "ben")
    send(screen, **MUM)
    assert 'value="Mum"' in screen.text("genogram", people.ana.pk, change="people-1")
    send(screen, row="people-1", name="Rosa", gender="woman")
    send(screen, row="people-1", what="remove")
    assert "Rosa" not in screen.text("genogram", people.ana.pk)
    send(screen, what="undo")
    assert "Rosa" in screen.text("genogram", people.ana.pk)


def test_somebody_who_typed_on_an_older_page_loses_nothing(people: People) -> None:
    screen = Screen(people, "ben")
    send(screen, **MUM)
    answer = send(screen, shown="", name="Grandma")
    assert answer.status_code == 409
    assert 'value="Grandma"' in answer.content.decode()
    assert "Mum" in answer.content.decode()


def test_a_home_with_what_surrounds_it(people: People) -> None:
    screen = Screen(people, "ben")
    assert "Whose tie" not in screen.text("ecomap", people.ana.pk)
    send(screen, "ecomap", row="household", household="The flat", members="Eva")
    send(screen, "ecomap", row="systems", name="Parish", tie="weak", flow="to household", whose="1")
    text = screen.text("ecomap", people.ana.pk)
    assert "Weak or uncertain, Gives energy, Eva" in text
    assert "Around The flat: Parish (Eva), weak or uncertain, gives energy." in text


def test_forged_rows_and_buttons_change_nothing(people: People) -> None:
    screen = Screen(people, "ben")
    assert send(screen, what="remove", row="people-7").status_code == 422
    assert send(screen, what="dance").status_code == 422
    assert not FamilyPicture.objects.exists()


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo"])
@pytest.mark.parametrize("page", ["genogram", "ecomap"])
def test_others_find_no_page(people: People, name: str, page: str) -> None:
    assert Screen(people, name).get(page, people.ana.pk).status_code == 404


def test_ana_finds_an_empty_page_of_her_own_until_something_is_shared(people: People) -> None:
    send(Screen(people, "ben"), **MUM)
    text = Screen(people, "ana").text("my_family")
    assert "Nothing here yet" in text
    assert "Mum" not in text
    assert "My family and my home" not in Screen(people, "ana").text("my_together")


def test_every_word_is_translated_and_the_page_costs_few_queries(people: People) -> None:
    screen = Screen(people, "ben")
    send(screen, **MUM)
    send(screen, "ecomap", row="systems", name="Parish", tie="weak", flow="none")
    for page in ("genogram", "ecomap"):
        assert pseudo.untranslated(screen.pseudo(page, people.ana.pk)) == []
    assert queries_of(lambda: screen.text("genogram", people.ana.pk)) < 40
