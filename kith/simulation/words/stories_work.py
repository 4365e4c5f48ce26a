"""Stories of work, money, body and crowds."""

from __future__ import annotations

from kith.simulation.words.story import Story, Thought

LOST_JOB = Story(
    key="lost-job",
    stream="depression",
    problems=("Since the job went I do not know who I am.", "I lie in bed until noon and then hate myself for it."),
    psychological="Low, harsh with self, hard to start anything. No longer opens letters.",
    social="Lives with a partner who works full time. They argue about money.",
    environmental="Behind with the rent by one month. A job club meets nearby.",
    early_years="Praised for being useful, seldom for anything else.",
    trigger="The shop closed after nineteen years.",
    keeps_going="Late mornings and unopened letters make the next day harder to begin.",
    goals=("I want to be up and out by ten on weekdays.", "I want to send two applications a week."),
    first_steps=(
        "Set the alarm for nine on Monday and meet Sam at the corner.",
        "Open three letters together on Friday.",
    ),
    activities=("Job club on Tuesday", "Mend the bicycle", "Make breakfast for both of us"),
    thoughts=(
        Thought(
            situation="An application came back with a no",
            thought="Nobody will ever want me",
            evidence_for="That is the fourth no",
            evidence_against="One of the four asked me to an interview. My old boss wrote a warm letter",
            balanced="It is slow and it stings, and I am closer than in June",
        ),
        Thought(
            situation="My partner paid for the shopping",
            thought="I am dead weight",
            evidence_for="I earn nothing now",
            evidence_against="I cook, I fixed the boiler, and I would never call anybody else that",
            balanced="We take turns in life. This is their turn",
        ),
    ),
    feared="Opening the letters",
    feared_step="Sort the letters into two piles without opening them",
    notes=(
        "Filled in a week hour by hour: mood is best on days with one appointment before noon.",
        "Split the debt letter into four small jobs and did the first together.",
        "Practised the interview question about the gap.",
    ),
    better="Out by ten on four days, and one interview.",
    worse="The interview fell through and the letters piled up again.",
)

TOO_MUCH_WORK = Story(
    key="too-much-work",
    stream="anxiety",
    problems=("My mind does not stop. Even at night I am writing lists.", "My heart races before every team meeting."),
    psychological="Worry most of the day, tight chest, checks messages at midnight.",
    social="Team lead with two new people. The partner says: you are never really here.",
    environmental="Open-plan office, long hours, manager supportive when asked.",
    early_years="Good marks were how one got noticed.",
    trigger="Two colleagues left and their work stayed.",
    keeps_going="Saying yes to everything and checking it three times, so nothing is ever let go.",
    goals=("I want to finish by six on three days.", "I want to speak in the meeting without rehearsing."),
    first_steps=("Tell my manager which two tasks can wait.", "Ask one question in Thursday's meeting."),
    activities=("Dance class on Wednesday", "Lunch away from the desk", "Read a novel in bed"),
    thoughts=(
        Thought(
            situation="My manager wrote: can we talk?",
            thought="I am going to be dismissed",
            evidence_for="I missed one date in May",
            evidence_against="She wrote the same when she wanted to thank me",
            balanced="I do not know what it is about. Most times it was ordinary",
        ),
        Thought(
            situation="Left two messages until the morning",
            thought="Something will go badly wrong",
            evidence_for="Once a client was cross",
            evidence_against="In the morning both had solved themselves",
            balanced="Most things can wait twelve hours",
        ),
    ),
    feared="Sending work without a third check",
    feared_step="Send one routine message after reading it once",
    notes=(
        "Drew the worry as two kinds: a problem to solve today, and a what-if.",
        "Worry time set for twenty past five, fifteen minutes, then coat on.",
        "Tested it: sent the report after one check. Nobody noticed, except that it came early.",
    ),
    better="Home by six three times, and laughed about the list.",
    worse="An audit week and all rules went out of the window.",
)

