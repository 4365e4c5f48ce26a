"""What is different between two versions of a measure, thing by thing, without sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kith.science.instruments.building.content import Content, option_keys, text_at, values_of

SCORING = {"questions", "answers", "scores"}
WORDING_ONLY = {"question_words", "answer_words", "score_name", "band_words"}


@dataclass(frozen=True)
class Difference:
    """One difference: its kind, the part it is in, what it was, what it is, and what it is about."""

    kind: str
    part: str
    was: str = ""
    now: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def changes_scores(self) -> bool:
        """Whether the same answers could give another number or another band because of it."""
        return self.part in SCORING and self.kind not in WORDING_ONLY


def differences(before: Content, after: Content) -> tuple[Difference, ...]:
    """Everything that a reader of the earlier version would find changed, in the order of reading."""
    return (
        *_about(before, after),
        *_questions(before, after),
        *_answers(before, after),
        *_scores(before, after),
        *_flags(before, after),
        *_rights(before, after),
        *_languages(before, after),
    )


def _words(content: Content) -> dict[str, Any]:
    found: dict[str, Any] = content["wordings"][content["language"]]
    return found


def _about(before: Content, after: Content) -> Iterator[Difference]:
    for name in ("title", "recall", "instruction", "stem", "thanks"):
        was, now = _words(before).get(name, ""), _words(after).get(name, "")
        if was != now:
            yield Difference(f"about_{name}", "about", was, now)
    for name in ("short", "kind", "direction", "respondents", "recall_days"):
        was, now = before["instrument"][name], after["instrument"][name]
        if was != now:
            yield Difference(f"about_{name}", "about", _plain(was), _plain(now))


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ",".join(value)
    return "" if value is None else str(value)


def _questions(before: Content, after: Content) -> Iterator[Difference]:
    old = {item["id"]: (n, item) for n, item in enumerate(before["instrument"]["items"], start=1)}
    new = {item["id"]: (n, item) for n, item in enumerate(after["instrument"]["items"], start=1)}
    was_said, now_said = _words(before)["items"], _words(after)["items"]
    for name, (number, _) in old.items():
        if name not in new:
            yield Difference("question_gone", "questions", was_said.get(name, ""), "", {"number": number})
    kept = [name for name in new if name in old]
    is_reordered = kept != [name for name in old if name in new]
    for name, (number, item) in new.items():
        about = {"number": number}
        if name not in old:
            yield Difference("question_new", "questions", "", now_said.get(name, ""), about)
            continue
        place, earlier = old[name]
        if is_reordered and place != number:
            yield Difference("question_moved", "questions", str(place), str(number), about)
        if was_said.get(name) != now_said.get(name):
            yield Difference("question_words", "questions", was_said.get(name, ""), now_said.get(name, ""), about)
        if earlier["options"] != item["options"]:
            yield Difference("question_answers", "questions", "", "", about)
        if earlier["reverse"] != item["reverse"]:
            yield Difference("question_reversed" if item["reverse"] else "question_forward", "questions", "", "", about)
        if (earlier.get("asked_if"), earlier.get("unasked_counts")) != (
            item.get("asked_if"),
            item.get("unasked_counts"),
        ):
            kind = "question_condition" if "asked_if" in item else "question_always"
            yield Difference(kind, "questions", "", "", about)


def _answers(before: Content, after: Content) -> Iterator[Difference]:
    old, new = before["instrument"]["options"], after["instrument"]["options"]
    was_said, now_said = _words(before)["options"], _words(after)["options"]
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in new or name not in old:
            said, kind = (was_said, "answers_gone") if name not in new else (now_said, "answers_new")
            yield Difference(kind, "answers", "", "", {"words": "; ".join(said.get(name, {}).values())})
            continue
        if values_of(old[name]) != values_of(new[name]):
            was, now = (", ".join(map(str, values_of(each[name]))) for each in (old, new))
            yield Difference("answer_numbers", "answers", was, now)
        for key in option_keys(new[name]):
            was, now = was_said.get(name, {}).get(key, ""), now_said.get(name, {}).get(key, "")
            if was != now and key in option_keys(old[name]):
                yield Difference("answer_words", "answers", was, now, {"answer": key})


def _scores(before: Content, after: Content) -> Iterator[Difference]:
    old = {scale["id"]: scale for scale in before["instrument"]["scales"]}
    new = {scale["id"]: scale for scale in after["instrument"]["scales"]}
    for name in [*old, *(name for name in new if name not in old)]:
        was_said = text_at(_words(before), ("scales", name, "name"))
        now_said = text_at(_words(after), ("scales", name, "name"))
        about = {"name": now_said or was_said}
        if name not in new or name not in old:
            yield Difference("score_gone" if name not in new else "score_new", "scores", was_said, now_said, about)
            continue
        if was_said != now_said:
            yield Difference("score_name", "scores", was_said, now_said, about)
        yield from _one_score(before, after, old[name], new[name], about)


def _one_score(
    before: Content, after: Content, old: dict[str, Any], new: dict[str, Any], about: dict[str, Any]
) -> Iterator[Difference]:
    if old["items"] != new["items"]:
        was, now = (_numbers(content, scale) for content, scale in ((before, old), (after, new)))
        if was != now:
            yield Difference("score_questions", "scores", was, now, about)
    if old["method"] != new["method"]:
        yield Difference(f"score_{new['method']}", "scores", "", "", about)
    was, now = (str(scale["missing"].get("at_most", 0)) for scale in (old, new))
    if was != now:
        yield Difference("score_blanks", "scores", was, now, about)
    bands = {band["id"]: band["from"] for band in old["bands"]}
    starts = {band["id"]: band["from"] for band in new["bands"]}
    for name in [*bands, *(name for name in starts if name not in bands)]:
        place = ("scales", new["id"], "bands", name)
        said = [text_at(_words(each), (*place, "practitioner")) for each in (before, after)]
        told = [text_at(_words(each), (*place, "client")) for each in (before, after)]
        label = about | {"band": said[1] or said[0]}
        if name not in starts or name not in bands:
            kind, at = ("band_gone", bands.get(name)) if name not in starts else ("band_new", starts.get(name))
            yield Difference(kind, "scores", "", f"{at:g}", label)
            continue
        if bands[name] != starts[name]:
            yield Difference("band_start", "scores", f"{bands[name]:g}", f"{starts[name]:g}", label)
        for was, now in (said, told):
            if was != now:
                yield Difference("band_words", "scores", was, now, label)


def _numbers(content: Content, scale: dict[str, Any]) -> str:
    names = [item["id"] for item in content["instrument"]["items"]]
    return ", ".join(str(names.index(name) + 1) for name in scale["items"])


def _flags(before: Content, after: Content) -> Iterator[Difference]:
    old = {flag["id"]: flag for flag in before["instrument"]["flags"]}
    new = {flag["id"]: flag for flag in after["instrument"]["flags"]}
    rule = ("item", "scale", "at_least", "below", "urgency", "response")
    for name in [*old, *(name for name in new if name not in old)]:
        was, now = _words(before)["flags"].get(name, ""), _words(after)["flags"].get(name, "")
        if name not in new or name not in old:
            yield Difference("flag_gone" if name not in new else "flag_new", "flags", was, now)
        elif [old[name].get(key) for key in rule] != [new[name].get(key) for key in rule]:
            yield Difference("flag_rule", "flags", was, now)
        elif was != now:
            yield Difference("flag_words", "flags", was, now)


def _rights(before: Content, after: Content) -> Iterator[Difference]:
    was, now = before["instrument"]["licence"], after["instrument"]["licence"]
    if was != now:
        yield Difference("rights", "rights", was["licence"], now["licence"])


def _languages(before: Content, after: Content) -> Iterator[Difference]:
    for language in sorted(before["wordings"].keys() | after["wordings"].keys()):
        if language not in after["wordings"] or language not in before["wordings"]:
            kind = "language_gone" if language not in after["wordings"] else "language_new"
            yield Difference(kind, "languages", "", "", {"language": language})
        elif language != after["language"] and before["wordings"][language] != after["wordings"][language]:
            yield Difference("language_words", "languages", "", "", {"language": language})
