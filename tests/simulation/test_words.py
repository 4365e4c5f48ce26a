"""Every sentence is written, varied, and keeps other people's names out of a group's notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest

from kith.simulation import SyntheticService
from kith.simulation.happenings import Assessed, GroupMet, SessionHeld
from kith.simulation.names import CULTURES
from kith.simulation.words import ADULT_STORIES, YOUNG_STORIES, group_words, phrases, safety_plans, work_words


def texts(value: object) -> Iterator[str]:
    """Every text inside a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from texts(inner)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def written() -> list[str]:
    modules = (phrases, group_words, safety_plans, work_words)
    lists = [value for module in modules for name, value in vars(module).items() if name.isupper()]
    return list(texts([*lists, ADULT_STORIES, YOUNG_STORIES, CULTURES]))


def test_no_sentence_is_empty() -> None:
    assert all(text.strip() == text and text for text in written())


def test_a_few_hundred_sentences_were_written() -> None:
    assert sum(" " in text for text in set(written())) >= 300


def test_no_happening_holds_an_empty_text_a_person_should_have_written(service: SyntheticService) -> None:
    empty = [happening for happening in service.happenings for text in texts(happening) if not text.strip()]
    assert empty == []


def test_stories_differ_from_client_to_client(service: SyntheticService) -> None:
    told = {tuple(sorted(h.circumstances.items())) for h in service.happenings if isinstance(h, Assessed)}
    assert len(told) >= 0.95 * sum(isinstance(h, Assessed) for h in service.happenings)
    assert len({h.note for h in service.happenings if isinstance(h, SessionHeld)}) >= 60


@pytest.mark.parametrize("script", ["ARABIC", "CJK", "CYRILLIC", "GREEK", "LATIN"])
def test_names_come_in_many_scripts(services: tuple[SyntheticService, ...], script: str) -> None:
    letters = {letter for service in services for client in service.clients for letter in client.given_name}
    assert any(unicodedata.name(letter).startswith(script) for letter in letters if letter.isalpha())


def named_in_groups(service: SyntheticService) -> set[str]:
    """Clients' names that occur as words in what was written about a group."""
    names = {part.casefold() for c in service.clients for part in (c.given_name, c.family_name, c.preferred_name)}
    met = [h for h in service.happenings if isinstance(h, GroupMet)]
    return names & {word for h in met for word in re.findall(r"[^\W\d_]+", f"{h.themes} {h.note}".casefold())}


def test_no_client_is_named_in_a_groups_themes_or_note(service: SyntheticService) -> None:
    assert named_in_groups(service) == set()


def test_a_name_in_a_groups_note_is_noticed(service: SyntheticService) -> None:
    met = next(h for h in service.happenings if isinstance(h, GroupMet))
    told = replace(met, note="A good hour. Ana brought a song.")
    assert named_in_groups(replace(service, happenings=(told,))) == {"ana"}


def test_nobody_can_be_reached_by_an_invented_address(service: SyntheticService) -> None:
    """Addresses end in a name that is never given out, and numbers are from a range kept for stories."""
    for client in service.clients:
        assert client.email.endswith("@example.org")
        assert re.fullmatch(r"\+44 7700 900\d{3}", client.phone)
        assert client.email.isascii()