PAIN = Story(
    key="pain",
    stream="depression",
    problems=("The pain decides everything and I am tired of it.", "On good days I do too much and pay for a week."),
    psychological="Low and irritable, mourns the active days.",
    social="Two grown children nearby who help, sometimes too much.",
    environmental="Ground-floor flat, part-time work at a school kitchen.",
    early_years="A family of walkers. Rest was for other people.",
    trigger="A back injury three years ago that did not fully heal.",
    keeps_going="All on good days and nothing on bad ones, so strength and mood both fall.",
    goals=("I want to walk to the allotment and back.", "I want to do a little each day, whatever the day."),
    first_steps=("Walk to the corner twice a day by the clock, not by the pain.", "Stop after ten minutes of weeding."),
    activities=("Ten minutes at the allotment", "Stretch with the radio on", "Cards with my granddaughter"),
    thoughts=(
        Thought(
            situation="Had to stop peeling potatoes",
            thought="I am useless now",
            evidence_for="I used to cook for sixty",
            evidence_against="I cooked for four on Sunday sitting down, and it was good",
            balanced="I do things differently, and I still do them",
        ),
        Thought(
            situation="A stab of pain on the stairs",
            thought="I am breaking something",
            evidence_for="It hurts sharply",
            evidence_against="The scan was calm, and it eases after five minutes",
            balanced="It hurts, and hurt is not the same as harm",
        ),
    ),
    feared="Bending down in the garden",
    feared_step="Pick up one pot with bent knees",
    notes=(
        "Paced plan by the clock agreed: same amount on good and bad days.",
        "Talked about how to accept help with one thing and refuse it with another.",
        "Measured at home: the short walks took the same time all week.",
    ),
    better="Reached the allotment gate and sat on the bench in the sun.",
    worse="Three bad nights, and the walking stopped.",
)

PANIC = Story(
    key="panic",
    stream="anxiety",
    problems=("It comes from nowhere and I think I am dying.", "I no longer take the train."),
    psychological="Sudden fear with racing heart and dizzy head. Watches the body all day.",
    social="A patient partner drives to every errand.",
    environmental="Works two train stops away, now from home. The heart has been checked and is sound.",
    early_years="An aunt who often fainted, and a family that talked about hearts.",
    trigger="A first attack on a full train in a heat wave.",
    keeps_going="Leaving, sitting down and carrying water, so the fear never gets the chance to pass by itself.",
    goals=("I want to take the train to work.", "I want to stay in the queue until it is my turn."),
    first_steps=("Go to the platform with Ali and watch two trains.", "Stay in the small shop's queue."),
    activities=("Run on the spot until my heart beats fast", "One stop on the train", "The cinema, seat in the middle"),
    thoughts=(
        Thought(
            situation="Heart jumped while climbing the stairs",
            thought="This is a heart attack",
            evidence_for="It was very fast",
            evidence_against="I had run up the stairs. It slowed in two minutes, as it always has",
            balanced="This is my heart doing its work",
        ),
        Thought(
            situation="The doors of the train closed",
            thought="I will faint and nobody will help",
            evidence_for="I felt dizzy",
            evidence_against="I have never fainted. When a boy felt ill last week five people helped",
            balanced="Dizzy is unpleasant. It passes, and people are kind",
        ),
    ),
    feared="A full train",
    feared_step="One stop on a quiet train with my partner in the next coach",
    notes=(
        "Breathed fast together for a minute: same feelings, no danger. A surprise, and some laughter.",
        "Ladder begun at the station gate. Water bottle to stay at home from step three.",
        "Looked at what she expected, and at what happened. The second list was shorter.",
    ),
    better="Took the train alone, stood by the door, and it passed.",
    worse="An attack in the supermarket, left the basket and went home.",
)

