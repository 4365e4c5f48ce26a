"""The half-finished document of a measure: begun, copied, put in order after each change, and read by the library."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith.science.documents import Document, LibraryError, LibraryProblem, check
from kith.science.instruments.instrument import Instrument
from kith.science.instruments.wording import Wording, wording_problems

Content = dict[str, Any]
WordPlace = tuple[str, ...]
SOURCE = "own-decision"
SINGLE_WORDS = ("title", "recall", "instruction", "stem", "thanks")
MUST_HAVE = ("title", "thanks")
NOT_REVIEWED = {"status": "awaiting clinical review"}


@dataclass(frozen=True)
class Reading:
    """What the library makes of a document: the instrument with its words, or everything that is wrong with it."""

    instrument: Instrument | None
    wordings: Mapping[str, Wording]
    problems: tuple[LibraryProblem, ...]


def blank(*, identifier: str, title: str, language: str, service: str, today: str) -> Content:
    """A measure of which only the name is known."""
    instrument = {
        "id": identifier,
        "version": "1.0.0",
        "title": title,
        "short": title[:40].strip(),
        "measures": "symptoms",
        "recall_days": None,
        "respondents": ["self"],
        "kind": "symptoms",
        "direction": "higher_is_worse",
        "options": {},
        "items": [],
        "scales": [],
        "flags": [],
        "licence": {"class": "", "ship_text": True, "licence": "", "licence_source": "", "checked_on": today},
        "sources": [{"id": SOURCE, "cite": f"Decided by {service}"[:400]}],
        "review": dict(NOT_REVIEWED),
    }
    wording = _no_words(identifier, language) | {"title": title}
    return {
        "language": language,
        "instrument": instrument,
        "wordings": {language: wording},
        "examples": [],
        "is_confirmed": False,
    }


def copied(
    definition: Instrument,
    wordings: Mapping[str, Wording],
    *,
    identifier: str,
    title: str,
    language: str,
    service: str,
    today: str,
) -> Content:
    """A copy to change: questions, answers, plain scores, bands and flags with their words.

    What was published about the original (cut-offs, norms, reliable changes, patterns) holds for it alone.
    """
    content = blank(identifier=identifier, title=title, language=language, service=service, today=today)
    whole = definition.model_dump(mode="json", by_alias=True, exclude_none=True)
    instrument = content["instrument"]
    for name in ("recall_days", "respondents", "kind", "direction"):
        instrument[name] = whole.get(name)
    instrument["measures"] = instrument["kind"]
    instrument["options"] = {name: _plain_options(each) for name, each in whole["options"].items()}
    instrument["items"] = [_plain_item(each) for each in whole["items"]]
    plain = [each for each in whole["scales"] if each["method"] in ("sum", "mean") and each.get("items")]
    instrument["scales"] = [_plain_scale(each, today) for each in plain if not each.get("weights")]
    kept = {each["id"] for each in instrument["scales"]}
    instrument["flags"] = [
        _ours(each, today) for each in whole["flags"] if "item" in each or ("scale" in each and each["scale"] in kept)
    ]
    instrument["licence"] |= {name: whole["licence"][name] for name in ("class", "licence", "licence_source")}
    if "notice" in whole["licence"]:
        instrument["licence"]["notice"] = whole["licence"]["notice"]
    content["wordings"] = {
        name: _words_of_copy(words, identifier, title if name == language else words.title)
        for name, words in wordings.items()
    }
    if language not in content["wordings"]:
        content["language"] = "en" if "en" in content["wordings"] else sorted(content["wordings"])[0]
    return settle(content)


def next_version(content: Content, number: int) -> Content:
    """The document of a released version as the draft of another one; what it was checked with goes along."""
    draft = copy.deepcopy(content)
    draft["instrument"]["version"] = f"{number}.0.0"
    draft.pop("cases", None)
    return draft


def settle(content: Content) -> Content:
    """The same document with everything that follows from the rest: ranges, first bands, and nothing left over."""
    instrument = content["instrument"]
    names = [item["id"] for item in instrument["items"]]
    for scale in instrument["scales"]:
        _settle_scale(instrument, scale, names)
    scored = {name for scale in instrument["scales"] for name in scale["items"]}
    scales = {scale["id"] for scale in instrument["scales"]}
    for item in instrument["items"]:
        item["scored"] = item["id"] in scored
        if "asked_if" in item and item["asked_if"]["items"][0] not in names:
            del item["asked_if"]
            item.pop("unasked_counts", None)
    instrument["flags"] = [
        flag for flag in instrument["flags"] if flag.get("item") in names or flag.get("scale") in scales
    ]
    for wording in content["wordings"].values():
        _prune(instrument, wording)
    for example in content["examples"]:
        example["answers"] = {name: example["answers"].get(name) for name in names}
    return content


def read(content: Content) -> Reading:
    """What the library says to this document, by the same checks as for any document of its own."""
    document = Document(Path("measure"), content["instrument"], {(): 1})
    try:
        instrument = check(document, Instrument)
    except LibraryError as error:
        return Reading(None, {}, error.problems)
    wordings: dict[str, Wording] = {}
    problems: list[LibraryProblem] = []
    for language, words in content["wordings"].items():
        written = Document(Path(f"words in {language}"), words, {(): 1})
        try:
            wordings[language] = check(written, Wording)
        except LibraryError as error:
            problems += error.problems
        else:
            problems += wording_problems(instrument, wordings[language], written)
    return Reading(instrument, wordings, tuple(problems))


def word_places(content: Content) -> Iterator[WordPlace]:
    """Every place that needs words in each language, in the order of reading."""
    instrument = content["instrument"]
    main = content["wordings"][content["language"]]
    yield from ((name,) for name in SINGLE_WORDS if name in MUST_HAVE or main.get(name))
    yield from (("items", item["id"]) for item in instrument["items"])
    for name, options in instrument["options"].items():
        yield from (("options", name, key) for key in option_keys(options))
    for scale in instrument["scales"]:
        yield ("scales", scale["id"], "name")
        for band in scale["bands"]:
            yield from (("scales", scale["id"], "bands", band["id"], to) for to in ("practitioner", "client"))
    yield from (("flags", flag["id"]) for flag in instrument["flags"])


def text_at(wording: Mapping[str, Any], place: WordPlace) -> str:
    """The words at a place, empty where there are none."""
    found: Any = wording
    for part in place:
        found = found.get(part, {}) if isinstance(found, dict) else {}
    return found if isinstance(found, str) else ""


def put_text(wording: dict[str, Any], place: WordPlace, text: str) -> None:
    """Write words at a place; empty ones are taken away."""
    at = wording
    for part in place[:-1]:
        at = at.setdefault(part, {})
    if text:
        at[place[-1]] = text
    else:
        at.pop(place[-1], None)


def option_keys(options: Mapping[str, Any]) -> tuple[str, ...]:
    """The names under which the words of a set of answers stand."""
    if options["form"] == "rating":
        return ("lowest", "highest")
    return tuple(str(choice["value"]) for choice in options["choices"])


def values_of(options: Mapping[str, Any]) -> tuple[int, ...]:
    """Every number an answer of this set may have."""
    if options["form"] == "rating":
        return tuple(range(options["lowest"], options["highest"] + 1))
    return tuple(choice["value"] for choice in options["choices"])


def _no_words(identifier: str, language: str) -> dict[str, Any]:
    empty: dict[str, Any] = {name: {} for name in ("items", "options", "scales", "flags")}
    about = {"instrument": identifier, "language": language, "words": "own", "review": dict(NOT_REVIEWED)}
    return about | empty


def _words_of_copy(words: Wording, identifier: str, title: str) -> dict[str, Any]:
    said = words.model_dump(mode="json", exclude_none=True)
    said.pop("patterns", None)
    return said | {"instrument": identifier, "words": "own", "title": title, "review": dict(NOT_REVIEWED)}


def _plain_options(options: dict[str, Any]) -> dict[str, Any]:
    if options["form"] == "rating":
        return {name: options[name] for name in ("form", "lowest", "highest")}
    return {"form": "choice", "choices": [{"value": choice["value"]} for choice in options["choices"]]}


def _plain_item(item: dict[str, Any]) -> dict[str, Any]:
    plain = {name: item[name] for name in ("id", "options", "reverse", "scored")}
    asked = item.get("asked_if")
    if asked is not None and len(asked["items"]) == 1 and not asked.get("instead"):
        plain["asked_if"] = {"items": asked["items"], "at_least": asked["at_least"]}
        if "unasked_counts" in item:
            plain["unasked_counts"] = item["unasked_counts"]
    return plain


def _plain_scale(scale: dict[str, Any], today: str) -> dict[str, Any]:
    forgiven = scale["missing"].get("at_most", 0)
    if "answered" in scale["missing"]:
        forgiven = len(scale["items"]) - scale["missing"]["answered"]
    bands = [{"id": band["id"], "from": band["from"], **decided(today)} for band in scale["bands"]]
    plain = {"id": scale["id"], "items": scale["items"], "method": scale["method"], "bands": bands}
    return plain | {"missing": missing(forgiven, today), "lowest": 0, "highest": 0}


def missing(at_most: int, today: str) -> dict[str, Any]:
    """The rule for blanks, decided here."""
    rule: dict[str, Any] = {"rule": "prorate", "at_most": at_most} if at_most > 0 else {"rule": "none"}
    return rule | {"provenance": "convention", "checked_on": today}


def _ours(flag: dict[str, Any], today: str) -> dict[str, Any]:
    kept = ("id", "item", "scale", "at_least", "below", "urgency", "response")
    return {name: flag[name] for name in kept if name in flag} | decided(today)


def decided(today: str) -> dict[str, str]:
    """Where a figure is from that the service chose itself."""
    return {"source": SOURCE, "provenance": "convention", "checked_on": today}


def _settle_scale(instrument: dict[str, Any], scale: dict[str, Any], names: list[str]) -> None:
    scale["items"] = [name for name in names if name in scale["items"]]
    if scale["missing"]["rule"] == "prorate" and scale["missing"]["at_most"] >= len(scale["items"]):
        scale["missing"] = missing(len(scale["items"]) - 1, scale["missing"]["checked_on"])
    options = {item["id"]: instrument["options"].get(item["options"]) for item in instrument["items"]}
    values = [values_of(each) for each in (options[name] for name in scale["items"]) if each is not None]
    low, high = sum(min(each) for each in values), sum(max(each) for each in values)
    count = len(values) if scale["method"] == "mean" and values else 1
    scale["lowest"], scale["highest"] = _whole(low / count), _whole(high / count)
    scale["bands"].sort(key=lambda band: band["from"])
    if scale["bands"]:
        scale["bands"][0]["from"] = scale["lowest"]


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def _prune(instrument: dict[str, Any], wording: dict[str, Any]) -> None:
    """Take away words for what is no longer there."""
    items = {item["id"] for item in instrument["items"]}
    keys = {name: set(option_keys(each)) for name, each in instrument["options"].items()}
    bands = {scale["id"]: {band["id"] for band in scale["bands"]} for scale in instrument["scales"]}
    flags = {flag["id"] for flag in instrument["flags"]}
    wording["items"] = {name: text for name, text in wording["items"].items() if name in items}
    wording["flags"] = {name: text for name, text in wording["flags"].items() if name in flags}
    wording["options"] = {
        name: {key: text for key, text in texts.items() if key in keys[name]}
        for name, texts in wording["options"].items()
        if name in keys
    }
    wording["scales"] = {name: words for name, words in wording["scales"].items() if name in bands}
    for name, words in wording["scales"].items():
        kept = {band: each for band, each in words.get("bands", {}).items() if band in bands[name]}
        words["bands"] = {band: each for band, each in kept.items() if each}
