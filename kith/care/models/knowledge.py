"""The library this installation works with, opened once; and what a service has made for itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from uuid import UUID

from django.conf import settings

from kith.care.models.caring import is_carers_own
from kith.care.models.own_documents import is_offered_document
from kith.care.models.own_shelf import LibraryWithOwn, is_offered, own_of
from kith.science.change import UnknownMeasure
from kith.science.instruments import Instrument, Traits, Wording
from kith.science.library import Library

ALLIANCE = "working_alliance"  # what measures of working together say that they measure


@cache
def library() -> Library:
    """Every document, read when first asked for; with the installation's own texts, and measures of services by id."""
    return LibraryWithOwn.open(own=settings.KITH_HOME / "library")


def is_known(instrument: str, service_id: UUID) -> bool:
    """Whether this service can use an instrument of this id: a packaged one, or one that it released itself."""
    return instrument in library().instruments and is_offered(instrument, service_id)


def is_known_document(kind: str, identifier: str, service_id: UUID) -> bool:
    """Whether this service can use a document of this kind and id: a packaged one, or one that it released itself."""
    name = identifier.partition(".")[0]
    shelf: Mapping[str, object] = getattr(library(), f"{kind}s")
    is_there = (f"{name}.en" if kind == "lesson" else identifier) in shelf
    return is_there and is_offered_document(identifier, kind, service_id)


def may_fill_in(instrument: str) -> tuple[str, ...]:
    """Whose answers to an instrument of the library can stand in a client's record."""
    made_for = library().instruments[instrument].respondents
    return tuple(who for who in made_for if not is_carers_own(instrument, who))


def has_rhythm(instrument: str) -> bool:
    """Whether it can be asked again and again by itself; a goal is rated with its goal, never alone."""
    return instrument in library().instruments and library().instruments[instrument].kind != "goal"


def definition_as_taken(instrument: str, version: str) -> Instrument:
    """The instrument with which something was measured: for a service's own, in that very version."""
    own = own_of(instrument, version)
    return own.instrument if own is not None else library().instruments[instrument]


def wording_as_taken(instrument: str, version: str, language: str, on: date | None = None) -> Wording:
    """Its words in the nearest language, for a service's own of the same version; see `Library.wording`."""
    own = own_of(instrument, version)
    if own is None:
        return library().wording(instrument, language, on)
    return in_language(own.wordings, language)


def in_language(wordings: Mapping[str, Wording], language: str) -> Wording:
    """The words in the language of the page, else in English, else in the one there is."""
    return wordings.get(language) or wordings.get("en") or next(iter(wordings.values()))


@cache
def alliance_limits() -> dict[str, tuple[str, float | None, float | None]]:
    """Measure of the alliance -> its scale, below which mark, and by how many points' fall, it is talked about."""
    found: dict[str, tuple[str, float | None, float | None]] = {}
    for name, definition in library().instruments.items():
        if definition.measures != ALLIANCE or definition.direction != "higher_is_better":
            continue
        for cutoff in definition.cutoffs:
            if cutoff.purpose == "concern":
                falls = [fact.value for fact in definition.change_facts(cutoff.scale, "signal")]
                found[name] = (cutoff.scale, cutoff.at, falls[0] if falls else None)
                break
    return found


@lru_cache(maxsize=2_000)
def figures_as_taken(
    instrument: str, version: str, day: date, language: str
) -> tuple[float, float | None, str, bool] | None:
    """Cut-off, reliable change, source, and whether both were read there.

    A language version with a cut-off of its own keeps it; otherwise the policy counts, else the instrument's own.
    """
    definition = definition_as_taken(instrument, version)
    scale, reader = definition.scales[0].id, Traits(language=language)
    cut_off = definition.cutoff_for(scale, "caseness", reader, day)
    if cut_off is None or not cut_off.languages:
        try:
            policy = library().measure_policies.policy(definition.id, day)
        except UnknownMeasure:
            cut_off = cut_off or definition.cutoff_for(scale, "screening", reader, day)
        else:
            marks = {policy.provenance.caseness, policy.provenance.reliable_change}
            return policy.caseness, policy.reliable_change, policy.source, marks == {"verified"}
    if cut_off is None:
        return None
    changes = definition.change_facts(scale, "reliable", day, reader)
    facts = (cut_off, *changes[:1])
    cited = {source.id: source.cite for source in definition.sources}
    source = "; ".join(dict.fromkeys(cited.get(fact.source, fact.source) for fact in facts))
    reliable = changes[0].value if changes else None
    return cut_off.at, reliable, source, all(fact.provenance == "verified" for fact in facts)
