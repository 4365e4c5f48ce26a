"""Being asked without an account: by a link that works once, or on a tablet that is handed over."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from kith.care.models.base import ClientRow, PlainJSON
from kith.care.models.measuring import RESPONDENTS
from kith.care.models.people import User
from kith.care.models.sealed import SealedText

INVITATION_KINDS = ("link", "kiosk")
# A year of birth is one of about ninety: five guesses are a chance of one in eighteen, and then it is over.
MOST_TRIES = 5


def hash_of(token: str) -> str:
    """How an address is kept. It has 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(ClientRow):
    """That one named person may answer some instruments about one client, once, without an account.

    The address is kept only as a hash. The second fact (for a link) is kept as a slow hash, sealed, and is tried at
    most five times. Whoever answers learns nothing: neither whose record it is nor what was answered before.
    """

    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in INVITATION_KINDS])
    instruments = PlainJSON(default=list)  # ids of the library, in the order they are asked
    respondent = models.CharField(max_length=12, choices=[(respondent, respondent) for respondent in RESPONDENTS])
    invited_name = SealedText()
    language = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    second_fact = SealedText()
    tries = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations_made")
    # Set where a carer is asked about themselves: then nothing of it enters the client's own measures.
    carer = models.ForeignKey("care.Carer", on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    resource = "answers"
    private = {"invited_name": "D6", "second_fact": "D5"}
    plain = (
        "made_at",
        "client",
        "kind",
        "instruments",
        "respondent",
        "language",
        "token_hash",
        "tries",
        "made_by",
        "carer",
        "expires_at",
        "used_at",
        "withdrawn_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="invitation_tried_at_most_five_times"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_ends_after_it_is_made"),
        ]

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be answered."""
        return self.state(at) == "open"

    def state(self, at: datetime) -> str:
        """used, withdrawn, tried_too_often, expired or open."""
        if self.used_at is not None:
            return "used"
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.tries >= MOST_TRIES:
            return "tried_too_often"
        return "open" if at < self.expires_at else "expired"
