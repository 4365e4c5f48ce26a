"""The page on which Ben and Ana say why this, why now, and what keeps it going."""

from __future__ import annotations

import pytest

from kith.care.models import Formulation
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, queries_of

BOXES = {"presenting": "I sleep badly.", "hypothesis": "Empty days keep it so."}


def write(screen: Screen, people: People, shown: str = "", **boxes: str) -> object:
    return screen.post("formulate", people.ana.pk, template="five-ps", shown=shown, **(BOXES | boxes))


def test_what_was_written_is_drawn_and_kept_in_versions(people: People) -> None:
    screen = Screen(people, "ben")
    write(screen, people)
    first = Formulation.objects.get()
    people.later(minutes=5)
    write(screen, people, shown=str(first.pk), presenting="I sleep badly and see nobody.", is_shared="on")
    text = screen.text("formulate", people.ana.pk)
    assert "<svg" in text
    assert "I sleep badly and see nobody." in text
    assert "Shared with the person" in text
    old = screen.text("formulate", people.ana.pk, version=str(first.pk))
    assert "An earlier version" in old


@pytest.mark.parametrize("template", ["five-ps", "maintenance-cycle"])
def test_each_template_has_its_form(people: People, template: str) -> None:
    text = Screen(people, "ben").text("formulate", people.ana.pk, template=template)
    assert f'<input type="hidden" name="template" value="{template}">' in text


def test_two_people_writing_at_once_lose_nothing(people: People) -> None:
    screen = Screen(people, "ben")
    write(screen, people)
    first = Formulation.objects.get()
    write(screen, people, shown=str(first.pk), presenting="The other text")
    answer = write(screen, people, shown=str(first.pk), presenting="My own text")
    text = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "My own text" in text
    assert "The other text" in text
    assert Formulation.objects.count() == 2
    newest = Formulation.objects.get(replaced_by__isnull=True)
    assert f'name="shown" value="{newest.pk}"' in text


def test_empty_boxes_are_refused_with_what_to_do(people: People) -> None:
    answer = Screen(people, "ben").post("formulate", people.ana.pk, template="five-ps", shown="")
    assert answer.status_code == 422
    assert "Fill at least one box." in answer.content.decode()


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo"])
def test_others_find_nothing_there(people: People, name: str) -> None:
    screen = Screen(people, name)
    assert screen.get("formulate", people.ana.pk).status_code == 404
    assert write(screen, people).status_code == 404  # type: ignore[attr-defined]
    assert not Formulation.objects.exists()


def test_many_versions_cost_no_more(people: People) -> None:
    screen = Screen(people, "ben")
    write(screen, people)
    few = queries_of(lambda: screen.text("formulate", people.ana.pk))
    for number in range(3):
        newest = Formulation.objects.get(replaced_by__isnull=True)
        write(screen, people, shown=str(newest.pk), presenting=f"Version {number}")
    assert queries_of(lambda: screen.text("formulate", people.ana.pk)) == few


def test_every_word_of_ours_can_be_translated(people: People) -> None:
    screen = Screen(people, "ben")
    write(screen, people)
    screen.get(
        "formulate", people.ana.pk
    )  # takes the toast away, which was made before the made-up language was spoken
    assert pseudo.untranslated(screen.pseudo("formulate", people.ana.pk)) == []
