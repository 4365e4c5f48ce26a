"""Whatever is wrong in a form: the page says what happened, what was found and what to do, and keeps the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey

Way = Callable[[Person], None]


@dataclass(frozen=True)
class Mistake:
    """One form, what is typed into it, and the button that sends it too early."""

    who: str
    way: Way
    typed: dict[str, str]
    button: str
    unfolds: str = ""
    chosen: dict[str, int] = field(default_factory=dict)


def to(address: str) -> Way:
    """A page with an address of its own."""
    return lambda person: person.goes_to(address)


def about_ana(page: str) -> Way:
    """A page about Ana."""

    def way(ben: Person) -> None:
        ben.looks_for("Ana")
        ben.opens(re.compile("^Ana [A-Z]"))
        ben.goes_to(f"{ben.page.url.partition('?')[0]}{page}")

    return way


def choosing_a_plan(ben: Person) -> None:
    """The form below the options."""
    about_ana("plan/")(ben)
    ben.unfolds("Choose another intervention")
    ben.opens(re.compile("^Choose this"))


def anas_session(ben: Person) -> None:
    """The form in which today's session is recorded."""
    about_ana("book/")(ben)
    ben.opens(re.compile(r"^Session \d+.*Booked"))
    ben.opens("Record")


def anas_work(ben: Person) -> None:
    """A worksheet that she handed in."""
    about_ana("")(ben)
    ben.goes_to(ben.page.locator("main a[href^='/care/work/']").last.get_attribute("href") or "")


def the_open_alert(ben: Person) -> None:
    """The one on top."""
    ben.goes_to("/care/")
    ben.opens(re.compile("^Open the alert"))
    if ben.page.get_by_role("button", name="I have it in hand").count():
        ben.presses("I have it in hand")


def handing_in(ana: Person) -> None:
    """The last page of her open work."""
    ana.goes_to("/me/work/")
    ana.opens_the_first_open_work()
    ana.opens("Hand in")


def an_emptied_formulation(ben: Person) -> None:
    """The next version, with every box cleared."""
    about_ana("formulate/?template=five-ps")(ben)
    for box in ben.page.locator("main textarea").all():
        box.fill("")


def changing_her_safety_plan(ana: Person) -> None:
    """Her own form."""
    ana.goes_to("/me/safety-plan/")
    ana.opens("Change")
    for box in ana.page.locator("main textarea").all():
        box.fill("")


MISTAKES = {
    "referral": Mistake(
        "ben", to("/care/refer/"), {"Why now, in their words if you can": "Low since the autumn."}, "Take in"
    ),
    "assessment": Mistake("ben", about_ana("assess/"), {}, "Keep this assessment"),
    "answers on paper": Mistake(
        "ben", about_ana("measure/phq9/"), {"Answers in order": "1 2 9 0"}, "Keep and score", "Enter from paper"
    ),
    "formulation": Mistake("ben", an_emptied_formulation, {}, "Keep this version"),
    "problem": Mistake("ben", about_ana("goals/"), {}, "Add to the list", "Name a problem"),
    "goal": Mistake(
        "ben",
        about_ana("goals/"),
        {"A first step, small enough to succeed": "Buy rice"},
        "Keep this goal",
        "Agree a goal",
    ),
    "plan": Mistake(
        "ben", choosing_a_plan, {"Why this": "It answers what keeps it going.", "Sessions": "0"}, "Keep this plan"
    ),
    "booking": Mistake("ben", about_ana("book/"), {"Minutes": "9999"}, "Book it"),
    "session": Mistake("ben", anas_session, {"^Note$": "She found the balanced thought alone."}, "Record and sign"),
    "review": Mistake(
        "ben", about_ana("review/"), {"^Why$": "Nothing has moved for twelve weeks."}, "Keep the decision"
    ),
    "concern": Mistake("ben", about_ana("concern/"), {"What are you worried about?": "She gave her cat away."}, "Send"),
    "alert": Mistake("ben", the_open_alert, {}, "Record the contact"),
    "answer to work": Mistake("ben", anas_work, {}, "Answer"),
    "safety plan": Mistake("ana", changing_her_safety_plan, {}, "Save my plan"),
    "contact rule": Mistake("ana", to("/me/record/"), {}, "Save", chosen={"Not before": 20, "Not after": 3}),
    "handing in": Mistake("ana", handing_in, {"Did something get in the way?": "My son was ill."}, "Hand in"),
}


@pytest.mark.parametrize("form", MISTAKES)
def test_a_mistake_is_explained_and_loses_nothing(stage: Stage, form: str) -> None:
    mistake = MISTAKES[form]
    person = stage.someone(mistake.who)
    person.are_pages_checked = False  # the pages on the way are walked in other journeys
    mistake.way(person)
    if mistake.unfolds:
        person.unfolds(mistake.unfolds)
    typed = {
        re.compile(label if label[0] == "^" else "^" + re.escape(label)): words
        for label, words in mistake.typed.items()
    }
    for label, words in typed.items():
        person.types(label, words)
    for label, place in mistake.chosen.items():
        person.page.get_by_label(label).select_option(index=place)
    person.are_pages_checked = True
    person.sends_unchecked(mistake.button)
    said = person.sees_what_went_wrong()
    assert len(said.splitlines()) >= 2, f"The page only says: {said}"
    for label, words in typed.items():
        person.finds_in(label, words)
