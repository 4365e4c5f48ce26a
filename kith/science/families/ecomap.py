"""The systems around a household: how strong the tie to each is, whether it strains, and which way energy flows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from kith.science.documents import LibraryProblems, check, read_document
from kith.science.families.values import FamilyFault, Words
from kith.science.sources import LibraryValue, Name

TieKind = Literal["strong", "weak", "stressful"]
Flow = Literal["to household", "from household", "both", "none"]
# Twelve boxes fit around a household on one page with names that can be read.
MOST_SYSTEMS: Final = 12


class System(LibraryValue):
    """Somebody or something outside the household: a school, work, friends, faith, a clinic, the rent."""

    id: Name
    name: Words
    tie: TieKind
    flow: Flow = "none"
    whose: Annotated[tuple[Words, ...], Field(max_length=6)] = ()


class Ecomap(LibraryValue):
    """A household and what surrounds it. `whose` names the members a tie belongs to; none means the whole household."""

    household: Words
    members: Annotated[tuple[Words, ...], Field(min_length=1, max_length=12)]
    systems: tuple[System, ...] = ()


def ecomap_faults(ecomap: Ecomap) -> list[FamilyFault]:
    """Everything that cannot be in an ecomap: ids and members used twice, too many systems, ties of strangers.

    In words: ids are unique, members are named once, `whose` names members. Source of the form: Hartman 1978. Raises
    nothing.

    >>> choir = System(id="choir", name="Choir", tie="strong", whose=("Ben",))
    >>> ecomap_faults(Ecomap(household="We", members=("Ana",), systems=(choir,)))[0].instead
    'one of: Ana'
    """
    ids = [system.id for system in ecomap.systems]
    found = [
        FamilyFault(("systems", i), "Two systems share one id", id, f"another id, for example {id}_2")
        for i, id in enumerate(ids)
        if id in ids[:i]
    ]
    found += [
        FamilyFault(("members", i), "A member is there twice", name, "each member once")
        for i, name in enumerate(ecomap.members)
        if name in ecomap.members[:i]
    ]
    what, instead = "A tie belongs to nobody in the household", f"one of: {', '.join(ecomap.members)}"
    found += [
        FamilyFault(("systems", i, "whose", j), what, name, instead)
        for i, system in enumerate(ecomap.systems)
        for j, name in enumerate(system.whose)
        if name not in ecomap.members
    ]
    if len(ecomap.systems) > MOST_SYSTEMS:
        count, instead = f"{len(ecomap.systems)} systems", f"the {MOST_SYSTEMS} that matter most"
        found.append(FamilyFault(("systems",), "An ecomap has more systems than a page can show", count, instead))
    return found


def read_ecomap(path: Path) -> Ecomap:
    """The ecomap in a file. Raises `LibraryError` with every fault, its line and what to write instead.

    In words: read strictly, then checked by `ecomap_faults`. A household without systems is allowed: it is a finding.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "ecomap.yaml"
    ...     _ = file.write_text("household: Ana and Leo\\nmembers: [Ana, Leo]")
    ...     read_ecomap(file).systems
    ()
    """
    document = read_document(path)
    ecomap = check(document, Ecomap)
    if faults := ecomap_faults(ecomap):
        raise LibraryProblems(document.problem(one.at, one.what, one.found, one.instead) for one in faults)
    return ecomap
