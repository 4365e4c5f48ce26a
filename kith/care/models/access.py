"""Access that somebody gave or refused: grants, blocks and consents."""

from __future__ import annotations

from django.db import models

from kith.care.models.base import ClientRow, PlainJSON
from kith.care.models.people import User, dates_in_order
from kith.care.models.sealed import SealedText

GRANT_KINDS = ("proxy", "consent", "just_in_time", "emergency")
PURPOSES = ("treatment", "sharing", "group", "recording", "research", "family", "alliance")


class Grant(ClientRow):
    """Access one person has to one client beyond their relationship, for a time, for a reason.

    proxy: a carer's own log-in, given by the client; consent: the client lets somebody see something;
    just_in_time: a written reason, at most 8 hours; emergency: break-glass, at most 60 minutes.
    """

    grantee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in GRANT_KINDS])
    resources = PlainJSON(default=list)  # names of rows of the policy; empty for an emergency: all it opens
    reason = SealedText()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants_given")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    resource = "consents"
    private = {"reason": "D4"}
    plain = ("made_at", "client", "grantee", "kind", "resources", "given_by", "starts", "ends", "withdrawn_at")

    class Meta:
        constraints = [dates_in_order("grant_dates_in_order")]


class Block(ClientRow):
    """This account must never see this client: conflict of interest, a restraining order, a colleague in care."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="blocks")
    reason = SealedText()
    lifted_at = models.DateTimeField(null=True, blank=True)

    resource = "consents"
    private = {"reason": "D4"}
    plain = ("made_at", "client", "user", "lifted_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "user"], condition=models.Q(lifted_at__isnull=True), name="one_live_block_per_pair"
            )
        ]


class Consent(ClientRow):
    """A yes or a no to one purpose, in one version of its text. The newest row of a purpose counts."""

    purpose = models.CharField(max_length=12, choices=[(purpose, purpose) for purpose in PURPOSES])
    is_given = models.BooleanField()
    text_version = models.CharField(max_length=20)
    decided_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)

    append_only = True
    resource = "consents"
    plain = ("made_at", "client", "purpose", "is_given", "text_version", "decided_at", "recorded_by")
