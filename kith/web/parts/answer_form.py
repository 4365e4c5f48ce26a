"""What a question page sends: one answer, and which answers it was shown beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kith.care.models import BadInput, Refusal
from kith.care.queries.check_in import Question

SKIPPED = "skip"


def answer_sent(request: HttpRequest) -> int | None:
    """The answer; None is "I'd rather not say". Raises BadInput when nothing is chosen, or nothing that was offered."""
    answer = request.POST.get("answer")
    if answer is None:
        raise BadInput(
            _("This question has no answer yet."),
            _("Nothing is chosen."),
            _("Choose one answer, or choose “I'd rather not say”."),
            "answer",
        )
    if answer == SKIPPED:
        return None
    try:
        return int(answer)
    except ValueError:
        raise BadInput(
            _("This answer cannot be kept."), _("It is not one of those offered."), _("Choose one of them."), "answer"
        ) from None


def asked(request: HttpRequest, questions: Sequence[Question], number: int, refusal: Refusal | None) -> dict[str, Any]:
    """What a question page shows of one question: what was chosen, or typed and refused, and how far one is."""
    if number < 1:
        raise Http404
    question = questions[number - 1]
    picked = request.POST.get("answer") if isinstance(refusal, BadInput) else _chosen(question)
    return {"refusal": refusal, "question": question, "chosen": picked, "of": len(questions), "before": number - 1}


def _chosen(question: Question) -> str:
    if not question.is_asked:
        return ""
    return SKIPPED if question.value is None else f"{question.value:g}"


def key_sent(request: HttpRequest) -> UUID:
    """The key of what is being answered."""
    try:
        return UUID(request.POST.get("key") or "")
    except ValueError:
        raise Http404 from None


def version_sent(request: HttpRequest) -> int:
    """Which version of the half-done answers was on the page."""
    try:
        return int(request.POST.get("version") or 0)
    except ValueError:
        raise Http404 from None
