"""Answers question by question over time: which of them moved, and which did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, Measurement
from kith.care.models.knowledge import definition_as_taken, library, wording_as_taken
from kith.care.permissions import Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import open_as_staff
from kith.science.instruments import Instrument, Item, Wording

SHOWN = 8  # the newest that fit beside each other on a desktop; older ones are in the download
SHADES = 4


@dataclass(frozen=True)
class Series:
    """One version of one measure by one kind of respondent, and how often it was answered."""

    key: str
    instrument: str
    short: str
    respondent: str
    version: str
    times: int


@dataclass(frozen=True)
class Cell:
    """One answer: its number, its words, and its shade from 0 (no trouble) to 4. No number: it was left blank."""

    value: float | None
    words: str
    shade: int | None


@dataclass(frozen=True)
class AnswerRow:
    """One question and its answers, the oldest first; `moved` is how far the newest is better than the first."""

    number: int
    words: str
    cells: tuple[Cell, ...]
    moved: float | None
    is_scored: bool


@dataclass(frozen=True)
class AnswerHistory:
    """The answers of one series, as far as it is shown, with its days and scores."""

    head: ClientHead
    series: tuple[Series, ...]
    chosen: Series | None
    days: tuple[date, ...]
    rows: tuple[AnswerRow, ...]
    scores: tuple[tuple[str, tuple[float | None, ...]], ...]
    older: int
    has_words: bool


def answer_history(
    *, viewer: Viewer, client_id: UUID, at: datetime, measure: str = "", language: str = "en"
) -> AnswerHistory:
    """The answers of one person to one measure; `measure` is the key of a series, the newest one otherwise."""
    client, access = open_as_staff(viewer, client_id, "R", "answers", at=at)
    sent = _sent(client)
    series = tuple(_series(key, measurements) for key, measurements in sent.items())
    chosen = next((one for one in series if one.key == measure), series[0] if series else None)
    measurements = sent[chosen.key] if chosen else []
    shown = measurements[-SHOWN:]
    wording = (
        wording_as_taken(shown[0].instrument, shown[-1].instrument_version, language, at.date()) if shown else None
    )
    page = AnswerHistory(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        series=series,
        chosen=chosen,
        days=tuple(one.taken_at.astimezone(ZoneInfo(client.service.time_zone)).date() for one in shown),
        rows=_rows(shown, wording) if wording else (),
        scores=_scores(shown, wording) if wording and access.can("R", "scores") else (),
        older=len(measurements) - len(shown),
        has_words=wording is not None and wording.items is not None,
    )
    note_seen(viewer, "answers.seen", [client.pk], at=at)
    return page


def _sent(client: Client) -> dict[str, list[Measurement]]:
    """What was sent, by series, the series answered last first."""
    rows = client.measurement_set.standing().filter(goal__isnull=True).prefetch_related("scores").order_by("taken_at")
    found: dict[str, list[Measurement]] = {}
    for row in rows:
        if row.instrument in library().instruments:
            key = "-".join((row.instrument, row.respondent, row.instrument_version.split(".")[0]))
            found[key] = [*found.pop(key, []), row]
    return dict(reversed(found.items()))


def _series(key: str, measurements: list[Measurement]) -> Series:
    last = measurements[-1]
    short = library().instruments[last.instrument].short
    return Series(
        key, last.instrument, short, last.respondent, last.instrument_version.split(".")[0], len(measurements)
    )


def _rows(shown: list[Measurement], wording: Wording) -> tuple[AnswerRow, ...]:
    definition = definition_as_taken(shown[-1].instrument, shown[-1].instrument_version)
    answers = [one.answers for one in shown]
    return tuple(
        _row(definition, item, number, wording, [given.get(item.id) for given in answers])
        for number, item in enumerate(definition.items, start=1)
    )


def _row(definition: Instrument, item: Item, number: int, wording: Wording, values: list[float | None]) -> AnswerRow:
    words = (wording.options or {}).get(item.options, {})
    troubles = [None if value is None else _trouble(definition, item, value) for value in values]
    known = [trouble for trouble in troubles if trouble is not None]
    return AnswerRow(
        number=number,
        words=(wording.items or {}).get(item.id, ""),
        cells=tuple(
            Cell(
                value,
                "" if value is None else words.get(f"{value:g}", ""),
                None if trouble is None else round(trouble * SHADES),
            )
            for value, trouble in zip(values, troubles, strict=True)
        ),
        moved=known[0] - known[-1] if len(known) > 1 else None,
        is_scored=item.scored,
    )


def _trouble(definition: Instrument, item: Item, value: float) -> float:
    """How much trouble an answer tells of, from 0 to 1: the way the main scale counts it."""
    points = definition.options[item.options].points
    low, high = min(points.values()), max(points.values())
    share = (points[int(value)] - low) / (high - low) if high > low else 0.0
    return share if definition.higher_is_worse != item.reverse else 1 - share


def _scores(shown: list[Measurement], wording: Wording) -> tuple[tuple[str, tuple[float | None, ...]], ...]:
    by_scale = [{score.scale: score.value for score in one.scores.all()} for one in shown]
    return tuple((words.name, tuple(each.get(scale) for each in by_scale)) for scale, words in wording.scales.items())
