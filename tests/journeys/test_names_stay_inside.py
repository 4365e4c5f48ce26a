"""Ana reads her own record after a group; a family holds on to one thing, another stays sealed; guests are counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.journeys.conftest import surroundings
from tests.journeys.lives_of_groups import CIRCLE, FAMILY, NAMES, PEERS, with_groups
from tests.journeys.stage import Person, Stage
from tests.reports.read_pdf import words_of

pytestmark = pytest.mark.journey

OWN_PAGES = (
    "/me/", "/me/groups/", "/me/record/", "/me/story/", "/me/goals/", "/me/work/", "/me/together/", "/me/family/",
    "/me/carers/", "/me/peer/", "/me/around/", "/me/safety-plan/", "/me/privacy/", "/me/limits/",
)  # fmt: skip
PART = "Spoke of the harbour and was heard."
TASK = "We bring a song next time."
SECRET = "She has rented a room in Leith and has told nobody."
RETOLD = "There is a room rented in Leith, and nobody was told."
SUMMARY = "We eat together on Sundays."


@pytest.fixture(scope="module")
def made_service(made_service: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service of the journeys, with a circle, a family and a circle of peers."""
    home = tmp_path_factory.mktemp("with-groups") / "home"
    with_groups(made_service, home, surroundings(home))
    return home


def opens_the_meeting(leader: Person, group: str) -> None:
    leader.goes_to("/care/groups/")
    leader.opens(group)
    leader.opens(re.compile("^Open the meeting|^Record the last meeting"))


def marks_everybody(leader: Person) -> None:
    for seat in leader.page.locator("#id_register select").all():
        seat.select_option(label="Attended")


def whole_record(person: Person) -> dict[str, str]:
    """Everything of their own: each page, the same page as it is printed, and the file of the whole record."""
    found = {}
    for page in OWN_PAGES:
        person.goes_to(page)
        found[page] = person.page.content()
        found[f"{page} printed"] = words_of(person.page.pdf(format="A4"))
    person.goes_to("/me/record/")
    with person.page.expect_download() as saved:
        person.page.get_by_role("link", name="Download my record").click()
    found["download"] = saved.value.path().read_text(encoding="utf-8")
    with person.page.expect_download() as saved:
        person.goes_to("/me/groups/")
        person.page.get_by_role("link", name="Save my meetings for my calendar").click()
    return found | {"calendar": saved.value.path().read_text(encoding="utf-8")}


def where(words: str, record: dict[str, str]) -> set[str]:
    return {name for name, text in record.items() if words.casefold() in " ".join(text.split()).casefold()}


def test_ana_reads_her_whole_record_after_the_group_and_finds_nobody_elses_name(stage: Stage) -> None:
    finn = stage.someone("finn", on="tablet")
    opens_the_meeting(finn, CIRCLE)
    marks_everybody(finn)
    finn.types("Themes", "Coming home")
    finn.types("How the group was", "Warm. Somebody asked for a song.")
    finn.presses("Record the meeting")
    finn.sees("The meeting is recorded.")
    folded = finn.page.locator("main details", has=finn.page.locator("input[name=client]"))
    hers = folded.filter(has_text="Swallow")
    hers.locator("summary").click()
    hers.get_by_label("What the meeting was for this person").fill(f"{PART} Kingfishers listened.")
    hers.get_by_label("The person may read it").check()
    hers.get_by_role("button", name=re.compile("^File it")).click()
    assert "“Kingfishers”" in finn.sees_what_went_wrong()
    hers.get_by_label("What the meeting was for this person").fill(PART)
    hers.get_by_role("button", name=re.compile("^File it")).click()
    finn.sees("It is filed to the person's own record.")
    finn.opens("Decisions and themes")
    finn.unfolds("Write a decision or a task")
    finn.types("What was decided", TASK)
    finn.presses("Save the decision")

    ana = stage.someone("ana", on="phone")
    record = whole_record(ana)
    ana.goes_to("/me/groups/")
    ana.sees(PART)
    ana.keeps_a_look("my-groups-after-the-circle")
    assert {"/me/groups/", "/me/groups/ printed", "download"} <= where(PART, record)
    assert {"/me/groups/", "/me/groups/ printed"} <= where(TASK, record)
    assert not any(where(name, record) for name in NAMES)

    night = stage.someone("ana", on="small phone", theme="dark", language="en-xb")
    night.goes_to("/me/groups/")
    night.sees(PART)
    night.keeps_a_look("my-groups-after-the-circle-rtl")


