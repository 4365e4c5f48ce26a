"""A diary in one form: a title, a few questions, how often. It becomes a draft that the editor opens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.author_documents import start_document
from kith.care.models import BadInput, Refusal
from kith.care.queries.own_diaries import (
    ANSWERED_BY,
    MOST_QUESTIONS,
    RHYTHMS,
    DiaryQuestion,
    DiaryWords,
    diary_values,
    may_start_diary,
)
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED
from kith.web.practitioner.draft_labels import WORDS

ANSWERS: dict[str, Any] = {
    "scale": lazy("A number from 0 to 10"),
    "yes_no": lazy("Yes or no"),
    "number": lazy("How many"),
    "choice": lazy("One of several answers"),
    "text": lazy("A few words"),
}


def own_diary(request: Request) -> HttpResponse:
    """The form; a POST starts the draft."""
    may_start_diary(viewer=request.viewer)
    if request.method != "POST":
        return _show(request, None, [])
    typed = request.POST
    try:
        questions = _questions(typed)
        title = typed.get("title", "")
        values = diary_values(viewer=request.viewer, words=_words(typed), questions=questions)
        own = start_document(kind="worksheet", title=title, data=values, by=request.viewer, at=request.at)
    except Refusal as refusal:
        return _show(request, typed, summary(refusal))
    messages.success(request, _("The diary is a draft now. Read it once more, then propose it for release."))
    return redirect("own_document", own.pk)


def _words(typed: QueryDict) -> DiaryWords:
    rhythm = typed.get("rhythm", "")
    return DiaryWords(
        title=typed.get("title", "").strip()[:120],
        purpose=typed.get("purpose", "").strip()[:400] or _("To see how the days go."),
        for_whom=_("People with whom it was agreed."),
        help=_("It takes a few minutes."),
        after=_("Thank you. It is kept for your next meeting."),
        lowest=_("not at all"),
        highest=_("very much"),
        source="",
        rhythm=rhythm if rhythm in RHYTHMS else RHYTHMS[0],
    )


def _questions(typed: QueryDict) -> list[DiaryQuestion]:
    found = []
    for number in range(1, MOST_QUESTIONS + 1):
        row = {name: typed.get(f"{name}-{number}", "").strip()[:400] for name in ("words", "answer", "low", "high")}
        if row["words"]:
            options = tuple(line.strip()[:400] for line in typed.get(f"options-{number}", "").splitlines())
            kind = row["answer"] if row["answer"] in ANSWERED_BY else ANSWERED_BY[0]
            found.append(DiaryQuestion(row["words"], kind, tuple(filter(None, options)), row["low"], row["high"]))
    if not found:
        raise BadInput(
            _("No diary was started."),
            _("It asks nothing."),
            _("Write at least one question."),
            "words-1",
        )
    return found


def _show(request: Request, typed: QueryDict | None, errors: list[dict[str, str]]) -> HttpResponse:
    given = typed or QueryDict()
    names = ("words", "answer", "options", "low", "high")
    rows = [
        {"number": number, **{name: given.get(f"{name}-{number}", "") for name in names}}
        for number in range(1, MOST_QUESTIONS + 1)
    ]
    page = {
        "rows": rows,
        "typed": given.dict(),
        "errors": errors,
        "answers": [(kind, ANSWERS[kind]) for kind in ANSWERED_BY],
        "rhythms": [(rhythm, WORDS[rhythm]) for rhythm in RHYTHMS],
    }
    return render(request, "web/practitioner/own_diary.html", page, status=REFUSED if errors else 200)
