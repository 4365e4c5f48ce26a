"""That the limits of confidentiality were explained: which version of the text, by whom, when, how understood."""

from __future__ import annotations

from django.db import models

from kith.care.models.base import ClientRow
from kith.care.models.people import User
from kith.care.models.sealed import SealedText

LIMITS_VERSION = "2026-11"  # of the words in templates/web/parts/limits.html; a changed text is a new version
UNDERSTANDING = ("own_words", "with_help", "not_yet")


class LimitsTalk(ClientRow):
    """One talk about what stays between us and what does not. The newest in the present version counts."""

    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    understood = models.CharField(max_length=12, choices=[(name, name.replace("_", " ")) for name in UNDERSTANDING])
    words = SealedText()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="limits_talks")
    talked_at = models.DateTimeField()

    append_only = True
    resource = "consents"
    private = {"words": "D5"}
    plain = ("made_at", "client", "text_version", "language", "understood", "recorded_by", "talked_at")
