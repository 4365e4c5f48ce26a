"""My choice: what we looked at together, what matters to me, and what I chose, to read again alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.choices import ChoiceTold
from kith.care.queries.choosing_together import my_choice as choice_page
from kith.reports import Bullets, Heading, Paragraph, Part, can_set_pdf
from kith.web.asking import Request
from kith.web.client.page import show
from kith.web.parts.cards_side_by_side import HOW_MUCH, MATTERS, cards_told
from kith.web.parts.choice_file import choice_file
from kith.web.parts.pdf_files import pdf_file

OUTCOMES: dict[str, Any] = {
    "nothing_for_now": lazy("Nothing for now"),
    "not_decided": lazy("We have not decided yet"),
}


def my_choice(request: Request) -> HttpResponse:
    """The newest choice."""
    page = choice_page(viewer=request.viewer, at=request.at)
    cards = cards_told(page.shown) if page.shown is not None else []
    mattered = [(MATTERS[name], HOW_MUCH[value]) for name, value in page.matters.items() if value]
    if request.GET.get("as") == "pdf" and page.choice is not None and page.shown is not None:
        before, is_told_apart = _chosen(page.choice, mattered), page.shown.is_told_apart
        file = choice_file(_("What did we choose?"), cards, is_told_apart=is_told_apart, before=before)
        return pdf_file(file, "my-choice")
    return show(request, "my_choice", page, cards=cards, mattered=mattered, has_file=bool(cards) and can_set_pdf())


def _chosen(choice: ChoiceTold, mattered: list[tuple[Any, Any]]) -> Iterator[Part]:
    """What was chosen, in whose words, and what mattered."""
    yield Paragraph(choice.title if choice.outcome == "plan" else str(OUTCOMES[choice.outcome]))
    yield Paragraph(f"{_('In your words:')} {choice.words}")
    if mattered:
        yield Heading(_("What matters to you"))
        yield Bullets(tuple(f"{what}: {how}" for what, how in mattered))
