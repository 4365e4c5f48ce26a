"""Does everybody get the same choice? What was suggested, chosen and reached, by groups that had no part in it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith import pictures
from kith.care.queries.choice_audit import Apart, ChoiceAudit, StratumShown
from kith.care.queries.choice_audit import choice_audit as audit_page
from kith.care.queries.crisis import crisis_lines
from kith.web.asking import Request
from kith.web.manager.choice_audit_file import choice_file, choice_rows
from kith.web.manager.definitions import ROUNDING, STRATA, Definition, category_name
from kith.web.manager.export import HEADS, links, table
from kith.web.manager.sentences import cell_words, count_words, period_words, rate_words, share_words

SHARES = {
    "suggested": Definition(
        gettext_lazy("Had suggestions"),
        gettext_lazy("Of those whose care ended: something was on the table when a plan was chosen."),
    ),
    "as_suggested": Definition(
        gettext_lazy("Took a suggestion"),
        gettext_lazy("Of those to whom something was suggested: one of these was chosen."),
    ),
    "override": Definition(
        gettext_lazy("Against advice"),
        gettext_lazy(
            "Of those to whom something was suggested: something else was chosen, or something spoke against."
        ),
    ),
    "finished": Definition(
        gettext_lazy("Ended as planned"),
        gettext_lazy("Of those whose care ended: they came twice or more, and did not drop out."),
    ),
    "improved": Definition(
        gettext_lazy("Reliably better"),
        gettext_lazy("Of those with a first and a last score on both measures: better beyond measurement error."),
    ),
}
TRAITS = {
    "age": gettext_lazy("age"),
    "caste": gettext_lazy("caste"),
    "citizenship": gettext_lazy("citizenship"),
    "deprivation": gettext_lazy("deprivation of the neighbourhood"),
    "disability": gettext_lazy("disability"),
    "ethnicity": gettext_lazy("ethnicity"),
    "gender": gettext_lazy("gender"),
    "gender_identity": gettext_lazy("gender identity"),
    "marital_status": gettext_lazy("marital status"),
    "migration": gettext_lazy("migration"),
    "nationality": gettext_lazy("nationality"),
    "postcode": gettext_lazy("postcode"),
    "pregnancy": gettext_lazy("pregnancy"),
    "race": gettext_lazy("race"),
    "religion": gettext_lazy("religion"),
    "sex": gettext_lazy("sex"),
    "sexual_orientation": gettext_lazy("sexual orientation"),
}
PICTURED = ("improved", "finished", "as_suggested", "suggested")
OF_ONE = {
    "suggested": gettext_lazy("“%(title)s” was suggested"),
    "chosen": gettext_lazy("“%(title)s” was chosen"),
}


def choice_audit(request: Request) -> HttpResponse:
    """What to look into first, then each attribute with a picture and its table."""
    page = audit_page(viewer=request.viewer, at=request.at)
    with timezone.override(ZoneInfo(page.time_zone)):
        given = _shown(page) | {"exports": links(reverse("choice_audit_export"))}
        return render(request, "web/manager/choice_audit.html", given)


def choice_audit_export(request: Request) -> HttpResponse:
    """The same as a file; before the first snapshot it holds no row."""
    page = audit_page(viewer=request.viewer, at=request.at)
    service_name, _lines = crisis_lines(viewer=request.viewer)
    words = {name: str(one.words) for name, one in SHARES.items()}
    with timezone.override(ZoneInfo(page.time_zone)):
        return table(
            HEADS,
            choice_rows(page, words),
            "choices-by-group",
            request.GET.get("as", ""),
            lambda: choice_file(_shown(page), service_name),
        )


def _shown(page: ChoiceAudit) -> dict[str, Any]:
    given: dict[str, Any] = {"page": page, "rounding": ROUNDING, "definitions": SHARES.values()}
    if page.snapshot is None or page.people is None:
        return given
    return given | {
        "first": _first(page),
        "period": period_words(page.snapshot),
        "people": count_words(page.people),
        "apart": [_apart_words(one) for one in page.apart],
        "strata": [_stratum(one) for one in page.strata],
        "held_only": ", ".join(str(TRAITS[one]) for one in page.held_only),
        "not_held": ", ".join(str(TRAITS[one]) for one in page.not_held),
    }


def _first(page: ChoiceAudit) -> dict[str, str]:
    if page.apart:
        return {
            "tone": "caution",
            "title": _("Some groups were treated differently"),
            "words": _(
                "Look into each of these: there may be a good reason, and nobody has looked yet. Read a few of the "
                "records together with a supervisor, and ask people of that group what stood in the way."
            ),
        }
    if not any(one.can_show for one in page.strata):
        return {
            "tone": "info",
            "title": _("Too few people to say"),
            "words": _("Groups are shown from eight people on. Choose the last twelve months for the next snapshot."),
        }
    if not any(each.shares["suggested"].value for one in page.strata for each in one.groups):
        return {
            "tone": "info",
            "title": _("Nothing was suggested before plans were chosen"),
            "words": _(
                "So nobody can say whether suggestions are fair. What was chosen and how care ended stands below. Ask "
                "practitioners to keep a choice on the plan page before a plan is agreed."
            ),
        }
    return {
        "tone": "good",
        "title": _("No difference can be seen beyond chance"),
        "words": _(
            "With few people in a group only large differences can be seen. Look again after the next snapshot."
        ),
    }


def _apart_words(one: Apart) -> dict[str, str]:
    title = {"title": one.protocol}
    name = str(OF_ONE[one.share]) % title if one.protocol else str(SHARES[one.share].name)
    return {
        "stratum": str(STRATA[one.stratum]),
        "group": category_name(one.stratum, one.group),
        "what": name,
        "rate": rate_words(one.rate),
        "rest": rate_words(one.rest),
    }


def _stratum(one: StratumShown) -> dict[str, Any]:
    names = [category_name(one.name, each.group) for each in one.groups]
    return {
        "name": STRATA[one.name],
        "names": names,
        "picture": _picture(one, names),
        "rows": [
            {
                "name": name,
                "people": count_words(each.people),
                "cells": _cells(each.shares) if each.people.people else [],
            }
            for name, each in zip(names, one.groups, strict=True)
        ],
        "protocols": [
            {
                "title": each.title,
                "cells": [
                    {"name": name, "suggested": cell_words(offered), "chosen": cell_words(chosen)}
                    for name, offered, chosen in zip(names, each.suggested, each.chosen, strict=True)
                ],
            }
            for each in one.protocols
        ],
    }


def _picture(one: StratumShown, names: list[str]) -> dict[str, Any] | None:
    """The share that can be told of most groups; a picture of one group or none compares nothing."""
    told = {name: [each.shares[name] for each in one.groups] for name in PICTURED}
    best = max(PICTURED, key=lambda name: sum(rate.value is not None for rate in told[name]))
    known = [(name, rate) for name, rate in zip(names, told[best], strict=True) if rate.value is not None]
    if len(known) < 2:
        return None
    title = str(SHARES[best].name)
    return {
        "title": title,
        "drawing": pictures.rate_bars(
            [pictures.Rate(name, rate_words(rate), rate.value, rate.low, rate.high) for name, rate in known],
            title=title,
            sentence=_("%(what)s: %(list)s.")
            % {"what": title, "list": "; ".join(f"{name} {share_words(rate)}" for name, rate in known)},
            empty=_("Too few people in each group to show this."),
        ),
    }


def _cells(shares: Any) -> list[dict[str, str]]:
    return [{"head": str(SHARES[name].name), "words": cell_words(shares[name])} for name in SHARES]
