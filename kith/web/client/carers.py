"""Plans of those who care for me: only what each of them chose to share."""

from __future__ import annotations

from django.http import HttpResponse

from kith.care.queries.carers import my_carers as shared_plans
from kith.web.asking import Request
from kith.web.client.page import show
from kith.web.parts.carer_words import PARTS


def my_carers(request: Request) -> HttpResponse:
    """Every plan that is shared now, the newest first."""
    page = shared_plans(viewer=request.viewer, at=request.at)
    plans = [{"plan": one, "lines": [(PARTS[part], words) for part, words in one.lines]} for one in page.plans]
    return show(request, "my_carers", page, plans=plans)
