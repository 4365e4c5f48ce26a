"""Countersign: when somebody was in danger lately, a supervisor agrees before the care ends."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.courses import open_episode
from kith.care.models import BadInput, Client, Countersign, Episode, WrongMoment
from kith.care.models.at_risk import newest_alert_since, open_alert_of, signed_since
from kith.care.permissions import Viewer, check_as_staff


@action
def countersign_ending(*, client: Client, words: str, by: Viewer, at: datetime) -> Countersign:
    """Agree, as a supervisor of the team, that this care may end soon. Refused while an alert is open."""
    check_as_staff(by, "W", "supervision", client, at=at)
    if not words.strip():
        raise BadInput(
            _("Nothing was signed."),
            _("There are no words about it."),
            _("Write what you talked through: the safety plan, who follows up, and when."),
            "words",
        )
    _check_none_open(client)
    row = Countersign(client=client, episode=open_episode(client), person_id=by.user_id, signed_at=at, made_at=at)
    row.words = words.strip()
    row.save(force_insert=True)
    trace("ending.countersigned", by=by, at=at, clients=[client.pk], about=row)
    return row


def check_may_end(client: Client, episode: Episode, by: Viewer, at: datetime) -> None:
    """Raises WrongMoment while an alert is open, and within thirty days of one unless a supervisor has agreed since."""
    _check_none_open(client)
    lately = newest_alert_since(client, at)
    if lately is None:
        return
    if not signed_since(lately, episode, at).exclude(person_id=by.user_id).exists():
        raise WrongMoment(
            _("The episode was not ended."),
            _("There was an alert in the last thirty days, and no supervisor has agreed to the ending."),
            _("Ask the supervisor to countersign on the page of the last alert. It holds for two weeks."),
        )


def _check_none_open(client: Client) -> None:
    if open_alert_of(client) is not None:
        raise WrongMoment(
            _("The episode was not ended."), _("An alert is still open."), _("Close the alert with its outcome first.")
        )
