"""Stories of home: loss, caring, parting, a new baby, a new country, a quiet house."""

from __future__ import annotations

from kith.simulation.words.story import Story, Thought

LOSS = Story(
    key="loss",
    stream="depression",
    problems=("Since Mum died I do not see the point of getting up.", "I stay away from people who ask how I am."),
    psychological="Low in the mornings, cries easily, feels guilty about the last weeks in hospital.",
    social="A sister who rings every Sunday. Friends have stopped asking.",
    environmental="Lives in the flat they shared. The room at the back has not been touched.",
    early_years="Grew up being the one who looked after everybody and did not ask for help.",
    trigger="Mother died eleven months ago after a short illness.",
    keeps_going="Keeping away from people and places that hold memories, and going over what could have been done.",
    goals=("I want to meet a friend once a week.", "I want to be able to look at her photos and smile."),
    first_steps=("Send one message to Jo on Thursday.", "Take one photo out of the box and put it on the shelf."),
    activities=("Walk to the market and back", "Cook her soup recipe", "Water the plants on the balcony"),
    thoughts=(
        Thought(
            situation="Saw her coat on the hook when I came home",
            thought="I should have called the doctor earlier",
            evidence_for="I noticed she was tired on the Monday",
            evidence_against="The doctor said two days would have made no difference",
            balanced="I did what I could with what I knew then",
        ),
        Thought(
            situation="A neighbour crossed the road and did not wave",
            thought="People are tired of my sadness",
            evidence_for="She has not rung for a month",
            evidence_against="She was pushing a pram and looking at the traffic",
            balanced="I cannot know what she thought. I could wave first",
        ),
    ),
    feared="Going into the hospital street again",
    feared_step="Stand at the bus stop opposite the hospital",
    notes=(
        "We looked at how grief and staying in feed each other.",
        "Spoke about the last week in hospital, and about what she would say to a friend in the same place.",
        "Planned the anniversary: who, where, and what if it is too much.",
    ),
    better="Slept through twice this week and met a friend for tea.",
    worse="The birthday came and it all felt as heavy as at the start.",
)

CARING = Story(
    key="caring",
    stream="anxiety",
    problems=("I am always listening for the next thing to go wrong.", "There is no hour in the day that is mine."),
    psychological="On edge, sleeps lightly, worries about the phone ringing. Feels bad for being cross.",
    social="Cares for a father with memory loss. A brother lives far away.",
    environmental="Two buses to work. The stairs are hard for Dad and he cannot be left long.",
    early_years="Learned young that keeping watch kept the peace.",
    trigger="Father got lost on the way home last winter.",
    keeps_going="Checking through the day and never leaving him with anybody else, so the worry is never tested.",
    goals=("I want two hours a week for myself.", "I want to sleep without getting up to check."),
    first_steps=("Ask my brother to call Dad on Tuesday evening.", "Check once before bed, then go to bed."),
    activities=("Swim for half an hour", "Sit in the library with a magazine", "Tea with the neighbour downstairs"),
    thoughts=(
        Thought(
            situation="Dad did not pick up the phone",
            thought="He has fallen and it is my fault",
            evidence_for="He fell once in March",
            evidence_against="Nine times out of ten the television is too loud",
            balanced="It is likely the television. I will ring again in ten minutes",
        ),
        Thought(
            situation="Snapped at Dad over his tablets",
            thought="I am a cruel person",
            evidence_for="I raised my voice",
            evidence_against="I said sorry and we had cake. I am there every day",
            balanced="I was tired and I put it right",
        ),
    ),
    feared="Leaving Dad for an afternoon",
    feared_step="Go to the shop for twenty minutes with my phone in my bag",
    notes=(
        "Drew the worry circle together: what if, checking, short relief, more what if.",
        "Looked at which worries can be acted on and which are about things nobody can know.",
        "Talked through respite and what would make it feel safe enough to try.",
    ),
    better="Went swimming and did not ring home until afterwards.",
    worse="Dad had a bad fortnight and every plan was dropped.",
)

