"""The request as our pages see it: who asks, and when."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from kith.care.models import User
from kith.care.permissions import Viewer


class Request(HttpRequest):
    """What the middleware hands to a view. On pages behind the log-in `viewer` is never None."""

    user: User | AnonymousUser
    viewer: Viewer
    at: datetime
