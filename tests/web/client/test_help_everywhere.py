"""Numbers to call in every country: for anybody, the emergency number first, none called verified that is not."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from kith.care.models import Service
from kith.care.models.knowledge import library
from tests.people import People


def sections(html: str) -> dict[str, str]:
    """The part of the page about each country, in order."""
    main = html.split("<main")[1].split("</main")[0]
    parts = re.split(r'aria-labelledby="in-([A-Z]{2})"', main)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_country_has_its_emergency_number_first_without_any_log_in(people: People) -> None:
    found = sections(Client().get(reverse("help_everywhere")).content.decode())
    assert set(found) == set(library().crisis_contacts)
    for code, place in library().crisis_contacts.items():
        dialled = re.findall(r'href="(?:tel|sms):([^"]+)"', found[code])
        assert dialled == [contact.number.replace(" ", "") for contact in place.contacts]
        assert place.contacts[0].kind == "emergency"


def test_the_services_own_country_stands_first(people: People) -> None:
    assert next(iter(sections(Client().get(reverse("help_everywhere")).content.decode()))) == "GB"
    Service.objects.filter(pk=people.service.pk).update(country="NZ")
    assert next(iter(sections(Client().get(reverse("help_everywhere")).content.decode()))) == "NZ"


def test_a_number_that_nobody_saw_says_so(people: People) -> None:
    found = sections(Client().get(reverse("help_everywhere")).content.decode())
    for code, place in library().crisis_contacts.items():
        unseen = sum(contact.provenance != "verified" for contact in place.contacts)
        assert found[code].count("(not yet verified)") == unseen


def test_it_is_one_tap_from_help_right_now(people: People) -> None:
    assert reverse("help_everywhere") in Client().get(reverse("help_now")).content.decode()
