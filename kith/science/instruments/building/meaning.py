"""Changes to what the answers mean: scores, their bands, what must be acted on, and who may print the words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from kith.science.instruments.building.content import Content, decided, missing, put_text
from kith.science.instruments.building.limits import MOST, PARAGRAPH, ChangeProblem, check_room, fresh_name, tidy

URGENCIES = ("same_day", "this_week")  # the two that tell a named person; what tells nobody must not look as if it did
RIGHTS = ("own", "A", "A*")


class BandRow(NamedTuple):
    """One band as it was typed. No id: a new one. No number: the first one, which begins at the lowest score."""

    id: str
    starts_at: float | None
    practitioner: str
    client: str


def add_score(content: Content, *, name: str, today: str) -> None:
    """One more score: the sum of every question, until somebody chooses."""
    instrument = content["instrument"]
    check_room("scores", len(instrument["scales"]))
    if not name.strip():
        raise ChangeProblem("no_words", "name")
    scale = fresh_name("s", [each["id"] for each in instrument["scales"]])
    items = [item["id"] for item in instrument["items"]]
    plain: dict[str, Any] = {"id": scale, "items": items, "method": "sum", "bands": [], "missing": missing(0, today)}
    instrument["scales"].append(plain | {"lowest": 0, "highest": 0})
    put_text(content["wordings"][content["language"]], ("scales", scale, "name"), tidy(name, "name"))


def set_score(
    content: Content,
    *,
    scale: str,
    name: str,
    items: Sequence[str],
    method: str,
    blanks: int,
    bands: Sequence[BandRow],
    today: str,
) -> None:
    """Which questions count, added or averaged, how many may be left blank, and what its bands are called."""
    found = _score(content, scale)
    if not name.strip():
        raise ChangeProblem("no_words", f"name-{scale}")
    if method not in ("sum", "mean"):
        raise ChangeProblem("gone")
    if not items:
        raise ChangeProblem("no_questions_chosen", f"items-{scale}_0")
    if not 0 <= blanks < len(items):
        raise ChangeProblem("too_many_blanks", f"blanks-{scale}", found=blanks, most=len(items) - 1)
    if len(bands) > MOST["bands"]:
        raise ChangeProblem("too_many_bands", f"bands-{scale}", most=MOST["bands"])
    found |= {"items": list(items), "method": method, "missing": missing(blanks, today)}
    words = content["wordings"][content["language"]]
    put_text(words, ("scales", scale, "name"), tidy(name, f"name-{scale}"))
    _set_bands(content, found, bands, today)


def _set_bands(content: Content, found: dict[str, Any], rows: Sequence[BandRow], today: str) -> None:
    scale, words = found["id"], content["wordings"][content["language"]]
    before = {band["id"]: band for band in found["bands"]}
    taken = set(before)
    bands: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        starts_at = found["lowest"] - 1 if place == 0 else row.starts_at  # settling puts the first one in its place
        if starts_at is None or not math.isfinite(starts_at):
            raise ChangeProblem("no_number", f"bands-{scale}")
        if any(band["from"] == starts_at for band in bands):
            raise ChangeProblem("band_twice", f"bands-{scale}", found=f"{starts_at:g}")
        name = row.id if row.id in before else fresh_name("b", taken)
        taken.add(name)
        is_same = row.id in before and before[row.id]["from"] == starts_at
        bands.append(before[row.id] if is_same else {"id": name, "from": _whole(starts_at), **decided(today)})
        for to, text in (("practitioner", row.practitioner), ("client", row.client)):
            put_text(words, ("scales", scale, "bands", name, to), tidy(text, f"bands-{scale}"))
    found["bands"] = bands


def remove_score(content: Content, *, scale: str) -> None:
    """Take a score away; its questions stay."""
    content["instrument"]["scales"].remove(_score(content, scale))


def add_flag(
    content: Content, *, looks_at: str, side: str, value: float, urgency: str, response: str, words: str, today: str
) -> None:
    """One more thing that must be acted on."""
    flags = content["instrument"]["flags"]
    check_room("flags", len(flags))
    name = fresh_name("f", [flag["id"] for flag in flags])
    flags.append(_flag(content, name, looks_at, side, value, urgency, response, "new", today))
    _set_flag_words(content, name, words, "words-new")


def set_flag(
    content: Content,
    *,
    flag: str,
    looks_at: str,
    side: str,
    value: float,
    urgency: str,
    response: str,
    words: str,
    today: str,
) -> None:
    """What a flag looks at, from where it is raised, how soon, and what happens then."""
    flags = content["instrument"]["flags"]
    place = next((place for place, one in enumerate(flags) if one["id"] == flag), None)
    if place is None:
        raise ChangeProblem("gone")
    flags[place] = _flag(content, flag, looks_at, side, value, urgency, response, flag, today)
    _set_flag_words(content, flag, words, f"words-{flag}")


def remove_flag(content: Content, *, flag: str) -> None:
    """Nobody is told any more."""
    flags = content["instrument"]["flags"]
    content["instrument"]["flags"] = [one for one in flags if one["id"] != flag]


def _flag(
    content: Content,
    name: str,
    looks_at: str,
    side: str,
    value: float,
    urgency: str,
    response: str,
    row: str,
    today: str,
) -> dict[str, Any]:
    kind, _, about = looks_at.partition(":")
    known = {
        "item": [item["id"] for item in content["instrument"]["items"]],
        "scale": [scale["id"] for scale in content["instrument"]["scales"]],
    }
    if about not in known.get(kind, ()):
        raise ChangeProblem("looks_at_nothing", f"looks_at-{row}")
    if side not in ("at_least", "below") or urgency not in URGENCIES:
        raise ChangeProblem("gone")
    if not response:
        raise ChangeProblem("no_response", f"response-{row}")
    rule = {"id": name, kind: about, side: _whole(value), "urgency": urgency, "response": response}
    return rule | decided(today)


def _set_flag_words(content: Content, name: str, words: str, field: str) -> None:
    if not words.strip():
        raise ChangeProblem("no_words", field)
    put_text(content["wordings"][content["language"]], ("flags", name), tidy(words, field))


def set_rights(
    content: Content,
    *,
    rights: str,
    holder: str,
    where: str,
    day: str,
    notice: str,
    is_confirmed: bool,
) -> None:
    """Whose words these are, and where it says that they may be used. `day` is when that was looked at."""
    if rights not in RIGHTS:
        raise ChangeProblem("no_rights", "rights_0")
    if rights != "own" and not (holder.strip() and where.strip() and day):
        raise ChangeProblem("rights_without_proof", "holder")
    licence: dict[str, Any] = {
        "class": rights,
        "ship_text": True,
        "licence": tidy(holder, "holder"),
        "licence_source": tidy(where, "where"),
        "checked_on": day or content["instrument"]["licence"]["checked_on"],
    }
    if notice.strip():
        licence["notice"] = tidy(notice, "notice")
    content["instrument"]["licence"] = licence
    content["is_confirmed"] = is_confirmed


def add_language(content: Content, *, language: str) -> None:
    """Room for the same words in another language."""
    if language in content["wordings"]:
        raise ChangeProblem("language_there", "language", found=language)
    check_room("languages", len(content["wordings"]))
    main = content["wordings"][content["language"]]
    empty: dict[str, Any] = {name: {} for name in ("items", "options", "scales", "flags")}
    about = {"instrument": main["instrument"], "language": language, "words": "translated", "review": main["review"]}
    content["wordings"][language] = about | empty


def set_language(content: Content, *, language: str, texts: dict[tuple[str, ...], str]) -> None:
    """The words of another language, each at its place."""
    if language not in content["wordings"] or language == content["language"]:
        raise ChangeProblem("gone")
    for place, text in texts.items():
        most = PARAGRAPH if place == ("instruction",) else 400
        put_text(content["wordings"][language], place, tidy(text, "-".join(("words", language, *place)), most))


def remove_language(content: Content, *, language: str) -> None:
    """Take a translation away; the first language stays."""
    if language == content["language"] or language not in content["wordings"]:
        raise ChangeProblem("gone")
    del content["wordings"][language]


def _score(content: Content, name: str) -> dict[str, Any]:
    found = next((scale for scale in content["instrument"]["scales"] if scale["id"] == name), None)
    if found is None:
        raise ChangeProblem("gone")
    return cast(dict[str, Any], found)


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value
