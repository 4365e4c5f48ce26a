"""Two made-up languages, for trying the pages out: what is not in brackets was never given to translators."""

from __future__ import annotations

import re
from pathlib import Path

import polib
from django.utils import translation
from django.utils.translation import to_locale, trans_real

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "en-xa", "en-xb"
OPENS, CLOSES = "⟦", "⟧"
# What a translator must leave as it is: placeholders, tags and entities.
KEPT = re.compile(r"%\(\w+\)[-#0 +.\d]*[a-zA-Z]|%[sdfr%]|\{[^{}]*\}|<[^<>]+>|&#?\w+;")
ACCENTS = str.maketrans("AEIOUYaeiouyCNScns", "ÀÉÎÖÛÝàéîöûýÇÑŠçñš")


def pseudo(message: str) -> str:
    """The message as these languages say it: `Send %(n)s` becomes `⟦Šéñd %(n)s⟧`. Spaces around it stay outside."""
    words = message.strip()
    if not words:
        return message
    parts, end = [], 0
    for kept in KEPT.finditer(words):
        parts += [words[end : kept.start()].translate(ACCENTS), kept.group()]
        end = kept.end()
    parts.append(words[end:].translate(ACCENTS))
    before, _, after = message.partition(words)
    return f"{before}{OPENS}{''.join(parts)}{CLOSES}{after}"


class PseudoTranslation(trans_real.DjangoTranslation):
    """Django's own translation into English, with every message made visible as translated."""

    def gettext(self, message: str) -> str:
        """One message."""
        return pseudo(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One message in its singular or plural."""
        return pseudo(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        """One message with the place it is used in."""
        return pseudo(super().pgettext(context, message))

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """Both at once."""
        return pseudo(super().npgettext(context, msgid1, msgid2, n))


def teach(catalogues: Path) -> None:
    """Make Django know these languages: an empty catalogue each, and their way of speaking."""
    for code in (LEFT_TO_RIGHT, RIGHT_TO_LEFT):
        path = catalogues / to_locale(code) / "LC_MESSAGES" / "django.mo"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            empty = polib.POFile()
            empty.metadata = {"Content-Type": "text/plain; charset=utf-8", "Language": code}
            empty.save_as_mofile(str(path))
        trans_real._translations[code] = PseudoTranslation(code)  # type: ignore[attr-defined]  # where Django keeps them
    translation._trans.get_language_bidi = is_right_to_left  # type: ignore[attr-defined]


def is_right_to_left() -> bool:
    """Django asks only for the part before the hyphen, and English runs from left to right."""
    return trans_real.get_language() == RIGHT_TO_LEFT or trans_real.get_language_bidi()
