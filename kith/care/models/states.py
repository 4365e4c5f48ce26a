"""States and the moves between them, as tables: the code obeys them and the diagrams are printed from them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.models.refusals import WrongMoment

WORDS: dict[str, Promise] = {
    "agreed": gettext_lazy("agreed"),
    "answered": gettext_lazy("answered"),
    "assessed": gettext_lazy("assessed"),
    "booked": gettext_lazy("booked"),
    "cancelled": gettext_lazy("cancelled"),
    "closed": gettext_lazy("closed"),
    "contacted": gettext_lazy("contacted"),
    "done": gettext_lazy("done"),
    "draft": gettext_lazy("draft"),
    "ended": gettext_lazy("ended"),
    "expired": gettext_lazy("expired"),
    "forming": gettext_lazy("forming"),
    "held": gettext_lazy("held"),
    "in_treatment": gettext_lazy("in treatment"),
    "leased": gettext_lazy("leased"),
    "linked": gettext_lazy("linked"),
    "missed": gettext_lazy("missed"),
    "not_done": gettext_lazy("not done"),
    "open": gettext_lazy("open"),
    "parked": gettext_lazy("parked"),
    "part_done": gettext_lazy("part done"),
    "planned": gettext_lazy("planned"),
    "proposed": gettext_lazy("proposed"),
    "raised": gettext_lazy("raised"),
    "refused": gettext_lazy("refused"),
    "released": gettext_lazy("released"),
    "replaced": gettext_lazy("replaced"),
    "retired": gettext_lazy("retired"),
    "running": gettext_lazy("running"),
    "seen": gettext_lazy("seen"),
    "sent": gettext_lazy("sent"),
    "set": gettext_lazy("set"),
    "skipped": gettext_lazy("skipped"),
    "started": gettext_lazy("started"),
    "waiting": gettext_lazy("waiting"),
    "withdrawn": gettext_lazy("withdrawn"),
    "withheld": gettext_lazy("withheld"),
}
CANNOT: dict[str, Promise] = {
    "alert": gettext_lazy("This alert cannot become “%(state)s”."),
    "concern": gettext_lazy("This concern cannot become “%(state)s”."),
    "assignment": gettext_lazy("This assignment cannot become “%(state)s”."),
    "episode": gettext_lazy("This episode cannot become “%(state)s”."),
    "group": gettext_lazy("This group cannot become “%(state)s”."),
    "message": gettext_lazy("This message cannot become “%(state)s”."),
    "own_document": gettext_lazy("This document cannot become “%(state)s”."),
    "own_instrument": gettext_lazy("This measure cannot become “%(state)s”."),
    "plan": gettext_lazy("This plan cannot become “%(state)s”."),
    "request": gettext_lazy("This request cannot become “%(state)s”."),
    "session": gettext_lazy("This session cannot become “%(state)s”."),
}  # one sentence for each noun: in many languages the words around it change with it


def word_of(state: str) -> str:
    """The word people read for a state, in the language of the page."""
    return str(WORDS[state])


@dataclass(frozen=True)
class StateTable:
    """A noun's states (first is where it starts) and, for each, where it may go."""

    noun: str
    moves: dict[str, tuple[str, ...]]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in reading order."""
        return tuple(self.moves)

    @property
    def start(self) -> str:
        """Where a new one begins."""
        return self.states[0]

    @property
    def choices(self) -> list[tuple[str, Promise]]:
        """For a model field."""
        return [(state, WORDS[state]) for state in self.states]

    def check_move(self, now: str, then: str) -> None:
        """Raises WrongMoment when the table has no such move."""
        if then not in self.moves[now]:
            allowed = _(" or ").join(word_of(state) for state in self.moves[now])
            raise WrongMoment(
                str(CANNOT[self.noun]) % {"state": word_of(then)},
                _("It is “%(state)s” now.") % {"state": word_of(now)},
                _("From there it can go to: %(states)s.") % {"states": allowed or _("nowhere")},
            )


EPISODE = StateTable(
    "episode",
    {
        "waiting": ("assessed", "in_treatment", "ended"),
        "assessed": ("in_treatment", "waiting", "ended"),
        "in_treatment": ("ended",),
        "ended": (),
    },
)
SESSION = StateTable(
    "session",
    {"booked": ("held", "cancelled", "missed"), "held": (), "cancelled": (), "missed": ()},
)
ALERT = StateTable(
    "alert",
    {
        "raised": ("raised", "seen"),
        "seen": ("raised", "contacted"),
        "contacted": ("raised", "contacted", "planned"),
        "planned": ("raised", "contacted", "closed"),
        "closed": (),
    },
)
CONCERN = StateTable(
    "concern",
    {"raised": ("seen", "linked", "closed"), "seen": ("raised", "linked", "closed"), "linked": (), "closed": ()},
)
PLAN = StateTable("plan", {"proposed": ("agreed", "ended"), "agreed": ("ended",), "ended": ()})
# A diary is written again and again: handing one in leaves the work started, until somebody says that it is finished.
ASSIGNMENT = StateTable(
    "assignment",
    {
        "set": ("started", "done", "part_done", "not_done", "withdrawn"),
        "started": ("done", "part_done", "not_done", "withdrawn"),
        "part_done": ("started", "done"),
        "not_done": ("started", "done", "part_done"),
        "done": (),
        "withdrawn": (),
    },
)
GROUP = StateTable("group", {"forming": ("running", "ended"), "running": ("ended",), "ended": ()})
MESSAGE = StateTable(
    "message",
    {
        "waiting": ("leased", "withheld"),
        "leased": ("sent", "waiting", "parked"),
        "sent": (),
        "parked": ("waiting",),
        "withheld": (),
    },
)
# An answer may come after a no, and a no may be taken back, as long as the occasion lasts. Withdrawn means that nobody
# is asked any more: the session was called off or the schedule ended. It counts as never asked.
REQUEST = StateTable(
    "request",
    {
        "open": ("answered", "skipped", "refused", "expired", "withdrawn"),
        "skipped": ("open", "answered"),
        "refused": ("open", "answered"),
        "answered": (),
        "expired": (),
        "withdrawn": (),
    },
)
OWN_INSTRUMENT = StateTable(
    "own_instrument",
    {
        "draft": ("proposed", "retired"),
        "proposed": ("draft", "released"),
        "released": ("replaced", "retired"),
        "replaced": (),
        "retired": (),
    },
)
OWN_DOCUMENT = StateTable("own_document", OWN_INSTRUMENT.moves)
TABLES = (EPISODE, SESSION, ALERT, CONCERN, PLAN, ASSIGNMENT, GROUP, MESSAGE, REQUEST, OWN_INSTRUMENT, OWN_DOCUMENT)
