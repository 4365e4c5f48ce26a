"""One of each picture of studies and networks, with names of every length."""

from __future__ import annotations

from collections.abc import Callable

from kith import pictures
from kith.pictures import Drawing

FACTS = dict.fromkeys(
    ("studies", "people", "interval", "prediction", "heterogeneity", "comparator", "certainty", "provenance"), ""
)
Say = Callable[[str], str]


def facts(say: Say = str) -> pictures.PooledFacts:
    return pictures.PooledFacts(**{name: say(f"{name.capitalize()}: what is known of it here") for name in FACTS})


def rows(say: Say = str) -> list[pictures.ForestRow]:
    return [
        pictures.ForestRow(
            say(f"Trial {n}" if n % 3 else "A trial whose name goes on for rather long, 2019"),
            0.1 * n,
            0.1 * n - (9 if n == 4 else 0.3),
            0.1 * n + 0.3,
            say(f"{0.1 * n:.2f} ({0.1 * n - 0.3:.2f} to {0.1 * n + 0.3:.2f})"),
            10.0 + n,
        )
        for n in range(7)
    ]


def evidence(say: Say, about: dict[str, str]) -> dict[str, Drawing]:
    """Forests, funnels, networks and leagues: full, bare and empty."""
    words = pictures.ForestWords(say("care as usual"), say("therapy"), say("where a new study is expected"))
    pooled = pictures.ForestSum(say("All"), 0.31, 0.1, 0.5, say("0.31 (0.10 to 0.50)"), (-0.6, 1.3), facts(say))
    contours = pictures.ContourWords(
        say("Effect"), say("Standard error"), say("p above .1, .05, .01"), say("Pooled"), say("Added")
    )
    studies = [pictures.FunnelStudy(0.1 * n - 0.2, 0.05 + 0.06 * n, n == 5) for n in range(8)]
    league_words = pictures.LeagueWords(say("better"), say("worse"), say("interval without none"), say("difference"))
    nodes = [
        pictures.TreatmentNode(
            say("cognitive behavioural therapy in groups" if n == 2 else f"treatment {n}"), n + 1, say("4 trials")
        )
        for n in range(9)
    ]
    edges = [pictures.TrialEdge(n, (n + step) % 9, n % 4 + 1) for n in range(9) for step in (1, 3)]

    def cells(count: int) -> list[list[pictures.LeagueCell]]:
        return [
            [pictures.LeagueCell(f"{i - j:.1f}", float(i - j), i > j, abs(i - j) > 2) for j in range(count)]
            for i in range(count)
        ]

    leagues = {
        f"league of {count}": pictures.league(
            [say(f"treatment {n}") for n in range(count)], cells(count), words=league_words, **about
        )
        for count in (0, 2, 5, 24)
    }
    return {
        "forest": pictures.forest(rows(say), pooled, words=words, **about),
        "forest without a sum": pictures.forest(rows(say)[:1], None, words=words, **about),
        "no forest": pictures.forest([], None, words=words, **about),
        "funnel of studies": pictures.contour_funnel(studies, pooled=0.1, words=contours, **about),
        "no funnel of studies": pictures.contour_funnel([], pooled=None, words=contours, **about),
        "network": pictures.network_graph(nodes, edges, single_trial=say("one trial"), **about),
        "no network": pictures.network_graph([], [], single_trial=say("one trial"), **about),
        **leagues,
    }
