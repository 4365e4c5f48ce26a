"""Ben keeps a list; Ana says what she likes, reads why something fits, plans to go and tells how it was."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from kith.care.actions import go_out, keep_activities
from kith.care.models import Activity, BadInput, Outing, WrongMoment
from kith.care.permissions import NotAllowed, NotYours
from tests.people import People, a_client
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

CHOIR = {
    "what": "list", "name": "Thursday choir", "place": "Town hall, room 2", "times": "Thursdays at six",
    "joining": "Ring Ruth", "cost": "free", "distance": "on_foot", "interests": ["music"], "languages": ["en"],
    "step_free": "yes", "quiet": "unknown", "hearing_loop": "unknown", "childcare": "no",
}  # fmt: skip
FACTS = keep_activities.Facts("Chess", "People play", "Library", "Mondays", "Just come", interests=("games",))


def listed(people: People, **more: Any) -> Activity:
    facts = keep_activities.Facts(**(vars(FACTS) | more))
    return keep_activities.list_activity(facts=facts, review_on=None, by=people.sees("ben"), at=people.at)


def wishes(people: People, **said: Any) -> None:
    for part, chosen in said.items():
        go_out.say_wish(client=people.ana, part=part, said=chosen, by=people.sees("ana"), at=people.at)


def test_ben_puts_it_on_the_list_and_nobody_checks_it_for_too_long(people: People) -> None:
    ben = Screen(people, "ben")
    assert "The list is empty" in ben.text("activities")
    refused = ben.post("activities", **CHOIR | {"what": "list", "name": " "})
    assert refused.status_code == 422
    assert "Ring Ruth" in refused.content.decode()  # what was typed is kept
    assert ben.post("activities", **CHOIR | {"what": "list", "place": "Hall"}).status_code == 302
    assert "What do people do there?" in ben.text("activities")


@pytest.mark.parametrize("who", ["ana", "eve"])
def test_whoever_may_not_keep_the_list_changes_nothing(people: People, who: str) -> None:
    row = listed(people)
    if who == "eve":  # a supervisor keeps it too
        assert Screen(people, who).post("activities", what="check", one=row.pk).status_code == 302
        return
    assert Screen(people, who).post("activities", what="check", one=row.pk).status_code in (403, 404)
    with pytest.raises(NotAllowed):
        keep_activities.take_off_activity(activity=row, by=people.sees(who), at=people.at)


def test_ana_says_what_she_likes_one_question_a_page(people: People) -> None:
    a_client(people, "lea", "Lea", "Moss")
    listed(people, name="Choir", interests=("music",), cost="free", distance="on_foot", languages=("en",))
    listed(people, name="Concerts", interests=("music",), distance="on_foot")
    listed(people)
    ana = Screen(people, "ana")
    assert "Four short questions" in ana.text("my_activities")
    assert ana.post("my_activity_wish", "interests").status_code == 422
    for part, said in (("interests", "music"), ("needs", "not_said"), ("furthest", "on_foot"), ("cost", "free")):
        assert ana.post("my_activity_wish", part, said=said).status_code == 302
    text = ana.text("my_activities")
    assert 'Music and singing · <span translate="no">English</span> · Free · A walk away' in text
    assert "What does it cost?" in text  # unknown is asked, and not free
    assert "Not what was wished for" in text
    assert "Would rather not say" in text
    ana.post("my_activity_wish", "needs", said="nothing")
    assert re.search(
        r'value="nothing"[^>]* checked', ana.text("my_activity_wish", "needs")
    )  # what was said stands there
    assert not re.search(r"<input[^>]* checked", Screen(people, "lea").text("my_activity_wish", "needs"))
    assert pseudo.untranslated(ana.pseudo("my_activities")) == []
    for part in ("interests", "cost"):
        assert pseudo.untranslated(ana.pseudo("my_activity_wish", part)) == []


def test_ana_plans_goes_and_ben_reads_what_might_come_next(people: People) -> None:
    row = listed(people)
    wishes(people, interests=["games"])
    ana, ben = Screen(people, "ana"), Screen(people, "ben")
    assert "Ask what they used to enjoy" in ben.text("outings", people.ana.pk)
    assert ana.post("my_activities", what="plan", one=row.pk).status_code == 302
    assert ana.post("my_activities", what="plan", one=row.pk).status_code == 409
    assert ana.post("my_outing", "when", said="soon").status_code == 422
    for part, said in (("when", "2026-04-02"), ("who", "My sister"), ("easier", "A seat by the door")):
        assert ana.post("my_outing", part, said=said).status_code == 302
    assert "A seat by the door" in ana.text("my_activities")
    assert "A plan stands" in ben.text("outings", people.ana.pk)
    ana.post("my_outing", "went", said="yes")
    assert ana.post("my_outing", "how", said="eleven").status_code == 422
    ana.post("my_outing", "how", said="8")
    ana.post("my_outing", "words", said="I won once")
    assert "8 of 10" in ana.text("my_activities")
    text = ben.text("outings", people.ana.pk)
    assert "Ask whether they would like to go again" in text
    assert "I won once" in text
    assert pseudo.untranslated(ben.pseudo("outings", people.ana.pk)) == []
    for page, *part in (("my_activities",), ("my_outing", "went"), ("my_outing", "easier")):
        assert pseudo.untranslated(ana.pseudo(page, *part)) == []
    for other in ("dev", "cleo", "finn", "dan"):
        assert Screen(people, other).get("outings", people.ana.pk).status_code == 404


def test_not_going_and_rather_not_say_are_answers(people: People) -> None:
    row, ana = listed(people), Screen(people, "ana")
    for told, following in (("no", "words"), ("not_said", "")):
        people.later(days=1)
        ana = Screen(people, "ana")
        ana.post("my_activities", what="plan", one=row.pk)
        answer = ana.post("my_outing", "went", said=told)
        assert answer.headers["Location"].endswith(f"{following}/" if following else "/me/things-to-do/")
    assert [one.told for one in Outing.objects.order_by("starts")] == [{"went": "no"}, {"went": "not_said"}]
    assert "Not saying is an answer too" in Screen(people, "ben").text("outings", people.ana.pk)


def test_a_plan_is_taken_back_and_something_taken_off_is_not_planned(people: People) -> None:
    row, ana = listed(people), Screen(people, "ana")
    wishes(people, interests=None)
    ana.post("my_activities", what="plan", one=row.pk)
    ana.post("my_activities", what="back")
    assert "Take it back" not in ana.text("my_activities")
    keep_activities.take_off_activity(activity=row, by=people.sees("ben"), at=people.at)
    assert ana.post("my_activities", what="plan", one=row.pk).status_code == 409
    with pytest.raises(WrongMoment):
        go_out.plan_outing(client=people.ana, activity=row.__class__.objects.get(), by=people.sees("ana"), at=people.at)
    with pytest.raises(WrongMoment):
        keep_activities.check_activity(activity=row, by=people.sees("ben"), at=people.at)
    assert ana.post("my_activities", what="dance").status_code == 422


def test_a_list_past_its_day_says_so_until_somebody_checks_it(people: People) -> None:
    row = listed(people)
    wishes(people, interests=["games"])
    day = f"{row.checked_on:%-d %B %Y}"
    assert "Nobody has checked this since" not in Screen(people, "ana").text("my_activities")
    people.later(days=183)
    assert f"Nobody has checked this since {day}" in Screen(people, "ana").text("my_activities")
    ben = Screen(people, "ben")
    assert "1 thing is to be checked again" in ben.text("activities")
    ben.post("activities", what="check", one=row.pk)
    assert "to be checked again</" not in ben.text("activities")
    assert "Nobody has checked this since" not in ben.text("activities")
    assert pseudo.untranslated(ben.pseudo("activities")) == []


def test_forged_answers_and_other_people_change_nothing(people: People) -> None:
    row = listed(people)
    mine: dict[str, Any] = {"by": people.sees("ana"), "at": people.at}
    for part, said in (("interests", ["chess"]), ("cost", "nothing"), ("secret", None), ("furthest", ["on_foot"])):
        with pytest.raises(BadInput):
            go_out.say_wish(client=people.ana, part=part, said=said, **mine)
    with pytest.raises(NotYours):
        go_out.say_wish(client=people.ana, part="cost", said="free", by=people.sees("ben"), at=people.at)
    plan = go_out.plan_outing(client=people.ana, activity=row, **mine)
    with pytest.raises(WrongMoment):
        go_out.tell_more(outing=plan, part="how", how=3, **mine)
    a_client(people, "lea", "Lea", "Moss")
    with pytest.raises(NotYours):
        go_out.tell_outing(outing=plan, went="yes", by=people.sees("lea"), at=people.at)
    lea = Screen(people, "lea")
    assert lea.get("my_outing", "went").headers["Location"] == "/me/things-to-do/"
    assert "You have no plan to go somewhere." in lea.text("my_activities")
    assert lea.post("my_activities", what="back").status_code == 409
    assert lea.post("my_activities", what="plan", one=people.ana.pk).status_code == 404
    go_out.tell_outing(outing=plan, went="no", **mine)
    for answer in ({"part": "how", "how": 3}, {"part": "words", "words": "x" * 601}):
        with pytest.raises(BadInput):
            go_out.tell_more(outing=plan, **answer, **mine)
    with pytest.raises(WrongMoment):
        go_out.tell_outing(outing=plan, went="yes", **mine)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"what": "x" * 601}, "what"), ({"cost": "cheap"}, "cost"), ({"access": {"quiet": "perhaps"}}, "access"),
     ({"interests": ("chess",)}, "interests"), ({"joining": ""}, "joining")],
)  # fmt: skip
def test_a_list_takes_only_what_it_knows(people: People, more: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as found:
        listed(people, **more)
    assert found.value.field == field


def test_the_day_to_look_again_is_ahead(people: People) -> None:
    with pytest.raises(BadInput, match="not ahead"):
        keep_activities.list_activity(facts=FACTS, review_on=date(2000, 1, 1), by=people.sees("ben"), at=people.at)
