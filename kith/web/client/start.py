"""My start: what makes it hard to come, what would help, and the first meeting as I would like it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.care.actions.engage import GOAL_PARTS, choose_remedies, say_first_contact, tell_barriers
from kith.care.models import BadInput, Client, Refusal
from kith.care.queries.my_start import PARTS, MyStart
from kith.care.queries.my_start import my_start as start_page
from kith.web.asking import Request
from kith.web.client.page import own_record, readers_of, show
from kith.web.parts.as_written import as_written
from kith.web.parts.engagement_words import HOW, WHERE, WHO

NOTHING, NOT_SAID = "nothing", "not_said"
ONE_OF = {"who": WHO, "where": WHERE, "how": HOW}


class OneQuestion(forms.Form):
    """One question of the start; which one decides what can be chosen."""

    def __init__(self, part: str, page: MyStart, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= _FIELDS[part](page)


def my_start(request: Request) -> HttpResponse:
    """What was said so far, with a way to change each answer; at first, what this is and who reads it."""
    page = start_page(viewer=request.viewer, at=request.at)
    return show(request, "my_start", page, rows=_rows(page), readers=readers_of(page.readers))


def my_start_part(request: Request, part: str) -> HttpResponse:
    """One question a page. An answer is saved at once."""
    page = start_page(viewer=request.viewer, at=request.at, verb="W")
    if part not in PARTS:
        raise Http404
    if part not in page.parts:
        return redirect("my_start")
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            _keep(request, part)
            return _onward(start_page(viewer=request.viewer, at=request.at, verb="W"), part)
        except Refusal as problem:
            refusal = problem
    form = OneQuestion(part, page, request.POST if refusal else None)
    number = page.parts.index(part) + 1
    before = page.parts[number - 2] if number > 1 else ""
    given = {"form": form, "number": number, "of": len(page.parts), "before": before, "title": _title(part)}
    return show(request, "my_start_part", page, refusal=refusal, **given)


def _onward(page: MyStart, part: str) -> HttpResponse:
    after = page.parts[page.parts.index(part) + 1 :] if part in page.parts else page.parts[1:]
    return redirect("my_start_part", after[0]) if after else redirect("my_start")


def _keep(request: Request, part: str) -> None:
    given: dict[str, Any] = {
        "client": own_record(request, "W", "engagement"),
        "by": request.viewer,
        "at": request.at,
    }
    if part == "barriers":
        _keep_barriers(request, given)
    elif part == "help":
        choose_remedies(chosen=tuple(request.POST.getlist("chosen")), **given)
    elif part == "goal":
        said = {name: request.POST.get(name, "") for name in GOAL_PARTS}
        say_first_contact(wishes={}, goal=said, **given)
    else:
        say_first_contact(wishes={part: request.POST.get(part, "")}, goal={}, **given)


def _keep_barriers(request: Request, given: dict[str, Any]) -> None:
    """Nothing in the way is an answer; rather not say changes nothing; no tick at all is asked again."""
    kinds = request.POST.getlist("kinds")
    if not kinds:
        raise BadInput(
            _("This was not kept yet."),
            _("Nothing is chosen."),
            _("Choose what fits. “Nothing” and “I'd rather not say” are answers too."),
            "kinds",
        )
    if NOT_SAID in kinds:
        client: Client = given["client"]
        say_first_contact(client=client, wishes={}, goal={}, by=given["by"], at=given["at"])
        return
    told = tuple(kind for kind in kinds if kind != NOTHING)
    tell_barriers(kinds=told, words=request.POST.get("words", ""), **given)


def _title(part: str) -> str:
    return {
        "barriers": _("What makes it hard to come here?"),
        "help": _("What would help?"),
        "who": _("Whom would you like to meet first?"),
        "where": _("Where would you like to meet?"),
        "how": _("How may we be in touch until then?"),
        "goal": _("What small thing should soon be better?"),
    }[part]


def _barriers(page: MyStart) -> dict[str, forms.Field]:
    offered = [(kind, as_written(words)) for kind, words in page.offered]
    choices = [*offered, (NOTHING, _("Nothing")), (NOT_SAID, _("I'd rather not say"))]
    told = next((one.words for one in page.barriers if one.words), "")
    return {
        "kinds": forms.MultipleChoiceField(
            label=_title("barriers"),
            help_text=_("Choose all that fit. We ask so that we can help with it."),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=[one.kind for one in page.barriers],
        ),
        "words": forms.CharField(
            label=_("If it is something else: what?"),
            widget=forms.Textarea(attrs={"rows": 2, "translate": "no"}),
            required=False,
            initial=told,
        ),
    }


def _help(page: MyStart) -> dict[str, forms.Field]:
    offered = [each for one in page.barriers for each in one.remedies if each.done_at is None]
    return {
        "chosen": forms.MultipleChoiceField(
            label=_title("help"),
            help_text=_("Choose what you would like. Choosing nothing is fine. Your team looks what it can do."),
            choices=[(each.kind, as_written(each.offer)) for each in offered],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=[each.kind for each in offered if each.answer == "accepted"],
        )
    }


def _one_of(part: str, page: MyStart) -> dict[str, forms.Field]:
    return {
        part: forms.ChoiceField(
            label=_title(part),
            choices=list(ONE_OF[part].items()),
            widget=forms.RadioSelect,
            required=False,
            initial=getattr(page.wished, part),
        )
    }


def _goal(page: MyStart) -> dict[str, forms.Field]:
    return {
        "step": forms.CharField(
            label=_title("goal"),
            help_text=_("So small that you would notice it soon. For example: sleep through one night."),
            widget=forms.Textarea(attrs={"rows": 2, "translate": "no"}),
            required=False,
            initial=page.wished.step,
        ),
        "benefit": forms.CharField(
            label=_("What would that give you?"),
            help_text=_("You can leave this empty."),
            widget=forms.Textarea(attrs={"rows": 2, "translate": "no"}),
            required=False,
            initial=page.wished.benefit,
        ),
    }


_FIELDS: dict[str, Any] = {
    "barriers": _barriers,
    "help": _help,
    "who": lambda page: _one_of("who", page),
    "where": lambda page: _one_of("where", page),
    "how": lambda page: _one_of("how", page),
    "goal": _goal,
}


def _rows(page: MyStart) -> list[dict[str, Any]]:
    """Each question with what was said; words of one's own are not translated with the page."""
    wished = page.wished
    remedies = [each for one in page.barriers for each in one.remedies]
    said: dict[str, list[Any]] = {
        "barriers": [as_written(one.in_plain_words) for one in page.barriers],
        "help": [as_written(each.offer) for each in remedies if each.answer == "accepted"],
        **{part: [words[getattr(wished, part)]] for part, words in ONE_OF.items() if getattr(wished, part)},
    }
    own = {"goal": [words for words in (wished.step, wished.benefit) if words]}
    done = {as_written(each.offer) for each in remedies if each.done_at}
    return [
        {
            "part": part,
            "title": _title(part),
            "said": [(words, words in done) for words in said.get(part, [])],
            "own": own.get(part, []),
        }
        for part in page.parts
    ]
