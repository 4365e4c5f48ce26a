"""Who answers for rows that leave the record: a manager by login name, and what a command says where they may not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kith.cli.shelves import stop

if TYPE_CHECKING:
    from kith.care.permissions import Viewer


def who_answers(name: str) -> Viewer:
    """The account with this login name, whose purpose is an export; ends the command where there is none."""
    from kith.care.models import User
    from kith.care.permissions import viewer_of

    user = User.objects.filter(username=name.lower(), is_active=True).first()
    if user is None:
        stop(
            f"Nothing was written: nobody answers for it. Found no account {name[:40]!r}. Give a manager's login name."
        )
    return viewer_of(user, at=datetime.now(UTC), purpose="export")


@contextmanager
def refusals_told() -> Iterator[None]:
    """Ends the command in three parts where the record refuses: another role, or nobody has let the rows go."""
    from kith.care.models import Refusal
    from kith.care.permissions import NotAllowed

    try:
        yield
    except NotAllowed:
        stop("Nothing was written: rows leave only at the word of a programme manager. Found another role. Ask one.")
    except Refusal as refusal:
        stop(f"{refusal.what} {refusal.found} {refusal.instead}")