PARTING = Story(
    key="parting",
    stream="depression",
    problems=(
        "I feel like I have failed at the one thing that mattered.",
        "The evenings without the children are the worst.",
    ),
    psychological="Low and ashamed, goes over old arguments at night, eats little.",
    social="Sees the children at weekends. Keeps the separation from colleagues.",
    environmental="A rented room while the house is sold. Money is tight for now.",
    early_years="Parents stayed together without speaking much. Promised to do better.",
    trigger="Separated in spring after a long silent year.",
    keeps_going="Evenings alone with the phone, reading old messages, saying no to invitations.",
    goals=("I want weekends with the children that we all enjoy.", "I want to eat a proper meal most days."),
    first_steps=("Plan one outing with the children and let them choose.", "Cook one meal on Wednesday."),
    activities=("Football in the park with the children", "Cook lentils and rice", "Ring an old friend"),
    thoughts=(
        Thought(
            situation="Drove past our old house",
            thought="I have ruined everybody's life",
            evidence_for="My daughter cried on Sunday",
            evidence_against="She also laughed at the pool and asked when she can come again",
            balanced="This is hard for all of us, and I am still their parent",
        ),
        Thought(
            situation="A colleague asked about my weekend",
            thought="If I tell them they will think less of me",
            evidence_for="One of them makes jokes about divorce",
            evidence_against="Two people at work have been through it and were kind about others",
            balanced="I can tell one person I trust and see",
        ),
    ),
    feared="Telling people at work",
    feared_step="Tell one colleague over lunch",
    notes=(
        "Mapped a usual evening and found the hour where the mood falls.",
        "Worked with the word failed: what it means, and who else would be judged so.",
        "Prepared a calm way to talk about handover times.",
    ),
    better="A good weekend with the children, and slept on Sunday night.",
    worse="A letter from the solicitor set things back.",
)

NEW_BABY = Story(
    key="new-baby",
    stream="anxiety",
    problems=("I keep seeing terrible things that could happen to the baby.", "I do not dare go out alone with her."),
    psychological="Tense, tearful, checks the baby's breathing many times each night.",
    social="Partner works shifts. Own family is abroad and on video calls.",
    environmental="Third floor, no lift, pram in the hallway.",
    early_years="A younger brother was often ill, and the house held its breath.",
    trigger="A frightening birth, then two nights in special care.",
    keeps_going="Checking and asking for reassurance, which helps for a minute and keeps the fear alive.",
    goals=("I want to take the baby to the park by myself.", "I want to check at night once, not ten times."),
    first_steps=(
        "Walk round the block with the pram in the morning.",
        "Leave the bedroom door half open and set one check.",
    ),
    activities=("Baby group on Tuesday", "A hot shower with the door closed", "Video call with my aunt"),
    thoughts=(
        Thought(
            situation="The baby coughed in her sleep",
            thought="She will stop breathing if I look away",
            evidence_for="She needed help in the first two days",
            evidence_against="She has slept soundly for four months. The nurse is happy with her",
            balanced="Babies cough. One look is enough",
        ),
        Thought(
            situation="She cried on the bus",
            thought="Everybody sees I am a bad mother",
            evidence_for="A man turned round",
            evidence_against="A woman smiled and offered her seat",
            balanced="Babies cry on buses, and most people know it",
        ),
    ),
    feared="The bus with the baby",
    feared_step="Two stops on a quiet bus in the morning",
    notes=(
        "Talked about why frightening pictures come to people who care, and why pushing them away brings more.",
        "Built a ladder from the front door to the park.",
        "Partner joined for ten minutes and agreed not to answer the same question twice.",
    ),
    better="Three walks alone this week, and only two checks a night.",
    worse="A cold in the house brought all the checking back.",
)

