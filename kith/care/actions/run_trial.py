"""Run a trial: open it with its sealed list, draw arms for those who were enrolled, close it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import prod
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import ArmDrawn, BadInput, Enrolment, Trial, TrialArm, WrongMoment
from kith.care.models.trials import TRIAL_METHODS
from kith.care.permissions import Viewer, check_function
from kith.science.trials import Placed, TrialProblem, minimise, permuted_blocks, seal, stratified

FEWEST_WORDS: Final = 20  # letters of a question that somebody else can judge
MOST_ARMS: Final = 6
MOST_FACTORS: Final = 4
MOST_STRATA: Final = 16  # each has a list of its own; with more of them most blocks stay unfinished
MOST_PLACES: Final = 2000
SEED_BITS: Final = 128  # so that nobody can try them all


@dataclass(frozen=True)
class Factor:
    """Something in which the arms are to be alike, and its levels."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Design:
    """How arms are drawn; `places` is how long each list is made, for blocks."""

    arms: tuple[str, ...]
    method: str
    factors: tuple[Factor, ...] = ()
    places: int = 400


@action
def open_trial(*, title: str, question: str, approval: str, design: Design, by: Viewer, at: datetime) -> Trial:
    """Open a trial. For blocks the lists are drawn and sealed now, before anybody joins; nobody can read them."""
    check_function(by, "run_trial")
    _check_words(title, question, approval)
    _check_design(design)
    hidden, mark = _sealed(design)
    trial = Trial.objects.create(
        service_id=by.service_id,
        title=title.strip(),
        question=question.strip(),
        approval=approval.strip(),
        method=design.method,
        factors=[{"name": one.name, "levels": list(one.levels)} for one in design.factors],
        mark=mark,
        hidden=hidden,
        opened_by_id=by.user_id,
        opened_at=at,
        made_at=at,
    )
    for place, name in enumerate(design.arms, start=1):
        TrialArm.objects.create(trial=trial, place=place, name=name, made_at=at)
    trace("trial.opened", by=by, at=at, clients=(), about=trial)
    return trial


@action
def close_trial(*, trial: Trial, by: Viewer, at: datetime) -> Trial:
    """Enrol nobody any more. What was drawn stays."""
    row = _locked(trial, by)
    row.closed_by_id, row.closed_at = by.user_id, at
    row.save(update_fields=["closed_by", "closed_at"])
    trace("trial.closed", by=by, at=at, clients=(), about=row)
    return row


@action
def draw_arms(*, trial: Trial, by: Viewer, at: datetime) -> int:
    """Draw an arm for everybody who was enrolled and has none, in the order of enrolment; returns for how many.

    By a second person: whoever has asked anybody about this trial is refused. The arm is read by those in whose care
    the person is, and by nobody who draws. Raises WrongMoment where nobody waits or a list is at its end.
    """
    row = _locked(trial, by)
    if row.enrolments.filter(enrolled_by_id=by.user_id).exists():
        raise WrongMoment(
            _("No arm was drawn."),
            _("You have asked people about this trial yourself."),
            _("Somebody who enrols nobody draws the arms."),
        )
    waiting = list(row.enrolments.filter(outcome="enrolled", drawn__isnull=True).order_by("enrolled_at", "pk"))
    if not waiting:
        raise WrongMoment(
            _("No arm was drawn."),
            _("Nobody who was enrolled is without an arm."),
            _("Come back when somebody was enrolled."),
        )
    arms = {arm.name: arm for arm in row.arms.order_by("place")}
    placed = [
        Placed(one.enrolment.levels, one.arm.name)
        for one in ArmDrawn.objects.filter(enrolment__trial=row)
        .select_related("enrolment", "arm")
        .order_by("drawn_at", "made_at", "pk")
    ]
    for enrolment in waiting:
        name, how = _drawn(row, enrolment, placed, tuple(arms))
        drawn = ArmDrawn.objects.create(
            client_id=enrolment.client_id,
            enrolment=enrolment,
            arm=arms[name],
            how=how,
            drawn_by_id=by.user_id,
            drawn_at=at,
            made_at=at,
        )
        placed.append(Placed(enrolment.levels, name))
        trace("trial.arm_drawn", by=by, at=at, clients=[enrolment.client_id], about=drawn)
    return len(waiting)