EYES_ON_ME = Story(
    key="eyes-on-me",
    stream="anxiety",
    problems=("I am sure everybody sees me blush.", "I eat lunch in my car so that I need not talk."),
    psychological="Plans every sentence, goes over it afterwards, judges self sharply.",
    social="One close friend. Would like a partner and does not know where to begin.",
    environmental="Works at a depot. There is a quiz evening on Mondays.",
    early_years="Laughed at for reading aloud slowly.",
    trigger="A speech at a wedding that went wrong two summers ago.",
    keeps_going="Looking inward and hiding the face, so the friendly faces go unseen.",
    goals=("I want to eat with the others twice a week.", "I want to go to the quiz evening."),
    first_steps=(
        "Say one sentence about the weather at the coffee machine.",
        "Walk past the quiz room and read the poster.",
    ),
    activities=("Lunch at the long table", "Quiz evening", "Ask the way in town"),
    thoughts=(
        Thought(
            situation="Two people laughed when I came in",
            thought="They are laughing at me",
            evidence_for="They looked up",
            evidence_against="A phone with a film was on the table",
            balanced="People laugh at many things. I sat down and it was fine",
        ),
        Thought(
            situation="My voice shook on the phone",
            thought="She thinks I am odd",
            evidence_for="There was a pause",
            evidence_against="She thanked me and used my name",
            balanced="A shaky voice is allowed. The call did its job",
        ),
    ),
    feared="Eating in front of others",
    feared_step="Drink a tea at the long table",
    notes=(
        "Tried two short talks: one watching the self, one the other. The second was easier and looked calmer.",
        "Watched the video with the sound off. The blush could not be seen.",
        "Planned to ask three people the time and note what their faces do.",
    ),
    better="Lunch at the long table twice. Somebody passed the salt, and that was all.",
    worse="A joke at work hit the sore spot and the car came back.",
)

NIGHT_SHIFTS = Story(
    key="night-shifts",
    stream="depression",
    problems=("I am tired to the bone and nothing gives me joy.", "I shout at the people I love."),
    psychological="Irritable, flat, sleeps in pieces. Drinks a little more than planned to fall asleep.",
    social="Married, three children, sees them between shifts.",
    environmental="Rotating nights at the bakery, thin curtains, a noisy street.",
    early_years="The eldest of five, at work from fifteen.",
    trigger="A new shift plan and an accident with no one hurt.",
    keeps_going="Too tired for what does good, and what is left is the sofa and the bottle.",
    goals=("I want one evening a week with the family, awake.", "I want to sleep six hours in a row."),
    first_steps=("Ask about a fixed shift on Thursdays.", "Dark curtains and the phone in the kitchen."),
    activities=("Breakfast with the children", "Fish at the canal", "Walk home the long way"),
    thoughts=(
        Thought(
            situation="Shouted about the shoes in the hall",
            thought="They would be better off without me around",
            evidence_for="My youngest cried",
            evidence_against="He fell asleep on my arm that evening. They wait for me at breakfast",
            balanced="I was worn out. They need me rested, not gone",
        ),
        Thought(
            situation="Lay awake at noon",
            thought="I will never sleep again",
            evidence_for="Three bad days",
            evidence_against="Four good ones before that, when the phone was in the kitchen",
            balanced="Sleep goes up and down. I can set the table for it",
        ),
    ),
    feared="Asking the boss for a change",
    feared_step="Write the question down and read it to my partner",
    notes=(
        "Sleep diary: best after the long walk home. Agreed to walk on three days.",
        "Asked about drinking without judgement. Set an own limit and wrote it down.",
        "Practised asking for the fixed shift, first badly, then well.",
    ),
    better="Thursdays are free now, and the house is quieter.",
    worse="A colleague fell ill, and all the nights came back.",
)

WORK_STORIES: tuple[Story, ...] = (LOST_JOB, TOO_MUCH_WORK, PAIN, PANIC, EYES_ON_ME, NIGHT_SHIFTS)
