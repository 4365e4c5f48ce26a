"""The parts of a measure being written, as rows of its builder."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kith.science.instruments import AnswerProblem, Instrument
from kith.science.instruments.building import Content, read, text_at, word_places, work_out

LONG = ("instruction",)


@dataclass(frozen=True)
class QuestionRow:
    """One question as it is written so far."""

    number: int
    item: str
    words: str
    options: str
    reverse: bool
    asked_after: str
    asked_after_number: int
    asked_from: float | None
    unasked_counts: int | None
    is_last: bool
    earlier: tuple[tuple[str, int, str], ...]  # questions before it that it may depend on: id, number, words


@dataclass(frozen=True)
class AnswersRow:
    """One set of answers, and the questions that offer it."""

    name: str
    number: int
    form: str
    choices: tuple[tuple[int, str], ...]
    lowest: int
    highest: int
    lowest_words: str
    highest_words: str
    used_by: tuple[int, ...]

    @property
    def summary(self) -> str:
        """The set in one line, in its own words."""
        if self.form == "rating":
            return f"{self.lowest} {self.lowest_words} – {self.highest} {self.highest_words}"
        return " / ".join(words or str(value) for value, words in self.choices)


@dataclass(frozen=True)
class BandShown:
    """One band with its words for staff and for clients; it ends where the next begins."""

    id: str
    starts_at: float
    ends_at: float
    practitioner: str
    client: str


@dataclass(frozen=True)
class ScoreRow:
    """One score: what counts, how, its range and its bands."""

    scale: str
    name: str
    items: tuple[str, ...]
    numbers: tuple[int, ...]
    method: str
    blanks: int
    lowest: float
    highest: float
    bands: tuple[BandShown, ...]


@dataclass(frozen=True)
class FlagRow:
    """One thing that must be acted on."""

    flag: str
    number: int
    looks_at: str
    side: str
    value: float
    urgency: str
    response: str
    words: str


@dataclass(frozen=True)
class WordRow:
    """One piece of text beside its translation."""

    at: tuple[str, ...]
    part: str
    main: str
    text: str
    is_long: bool

    @property
    def place(self) -> str:
        """Its name in a form."""
        return "-".join(self.at)


@dataclass(frozen=True)
class LanguageRow:
    """The words in one more language."""

    language: str
    rows: tuple[WordRow, ...]
    missing: int


@dataclass(frozen=True)
class OutcomeRow:
    """What one score says: to the practitioner, and to the person who answered."""

    name: str
    value: float | None
    lowest: float
    highest: float
    practitioner: str
    client: str
    blanks: int


@dataclass(frozen=True)
class ExampleRow:
    """One worked example with its result now, and whether it is still what its author found right."""

    number: int
    name: str
    answers: tuple[tuple[int, str], ...]
    outcomes: tuple[OutcomeRow, ...]
    flags: tuple[str, ...]
    is_confirmed: bool
    is_as_confirmed: bool
    was: tuple[tuple[str, float | None], ...]


def words_of(content: Content) -> Mapping[str, Any]:
    """The words in the first language."""
    found: Mapping[str, Any] = content["wordings"][content["language"]]
    return found


def question_rows(content: Content) -> tuple[QuestionRow, ...]:
    """The questions in their order."""
    items, words = content["instrument"]["items"], words_of(content)["items"]
    numbers = {item["id"]: number for number, item in enumerate(items, start=1)}
    said = [(item["id"], numbers[item["id"]], words.get(item["id"], "")) for item in items]
    rows = []
    for number, item in enumerate(items, start=1):
        asked = item.get("asked_if")
        after = asked["items"][0] if asked else ""
        rows.append(
            QuestionRow(
                number=number,
                item=item["id"],
                words=words.get(item["id"], ""),
                options=item["options"],
                reverse=item["reverse"],
                asked_after=after,
                asked_after_number=numbers.get(after, 0),
                asked_from=asked["at_least"] if asked else None,
                unasked_counts=item.get("unasked_counts"),
                is_last=number == len(items),
                earlier=tuple(said[: number - 1]),
            )
        )
    return tuple(rows)


def answers_rows(content: Content) -> tuple[AnswersRow, ...]:
    """The sets of answers."""
    instrument, words = content["instrument"], words_of(content)["options"]
    rows = []
    for number, (name, each) in enumerate(instrument["options"].items(), start=1):
        said = words.get(name, {})
        rows.append(
            AnswersRow(
                name=name,
                number=number,
                form=each["form"],
                choices=tuple((one["value"], said.get(str(one["value"]), "")) for one in each.get("choices", ())),
                lowest=each.get("lowest", 0),
                highest=each.get("highest", 10),
                lowest_words=said.get("lowest", ""),
                highest_words=said.get("highest", ""),
                used_by=tuple(n for n, item in enumerate(instrument["items"], start=1) if item["options"] == name),
            )
        )
    return tuple(rows)


def score_rows(content: Content) -> tuple[ScoreRow, ...]:
    """The scores with their bands."""
    names = [item["id"] for item in content["instrument"]["items"]]
    words = words_of(content)
    rows = []
    for scale in content["instrument"]["scales"]:
        edges = [*(band["from"] for band in scale["bands"][1:]), scale["highest"]]
        place = ("scales", scale["id"])
        bands = tuple(
            BandShown(
                band["id"],
                band["from"],
                end,
                text_at(words, (*place, "bands", band["id"], "practitioner")),
                text_at(words, (*place, "bands", band["id"], "client")),
            )
            for band, end in zip(scale["bands"], edges, strict=False)
        )
        rows.append(
            ScoreRow(
                scale=scale["id"],
                name=text_at(words, (*place, "name")),
                items=tuple(scale["items"]),
                numbers=tuple(names.index(name) + 1 for name in scale["items"]),
                method=scale["method"],
                blanks=scale["missing"].get("at_most", 0),
                lowest=scale["lowest"],
                highest=scale["highest"],
                bands=bands,
            )
        )
    return tuple(rows)


def flag_rows(content: Content) -> tuple[FlagRow, ...]:
    """What must be acted on."""
    return tuple(
        FlagRow(
            flag=flag["id"],
            number=number,
            looks_at=f"item:{flag['item']}" if "item" in flag else f"scale:{flag['scale']}",
            side="at_least" if "at_least" in flag else "below",
            value=flag.get("at_least", flag.get("below", 0)),
            urgency=flag["urgency"],
            response=flag.get("response", ""),
            words=words_of(content)["flags"].get(flag["id"], ""),
        )
        for number, flag in enumerate(content["instrument"]["flags"], start=1)
    )


def language_rows(content: Content) -> tuple[LanguageRow, ...]:
    """Every other language, each text beside the first language's."""
    main, places = words_of(content), list(word_places(content))
    rows = []
    for language, words in sorted(content["wordings"].items()):
        if language != content["language"]:
            texts = tuple(
                WordRow(place, place[0], text_at(main, place), text_at(words, place), place == LONG) for place in places
            )
            missing = sum(1 for one in texts if one.main and not one.text)
            rows.append(LanguageRow(language, texts, missing))
    return tuple(rows)


