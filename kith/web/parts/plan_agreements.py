"""What a safety plan agrees beside its six steps: who keeps what, who has a copy, whom the team may ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.plan_parts import Agreements

KEEPINGS = 3  # things that somebody keeps; rarely more than two
LONGEST = 2000


class AgreementFields(forms.Form):
    """The fields, added to the form of a plan."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for number in range(1, KEEPINGS + 1):
            self.fields[f"keep_{number}_what"] = _line(lazy("What"))
            self.fields[f"keep_{number}_who"] = _line(lazy("Who keeps it"))
            self.fields[f"keep_{number}_until"] = _day(lazy("Until"))
        self.fields["copies"] = _lines(
            lazy("Who has a copy"), lazy("One name in a line. They got it from the person or with the person's yes.")
        )
        self.fields["may_know"] = _lines(
            lazy("Who may be asked to get in touch"),
            lazy("One name in a line. The team may ask them to call or visit. They are never told what was written."),
        )

    def keepings(self) -> list[list[forms.BoundField]]:
        """The rows of what is kept, each with its three fields."""
        return [
            [self[f"keep_{number}_{part}"] for part in ("what", "who", "until")] for number in range(1, KEEPINGS + 1)
        ]

    def agreements(self) -> dict[str, list[Any]]:
        """What was agreed, as the plan keeps it; rows and lines without words are left out."""
        given = self.cleaned_data
        rows = []
        for number in range(1, KEEPINGS + 1):
            what, who = given[f"keep_{number}_what"].strip(), given[f"keep_{number}_who"].strip()
            until = given[f"keep_{number}_until"]
            if what or who:
                rows.append({"what": what, "who": who, "until": until.isoformat() if until else ""})
        return {"means": rows, "copies": split(given["copies"]), "may_know": split(given["may_know"])}


def written_agreements(agreements: Agreements) -> dict[str, Any]:
    """What the form begins with."""
    begun: dict[str, Any] = {"copies": "\n".join(agreements.copies), "may_know": "\n".join(agreements.may_know)}
    for number, row in enumerate(agreements.means[:KEEPINGS], start=1):
        begun |= {f"keep_{number}_what": row.what, f"keep_{number}_who": row.who, f"keep_{number}_until": row.until}
    return begun


def labels_of_changes(changes: Any, labels: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What has changed, part by part, with the name of the part as this page calls it."""
    named = {**labels, "reasons_for_living": _("Reasons for living")}
    return [{"part": named[one.part], "added": one.added, "gone": one.gone} for one in changes]


def split(text: str) -> list[str]:
    """One entry for each line that has words."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _line(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=200)


def _lines(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "translate": "no"}),
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": lazy("This is not a day. Write year, month and day, for example 2026-03-02.")},
    )
