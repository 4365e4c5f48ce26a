"""What is said at each step of talking in turns and of solving a problem together. Awaiting clinical review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as lazy

HINT_TRY = lazy("One small thing that everybody here can see happening")


@dataclass(frozen=True)
class Turn:
    """One stage of a turn: its title, what each of the two does, and the button that ends it."""

    title: Any
    speaker: Any
    listener: Any
    done: Any


TALK: dict[str, Turn] = {
    "say": Turn(
        lazy("%(speaker)s speaks"),
        lazy("One thing only, in about five sentences. Begin with “I”. Leave out always and never."),
        lazy("Look at each other. No answer yet. After five sentences, lift a hand: the turn is full."),
        lazy("%(speaker)s has said it"),
    ),
    "back": Turn(
        lazy("%(listener)s says it back"),
        lazy("Listen whether your meaning is there. The same words are not needed."),
        lazy("Begin with “You said that”. Say what you heard and how it felt for the other. No advice."),
        lazy("%(listener)s has said it back"),
    ),
    "check": Turn(
        lazy("Is that what %(speaker)s meant?"),
        lazy("Say yes, or say only the part that is missing."),
        lazy("Hear the part that is missing. It is no mistake: it is how listening works."),
        lazy("Yes, that was it: swap"),
    ),
}


@dataclass(frozen=True)
class Step:
    """One step of solving a problem: what to do, and the box in which it is written."""

    title: Any
    what: Any
    label: Any
    hint: Any


SOLVE: dict[str, Step] = {
    "problem": Step(
        lazy("What is the problem?"),
        lazy("%(name)s begins. Then each one says how it looks to them, until one sentence fits for all."),
        lazy("The problem in one sentence"),
        lazy("What happens, when, and what you would rather have. Nobody's name as the reason."),
    ),
    "ideas": Step(
        lazy("Which ways are there?"),
        lazy("%(name)s says the first idea, then turn by turn. Odd ideas too. Nobody judges yet."),
        lazy("Ideas, one on each line"),
        lazy("Five or more are good."),
    ),
    "weigh": Step(
        lazy("What speaks for and against each?"),
        lazy("%(name)s begins with the first idea. One good word for each, then one difficulty."),
        lazy("For and against"),
        lazy("A few words for each idea"),
    ),
    "choice": Step(
        lazy("Which one do you choose?"),
        lazy("%(name)s says first which one they could live with. It does not need to be the best for anybody."),
        lazy("What you choose"),
        lazy("One idea, or two that belong together"),
    ),
    "attempt": Step(
        lazy("Who does what, and when?"),
        lazy("%(name)s says their own part first. Everybody says only what they do themselves."),
        lazy("The next try"),
        HINT_TRY,
    ),
    "look_back": Step(
        lazy("When do you look back?"),
        lazy("%(name)s says when. Then you ask what worked, thank each other for the try, and change what did not."),
        lazy("The day on which you look back"),
        lazy("For example: Sunday after breakfast"),
    ),
}
