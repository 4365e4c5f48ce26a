"""The step of care a person is at, changed only by somebody who says why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.courses import open_episode
from kith.care.models import BadInput, Client, StepChange, WrongMoment
from kith.care.models.knowledge import library
from kith.care.models.reviewing import HIGHEST_STEP
from kith.care.permissions import Viewer, check


@dataclass(frozen=True)
class Step:
    """The step, the pathway it is a step of, the ids of the rules that applied, and why this step."""

    to: int | None
    pathway: str
    reason: str
    rules: Collection[str] = ()


@action
def change_step(*, client: Client, step: Step, by: Viewer, at: datetime) -> StepChange:
    """Record that a person is at a step of care from now on. The rules suggest; who decides gives the reason."""
    check(by, "W", "plan", client, at=at)
    if step.to is None or not 0 <= step.to <= HIGHEST_STEP:
        raise BadInput(
            _("The step was not changed."),
            _("No step was chosen."),
            _("Choose a step from 0 to %(highest)d.") % {"highest": HIGHEST_STEP},
            "to_step",
        )
    if step.pathway not in library().pathways:
        raise BadInput(
            _("The step was not changed."),
            _("There is no pathway “%(name)s”.") % {"name": step.pathway},
            _("Choose one from the list."),
            "pathway",
        )
    if not step.reason.strip():
        raise BadInput(
            _("The step was not changed."), _("It does not say why."), _("Write in a sentence why."), "step_reason"
        )
    episode = open_episode(client)
    before = int(episode.step) if episode.step.isdigit() else None
    if before == step.to:
        raise WrongMoment(
            _("The step was not changed."),
            _("The person is at step %(step)d already.") % {"step": step.to},
            _("Nothing needs to be done, or choose another step."),
        )
    row = StepChange(
        client=client,
        episode=episode,
        author_id=by.user_id,
        from_step=before,
        to_step=step.to,
        pathway=step.pathway,
        pathway_version=library().pathways[step.pathway].version,
        rules=list(step.rules),
        decided_at=at,
        made_at=at,
    )
    row.reason = step.reason.strip()
    row.save(force_insert=True)
    episode.step = str(step.to)
    episode.save(update_fields=["step"])
    trace("step.changed", by=by, at=at, clients=[client.pk], about=row)
    return row
