"""A protocol gives the page of any meeting, and says so when there is no such meeting."""

import pytest

from kith.science.library import Library


def test_meetings_that_share_a_page_give_the_same_page() -> None:
    panic = Library.open().protocol("cbt-panic")
    assert panic.session(10) is panic.session(11)
    assert panic.session(12).n == 12


@pytest.mark.parametrize("n", [0, 15, -1])
def test_a_meeting_that_does_not_exist_is_refused(n: int) -> None:
    with pytest.raises(KeyError, match="has meetings 1 to 14"):
        Library.open().protocol("cbt-panic").session(n)


def test_a_protocol_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Library.open().protocol("cbt-panic").dose.minutes = 20  # type: ignore[misc]
