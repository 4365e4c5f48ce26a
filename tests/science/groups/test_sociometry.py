"""The worked case of the methods page, figure by figure; what holds for all choices; and what is refused."""

from __future__ import annotations

from itertools import combinations, permutations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.groups import ChoiceFault, Choices, Sociometry, shift, sociometry, upper_tail

CASE = "1->2,3,4; 2->1,3,5; 3->1,2,4; 4->3,1,6; 5->2,6,7; 6->5,4,7; 7->6,5,2; 8->1,2,3"


def choices_of(text: str, **more: object) -> Choices:
    rows = dict(row.strip().split("->") for row in text.split(";"))
    pairs = frozenset((by, to) for by, chosen in rows.items() for to in chosen.split(",") if to)
    members = tuple(sorted({*rows, *(to for _, to in pairs)}))
    return Choices(**{"members": members, "choices": pairs, **more})


@pytest.fixture(scope="module")
def case() -> Sociometry:
    return sociometry(choices_of(CASE, allowed=3))


def test_the_worked_case_of_the_group(case: Sociometry) -> None:
    assert case.density.value == pytest.approx(0.4286, abs=5e-5)
    assert case.mutual_pairs == 10
    assert case.reciprocity.value == pytest.approx(0.8333, abs=5e-5)
    assert case.cohesion_possible.value == pytest.approx(0.3571, abs=5e-5)
    assert case.cohesion_fixed.value == pytest.approx(0.8333, abs=5e-5)
    assert case.expected_mutual_pairs.value == pytest.approx(5.1429, abs=5e-5)
    assert case.criswell.value == pytest.approx(6.667, abs=5e-4)
    assert case.unchosen_by_chance == pytest.approx(0.0199, abs=5e-5)
    assert (case.expansiveness.value, case.integration.value, case.star_from) == (3, 1, 6)
    # Highest in-degree 5: 1 + 0 + 1 + 2 + 2 + 2 + 3 + 5 below it, of 49.
    assert case.centralisation.value == pytest.approx(16 / 49)


def test_the_worked_case_of_each_member(case: Sociometry) -> None:
    assert [one.chosen for one in case.members] == [4, 5, 4, 3, 3, 3, 2, 0]
    assert [one.id for one in case.members if one.is_isolate] == ["8"]
    alone = case.members[7]
    assert (alone.isolation, alone.is_isolation_unlikely, alone.chooses) == ("neglectee", True, 3)
    most = case.members[1]
    assert most.choice_status.value == pytest.approx(5 / 7)
    assert most.at_least_so_often == pytest.approx(0.1266, abs=5e-5)
    assert not most.is_star
    assert upper_tail(6, 7, 3 / 7) == pytest.approx(0.0274, abs=5e-5)
    assert {one.status.reason for one in case.members} == {"rejections were not asked for"}
    assert {one.rejection_status.value for one in case.members} == {None}


def test_the_worked_case_holds_these_circles(case: Sociometry) -> None:
    """Mutual: 12 13 14 23 25 34 46 56 57 67. Complete and not to be enlarged: 123, 134, 567."""
    assert case.cliques == (("1", "2", "3"), ("1", "3", "4"), ("5", "6", "7"))
    assert case.most_mutual == ("1", "2", "3", "4", "5", "6")


def test_somebody_chosen_more_often_than_chance_would_is_a_star() -> None:
    found = sociometry(choices_of("a->h; b->h; c->h; d->h; e->h; f->h; g->h; h->a", allowed=1))
    star = found.members[-1]
    assert star.is_star
    assert star.at_least_so_often < 0.001
    assert found.centralisation.value == pytest.approx((6 + 6 * 7) / 49)
    assert [one.isolation for one in found.members] == [None, *["neglectee"] * 6, None]


def test_a_ghost_neither_chooses_nor_is_chosen() -> None:
    found = sociometry(choices_of("a->b; b->a", members=("a", "b", "c")))
    assert [one.isolation for one in found.members] == [None, None, "ghost"]
    assert found.integration.value == 1


def test_who_was_not_asked_is_not_counted_as_choosing_nobody() -> None:
    found = sociometry(choices_of("a->b,c; b->a", members=("a", "b", "c", "d"), not_asked=frozenset({"c", "d"})))
    assert (found.members[2].chooses, found.members[3].chooses) == (None, None)
    assert (found.members[2].isolation, found.members[3].isolation) == (None, "not asked")
    assert found.density.value == 3 / 6
    assert (found.members[2].choice_status.value, found.members[1].choice_status.value) == (1 / 2, 1)
    assert found.centralisation.reason == "not everybody was asked"


