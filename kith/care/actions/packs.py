"""Take a pack of another service: its documents become drafts here, and go to a second person like any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.actions.acting import action, trace
from kith.care.actions.author_documents import begin
from kith.care.models import BadInput, OwnDocument, WrongMoment
from kith.care.models.authoring import is_own, new_identifier
from kith.care.models.knowledge import library
from kith.care.models.own_documents import SHELVES, names_for
from kith.care.models.pack_keys import is_trusted, trust
from kith.care.permissions import Viewer, check_function
from kith.science.drafts import read
from kith.science.library.references import Names
from kith.science.packs import MOST_BYTES, MOST_DOCUMENTS, Pack, Packed, PackProblem, open_pack

__all__ = ["MOST_BYTES", "UnknownKey", "import_pack", "opened"]

REFUSED: dict[str, tuple[Any, Any]] = {
    "not_a_zip": (
        gettext_lazy("The file is not a pack. %(found)s"),
        gettext_lazy("Choose a file that was made as a pack."),
    ),
    "too_large": (gettext_lazy("It is too large: %(found)s."), gettext_lazy("Ask for several smaller packs.")),
    "too_many": (
        gettext_lazy("There are too many files in it: %(found)s."),
        gettext_lazy("Ask for several smaller packs."),
    ),
    "strange_name": (
        gettext_lazy("A file in it belongs in no pack: %(found)s."),
        gettext_lazy("Ask its sender for a new one."),
    ),
    "not_a_file": (
        gettext_lazy("Something in it is no plain file: %(found)s."),
        gettext_lazy("Ask its sender for a new one."),
    ),
    "not_plain": (
        gettext_lazy("A file in it cannot be read: %(found)s."),
        gettext_lazy("Ask for one without a password."),
    ),
    "twice": (gettext_lazy("The same name is in it twice: %(found)s."), gettext_lazy("Ask its sender for a new one.")),
    "no_manifest": (gettext_lazy("It does not say what is in it."), gettext_lazy("Ask its sender for a new one.")),
    "not_listed": (
        gettext_lazy("Its list does not fit its documents: %(found)s."),
        gettext_lazy("Ask its sender for a new one."),
    ),
    "wrong_sum": (
        gettext_lazy("A document was changed on the way: %(found)s."),
        gettext_lazy("Ask its sender to send it again."),
    ),
    "wrong_signature": (gettext_lazy("The signature is not right."), gettext_lazy("Ask its sender to send it again.")),
    "not_a_document": (
        gettext_lazy("Something in it is no document: %(found)s."),
        gettext_lazy("Ask its sender for a new one."),
    ),
}


class UnknownKey(WrongMoment):
    """The pack is whole, and nobody here has said yet that they know its key."""

    pack: Pack


def opened(content: bytes) -> Pack:
    """The pack, when it is whole. Raises BadInput in three parts."""
    try:
        return open_pack(content)
    except PackProblem as problem:
        found, instead = REFUSED[problem.kind]
        raise _refused(str(found) % {"found": problem.found}, str(instead)) from None


@action
def import_pack(*, content: bytes, trusted: str, by: Viewer, at: datetime) -> list[OwnDocument]:
    """All its documents as drafts of whoever takes it, or none. `trusted` is the fingerprint that they compared."""
    check_function(by, "author", service_id=by.service_id)
    pack = opened(content)
    if not is_trusted(pack.fingerprint, by.service_id) and trusted != pack.fingerprint:
        raise _unknown(pack)
    _check_documents(pack, by)
    given = {one.id: new_identifier(str(one.data["title"]), one.kind) for one in pack.documents}
    rows = [_taken(one, pack, given, by, at) for one in pack.documents]
    for row in rows:
        trace("own_document.imported", by=by, at=at, clients=(), about=row)
    transaction.on_commit(lambda: trust(pack.fingerprint, by.service_id))
    return rows


def _unknown(pack: Pack) -> UnknownKey:
    refusal = UnknownKey(
        _("Nothing was taken yet."),
        _("The key of %(name)s is not known here: %(key)s.") % {"name": pack.made_by, "key": pack.fingerprint},
        _("Ask its sender, by another way, to read you these signs. Trust the key if they are the same."),
    )
    refusal.pack = pack
    return refusal


def _taken(one: Packed, pack: Pack, given: Mapping[str, str], by: Viewer, at: datetime) -> OwnDocument:
    """Under an id of its own here; what it names of the same pack keeps pointing at it."""
    origin = {
        "id": one.id,
        "version": str(one.data["version"]),
        "title": str(one.data["title"]),
        "is_own": "yes" if is_own(one.id) else "",
        "made_by": pack.made_by,
        "key": pack.fingerprint,
    }
    content = {"data": _renamed(dict(one.data), given), "body": one.body, "copy_of": origin}
    return begin(one.kind, given[one.id], content, by=by, at=at)


def _renamed(value: Any, given: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(one, given) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, given) for one in value]
    return given.get(value, value) if isinstance(value, str) else value


def _check_documents(pack: Pack, by: Viewer) -> None:
    if not 0 < len(pack.documents) <= MOST_DOCUMENTS:
        raise _refused(_("There is no document in it."), _("Ask its sender for a new one."))
    names = _with_those_of(pack, names_for(library(), by.service_id))
    for one in pack.documents:
        if one.data.get("id") != one.id:
            raise _refused(_("A document in it has another id: %(id)s.") % {"id": one.id}, _("Ask for a new one."))
        reading = read(one.kind, one.data, one.body, names)
        if not reading.is_ready:
            first = next(iter(reading.problems), None)
            where, what = (first.loc, first.what) if first is not None else (("id",), _("a part has no id"))
            told = {"id": one.id, "where": ".".join(str(step) for step in where), "what": what}
            raise _refused(
                _("The document %(id)s is not whole, at “%(where)s”: %(what)s.") % told,
                _("Ask its sender to put it right, or for what it points at to be in the pack too."),
            )


def _with_those_of(pack: Pack, names: Names) -> Names:
    own = {shelf: {one.id for one in pack.documents if SHELVES[one.kind] == shelf} for shelf in SHELVES.values()}
    every: dict[str, Any] = {shelf: {*getattr(names, shelf), *ids} for shelf, ids in own.items()}
    return replace(names, **every)


def _refused(found: str, instead: str) -> BadInput:
    return BadInput(_("Nothing was taken from the pack."), found, instead, "pack")
