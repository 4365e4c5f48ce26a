"""How many a trial needs when people come in clusters, in every arm or only where there are groups."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from kith.science.trials.problems import TrialProblem, check_above_nought, check_share, check_whole
from kith.science.trials.sample_size import (
    TWO_SIDED,
    USUAL_POWER,
    fewest,
    power_of_t,
    two_means_by_formula,
    whole,
    z_sum,
)


@dataclass(frozen=True)
class Clusters:
    """Clusters needed in each of two arms.

    `by_formula` is the large-sample formula before rounding; `rounded` is that rounded up, the number most reports
    print; `per_arm` is what a t test of cluster means needs, with the `power` it has.
    """

    per_arm: int
    rounded: int
    by_formula: float
    design_effect: float
    power: float


@dataclass(frozen=True)
class GroupsInOneArm:
    """Therapy in groups against no groups: how many groups, people in them, people in the other arm, and the power."""

    groups: int
    in_groups: int
    in_the_other_arm: int
    design_effect: float
    power: float


def design_effect(size: float, icc: float, *, cv: float = 0.0) -> float:
    """How many times the variance of a mean is enlarged by clusters: 1 + ((cv^2 + 1) m - 1) icc.

    `size` is the mean number of people in a cluster, `icc` the share of variance between clusters, `cv` the standard
    deviation of sizes over their mean (0: all of one size). Sources: Donner and Klar 2000; unequal sizes Eldridge,
    Ashby and Kerry 2006 (International Journal of Epidemiology 35, 1292), recalled; the last is an upper limit.

    >>> round(design_effect(20, 0.05), 2), round(design_effect(20, 0.05, cv=0.4), 2), round(design_effect(8, 0.05), 2)
    (1.95, 2.11, 1.35)
    """
    if size < 1:
        raise TrialProblem(f"A cluster holds one person or more; found {size:g}. Give the mean size of clusters.")
    check_share("The intracluster correlation", icc, may_be_nought=True)
    if cv < 0:
        raise TrialProblem(f"Sizes vary by 0 or more; found a coefficient of {cv:g}. Give their SD over their mean.")
    return 1 + ((cv**2 + 1) * size - 1) * icc


def clusters_for(people_per_arm: float, size: float, icc: float, *, cv: float = 0.0) -> float:
    """Clusters in each arm, before rounding, for a sample size worked out without clusters, of whatever outcome.

    people x design effect / size; assumptions as `design_effect`. Add one or two for a t test: the formula takes the
    spread between clusters as known.

    >>> round(clusters_for(two_means_by_formula(0.3), 20, 0.05), 3)
    17.006
    """
    check_above_nought("The number of people", people_per_arm)
    return people_per_arm * design_effect(size, icc, cv=cv) / size


def cluster_trial(
    d: float,
    size: float,
    icc: float,
    *,
    cv: float = 0.0,
    power: float = USUAL_POWER,
    alpha: float = TWO_SIDED,
) -> Clusters:
    """Clusters in each of two arms, for a difference of two means of `d` standard deviations.

    Formula: `clusters_for`. The power is that of a t test of cluster means: noncentral t with 2(k - 1) degrees of
    freedom and noncentrality d sqrt(k m / (2 DE)), exact for equal clusters and normal scores. `d` is in units of the
    whole standard deviation, between and within clusters.

    >>> found = cluster_trial(0.3, 20, 0.05)
    >>> round(found.by_formula, 3), found.rounded, found.per_arm
    (17.006, 18, 19)
    """
    by_formula = clusters_for(two_means_by_formula(d, power=power, alpha=alpha), size, icc, cv=cv)

    def reached(k: int) -> float:
        return power_of_clusters(k, d, size, icc, cv=cv, alpha=alpha)

    per_arm = fewest(reached, power, least=2, start=whole(by_formula))
    return Clusters(per_arm, whole(by_formula), by_formula, design_effect(size, icc, cv=cv), reached(per_arm))


def power_of_clusters(
    per_arm: int, d: float, size: float, icc: float, *, cv: float = 0.0, alpha: float = TWO_SIDED
) -> float:
    """The power of a t test of cluster means with so many clusters in each arm; as `cluster_trial`.

    >>> round(power_of_clusters(18, 0.3, 20, 0.05), 4)
    0.7996
    """
    check_whole("Clusters in each arm", per_arm, least=2)
    check_share("Alpha", alpha)
    noncentrality = abs(d) * sqrt(per_arm * size / (2 * design_effect(size, icc, cv=cv)))
    return power_of_t(noncentrality, 2 * (per_arm - 1), alpha)


def groups_in_one_arm(
    d: float, size: int, icc: float, *, power: float = USUAL_POWER, alpha: float = TWO_SIDED
) -> GroupsInOneArm:
    """People allocated one by one, treated in groups in one arm only; as many in the other arm as in groups.

    Start: n = (z_a + z_b)^2 (DE + 1) / d^2 in each arm, DE = 1 + (m - 1) icc of the group arm (Roberts and Roberts
    2005, Clinical Trials 2, 152, recalled). Then whole groups are added until a Welch test of group means against
    single people, with Satterthwaite's degrees of freedom, has the power. Assumes one whole standard deviation in both
    arms; `icc` is that of people who sat in one group. Raises TrialProblem for groups of fewer than two.

    >>> groups_in_one_arm(0.3, 8, 0.05).groups
    27
    """
    check_whole("People in a group", size, least=2)
    check_above_nought("The size of the difference", abs(d))
    effect = design_effect(size, icc)
    start = z_sum(power, alpha) ** 2 * (effect + 1) / d**2

    def reached(groups: int) -> float:
        return power_of_groups_in_one_arm(groups, groups * size, d, size, icc, alpha=alpha)

    groups = fewest(reached, power, least=2, start=whole(start / size))
    return GroupsInOneArm(groups, groups * size, groups * size, effect, reached(groups))


def power_of_groups_in_one_arm(
    groups: int, in_the_other_arm: int, d: float, size: int, icc: float, *, alpha: float = TWO_SIDED
) -> float:
    """The power with so many groups of `size` against so many single people; as `groups_in_one_arm`.

    >>> round(power_of_groups_in_one_arm(27, 216, 0.3, 8, 0.05), 4)
    0.8102
    """
    check_whole("Groups", groups, least=2)
    check_whole("People in a group", size, least=2)
    check_whole("People in the other arm", in_the_other_arm, least=2)
    check_share("Alpha", alpha)
    grouped, single = design_effect(size, icc) / (groups * size), 1 / in_the_other_arm
    degrees = (grouped + single) ** 2 / (grouped**2 / (groups - 1) + single**2 / (in_the_other_arm - 1))
    return power_of_t(abs(d) / sqrt(grouped + single), degrees, alpha)
