"""Families for tests: one told as a file, and random ones that grow person by person."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kith.science.families import Bond, ChildLink, Family, Relative, Union, family_faults

NAMES = ("Ana", "João Silva", "Maria da Conceição", "Aunt Inês", "Bo", "Ben's father", "Wilhelmina-Friederike", "أمينة")
GENDERS = ("man", "woman", "other", "not said")


def person(id: str, **given: Any) -> Relative:
    return Relative(id=id, **{"name": id.title(), **given})


def family_of(people: str, unions: str = "", children: str = "", bonds: str = "") -> Family:
    """`"a b"`, `"a+b"`, `"c<a+b d<a"`, `"a conflict b; c close d"`: the first person is the index person."""
    ids = people.split()
    return Family(
        people=tuple(person(id, is_index=n == 0) for n, id in enumerate(ids)),
        unions=tuple(Union(partners=tuple(one.split("+")), kind="married") for one in unions.split()),
        children=tuple(
            ChildLink(child=child, of=tuple(of.split("+")))
            for child, of in (one.split("<") for one in children.split())
        ),
        bonds=tuple(
            Bond(**{"from": start, "to": end, "kind": " ".join(kind)})
            for start, *kind, end in (one.split() for one in bonds.split(";") if one.strip())
        ),
    )


THREE_GENERATIONS = family_of(
    "ana leo marta rosa joao carla tiago gran grandpa aunt cousin ben eva noa",
    "rosa+joao joao+carla gran+grandpa ana+ben",
    "leo<rosa+joao ana<rosa+joao marta<rosa+joao tiago<joao+carla rosa<gran+grandpa aunt<gran+grandpa cousin<aunt "
    "eva<ana+ben noa<ana+ben",
    "ana very close rosa; ana conflict ben; joao harm rosa; leo cut off joao; ana close aunt",
)


@st.composite
def families(draw: st.DrawFn, least: int = 0, most: int = 24) -> Family:
    """A family that grew: each step brings a partner, two parents, a child of a couple or of one, or somebody alone."""
    people = [person("p0", is_index=True, name=draw(st.sampled_from(NAMES)), gender=draw(st.sampled_from(GENDERS)))]
    unions: list[Union] = []
    links: list[ChildLink] = []

    def add() -> str:
        id = f"p{len(people)}"
        people.append(
            person(
                id,
                name=draw(st.sampled_from(NAMES)),
                gender=draw(st.sampled_from(GENDERS)),
                died=draw(st.sampled_from([None, None, 2019, "unknown"])),
                notes=draw(st.sampled_from([(), (), ("illness",), ("asthma", "lost_work")])),
            )
        )
        return id

    def couple(one: str, other: str) -> None:
        kind = draw(st.sampled_from(["married", "together", "separated", "divorced"]))
        unions.append(Union(partners=(one, other), kind=kind))

    def child(of: tuple[str, ...], id: str) -> None:
        kind = draw(st.sampled_from(["biological", "biological", "adopted", "fostered"]))
        links.append(ChildLink(child=id, of=of, kind=kind))

    steps = st.sampled_from(["partner", "parents", "child", "child", "lone", "alone"])
    for step in draw(st.lists(steps, min_size=least, max_size=most)):
        near = draw(st.sampled_from([one.id for one in people]))
        before = list(people), list(unions), list(links)
        if step == "partner":
            couple(near, add())
        elif step == "parents" and not any(link.child == near for link in links):
            one, other = add(), add()
            couple(one, other)
            child((one, other), near)
        elif step == "child" and unions:
            child(draw(st.sampled_from(unions)).partners, add())
        elif step == "lone":
            child((near,), add())
        elif step == "alone":
            add()
        if family_faults(Family(people=tuple(people), unions=tuple(unions), children=tuple(links))):
            people[:], unions[:], links[:] = before
    ids = st.sampled_from([one.id for one in people])
    kinds = st.sampled_from(["close", "very close", "conflict", "cut off", "harm"])
    told = draw(st.lists(st.tuples(ids, ids, kinds), max_size=6)) if len(people) > 1 else []
    once = {(frozenset(pair), kind): (*pair, kind) for *pair, kind in told if pair[0] != pair[1]}
    bonds = tuple(Bond(**{"from": start, "to": end, "kind": kind}) for start, end, kind in once.values())
    return Family(people=tuple(people), unions=tuple(unions), children=tuple(links), bonds=bonds)
