"""Ana draws the people and places around her, sees what changed, and shows the map to Ben until she no longer does."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kith.care.actions import connect, measure
from kith.care.models import BadInput, Connection, WrongMoment
from kith.care.permissions import NotYours
from tests.people import People, a_client
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

LEO = {"what": "add", "called": "Leo B", "kind": "person", "ring": "further"}


def one(called: str) -> Connection:
    (row,) = [row for row in Connection.objects.filter(ends=None) if row.called == called]
    return row


def test_ana_draws_moves_compares_and_takes_off(people: People) -> None:
    ana = Screen(people, "ana")
    assert "Your map is empty" in ana.text("my_around")
    refused = ana.post("my_around", **LEO | {"called": " ", "ring": "close"})
    assert refused.status_code == 422
    assert "There is no name" in refused.content.decode()
    assert ana.post("my_around", **LEO).status_code == 302
    text = ana.text("my_around")
    assert "<svg" in text
    assert "Send Leo B a short message" in text
    assert "What has changed?" not in text
    people.later(days=30)
    ana = Screen(people, "ana")
    for called in ("Mia", "Ute"):
        ana.post("my_around", **LEO | {"called": called, "ring": "near"})
    ana.post("my_around", what="nearer", one=one("Leo B").pk)
    text = ana.text("my_around")
    assert "New and near: 2 people" in text
    assert "Moved nearer, now near: 1 person" in text
    ana.post("my_around", what="remove", one=one("Ute").pk)
    assert "New and near: 1 person" in ana.text("my_around")
    assert Connection.objects.filter(ends=None).count() == 2
    assert ana.post("my_around", what="dance").status_code == 422
    assert pseudo.untranslated(ana.pseudo("my_around")) == []


def test_ben_sees_it_only_while_ana_says_so(people: People) -> None:
    ana, ben = Screen(people, "ana"), Screen(people, "ben")
    ana.post("my_around", **LEO)
    assert "Leo B" not in ben.text("around", people.ana.pk)
    ana.post("my_around", what="share")
    assert "Leo B" in ben.text("around", people.ana.pk)
    assert "Ben Okafor" in ana.text("my_around")
    assert pseudo.untranslated(ben.pseudo("around", people.ana.pk)) == []
    for other in ("eve", "dev", "cleo", "finn", "dan"):
        assert Screen(people, other).get("around", people.ana.pk).status_code == 404
    ana.post("my_around", what="stop")
    assert "Leo B" not in ben.text("around", people.ana.pk)


def test_how_lonely_she_feels_stands_beside_the_map_where_it_was_asked(people: People) -> None:
    assert "Feeling lonely" not in Screen(people, "ana").text("my_around")
    for answers in ({"q1": 3, "q2": 3, "q3": 2}, {"q1": 2, "q2": 2, "q3": 1}):
        measure.submit_measurement(
            client=people.ana, instrument="ucla-loneliness-3", key=uuid4(), answers=answers, language="en",
            by=people.sees("ana"), at=people.at,
        )  # fmt: skip
        people.later(days=7)
    text = Screen(people, "ana").text("my_around")
    assert "5 on a scale from 3 (not lonely) to 9 (very lonely)" in text
    assert "The time before: 8." in text


def test_others_and_forged_forms_change_nothing(people: People) -> None:
    ana = Screen(people, "ana")
    ana.post("my_around", **LEO)
    a_client(people, "lea", "Lea", "Moss")
    lea = Screen(people, "lea")
    assert lea.post("my_around", what="remove", one=one("Leo B").pk).status_code == 404
    with pytest.raises(NotYours):
        connect.share_map(client=people.ana, by=people.sees("ben"), at=people.at)
    first = one("Leo B")
    for kind, ring in (("ghost", "near"), ("person", "inside")):
        with pytest.raises(BadInput):
            connect.add_connection(
                client=people.ana, kind=kind, ring=ring, called="X", by=people.sees("ana"), at=people.at
            )
    connect.move_connection(connection=first, ring="close", by=people.sees("ana"), at=people.at)
    with pytest.raises(WrongMoment):
        connect.remove_connection(connection=first, by=people.sees("ana"), at=people.at)


def test_a_map_is_full_at_thirty(people: People) -> None:
    given = {"client": people.ana, "kind": "place", "ring": "near", "by": people.sees("ana"), "at": people.at}
    for n in range(connect.MOST):
        connect.add_connection(called=f"Bench {n}", **given)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="30 on the map already"):
        connect.add_connection(called="One more", **given)  # type: ignore[arg-type]
