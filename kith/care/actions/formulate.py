"""Formulate: name what is hard, and say together why this, why now, and what keeps it going."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.courses import open_episode
from kith.care.models import BadInput, Client, Formulation, Problem, Stale, WrongMoment
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer, check


@action
def name_problem(*, client: Client, words: str, by: Viewer, at: datetime) -> Problem:
    """Add to the problem list, in words both agree on."""
    check(by, "W", "plan", client, at=at)
    if not words.strip():
        raise BadInput(
            _("The problem was not added."),
            _("It has no words."),
            _("Write what is hard, in the person's words."),
            "words",
        )
    problem = Problem(client=client, episode=open_episode(client), named_at=at, made_at=at)
    problem.words = words.strip()
    problem.save(force_insert=True)
    trace("problem.named", by=by, at=at, clients=[client.pk], about=problem)
    return problem


@action
def resolve_problem(*, problem: Problem, by: Viewer, at: datetime) -> Problem:
    """A problem that is no longer one; it stays in the history."""
    check(by, "W", "plan", problem.client, at=at)
    if problem.resolved_at is not None:
        raise WrongMoment(
            _("The problem was not resolved twice."),
            _("It was marked as resolved on %(day)s.")
            % {"day": date_format(localtime(problem.resolved_at), "DATE_FORMAT")},
            _("Nothing needs to be done."),
        )
    problem.resolved_at = at
    problem.save(update_fields=["resolved_at"])
    trace("problem.resolved", by=by, at=at, clients=[problem.client_id], about=problem)
    return problem


@action
def write_formulation(
    *,
    client: Client,
    template: str,
    boxes: Mapping[str, str],
    is_shared: bool,
    by: Viewer,
    at: datetime,
    shown: str | None = None,
) -> Formulation:
    """A new version; the one before stays. Sharing lets the client read this version.

    `shown` is the id of the version the writer had in view ("" for none): Stale when a newer one was written since.
    None does not ask.
    """
    check(by, "W", "formulation", client, at=at)
    if template not in library().formulations:
        raise BadInput(
            _("The formulation was not kept."),
            _("There is no template “%(name)s”.") % {"name": template},
            _("Choose one from the list."),
            "template",
        )
    known = {box.id for box in library().formulations[template].boxes}
    if set(boxes) - known or not any(text.strip() for text in boxes.values()):
        raise BadInput(
            _("The formulation was not kept."),
            _("Its boxes are empty or do not fit the template."),
            _("Fill at least one box."),
            "boxes",
        )
    episode = open_episode(client)
    newest = episode.formulations.filter(replaced_by__isnull=True).order_by("-written_at", "-pk").first()
    if shown is not None and shown != (str(newest.pk) if newest is not None else ""):
        raise Stale(
            _("The formulation was not kept yet."),
            _("A newer version was written while this page was open."),
            _("Read both below, bring them together, and save once more."),
        )
    row = Formulation(
        client=client,
        episode=episode,
        author_id=by.user_id,
        template=template,
        replaces=newest,
        is_shared=is_shared,
        written_at=at,
        made_at=at,
    )
    row.boxes = {name: text.strip() for name, text in boxes.items() if text.strip()}
    row.save(force_insert=True)
    trace("formulation.shared" if is_shared else "formulation.written", by=by, at=at, clients=[client.pk], about=row)
    return row
