"""What a page sent back, where one page holds several forms: which thing was meant, and the first fault of a form."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from kith.care.models import BadInput
from kith.web.asking import Request


def chosen_id(request: Request, name: str) -> UUID:
    """Which row of a list was meant; raises BadInput when the page did not say."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise BadInput(
            _("Nothing was changed."), _("The page did not say which one."), _("Choose it again from the list.")
        ) from None


def check_sent(form: forms.Form) -> None:
    """The first fault of a form, as a refusal: the whole page shows one summary."""
    if not form.is_valid():
        name, faults = next(iter(form.errors.items()))
        raise BadInput(
            _("Nothing was changed."), str(faults[0]), _("Put it right and send it again."), f"{form.prefix}-{name}"
        )
