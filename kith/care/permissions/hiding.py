"""What is hidden from whom: a person's own pages are the ones that somebody beside them may look at."""

from __future__ import annotations

from kith.care.models import Client
from kith.care.models.hiding import hidden_by, steps_of
from kith.care.permissions.viewer import Viewer


def hidden_from(viewer: Viewer, client: Client) -> frozenset[str]:
    """Kinds of thing that this viewer must find absent; those who work with the person always see them."""
    if viewer.client_id != client.pk:
        return frozenset()
    return hidden_by(steps_of(client))
