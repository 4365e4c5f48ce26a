"""Sentences that fit any story: what people at a service say and write day by day."""

from __future__ import annotations

REFERRAL_SOURCES = ("self", "general practitioner", "school", "community worker", "family", "hospital", "employer")
STRENGTHS = (
    "Keeps promises to others.",
    "A sense of humour that is still there.",
    "Asks good questions and remembers the answers.",
    "Patient with children and animals.",
    "Good with the hands.",
    "Faith and a community that cares.",
    "Has come through hard years before.",
    "Tells the truth about how it is.",
    "Sings, when nobody listens.",
    "Has one friend who knows everything.",
)
PREFERENCES = (
    "Prefers mornings and a short written summary.",
    "Would like to meet in person, not by video.",
    "Wants practical steps more than long talks.",
    "Wants time to tell the story first.",
    "Would rather work one to one for now.",
    "Open to a group later.",
    "Likes to write things down at home.",
    "Would like somebody who has time for silence.",
)
BARRIERS = (
    "Bus fare is tight at the end of the month.",
    "Shifts change every second week.",
    "Worries what the family would say.",
    "Reads slowly, prefers short texts.",
    "No quiet room at home for a call.",
    "Needs child care for an afternoon.",
    "Once had a bad experience of being judged.",
    "None that the client sees now.",
)
RISK_TEXTS = (
    "No thoughts of ending life. Knows whom to call.",
    "Now and then a wish not to wake up, no plan. Talked openly. Will say so if it changes.",
    "Thoughts of death in the worst week, not now. Safety plan offered.",
    "No thoughts of self-harm. Sleeps badly, drives less.",
    "Feels safe at home. Asked and answered plainly.",
)
CHANGE_WHY = "Six meetings brought little. We keep the method, make the steps smaller and bring in a person from home."
CHOICES = (
    "Chose this because it starts with doing.",
    "Chose this after comparing two sheets at home.",
    "Would like to try it for four weeks and then look again.",
    "Said: this sounds like me.",
    "Chose it because the times fit with work.",
    "Was not sure, and wanted to begin with the plainer one.",
)
NOT_WORKING_IF = (
    "If the scores have not moved by the sixth meeting we look at it together.",
    "If half of the steps stay undone twice running, the steps are too big.",
    "If I dread coming, I will say so.",
    "If sleep and mood are the same at the review, we change something.",
)
HYPOTHESES = (
    "What was meant to protect from more pain now keeps the good things out. Small steps back may turn this round.",
    "Old rules about not needing anybody make a hard time lonelier. We will see whether sharing a little helps.",
    "The less is done, the lower the mood, the less is done. We start with what is small and near.",
)
SHORT_TERM = ("Relief for a moment.", "The fear drops at once.", "It feels safer for the rest of the day.")
SETTINGS = ("clinic", "clinic", "community", "online", "home")
AGENDA = ("welcome and scores", "agenda agreed", "review of the work", "main part", "new step", "summary")
WORK_REVIEWED = (
    "Went through it line by line. Two surprises.",
    "Done in part. What was done counted.",
    "Not done this week. We looked at what was in the way and made it smaller.",
    "Done, and added one more without being asked.",
    "Read it aloud together. The third line was the important one.",
    "Looked at the ratings before and after.",
)
WORK_WHYS: dict[str, tuple[str, ...]] = {
    "activity-diary": (
        "To see what lifts the mood and what lowers it.",
        "Because a small step each day does more than a big one on Sunday.",
        "To find the hours that are hardest, and the ones that are not.",
    ),
    "thought-record": (
        "To catch one thought a day and look at it from both sides.",
        "To try in the week what we practised here.",
        "To see what a hard moment looks like when it is written down.",
    ),
    "exposure-record": (
        "To find out what happens when you stay a little longer.",
        "To compare what you expect with what comes.",
        "To take the next step of the ladder at your own pace.",
    ),
}
OBSTACLE_PLANS = (
    "If it rains, do the indoor one.",
    "If the day is bad, do five minutes and stop.",
    "If I forget, the alarm at seven reminds me.",
    "If nobody can come along, I ring and go to the corner.",
    "If it feels too big, take half.",
)
OBSTACLES = (
    "I was too tired after work.",
    "The children were ill.",
    "I forgot until the evening before.",
    "I started and it made me sad, so I stopped.",
    "I did not want anyone to find the sheet.",
    "I did not have my phone.",
)
WORK_REPLIES = (
    "Thank you for writing this down. The step on Wednesday was brave.",
    "You wrote what speaks for it and what speaks against it. That is the hard part.",
    "I see that the start was the hardest and the end was better. Let us talk about that.",
    "Half is more than none. What made that half possible?",
    "Not done is useful to know. We will make it smaller together.",
    "I noticed how fair you were to yourself in the last line.",
    "Well stayed with. What did you expect, and what came?",
)
CLIENT_SAYS_BETTER = (
    "I feel more like myself.",
    "It is not gone, but I know what to do.",
    "My sister says I laugh again.",
    "I was doubtful, and it helps.",
    "The small steps work better than I thought.",
)
CLIENT_SAYS_SAME = (
    "Some weeks yes, some weeks no.",
    "I like coming, but at home it is the same.",
    "I would like to try something else as well.",
    "I am tired of talking about it.",
    "It is slower than I hoped.",
)
REVIEW_REASONS_BETTER = (
    "Scores are down by more than chance and the goals move.",
    "The course is as expected. The client would like to go on.",
    "Steady change, and the work between meetings is done.",
)
REVIEW_REASONS_SAME = (
    "Little change in the scores after several meetings. Looked at what could be in the way.",
    "Scores go up and down. Life events in between. Agreed to change one thing.",
    "No clear change yet. Taken to supervision.",
)
DNA_NOTES = (
    "Did not come. Sent a message in the agreed way and offered a new time.",
    "Did not come. Rang once at the agreed time, no message left.",
    "Not there. A short kind letter goes out today.",
)
CANCELLED_NOTES = (
    "Cancelled the day before because of a cold.",
    "Cancelled in the morning, child care fell through.",
    "Asked to move it, shift changed.",
    "Cancelled by us: illness in the team. Said sorry and rebooked.",
)
LATE_NOTES = ("Came a little late, the bus again.", "Ten minutes late and glad to have come anyway.")
CONCERNS = (
    "Eats very little and looks unwell. Asked to see the doctor this week.",
    "Mentioned shouting at home and seemed afraid. Asked in private, agreed a safe way to be reached.",
    "Has been drinking more and missed two appointments elsewhere.",
    "A parent says the client has not slept for days.",
)
ALERT_CONTACT_NOTES = (
    "Rang at the agreed time. Thoughts come in the evening, no plan, no wish to act. Sister is there tonight.",
    "Spoke for fifteen minutes. The answer was about last week. Feels safer now and knows whom to ring.",
    "Reached on the second try. Wish not to wake up, nothing planned. Agreed to talk again tomorrow.",
    "Talked in the room before the session. Open about it, relieved to be asked.",
    "Spoke with the client at home. A hard anniversary. A friend is staying over.",
)
ALERT_PLAN_NOTES = (
    "Went through the safety plan together and added one person.",
    "Plan read aloud. Step two changed to the walk by the river.",
    "Plan reviewed. The spare tablets go back to the chemist on Friday.",
    "Read the plan together. Nothing to change. It is on the phone and on paper.",
)
ALERT_OUTCOMES = ("safe_and_supported", "safe_and_supported", "plan_renewed", "stepped_up")
ALERT_CLOSED_NOTES = (
    "Thoughts have passed. Next meeting stands. The client knows how to reach us at any time.",
    "Contact daily until the next meeting was kept. Feels steadier.",
    "Discussed in supervision. Closed with a date for the next look.",
    "The client asked for this to be closed and to be asked again each week.",
)
STAYING_WELL: dict[str, str] = {
    "helped": "Getting up at the same hour, and one planned thing a day. Writing the thought down before believing it.",
    "early_signs": "Not answering messages for three days. Sleeping at noon. Saying no before thinking.",
    "what_to_do": "Open the diary again for two weeks. One walk a day. Read the page from this work.",
    "whom_to_ask": "First the friend named in the plan, then the family doctor, then this service.",
}
TAILORED: dict[str, str] = {
    "title": "A first visit to the allotment",
    "purpose": "Go there together and find out what is true of the fear that nobody wants her there.",
    "add_reason": "She planned it twice and turned back at the gate; going together is the smaller step.",
    "skip_reason": "She has found this out by herself and brings it to every meeting.",
    "back_reason": "Two planned things a week are not there yet, and thoughts can wait until they are.",
    "on_reason": "Two weeks with two planned things each. She is ready to look at thoughts.",
}
COUNTERSIGN_WORDS = (
    "Talked it through in supervision. The safety plan is new, and a call is agreed for next week.",
    "We went over the last weeks together. The family knows whom to ring, and so does she.",
)
ENDING_NOTES: dict[str, tuple[str, ...]] = {
    "completed": (
        "Ended as planned. A page of what helped goes home.",
        "Goals reached or near. Knows the early signs and what to do.",
        "Ended together. A call in three months is booked in the calendar.",
    ),
    "dropped_out": (
        "Not reached after two missed meetings and three tries. The door stays open.",
        "Stopped coming. A letter says how to come back without a new referral.",
    ),
    "moved": ("Moved to another town. A summary goes along with consent.",),
    "declined": (
        "After the first talk the client would rather wait. Knows how to come back.",
        "Chose to try a course at the library first.",
    ),
    "transferred": ("Moved on to a specialist team with a joint handover meeting.",),
}

LESSON_WHY = "To see why doing less and feeling low feed each other."
