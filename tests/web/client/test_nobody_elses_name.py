"""H06: a member reads and downloads all of their own record and finds nobody else's name in it."""

from __future__ import annotations

import pytest

from kith.care.actions import gather
from kith.care.models import BadInput, Client, GroupEntry, Session
from tests.care.courses import a_group, a_meeting, a_member, record
from tests.people import People, a_client
from tests.web.practitioner.screens import Screen

PAGES = (
    "today", "story", "my_goals", "my_work", "my_practices", "my_together", "my_groups", "my_safety_plan", "my_record",
    "my_limits", "my_privacy", "my_download",
)  # fmt: skip
# Every name of the others: given, family and preferred ones, and the names that the group uses.
CANARIES = ("Quillon", "Zephyrine", "Marrowby", "Thackeray", "Kingfisher", "Ptarmigan")


@pytest.fixture
def meeting(people: People) -> Session:
    """Ana meets two others, each with three names that occur nowhere else; everybody's part is filed and released."""
    group = a_group(people)
    others = [a_client(people, f"other{n}", CANARIES[n], CANARIES[n + 2], practitioner="dev") for n in range(2)]
    a_member(people, group, people.ana, "ana", "Swallow")
    for n, other in enumerate(others):
        a_member(people, group, other, f"other{n}", CANARIES[n + 4])
    held = a_meeting(people, group)
    record(people, held, dict.fromkeys([people.ana, *others], "attended"))
    for client in (people.ana, *others):
        file(people, held, client, "Spoke of home. It helped to be heard.")
    return held


def file(people: People, meeting: Session, client: Client, words: str) -> None:
    gather.write_group_entry(
        meeting=meeting, client=client, words=words, is_released=True, by=people.sees("finn"), at=people.at
    )


def names_read_by_ana(people: People) -> set[str]:
    screen = Screen(people, "ana")
    answers = {page: screen.get(page) for page in PAGES}
    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(PAGES, 200)
    text = "\n".join(answer.getvalue().decode() for answer in answers.values()).casefold()
    assert text.count("spoke of home") == 2, "Ana's own part is on her page and in her download"
    return {name for name in CANARIES if name.casefold() in text}


def test_ana_finds_nobody_elses_name(people: People, meeting: Session) -> None:
    assert names_read_by_ana(people) == set()


@pytest.mark.parametrize("name", CANARIES)
def test_no_name_can_be_written_into_her_record_from_the_group(people: People, meeting: Session, name: str) -> None:
    with pytest.raises(BadInput):
        file(people, meeting, people.ana, f"She was glad that {name.upper()}s came.")


def test_the_control_a_name_that_got_through_would_be_found(people: People, meeting: Session) -> None:
    leak = GroupEntry(
        session=meeting, client=people.ana, author=people.accounts["finn"], is_released=True, signed_at=people.at,
        made_at=people.at,
    )  # fmt: skip
    leak.words = "She was comforted by Kingfisher."
    leak.save(force_insert=True)
    assert names_read_by_ana(people) == {"Kingfisher"}
