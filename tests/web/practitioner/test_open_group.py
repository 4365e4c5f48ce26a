"""A couple, a family, a programme or an open circle is opened without a waiting list."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.models import AuditEvent, Group
from kith.care.queries.open_group import KINDS
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


def opening(people: People, **given: Any) -> dict[str, Any]:
    return {
        "kind": "couple",
        "name": "Green room",
        "protocol": "behavioural-family-therapy",
        "site": people.site.pk,
        "facilitators": [people.accounts["finn"].pk],
        "smallest": "2",
        "capacity": "2",
        "is_open": "no",
        "language": "en",
        "room": "Green room",
        "link": "https://rooms.example/a",
        "access": ["step_free"],
        "purpose": "To talk without a quarrel",
        "agreement": "We take turns.",
    } | given


def test_finn_opens_a_couple_though_nobody_waits(people: People) -> None:
    finn = Screen(people, "finn")
    assert "Open a couple, family, programme or circle" in finn.text("groups")
    page = finn.text("open_group")
    assert "Behavioural family therapy" in page
    assert "Community-based sociotherapy" not in page
    answer = finn.post("open_group", **opening(people))
    assert answer.status_code == 302, answer.content.decode()
    opened = Group.objects.get()
    assert (opened.kind, opened.state, opened.capacity, opened.is_open) == ("couple", "running", 2, False)
    assert (opened.purpose, opened.access, opened.link) == (
        "To talk without a quarrel",
        ["step_free"],
        "https://rooms.example/a",
    )
    assert AuditEvent.objects.filter(event="group.formed").count() == 1
    assert "Green room" in finn.text("group", opened.pk)


@pytest.mark.parametrize(
    ("kind", "made_for_it", "not_made_for_it"),
    [
        ("family", "Behavioural family therapy", "Support group"),
        ("school", "School anxiety group", "Behavioural family therapy"),
        ("workplace", "Support group", "School anxiety group"),
        ("community", "Community-based sociotherapy", "Behavioural family therapy"),
        ("peer", "Support group", "School anxiety group"),
    ],
)
def test_each_kind_offers_what_is_made_for_it(
    people: People, kind: str, made_for_it: str, not_made_for_it: str
) -> None:
    page = Screen(people, "finn").text("open_group", kind=kind)
    assert made_for_it in page
    assert not_made_for_it not in page


def test_every_kind_can_be_opened(people: People) -> None:
    finn = Screen(people, "finn")
    protocols = dict.fromkeys(KINDS, "support-group") | dict.fromkeys(
        ("couple", "family"), "behavioural-family-therapy"
    )
    for kind in KINDS:
        given = opening(people, kind=kind, protocol=protocols[kind], capacity="8")
        answer = finn.post("open_group", **given)
        assert answer.status_code == 302, (kind, answer.content.decode())
    assert set(Group.objects.values_list("kind", flat=True)) == set(KINDS)


def test_what_does_not_fit_is_refused_and_what_was_typed_stays(people: People) -> None:
    finn = Screen(people, "finn")
    for given, why in (
        ({"protocol": "support-group"}, "not one of the choices"),
        ({"facilitators": []}, "Nobody leads it"),
        ({"name": ""}, "It has no name"),
        ({"link": "http://rooms.example"}, "https://"),
        ({"capacity": "1"}, "2 to 1 people"),
    ):
        answer = finn.post("open_group", **opening(people, **given))
        assert answer.status_code == 422
        assert why in answer.content.decode()
        assert "To talk without a quarrel" in answer.content.decode()
    assert not Group.objects.exists()


def test_a_manager_opens_one_and_others_do_not(people: People) -> None:
    answer = Screen(people, "cleo").post("open_group", **opening(people))
    assert answer.status_code == 302
    assert answer["Location"].endswith("?kind=couple")
    for who in ("ben", "eve", "dan"):
        assert Screen(people, who).post("open_group", **opening(people)).status_code == 403
    assert Group.objects.count() == 1


def test_the_page_is_translated(people: People) -> None:
    assert pseudo.untranslated(Screen(people, "finn").pseudo("open_group")) == []
