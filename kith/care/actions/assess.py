"""Assess: the circumstances as understood today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.courses import open_episode
from kith.care.models import Assessment, BadInput, Client
from kith.care.models.states import EPISODE
from kith.care.permissions import Viewer, check

CIRCUMSTANCES = ("psychological", "social", "environmental", "strengths", "preferences", "barriers", "risk")


@action
def record_assessment(*, client: Client, circumstances: Mapping[str, str], by: Viewer, at: datetime) -> Assessment:
    """Keep an assessment. The first one moves the person from waiting to assessed."""
    check(by, "W", "formulation", client, at=at)
    unknown = set(circumstances) - set(CIRCUMSTANCES)
    if unknown or not any(text.strip() for text in circumstances.values()):
        raise BadInput(
            _("The assessment was not kept."),
            _("Found %(parts)s.") % {"parts": ", ".join(sorted(unknown))} if unknown else _("Found nothing written."),
            _("Write at least one part."),
            "psychological",
        )
    episode = open_episode(client)
    assessment = Assessment(client=client, episode=episode, author_id=by.user_id, assessed_at=at, made_at=at)
    assessment.circumstances = {part: text.strip() for part, text in circumstances.items() if text.strip()}
    assessment.save(force_insert=True)
    if episode.state == "waiting":
        EPISODE.check_move(episode.state, "assessed")
        episode.state, episode.assessed_at = "assessed", at
        episode.save(update_fields=["state", "assessed_at"])
    trace("assessment.recorded", by=by, at=at, clients=[client.pk], about=assessment)
    return assessment
