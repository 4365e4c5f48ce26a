"""What is drawn of somebody's family and home, and who cares for them: shared with the person, and not shared."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from kith.care.actions import carer_plan, caring, draw_family, inviting
from kith.care.models import Carer, Client, FamilyPicture, Invitation
from kith.care.models.families import draft_or_newest
from kith.care.permissions import invited
from tests.safety.canaries import canary


def family_and_home(client: Client, act: dict[str, Any]) -> None:
    """In the draft, somebody was removed and somebody else added, so that what can be undone has a word of its own."""
    _add(client, "genogram", "people", act, name=canary(), kinship="parent")
    draw_family.remove_from_family_picture(part="people", row=1, **_given(client, "genogram", act))
    _add(client, "genogram", "people", act, name=canary(), kinship="parent")
    _add(client, "ecomap", "systems", act, name=canary(), tie="weak")
    draw_family.keep_family_picture(is_shared=True, **_given(client, "ecomap", act))


def _add(client: Client, kind: str, part: str, act: dict[str, Any], **values: Any) -> FamilyPicture:
    return draw_family.change_family_picture(part=part, row=None, values=values, **_given(client, kind, act))


def _given(client: Client, kind: str, act: dict[str, Any]) -> dict[str, Any]:
    by, at = act["by"], act["at"]
    assert isinstance(at, datetime)
    now = draft_or_newest(client, kind)
    return {"client": client, "kind": kind, "shown": now.mark if now is not None else "", "by": by, "at": at}


def somebody_cares(client: Client, act: dict[str, Any]) -> tuple[Carer, Invitation]:
    """Two carers with words of their own: one shared a plan and writes another, one kept hers from the person."""
    for is_shared in (True, False):
        named = caring.Named(canary(), "other", "client", canary())
        carer = caring.name_carer(client=client, named=named, **act)
        caring.hear_carer(carer=carer, says_yes=True, **act)
        link = caring.invite_carer(carer=carer, agreed_word="heron", key=uuid.uuid4(), **act).invitation
        theirs = {"invitation": link, "by": invited(link), "at": act["at"]}
        carer_plan.write_carer_plan(part="break", words=canary(), **theirs)
        carer_plan.keep_carer_plan(is_shared=is_shared, **theirs)
        carer_plan.write_carer_plan(part="ring", words=canary(), **theirs)
        carer_plan.write_carer_plan(part="break", words=canary(), **theirs)
        key = uuid.uuid4()
        load: dict[str, Any] = {"invitation": link, "instrument": "carer-load", "by": theirs["by"], "at": act["at"]}
        inviting.answer_invited(item="tired", value=1, key=key, version=0, **load)
        inviting.send_invited(key=key, version=1, language="en", **load)
    return carer, link
