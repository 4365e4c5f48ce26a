"""The page of rows that leave: a manager asks, the privacy officer decides, others find nothing."""

from __future__ import annotations

from uuid import UUID

import pytest

from kith.care.actions import bulk
from kith.care.actions.export import begin_outcome_export
from kith.care.models import BulkExport
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

ASKED = {"kind": "tables", "purpose": "The ministry collects them by law."}


def test_from_the_request_to_the_rows(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    cleo, pia = Screen(people, "cleo"), Screen(people, "pia")
    assert "Nothing was asked for yet" in cleo.text("bulk_exports")
    refused = cleo.post("bulk_exports", **ASKED | {"purpose": "For us, mostly."})
    assert refused.status_code == 422
    assert "For us, mostly." in refused.content.decode()
    assert cleo.post("bulk_exports", **ASKED).status_code == 302
    row = BulkExport.objects.get()
    assert "The privacy officer decides" in cleo.text("bulk_export", row.pk)
    assert cleo.post("bulk_export", row.pk, do="approve", reason="Mine", days="1").status_code == 403
    assert "May these rows leave?" in pia.text("bulk_export", row.pk)
    assert pia.post("bulk_export", row.pk, do="approve", reason="", days="1").status_code == 422
    assert pia.post("bulk_export", row.pk, do="approve", reason="The law of 2024", days="1").status_code == 302
    paused = cleo.text("bulk_export", row.pk)
    assert "Let go, after a pause" in paused
    assert "kith export tables" not in paused
    assert not pseudo.untranslated(cleo.pseudo("bulk_export", row.pk))
    people.later(hours=24)
    cleo, pia = Screen(people, "cleo"), Screen(people, "pia")  # they log in again the next day
    assert "kith export tables --by cleo" in cleo.text("bulk_export", row.pk)
    monkeypatch.setattr(bulk, "MOST_ALONE", 0)  # so that Ana alone is many
    begin_outcome_export(export=UUID(int=1), by=people.sees("cleo"), at=people.at)
    assert "Not yet" not in pia.text("bulk_export", row.pk)
    assert pia.post("bulk_export", row.pk, do="refuse", reason="The contract ended", days="1").status_code == 302
    assert "No rows can be taken any more" in cleo.text("bulk_export", row.pk)
    again = pia.post("bulk_export", row.pk, do="approve", reason="After all", days="1")
    assert again.status_code == 409
    assert "Whoever asked can ask anew." in again.content.decode()
    for screen in (cleo, pia):
        assert not pseudo.untranslated(screen.pseudo("bulk_exports"))
        assert not pseudo.untranslated(screen.pseudo("bulk_export", row.pk))
    for who in ("ben", "eve", "ada", "ana"):
        assert Screen(people, who).get("bulk_exports").status_code == 403
        assert Screen(people, who).get("bulk_export", row.pk).status_code == 403
