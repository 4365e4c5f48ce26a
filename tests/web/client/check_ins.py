"""Answering a check-in page by page, as a browser does."""

from __future__ import annotations

import re

from django.test import Client as Phone
from django.urls import reverse


def hidden(html: str, name: str) -> str:
    """What a page sends back unseen."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found is not None, f"The page has no hidden field {name}"
    return found[1]


def question(number: int, instrument: str = "phq9") -> str:
    """The address of a question."""
    return reverse("check_in_question", args=[instrument, number])


def answer(phone: Phone, number: int, value: object, instrument: str = "phq9", **changes: str) -> str:
    """Answer one question as the page shows it; what the next page says."""
    address = question(number, instrument)
    shown = phone.get(address).content.decode()
    typed = {name: hidden(shown, name) for name in ("key", "version", "item")} | {"answer": str(value)} | changes
    return phone.post(address, typed, follow=True).content.decode()
