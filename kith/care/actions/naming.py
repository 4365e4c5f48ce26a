"""Names in words that must hold none: looked for among the members of a group, and shown to the writer by place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kith.care.models import BadInput, Membership
from kith.care.models.keys import preload
from kith.science.groups import NameFound, find_names, place_of

MOST_SHOWN = 8
FIELDS = {
    "purpose": gettext_lazy("What it is for"),
    "agreement": gettext_lazy("What was agreed"),
    "themes": gettext_lazy("Themes"),
    "note": gettext_lazy("How the group was"),
    "words": gettext_lazy("For this person's own record"),
    "summary": gettext_lazy("What you hold on to together"),
    "went_well": gettext_lazy("What went well"),
    "was_hard": gettext_lazy("What was hard"),
    "next_time": gettext_lazy("What to do next time"),
    "question": gettext_lazy("Question"),
    "decision": gettext_lazy("What was decided"),
    "point": gettext_lazy("What to talk about"),
    "carried_by": gettext_lazy("Who carries it"),
    "result": gettext_lazy("What came of it"),
    "role": gettext_lazy("Role"),
    "here_and_now": gettext_lazy("In a sentence"),
    "reason": gettext_lazy("Why now"),
    "why": gettext_lazy("What they said"),
}


def check_names_nobody(
    texts: Mapping[str, str],
    members: Iterable[Membership],
    *,
    field: str = "",
    labels: Mapping[str, object] = FIELDS,
) -> None:
    """Raises BadInput that says which words to change and where; the words are the writer's, never the roster's."""
    people = names_of(members)
    found = [(name, one) for name, text in texts.items() for one in find_names(text, people)]
    if not found:
        return
    shown = [_where(labels[name], texts[name], one) for name, one in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        more = len(found) - MOST_SHOWN
        shown.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
    raise BadInput(
        _("The note was not saved."),
        _("It seems to hold the name of a member, or a form of it: %(places)s.") % {"places": "; ".join(shown)},
        _("Change these words: this person's record holds nobody else's name. “Somebody in the group” is enough.")
        if field
        else _(
            "Change these words: write about the group, and put one person's news into that person's own record. A "
            "name that is also a common word counts too: use another word."
        ),
        field or found[0][0],
    )


def names_of(members: Iterable[Membership]) -> list[tuple[str, ...]]:
    """All the names of each, given name before family name."""
    rows = list(members)
    preload([row.client_id for row in rows])
    return [
        (row.client.given_name, row.client.preferred_name, row.display_name, row.client.family_name) for row in rows
    ]


def _where(label: object, text: str, found: NameFound) -> str:
    place = place_of(text, found)
    words = {"words": found.words, "field": label, "line": place.line, "word": place.word}
    if found.kind == "initials":
        return _("“%(words)s”, initials (%(field)s, line %(line)d, word %(word)d)") % words
    return _("“%(words)s” (%(field)s, line %(line)d, word %(word)d)") % words
