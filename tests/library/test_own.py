"""An installation's own folder: texts it has a right to, instruments of its own, and nothing that outlives a right."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kith.science.documents import LibraryError
from kith.science.library import Library
from tests.library.owned import RIGHT, k10_text, with_owned_k10, write

DAY, LATER = date(2026, 6, 1), date(2027, 1, 1)


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_owned_k10(tmp_path_factory.mktemp("packaged"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    write(tmp_path / "own/instruments/k10/wording.en.yaml", k10_text())
    return tmp_path / "own"


def test_without_the_text_it_cannot_be_asked(packaged: Path) -> None:
    library = Library.open(packaged)
    assert library.text("k10", DAY) == ("none", (), None)
    assert not library.can_be_asked("k10", DAY)
    assert library.text("phq9", DAY).where == "packaged"


def test_with_a_right_it_can_be_asked_until_the_right_ends(packaged: Path, own: Path) -> None:
    library = Library.open(packaged, own)
    for day, can in ((date(2026, 12, 31), True), (LATER, False)):
        assert library.can_be_asked("k10", day) is can
        held = library.text("k10", day)
        assert held.where == ("imported" if can else "none")
        assert held.right is not None
        assert held.right.holder == RIGHT["holder"], "an ended right is still named"
        wording = library.wording("k10", "en", day)
        assert (wording.items is not None) is can
        assert (wording.options is not None) is can
        assert wording.scales["total"].name


def test_whoever_does_not_name_a_day_gets_no_text_that_hangs_on_a_right(packaged: Path, own: Path) -> None:
    library = Library.open(packaged, own)
    assert library.wording("k10", "en").items is None
    assert library.wordings["k10"]["en"].items is None
    assert library.wording("phq9", "en").items is not None


def test_a_text_in_another_language_is_better_than_no_text(packaged: Path, own: Path) -> None:
    (own / "instruments/k10/wording.en.yaml").unlink()
    write(own / "instruments/k10/wording.es.yaml", k10_text(language="es"))
    library = Library.open(packaged, own)
    assert library.wording("k10", "en", DAY).language == "es"
    assert library.wording("k10", "en", LATER).language == "en"


def test_own_files_change_the_version_of_the_library(packaged: Path, own: Path) -> None:
    assert Library.open(packaged, own).version != Library.open(packaged).version
    assert Library.open(packaged, own / "nowhere").version == Library.open(packaged).version


def test_an_instrument_of_ones_own_stands_beside_the_others(packaged: Path, tmp_path: Path) -> None:
    place = tmp_path / "own/instruments/our-form"
    shutil.copytree(packaged / "instruments/session-feedback", place)
    text = (place / "instrument.yaml").read_text("utf-8")
    (place / "instrument.yaml").write_text(text.replace("id: session-feedback", "id: our-form", 1), "utf-8")
    for file in [path.name for path in place.glob("wording.*.yaml")] + ["cases.yaml"]:
        said = (place / file).read_text("utf-8")
        (place / file).write_text(said.replace("instrument: session-feedback", "instrument: our-form"), "utf-8")
    library = Library.open(packaged, tmp_path / "own")
    assert "our-form" in library.instruments
    assert library.can_be_asked("our-form", DAY)
    assert list(library.own.problems(library.instruments)) == []


def test_what_comes_with_kith_is_never_replaced(packaged: Path, tmp_path: Path) -> None:
    place = tmp_path / "own/instruments/phq9"
    shutil.copytree(packaged / "instruments/phq9", place)
    text = (place / "instrument.yaml").read_text("utf-8")
    (place / "instrument.yaml").write_text(text.replace("at_most: 2", "at_most: 8"), "utf-8")
    library = Library.open(packaged, tmp_path / "own")
    assert library.instruments["phq9"].scales[0].missing.at_most == 2
    assert "comes with an instrument" in str(next(iter(library.own.problems(library.instruments))))


def test_a_right_in_the_package_is_refused(packaged: Path, tmp_path: Path) -> None:
    library = Path(shutil.copytree(packaged, tmp_path / "library"))
    write(library / "instruments/k10/wording.en.yaml", k10_text())
    with pytest.raises(LibraryError, match="right belongs to one service"):
        Library.open(library).wordings["k10"]


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("instruments/k10/notes.txt", "does not belong in a library"),
        ("protocols/mine/protocol.yaml", "does not belong here"),
        ("instruments/nobody/wording.en.yaml", "no instrument for these words"),
    ],
)
def test_whatever_else_lies_there_is_found(packaged: Path, own: Path, file: str, what: str) -> None:
    write(own / file, {"a": "b"})
    library = Library.open(packaged, own)
    assert what in "\n".join(problem.what for problem in library.own.problems(library.instruments))


def test_half_a_text_is_found(packaged: Path, own: Path) -> None:
    words = k10_text()
    del words["items"]["tired"]
    write(own / "instruments/k10/wording.en.yaml", words)
    library = Library.open(packaged, own)
    assert "tired" in str(next(iter(library.own.problems(library.instruments))))
    with pytest.raises(LibraryError):
        library.wording("k10", "en", DAY)
