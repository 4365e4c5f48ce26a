"""The request as our pages see it: who asks, and when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from kith.care.models import User
from kith.care.permissions import Viewer

BY_SCRIPT = "X-Kith-By-Script"  # a form that the page itself sends, so that nothing typed is lost with the connection


def id_in(text: str | None) -> UUID | None:
    """An id that a form or an address sends along; None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


class Request(HttpRequest):
    """What the middleware hands to a view. On pages behind the log-in `viewer` is never None."""

    user: User | AnonymousUser
    viewer: Viewer
    at: datetime
