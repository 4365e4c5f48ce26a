"""What goes into a file for research beside its rows: what each column means, and what was done to it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith import __version__
from kith.care.actions.research_rows import PEOPLE, SCORES, ResearchFile
from kith.web.manager.export import neutral

A_DAY_OF_ALL = (1980, 1, 1, 0, 0, 0)  # a file in the archive has no time of its own: the same rows, the same archive
MEANINGS = {
    "person": gettext_lazy("A name for one person in this project alone. Two projects cannot be joined by it."),
    "age": gettext_lazy("Age at the referral, in bands, coarsened as README.txt says. Others may know it."),
    "gender": gettext_lazy(
        "As the person told it; “other” for what only a few wrote, “not stated” for no answer. Others may know it."
    ),
    "ethnicity": gettext_lazy(
        "As the person told it; “other” for what only a few wrote, “not stated” for no answer. Others may know it."
    ),
    "deprivation": gettext_lazy("Fifth of the neighbourhood, 1 the most deprived. Others may know it."),
    "problem": gettext_lazy(
        "Group of the main problem, as it was first asked; “another” for what only a few have, “not stated” where "
        "nobody asked. Others may know it."
    ),
    "site": gettext_lazy("Where the person was seen. Others may know it."),
    "began": gettext_lazy("Quarter or year of the referral. Others may know it."),
    "weeks_to_first_session": gettext_lazy("Whole weeks from the referral to the first attended session or meeting."),
    "sessions_attended": gettext_lazy("Sessions and group meetings that the person came to, in that stay."),
    "sessions_missed": gettext_lazy("Sessions and group meetings missed without a word."),
    "weeks_in_care": gettext_lazy("Whole weeks from the referral to the end of care; empty where it goes on."),
    "ending": gettext_lazy("How care ended, as a code; empty where it goes on."),
    "weeks_since_referral": gettext_lazy("Whole weeks from the referral to the day the measure was taken."),
    "instrument": gettext_lazy("The measure, by its name in the library."),
    "version": gettext_lazy("The version of the measure."),
    "scale": gettext_lazy("Which score of the measure."),
    "value": gettext_lazy("The score. Item-level answers, words and dates are not in this file."),
}


def as_zip(found: ResearchFile) -> bytes:
    """people.csv, scores.csv, codebook.csv and README.txt."""
    files = {
        "people.csv": _table(PEOPLE, found.people),
        "scores.csv": _table(SCORES, found.scores),
        "codebook.csv": _table(("file", "column", "meaning"), _codebook()),
        "README.txt": _readme(found),
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, text in files.items():
            kept.writestr(zipfile.ZipInfo(name, A_DAY_OF_ALL), text)
    return archive.getvalue()


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(heads)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return sheet.getvalue()


def _codebook() -> list[tuple[str, str, str]]:
    tables = (("people.csv", PEOPLE), ("scores.csv", SCORES))
    return [(file, column, str(MEANINGS[column])) for file, columns in tables for column in columns]


def _readme(found: ResearchFile) -> str:
    left_out = _("fewer than 8") if found.left_out is None else str(found.left_out)
    lines = [
        _("People in this file: %(count)s. Scores: %(scores)s. Data until %(day)s.")
        % {"count": len(found.people), "scores": len(found.scores), "day": found.data_until.isoformat()},
        _("Each person is alike with at least %(others)s others in all of: %(known)s.")
        % {"others": (found.smallest or found.k) - 1, "known": ", ".join(found.steps)},
        _("Steps of coarsening, 0 for none: %(steps)s.")
        % {"steps": ", ".join(f"{name} {step}" for name, step in found.steps.items())},
        _("Left out because they were alike with too few: %(count)s people, rounded to 5.") % {"count": left_out},
        _(
            "Only people whose newest answer to research was yes when the file was made, each with the first stay in "
            "care."
        ),
        _(
            "This does not hide that all people of a class had the same outcome, nor what somebody knows beyond "
            "these columns."
        ),
        _(
            "Do not try to find anybody. Delete the file when the approval ends. Do not join it with other files of "
            "people."
        ),
        f"Kith {__version__}, library {found.library_version}, k = {found.k}",
    ]
    return "\n".join(lines) + "\n"
