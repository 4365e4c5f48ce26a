"""The form that asks for whole months."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kith.care.queries.outcomes import OutcomesPage

MONTHS_OFFERED = 36


class PeriodForm(forms.Form):
    """From the first day of one month to the last day of another."""

    period_from = forms.ChoiceField(label=_("From the beginning of"))
    period_to = forms.ChoiceField(label=_("To the end of"))

    def __init__(self, *given: object, page: OutcomesPage, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        months = _months_until(page.next_on)
        offered = page.offered[0] if page.offered else None
        for name, first in (
            ("period_from", offered and offered.period_from),
            ("period_to", offered and offered.period_to),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(month.isoformat(), date_format(month, "F Y")) for month in months]
            field.initial = (first.replace(day=1) if first else months[0]).isoformat()

    def period(self) -> tuple[date, date]:
        """The first and the last day."""
        last = date.fromisoformat(self.cleaned_data["period_to"])
        return date.fromisoformat(self.cleaned_data["period_from"]), _next_month(last) - timedelta(days=1)


def _months_until(next_month: date) -> list[date]:
    """The months that are over, the newest first. `next_month` begins after the running one."""
    months, month = [], (next_month - timedelta(days=1)).replace(day=1)
    for _number in range(MONTHS_OFFERED):
        month = (month - timedelta(days=1)).replace(day=1)
        months.append(month)
    return months


def _next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)
