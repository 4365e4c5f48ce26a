"""Stories of young people at the school."""

from __future__ import annotations

from kith.simulation.words.story import Story, Thought

EXAMS = Story(
    key="exams",
    stream="anxiety",
    problems=("My head goes empty as soon as I see the paper.", "I study all night and remember nothing."),
    psychological="Tense before tests, stomach pain, compares with others.",
    social="Good friends, but says no to them in term time. Parents mean well and ask a lot.",
    environmental="Shares a room with two brothers. The school library is open until six.",
    early_years="The first in the family who may go to university.",
    trigger="A mock exam that went badly in January.",
    keeps_going="Studying late and skipping breaks, so the head is tired and the fear has proof.",
    goals=("I want to sit a test and start writing in the first five minutes.", "I want one free evening a week."),
    first_steps=("Do one old paper in the library with a clock.", "Football on Friday, phone off."),
    activities=("Football on Friday", "Study in the library with Mei", "Bake with my brothers"),
    thoughts=(
        Thought(
            situation="The teacher handed out the paper",
            thought="I know nothing",
            evidence_for="I could not do the first question",
            evidence_against="I did six of nine last week",
            balanced="Some of it I know. I can start with question three",
        ),
        Thought(
            situation="A friend got a better mark",
            thought="I will let my family down",
            evidence_for="Dad went quiet",
            evidence_against="He said he was proud that I tried again",
            balanced="They want me to be well more than they want a mark",
        ),
    ),
    feared="Sitting a timed test",
    feared_step="Ten minutes on one question with a clock in sight",
    notes=(
        "Practised starting with the easiest question and slow breath out.",
        "Made a week plan with study ending at nine.",
        "Looked at what happens to memory after a night without sleep.",
    ),
    better="Started with question three and finished on time.",
    worse="Two tests on one day, and slept four hours.",
)

LEFT_OUT = Story(
    key="left-out",
    stream="depression",
    problems=("I sit alone and pretend to read.", "I feel like there is something wrong with me."),
    psychological="Low, hides in the phone, hard on self. Draws well and likes to.",
    social="Changed school in autumn. One cousin in the year above.",
    environmental="Long bus ride. An art room that is open at lunch.",
    early_years="Moved four times before ten.",
    trigger="A group chat that went on without me in it.",
    keeps_going="Keeping out of the way so as not to be hurt, which looks like not being interested.",
    goals=("I want to have someone to sit with at lunch.", "I want to show my drawings to someone."),
    first_steps=("Go to the art room on Tuesday.", "Put one drawing on the table and leave it there."),
    activities=("Art room at lunch", "Draw the bus and the people on it", "Walk home with my cousin"),
    thoughts=(
        Thought(
            situation="They stopped talking when I came by",
            thought="They hate me",
            evidence_for="It went quiet",
            evidence_against="One of them lent me a pencil later",
            balanced="I do not know why it went quiet. One of them is nice to me",
        ),
        Thought(
            situation="No message all weekend",
            thought="I will always be alone",
            evidence_for="Nobody wrote",
            evidence_against="I did not write either, and my cousin came by",
            balanced="I can write first, to one person",
        ),
    ),
    feared="Asking to sit with others",
    feared_step="Sit at the end of their table with a book",
    notes=(
        "Drew the week as a picture and coloured the good bits. There were more than expected.",
        "Practised two ways of asking to join in.",
        "Agreed what to do when a chat goes nasty: close, tell, block.",
    ),
    better="Three lunches in the art room, and someone asked to see the sketchbook.",
    worse="A bad week online, and stayed at home on two days.",
)

YOUNG_STORIES: tuple[Story, ...] = (EXAMS, LEFT_OUT)
