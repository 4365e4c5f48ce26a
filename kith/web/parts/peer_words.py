"""The words of peer support that more than one page needs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

WAYS = {
    "met": lazy("We met"),
    "call": lazy("We talked on the phone"),
    "message": lazy("We wrote to each other"),
    "going_along": lazy("We went somewhere together"),
    "not_reached": lazy("I tried, and did not reach them"),
}
WAYS_TO_ME = {
    "met": lazy("You met"),
    "call": lazy("You talked on the phone"),
    "message": lazy("You wrote to each other"),
    "going_along": lazy("You went somewhere together"),
    "not_reached": lazy("They tried to reach you"),
}
WAY_ICONS = {
    "met": "users",
    "call": "phone-call",
    "message": "message-circle",
    "going_along": "footprints",
    "not_reached": "circle-dashed",
}
FEELINGS = {
    "well": lazy("Well enough to walk beside somebody"),
    "so_so": lazy("So-so. I take it slowly today"),
    "low": lazy("Low. Today I need somebody myself"),
}
TOPICS = {
    "listening": lazy("Listening"),
    "own_story": lazy("Telling my own story"),
    "boundaries": lazy("Limits"),
    "safety": lazy("When life is in danger"),
    "privacy": lazy("What stays between us, and what cannot"),
    "supervision": lazy("Using supervision"),
    "own_plan": lazy("My own plan for staying well"),
    "endings": lazy("Parting well"),
}
LESSONS = {  # what a training is about, to read before or after it
    "boundaries": "peer-training-limits",
    "safety": "peer-training-danger",
    "privacy": "peer-training-privacy",
    "supervision": "peer-training-supervision",
    "own_plan": "peer-training-own-recovery",
    "endings": "peer-training-own-recovery",
}
HOUSE_RULES = (
    lazy("No money, no gifts, no loans, no love affair. If it happens, tell your supervisor within two days."),
    lazy("Contact only at the times you agreed, and never from your private number or account."),
    lazy("Your own story is told in small pieces, for them, and only what does not bleed any more."),
    lazy("You do not diagnose, and you do not advise for or against medicine."),
    lazy("Never promise to keep danger to life a secret. Get help together with the person."),
    lazy("Nothing is written that the person may not read."),
)
EXPERIENCES = {
    "deep_sadness": lazy("Deep sadness"),
    "fear": lazy("Strong fear"),
    "hearing_voices": lazy("Hearing voices"),
    "strong_mood_swings": lazy("Strong ups and downs"),
    "addiction": lazy("Getting free of drink, drugs or gambling"),
    "violence": lazy("Living after violence"),
    "loss": lazy("Losing somebody"),
    "hospital": lazy("Being in a hospital for the mind"),
    "illness_of_the_body": lazy("An illness of the body"),
    "migration": lazy("Coming from another country"),
    "being_a_parent": lazy("Being a parent"),
    "caring_for_somebody": lazy("Caring for somebody"),
    "love_and_gender": lazy("Love, and who I am"),
    "faith": lazy("Faith and doubt"),
    "losing_work": lazy("Losing work or a home"),
}
CALL_NEEDS = {
    "to_be_heard": lazy("To be heard"),
    "loneliness": lazy("Loneliness"),
    "information": lazy("Information"),
    "how_to_cope": lazy("How to get through something"),
    "about_somebody_else": lazy("Worry about somebody else"),
    "in_crisis": lazy("In crisis"),
}
PASSED_ON = {
    "nobody": lazy("Nobody"),
    "crisis_number": lazy("A crisis or emergency number"),
    "duty": lazy("Whoever is on duty here"),
    "own_team": lazy("Their own team, by themselves"),
}
REVIEW_ANSWERS = {
    "go_on": lazy("Yes, go on"),
    "change": lazy("Something has to change"),
    "not_said": lazy("Would rather not say"),
}
