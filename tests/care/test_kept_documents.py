"""A document that something was agreed on stays readable in that version, whatever the library says later."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from kith.care.models import KeptDocument
from kith.care.models.kept_documents import Kind, document_as_kept, keep
from kith.care.models.knowledge import library
from kith.science.library import UnknownDocument
from tests.people import START

ONE_OF_EACH: dict[Kind, str] = {
    "protocol": "cbt-depression",
    "worksheet": "activity-diary",
    "practice": "paced-breathing",
    "lesson": "panic-cycle.en",
}
pytestmark = pytest.mark.django_db


def moved_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library brings out a next version of the diary under another title."""
    now = library().worksheets["activity-diary"]
    then = now.model_copy(update={"version": "99.0", "title": "Another diary"})
    monkeypatch.setitem(library().worksheets._kept, "activity-diary", then)


@pytest.mark.parametrize("kind", sorted(ONE_OF_EACH))
def test_what_is_kept_is_the_whole_document(kind: Kind) -> None:
    version = keep(kind, ONE_OF_EACH[kind], at=START)
    row = KeptDocument.objects.get(kind=kind)
    document = document_as_kept(kind, ONE_OF_EACH[kind], version)
    assert type(document).model_validate(row.content) == document
    assert row.version == version


def test_each_version_is_kept_once() -> None:
    for _ in range(2):
        keep("worksheet", "activity-diary", at=START)
    assert KeptDocument.objects.count() == 1


def test_the_old_version_is_read_after_the_library_moved_on(monkeypatch: pytest.MonkeyPatch) -> None:
    version, title = keep("worksheet", "activity-diary", at=START), library().worksheets["activity-diary"].title
    moved_on(monkeypatch)
    assert keep("worksheet", "activity-diary", at=START) == "99.0"
    assert document_as_kept("worksheet", "activity-diary", version).title == title
    assert document_as_kept("worksheet", "activity-diary", "99.0").title == "Another diary"


def test_a_version_that_nobody_kept_is_read_as_the_library_has_it_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    version = library().worksheets["activity-diary"].version
    moved_on(monkeypatch)
    assert document_as_kept("worksheet", "activity-diary", version).version == "99.0"


def test_a_document_that_never_was_is_refused() -> None:
    with pytest.raises(UnknownDocument):
        keep("worksheet", "no-such-sheet", at=START)
    with pytest.raises(UnknownDocument):
        document_as_kept("worksheet", "no-such-sheet", "1.0")


def test_a_kept_version_is_never_changed() -> None:
    keep("worksheet", "activity-diary", at=START)
    with pytest.raises(DatabaseError), transaction.atomic():
        KeptDocument.objects.update(content={})
