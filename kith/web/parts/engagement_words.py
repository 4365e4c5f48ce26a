"""Words of the first contact and of reaching out, the same for the person and for those who work with them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

WHO: dict[str, Promise] = {
    "anybody": lazy("Anybody is fine"),
    "woman": lazy("A woman"),
    "man": lazy("A man"),
    "peer": lazy("Somebody who has been through it"),
    "known": lazy("Somebody I know already"),
    "not_said": lazy("I'd rather not say"),
}
WHERE: dict[str, Promise] = {
    "clinic": lazy("At the service"),
    "home": lazy("At my home"),
    "near_me": lazy("In a place near me, such as a library"),
    "walk": lazy("Outside, on a walk"),
    "phone": lazy("By phone"),
    "video": lazy("By video"),
    "not_said": lazy("I'd rather not say"),
}
HOW: dict[str, Promise] = {
    "phone": lazy("A phone call"),
    "sms": lazy("A text message"),
    "email": lazy("An email"),
    "letter": lazy("A letter"),
    "visit": lazy("Somebody comes by"),
    "through_somebody": lazy("Through somebody I trust"),
    "not_said": lazy("I'd rather not say"),
}
CHANNELS: dict[str, Promise] = {
    "phone": lazy("Phone call"),
    "sms": lazy("Text message"),
    "email": lazy("Email"),
    "letter": lazy("Letter"),
    "visit": lazy("Visit"),
}
OUTCOMES: dict[str, Promise] = {
    "reached": lazy("Reached: we spoke"),
    "met": lazy("We met"),
    "not_now": lazy("They said: not now"),
    "no_answer": lazy("No answer"),
    "no_message": lazy("No message left, because of the rule"),
    "message_left": lazy("Message or letter left"),
    "wrong_number": lazy("Wrong number or address"),
}
