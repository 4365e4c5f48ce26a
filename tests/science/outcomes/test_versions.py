"""A definition that changes has another version, and the same one has the same, whatever is told about it."""

from __future__ import annotations

import dataclasses
import re
from importlib import import_module
from types import SimpleNamespace

import pytest

from kith import __version__
from kith.science.library import Library
from kith.science.outcomes import versions
from kith.science.outcomes.tables import MEASURES, measure_versions
from kith.science.outcomes.versions import part_versions, version_of, without_remarks

POLICIES = Library.open().measure_policies


def changed(name: str, **to: object) -> dict[str, str]:
    """The versions when one measure is another."""
    others = [dataclasses.replace(one, **to) if one.id == name else one for one in MEASURES]  # type: ignore[arg-type]
    return dict(measure_versions(POLICIES, others))


def test_another_expression_has_another_version_and_so_has_what_is_a_share_of_it() -> None:
    now = measure_versions(POLICIES)
    assert measure_versions(POLICIES) == now
    assert len(set(now.values())) == len(MEASURES)
    assert all(re.fullmatch(re.escape(__version__) + r"\+[0-9a-f]{12}", one) for one in now.values())
    stricter = changed("case", counts=lambda t: t.is_case & t.is_paired)
    assert {name for name in now if stricter[name] != now[name]} == {"case", "recovered", "reliably_recovered"}
    assert changed("case", what="The same in other words.") == now
    other_month = changed("case", happens="received")
    assert other_month["case"] != now["case"]


def test_another_rule_of_the_courses_changes_what_is_counted_on_them(monkeypatch: pytest.MonkeyPatch) -> None:
    now = measure_versions(POLICIES)
    monkeypatch.setattr(import_module("kith.science.outcomes.tables.courses"), "SESSIONS_OF_A_COURSE", 3)
    assert not set(measure_versions(POLICIES).values()) & set(now.values())


def test_comments_change_no_version_and_rules_do(monkeypatch: pytest.MonkeyPatch) -> None:
    source = 'LIMIT = 42\n"""Six weeks."""\n\ndef late(days):\n    """Whether."""\n    return days > LIMIT\n'
    told = source.replace("Whether.", "Whether it is so.").replace("\n\ndef", "  # of referral\n\n\ndef")
    assert without_remarks(told) == without_remarks(source)
    assert version_of(without_remarks(source.replace(">", ">="))) != version_of(without_remarks(source))
    now = dict(part_versions())
    real = versions.inspect.getsource
    stricter = {"getsource": lambda one: real(one).replace("day <= SIX_WEEKS_IN_DAYS", "day < SIX_WEEKS_IN_DAYS")}
    with monkeypatch.context() as patch:
        patch.setattr(versions, "inspect", SimpleNamespace(**stricter))
        part_versions.cache_clear()
        later = dict(part_versions())
    part_versions.cache_clear()
    assert {part for part in now if later[part] != now[part]} == {"waits"}
    assert part_versions() == now


def test_another_rule_of_what_may_be_shown_changes_every_part(monkeypatch: pytest.MonkeyPatch) -> None:
    now = dict(part_versions())
    real = versions.inspect.getsource
    with monkeypatch.context() as patch:
        looser = {"getsource": lambda one: real(one).replace("SMALLEST_SHOWN = 8", "SMALLEST_SHOWN = 5")}
        patch.setattr(versions, "inspect", SimpleNamespace(**looser))
        part_versions.cache_clear()
        later = dict(part_versions())
    part_versions.cache_clear()
    assert {part for part in now if later[part] == now[part]} == {"comparators"}, "What others publish is not ours."
