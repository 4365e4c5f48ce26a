"""`kith instruments` as a person at a terminal meets it: what there is, as FHIR, and bringing one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from typer.testing import CliRunner, Result

from kith.cli import main, shelves
from kith.science.fhir import check_shape, read_questionnaire
from kith.science.library import Library
from tests.library.owned import RIGHT, k10_text, with_owned_k10, write


def kith(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["instruments", *arguments])


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_owned_k10(tmp_path_factory.mktemp("packaged"))


@pytest.fixture
def home(tmp_path: Path, packaged: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, of a Kith that may not print the K10."""
    monkeypatch.setenv("KITH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(shelves, "PACKAGED", packaged)
    real = Library.open
    monkeypatch.setattr(Library, "open", lambda folder=None, own=None: real(folder or packaged, own))
    with time_machine.travel("2026-06-01T10:00:00Z"):
        yield tmp_path / "home"


def row(name: str) -> dict[str, Any]:
    return next(row for row in json.loads(kith("list", "--json").stdout) if row["id"] == name)


def theirs(**more: Any) -> dict[str, Any]:
    options = [
        {
            "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": worth}],
            "valueCoding": {"code": f"c{worth}", "display": words},
        }
        for worth, words in ((0, "no"), (1, "yes"), (2, "on: and # off"))
    ]
    items = [
        {"linkId": link, "type": "choice", "text": f"{link}: is it?", "answerOption": options} for link in ("q1", "q2")
    ]
    return {"resourceType": "Questionnaire", "title": "Our worry form", "status": "draft", "item": items, **more}


def test_the_list_says_what_is_there(home: Path) -> None:
    phq9 = row("phq9")
    assert (phq9["class"], phq9["ship_text"], phq9["text"], phq9["right"]) == ("A", True, "packaged", None)
    assert (phq9["items"], phq9["scales"], phq9["languages"]) == (10, 1, ["en"])
    assert phq9["respondents"] == ["self"]
    assert phq9["cases"] >= 10
    assert phq9["provenance"]["verified"] >= 6
    said = kith("list").stdout
    assert "phq9" in said
    assert "class B" in said
    assert "without text" in said.splitlines()[-1]


def test_a_licensed_text_is_brought_and_can_be_asked(home: Path, tmp_path: Path) -> None:
    assert row("k10")["text"] == "none"
    result = kith("import", str(write(tmp_path / "k10.yaml", k10_text())))
    assert result.exit_code == 0, result.output
    assert RIGHT["holder"] in result.stdout
    assert (home / "library/instruments/k10/wording.en.yaml").is_file()
    found = row("k10")
    assert (found["text"], found["right"]["holder"], found["right"]["is_valid"]) == ("imported", RIGHT["holder"], True)
    assert "until 2026-12-31" in kith("list").stdout
    with time_machine.travel("2027-01-01T10:00:00Z"):
        assert row("k10")["text"] == "none"
        assert "ENDED 2026-12-31" in kith("list").stdout


def test_a_text_that_is_free_is_brought_in_a_further_language_without_a_right(home: Path, tmp_path: Path) -> None:
    words = yaml.safe_load((shelves.PACKAGED / "instruments/phq9/wording.en.yaml").read_text("utf-8"))
    file = write(tmp_path / "phq9.yaml", {**words, "language": "sv"})
    assert kith("import", str(file)).exit_code == 0
    assert row("phq9")["languages"] == ["en", "sv"]
    library = Library.open(own=home / "library")
    assert library.wording("phq9", "sv").language == "sv"
    assert library.wording("phq9", "en").language == "en"


def test_the_library_check_reads_the_installations_own_folder(home: Path) -> None:
    write(home / "library/instruments/nobody/wording.en.yaml", {"instrument": "nobody"})
    result = CliRunner().invoke(main, ["library", "check"])
    assert result.exit_code == 1
    assert "no instrument for these words" in result.stdout


def test_a_second_import_asks_first(home: Path, tmp_path: Path) -> None:
    file = str(write(tmp_path / "k10.yaml", k10_text()))
    assert kith("import", file).exit_code == 0
    again = kith("import", file)
    assert again.exit_code == 2
    assert "--replace" in again.stderr
    assert kith("import", file, "--replace").exit_code == 0


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"right": None}, "does not let us print"),
        ({"right": {**RIGHT, "valid_until": "2026-05-31"}}, "right has ended"),
        ({"right": {**RIGHT, "signed_on": "2026-06-02"}}, "has not come"),
        ({"right": {**RIGHT, "valid_until": "2026-01-14"}}, "ended before it was signed"),
        ({"right": {name: RIGHT[name] for name in RIGHT if name != "holder"}}, "holder"),
        ({"right": {**RIGHT, "price": "12"}}, "price"),
        ({"instrument": "k11"}, "did you mean 'k10'"),
        ({"items": None, "options": None, "stem": None}, "no questions in it|has no words"),
        ({"items": {"tired": "Tired?"}}, "has no words"),
        ({"language": "english"}, "language"),
    ],
)
def test_a_text_without_a_right_or_not_whole_is_refused(
    home: Path, tmp_path: Path, changes: dict[str, Any], what: str
) -> None:
    words = {key: value for key, value in k10_text(**changes).items() if value is not None}
    result = kith("import", str(write(tmp_path / "k10.yaml", words)))
    assert result.exit_code == 2
    assert any(part in result.stderr for part in what.split("|")), result.stderr
    assert "Nothing was imported" in result.stderr
    assert not (home / "library").exists(), "nothing is written unless all of it is right"


