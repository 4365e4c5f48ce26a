"""Reads the JSON text of a resource strictly: what a lenient reader would guess at is refused."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from kith.science.fhir.problems import FhirProblem, Resource

MAXIMUM_BYTES = 1024 * 1024
"""Our longest Questionnaire is under 200 kB; ten times that is no questionnaire a person answers."""

_DEEPEST = 40


def read_json(text: bytes | str, *kinds: str) -> Resource:
    """The resource in a JSON text. Refuses all but the named kinds of resource.

    Also refused: more than 1 MB, text that is not UTF-8, the same key twice, NaN, Infinity, numbers beyond what a
    number can hold, and more than 40 levels. Raises `FhirProblem`.

    >>> read_json('{"resourceType": "Questionnaire"}', "Questionnaire")
    {'resourceType': 'Questionnaire'}
    """
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(content) > MAXIMUM_BYTES:
        _refuse("The text is too long", f"{len(content)} bytes", f"Send at most {MAXIMUM_BYTES} bytes.")
    try:
        value = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_constant=lambda word: _refuse("This is not a number", word, "Leave out what is not known."),
            parse_float=_finite,
            parse_int=_whole,
        )
    except UnicodeDecodeError as error:
        _refuse("The text is not UTF-8", f"byte 0x{content[error.start]:02x}", "Save it as UTF-8.")
    except json.JSONDecodeError as error:
        _refuse("The text is not JSON", f"{error.msg}, line {error.lineno}", "Send one JSON object.")
    except RecursionError:
        _refuse("The text is nested too deeply", f"more than {_DEEPEST} levels", "Send a flatter resource.")
    _check_values(value, 0)
    kind = value.get("resourceType") if isinstance(value, dict) else type(value).__name__
    if not isinstance(value, dict) or kind not in kinds:
        raise FhirProblem("resourceType", "This is another kind of resource", kind, f"Send a {' or a '.join(kinds)}.")
    return value


def _refuse(what: str, found: str, instead: str) -> NoReturn:
    raise FhirProblem("the text", what, found, instead)


def _once(pairs: list[tuple[str, Any]]) -> Resource:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        _refuse("The same key is written twice", repr(twice)[:60], "Write each key once.")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        _refuse("A number is too large", text[:40], "Write a number of at most 18 digits.")
    return number


def _whole(text: str) -> int:
    if len(text) > 18:
        _refuse("A number is too large", text[:40], "Write a number of at most 18 digits.")
    return int(text)


def _check_values(value: Any, depth: int) -> None:
    """Not too deep, and no half of a character that no file could hold."""
    if depth > _DEEPEST:
        _refuse("The text is nested too deeply", f"more than {_DEEPEST} levels", "Send a flatter resource.")
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in value):
        _refuse("A character cannot be shown", repr(value)[:40], "Send the text without it.")
    for part in value.items() if isinstance(value, dict) else value if isinstance(value, list) else ():
        for one in part if isinstance(part, tuple) else (part,):
            _check_values(one, depth + 1)
