"""The forms of the builder: each row of a part is a form of its own, filled with what is kept or what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.own_instruments import OwnPage
from kith.care.queries.own_parts import AnswersRow, FlagRow, LanguageRow, QuestionRow, ScoreRow
from kith.web.parts.timelines import score_words
from kith.web.practitioner.fields import any_of, line, number, one_of, tick, words
from kith.web.practitioner.own_pictures import strip_of
from kith.web.practitioner.own_words import (
    DIRECTIONS,
    KINDS,
    METHODS,
    PLACE_WORDS,
    RESPONDENTS,
    RIGHTS,
    URGENCIES,
    language_name,
    languages_to_choose,
)

FEWEST_ROWS = 3
SPARE_ROWS = 2


class RowForm(forms.Form):
    """One row: its change, its id, and its fields; bound only when this very row was sent."""

    def __init__(self, change: str, row: str, typed: QueryDict | None) -> None:
        is_mine = typed is not None and typed.get("change") == change and typed.get("row", "") == row
        suffix = row or ("new" if change == "add_flag" else "")
        super().__init__(typed if is_mine else None, auto_id=f"id_%s-{suffix}" if suffix else "id_%s")
        self.change, self.row, self.is_open = change, row, is_mine

    def hold(self, fields: dict[str, forms.Field]) -> None:
        """Add fields. What is typed into them is the service's own, in whatever language."""
        for one in fields.values():
            if isinstance(one, forms.CharField):
                one.widget.attrs["translate"] = "no"
        self.fields |= fields

    def several(self, *names: str) -> list[forms.BoundField]:
        """Fields by name."""
        return [self[name] for name in names]


def part_of_page(page: OwnPage, part: str, typed: QueryDict | None) -> dict[str, Any]:
    """The forms of one part."""
    return _PARTS[part](page, typed) if page.head.is_editable else {"scores": _strips(page)}


def _strips(page: OwnPage) -> list[dict[str, Any]]:
    worse = page.about.direction == "higher_is_worse"
    return [{"row": one, "picture": strip_of(one, higher_is_worse=worse)} for one in page.scores]


def _about(page: OwnPage, typed: QueryDict | None) -> dict[str, Any]:
    said, form = page.about, RowForm("set_about", "", typed)
    form.hold(
        {
            "title": line(lazy("Name"), lazy("As people see it."), initial=said.title),
            "short": line(lazy("Short name"), lazy("For lists and pictures; at most 40 letters."), initial=said.short),
            "kind": one_of(lazy("What it is about"), list(KINDS), initial=said.kind, as_list=True),
            "direction": one_of(lazy("What a high score means"), list(DIRECTIONS), initial=said.direction),
            "respondents": any_of(lazy("Who answers?"), list(RESPONDENTS), initial=said.respondents),
            "recall": line(
                lazy("Which time it asks about"), lazy("For example: In the last two weeks."), initial=said.recall
            ),
            "recall_days": number(lazy("How many days that is"), initial=said.recall_days),
            "instruction": words(lazy("What is said before the questions"), rows=3, initial=said.instruction),
            "stem": line(
                lazy("Words above every question"),
                lazy("For example: How often have you … Leave it empty if each question is whole by itself."),
                initial=said.stem,
            ),
            "thanks": line(lazy("Thanks after the last question"), initial=said.thanks),
        }
    )
    return {"form": form}


def _questions(page: OwnPage, typed: QueryDict | None) -> dict[str, Any]:
    sets = {one.name: one for one in page.answers}
    new = RowForm("add_question", "", typed)
    new.hold({"words": words(lazy("The question"), rows=2), "options": _answer_choice(page, "")})
    return {
        "rows": [
            {
                "row": one,
                "form": _question_form(page, one, typed),
                "answers": sets[one.options].summary if one.options in sets else "",
            }
            for one in page.questions
        ],
        "new": new,
        "has_answers": bool(page.answers),
    }


def _answer_choice(page: OwnPage, chosen: str) -> forms.ChoiceField:
    choices = [
        (one.name, _("Answers %(number)d: %(words)s") % {"number": one.number, "words": one.summary})
        for one in page.answers
    ]
    return one_of(lazy("Which answers it offers"), choices, initial=chosen, as_list=True)


def _question_form(page: OwnPage, one: QuestionRow, typed: QueryDict | None) -> RowForm:
    form = RowForm("set_question", one.item, typed)
    earlier = [
        (item, _("only after question %(number)d: %(words)s") % {"number": at, "words": said[:60]})
        for item, at, said in one.earlier
    ]
    form.hold(
        {
            "words": words(lazy("The question"), rows=2, initial=one.words),
            "options": _answer_choice(page, one.options),
            "reverse": tick(
                lazy("Counts the other way round"),
                lazy("For a question where a high answer means the opposite of the others."),
                initial=one.reverse,
            ),
        }
    )
    if earlier:
        form.hold(
            {
                "asked_after": one_of(
                    lazy("When it is asked"), [("", _("always")), *earlier], initial=one.asked_after, as_list=True
                ),
                "asked_from": number(
                    lazy("… and only if that answer is at least"),
                    initial=int(one.asked_from) if one.asked_from is not None else None,
                ),
                "unasked_counts": number(
                    lazy("If it is not asked, it counts as"),
                    lazy("The number of an answer. Empty: it is blank."),
                    initial=one.unasked_counts,
                ),
            }
        )
    return form


