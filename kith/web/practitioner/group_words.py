"""The words of groups: kinds, days, needs, marks, roles, and the rules that keep somebody out of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as lazy

MARKS = (
    ("attended", lazy("Attended")),
    ("late", lazy("Came late")),
    ("left_early", lazy("Left early")),
    ("apologised", lazy("Apologised")),
    ("did_not_attend", lazy("Did not attend")),
)
KINDS = {
    "therapy": lazy("Therapy group"),
    "peer": lazy("Peer support group"),
    "couple": lazy("Couple"),
    "family": lazy("Family, or several families together"),
    "school": lazy("School programme"),
    "workplace": lazy("Workplace programme"),
    "community": lazy("Community programme"),
    "ward": lazy("Ward or house meeting"),
}
NEEDS = {
    "step_free": lazy("Without steps"),
    "hearing_loop": lazy("Hearing loop"),
    "interpreter": lazy("Interpreter"),
    "quiet_room": lazy("A quiet room to go to"),
    "childcare": lazy("Somebody looks after children"),
    "online": lazy("Joining online"),
    "travel_paid": lazy("Travel is paid"),
}
GENDERS = {"woman": lazy("Woman"), "man": lazy("Man"), "other": lazy("Another gender")}
STYLES = {
    "quiet": lazy("Rather quiet"),
    "talks_much": lazy("Talks much"),
    "takes_the_lead": lazy("Takes the lead"),
    "looks_after_others": lazy("Looks after others"),
}
# How much somebody spoke, in debriefs from before taps were counted. Read as the step it was; never asked again.
STEPS_SPOKEN = {
    "not_yet": lazy("Not at all"),
    "a_little": lazy("A little"),
    "some": lazy("As much as others"),
    "much": lazy("Much"),
    "most": lazy("Most of the time"),
}
ROLES = {
    "begins": lazy("Begins things"),
    "informs": lazy("Brings knowledge"),
    "sums_up": lazy("Sums up"),
    "builds_on": lazy("Builds on what was said"),
    "encourages": lazy("Encourages"),
    "makes_peace": lazy("Makes peace"),
    "opens_doors": lazy("Opens the door for others"),
    "keeps_rules": lazy("Keeps the rules"),
    "takes_over": lazy("Takes over"),
    "blocks": lazy("Blocks"),
    "refuses_help": lazy("Asks for help and refuses it"),
    "silent": lazy("Silent"),
}
OUTCOMES = {
    "reached": lazy("I spoke with them"),
    "message_left": lazy("I left word in the way they allow"),
    "not_reached": lazy("I did not reach them"),
}
# Why to pause and think before a group meets again.
STOPS = {
    "afraid": lazy("somebody is afraid of somebody because of the group"),
    "two_low": lazy("two meetings in a row went badly for those who answered"),
    "many_burdened": lazy("the last meeting was too much for many of those who answered"),
}
# Why somebody does not join a group at present. Awaiting clinical review.
NOT_NOW = {
    "cannot_follow": lazy("Hears or believes things others do not, or is so driven that they cannot follow a meeting"),
    "suicidal_crisis": lazy("In a crisis with thoughts of suicide"),
    "intoxicated": lazy("Drinks or takes drugs so that they cannot follow a meeting"),
    "against_others": lazy("Would hurt, use or deeply distrust the others"),
    "thinking": lazy("Memory or thinking would not keep up with the others"),
    "cannot_come": lazy("Cannot come regularly"),
    "does_not_want": lazy("Does not want to talk or be with others now"),
    "other": lazy("Something else"),
}
# What keeps one person out of one group.
BARRIERS = {
    "slot": lazy("they cannot come then"),
    "language": lazy("it is held in another language"),
    "needs": lazy("the place lacks something they need"),
    "rule": lazy("a rule about people stands against it"),
    "stream": lazy("it is for something else"),
    "distance": lazy("it is too far"),
}
# What several people and groups come down to together.
RULES = {
    "seats": lazy("the groups that fit have no place left"),
    "smallest": lazy("a group would begin with too few people"),
    "leaders": lazy("somebody would lead two groups at one time"),
    "apart": lazy("a rule keeps people apart"),
    "never alone": lazy("somebody would be the only one of their gender and does not want that"),
    "pin": lazy("places were chosen by hand"),
    "not now": lazy("their practitioner says not now"),
    **BARRIERS,
}

# Why somebody is where they are in a proposal, the strongest first. How severe it is for them is never said.
REASONS = {
    "only_fit": lazy("no other group fits"),
    "preferred": lazy("they would rather be in this one"),
    "gender": lazy("others of their gender are there"),
    "waits_longest": lazy("nobody on the list waits longer"),
    "age": lazy("others of a like age are there"),
    "style": lazy("nobody else there is like this with others"),
}


def listed(codes: Iterable[str], words: Mapping[str, object]) -> list[str]:
    """The words of codes, in the order in which the codes came."""
    return [str(words[code]) for code in codes if code in words]
