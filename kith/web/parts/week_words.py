"""Days, parts of the week and languages in words: when somebody can come, and what they speak."""

from __future__ import annotations

from django.conf.locale import LANG_INFO
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.models.week_parts import PARTS

PART_WORDS = {"morning": lazy("morning"), "afternoon": lazy("afternoon"), "evening": lazy("evening")}


def day_words(weekday: int) -> str:
    """The name of a day; Monday is 1."""
    return str(WEEKDAYS[weekday - 1])


def part_words(part: str) -> str:
    """“Monday, morning”."""
    day, _sign, name = part.partition("-")
    return _("%(day)s, %(part)s") % {"day": day_words(int(day)), "part": PART_WORDS[name]}


def week_rows() -> list[tuple[str, list[tuple[str, str]]]]:
    """Days with their parts, for a form: (Monday, [(1-morning, morning), ...])."""
    return [(day_words(day), [(f"{day}-{part}", str(PART_WORDS[part])) for part in PARTS]) for day in range(1, 8)]


OWN_NAMES = {"so": "Soomaali", "zh": "中文"}
"""Languages that Django has no name for."""


def language_words(code: str) -> str:
    """A language by its own name, else its code."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return OWN_NAMES.get(code, code)


def language_code(words: str) -> str:
    """The code of a language that was written by its own name, its English name or its code; else what was written.

    >>> language_code("arabic"), language_code("Soomaali"), language_code("fr"), language_code("Elvish")
    ('ar', 'so', 'fr', 'Elvish')
    """
    wanted = words.strip().casefold()
    names = {OWN_NAMES[code].casefold(): code for code in OWN_NAMES}
    for code, about in LANG_INFO.items():
        if "name" in about:
            names |= {about["name"].casefold(): code, about["name_local"].casefold(): code}
    return names.get(wanted, words.strip())
