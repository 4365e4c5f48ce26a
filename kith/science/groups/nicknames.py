"""Short and fond forms of given names that no rule about endings finds. Common knowledge, ours to extend."""

from __future__ import annotations

from typing import Final

# One line is one name: whoever is called by one of a line may be called by any other of it.
TOGETHER: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset(line.split())
    for line in (
        "abigail gail abby abbie",
        "alexander aleksandr sasha sascha sandy lex alec xander sanya shura oleksandr",
        "alexandra aleksandra sasha sandra sandy lexi oleksandra",
        "andrew andy drew",
        "anthony tony antonio toni",
        "catherine katherine kate katie kathy cathy kat kitty",
        "charles charlie chuck",
        "daria dasha",
        "david dave davy",
        "dmitri dmytro dima mitya",
        "dorothy dot dolly dottie",
        "edward ed eddie ted teddy ned",
        "elizabeth eliza liz lizzie lisa beth betty bess libby",
        "francisco paco pancho curro fran",
        "guadalupe lupe lupita",
        "henry harry hank hal",
        "ignacio nacho",
        "james jim jimmy jamie",
        "jesus chuy",
        "john johnny jack",
        "jose pepe chepe",
        "joseph joe joey",
        "katarzyna kasia",
        "margaret maggie meg peggy greta daisy madge",
        "maria marysia masha mascha mari",
        "mary molly polly",
        "michael mike mick mickey misha",
        "mikhail misha",
        "mohammed muhammad mohamed mo hamada",
        "natalia natasha natascha",
        "nicholas nick nicky nico",
        "patricia pat patty tricia trish",
        "richard rick dick rich richie",
        "robert bob bobby rob robbie bert",
        "samuel samantha sam sammy",
        "sarah sally sadie",
        "sofia sophie sonya sonia zofia zosia",
        "stanislaw staszek",
        "susan sue susie",
        "svitlana svetlana sveta lana",
        "theodora theodore theo dora ted",
        "volodymyr vladimir volodya vova",
        "william will bill billy willy liam",
        "yevhen evgeny zhenya",
        "александр александра саша шура саня олександр олександра сашко",
        "владимир володимир володя вова",
        "дарья дарія даша",
        "дмитрий дмитро дима",
        "екатерина катерина катя",
        "евгений евгения євген женя",
        "мария марія маша маруся",
        "михаил михайло миша",
        "наталья наталія наташа",
        "светлана світлана света",
        "татьяна тетяна таня",
    )
)
# Short forms that are also words: at the start of a sentence nothing is read into their capital.
_WORDS: Final = """
    bill bob bobby chuck daisy dick dolly dot drew fran gail hal hank jack jesus jimmy joey kat kitty lex mo mike
    nick pat pepe rich rick rob sally sandy sue ted teddy tony trish will
"""
ALSO_WORDS: Final = frozenset(_WORDS.split())


def short_forms(parts: set[str]) -> set[str]:
    """Every name that goes with one of these, but for themselves."""
    return {form for line in TOGETHER if line & parts for form in line} - parts
