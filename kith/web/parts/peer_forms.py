"""The fields in which somebody says what they would like to share, for the person and for the peer supporter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kith.care.actions.pairing import Sharing
from kith.care.models import BadInput
from kith.web.parts.activity_words import DISTANCES, INTERESTS
from kith.web.parts.as_written import as_written
from kith.web.parts.peer_words import EXPERIENCES
from kith.web.parts.week_words import language_words, part_words, week_rows

PART = "part"


def sharing_fields(
    label: str, hint: str, words: str, languages: Iterable[str], now: Any, language: str
) -> dict[str, forms.Field]:
    """Experiences, own words and languages; `now` is what stands there already, or None."""
    choices = [(code, as_written(language_words(code))) for code in languages]
    many = forms.CheckboxSelectMultiple
    return {
        "experiences": forms.MultipleChoiceField(
            label=label,
            help_text=hint,
            choices=list(EXPERIENCES.items()),
            initial=list(now.experiences) if now else [],
            required=False,
            widget=many,
        ),
        "words": forms.CharField(
            label=words,
            initial=now.words if now else "",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "translate": "no"}),
        ),
        "interests": forms.MultipleChoiceField(
            label=_("What do you like to do?"),
            choices=list(INTERESTS.items()),
            initial=list(getattr(now, "interests", ())),
            required=False,
            widget=many,
        ),
        "furthest": forms.ChoiceField(
            label=_("How far would you go to meet?"),
            choices=[*DISTANCES.items(), ("", _("I'd rather not say"))],
            initial=getattr(now, "furthest", ""),
            required=False,
            widget=forms.RadioSelect,
        ),
        "languages": forms.MultipleChoiceField(
            label=_("In which languages?"),
            choices=choices,
            initial=list(now.languages) if now else [language],
            required=False,
            widget=many,
        ),
    }


def sharing_in(form: forms.Form, parts: list[str]) -> Sharing:
    """What was chosen, as the action takes it; a refusal in three parts for what no form of ours sends."""
    if not form.is_valid():
        raise BadInput(
            _("Nothing was kept."),
            _("Something on the form is missing or cannot be read."),
            _("Correct the fields that are marked."),
            next(iter(form.errors)),
        )
    given = form.cleaned_data
    return Sharing(
        tuple(given["experiences"]),
        tuple(given["languages"]),
        tuple(parts),
        given["words"],
        tuple(given["interests"]),
        given["furthest"],
    )


def shown_sharing(now: Any) -> Mapping[str, Any]:
    """The same in words."""
    return {
        "called": getattr(now, "called", ""),
        "experiences": [EXPERIENCES[name] for name in now.experiences],
        "words": now.words,
        "interests": [INTERESTS[name] for name in now.interests],
        "furthest": DISTANCES.get(now.furthest, ""),
        "languages": [language_words(code) for code in now.languages],
        "parts": [part_words(part) for part in now.parts],
    }


def week_of(ticked: Iterable[str]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """The week as rows of boxes, with what is ticked."""
    on = set(ticked)
    return [(day, [(value, word, value in on) for value, word in parts]) for day, parts in week_rows()]
