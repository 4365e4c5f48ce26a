"""A hundred people as figures: how many do better than average without a help, and how many with it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith import pictures
from kith.care.queries.evidence import People


def hundred_people(people: People) -> pictures.Drawing:
    """The counts as a hundred figures, in the same words for a person and for those who treat them."""
    alike, most = sorted((people.without_help, people.with_help))
    told = {"without": people.without_help, "with": people.with_help}
    return pictures.icon_array(
        people.without_help,
        people.with_help,
        words=pictures.IconWords(
            alike=_("Better than average, with this help or without: %(n)d") % {"n": alike},
            more=_("Better than average only with this help: %(n)d") % {"n": most - alike},
            fewer=_("Better than average only without this help: %(n)d") % {"n": most - alike},
            rest=_("Not better than average, with this help or without: %(n)d") % {"n": 100 - most},
        ),
        title=_("A hundred people"),
        sentence=_("Of 100 people, %(without)d do better than average without this help, and %(with)d with it.") % told,
    )
