"""What may lie in a library folder: the known documents, each with the papers beside it, and nothing else."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from kith.science.documents import LibraryProblem

__all__ = ["misplaced", "own_misplaced"]

# Patterns of every file a library may hold, and the most bytes it may have.
_PLACES = {
    "instruments/*/instrument.yaml": 262_144,
    "instruments/*/wording.*.yaml": 262_144,
    "instruments/*/cases.yaml": 262_144,
    "instruments/*/RIGHTS.md": 65_536,
    "banks/*.yaml": 262_144,
    "protocols/*/protocol.yaml": 262_144,
    "protocols/*/SOURCES.md": 65_536,
    "worksheets/*.yaml": 65_536,
    "lessons/*.*.md": 65_536,
    "lessons/images/*.svg": 65_536,
    "practices/*.yaml": 65_536,
    "formulations/*.yaml": 65_536,
    "span.yaml": 65_536,
    "pathways/measure-policies.yaml": 262_144,
    "pathways/safety-responses.yaml": 65_536,
    "pathways/safety-conversation.yaml": 65_536,
    "pathways/crisis-contacts.yaml": 65_536,
    "pathways/support-tools.yaml": 65_536,
    "pathways/engagement.yaml": 65_536,
    "pathways/stepped-care/*.yaml": 65_536,
    "evidence/*.yaml": 1_048_576,
    "evidence/*.csv": 8_388_608,
}

_REQUIRED = (
    "span.yaml",
    "pathways/safety-responses.yaml",
    "pathways/safety-conversation.yaml",
    "pathways/crisis-contacts.yaml",
    "pathways/support-tools.yaml",
)
_BESIDE = {"protocol.yaml": "SOURCES.md"}


def misplaced(folder: Path, files: Sequence[Path]) -> list[LibraryProblem]:
    """A problem for each file that does not belong, is too large or is a link, and for each that is missing."""
    names = [path.relative_to(folder).as_posix() for path in files]
    problems = [problem for path, name in zip(files, names, strict=True) for problem in _file_faults(path, name)]
    for name in names:
        partner = _BESIDE.get(PurePosixPath(name).name)
        beside = str(PurePosixPath(name).with_name(partner)) if partner else name
        if beside not in names:
            what, instead = "The sources of this document are missing", f"a file {partner} beside it"
            problems.append(LibraryProblem(name, 1, what, f"no {partner}", instead))
        if PurePosixPath(name).match("evidence/*.csv") and str(PurePosixPath(name).with_suffix(".yaml")) not in names:
            what, instead = "A table of studies belongs to a question of the same name", "evidence/<id>.yaml beside it"
            problems.append(LibraryProblem(name, 1, what, "no such question", instead))
    for name in _REQUIRED:
        if name not in names:
            what, instead = (
                "A file that every library needs is missing",
                "this file; see docs/reference/library-formats.md",
            )
            problems.append(LibraryProblem(name, 1, what, "no such file", instead))
    return problems


def own_misplaced(folder: Path, files: Sequence[Path]) -> list[LibraryProblem]:
    """The same for the folder of an installation, which holds instruments and evidence and nothing else."""
    problems = []
    for path in files:
        name = path.relative_to(folder).as_posix()
        if name.startswith(("instruments/", "evidence/")):
            problems += _file_faults(path, name)
        else:
            what, instead = "This file does not belong here", "instruments/<id>/ with its files, or evidence/<id>.yaml"
            problems.append(LibraryProblem(str(path), 1, what, name, instead))
    return problems


def _file_faults(path: Path, name: str) -> list[LibraryProblem]:
    if path.is_symlink():
        return [LibraryProblem(name, 1, "A library holds files, not links", "a symbolic link", "the file itself")]
    limit = next((limit for pattern, limit in _PLACES.items() if _fits(name, pattern)), None)
    if limit is None:
        what, instead = "This file does not belong in a library", "a place named in docs/reference/library-formats.md"
        return [LibraryProblem(name, 1, what, PurePosixPath(name).name, instead)]
    if path.stat().st_size > limit:
        found, instead = f"{path.stat().st_size} bytes", f"at most {limit} bytes, or two documents"
        return [LibraryProblem(name, 1, "This file is too large to review", found, instead)]
    return []


def _fits(name: str, pattern: str) -> bool:
    return len(PurePosixPath(name).parts) == len(PurePosixPath(pattern).parts) and PurePosixPath(name).match(pattern)
