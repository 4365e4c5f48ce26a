"""The open episode of a person: what most verbs act within."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.care.models import Client, Episode, WrongMoment


def open_episode(client: Client) -> Episode:
    """The episode in which care is given now; raises WrongMoment when there is none."""
    episode = Episode.objects.select_for_update().filter(client=client).exclude(state="ended").first()
    if episode is None:
        raise WrongMoment(
            _("This cannot be recorded now."),
            _("The person's care here has ended."),
            _("Take in a new referral to begin again."),
        )
    return episode
