"""The forms of allocating: what a person asks for, and what a practitioner brings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kith.care.actions.allocating import LONGEST_COMMUNITY, Asks, Brings
from kith.care.queries.allocating import AvailabilityPage, WishPage
from kith.web.parts.allocating_words import FORMATS
from kith.web.parts.as_written import as_written
from kith.web.parts.week_words import language_code, language_words
from kith.web.practitioner.fields import any_of, line, number, one_of, tick, words
from kith.web.practitioner.group_forms import keep_words
from kith.web.practitioner.group_words import GENDERS, NEEDS


class WishForm(forms.Form):
    """What the person asks for; the parts of the week are ticked in a table beside it."""

    def __init__(self, *args: Any, page: WishPage, **given: Any) -> None:
        super().__init__(*args, **given)
        now = page.wish.asks if page.wish else {}
        ways, known = list(FORMATS.items()), now.get("formats", [])
        protocols = [("", _("Not agreed yet")), *((one.id, one.title) for one in page.protocols)]
        second = [("", _("No other way")), *ways]
        self.fields |= {
            "first_way": one_of(
                _("How would they like best to meet?"),
                [("", _("Not said")), *ways],
                initial=known[0] if known else "",
                as_list=True,
            ),
            "other_way": one_of(
                _("And if that cannot be?"), second, initial=known[1] if len(known) > 1 else "", as_list=True
            ),
            "languages": line(
                _("Languages, the one they like best first"),
                _language_hint(),
                initial=names_of(now.get("languages", [page.language])),
                most=120,
            ),
            "words": words(
                _("What matters to them about it, in their words"),
                _("Whoever allocates reads it."),
                rows=2,
                initial=page.wish.words if page.wish else "",
            ),
            "gender": one_of(
                _("Did they ask for somebody of a gender?"),
                [("", _("They did not ask")), *GENDERS.items()],
                _("Only if they said so themselves."),
                initial=now.get("gender", ""),
                as_list=True,
            ),
            "is_must": tick(_("They said that they would see nobody else"), initial=now.get("is_must", False)),
            "community": line(
                _("Would they like somebody who knows their community, faith or way of life? Which?"),
                _community_hint(page.communities),
                initial=now.get("community", ""),
                most=LONGEST_COMMUNITY,
            ),
            "needs": any_of(_("What they need to come here"), list(NEEDS.items()), initial=now.get("needs", ())),
            "intervention": one_of(
                _("What was agreed to begin with"), protocols, initial=now.get("intervention", ""), as_list=True
            ),
            "is_urgent": tick(
                _("They should be seen before others"),
                _("For danger today, use the duty rota and not this list."),
                initial=now.get("is_urgent", False),
            ),
            "not_now": line(
                _("They cannot begin now, because"),
                _("Nobody is proposed while something stands here."),
                initial=page.wish.not_now if page.wish else "",
                most=400,
            ),
        }
        keep_words(self, "languages", "words", "not_now", "intervention", "community")

    def asks(self, parts: list[str]) -> Asks:
        """As the action takes it."""
        given = self.cleaned_data
        ways = dict.fromkeys(one for one in (given["first_way"], given["other_way"]) if one)
        return Asks(
            parts=tuple(parts),
            languages=codes_in(given["languages"]),
            formats=tuple(ways),
            needs=tuple(given["needs"]),
            intervention=given["intervention"],
            gender=given["gender"],
            community=" ".join(given["community"].split()),
            is_must=given["is_must"],
            is_urgent=given["is_urgent"],
        )


class BringsForm(forms.Form):
    """What a practitioner brings; the hours stand in a table beside it. Gender and communities only they can say."""

    def __init__(self, *args: Any, page: AvailabilityPage, is_own: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        said = page.person.said if page.person else None
        now = said.brings if said else {}
        self.fields |= {
            "most_people": number(
                _("How many people at most, at the same time?"),
                _("Those you have now count too.") if is_own else _("Those they have now count too."),
                initial=said.most_people if said else None,
            ),
            "languages": line(
                _("Languages"),
                _language_hint(),
                initial=names_of(now.get("languages", [page.language])),
                most=120,
            ),
            "trained": any_of(
                _("Trained in, and supervised for"),
                [(one.id, as_written(one.title)) for one in page.protocols],
                initial=now.get("trained", ()),
            ),
            "offers": any_of(_("What the room offers"), list(NEEDS.items()), initial=now.get("offers", ())),
        }
        if is_own:
            self.fields["gender"] = one_of(
                _("Your gender, if you want people to be able to ask for it"),
                [("", _("I do not say")), *GENDERS.items()],
                initial=now.get("gender", ""),
                as_list=True,
            )
            self.fields["communities"] = line(
                _("Communities, faiths or ways of life you know from within, if you want people to be able to ask"),
                _("With commas between them. Whoever writes down wishes reads the words, and not whose they are."),
                initial=", ".join(now.get("communities", ())),
                most=400,
            )
        keep_words(self, "languages", "trained", *(["communities"] if is_own else []))

    def brings(self, hours: dict[str, tuple[str, ...]]) -> Brings:
        """As the action takes it; a number that is missing becomes -1 and is refused there."""
        given = self.cleaned_data
        most, told = given["most_people"], given.get("communities", "")
        return Brings(
            hours=hours,
            languages=codes_in(given["languages"]),
            most_people=-1 if most is None else most,
            trained=tuple(given["trained"]),
            offers=tuple(given["offers"]),
            gender=given.get("gender", ""),
            communities=tuple(dict.fromkeys(" ".join(one.split()) for one in told.split(",") if one.strip())),
        )


def codes_in(text: str) -> tuple[str, ...]:
    """Languages as they were typed, by name or by code, each once."""
    return tuple(dict.fromkeys(language_code(one.strip()) for one in text.split(",") if one.strip()))


def names_of(codes: Iterable[str]) -> str:
    """Languages by their own names, as they can be typed again."""
    return ", ".join(language_words(one) for one in codes)


def _community_hint(communities: Iterable[str]) -> str:
    only = _("Only if they say so themselves; never guess it from a name, a face or a language. It is a wish.")
    said = as_written(", ".join(communities))
    return format_html("{} {}: {}", only, _("Practitioners here have said"), said) if communities else only


def _language_hint() -> str:
    return _("Names or short codes with commas between them, for example: English, ar.")
