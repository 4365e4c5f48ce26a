"""What a group gives and costs, in words: for each member, and as a whole where enough have answered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith.care.queries.group_gives import GroupGives, MemberGives, PartShown, WholeGives
from kith.care.queries.group_working import Outcome

# In a word how much there is, and whether it changed; a number would look like more than eight lines can say.
LEVELS = {None: lazy("not answered"), "little": lazy("little"), "some": lazy("some"), "much": lazy("much")}
CHANGED = {
    "more": lazy("%(much)s, more"),
    "less": lazy("%(much)s, less"),
    "same": lazy("%(much)s, as before"),
}
AS_IT_IS = "go_on"
TONES = {"more": "good", "less": "caution"}
# One thing to do differently, each one sentence. Awaiting clinical review.
ADVICE = {
    "afraid": lazy("Speak with them alone today, ask which contact is safe, and tell whoever is on duty."),
    "takes_more": lazy(
        "The group takes more than it gives: see them alone before the next meeting, and offer a lighter part or other help."  # noqa: E501
    ),
    "told_on": lazy(
        "Ask alone whether it puts them in danger, meet those concerned apart, and speak with your supervisor."
    ),
    "not_safe": lazy(
        "Ask alone what would make the meeting safer, and begin the next one with the rules and the right to pass."
    ),
    "pushed": lazy("Say to all again that nobody has to tell anything, without naming anybody."),
    "slower": lazy("Slow the group down: smaller questions, shorter rounds, and thank them for what they told."),
    "memories": lazy(
        "Ask about nights and days, keep a way out of the room, and find one-to-one help if the memories stay."
    ),
    "lighter": lazy("Make the next meeting lighter for them, and visit or call before it."),
    "somebody_there": lazy("Agree with them who looks in before the next meeting."),
    "ask_both": lazy("Nothing is known yet: ask them alone what the group gives them and what is hard."),
    "ask_hard": lazy("Ask what is hard: nobody has asked yet, and no answer is not the same as nothing."),
    "ask_good": lazy("Ask what the group gives them: so far only the hard side is known."),
    "by_twos": lazy("Let them speak in twos before the whole group, with somebody they know."),
    "a_pair": lazy("Give them one person for the contact of the week, and ask how it went."),
    "a_task": lazy("Offer a role or a task in which what they can do is seen."),
    "calm_end": lazy("Leave more time to become calm before going home, and ask what weighs on the week."),
    "what_changed": lazy("Ask what has changed since the beginning: it gives them less than it did."),
    "go_on": lazy("Nothing needs to change by their answers; ask what they would like more of."),
}


def gives_shown(found: GroupGives | None) -> dict[str, Any] | None:
    """For the page: members, whoever carries more first, and the group as a whole."""
    if found is None:
        return None
    heavy = sorted(found.members, key=lambda one: (not one.burdens, one.benefit_at is None))
    rows = [_member(one) for one in heavy]
    whole = [{"title": one.title, "words": whole_words(one, of=one.highest)} for one in found.whole]
    return {
        "members": [row for row in rows if row["one"].advice != AS_IT_IS],
        "as_it_is": [row for row in rows if row["one"].advice == AS_IT_IS],
        "whole": whole,
    }


def _member(one: MemberGives) -> dict[str, Any]:
    return {"one": one, "parts": [_part(part) for part in one.parts], "advice": ADVICE[one.advice]}


def _part(one: PartShown) -> dict[str, Any]:
    words = str(LEVELS[one.level])
    if one.change is not None:
        words = str(CHANGED[one.change]) % {"much": words}
    return {"title": one.title, "words": words, "tone": TONES.get(one.change or "", "")}


def whole_words(one: Outcome | WholeGives, *, of: float | None = None) -> str:
    """A measure in words; withheld numbers are said to be withheld, and why."""
    whole = one.whole
    if whole.reason == "nobody":
        return _("Nobody has answered both at the start and later.")
    if whole.at_start is None or whole.lately is None or whole.people.value is None:
        return _("Fewer than eight members have answered both at the start and later. It is not shown, so that nobody's score can be read from it.")  # noqa: E501 # fmt: skip
    people = ngettext("About %(count)d person", "About %(count)d people", whole.people.value)
    change = whole.lately - whole.at_start
    is_better = change < 0 if one.higher_is_worse else change > 0
    trend = _("no change") if change == 0 else _("better") if is_better else _("worse")
    given = {
        "people": people % {"count": whole.people.value},
        "start": whole.at_start,
        "lately": whole.lately,
        "trend": trend,
    }
    if of is None:
        return _("%(people)s: %(start)d at the start, %(lately)d lately, on average (%(trend)s).") % given
    return _("%(people)s: %(start)d at first, %(lately)d lately, of %(most)d, on average (%(trend)s).") % {
        **given,
        "most": of,
    }
