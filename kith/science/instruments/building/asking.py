"""Changes to what is asked: the head of a measure, its questions, and the answers they offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kith.science.instruments.building.content import Content, put_text, values_of
from kith.science.instruments.building.limits import (
    MOST,
    PARAGRAPH,
    WIDEST_RATING,
    ChangeProblem,
    check_room,
    fresh_name,
    tidy,
)


def set_about(
    content: Content,
    *,
    title: str,
    short: str,
    recall: str,
    recall_days: int | None,
    instruction: str,
    stem: str,
    thanks: str,
    kind: str,
    direction: str,
    respondents: Sequence[str],
) -> None:
    """The name, what it is about, who answers, and what is said before and after the questions."""
    if not title.strip():
        raise ChangeProblem("no_title", "title")
    if not respondents:
        raise ChangeProblem("no_respondent", "respondents_0")
    if recall_days is not None and not 0 <= recall_days <= 3650:
        raise ChangeProblem("days_outside", "recall_days", found=recall_days)
    instrument, words = content["instrument"], content["wordings"][content["language"]]
    said = {"title": title, "recall": recall, "instruction": instruction, "stem": stem, "thanks": thanks}
    for name, text in said.items():
        put_text(words, (name,), tidy(text, name, PARAGRAPH if name == "instruction" else 400))
    for language, others in content["wordings"].items():
        for name in ("recall", "instruction", "stem"):
            if language != content["language"] and not said[name].strip():
                others.pop(name, None)
    instrument |= {
        "title": words["title"],
        "short": tidy(short, "short", 40) or words["title"][:40].strip(),
        "recall_days": recall_days,
        "kind": kind,
        "measures": kind,
        "direction": direction,
        "respondents": list(respondents),
    }


def add_question(content: Content, *, words: str, options: str) -> None:
    """One more question at the end. A measure with one score counts it there at once."""
    instrument = content["instrument"]
    check_room("questions", len(instrument["items"]))
    if not words.strip():
        raise ChangeProblem("no_words", "words")
    known = [item["id"] for item in instrument["items"]]
    name = fresh_name("q", known)
    chosen = options if options in instrument["options"] else next(iter(instrument["options"]), "")
    instrument["items"].append({"id": name, "options": chosen, "reverse": False, "scored": False})
    put_text(content["wordings"][content["language"]], ("items", name), tidy(words, "words"))
    if len(instrument["scales"]) == 1 and set(known) <= set(instrument["scales"][0]["items"]):
        instrument["scales"][0]["items"].append(name)


def set_question(
    content: Content,
    *,
    item: str,
    words: str,
    options: str,
    reverse: bool,
    asked_after: str,
    asked_from: int | None,
    unasked_counts: int | None,
) -> None:
    """The words of a question, its answers, whether it counts the other way round, and when it is asked at all."""
    found = _question(content, item)
    if not words.strip():
        raise ChangeProblem("no_words", f"words-{item}")
    if options not in content["instrument"]["options"]:
        raise ChangeProblem("no_such_answers", f"options-{item}")
    found |= {"options": options, "reverse": reverse}
    found.pop("asked_if", None)
    found.pop("unasked_counts", None)
    if asked_after:
        _set_condition(content, found, asked_after, asked_from, unasked_counts)
    put_text(content["wordings"][content["language"]], ("items", item), tidy(words, f"words-{item}"))


def _set_condition(
    content: Content, found: dict[str, object], asked_after: str, asked_from: int | None, unasked_counts: int | None
) -> None:
    item = str(found["id"])
    names = [one["id"] for one in content["instrument"]["items"]]
    if asked_after not in names[: names.index(item)]:
        raise ChangeProblem("asks_later", f"asked_after-{item}")
    if asked_from is None:
        raise ChangeProblem("no_number", f"asked_from-{item}")
    found["asked_if"] = {"items": [asked_after], "at_least": asked_from}
    if unasked_counts is not None:
        allowed = values_of(content["instrument"]["options"][found["options"]])
        if unasked_counts not in allowed:
            offered = ", ".join(map(str, allowed))
            raise ChangeProblem("not_an_answer", f"unasked_counts-{item}", found=unasked_counts, allowed=offered)
        found["unasked_counts"] = unasked_counts


def move_question(content: Content, *, item: str, steps: int) -> None:
    """A question some places up (below nought) or down; at either end it stays."""
    items = content["instrument"]["items"]
    found = _question(content, item)
    place = items.index(found)
    items.remove(found)
    items.insert(min(max(place + steps, 0), len(items)), found)


def remove_question(content: Content, *, item: str) -> None:
    """Take a question out, with everything that looks at it alone."""
    content["instrument"]["items"].remove(_question(content, item))


def add_answers(content: Content, *, form: str) -> None:
    """A new set of answers: four choices, or a rating from 0 to 10."""
    options = content["instrument"]["options"]
    check_room("answers", len(options))
    name = fresh_name("a", options)
    choices = [{"value": value} for value in range(4)]
    options[name] = (
        {"form": "rating", "lowest": 0, "highest": 10} if form == "rating" else {"form": "choice", "choices": choices}
    )
    for item in content["instrument"]["items"]:
        if item["options"] not in options:
            item["options"] = name


def set_choices(content: Content, *, name: str, rows: Sequence[tuple[int, str]]) -> None:
    """The choices of a set: each number once, with its words, in the order they are offered."""
    _check_answers(content, name)
    values = [value for value, _ in rows]
    if len(values) < 2:
        raise ChangeProblem("too_few_choices", f"choices-{name}", count=len(values))
    if len(values) > MOST["choices"]:
        raise ChangeProblem("too_many_choices", f"choices-{name}", most=MOST["choices"])
    twice = next((value for value in values if values.count(value) > 1), None)
    if twice is not None:
        raise ChangeProblem("number_twice", f"choices-{name}", found=twice)
    content["instrument"]["options"][name] = {"form": "choice", "choices": [{"value": value} for value in values]}
    words = content["wordings"][content["language"]]
    for value, text in rows:
        put_text(words, ("options", name, str(value)), tidy(text, f"choices-{name}"))


def set_rating(
    content: Content, *, name: str, lowest: int, highest: int, lowest_words: str, highest_words: str
) -> None:
    """A rating by whole numbers, with words at both ends."""
    _check_answers(content, name)
    if not 0 < highest - lowest <= WIDEST_RATING:
        raise ChangeProblem("ends_the_wrong_way", f"lowest-{name}", low=lowest, high=highest, most=WIDEST_RATING)
    content["instrument"]["options"][name] = {"form": "rating", "lowest": lowest, "highest": highest}
    words = content["wordings"][content["language"]]
    for key, text in (("lowest", lowest_words), ("highest", highest_words)):
        put_text(words, ("options", name, key), tidy(text, f"{key}-{name}"))


def remove_answers(content: Content, *, name: str) -> None:
    """Take a set of answers away that no question offers."""
    _check_answers(content, name)
    numbers = [n for n, item in enumerate(content["instrument"]["items"], start=1) if item["options"] == name]
    if numbers:
        raise ChangeProblem("answers_in_use", f"answers-{name}", numbers=", ".join(map(str, numbers)))
    del content["instrument"]["options"][name]


def _question(content: Content, name: str) -> dict[str, object]:
    found = next((item for item in content["instrument"]["items"] if item["id"] == name), None)
    if found is None:
        raise ChangeProblem("gone")
    return cast(dict[str, object], found)


def _check_answers(content: Content, name: str) -> None:
    if name not in content["instrument"]["options"]:
        raise ChangeProblem("gone")