def test_a_questionnaire_is_brought_without_its_text_until_a_right_is_shown(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps(theirs()), "utf-8")
    result = kith("import", str(file))
    assert result.exit_code == 0, result.output
    assert "higher is worse" in result.stdout
    assert "text was not kept" in result.stdout
    found = row("our-worry-form")
    assert (found["class"], found["text"], found["items"]) == ("B", "none", 2)
    right = write(tmp_path / "right.yaml", {"right": RIGHT})
    assert kith("import", str(file), "--right", str(right), "--replace").exit_code == 0
    assert row("our-worry-form")["text"] == "imported"


def test_a_questionnaire_of_the_services_own_is_asked_as_it_is(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "ours.json"
    file.write_text(json.dumps(theirs()), "utf-8")
    result = kith("import", str(file), "--own", "--name", "worry-2", "--direction", "higher_is_better")
    assert result.exit_code == 0, result.output
    library = Library.open(own=home / "library")
    assert not library.instruments["worry-2"].higher_is_worse
    assert library.wordings["worry-2"]["en"].options == {"answers_1": {"0": "no", "1": "yes", "2": "on: and # off"}}, (
        "words that YAML could misread are kept as words"
    )
    scored = CliRunner().invoke(main, ["score", "worry-2", "1", "1", "--json"])
    assert json.loads(scored.stdout)["scores"] == {"total": 2}
    assert list(library.own.problems(library.instruments)) == []


@pytest.mark.parametrize(
    ("text", "arguments", "what"),
    [
        ("{", [], "not JSON"),
        (json.dumps(theirs(resourceType="Patient")), [], "another kind"),
        (json.dumps(theirs()), ["--name", "phq9"], "comes with an instrument"),
        (json.dumps(theirs()), ["--direction", "up"], "not a direction"),
        (json.dumps(theirs(item=theirs()["item"] * 2)), [], "share one linkId"),
        ("{" + '"a": "' + "x" * 1_100_000 + '"}', [], "too long"),
        ("", [], "empty"),
    ],
)
def test_a_file_that_cannot_be_taken(home: Path, tmp_path: Path, text: str, arguments: list[str], what: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(text, "utf-8")
    result = kith("import", str(file), *arguments)
    assert result.exit_code == 2
    assert what in result.stderr
    assert not (home / "library").exists()


def test_a_file_that_is_not_there(home: Path) -> None:
    assert "cannot be read" in kith("import", "nowhere.json").stderr


def test_another_folder_than_the_installations(home: Path, tmp_path: Path) -> None:
    file = str(write(tmp_path / "k10.yaml", k10_text()))
    assert kith("import", file, "--to", str(tmp_path / "other")).exit_code == 0
    assert (tmp_path / "other/instruments/k10/wording.en.yaml").is_file()
    assert row("k10")["text"] == "none"


def test_an_imported_text_is_not_passed_on(home: Path, tmp_path: Path) -> None:
    words = k10_text()
    words["items"] = {name: f"Secret {name}" for name in words["items"]}
    kith("import", str(write(tmp_path / "k10.yaml", words)))
    assert row("k10")["text"] == "imported"
    assert "Secret" not in kith("fhir", "k10").stdout
    assert "Secret" not in kith("answers", "k10", *"1111111111").stdout


def test_an_instrument_as_fhir() -> None:
    resource = json.loads(kith("fhir", "phq9").stdout)
    check_shape(resource)
    assert read_questionnaire(resource).instrument == Library.open().instrument("phq9")
    assert "no words in this language" in kith("fhir", "phq9", "--language", "xx").stderr
    assert "did you mean" in kith("fhir", "phq").stderr


def test_answers_as_fhir() -> None:
    bundle = json.loads(kith("answers", "phq9", *"22103102", "-").stdout)
    check_shape(bundle)
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert kinds[:3] == ["Questionnaire", "QuestionnaireResponse", "Observation"]
    assert "not offered" in kith("answers", "phq9", *"921031021").stderr


def test_the_file_that_was_brought_is_kept_as_it_was(home: Path, tmp_path: Path) -> None:
    """So that the paper trail of the right is the one that was signed."""
    file = write(tmp_path / "k10.yaml", k10_text())
    kith("import", str(file))
    kept = home / "library/instruments/k10/wording.en.yaml"
    assert kept.read_text("utf-8") == file.read_text("utf-8")
    assert yaml.safe_load(kept.read_text("utf-8"))["right"]["reference"] == RIGHT["reference"]
