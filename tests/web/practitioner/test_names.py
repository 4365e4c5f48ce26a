"""Every id of the library that a colleague reads has a name that can be translated."""

from __future__ import annotations

from kith.science.library import Library
from kith.web.practitioner.names import NAMES
from kith.web.practitioner.topics import TOPICS


def names_used() -> set[str]:
    used: set[str] = set()
    for one in Library.open().instruments.values():
        used |= {one.measures, one.kind, *one.respondents, *one.problems}
        used |= {fact.group for fact in (*one.cutoffs, *one.norms, *one.change) if fact.group}
    for protocol in Library.open().protocols.values():
        used |= {*protocol.problems, *protocol.format, *protocol.settings}
        used |= {name for who in protocol.deliverers for name in who.professions}
    return used


def test_every_topic_kind_respondent_and_group_of_an_instrument_has_a_name() -> None:
    assert sorted(names_used() - set(NAMES)) == []


def test_no_name_is_kept_for_nothing() -> None:
    assert sorted(set(TOPICS) - names_used()) == []
