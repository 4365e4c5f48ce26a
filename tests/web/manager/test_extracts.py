"""Pages of files for research: a researcher asks and takes, the privacy officer decides, others find nothing."""

from __future__ import annotations

import io
import zipfile

from kith.care.models import ResearchExtract
from tests.care.test_research import with_a_researcher
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

ASKED = {"title": "Waits", "question": "Do long waits go with worse outcomes?", "k": "5"}


def test_from_the_request_to_the_file(people: People) -> None:
    with_a_researcher(people)
    rex, pia = Screen(people, "rex"), Screen(people, "pia")
    assert "No file was asked for yet" in rex.text("extracts")
    refused = rex.post("extracts", **{**ASKED, "question": "Why, exactly?"})
    assert refused.status_code == 422
    assert "Why, exactly?" in refused.content.decode()
    assert rex.post("extracts", **ASKED).status_code == 302
    asked = ResearchExtract.objects.get()
    assert "The privacy officer decides" in rex.text("research_extract", asked.pk)
    assert rex.post("extract_file", asked.pk).status_code == 302  # back to the page, which says why
    assert "Wait for the privacy officer, or ask anew." in rex.text("research_extract", asked.pk)
    assert "May this file leave?" in pia.text("research_extract", asked.pk)
    assert pia.post("research_extract", asked.pk, do="approve", reason="", days="30").status_code == 422
    assert pia.post("research_extract", asked.pk, do="approve", reason="Ethics 26/014", days="30").status_code == 302
    assert "Let go, after a pause" in rex.text("research_extract", asked.pk)
    people.later(hours=24)
    rex, pia = Screen(people, "rex"), Screen(people, "pia")  # they log in again the next day
    answer = rex.post("extract_file", asked.pk)
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == [
        "people.csv", "scores.csv", "codebook.csv", "README.txt",
    ]  # fmt: skip
    assert "Not yet" not in pia.text("research_extract", asked.pk)
    for screen in (rex, pia):
        assert not pseudo.untranslated(screen.pseudo("extracts"))
        assert not pseudo.untranslated(screen.pseudo("research_extract", asked.pk))


def test_others_and_another_researcher_find_nothing(people: People) -> None:
    with_a_researcher(people)
    with_a_researcher(people, "ria")
    Screen(people, "rex").post("extracts", **ASKED)
    asked = ResearchExtract.objects.get()
    ria = Screen(people, "ria")
    assert "Waits" not in ria.text("extracts")
    assert ria.get("research_extract", asked.pk).status_code == 404
    assert ria.post("extract_file", asked.pk).status_code == 404
    for who in ("ben", "cleo", "eve", "ana"):
        assert Screen(people, who).get("extracts").status_code == 403
        assert Screen(people, who).post("extract_file", asked.pk).status_code == 403
