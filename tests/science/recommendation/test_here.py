"""What a service keeps of its own ended care: a true difference is found, who got what is not taken for one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kith.science.recommendation import (
    BEGUN_WITH,
    BenefitHere,
    EndedCare,
    Evidence,
    PersonalHere,
    benefits_here,
    check_not_protected,
    own_effects,
    personal_here,
)
from kith.science.recommendation.here import own_episodes

MODALITIES = {"ba": "T6", "cbt": "T1"}


def figure(offer: str, **other: object) -> Evidence:
    given = {"comparator": "usual_care", "estimate": 0.6, "low": 0.4, "high": 0.8, "provenance": "verified", **other}
    return Evidence(offer=offer, problem="depression", certainty="low", source="a trial", **given)  # type: ignore[arg-type]


PUBLISHED = [figure("ba"), figure("cbt")]


def ended(seed: int, better: float = 0.0, steered: float = 0.0, people: int = 800) -> list[EndedCare]:
    """Scores from 5 to 25. `better` points fewer at the end with cbt; `steered` gives it to the more gravely ill."""
    rng = np.random.default_rng(seed)
    first = rng.normal(15, 4, people)
    had = rng.random(people) < 1 / (1 + np.exp(-steered * (first - 15) / 4))
    who = rng.integers(0, 12, people)
    last = 0.8 * first - 4 - better * had + rng.normal(0, 1, 12)[who] + rng.normal(0, 4, people)
    return [
        EndedCare("cbt" if had[i] else "ba", f"t{who[i]}", f"s{who[i] % 3}", first[i], rng.normal(10, 3), 4.0, last[i])
        for i in range(people)
    ]


def difference(stays: list[EndedCare]) -> float:
    ba, cbt = benefits_here(stays, MODALITIES, "depression", PUBLISHED)
    assert ba.mean is not None
    assert cbt.mean is not None
    return cbt.mean - ba.mean


def plain(stays: list[EndedCare]) -> float:
    """The difference of plain mean last scores in points, as if chance had decided; above nought is better."""
    means = [np.mean([one.last for one in stays if one.protocol == name]) for name in ("ba", "cbt")]
    return float(means[0] - means[1])


def test_a_planted_difference_is_found_and_shrunk() -> None:
    """2.5 points of about 5.2 are 0.48 standard deviations; what is published says there is none and pulls it in."""
    services = [ended(seed, better=2.5) for seed in range(6)]
    alone = [own_effects(own_episodes(one, list(MODALITIES))).means @ [-1, 1] for one in services]
    found = [difference(one) for one in services]
    assert np.mean(alone) == pytest.approx(0.48, abs=0.06)
    assert all(0.2 < one < raw for one, raw in zip(found, alone, strict=True))


def test_what_nobody_wrote_down_widens_what_is_said_and_more_where_what_was_written_down_moves_more() -> None:
    """The second score steers who gets what and what comes of it, as much as `by` says: one more of its kind may be
    missing. The control is the same care with a second score that does neither."""

    def width(by: float) -> float:
        rng, stays = np.random.default_rng(4), []
        for one in ended(4):
            other = float(rng.normal(10, 3))
            had = rng.random() < 1 / (1 + np.exp(-by * (other - 10) / 3))
            last = (one.last or 0.0) + by * (other - 10) / 3
            stays.append(replace(one, protocol="cbt" if had else "ba", other_first=other, last=last))
        ba, _cbt = benefits_here(stays, MODALITIES, "depression", PUBLISHED)
        assert ba.high is not None
        assert ba.low is not None
        return ba.high - ba.low

    assert width(1.5) > width(0.0) + 0.02


def test_a_planted_confounder_is_not_taken_for_a_difference() -> None:
    stays = [ended(seed, steered=1.5) for seed in range(6)]
    assert np.mean([plain(one) for one in stays]) < -2  # the control: plain means blame cbt for whom it was given
    assert abs(np.mean([difference(one) for one in stays])) < 0.08


@pytest.mark.parametrize(("people", "told"), [(7, None), (8, 10), (19, 20)])
def test_fewer_than_twenty_are_not_used_and_small_numbers_not_told(people: int, told: int | None) -> None:
    stays = [one for one in ended(1) if one.protocol == "cbt"][:people]
    stays += [one for one in ended(1) if one.protocol == "ba"]
    ba, cbt = benefits_here(stays, MODALITIES, "depression", PUBLISHED)
    assert (cbt.people, cbt.why_not, cbt.mean) == (told, "too_few_people", None)
    assert (ba.why_not, ba.mean) == ("nothing_to_compare", None)


def test_two_practitioners_are_too_few() -> None:
    stays = [replace(one, therapist=f"t{n % 2}") for n, one in enumerate(ended(1))]
    assert {one.why_not for one in benefits_here(stays, MODALITIES, "depression", PUBLISHED)} == {
        "too_few_practitioners"
    }


def test_stays_without_a_last_score_are_not_counted() -> None:
    stays = [replace(one, last=None) for one in ended(1)]
    assert [one.people for one in benefits_here(stays, MODALITIES, "depression", PUBLISHED)] == [0, 0]


def test_a_figure_from_memory_is_none_and_a_pool_of_everything_stands_back() -> None:
    more = [*PUBLISHED[:1], figure("ba", comparator="any_control"), figure("cbt", provenance="recalled")]
    ba, cbt = benefits_here(ended(1), MODALITIES, "depression", more)
    assert (ba.figures, ba.why_not) == (1, "")
    assert (cbt.figures, cbt.why_not, cbt.mean) == (0, "no_checked_figure", None)


def test_nothing_about_a_person_or_a_practitioner_is_kept_and_it_comes_back_as_it_was() -> None:
    found = benefits_here(ended(1), MODALITIES, "depression", PUBLISHED)
    values = [one.as_values() for one in found]
    assert {name for one in values for name in one} == {
        "protocol", "modality", "people", "figures", "why_not", "mean", "low", "high", "level", "published_mean",
    }  # fmt: skip
    assert all(one.people is not None and one.people % 5 == 0 for one in found)
    assert tuple(map(BenefitHere.of_values, values)) == found


def who_differs(seed: int, by: float) -> list[EndedCare]:
    """800 stays in which cbt is better by `by` points for each point that somebody began above 15, and worse below."""
    stays = ended(seed)
    rng = np.random.default_rng(seed + 1000)
    after = [one.last - by * (one.first - 15) * (1 if one.protocol == "cbt" else -1) for one in stays]  # type: ignore[operator]
    return [replace(one, last=last + rng.normal(0, 1)) for one, last in zip(stays, after, strict=True)]


def test_where_people_differ_the_lines_are_kept_and_where_they_do_not_nothing_is() -> None:
    told = personal_here(who_differs(1, 0.5), MODALITIES)
    assert told.why_not == ""
    assert told.lines is not None
    grave = told.lines.shifts([20.0, 10.0, 4.0])
    assert grave["cbt"].low > 0 > grave["ba"].high
    assert told.lines.names == BEGUN_WITH
    check_not_protected(BEGUN_WITH)
    assert [personal_here(who_differs(seed, 0.0), MODALITIES).lines for seed in range(3)] == [None] * 3
    assert personal_here(who_differs(1, 0.0), MODALITIES).why_not == "no_gain_shown"


def test_lines_hold_no_person_and_come_back_from_the_record() -> None:
    told = personal_here(who_differs(1, 0.5), MODALITIES)
    kept = told.as_values()
    assert set(kept["lines"]) == {
        "options", "names", "centre", "middle", "scale", "slopes", "covariances", "reference",
    }  # fmt: skip
    again = PersonalHere.of_values(kept)
    assert again.lines is not None
    assert again.as_values() == kept


def test_too_few_to_compare_keep_no_lines() -> None:
    assert personal_here(ended(1)[:15], MODALITIES).why_not == "nothing_to_compare"
    few = [replace(one, therapist=f"t{n % 5}") for n, one in enumerate(who_differs(1, 0.5))]
    assert personal_here(few, MODALITIES).why_not == "too_few_therapists"
