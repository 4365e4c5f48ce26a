"""The forms of a group, and how what was typed is read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.forming import Frame
from kith.care.models import BadInput
from kith.web.asking import id_in
from kith.web.parts.week_words import day_words, language_words
from kith.web.practitioner.fields import any_of, line, moment, number, one_of, words
from kith.web.practitioner.group_words import KINDS, NEEDS


class Joining(forms.Form):
    """Somebody joins, known by the number on their letter."""

    number = forms.CharField(
        label=lazy("Number of the person"), help_text=lazy("For example K00012"), max_length=12, required=False
    )
    display_name = forms.CharField(
        label=lazy("Name in the group"),
        help_text=lazy("What the person wants to be called there. The others will see it."),
        max_length=120,
        required=False,
    )
    is_prepared = forms.BooleanField(
        label=lazy("Somebody talked with them alone about the group, its rules, what stays there and what cannot"),
        required=False,
    )
    unprepared = forms.CharField(label=lazy("If nobody did: why they join before it"), max_length=500, required=False)


class Booking(forms.Form):
    """The next meeting."""

    starts_at = forms.DateTimeField(
        label=lazy("Day and time"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    minutes = forms.IntegerField(label=lazy("Minutes"), min_value=1, max_value=1440)


class Moving(forms.Form):
    """When a booked meeting takes place instead."""

    moved_to = moment(lazy("Day and time"))


class Describing(forms.Form):
    """When, where and for whom a group is."""

    meets_at = forms.TimeField(
        label=lazy("Hour"), required=False, widget=forms.TimeInput({"type": "time", "class": "short"}, format="%H:%M")
    )

    def __init__(self, *args: Any, languages: tuple[str, ...], **given: Any) -> None:
        super().__init__(*args, **given)
        days = [("", _("No day yet")), *((str(day), day_words(day)) for day in range(1, 8))]
        hour = self.fields.pop("meets_at")
        self.fields |= {
            "purpose": words(_("What it is for"), _("Members read this."), rows=2),
            "weekday": one_of(_("Day"), days, as_list=True),
            "meets_at": hour,
            "smallest": number(_("Smallest size"), _("With fewer people it does not begin.")),
            "capacity": number(_("Largest size"), _("One leader for up to eight people, two from nine on.")),
            "is_open": one_of(
                _("Who can still join?"),
                [("yes", _("Open: people can join at any time")), ("no", _("Closed: nobody after the second meeting"))],
            ),
            "language": one_of(_("Language"), [(one, language_words(one)) for one in languages], as_list=True),
            "room": line(_("Room"), most=120),
            "access": any_of(_("What the place offers"), list(NEEDS.items())),
            "link": line(_("Link, if it meets online"), _("Begins with https://. Members see it."), most=500),
            "agreement": words(_("What was agreed"), _("One rule on each line. Members read this."), rows=5),
        }
        keep_words(self, "purpose", "language", "room", "link", "agreement")

    @property
    def frame(self) -> Frame:
        """What was typed, as the action takes it; sizes that are not numbers become 0 and are refused there."""
        given = self.cleaned_data
        return Frame(
            smallest=given["smallest"] or 0,
            is_open=given["is_open"] != "no",
            language=given["language"] or "en",
            weekday=int(given["weekday"]) if given["weekday"] else None,
            meets_at=given["meets_at"],
            room=given["room"],
            access=tuple(given["access"]),
            purpose=given["purpose"],
            link=given["link"],
        )


class Opening(Describing):
    """A new group."""

    field_order = ("name", "kind", "site", "facilitators")

    def __init__(
        self, *args: Any, sites: list[tuple[str, str]], facilitators: list[tuple[str, str]], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.fields |= {
            "name": line(_("Name"), _("It says nothing about anybody's health: Tuesday group, Green room."), most=120),
            "kind": one_of(_("Kind"), list(KINDS.items()), as_list=True),
            "site": one_of(_("Place"), sites, as_list=True),
            "facilitators": any_of(_("Led by"), [(pk, as_name(name)) for pk, name in facilitators]),
        }
        keep_words(self, "name", "site")
        self.order_fields(self.field_order)


def as_name(words: str) -> SafeString:
    """A name among choices, which is not translated with the page."""
    return format_html('<span translate="no">{}</span>', words)


def keep_words(form: forms.Form, *names: str) -> None:
    """Fields that hold names or somebody's own words, which are not translated with the page."""
    for name in names:
        form.fields[name].widget.attrs["translate"] = "no"


def unclear(what: str, instead: str, field: str) -> BadInput:
    """A form that is not complete, or cannot be read."""
    return BadInput(what, _("Something on the form is missing or cannot be read."), instead, field)


def uuid_in(text: str | None) -> UUID:
    """An id that a form of ours sends along; raises BadInput for anything else."""
    found = id_in(text)
    if found is None:
        raise unclear(_("Nothing was changed."), _("Open the page again and use its buttons."), "")
    return found
