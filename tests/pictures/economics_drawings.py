"""One of each picture of costs and waits: full, bare and empty."""

from __future__ import annotations

from collections.abc import Callable

from kith import pictures
from kith.pictures import Drawing


def economics(say: Callable[[str], str], about: dict[str, str]) -> dict[str, Drawing]:
    """Planes, curves, tornados and waiting lists."""
    plane = pictures.PlaneWords(
        say("QALYs more"), say("Pounds more"), say("What was found"), say("What chance allows"), say("20,000 a QALY")
    )
    cloud = [(0.07 + 0.01 * (n % 17 - 8), 600.0 + 45 * (n * 7 % 19 - 9)) for n in range(120)]
    curve = pictures.CurveWords(
        say("Ready to pay for a QALY, pounds"), say("In 100"), say("Worth its price"), say("20,000 and 30,000")
    )
    points = [(1000.0 * n, min(1.0, 0.03 * n)) for n in range(51)]
    swings = pictures.TornadoWords(say("Pounds a recovery"), say("At its low end"), say("At its high end"))
    bars = [
        pictures.TornadoBar(say("Share who recover"), say("0.40"), say("0.60"), 2000, 1333),
        pictures.TornadoBar(say("What an hour of a senior practitioner costs"), say("60"), say("85"), 1400, 1800),
        pictures.TornadoBar(say("Materials"), say("0"), say("0"), 1600, 1600),
    ]
    queue = pictures.QueueWords(say("Weeks from now"), say("People who wait"), say("Nine in ten runs"))
    grows = tuple(20.0 + 2 * week for week in range(53))
    lines = [
        pictures.QueueLine(say("As now"), grows, tuple(0.8 * n for n in grows), tuple(1.2 * n for n in grows)),
        pictures.QueueLine(say("One more practitioner"), tuple(20.0 for _ in grows)),
        pictures.QueueLine(say("One more group"), tuple(20.0 + week for week in range(53))),
        pictures.QueueLine(say("Both, and a longer name than the others have"), tuple(20.0 - n / 4 for n in range(53))),
    ]

    def planes(cloud: list[tuple[float, float]], estimate: tuple[float, float] | None, at: float | None) -> Drawing:
        return pictures.effectiveness_plane(cloud, estimate, threshold=at, words=plane, **about)

    return {
        "plane": planes(cloud, (0.075, 600.0), 20_000.0),
        "plane in the south-west": planes([], (-0.02, -3_000_000.0), 0.0),
        "no plane": planes([], None, None),
        "curve": pictures.acceptability_curve(points, marked=[20_000, 30_000, 90_000], words=curve, **about),
        "curve without a mark": pictures.acceptability_curve(points[:2], marked=[], words=curve, **about),
        "no curve": pictures.acceptability_curve([], marked=[], words=curve, **about),
        "tornado": pictures.tornado(bars, base=1600, words=swings, **about),
        "tornado of one that does not move": pictures.tornado(bars[2:], base=1600, words=swings, **about),
        "no tornado": pictures.tornado([], base=1, words=swings, **about),
        "waiting list": pictures.queue_forecast(lines, words=queue, **about),
        "waiting list of nobody": pictures.queue_forecast(
            [pictures.QueueLine(say("As now"), (0.0, 0.0))], words=queue, **about
        ),
        "no waiting list": pictures.queue_forecast([], words=queue, **about),
    }
