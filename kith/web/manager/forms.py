"""The form that asks for one of the periods offered."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.care.queries.outcomes import OutcomesPage
from kith.web.manager.sentences import offered_words


class PeriodForm(forms.Form):
    """The periods that are offered and not taken yet. One taken in the meantime is refused by the action."""

    period = forms.ChoiceField(label=_("Of which months"))

    def __init__(self, *given: object, page: OutcomesPage, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)
        self.offered = {str(one.months): one for one in page.offered}
        listed = page.offered if self.is_bound else [one for one in page.offered if one not in page.taken]
        field.choices = [(str(one.months), offered_words(one, one.months)) for one in listed]

    def period_chosen(self) -> tuple[date, date]:
        """The first and the last day."""
        chosen = self.offered[self.cleaned_data["period"]]
        return chosen.period_from, chosen.period_to
