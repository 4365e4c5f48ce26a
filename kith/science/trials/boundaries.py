"""Boundaries for looking at a trial before its end: Pocock, O'Brien and Fleming, and the spending of alpha."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import e, log, sqrt
from typing import Final, Literal

from scipy import optimize, stats

from kith.science.trials.crossing import FARTHEST, bound_for, check_times, crossed, go_on, start
from kith.science.trials.problems import TrialProblem, check_share, check_whole
from kith.science.trials.sample_size import TWO_SIDED, USUAL_POWER, z_sum

Spending = Literal["O'Brien-Fleming", "Pocock"]
HAYBITTLE_PETO: Final = 3.0  # before the end nothing less than three standard errors stops (Haybittle 1971)
# Below this nothing is spent at a look: its boundary would lie beyond any statistic.
NOTHING: Final = 1e-30


@dataclass(frozen=True)
class Boundaries:
    """Two-sided boundaries: stop at a look where |z| reaches `z`.

    `times` are shares of the information, `spent` the two-sided alpha used up at each look and before, `nominal` the
    two-sided p value that belongs to each z.
    """

    times: tuple[float, ...]
    z: tuple[float, ...]
    spent: tuple[float, ...]
    nominal: tuple[float, ...]


@dataclass(frozen=True)
class Crossings:
    """What happens under a drift: the chance to cross in its direction and in the other by each look, and the share of
    the largest sample that a trial uses on the average."""

    in_direction: tuple[float, ...]
    against: tuple[float, ...]
    expected_information: float

    @property
    def power(self) -> float:
        """The chance to cross in the direction of the drift at any look."""
        return self.in_direction[-1]


def spending(kind: Spending, time: float, one_sided: float) -> float:
    """The one-sided alpha that may be used up at a share `time` of the information.

    O'Brien-Fleming type 2[1 - Phi(z(1 - a/2) / sqrt(t))]; Pocock type a ln(1 + (e - 1) t), with a one-sided (Lan and
    DeMets 1983, Biometrika 70, 659). For a two-sided test at 5 % a is 0.025 and spent on each side; with 0.05 in its
    place the first boundary half way would be 2.772 instead of 2.963, which is wrong.

    >>> round(spending("O'Brien-Fleming", 0.5, 0.025), 6), round(spending("Pocock", 1.0, 0.025), 6)
    (0.001525, 0.025)
    """
    check_share("One-sided alpha", one_sided)
    if not 0 < time <= 1:
        raise TrialProblem(f"A share of the information is above 0 and at most 1; found {time:g}. Correct it.")
    if kind == "Pocock":
        return one_sided * log(1 + (e - 1) * time)
    return float(2 * stats.norm.sf(stats.norm.isf(one_sided / 2) / sqrt(time)))


def lan_demets(times: Sequence[float], *, kind: Spending = "O'Brien-Fleming", alpha: float = TWO_SIDED) -> Boundaries:
    """Boundaries that use up a two-sided `alpha` as information comes in; looks may be anywhere, the last at 1.

    At each look the boundary is where the chance to cross it for the first time, without an effect, is what `spending`
    adds since the look before, alpha/2 on each side; it is 12 where a look may spend nothing. Assumes a statistic with
    independent increments. Raises TrialProblem for times that do not rise to 1.

    >>> [round(z, 3) for z in lan_demets([0.5, 1.0]).z]
    [2.963, 1.969]
    """
    check_times(times)
    check_share("Alpha", alpha)
    going, used, found = start(), 0.0, []
    for time in times:
        allowed = spending(kind, time, alpha / 2)
        z = bound_for(going, time, allowed - used) if allowed - used > NOTHING else FARTHEST
        found.append(z)
        going, used = go_on(going, time, z), allowed
    return _boundaries(times, found)


def pocock(looks: int, *, alpha: float = TWO_SIDED) -> Boundaries:
    """One z for all looks, equally spaced, so that any is crossed with probability alpha (Pocock 1977).

    >>> [round(z, 3) for z in pocock(5).z]
    [2.413, 2.413, 2.413, 2.413, 2.413]
    """
    return _shaped(looks, alpha, lambda time: 1.0)


def obrien_fleming(looks: int, *, alpha: float = TWO_SIDED) -> Boundaries:
    """z = C / sqrt(t) for equally spaced looks, so that any is crossed with probability alpha (O'Brien, Fleming 1979).

    >>> [round(z, 3) for z in obrien_fleming(5).z]
    [4.562, 3.226, 2.634, 2.281, 2.04]
    """
    return _shaped(looks, alpha, lambda time: 1 / sqrt(time))


def haybittle_peto(times: Sequence[float], *, interim: float = HAYBITTLE_PETO, alpha: float = TWO_SIDED) -> Boundaries:
    """z = `interim` at every look but the last, and at the last what is left of a two-sided `alpha`.

    Haybittle 1971 (British Journal of Radiology 44, 793) and Peto and others 1976 leave the last boundary as if nobody
    had looked, which spends a little more than alpha; here it is moved so that it does not. Raises TrialProblem for
    times that do not rise to 1, and where the looks before the last spend all of alpha.

    >>> [round(z, 3) for z in haybittle_peto([0.25, 0.5, 0.75, 1.0]).z]
    [3.0, 3.0, 3.0, 1.983]
    """
    check_times(times)
    check_share("Alpha", alpha)
    going, used = start(), 0.0
    for time in times[:-1]:
        used += crossed(going, time, interim)[0]
        going = go_on(going, time, interim)
    if interim <= 0 or alpha / 2 - used <= NOTHING:
        raise TrialProblem(
            f"Looks before the last spend all of alpha; found z {interim:g} at {len(times) - 1} of them, which spends "
            f"{2 * used:.4f} of {alpha:g}. Ask for a larger z before the end: 3 is usual."
        )
    return _boundaries(times, [interim] * (len(times) - 1) + [bound_for(going, times[-1], alpha / 2 - used)])


def crossings(times: Sequence[float], z: Sequence[float], drift: float) -> Crossings:
    """How likely two-sided boundaries are crossed, if z at the end of a trial that never stops has mean `drift`.

    The drift of a trial of fixed size with power 1 - b is z(1 - alpha/2) + z(1 - b). Formula: `crossed`. Raises
    TrialProblem for boundaries that are not one for each look and above 0.

    >>> round(crossings([1.0], [1.959964], 2.801585).power, 4)
    0.8
    """
    check_times(times)
    if len(z) != len(times) or min(z) <= 0:
        raise TrialProblem(
            f"Each look has a boundary above 0; found {len(z)} boundaries for {len(times)} looks. Give one for each."
        )
    going, up, down, information, before = start(), [0.0], [0.0], 0.0, 0.0
    for time, bound in zip(times, z, strict=True):
        information += (time - before) * (1 - up[-1] - down[-1])
        above, below = crossed(going, time, bound, drift)
        up.append(up[-1] + above)
        down.append(down[-1] + below)
        going, before = go_on(going, time, bound, drift), time
    with_drift, against = (up, down) if drift >= 0 else (down, up)
    return Crossings(tuple(with_drift[1:]), tuple(against[1:]), information)


def inflation(boundaries: Boundaries, *, power: float = USUAL_POWER) -> float:
    """How many times the people of a trial without looks the largest trial with looks needs, for the same power.

    (drift / (z(1 - alpha/2) + z(power)))^2, the drift being the one with which the boundaries have the power (Jennison
    and Turnbull 2000, chapter 2).

    >>> round(inflation(pocock(5), power=0.9), 3), round(inflation(obrien_fleming(5), power=0.9), 3)
    (1.207, 1.026)
    """
    return (planned_drift(boundaries, power=power) / z_sum(power, boundaries.spent[-1])) ** 2


def planned_drift(boundaries: Boundaries, *, power: float = USUAL_POWER) -> float:
    """The mean of z at the end of a trial that never stops, with which the boundaries have this power.

    >>> round(planned_drift(lan_demets([1.0])), 3)
    2.802
    """
    fixed = z_sum(power, boundaries.spent[-1])
    return float(
        optimize.brentq(
            lambda one: crossings(boundaries.times, boundaries.z, one).power - power, 0.0, 3 * fixed, xtol=1e-9
        )
    )


def _shaped(looks: int, alpha: float, shape: Callable[[float], float]) -> Boundaries:
    check_whole("The number of looks", looks, least=1)
    check_share("Alpha", alpha)
    times = [look / looks for look in range(1, looks + 1)]
    check_times(times)

    def too_much(constant: float) -> float:
        found = crossings(times, [constant * shape(time) for time in times], 0.0)
        return found.in_direction[-1] + found.against[-1] - alpha

    constant = float(optimize.brentq(too_much, 0.05, FARTHEST, xtol=1e-10))
    return _boundaries(times, [constant * shape(time) for time in times])


def _boundaries(times: Sequence[float], z: Sequence[float]) -> Boundaries:
    found = crossings(times, z, 0.0)
    spent = tuple(up + down for up, down in zip(found.in_direction, found.against, strict=True))
    return Boundaries(tuple(times), tuple(z), spent, tuple(float(2 * stats.norm.sf(one)) for one in z))
