"""The table of depression therapies on the methods page is what the named command prints, therapy by therapy."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kith.cli import main
from tests.science.evidence import pinned

PAGE = Path(__file__).resolve().parents[2] / "docs/methods/meta-analysis.md"
COLUMNS = ("", " --where comparator=cau", " --where comparator=wl", " --where rob=4")
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
METAPSY = pinned.metapsy()


def command() -> str:
    """The command that the page names."""
    (found,) = re.findall(
        r"^    kith pool metapsy_trials_slim.csv (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return str(found)


def table(head: str = "| therapy |") -> dict[str, list[str]]:
    """The printed cells by therapy."""
    page = PAGE.read_text(encoding="utf-8")
    part = page[page.index(f"\n{head}") + 1 :].split("\n\n", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines()[2:]]
    return {row[0].split("`")[1] if "`" in row[0] else "": row[1:] for row in rows}


def cell(found: dict[str, Any], *, is_whole: bool) -> str:
    main_part = f"{found['k']}; {found['estimate']:.3f} ({found['ci'][0]:.3f} to {found['ci'][1]:.3f})"
    if not is_whole:
        return main_part
    return f"{main_part}; {found['prediction'][0]:.2f} to {found['prediction'][1]:.2f}; {found['i2']:.1f} %"


def test_the_page_has_every_therapy() -> None:
    assert list(table()) == ["", "cbt", "bat", "pst", "3rd", "ipt", "dyn", "lrt", "sup", "other psy"]
    assert all(len(cells) == 4 for cells in table().values())


def test_every_figure_of_the_design_comes_out() -> None:
    """In the digits in which the design has it; I² in whole percents, one of which is cut off instead of rounded."""
    ours, design, held = table(), table("| design, therapy |"), 0
    assert list(ours) == list(design)
    for therapy, cells in design.items():
        for place, told in enumerate(cells):
            found = NUMBER.findall(ours[therapy][place])
            wanted = NUMBER.findall(told)
            if therapy == "other psy" and place == 0:  # the design has no prediction of it
                found = [*found[:4], found[-1]]
            assert len(found) == len(wanted), (therapy, place)
            for one, other in zip(found, wanted, strict=True):
                digits = len(other.partition(".")[2])
                is_percent = place == 0 and other == wanted[-1]
                room = 0.6 if is_percent else 0.5001 * 10.0**-digits
                assert abs(float(one) - float(other)) <= room, (therapy, place, one, other)
                held += 1
    assert held == 188


@pytest.mark.skipif(METAPSY is None, reason=pinned.NO_METAPSY)
@pytest.mark.parametrize("place", range(4))
def test_the_page_prints_what_the_command_gives(place: int) -> None:
    words = shlex.split(f"{command()}{COLUMNS[place]} --json")
    result = CliRunner().invoke(main, ["pool", str(METAPSY), *words])
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    for therapy, cells in table().items():
        one = found["groups"]["of"][therapy] if therapy else found
        assert cells[place] == cell(one, is_whole=place == 0), therapy
