"""What a measure being written still lacks, each with the place where it is put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kith.science.instruments.building.content import (
    MUST_HAVE,
    Content,
    Reading,
    option_keys,
    read,
    text_at,
    values_of,
    word_places,
)
from kith.science.instruments.building.examples import is_as_kept
from kith.science.instruments.building.meaning import URGENCIES

FEWEST_EXAMPLES = 3


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or does not fit: its kind, the part and place to put it right, and what it is about."""

    kind: str
    part: str
    place: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def gaps(content: Content) -> tuple[Gap, ...]:
    """Everything that stands in the way of releasing; empty when nothing does."""
    found = [
        *_about(content),
        *_questions(content),
        *_answers(content),
        *_scores(content),
        *_flags(content),
        *_rights(content),
        *_languages(content),
    ]
    reading = read(content)
    if not found:  # what nobody foresaw, in the library's own words
        found = [Gap("library", "about", "", {"words": str(problem)}) for problem in reading.problems]
    return (*found, *_examples(content, reading))


def _about(content: Content) -> Iterator[Gap]:
    words = content["wordings"][content["language"]]
    for name in MUST_HAVE:
        if not words.get(name):
            yield Gap(f"no_{name}", "about", name)


def _questions(content: Content) -> Iterator[Gap]:
    items = content["instrument"]["items"]
    words = content["wordings"][content["language"]]["items"]
    if not items:
        yield Gap("no_questions", "questions")
    earlier: dict[str, tuple[int, ...]] = {}
    for number, item in enumerate(items, start=1):
        place, about = f"question-{item['id']}", {"number": number}
        options = content["instrument"]["options"].get(item["options"])
        if not words.get(item["id"]):
            yield Gap("question_without_words", "questions", place, about)
        if options is None:
            yield Gap("question_without_answers", "questions", place, about)
        elif item.get("unasked_counts") is not None and item["unasked_counts"] not in values_of(options):
            yield Gap("unasked_counts_strange", "questions", place, about)
        if "asked_if" in item and item["asked_if"]["items"][0] not in earlier:
            yield Gap("asks_later", "questions", place, about)
        elif "asked_if" in item and item["asked_if"]["at_least"] > max(earlier[item["asked_if"]["items"][0]]):
            yield Gap("never_asked", "questions", place, about)
        earlier[item["id"]] = values_of(options) if options is not None else (0,)


def _answers(content: Content) -> Iterator[Gap]:
    options = content["instrument"]["options"]
    words = content["wordings"][content["language"]]["options"]
    if not options:
        yield Gap("no_answers", "answers")
    for number, (name, each) in enumerate(options.items(), start=1):
        bare = [key for key in option_keys(each) if not words.get(name, {}).get(key)]
        if bare:
            kind = "ends_without_words" if each["form"] == "rating" else "choice_without_words"
            yield Gap(kind, "answers", f"answers-{name}", {"number": number, "answers": ", ".join(bare)})


def _scores(content: Content) -> Iterator[Gap]:
    words = content["wordings"][content["language"]]["scales"]
    if not content["instrument"]["scales"]:
        yield Gap("no_scores", "scores")
    for scale in content["instrument"]["scales"]:
        said = words.get(scale["id"], {})
        place, about = f"score-{scale['id']}", {"name": said.get("name") or scale["id"]}
        if not scale["items"]:
            yield Gap("score_without_questions", "scores", place, about)
            continue
        for band in scale["bands"]:
            if not scale["lowest"] <= band["from"] <= scale["highest"]:
                yield Gap("band_outside", "scores", place, about | {"found": f"{band['from']:g}", **_range(scale)})
            if {"practitioner", "client"} - set(said.get("bands", {}).get(band["id"], {})):
                yield Gap("band_without_words", "scores", place, about | {"found": f"{band['from']:g}"})


def _range(scale: dict[str, Any]) -> dict[str, str]:
    return {"low": f"{scale['lowest']:g}", "high": f"{scale['highest']:g}"}


def _flags(content: Content) -> Iterator[Gap]:
    instrument = content["instrument"]
    words = content["wordings"][content["language"]]["flags"]
    options = {item["id"]: instrument["options"].get(item["options"]) for item in instrument["items"]}
    scales = {scale["id"]: (scale["lowest"], scale["highest"]) for scale in instrument["scales"]}
    for number, flag in enumerate(instrument["flags"], start=1):
        place, about = f"flag-{flag['id']}", {"number": number}
        if not words.get(flag["id"]):
            yield Gap("flag_without_words", "flags", place, about)
        if "response" not in flag or flag["urgency"] not in URGENCIES:
            yield Gap("flag_without_response", "flags", place, about)
        each = options.get(flag.get("item", ""))
        ends = (min(values_of(each)), max(values_of(each))) if each is not None else scales.get(flag.get("scale", ""))
        if ends is not None and (flag.get("at_least", ends[0]) > ends[1] or flag.get("below", ends[1]) <= ends[0]):
            yield Gap("flag_never", "flags", place, about)


def _rights(content: Content) -> Iterator[Gap]:
    licence = content["instrument"]["licence"]
    if not licence["class"]:
        yield Gap("no_rights", "rights", "rights")
    elif not licence["licence"] or not licence["licence_source"]:
        yield Gap("rights_without_proof", "rights", "holder")
    elif not content["is_confirmed"]:
        yield Gap("rights_not_confirmed", "rights", "is_confirmed")


def _languages(content: Content) -> Iterator[Gap]:
    places = list(word_places(content))
    main = content["wordings"][content["language"]]
    for language, words in content["wordings"].items():
        bare = [place for place in places if text_at(main, place) and not text_at(words, place)]
        if language != content["language"] and bare:
            about = {"language": language, "count": len(bare), "first": text_at(main, bare[0])}
            yield Gap("words_missing", "languages", f"language-{language}", about)


def _examples(content: Content, reading: Reading) -> Iterator[Gap]:
    confirmed = [example for example in content["examples"] if example["kept"] is not None]
    if len(confirmed) < FEWEST_EXAMPLES:
        yield Gap("too_few_examples", "examples", "", {"count": len(confirmed), "fewest": FEWEST_EXAMPLES})
    if reading.instrument is None:
        return
    for number, example in enumerate(content["examples"], start=1):
        if example["kept"] is not None and not is_as_kept(reading.instrument, example):
            yield Gap("example_differs", "examples", f"example-{number}", {"number": number, "name": example["name"]})