NEW_COUNTRY = Story(
    key="new-country",
    stream="depression",
    problems=("Here I am nobody. At home people knew me.", "I think about what happened before we left, most nights."),
    psychological="Heavy mood, bad dreams, ashamed of needing help. Hopes are modest and clear.",
    social="Spouse and two children here. Parents are still in the old country.",
    environmental="Temporary housing, papers not yet decided, an interpreter needed for official letters.",
    early_years="A large family, much laughter, a trade learned from an uncle.",
    trigger="A long journey and fourteen months of waiting for a decision.",
    keeps_going="Waiting at home for letters, little to do, news from home on the phone late at night.",
    goals=("I want to speak with a neighbour without fear of mistakes.", "I want to work with my hands again."),
    first_steps=("Say good morning to the neighbour on the stairs.", "Visit the repair workshop on Saturday."),
    activities=("Language cafe on Thursday", "Repair a chair in the workshop", "Walk to the river with the children"),
    thoughts=(
        Thought(
            situation="Could not answer the woman in the shop",
            thought="They think I am stupid",
            evidence_for="She spoke slowly and loudly",
            evidence_against="She tried a word of my language and we laughed",
            balanced="I am learning a third language. That is not stupid",
        ),
        Thought(
            situation="No letter again on Friday",
            thought="My life is over",
            evidence_for="It has been more than a year",
            evidence_against="My children go to school. I fixed two chairs. The workshop asked me back",
            balanced="The waiting is hard, and some of my life is already here",
        ),
    ),
    feared="The office where letters are explained",
    feared_step="Go to the office with a friend just to ask the opening hours",
    notes=(
        "With an interpreter: what a good day was like at home, and what part of it could be had here.",
        "Agreed to keep the phone out of the bedroom after ten.",
        "Spoke of what makes them proud. Long quiet, then a story about the workshop.",
    ),
    better="Two mornings at the workshop, and the dreams were fewer.",
    worse="News from home was bad and sleep is gone again.",
)

QUIET_HOUSE = Story(
    key="quiet-house",
    stream="depression",
    problems=("Whole days pass and I have spoken to no one.", "I have stopped doing the things I used to like."),
    psychological="Flat rather than sad. Feels like a burden. Clear and friendly in talk.",
    social="Widowed. A son phones monthly. Used to sing in a choir.",
    environmental="Bus stop at the door, a small garden, poor hearing on the left.",
    early_years="Left school early, proud of forty years at the same firm.",
    trigger="Retired, and then the choir stopped meeting.",
    keeps_going="Staying in because nobody would notice, so nobody does.",
    goals=("I want to sing with people again.", "I want to have somebody round for tea."),
    first_steps=("Ring the choir leader and ask the day.", "Buy a tin of biscuits in case."),
    activities=("Choir practice", "An hour in the garden", "Coffee at the community centre"),
    thoughts=(
        Thought(
            situation="Son did not ring on Sunday",
            thought="I am a burden to him",
            evidence_for="He sounds busy",
            evidence_against="He asked me to come for the holidays",
            balanced="He is busy, and he is fond of me. I can ring him",
        ),
        Thought(
            situation="Thought of going to the coffee morning",
            thought="They all know each other, I would be in the way",
            evidence_for="I went once and stood by the door",
            evidence_against="The woman at the urn asked my name",
            balanced="The first time is the hardest. I can go for half an hour",
        ),
    ),
    feared="Walking into a room full of people",
    feared_step="Go at the start when only two or three are there",
    notes=(
        "Made a week plan with one small outing on three days.",
        "Talked about hearing: sit with the good ear to the room, and say so.",
        "A photo of the old choir came along. We wrote down names.",
    ),
    better="Sang for the first time in two years, and was asked back.",
    worse="A fall on the step, and then two weeks indoors.",
)

FAMILY_STORIES: tuple[Story, ...] = (LOSS, CARING, PARTING, NEW_BABY, NEW_COUNTRY, QUIET_HOUSE)
