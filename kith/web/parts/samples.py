"""Invented sample data for the gallery; Ana and Ben are nobody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kith import pictures

_START = date(2026, 3, 2)
_WORDS = pictures.TimelineWords(
    direction="Lower is better",
    reliable="Within chance of the start",
    expected="Course expected for people like Ana",
    attended="Session",
    missed_session="Missed session",
    missed_measure="Measure missed",
    empty="The first check-in will appear here. It takes two minutes.",
)
_BANDS = tuple(
    pictures.Band(low, high, label, severity)
    for severity, (low, high, label) in enumerate(
        [(0, 4, "Minimal"), (5, 9, "Mild"), (10, 14, "Moderate"), (15, 19, "Moderately severe"), (20, 27, "Severe")]
    )
)


def _week(number: int) -> date:
    return _START + timedelta(weeks=number)


def _label(when: date) -> str:
    return f"{when.day} {when:%b}"


def sample_timeline() -> pictures.Drawing:
    """Return a course of sixteen weeks with everything a timeline can show."""
    values = {0: 18, 1: 17, 2: 19, 3: 16, 4: 15, 6: 13, 7: 14, 8: 11, 10: 9, 11: 8, 12: 8, 14: 6, 15: 5}
    return pictures.timeline(
        pictures.TimelinePicture(
            title="Ana's PHQ-9 scores",
            sentence="Ana's score went from 18 down to 5 in 15 weeks. "
            "That is more than chance, and now below the cut-off of 10.",
            words=_WORDS,
            minimum=0,
            maximum=27,
            scores=tuple(pictures.Score(_week(w), v, _label(_week(w)), str(v)) for w, v in values.items()),
            bands=_BANDS,
            cut_off=pictures.CutOff(10, "Cut-off 10"),
            reliable_change=6,
            sessions=tuple(pictures.SessionMark(_week(w), "missed" if w in (5, 9) else "attended") for w in range(15)),
            flags=(
                pictures.Flag(_week(0), "Activity plan begins", "plan"),
                pictures.Flag(_week(3), "Lost her job", "event"),
                pictures.Flag(_week(6), "Thought records added", "plan"),
                pictures.Flag(_week(11), "New job", "event"),
                pictures.Flag(_week(15), "Plan ended together", "ending"),
            ),
            missed=(_week(5), _week(9)),
            expected=tuple(
                pictures.Expected(_week(w), 18 - w * 0.85 - 3 - w * 0.1, 18 - w * 0.7, 18 - w * 0.5 + 3)
                for w in range(16)
            ),
        )
    )


def _spark(values: list[float | None], sentence: str) -> pictures.Drawing:
    return pictures.sparkline(
        values, cut_off=10, reliable_band=(12, 24), minimum=0, maximum=27, title="PHQ-9", sentence=sentence
    )


def _cases() -> list[dict[str, Any]]:
    return [
        {
            "name": "Ana Lindqvist",
            "identifier": "born 4 May 1991",
            "url": "#ana",
            "hue": 3,
            "sign": "leaf",
            "is_late": True,
            "why": "She answered yes to thoughts of being better off dead",
            "clock": "2 h left",
            "act": "Call her today, and go through the safety plan together.",
            "course": _spark([15, 14, 16, 17, 19, 20], "Six scores, from 15 up to 20."),
            "state": {"label": "Off track", "tone": "caution", "icon": "trending-up"},
            "next": "Thu 10:00",
            "button": {"url": "#call", "label": "Call Ana", "tone": "first"},
        },
        {
            "name": "Jonas Weber",
            "identifier": "born 19 Nov 1978",
            "url": "#jonas",
            "hue": 2,
            "sign": "waves",
            "why": "No real change after six sessions",
            "act": "Look at the alliance and at life events before session 7.",
            "course": _spark([18, 17, None, 18, 17, 18], "Five scores near 18, one measure missed."),
            "state": {"label": "Off track", "tone": "caution", "icon": "circle-alert"},
            "next": "Tomorrow 9:00",
            "button": {"url": "#review", "label": "Open review"},
        },
        {
            "name": "Mariam Haddad",
            "identifier": "born 30 Jan 2001",
            "url": "#mariam",
            "hue": 6,
            "sign": "star",
            "why": "Two weeks below the cut-off",
            "act": "Talk about ending, and about what she wants to keep doing.",
            "course": _spark([17, 15, 12, 9, 8, 6], "Six scores, from 17 down to 6."),
            "state": {"label": "On track", "tone": "good", "icon": "circle-check"},
            "next": "Fri 14:30",
            "button": {"url": "#end", "label": "Plan the ending"},
        },
    ]


def _service_pictures() -> dict[str, pictures.Drawing]:
    empty = "Nobody has been referred yet."
    return {
        "funnel": pictures.funnel(
            [
                pictures.Step("Referred", 214, "214 people"),
                pictures.Step("Assessed", 178, "178 people", "83 % of those before"),
                pictures.Step("Treated", 121, "121 people", "68 % of those before"),
                pictures.Step("Finished", 86, "86 people", "71 % of those before"),
            ],
            title="From referral to the end",
            sentence="Of 214 people referred, 86 finished their plan.",
            empty=empty,
        ),
        "rates": pictures.rate_bars(
            [
                pictures.Rate("Reliable improvement", "47 % of 86, 95 % interval 37-58", 0.47, 0.37, 0.58),
                pictures.Rate("Recovery", "41 % of 74, 95 % interval 30-52", 0.41, 0.30, 0.52),
                pictures.Rate("Deterioration", "5 % of 86, 95 % interval 2-11", 0.05, 0.02, 0.11),
                pictures.Rate("Recovery, carers", "not shown: fewer than 10 people", None),
            ],
            title="What became better",
            sentence="47 % of 86 people improved reliably, 5 % became worse.",
            empty=empty,
        ),
        "waits": pictures.waits(
            [
                pictures.Wait("under 2 weeks", 61),
                pictures.Wait("2 to 4 weeks", 72),
                pictures.Wait("4 to 6 weeks", 31),
                pictures.Wait("6 to 12 weeks", 11, True),
                pictures.Wait("over 12 weeks", 3, True),
            ],
            title="Weeks waited",
            sentence="133 of 178 people waited four weeks or less; 14 waited more than six.",
            empty=empty,
        ),
    }


def _person_pictures() -> dict[str, pictures.Drawing]:
    return {
        "timeline": sample_timeline(),
        "timeline_empty": pictures.timeline(
            pictures.TimelinePicture("PHQ-9", "No check-in has been answered yet.", _WORDS, minimum=0, maximum=27)
        ),
        "ladder": pictures.goal_ladder(
            [
                pictures.Rung(_label(_week(w)), r)
                for w, r in zip(range(0, 14, 2), (1, 2, 2, None, 4, 5, 7), strict=True)
            ],
            bottom="not at all",
            top="all the way",
            title="Going to choir again",
            sentence="Ana rated this goal 1 at first and 7 on 25 May.",
            empty="Rate this goal to begin.",
        ),
        "attendance": pictures.attendance_strip(
            ["attended", "attended", "missed", "attended", "cancelled", "attended", "to come", "to come"],
            title="Sessions",
            sentence="4 attended, 1 missed, 1 cancelled, 2 to come.",
        ),
        "asked": pictures.asked_strip(
            ["answered", "answered", "skipped", "answered", "refused", "expired", "answered", "overdue", "open"],
            {
                "answered": "Answered",
                "skipped": "Passed over",
                "refused": "Declined",
                "expired": "No answer",
                "overdue": "Overdue",
                "open": "Open",
            },
            title="PHQ-9, the person",
            sentence="Answered 4 of the 7 times it was asked (57 %).",
            empty="Nothing has been asked yet.",
        ),
        "five_ps": pictures.five_ps(
            [
                pictures.Part(
                    "What led here", ("Looked after her mother from the age of ten", "Learned to ask for nothing")
                ),
                pictures.Part("What set it off", ("Lost her job in March", "Her sister moved away")),
                pictures.Part("What is happening now", ("“I stay in bed until noon and see nobody.”",)),
                pictures.Part("What keeps it going", ("Fewer things done, fewer good moments", "Messages left unread")),
                pictures.Part("What helps", ("Choir on Tuesdays", "Her neighbour Ines", "Good at making plans")),
            ],
            title="Ana's formulation",
            sentence="What led here, what set it off, what keeps it going and what helps.",
            empty="Nothing is written yet.",
        ),
        "cycle": pictures.maintenance_cycle(
            [
                pictures.Part("Something happens", ("A friend does not answer",)),
                pictures.Part("Thought", ("“They have had enough of me.”",)),
                pictures.Part("Feeling", ("Sad 8 of 10, tired",)),
                pictures.Part("What I do", ("Cancel choir, stay in bed",)),
                pictures.Part("What follows", ("I see nobody, so nothing shows me that I was wrong",)),
            ],
            title="What keeps it going",
            sentence="A thought leads to staying away, and staying away keeps the thought alive.",
            empty="Nothing is written yet.",
        ),
    }


def samples() -> dict[str, Any]:
    """Return everything the gallery shows."""
    return {
        **_service_pictures(),
        **_person_pictures(),
        "cases": _cases(),
        "person": {
            "name": "Ana Lindqvist",
            "hue": 3,
            "sign": "leaf",
            "identifiers": [{"label": "Born", "value": "4 May 1991"}, {"label": "Number", "value": "K-20417"}],
            "chips": [
                {"label": "On track", "tone": "good", "icon": "circle-check"},
                {"label": "Review due Friday", "tone": "info", "icon": "clock"},
            ],
        },
        "numbers": {
            "heads": ["Date", "Score", "Band"],
            "rows": [
                ["2 Mar", 18, "Moderately severe"],
                ["9 Mar", 17, "Moderately severe"],
                ["6 Apr", None, "missed"],
                ["15 Jun", 5, "Mild"],
            ],
        },
        "exports": [{"url": "#csv", "label": "CSV"}, {"url": "#json", "label": "JSON"}],
        "tabs": [
            {"url": "#story", "label": "Story", "icon": "chart-line", "current": True},
            {"url": "#plan", "label": "Plan", "icon": "route"},
            {"url": "#work", "label": "Work", "icon": "notebook-pen", "count": 2},
            {"url": "#record", "label": "Record", "icon": "file-text"},
        ],
        "crumbs": [
            {"url": "#caseload", "label": "Caseload"},
            {"url": "#ana", "label": "Ana Lindqvist"},
            {"label": "Plan"},
        ],
        "errors": [
            {
                "href": "#happened-field",
                "happened": "The date is missing.",
                "found": "The field is empty.",
                "do": "Write the day of the session, for example 3 March 2026.",
            }
        ],
        "answers": ["Not at all", "Several days", "More than half the days", "Nearly every day"],
        "scale": range(11),
        "option": {
            "name": "Behavioural activation",
            "is_first": True,
            "url": "#choose",
            "button": "Choose together",
            "why": "It fits the problem (few good moments) and her wish to do rather than to talk.",
            "fit": {"label": "Fits her wishes", "tone": "good", "icon": "circle-check"},
            "facts": [
                {"label": "Expected change", "value": "PHQ-9 down by 6 in 12 weeks (between 3 and 9)"},
                {"label": "Compared with", "value": "Usual care"},
                {"label": "Harms", "value": "None known; can feel like pressure"},
                {"label": "Wait", "value": "None"},
            ],
            "certainty": {"level": 3, "label": "Moderate"},
        },
        "other_option": {
            "name": "Cognitive behavioural therapy",
            "url": "#choose",
            "button": "Choose together",
            "why": "No clear difference in benefit from the first. It asks for more writing between sessions.",
            "fit": {"label": "Six weeks' wait", "tone": "caution", "icon": "clock"},
            "facts": [
                {"label": "Expected change", "value": "PHQ-9 down by 6 in 16 weeks (between 4 and 9)"},
                {"label": "Compared with", "value": "Usual care"},
            ],
            "certainty": {"level": 4, "label": "High"},
        },
        "agenda": [
            {
                "minutes": 5,
                "clock": "10:00",
                "title": "How has the week been?",
                "words": "Look at the check-in together: 16, last week 19.",
            },
            {
                "minutes": 10,
                "clock": "10:05",
                "title": "The work of the week",
                "words": "Activity plan: three of five done.",
                "prompts": ["What was easier than expected?", "What got in the way?"],
            },
            {"minutes": 25, "clock": "10:15", "title": "Plan the next small step"},
            {"minutes": 10, "clock": "10:40", "title": "Sum up, next work, next date"},
        ],
    }
