"""Pictures for tests: Ana's course with everything on it, and one of each other kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from kith import pictures
from kith.pictures import Drawing, TimelinePicture, TimelineWords
from tests.pictures.economics_drawings import economics
from tests.pictures.evidence_drawings import evidence

START = date(2026, 3, 2)
WORDS = TimelineWords(
    direction="Lower is better",
    reliable="Within chance of the start",
    expected="Expected course",
    attended="Session",
    missed_session="Missed session",
    missed_measure="Measure missed",
    empty="The first check-in will appear here.",
)
BANDS = tuple(
    pictures.Band(low, high, label, i)
    for i, (low, high, label) in enumerate(
        [(0, 4, "Minimal"), (5, 9, "Mild"), (10, 14, "Moderate"), (15, 19, "Moderately severe"), (20, 27, "Severe")]
    )
)


def week(number: int) -> date:
    return START + timedelta(weeks=number)


def score(number: int, value: float) -> pictures.Score:
    return pictures.Score(week(number), value, f"{week(number):%d %b}", f"{value:g}")


def course(values: dict[int, float], **more: object) -> TimelinePicture:
    given: dict[str, object] = {
        "title": "Ana's PHQ-9",
        "sentence": "Ana's score went from 18 to 5.",
        "words": WORDS,
        "minimum": 0,
        "maximum": 27,
        "bands": BANDS,
        "cut_off": pictures.CutOff(10, "Cut-off 10"),
        "reliable_change": 6,
        "scores": tuple(score(number, value) for number, value in values.items()),
    }
    return TimelinePicture(**{**given, **more})


def full_course(**more: object) -> TimelinePicture:
    return course(
        {0: 18, 1: 17, 2: 19, 3: 16, 4: 15, 6: 13, 7: 14, 8: 11, 10: 9, 11: 8, 15: 5},
        **{
            "missed": (week(5), week(9)),
            "sessions": tuple(pictures.SessionMark(week(w), "missed" if w == 5 else "attended") for w in range(15)),
            "flags": (
                pictures.Flag(week(0), "Activity plan begins", "plan"),
                pictures.Flag(week(3), "Lost her job", "event"),
                pictures.Flag(week(4), "Her sister moved to another town", "event"),
                pictures.Flag(week(6), "Thought records added", "plan"),
                pictures.Flag(week(15), "Plan ended together with the wish to sing again", "ending"),
            ),
            "expected": tuple(pictures.Expected(week(w), 12 - w * 0.7, 17 - w * 0.7, 21 - w * 0.6) for w in range(16)),
            **more,
        },
    )


@cache
def one_of_each(hostile: str = "") -> dict[str, Drawing]:
    """One of each kind that is drawn at two widths; `hostile` is added to every word."""

    def say(text: str) -> str:
        return text + hostile

    about = {"title": say("Title"), "sentence": say("One sentence."), "empty": say("Nothing yet.")}
    parts = [pictures.Part(say(f"Heading {i}"), (say("What was said, in some words"), say("more"))) for i in range(5)]
    return {
        "timeline": pictures.timeline(full_course(title=about["title"], sentence=about["sentence"])),
        "no scores": pictures.timeline(course({})),
        "funnel": pictures.funnel(
            [
                pictures.Step(say("Referred"), 90, say("90 people")),
                pictures.Step(say("Seen"), 41, say("41"), say("46 %")),
            ],
            **about,
        ),
        "rates": pictures.rate_bars(
            [
                pictures.Rate(say("Reliable improvement"), say("47 % of 86, 95 % interval 37-58"), 0.47, 0.37, 0.58),
                pictures.Rate(say("Recovery"), say("not shown: fewer than 10 people"), None),
            ],
            **about,
        ),
        "waits": pictures.waits(
            [pictures.Wait(say("under 2 weeks"), 8), pictures.Wait(say("later"), 2, True)], **about
        ),
        "ladder": pictures.goal_ladder(
            [pictures.Rung(say(f"{i} May"), None if i == 3 else i) for i in range(11)],
            bottom=say("not at all"), top=say("all the way"), **about,
        ),
        "asked strip": pictures.asked_strip(
            [pictures.ASKED_MARKS[i % 6] for i in range(40)],
            {kind: say(kind) for kind in pictures.ASKED_MARKS}, **about,
        ),
        **hundreds(say),
        **ring_maps(say, about),
        "nothing asked": pictures.asked_strip([], {}, **about),
        "five ps": pictures.five_ps(parts, **about),
        **{f"cycle of {n}": pictures.maintenance_cycle(parts[:n], **about) for n in (1, 2, 3, 4, 5)},
        "scale strip": pictures.scale_strip(
            minimum=0,
            maximum=27,
            bands=[pictures.Band(b.low, b.high, say(b.label), b.severity) for b in BANDS],
            cut_offs=[pictures.CutOff(10, say("Cut-off 10"))],
            now=pictures.Mark(6, say("Now 6")), before=pictures.Mark(8, say("Start 8")),
            title=about["title"], sentence=about["sentence"],
        ),
        "names below": pictures.scale_strip(
            minimum=0,
            maximum=27,
            bands=[
                pictures.Band(0, 4, say("0 to 3: rarely"), 0),
                pictures.Band(4, 4.2, say("4: now and then, as most people do at some time in their lives"), 2),
                pictures.Band(4.2, 27, say("5 to 27: often"), 4),
            ],
            title=about["title"], sentence=about["sentence"],
        ),
        "no bands": pictures.scale_strip(
            minimum=0, maximum=10, bands=[], title=about["title"], sentence=about["sentence"]
        ),
        "no parts": pictures.five_ps([], **about),
        **efforts(say),
        **rotas(say, about),
        **trends(say, about),
        **phases(say, about),
        **pathway(say, about),
        **sharing(say, about),
        **sheets(say, about),
        **flows(say, about),
        **sociograms(say),
        **family_pictures(say),
        **evidence(say, about),
        **economics(say, about),
    }  # fmt: skip


def hundreds(say: Callable[[str], str]) -> dict[str, Drawing]:
    """More with the help, fewer with it, and nobody either way."""
    words = pictures.IconWords(*(say(f"12 of 100 people of this kind, {kind}") for kind in ("a", "b", "c", "d")))
    return {
        f"hundred people, {without} and {helped}": pictures.icon_array(
            without, helped, words=words, title=say("Title"), sentence=say("One sentence.")
        )
        for without, helped in ((50, 75), (50, 38), (0, 0), (100, 100))
    }


def efforts(say: Callable[[str], str]) -> dict[str, Drawing]:
    """A few meetings, many in several rows with minutes that nobody has counted, and none at all."""
    words = pictures.EffortWords(say("10 to 12 meetings of 50 minutes"), say("About 15 minutes between two meetings"))
    return {
        f"effort of {fewest} to {most}": pictures.effort(
            fewest, most, minutes, most_minutes=30, words=words, title=say("Title"), sentence=say("One sentence.")
        )
        for fewest, most, minutes in ((10, 12, 15.0), (40, 60, None), (0, 0, 0.0))
    }


def trends(say: Callable[[str], str], about: dict[str, str]) -> dict[str, Drawing]:
    """A year with a gap and a month outside, a count with one pair of limits, and too few months."""
    words = pictures.TrendWords(say("The whole period"), say("Chance, mostly"), say("Chance, rarely"), say("Not shown"))
    shares = [
        pictures.TrendPoint(
            say(f"{month} 2026"),
            None if n == 4 else 90.0 if n == 9 else 40.0 + 5 * (n % 3),
            None if n == 4 else (30.0, 60.0),
            None if n == 4 else (20.0, 70.0),
            n == 9,
        )
        for n, month in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])
    ]
    counts = [pictures.TrendPoint(say(f"{n}/26"), 1200.0 + n, None, (900.0, 1500.0)) for n in range(1, 25)]
    return {
        "trend": pictures.trend(shares, centre=45.0, words=words, **about),
        "trend of counts": pictures.trend(counts, centre=1210.0, words=words, **about),
        "no trend": pictures.trend(shares[3:6], centre=45.0, words=words, **about),
    }


def phases(say: Callable[[str], str], about: dict[str, str]) -> dict[str, Drawing]:
    """A change with a gap and lines that leave the values, two changes below nought, and too few values."""
    words = pictures.PhaseWords(*(say(words) for words in ("The middle", "Fitted", "Carried on", "Began", "Not known")))
    points = [pictures.PhasePoint(say(f"{n}/26"), None if n == 4 else 20.0 + 3 * (n > 7)) for n in range(1, 15)]
    lines = [
        pictures.PhaseLine(0, 20, 13, 20, "middle"),
        pictures.PhaseLine(0, 20, 6, 21, "fitted"),
        pictures.PhaseLine(6, 21, 13, 40, "carried"),
    ]
    below = [pictures.PhasePoint(say(f"day {n} of many"), -1.5 * n) for n in range(40)]
    return {
        "phases": pictures.phase_chart(points, changes=[7], lines=lines, words=words, **about),
        "phases below nought": pictures.phase_chart(below, changes=[10, 20], lines=[], words=words, **about),
        "no phases": pictures.phase_chart(points[2:5], changes=[], lines=[], words=words, **about),
    }


def rotas(say: Callable[[str], str], about: dict[str, str]) -> dict[str, Drawing]:
    """A week with a back-up, a draft, two at a time, short stretches and holes; and none."""
    ben, nobody = say("Ben Okoro with a long name"), say("Nobody")
    days = [
        pictures.RotaDay(say("Mon 2 Mar"), (pictures.Stretch(0, 1, ben),), is_today=True),
        pictures.RotaDay(
            say("Tue 3 Mar"),
            (
                pictures.Stretch(0, 1 / 3, ben),
                pictures.Stretch(1 / 3, 0.5, nobody, "hole"),
                pictures.Stretch(0.5, 1, ben, is_draft=True),
                pictures.Stretch(0.2, 0.9, say("Dan"), "backup"),
                pictures.Stretch(0.6, 0.9, say("Eve"), "backup", is_draft=True),
            ),
        ),
        pictures.RotaDay(say("Wed 4 Mar"), (pictures.Stretch(0, 0.02, nobody, "hole"), pictures.Stretch(0.02, 1, ben))),
        pictures.RotaDay(say("Thu 5 Mar"), (pictures.Stretch(0, 1, nobody, "hole"),)),
        pictures.RotaDay(say("Fri 6 Mar"), ()),
    ]
    return {"rota": pictures.rota_week(days, **about), "no rota": pictures.rota_week([], **about)}


def sharing(say: Callable[[str], str], about: dict[str, str]) -> dict[str, Drawing]:
    """Six phases with the third now, none at all; twelve members over thirty meetings, and nobody yet."""
    names = ("Safety", "Trust", "Care", "Respect", "New rules", "Memory and feelings")
    stops = [
        pictures.PhaseStop(
            say(name), say(f"meetings {n} to {n + 2}"), "passed" if n < 2 else "now" if n == 2 else "ahead"
        )
        for n, name in enumerate(names)
    ]
    rows = [
        pictures.TurnRow(say(f"Member with name {n}"), {m: "ABC"[m % 3] for m in range(n, 31, 7)} if n % 5 else {})
        for n in range(1, 13)
    ]
    key = [("A", say("Keeper of time")), ("B", say("Reader of the rules")), ("C", say("Hosts"))]
    return {
        "phases": pictures.phase_path(stops, here=say("Here"), **about),
        "no phases": pictures.phase_path([], here=say("Here"), **about),
        "turns": pictures.turn_grid(rows, range(1, 31), key=key, **about),
        "no turns": pictures.turn_grid([], [], key=[], **about),
    }


def ring_maps(say: Callable[[str], str], about: dict[str, str]) -> dict[str, Drawing]:
    """Three rings with a few names, with as many as a page takes, and with nobody."""
    kinds = ("person", "place", "group")
    words = pictures.RingWords(say("Ana"), (say("Close"), say("Near"), say("Further")), *(say(kind) for kind in kinds))
    framed = {"title": about["title"], "sentence": about["sentence"]}

    def around(count: int) -> Drawing:
        marks = [pictures.RingMark(say(f"Friend {n}"), kinds[n % 3], n % 3) for n in range(count)]
        return pictures.rings(marks, words=words, **framed)

    return {"rings": around(7), "full rings": around(24), "empty rings": around(0)}


def pathway(say: Callable[[str], str], about: dict[str, str]) -> dict[str, Drawing]:
    """Two steps without arrows, and four with every kind of rule, many of them into one step."""
    steps = [
        pictures.PathwayStep(n, say(f"Step number {n} with a rather long name"), say("What is offered, and by whom"))
        for n in range(1, 5)
    ]
    kinds = ("person_first", "start", "direct", "wait", "hold", "step_up", "step_down", "finish")
    rules = [
        *(pictures.PathwayRule(n, "direct", None, 3, n % 2 == 0) for n in range(1, 8)),
        pictures.PathwayRule(8, "start", None, 1),
        pictures.PathwayRule(9, "step_up", 2, 3, True),
        pictures.PathwayRule(10, "step_up", 2, 3),
        pictures.PathwayRule(11, "step_down", 3, 2),
        *(pictures.PathwayRule(n, kinds[n - 12], None, None) for n in (12, 15, 16, 19)),
    ]
    words = pictures.PathwayWords({kind: say(kind) for kind in kinds}, say("Here now"))
    framed = {"title": about["title"], "sentence": about["sentence"]}
    return {
        "pathway": pictures.pathway_picture(steps, rules, words, here=2, **framed),
        "pathway without rules": pictures.pathway_picture(steps[:2], [], words, here=None, **framed),
    }


def sheets(say: Callable[[str], str], about: dict[str, str]) -> dict[str, Drawing]:
    """What a person wrote in a worksheet: full, long, half empty and empty."""
    framed = {"title": about["title"], "sentence": about["sentence"]}
    bars = [
        pictures.SheetBar(say("Walked to the shop and back again without my sister"), 80, say("80")),
        pictures.SheetBar(say("Slept"), None, say("left open")),
        pictures.SheetBar(say("Argued"), -5, say("-5 points")),
    ]
    lines = [
        pictures.SheetLine(say(f"Distress while I stayed where I was, time {n}"), (n, None, 40, 30 + n))
        for n in range(4)
    ]
    people = [pictures.Person(say(f"Person {n}"), say(f"{n % 11}"), None if n == 3 else n % 11 / 10) for n in range(14)]
    rows = {"lowest": -10, "highest": 100, **about}
    times = [say("9:30"), say("9:35"), say("9:40"), say("9:45")]
    return {
        "before and after": pictures.before_after(bars[0], bars[1], lowest=0, highest=100, **framed),
        "bars": pictures.sheet_bars(bars, **rows),
        "no bars": pictures.sheet_bars([], **rows),
        "lines": pictures.sheet_lines(lines, times, ends=("0", "100"), **{**rows, "lowest": 0}),
        "one point": pictures.sheet_lines(
            [pictures.SheetLine(say("Fear"), (3,))], [say("2 Mar")], ends=("0", "10"), **{**rows, "lowest": 0}
        ),
        "no lines": pictures.sheet_lines([], [], ends=("0", "10"), **rows),
        "chain": pictures.chain(
            [pictures.Part(say(f"Link {n}, and what it was like there"), (say("I left"),)) for n in range(7)], **about
        ),
        "no chain": pictures.chain([], **about),
        "circle": pictures.circle_of_people(people, middle=say("Me"), **about),
        "nobody": pictures.circle_of_people([], middle=say("Me"), **about),
    }


def flows(say: Callable[[str], str], about: dict[str, str]) -> dict[str, Drawing]:
    """The flow of a trial: two arms, three with much to say, five that do not fit side by side, and none."""

    def arm(name: str, reasons: int) -> pictures.FlowColumn:
        many = tuple(say(f"{n}: could not be reached by telephone or letter") for n in range(1, reasons + 1))
        stages = (f"Allocated to {name}: 60", "Lost to follow-up: 4", "Analysed: 56")
        return pictures.FlowColumn(
            tuple(pictures.FlowBox(say(stage), many[: reasons - k]) for k, stage in enumerate(stages))
        )

    def flow(*arms: pictures.FlowColumn) -> Drawing:
        enrolled = pictures.FlowBox(say("Assessed for eligibility: 150"))
        excluded = pictures.FlowBox(
            say("Excluded: 30"), (say("18 did not meet the criteria"), say("12 did not want to"))
        )
        return pictures.consort(enrolled, excluded, pictures.FlowBox(say("Randomised: 120")), arms, **about)

    return {
        "flow of two arms": flow(arm("group therapy", 2), arm("usual care", 0)),
        "flow of three arms": flow(*(arm(f"a treatment with a long name {n}", n) for n in (1, 2, 3))),
        "flow of five arms": flow(*(arm(f"arm {n}", 1) for n in range(5))),
        "no flow": flow(),
    }


def sociograms(say: Callable[[str], str]) -> dict[str, Drawing]:
    """A group of eight with somebody on the edge, a crowd in which everybody chooses many, and nobody yet."""
    crowd = [(f"{by}", f"{(by * 7 + step * step) % 30}") for by in range(30) for step in range(1, 6)]
    groups = {
        "sociogram": [(by, to) for by, chosen in CHOSEN.items() for to in chosen],
        "crowded sociogram": [(by, to) for by, to in crowd if by != to],
        "no sociogram": [],
    }
    return {name: sociogram_of(pairs, say) for name, pairs in groups.items()}


def family_pictures(say: Callable[[str], str]) -> dict[str, Drawing]:
    """A family with every sign at its people and on its lines, one wider than a page, a household, and none of each."""
    genders, framed = ("woman", "man", "other", "not said"), {"title": say("Title"), "sentence": say("One sentence.")}
    words = pictures.GenogramWords({sign: say(sign) for sign in pictures.SIGNS}, say("Nobody yet."))
    people = [
        pictures.Relative(
            f"{n}",
            say(f"Person {n}"),
            n // 4,
            n % 4 * 1.0,
            genders[n % 4],
            "1950–2001" if n < 4 else "1990–",
            is_dead=n < 4,
            is_index=n == 5,
            is_ill=n % 2 == 0,
            uses_substances=n % 3 == 0,
            notes=(say("Lost work"),) if n == 6 else (),
        )
        for n in range(12)
    ]
    couples = [("0", "1", "married"), ("2", "3", "together"), ("4", "5", "separated"), ("5", "7", "divorced")]
    kinds = ("biological", "adopted", "fostered")
    children = [pictures.ChildLine(f"{n}", ("0", "1") if n < 7 else ("2",), kinds[n % 3]) for n in range(4, 8)]
    children += [pictures.ChildLine(f"{n}", ("5", "7"), twins="both" if n < 10 else None) for n in range(8, 12)]
    bonds = [("0", "1", "close"), ("1", "5", "very close"), ("5", "4", "conflict"), ("2", "6", "harm")]
    lines = pictures.FamilyLines(
        tuple(pictures.CoupleLine(*couple) for couple in couples),
        tuple(children),
        tuple(pictures.BondLine(*bond) for bond in [*bonds, ("8", "11", "cut off")]),
    )
    row = [pictures.Relative(f"{n}", say(f"Cousin {n}"), 0, n * 1.0) for n in range(30)]
    ties, flows = ("strong", "weak", "stressful"), ("to household", "from household", "both", "none")
    systems = [
        pictures.SystemBox(say(f"System {n}"), ties[n % 3], flows[n % 4], say("Ana") if n % 2 else "")
        for n in range(12)
    ]
    home = pictures.EcomapWords(*map(say, ("Strong", "Weak", "Stressful", "Flow", "Nothing yet.")))

    def around(count: int) -> Drawing:
        return pictures.ecomap(say("Ana's home"), (say("Ana"), say("Leo")), systems[:count], words=home, **framed)

    return {
        "genogram": pictures.genogram(people, lines, words=words, **framed),
        "genogram of many": pictures.genogram(row, pictures.FamilyLines(), words=words, **framed),
        "no genogram": pictures.genogram([], pictures.FamilyLines(), words=words, **framed),
        **{f"ecomap of {count}": around(count) for count in (1, 5, 8, 12)},
        "no ecomap": around(0),
    }


CHOSEN = {"1": "234", "2": "135", "3": "124", "4": "316", "5": "267", "6": "547", "7": "652", "8": "123"}


def sociogram_of(
    pairs: list[tuple[str, str]],
    say: Callable[[str], str] = str,
    before: dict[str, tuple[float, float]] | None = None,
) -> Drawing:
    names = sorted({name for pair in pairs for name in pair}, key=int)
    often = {name: sum(to == name for _, to in pairs) for name in names}
    kinds = {name: "unchosen" if not count else "star" if count > 7 else "member" for name, count in often.items()}
    chosen = pictures.ties(pairs)
    return pictures.sociogram(
        [pictures.Node(name, say(f"Member {name}"), kinds[name]) for name in names],
        chosen,
        pictures.places(names, chosen, before=before),
        words=pictures.SociogramWords(
            mutual=say("Choose each other"),
            one_way=say("Chooses, and is not chosen back"),
            star=say("Chosen more often than chance would bring"),
            unchosen=say("Chosen by nobody"),
            empty=say("Nobody has been asked yet."),
        ),
        title=say("Who chooses whom"),
        sentence=say("Ten pairs choose each other."),
    )
