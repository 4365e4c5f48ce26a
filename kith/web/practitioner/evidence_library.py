"""The evidence for those who plan help: every question with its best finding, and one question whole."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.queries.evidence import (
    QuestionAnswered,
    QuestionPage,
    SoughtEvidence,
)
from kith.care.queries.evidence import evidence_question as one_question
from kith.care.queries.evidence import evidence_questions as find_questions
from kith.web.asking import Request
from kith.web.parts.hundred_people import hundred_people
from kith.web.practitioner.evidence import CERTAINTY, behind_words, figure_words, span_words
from kith.web.practitioner.evidence_pictures import forest_of, forest_title
from kith.web.practitioner.evidence_words import (
    DESIGNS,
    REFUSED,
    STATUSES,
    modality_name,
    rated_words,
    told_to_client,
)
from kith.web.practitioner.names import choices_of, name_of, names_of

CHECKED = ("verified", "computed")


def evidence(request: Request) -> HttpResponse:
    """Every question with the finding that answers it best, filtered by problem and by modality."""
    sought = SoughtEvidence(request.GET.get("problem", ""), request.GET.get("modality", ""))
    page = find_questions(viewer=request.viewer, sought=sought)
    modalities = [(name, modality_name(name)) for name in page.modalities]
    given = {
        "page": page,
        "rows": [_answered(one) | {"signing": page.signings[one.document.id]} for one in page.rows],
        "barred": [(one.document, _claims(one, is_barred=True)) for one in page.rows if one.barred],
        "filters": [
            ("problem", _("Problem"), sorted(choices_of(page.problems), key=_by_name), sought.problem),
            ("modality", _("Kind of help"), sorted(modalities, key=_by_name), sought.modality),
        ],
        "crumbs": _crumbs({"url": "", "label": _("Evidence")}),
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/practitioner/evidence.html", given)


def evidence_question(request: Request, question: str) -> HttpResponse:
    """One question: what to tell a client, every comparison with its doubts, claims, sources, and what rests on it."""
    page = one_question(viewer=request.viewer, question=question)
    document = page.answered.document
    given = {
        **_answered(page.answered),
        "page": page,
        "it": document,
        "signing": page.signing,
        "said": said_to_client(page.answered) if page.answered.people else None,
        "forests": [(forest_title(held), forest_of(held)) for held in page.drawn],
        "comparisons": _comparisons(page),
        "statements": [
            (title, [(one.text, _known(one.provenance)) for one in told])
            for title, told in ((_("How much is given"), document.dose), (_("Possible harm"), document.harms))
            if told
        ],
        "claims": _claims(page.answered),
        "crumbs": _crumbs(
            {"url": reverse("evidence"), "label": _("Evidence")},
            {"url": "", "label": document.title, "is_name": True},
        ),
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/practitioner/evidence_question.html", given)


def said_to_client(answered: QuestionAnswered) -> dict[str, Any]:
    """What a client is told of a question whose people can be counted: sentences, picture, and who was studied."""
    assert answered.people is not None
    return {
        "sentences": told_to_client(answered.people),
        "drawing": hundred_people(answered.people),
        "people": answered.people,
        "document": answered.document,
        "is_reviewed": answered.is_reviewed,
    }


def _answered(one: QuestionAnswered) -> dict[str, Any]:
    return {
        "one": one,
        "problems": names_of(one.document.problems),
        "modality": modality_name(one.document.modality),
        "best": None if one.best is None else _row(one.best.row, one.best.source.cite),
        "refused": REFUSED[one.refused] if one.refused else "",
    }


def _comparisons(page: QuestionPage) -> list[dict[str, Any]]:
    cited = {source.id: source.cite for source in page.answered.document.sources}
    return [_row(row, cited[row.source]) for row in page.answered.document.rows]


def _row(row: Any, source: str) -> dict[str, Any]:
    rated = row.certainty
    return {
        "row": row,
        "design": DESIGNS[row.design],
        "better": _better(row),
        "estimate": _figure(row.estimate),
        "finding": None if row.finding is None else (row.finding.text, _known(row.finding.provenance)),
        "interval": _interval(row.interval),
        "prediction": _interval(row.prediction),
        "behind": _behind_best(row),
        "counts": _counts(row),
        "missing": _missing(row),
        "level": CERTAINTY.get(rated.grade, 0),
        "certainty": _("%(level)s certainty") % {"level": name_of(rated.grade)} if rated.grade else "",
        "rated": _rated(rated),
        "source": source,
    }


def _rated(rated: Any) -> str:
    """Who says how sure it is, or that nobody does."""
    if rated.grade is None:
        return rated_words(None, None)
    if rated.by == "authors":
        return _("as its authors say (%(known)s)") % {"known": name_of(rated.provenance)}
    return _("by our own reading")


def _better(row: Any) -> str:
    at = {"at": figure_words(row.no_effect)}
    return _("better is above %(at)s") % at if row.benefit == "above" else _("better is below %(at)s") % at


def _counts(row: Any) -> list[tuple[str, dict[str, Any]]]:
    """How much lies behind an effect and how far the studies differ, as far as it is known."""
    return [(name, _figure(figure)) for name, figure in _behind(row) if figure.value is not None]


def _missing(row: Any) -> list[tuple[str, str]]:
    """What of it is not known: for each reason the names it holds for."""
    reasons: dict[str, list[str]] = {}
    for name, figure in _behind(row):
        if figure.value is None:
            reasons.setdefault(figure.reason, []).append(name)
    return [(", ".join(names), reason) for reason, names in reasons.items()]


def _behind(row: Any) -> list[tuple[str, Any]]:
    return [(_("studies"), row.studies), (_("people"), row.people), (_("I² in percent"), row.i2), (_("τ²"), row.tau2)]


def _behind_best(row: Any) -> list[tuple[str, str]]:
    counted = {name: getattr(row, name).value for name in ("studies", "people", "i2", "tau2")}
    return behind_words({**counted, "prediction": row.prediction.ends})


def _figure(figure: Any) -> dict[str, Any]:
    shown = "" if figure.value is None else figure_words(figure.value) if figure.value < 1000 else f"{figure.value:,}"
    return {"words": shown, "reason": figure.reason, "known": _known(figure.provenance)}


def _interval(interval: Any) -> dict[str, Any]:
    words = "" if interval.ends is None else span_words(interval.ends)
    level = _("%(level)s %% interval") % {"level": figure_words(interval.level)}
    return {"words": words, "level": level, "reason": interval.reason, "known": _known(interval.provenance)}


def _known(provenance: str | None) -> dict[str, Any]:
    """How a figure is known: the word, and whether somebody read it at its source or worked it out."""
    return {"words": name_of(provenance) if provenance else "", "is_checked": provenance in CHECKED}


def _claims(one: QuestionAnswered, *, is_barred: bool = False) -> list[dict[str, Any]]:
    cited = {source.id: source.cite for source in one.document.sources}
    return [
        {"claim": claim, "source": cited.get(claim.source or "", ""), "mark": STATUSES[claim.status]}
        for claim in (one.barred if is_barred else one.document.claims)
    ]


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def _crumbs(*further: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"url": reverse("interventions"), "label": _("Interventions")}, *further]
