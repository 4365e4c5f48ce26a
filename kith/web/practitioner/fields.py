"""Fields of a practitioner's forms: nothing is refused here that an action can refuse in full words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

MOST_WORDS = 8000


def words(label: Any, hint: Any = "", *, rows: int = 4, initial: str = "") -> forms.CharField:
    """A place for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        initial=initial,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "max_length": lazy(
                "This text is too long. It has %(show_value)d characters. Shorten it to %(limit_value)d or fewer."
            )
        },
    )


def line(label: Any, hint: Any = "", *, initial: str = "", most: int = 300) -> forms.CharField:
    """A place for one line."""
    return forms.CharField(label=label, help_text=hint, required=False, initial=initial, max_length=most)


def number(label: Any, hint: Any = "", *, initial: int | None = None) -> forms.IntegerField:
    """A whole number. Its limits are the action's."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        initial=initial,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"invalid": lazy("This is not a whole number. Write it in digits, for example 50.")},
    )


def day(label: Any, hint: Any = "", *, initial: Any = None) -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        initial=initial,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": lazy("This is not a day. Write year, month and day, for example 2026-03-02.")},
    )


def moment(label: Any, hint: Any = "", *, initial: Any = None) -> forms.DateTimeField:
    """A day and an hour, where the service is."""
    return forms.DateTimeField(
        label=label,
        help_text=hint,
        required=False,
        initial=initial,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": lazy("This is not a day with an hour. Write both, for example 2026-03-02 14:30.")},
    )


def one_of(
    label: Any, choices: list[tuple[str, Any]], hint: Any = "", *, initial: str = "", as_list: bool = False
) -> forms.ChoiceField:
    """One of several, or none yet."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        required=False,
        initial=initial,
        widget=forms.Select if as_list else forms.RadioSelect,
        error_messages={"invalid_choice": lazy("“%(value)s” is not one of the choices. Choose one that is shown.")},
    )


def any_of(
    label: Any, choices: list[tuple[str, Any]], hint: Any = "", *, initial: Any = ()
) -> forms.MultipleChoiceField:
    """Any number of several, also none."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        required=False,
        initial=list(initial),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": lazy("“%(value)s” is not one of the choices. Choose from those shown.")},
    )


def tick(label: Any, hint: Any = "", *, initial: bool = False) -> forms.BooleanField:
    """Yes, or left open."""
    return forms.BooleanField(label=label, help_text=hint, required=False, initial=initial)