def test_what_cannot_be_worked_out_is_none_with_its_reason() -> None:
    nothing = sociometry(Choices(("a", "b"), frozenset()))
    assert (nothing.reciprocity.value, nothing.reciprocity.reason) == (None, "nobody chose anybody")
    assert (nothing.criswell.value, nothing.criswell.reason) == (None, "nobody chose anybody")
    assert nothing.density.value == 0
    assert nothing.cohesion_fixed.reason == "choices were free: no number of choices is fixed"
    assert sociometry(choices_of("a->b; b->a; c->a", allowed=2)).criswell.reason.startswith("everybody may choose")
    assert sociometry(choices_of("a->b; b->a; c->", allowed=1)).criswell.reason.startswith("every choice is returned")
    assert sociometry(choices_of("a->b; b->a")).integration.reason == "nobody is isolated"
    silent = sociometry(Choices(("a", "b"), frozenset(), not_asked=frozenset({"a", "b"})))
    assert {silent.density.reason, silent.choices_each.reason, silent.expansiveness.reason} == {"nobody was asked"}


def test_status_groups_by_choices_and_rejections() -> None:
    members = ("pop", "rej", "neg", "con", "m1", "m2", "m3", "m4")
    chosen = {"pop": 6, "rej": 0, "neg": 0, "con": 5, "m1": 3, "m2": 3, "m3": 2, "m4": 3}
    refused = {"pop": 0, "rej": 6, "neg": 0, "con": 2, "m1": 1, "m2": 1, "m3": 1, "m4": 1}

    def pairs(counts: dict[str, int], backwards: bool) -> frozenset[tuple[str, str]]:
        others = {to: [one for one in members if one != to][:: -1 if backwards else 1] for to in members}
        return frozenset((by, to) for to, count in counts.items() for by in others[to][:count])

    found = sociometry(Choices(members, pairs(chosen, False), rejections=pairs(refused, True)))
    groups = {one.id: one.status.group for one in found.members}
    assert groups == {
        "pop": "popular", "rej": "rejected", "neg": "neglected", "con": "controversial",
        "m1": "average", "m2": "average", "m3": "average", "m4": "average",
    }  # fmt: skip
    assert found.members[1].rejection_status.value == 6 / 7
    pop = found.members[0].status
    # By hand: choices 6, mean 22/8, variance 31.5/8; rejections 0, mean 12/8, variance 26/8.
    liked, disliked = (6 - 22 / 8) / (31.5 / 8) ** 0.5, (0 - 12 / 8) / (26 / 8) ** 0.5
    assert (pop.preference, pop.impact) == (pytest.approx(liked - disliked), pytest.approx(liked + disliked))
    assert not pop.is_strictly_average
    level = Choices(("a", "b"), frozenset({("a", "b"), ("b", "a")}), rejections=frozenset())
    assert sociometry(level).members[0].status.reason == "everybody is chosen equally often"


@pytest.mark.parametrize(
    ("members", "pairs", "more", "message"),
    [
        ("a", [], {}, "A group has 2 to 200 members; found 1."),
        ("aba", [], {}, "A member is there twice; found 'a'. Name each member once."),
        ("ab", ["aa"], {}, "A choice of oneself does not count; found 'a' to 'a'. Take it out."),
        ("ab", ["ac"], {}, "A choice names somebody who is no member; found 'c'. Add them"),
        ("abc", ["ab", "ac"], {"allowed": 1}, "more choices than were allowed; found 2 by 'a' with 1 allowed."),
        ("ab", [], {"allowed": 2}, "does not fit the group; found 2 for 2 members."),
        ("ab", ["ab"], {"rejections": frozenset({("a", "b")})}, "chosen and rejected by one person; found 'a' to 'b'."),
        ("ab", ["ab"], {"not_asked": frozenset("a")}, "Somebody who was not asked made a choice; found 'a' to 'b'."),
        ("ab", [], {"not_asked": frozenset("c")}, "Somebody who was not asked is no member; found 'c'."),
    ],
)
def test_choices_that_cannot_be_counted_are_refused(
    members: str, pairs: list[str], more: dict[str, object], message: str
) -> None:
    with pytest.raises(ChoiceFault) as refused:
        Choices(tuple(members), frozenset((pair[0], pair[1]) for pair in pairs), **more)
    assert message in str(refused.value)