def test_a_family_agrees_on_one_thing_while_another_stays_sealed(stage: Stage) -> None:
    finn = stage.someone("finn")
    finn.goes_to("/care/groups/")
    finn.opens(FAMILY)
    finn.opens("Each one alone, and what all agree to")
    mira = finn.page.locator("main article", has=finn.page.get_by_role("heading", name=re.compile("^Mira")))
    mira.locator("summary", has_text="Keep something told in confidence").click()
    mira.get_by_label("What was told").fill(SECRET)
    mira.get_by_role("button", name=re.compile("^Seal it")).click()
    finn.sees("Sealed. Only you can read it.")
    finn.sees(SECRET)
    finn.types("What you hold on to together", RETOLD)
    finn.presses("Offer it to everybody")
    assert "in confidence" in finn.sees_what_went_wrong()
    finn.finds_in("What you hold on to together", RETOLD)
    finn.keeps_a_look("family-summary-refused")
    finn.types("What you hold on to together", SUMMARY)
    finn.presses("Offer it to everybody")
    finn.sees("0 of 3 said yes, 0 said no")

    family = {name: stage.someone(name, on="small phone") for name in ("mira", "tom", "lio")}
    for number, (name, person) in enumerate(family.items()):
        record = whole_record(person)
        assert {"/me/groups/", "/me/groups/ printed"} <= where(SUMMARY, record)
        assert where("Leith", record) == set(), f"{name} reads what was sealed."
        person.goes_to("/me/groups/")
        person.does_not_see("What we hold on to together")
        person.presses("Yes, this is right")
        person.sees("What we hold on to together" if number == 2 else "You said yes.")
    family["tom"].goes_to("/me/groups/")
    family["tom"].sees("What we hold on to together")
    family["tom"].does_not_see("Leith")
    family["tom"].keeps_a_look("family-holds-on")

    finn.goes_to("/care/groups/")
    finn.opens(FAMILY)
    finn.does_not_see("Leith")
    finn.opens("Each one alone, and what all agree to")
    finn.sees(re.compile("^Agreed by all on"))
    finn.keeps_a_look("family-together")
    ben = stage.someone("ben")
    ben.looks_for("Mira Halloran")
    ben.opens("Mira Halloran")
    ben.does_not_see("Leith")


def test_guests_of_a_circle_of_peers_are_counted_and_named_nowhere(stage: Stage) -> None:
    pete = stage.someone("pete", on="small phone")
    opens_the_meeting(pete, PEERS)
    pete.sees("Who came?")
    seats = pete.page.locator("#id_register label span[translate=no]").all_inner_texts()
    assert {seat for seat in seats if not re.fullmatch("K[0-9]+", seat)} == {"Kingfisher", "Ptarmigan"}
    marks_everybody(pete)
    pete.types("Themes", "Coming back after a long time")
    pete.types("How the group was", "Two people came for the first time and stayed for tea.")
    pete.types("Guests", "2")
    pete.keeps_a_look("peer-circle-guests")
    pete.presses("Record the meeting")
    pete.sees("The meeting is recorded.")
    pete.sees("2 guests")
    pete.scrolls_to("What was recorded")
    pete.keeps_a_look("peer-circle-recorded")
    assert len(pete.page.locator("main .tasks li strong").all()) == 2, "Only members are listed."
    pete.goes_to("/care/groups/")
    pete.opens(PEERS)
    pete.sees("2 guests")

    member = stage.someone("zephyrine", on="small phone")
    record = whole_record(member)
    assert where("guest", record) == set(), "A member reads nothing of guests."
    assert not any(where(name, record) for name in ("Ptarmigan", "Osric", "Marrowby"))
    assert {"/me/groups/", "/me/groups/ printed"} <= where("Kingfisher", record), "The control: her own name is there."
