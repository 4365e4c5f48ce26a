"""The library spans what it must: every line has an intervention with all its parts, and an empty cell is noticed."""

from __future__ import annotations

from typing import Any

from kith.science.library import Library, coverage_page
from kith.science.library.coverage import covered


def test_every_line_has_an_intervention_with_all_its_parts(shipped: Library) -> None:
    lines = {line.line.id: line for line in shipped.coverage()}
    assert {name: line.missing for name, line in lines.items() if line.missing} == {}
    assert "cbt-panic" in lines["T5"].protocols
    assert "**nothing**" not in coverage_page(shipped.coverage())


def test_there_are_as_many_interventions_and_forms_as_promised(shipped: Library) -> None:
    assert len(shipped.protocols) >= 36
    assert len(shipped.worksheets) >= 40


def test_a_line_without_an_intervention_is_named(shipped: Library) -> None:
    without = [one for one in shipped.protocols.values() if "T5" not in one.mission]
    gaps = {line.line.id: line.missing for line in covered(shipped.span, without, {}) if line.missing}
    assert "an intervention" in gaps["T5"]
    assert "a measure" in gaps["G1"]
    assert "**nothing**" in coverage_page(covered(shipped.span, without, {}))


def test_a_problem_without_an_intervention_is_named(shipped: Library) -> None:
    without = [one for one in shipped.protocols.values() if "panic" not in one.problems]
    (line,) = [line for line in covered(shipped.span, without, {}) if line.line.id == "T1"]
    assert "panic" in line.missing


def test_every_protocol_goes_only_with_protocols_and_none_with_itself(shipped: Library) -> None:
    for one in shipped.protocols.values():
        assert one.id not in one.goes_with


def test_a_meeting_stands_between_what_all_meetings_share(shipped: Library) -> None:
    framed: list[Any] = [one for one in shipped.protocols.values() if one.frame is not None]
    assert framed
    for one in framed:
        for raw, page in zip(one.sessions, one.pages, strict=True):
            if not raw.without_frame:
                assert page.agenda[: len(one.frame.opening)] == one.frame.opening
                assert page.agenda[-1] == (one.frame.closing or raw.agenda)[-1]