@st.composite
def groups(draw: st.DrawFn) -> Choices:
    members = tuple("abcdefgh"[: draw(st.integers(2, 8))])
    pairs = draw(st.sets(st.sampled_from([*permutations(members, 2)])))
    not_asked = draw(st.sets(st.sampled_from(members), max_size=2))
    return Choices(members, frozenset(p for p in pairs if p[0] not in not_asked), not_asked=frozenset(not_asked))


@given(groups())
def test_counts_agree_whichever_way_they_are_made(choices: Choices) -> None:
    found = sociometry(choices)
    assert sum(one.chosen for one in found.members) == sum(one.chooses or 0 for one in found.members) == found.choices
    assert sum(one.mutual for one in found.members) == 2 * found.mutual_pairs
    for share in (found.density, found.reciprocity, found.cohesion_possible, found.centralisation):
        assert share.value is None or 0 <= share.value <= 1
        assert (share.value is None) == (share.reason is not None)


@given(groups())
def test_cliques_are_those_that_trying_every_set_finds(choices: Choices) -> None:
    mutual = {frozenset(pair) for pair in choices.mutual()}
    sets = [set(some) for size in range(3, len(choices.members) + 1) for some in combinations(choices.members, size)]
    whole = [some for some in sets if all(frozenset(pair) in mutual for pair in combinations(some, 2))]
    largest = [some for some in whole if not any(some < other for other in whole)]
    assert sorted(map(sorted, largest)) == sorted(map(sorted, sociometry(choices).cliques))


@given(groups(), st.randoms(use_true_random=False))
def test_names_and_their_order_do_not_matter(choices: Choices, chance) -> None:
    names = list(choices.members)
    chance.shuffle(names)
    new = dict(zip(choices.members, names, strict=True))
    turned = Choices(
        tuple(sorted(new.values())),
        frozenset((new[by], new[to]) for by, to in choices.choices),
        not_asked=frozenset(new[name] for name in choices.not_asked),
    )
    one, other = sociometry(choices), sociometry(turned)
    assert (one.density, one.criswell, one.centralisation) == (other.density, other.criswell, other.centralisation)
    assert len(one.cliques) == len(other.cliques)


@given(st.integers(0, 12), st.integers(0, 12), st.floats(0, 1))
def test_tails_are_probabilities_that_fall(successes: int, of: int, p: float) -> None:
    tail = upper_tail(successes, of, p)
    assert -1e-9 <= upper_tail(successes + 1, of, p) <= tail + 1e-12
    assert tail <= 1 + 1e-9
    assert upper_tail(0, of, p) == pytest.approx(1)
    assert upper_tail(of, of, p) == pytest.approx(comb(of, of) * p**of)


def test_more_circles_than_anybody_reads_are_not_listed() -> None:
    members = tuple(f"{part}{n}" for n in range(7) for part in "xyz")
    apart = frozenset(pair for pair in permutations(members, 2) if pair[0][1:] != pair[1][1:])
    assert sociometry(Choices(members, apart)).cliques is None  # three to the seventh of them


def test_change_between_two_occasions() -> None:
    first = choices_of("a->b; b->a; c->a; d->c", members=tuple("abcd"))
    second = choices_of("a->b,d; b->a; d->a; e->a", members=tuple("abde"))
    found = shift(first, second)
    assert (found.joined, found.left) == (("e",), ("c",))
    assert (found.kept, found.gained, found.lost) == ((("a", "b"), ("b", "a")), (("a", "d"), ("d", "a")), ())
    assert found.stability.value == 1 / 2
    assert (found.newly_mutual, found.mutual_pairs) == ((("a", "d"),), 1)
    assert (found.newly_isolated, found.no_longer_isolated) == ((), ("d",))
    assert found.chosen == {"a": 1, "b": 0, "d": 1}
    assert found.measures["density"].value == pytest.approx(5 / 12 - 4 / 12)
    assert found.measures["cohesion_fixed"].reason == "choices were free: no number of choices is fixed"


def test_a_choice_by_somebody_asked_only_once_is_no_change() -> None:
    first = choices_of("a->b; b->a", members=tuple("abc"), not_asked=frozenset("c"))
    second = choices_of("a->b; b->a; c->a", members=tuple("abc"))
    assert shift(first, second).gained == ()
