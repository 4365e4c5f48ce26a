"""What did we agree, and what can and cannot stay in the group? One's own yes, and the text to keep."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.agreeing import say_yes
from kith.care.models import Refusal
from kith.care.queries.agreements import my_agreement as agreement_page
from kith.care.queries.my_groups import my_place
from kith.web.asking import Request
from kith.web.client.page import show

WAYS = {"own": lazy("on your own page"), "paper": lazy("on paper")}


def my_agreement(request: Request, group_id: UUID) -> HttpResponse:
    """The text of one of one's own groups; its form says yes."""
    refusal = None
    page = agreement_page(viewer=request.viewer, group_id=group_id, at=request.at)
    if request.method == "POST":
        try:
            place = my_place(viewer=request.viewer, group_id=group_id, at=request.at)
            say_yes(membership=place, read=request.POST.get("text", ""), by=request.viewer, at=request.at)
            messages.success(request, _("Thank you. Your yes is kept with the date and this text."))
            return redirect("my_agreement", group_id)
        except Refusal as found:
            refusal = found
    said = [{"one": one, "way": WAYS[one.way]} for one in page.said]
    return show(request, "my_agreement", page, refusal=refusal, said=said)