def _answers(page: OwnPage, typed: QueryDict | None) -> dict[str, Any]:
    rows = [{"row": one, "form": _answers_form(one, typed)} for one in page.answers]
    for each in rows:
        form = each["form"]
        assert isinstance(form, RowForm)
        each["pairs"] = [form.several(f"value-{place}", f"words-{place}") for place in range(len(form.fields) // 2)]
    return {"rows": rows}


def _answers_form(one: AnswersRow, typed: QueryDict | None) -> RowForm:
    if one.form == "rating":
        form = RowForm("set_rating", one.name, typed)
        form.hold(
            {
                "lowest": number(lazy("Lowest number"), initial=one.lowest),
                "lowest_words": line(lazy("What the lowest number means"), initial=one.lowest_words),
                "highest": number(lazy("Highest number"), initial=one.highest),
                "highest_words": line(lazy("What the highest number means"), initial=one.highest_words),
            }
        )
        return form
    form = RowForm("set_choices", one.name, typed)
    for place in range(max(len(one.choices) + SPARE_ROWS, FEWEST_ROWS)):
        value, said = one.choices[place] if place < len(one.choices) else (None, "")
        form.hold({f"value-{place}": number(lazy("Number"), initial=value)})
        form.hold({f"words-{place}": line(lazy("Words"), initial=said)})
    return form


def _scores(page: OwnPage, typed: QueryDict | None) -> dict[str, Any]:
    new = RowForm("add_score", "", typed)
    new.hold({"name": line(lazy("Name of the score"), lazy("For example: Sleep, all together."))})
    strips = {each["row"].scale: each["picture"] for each in _strips(page)}
    rows = []
    for one in page.scores:
        form = _score_form(page, one, typed)
        count = max(len(one.bands) + SPARE_ROWS, FEWEST_ROWS)
        rows.append(
            {
                "row": one,
                "form": form,
                "picture": strips[one.scale],
                "lowest": score_words(one.lowest),
                "highest": score_words(one.highest),
                "head": form.several("name", "items", "method", "blanks"),
                "bands": [
                    {"id": form[f"band-{place}"], "fields": form.several(*_band_names(place))} for place in range(count)
                ],
            }
        )
    return {"rows": rows, "new": new}


def _band_names(place: int) -> tuple[str, ...]:
    return (*((f"from-{place}",) if place else ()), f"staff-{place}", f"client-{place}")


def _score_form(page: OwnPage, one: ScoreRow, typed: QueryDict | None) -> RowForm:
    form = RowForm("set_score", one.scale, typed)
    questions = [(each.item, f"{each.number}. {each.words}") for each in page.questions]
    form.hold(
        {
            "name": line(lazy("Name of the score"), initial=one.name),
            "items": any_of(lazy("Which questions count"), questions, initial=one.items),
            "method": one_of(lazy("How they are put together"), list(METHODS), initial=one.method),
            "blanks": number(
                lazy("How many blank answers are allowed"),
                lazy("With more, there is no score. Allowed blanks count like the mean of the others."),
                initial=one.blanks,
            ),
        }
    )
    for place in range(max(len(one.bands) + SPARE_ROWS, FEWEST_ROWS)):
        band = one.bands[place] if place < len(one.bands) else None
        hidden = forms.CharField(required=False, widget=forms.HiddenInput, initial=band.id if band else "")
        form.hold({f"band-{place}": hidden})
        starts = score_words(band.starts_at) if band else ""
        if place:
            form.hold({f"from-{place}": line(lazy("Begins at"), initial=starts)})
            form.fields[f"from-{place}"].widget.attrs |= {"class": "short", "inputmode": "decimal"}
        form.hold({f"staff-{place}": line(lazy("What staff call it"), initial=band.practitioner if band else "")})
        form.hold({f"client-{place}": line(lazy("What the person reads"), initial=band.client if band else "")})
    return form


def _flags(page: OwnPage, typed: QueryDict | None) -> dict[str, Any]:
    rows = [{"row": one, "form": _flag_form(page, one, typed)} for one in page.flags]
    return {"rows": rows, "new": _flag_form(page, None, typed)}


def _flag_form(page: OwnPage, one: FlagRow | None, typed: QueryDict | None) -> RowForm:
    form = RowForm("set_flag" if one else "add_flag", one.flag if one else "", typed)
    about = [
        (f"item:{each.item}", _("Question %(number)d: %(words)s") % {"number": each.number, "words": each.words[:60]})
        for each in page.questions
    ]
    about += [(f"scale:{each.scale}", _("Score: %(name)s") % {"name": each.name}) for each in page.scores]
    sides = [("at_least", _("at this number or above")), ("below", _("below this number"))]
    form.hold(
        {
            "words": line(
                lazy("What colleagues read"),
                lazy("For example: Says that there is nothing to eat."),
                initial=one.words if one else "",
            ),
            "looks_at": one_of(lazy("What it looks at"), about, initial=one.looks_at if one else "", as_list=True),
            "value": line(lazy("Number"), initial=score_words(one.value) if one else "", most=12),
            "side": one_of(lazy("It is raised"), sides, initial=one.side if one else "at_least", as_list=True),
            "urgency": one_of(lazy("How soon"), list(URGENCIES), initial=one.urgency if one else "same_day"),
            "response": one_of(
                lazy("What colleagues are advised to do"),
                [("", _("Choose one")), *page.responses],
                lazy("From the library. The alert is owned by a named person either way."),
                initial=one.response if one else "",
                as_list=True,
            ),
        }
    )
    form.fields["response"].widget.attrs["translate"] = "no"
    form.fields["value"].widget.attrs |= {"class": "short", "inputmode": "decimal"}
    return form


def _rights(page: OwnPage, typed: QueryDict | None) -> dict[str, Any]:
    said, form = page.rights, RowForm("set_rights", "", typed)
    form.hold(
        {
            "rights": one_of(
                lazy("Whose words are these?"),
                [(name, f"{label}. {hint}") for name, label, hint in RIGHTS],
                initial=said.rights,
            ),
            "holder": line(
                lazy("Who wrote them, or who gave the permission"),
                lazy("For example: Written by our team for this service."),
                initial=said.holder,
            ),
            "where": line(
                lazy("Where that is kept or stands written"),
                lazy("A letter with its file, an address of a page, or where your own draft lies."),
                initial=said.where,
            ),
            "day": line(lazy("The day you looked at it"), initial=said.day, most=10),
            "notice": line(
                lazy("A notice that must be printed with it"), lazy("Leave it empty if none."), initial=said.notice
            ),
            "is_confirmed": tick(
                lazy("No question or answer was copied from somebody without the right to"), initial=said.is_confirmed
            ),
        }
    )
    form.fields["day"].widget = forms.DateInput(attrs={"type": "date", "class": "short"})
    return {"form": form}


def _languages(page: OwnPage, typed: QueryDict | None) -> dict[str, Any]:
    new = RowForm("add_language", "", typed)
    there = {page.head.language, *(one.language for one in page.languages)}
    others = [("", _("Choose a language")), *((c, n) for c, n in languages_to_choose() if c not in there)]
    new.fields["language"] = one_of(lazy("Another language"), others, as_list=True)
    new.fields["language"].widget.attrs["translate"] = "no"  # each language is named as its speakers name it
    rows = [
        {"row": one, "name": language_name(one.language), "groups": _language_groups(one, typed)}
        for one in page.languages
    ]
    return {"rows": rows, "new": new, "main": language_name(page.head.language)}


def _language_groups(one: LanguageRow, typed: QueryDict | None) -> list[dict[str, Any]]:
    """The texts under the headings of the parts they come from."""
    form = RowForm("set_language", one.language, typed)
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in one.rows:
        make = words if each.is_long else line
        form.hold({f"w-{each.place}": make(each.main, initial=each.text)})
        name = each.part if each.part in PLACE_WORDS else "title"
        groups.setdefault(name, []).append({"main": each.main, "place": each.place})
    for rows in groups.values():
        for row in rows:
            row["field"] = form[f"w-{row['place']}"]
    return [{"label": PLACE_WORDS[name], "rows": rows} for name, rows in groups.items()]


def _examples(page: OwnPage, typed: QueryDict | None) -> dict[str, Any]:
    new, sets = RowForm("add_example", "", typed), {one.name: one for one in page.answers}
    new.hold({"name": line(lazy("What this example shows"), lazy("For example: a very good week."))})
    for one in page.questions:
        offered = sets.get(one.options)
        new.fields[f"answer-{one.item}"] = one_of(
            f"{one.number}. {one.words}", [("", _("no answer")), *_offered(offered)], as_list=True
        )
    rows = [
        {
            "row": one,
            "outcomes": [
                {"row": each, "score": score_words(each.value) if each.value is not None else ""}
                for each in one.outcomes
            ],
            "was": ", ".join(
                f"{name} {score_words(value) if value is not None else _('no score')}" for name, value in one.was
            ),
        }
        for one in page.examples
    ]
    return {"rows": rows, "new": new, "is_scorable": bool(page.questions and page.scores)}


def _offered(offered: AnswersRow | None) -> list[tuple[str, str]]:
    if offered is None:
        return []
    if offered.form == "rating":
        return [(str(value), str(value)) for value in range(offered.lowest, offered.highest + 1)]
    return [(str(value), f"{value} {said}".strip()) for value, said in offered.choices]


_PARTS = {
    "about": _about,
    "questions": _questions,
    "answers": _answers,
    "scores": _scores,
    "flags": _flags,
    "rights": _rights,
    "languages": _languages,
    "examples": _examples,
}