def _locked(trial: Trial, by: Viewer) -> Trial:
    """The trial, held until the act is done, so that two who draw never take the same place."""
    check_function(by, "run_trial", service_id=trial.service_id)
    row = Trial.objects.select_for_update().get(pk=trial.pk)
    if row.closed_at is not None:
        raise WrongMoment(
            _("Nothing was done."), _("This trial was closed."), _("What was drawn stays as it is. Open another trial.")
        )
    return row


def _sealed(design: Design) -> tuple[dict[str, Any], str]:
    """What is hidden, and the mark of it that is published."""
    if design.method == "minimisation":
        return {}, ""
    seed, key = secrets.randbits(SEED_BITS), secrets.token_hex(32)
    rng = np.random.default_rng(seed)
    strata = {one.name: one.levels for one in design.factors}
    lists = (
        stratified(design.places, strata, design.arms, rng)
        if strata
        else (permuted_blocks(design.places, design.arms, rng),)
    )
    kept = [{"stratum": list(one.stratum), "arms": list(one.arms), "blocks": list(one.blocks)} for one in lists]
    return {"seed": f"{seed:x}", "key": key, "lists": kept}, seal(lists, key)


def _drawn(
    trial: Trial, enrolment: Enrolment, placed: Sequence[Placed], arms: tuple[str, ...]
) -> tuple[str, dict[str, Any]]:
    levels = dict(enrolment.levels)
    if trial.method == "minimisation":
        seed = secrets.randbits(SEED_BITS)
        found = minimise(levels, placed, arms, np.random.default_rng(seed))
        return found.arm, {
            "imbalance": dict(found.imbalance),
            "preferred": list(found.preferred),
            "probabilities": dict(found.probabilities),
            "drawn": found.drawn,
        }
    stratum = [one for one in trial.lists if dict(one.stratum) == levels]
    place = sum(dict(one.levels) == levels for one in placed) + 1
    try:
        return stratum[0].arm_of(place), {"place": place}
    except TrialProblem:
        raise WrongMoment(
            _("No arm was drawn."),
            _("The sealed list for people like this is at its end."),
            _("Close this trial and open one with a longer list: an arm is never guessed."),
        ) from None


def _check_words(title: str, question: str, approval: str) -> None:
    if not title.strip() or len(question.strip()) < FEWEST_WORDS:
        raise _bad(
            _("It does not say what is to be found out."),
            _("Give a title, and the question in a sentence or two, so that somebody else can judge it."),
            "question",
        )
    if not approval.strip():
        raise _bad(
            _("It names no ethics approval."),
            _("Write the approval, and the register in which the trial stands."),
            "approval",
        )


def _check_design(design: Design) -> None:
    if not 2 <= len({one.strip() for one in design.arms if one.strip()}) == len(design.arms) <= MOST_ARMS:
        raise _bad(
            _("It has %(count)s arms with a name of their own.") % {"count": len({*design.arms} - {""})},
            _("Name two to %(most)s arms, each once.") % {"most": MOST_ARMS},
            "arms",
        )
    if design.method not in TRIAL_METHODS or (design.method == "minimisation" and not design.factors):
        raise _bad(
            _("It does not say how arms are drawn, or has nothing to balance by minimisation."),
            _("Choose blocks, or minimisation with one factor at least."),
            "method",
        )
    names, levels = [one.name for one in design.factors], [one.levels for one in design.factors]
    if (
        len(names) > MOST_FACTORS
        or len(set(names)) < len(names)
        or not all(names)
        or any(len(of) < 2 or len(set(of)) < len(of) or not all(of) for of in levels)
    ):
        raise _bad(
            _("A factor is there twice, or has fewer than two levels, each once."),
            _("Name up to %(most)s factors, each with its levels.") % {"most": MOST_FACTORS},
            "factors",
        )
    lists = prod(map(len, levels))
    if design.method == "blocks" and lists > MOST_STRATA:
        raise _bad(
            _("There would be %(count)s lists, one for each combination of levels.") % {"count": lists},
            _("Take fewer factors, so that there are %(most)s at most, or minimise.") % {"most": MOST_STRATA},
            "factors",
        )
    if not 1 <= design.places <= MOST_PLACES:
        raise _bad(
            _("Each list would have %(count)s places.") % {"count": design.places},
            _("Choose from 1 to %(most)s.") % {"most": MOST_PLACES},
            "places",
        )


def _bad(found: str, instead: str, field: str) -> BadInput:
    return BadInput(_("The trial was not opened."), found, instead, field)
