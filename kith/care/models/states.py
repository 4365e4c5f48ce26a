"""States and the moves between them, as tables: the code obeys them and the diagrams are printed from them."""

from __future__ import annotations

from dataclasses import dataclass

from kith.care.models.refusals import WrongMoment


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
    def choices(self) -> list[tuple[str, str]]:
        """For a model field."""
        return [(state, state.replace("_", " ")) for state in self.states]

    def check_move(self, now: str, then: str) -> None:
        """Raises WrongMoment when the table has no such move."""
        if then not in self.moves[now]:
            allowed = " or ".join(self.moves[now]) or "nowhere"
            raise WrongMoment(
                f"This {self.noun} cannot become “{then.replace('_', ' ')}”.",
                f"It is “{now.replace('_', ' ')}” now.",
                f"From there it can go to: {allowed.replace('_', ' ')}.",
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
PLAN = StateTable("plan", {"proposed": ("agreed", "ended"), "agreed": ("ended",), "ended": ()})
ASSIGNMENT = StateTable(
    "assignment",
    {
        "set": ("started", "done", "part_done", "not_done", "withdrawn"),
        "started": ("done", "part_done", "not_done", "withdrawn"),
        "part_done": ("done",),
        "not_done": ("done", "part_done"),
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
TABLES = (EPISODE, SESSION, ALERT, PLAN, ASSIGNMENT, GROUP, MESSAGE)
