"""What each person of a couple or family is asked alone: our own plain words, awaiting clinical review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.models.families import ALONE_ANSWERS, SCREEN, SCREEN_ANSWERS
from kith.web.practitioner.fields import one_of, tick

QUESTIONS = {
    "afraid": lazy("In the last three months: were you afraid of somebody who would be in the room?"),
    "hurt": lazy("Did somebody at home hit, push, hold or hurt you?"),
    "threatened": lazy("Did somebody threaten you, or somebody or something you love?"),
    "controlled": lazy("Does somebody keep you from people, money, your phone or going out, or check on you?"),
    "forced": lazy("Did somebody make you do something with your body that you did not want?"),
    "made_to_pay": lazy("Could somebody make you pay at home for what you say here?"),
}
FOUND = {
    "afraid": lazy("afraid of somebody who would be there"),
    "hurt": lazy("hurt at home"),
    "threatened": lazy("threatened"),
    "controlled": lazy("kept from people, money or going out, or checked on"),
    "forced": lazy("made to do something with their body"),
    "made_to_pay": lazy("could pay at home for what they say"),
}
SAID = {"no": lazy("No"), "yes": lazy("Yes"), "unsure": lazy("Not sure, or would rather not say")}
ALONE = {
    "safe": lazy("Meeting together is safe"),
    "not_sure": lazy("Not sure"),
    "not_safe": lazy("Meeting together is not safe"),
}


class AskingAlone(forms.Form):
    """The screen for one person; its fields carry the person's id, for the page holds one form for each."""

    def __init__(self, data: Any, client_id: UUID) -> None:
        super().__init__(data, prefix=str(client_id))
        self.fields |= {
            "was_alone": tick(_("The person is alone with me and nobody can hear us")),
            **{code: one_of(QUESTIONS[code], [(one, SAID[one]) for one in SCREEN_ANSWERS]) for code in SCREEN},
            "answer": one_of(_("All in all, what does the person say?"), [(one, ALONE[one]) for one in ALONE_ANSWERS]),
        }

    @property
    def said(self) -> dict[str, str]:
        """Code of each question -> what was answered, empty where nothing was."""
        return {code: self.cleaned_data[code] for code in SCREEN}


def found_words(found: dict[str, str]) -> list[str]:
    """What was answered with yes or not sure, in words."""
    return [
        str(FOUND[code]) if found[code] == "yes" else _("%(what)s (not sure)") % {"what": FOUND[code]}
        for code in SCREEN
        if found.get(code, "no") != "no"
    ]