def example_rows(content: Content) -> tuple[ExampleRow, ...]:
    """The worked examples, worked out as the measure stands now."""
    instrument = read(content).instrument
    return tuple(
        _example(content, instrument, number, example) for number, example in enumerate(content["examples"], start=1)
    )


def outcomes_of(
    content: Content, instrument: Instrument, answers: Mapping[str, float | None]
) -> tuple[tuple[OutcomeRow, ...], tuple[str, ...], Any]:
    """What these answers come to, in words; and the bare result."""
    worked, words = work_out(instrument, answers), words_of(content)
    rows = []
    for scale, value in worked.scores.items():
        place = ("scales", scale, "bands", worked.bands[scale] or "-")
        limits = instrument.scale(scale)
        rows.append(
            OutcomeRow(
                name=text_at(words, ("scales", scale, "name")),
                value=value,
                lowest=limits.lowest,
                highest=limits.highest,
                practitioner=text_at(words, (*place, "practitioner")),
                client=text_at(words, (*place, "client")),
                blanks=worked.reasons.get(scale, 0),
            )
        )
    return tuple(rows), tuple(words["flags"].get(flag, flag) for flag in worked.flags), worked.as_kept


def _example(content: Content, instrument: Instrument | None, number: int, example: dict[str, Any]) -> ExampleRow:
    outcomes: tuple[OutcomeRow, ...] = ()
    flags: tuple[str, ...] = ()
    found = None
    if instrument is not None:
        with suppress(AnswerProblem):  # answers that are no longer offered: there is no result to show
            outcomes, flags, found = outcomes_of(content, instrument, example["answers"])
    kept, words = example["kept"], words_of(content)
    names = {scale["id"]: text_at(words, ("scales", scale["id"], "name")) for scale in content["instrument"]["scales"]}
    return ExampleRow(
        number=number,
        name=example["name"],
        answers=tuple(_answer(content, place, item, example) for place, item in _numbered(content)),
        outcomes=outcomes,
        flags=flags,
        is_confirmed=kept is not None,
        is_as_confirmed=kept is not None and kept == found,
        was=tuple((names.get(scale, scale), value) for scale, value in (kept or {"scores": {}})["scores"].items()),
    )


def _numbered(content: Content) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(content["instrument"]["items"], start=1))


def _answer(content: Content, number: int, item: dict[str, Any], example: dict[str, Any]) -> tuple[int, str]:
    value = example["answers"].get(item["id"])
    said = words_of(content)["options"].get(item["options"], {})
    return number, "" if value is None else said.get(str(value), str(value))
