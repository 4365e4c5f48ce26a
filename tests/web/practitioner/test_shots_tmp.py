import os
import uuid
from datetime import timedelta

import pytest

from kith.care.actions import assess, deliver, formulate, measure
from kith.care.models import *
from tests.people import *
from tests.web.practitioner.screens import *


@pytest.fixture
def world(people):
    ben = people.sees("ben")
    checked_in(people, people.ana, 18)
    assess.record_assessment(
        client=people.ana,
        circumstances={
            "psychological": "Low since the factory closed; sleeps till noon, cries at work.",
            "social": "Sister nearby. Sees no friends.",
            "environmental": "Rent is due, letters unopened.",
            "strengths": "Sings in a choir. Never missed a day with her daughter.",
            "risk": "Asked: no thoughts of death.",
        },
        by=ben,
        at=people.at,
    )
    formulate.name_problem(client=people.ana, words="Little joy, little company", by=ben, at=people.at)
    formulate.write_formulation(
        client=people.ana,
        template="five-ps",
        boxes={
            "presenting": "I sleep badly and see nobody.",
            "predisposing": "I looked after my mother from twelve.",
            "precipitating": "The factory closed in March.",
            "perpetuating": "I stay in bed and switch off the phone.",
            "protective": "My sister, my choir, my daughter.",
            "hypothesis": "Losing work took away people and days. A first place is the choir on Thursdays.",
        },
        is_shared=True,
        by=ben,
        at=people.at,
    )
    agreed = an_agreed_plan(people, people.ana)
    goal = agreed.goals.get()
    for i, total in enumerate([17, 16, 18, 17, 19, 18, 19, 18]):
        s = a_session(people, agreed)
        deliver.record_session(
            session=s,
            client=people.ana,
            what=deliver.WhatHappened(
                "Looked at the diary. She cooked twice and felt lighter. Mornings are hardest; we planned a walk with her sister.",
                {"agenda_done": [1, 2]},
                ("monitoring", "guided-discovery"),
                (goal,),
            ),
            by=people.sees("ben"),
            at=people.at,
        )
        measure.submit_measurement(
            client=people.ana,
            instrument="goal-rating",
            key=uuid.uuid4(),
            answers={"how_near": 2 + i // 2},
            language="en",
            goal=goal,
            by=people.sees("ana"),
            at=people.at,
        )
        w = deliver.set_work(
            plan=agreed,
            session=s,
            work=deliver.Work("activity-diary", "It shows which hours are better.", None, "Put it by the kettle"),
            by=people.sees("ben"),
            at=people.at,
        )
        people.later(days=4)
        checked_in(people, people.ana, total)
    entry = deliver.hand_in_work(
        assignment=w,
        key=uuid.uuid4(),
        done="part",
        answers={"day": "2026-02-10"},
        obstacle="My daughter was ill.",
        by=people.sees("ana"),
        at=people.at,
    )
    s = deliver.book_session(
        plan=agreed,
        starts_at=people.at + timedelta(days=1),
        minutes=50,
        setting="clinic",
        practitioner=people.accounts["ben"].pk,
        by=people.sees("ben"),
        at=people.at,
    )
    people.later(days=1, hours=1)
    return people, agreed, s, w


def test_shots(world, tmp_path):
    people, agreed, s, w = world
    c = people.ana.pk
    other = a_client(people, "zoe", "Zoe", "Blank")
    screen = Screen(people, "ben")
    out = "/tmp/shots_session"
    os.makedirs(out, exist_ok=True)
    pages = {
        "assess": ("assess", c),
        "measure": ("measure", c, "phq9"),
        "measure_sf": ("measure", c, "session-feedback"),
        "formulate": ("formulate", c),
        "goals": ("goals", c),
        "plan": ("plan", c),
        "book": ("book", c),
        "prepare": ("session", s.pk),
        "work": ("work_entry", w.pk),
        "review": ("review", c),
        "assess0": ("assess", other.pk),
        "formulate0": ("formulate", other.pk),
        "goals0": ("goals", other.pk),
        "plan0": ("plan", other.pk),
        "book0": ("book", other.pk),
        "review0": ("review", other.pk),
    }
    for name, (page, *args) in pages.items():
        q = {"part": "prepare"} if name == "prepare" else {}
        html = screen.text(page, *args, **q)
        __import__("pathlib").Path(f"{out}/{name}.html").write_text(html)
    for part in ("run", "record"):
        __import__("pathlib").Path(f"{out}/{part}.html").write_text(screen.text("session", s.pk, part=part))
    __import__("pathlib").Path(f"{out}/choose.html").write_text(
        screen.text("plan", other.pk, choose="cbt-depression", problem="depression")
    )
    r = screen.post("measure", c, "phq9", in_order="2 2 2 1 1 2 1 1 1 2", respondent="self", key=str(uuid.uuid4()))
    assert r.status_code == 302, r.content.decode()[:3000]
    with screen.now():
        r = screen.browser.get(r.url)
    __import__("pathlib").Path(f"{out}/result.html").write_text(r.content.decode())
