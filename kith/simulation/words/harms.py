"""What practitioners write into the register of unwanted events, and how a supervisor sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Told:
    """One invented event: its kind, what was written and done, and the judgement that it gets."""

    kind: str
    words: str
    done: str
    seriousness: str
    relatedness: str
    expectedness: str


WORSE = Told(
    kind="reliable_deterioration",
    words="The scores have gone up over three meetings. Sleeps less and sees nobody.",
    done="Talked it through, made the steps smaller, and we meet twice in the coming week.",
    seriousness="moderate",
    relatedness="unlikely",
    expectedness="unexpected",
)
OTHERS = (
    Told(
        kind="new_symptom",
        words="Headaches and a tight chest since we began to face the feared places.",
        done="Went slower, asked a doctor to look, and agreed on a sign to stop.",
        seriousness="minor",
        relatedness="probable",
        expectedness="expected",
    ),
    Told(
        kind="unwanted_memories",
        words="Old pictures came back at night after we had talked about the year of the accident.",
        done="Practised being here and now, and put the talk about that year off until nights are calmer.",
        seriousness="moderate",
        relatedness="probable",
        expectedness="expected",
    ),
    Told(
        kind="conflict_caused",
        words="Saying no at home led to a loud quarrel with the brother.",
        done="Planned the next no together, and invited the brother if both wish it.",
        seriousness="minor",
        relatedness="possible",
        expectedness="expected",
    ),
    Told(
        kind="stigma",
        words="A neighbour saw the letter and talked about it. Feels ashamed to come.",
        done="Letters now come without our name, and we meet at another door.",
        seriousness="moderate",
        relatedness="definite",
        expectedness="unexpected",
    ),
    Told(
        kind="left_after_bad_session",
        words="Left before the end and said that it was all too much.",
        done="Rang the next day, said sorry for the pace, and began again more slowly.",
        seriousness="minor",
        relatedness="probable",
        expectedness="unexpected",
    ),
)
SEEN = "Read it with the practitioner. What was done fits, and we look at it again in supervision."
