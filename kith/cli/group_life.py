"""The groups of the synthetic service today: who waits, what could begin, who was asked after, who chooses whom."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from kith.care.actions import consent, forming, gather, look_back, share, together, waiting
from kith.care.actions.mark_meeting import Marked, mark_meeting
from kith.care.models import Attendance, CareRelationship, Client, Group, Session
from kith.care.models.agreements import without_yes
from kith.care.models.delivery import PRESENT
from kith.care.models.families import SCREEN
from kith.care.models.phases_of_groups import checklist_of
from kith.care.permissions import Viewer, viewer_of
from kith.cli.circle_life import open_a_house, say_what_it_gives, say_yes_to_agreement
from kith.cli.community_life import tell_community_life
from kith.cli.family_life import draw_a_family
from kith.cli.replay import Replay

WAITING = 14
PROTOCOL = "community-sociotherapy"
CONSENT_TEXT = "2026-01"
PARTS = (
    ("2-morning", "2-afternoon", "4-evening"),
    ("4-evening", "5-evening"),
    ("2-morning", "5-morning"),
    ("1-morning", "2-morning", "4-evening"),
)
NEEDS: tuple[tuple[str, ...], ...] = ((), (), ("step_free",), (), ("childcare",), (), ("quiet_room",))
NEW_GROUPS = (("Garden Circle", 2, time(10)), ("Evening Circle", 4, time(18)))
AGO = timedelta(days=9)
SIZE_OF_A_COUPLE = 2
FEWEST = 4  # in the room, for a round of two choices each


def tell_group_life(replay: Replay, *, lead: str, at: datetime) -> None:
    """Two groups wait for people, people wait for groups, and each running group has been looked back on."""
    finn = replay.viewers[lead]
    for name, weekday, meets_at in NEW_GROUPS:
        forming.form_group(
            site=next(iter(replay.sites.values())),
            name=name,
            kind="therapy",
            protocol=PROTOCOL,
            capacity=8,
            facilitators=[replay.accounts[lead]],
            agreement="",
            frame=forming.Frame(
                smallest=2, weekday=weekday, meets_at=meets_at, room="Green room", access=("step_free", "quiet_room")
            ),
            is_waiting=True,
            by=finn,
            at=at,
        )
    people = _free(replay, at - AGO)
    for client in people[-1:]:
        _somebody_left(replay, client, lead, at)
    for number, client in enumerate(people):
        _wait(client, number, max(_in_care_since(client), at - AGO * (1 + number % 4)))
    if len(people) > 1:
        waiting.keep_apart(
            client=people[0],
            number=people[1].number,
            reason="They were a couple, and it ended badly.",
            by=_practitioner(people[0], at),
            at=at,
        )
    if len(people) >= SIZE_OF_A_COUPLE + 2:
        _couple(replay, people[2 : 2 + SIZE_OF_A_COUPLE], lead, at)
        draw_a_family(people[2], by=_practitioner(people[2], at), at=at)
    open_a_house(replay, lead=lead, at=at)
    for group in Group.objects.filter(state="running", service=replay.service).order_by("name"):
        _look_back(group, at)


def _couple(replay: Replay, two: list[Client], lead: str, at: datetime) -> None:
    """Two people treated together: each was asked alone, and one of them has said yes to what they hold on to."""
    finn = replay.viewers[lead]
    couple = forming.form_group(
        site=next(iter(replay.sites.values())),
        name="Two Chairs",
        kind="couple",
        protocol="behavioural-family-therapy",
        capacity=SIZE_OF_A_COUPLE,
        facilitators=[replay.accounts[lead]],
        agreement="One speaks, the other says back what they heard.",
        by=finn,
        at=at,
    )
    for client in two:
        name = client.preferred_name or client.given_name
        gather.join_group(group=couple, client=client, display_name=name, by=finn, at=at)
        nothing = dict.fromkeys(SCREEN, "no")
        together.ask_alone(group=couple, client=client, said=nothing, answer="safe", was_alone=True, by=finn, at=at)
    words = "On Sundays we eat together and leave the telephones in the hall."
    summary = together.write_joint_summary(group=couple, words=words, is_offered=True, by=finn, at=at)
    assert two[0].user is not None
    together.answer_joint_summary(summary=summary, agrees=True, by=viewer_of(two[0].user, at=at), at=at)


def _free(replay: Replay, since: datetime) -> list[Client]:
    """People in care who are in no group and have had a practitioner since then."""
    rows = Client.objects.filter(service=replay.service, user__isnull=False)
    rows = rows.filter(episode__state__in=("waiting", "assessed", "in_treatment"))
    led = CareRelationship.objects.filter(ends=None, starts__lte=since, kind="practitioner").values("client")
    return list(rows.filter(membership__isnull=True, pk__in=led).distinct().order_by("number")[:WAITING])


def _link(client: Client) -> CareRelationship:
    return CareRelationship.objects.filter(client=client, ends=None, kind="practitioner").order_by("starts")[0]


def _in_care_since(client: Client) -> datetime:
    return _link(client).starts


def _practitioner(client: Client, at: datetime) -> Viewer:
    return viewer_of(_link(client).staff, at=at)


def _wait(client: Client, number: int, at: datetime) -> None:
    assert client.user is not None
    if number % 7 != 6:  # one in seven has not said yes yet
        own = viewer_of(client.user, at=at)
        consent.decide_consent(client=client, purpose="group", is_given=True, text_version=CONSENT_TEXT, by=own, at=at)
    wanted = waiting.Wanted(
        PROTOCOL,
        client.preferred_name or client.given_name,
        PARTS[number % len(PARTS)],
        ("en",),
        needs=NEEDS[number % len(NEEDS)],
        style=waiting.STYLES[number % len(waiting.STYLES)],
        is_prepared=number % 3 != 0,
    )
    waiting.put_on_group_list(client=client, wanted=wanted, by=_practitioner(client, at), at=at)


def _look_back(group: Group, at: datetime) -> None:
    """As its first facilitator would after the last meeting."""
    first = (
        group.facilitations.filter(staff__roles__name="facilitator").select_related("staff").order_by("starts").first()
    )
    held = list(group.sessions.filter(state="held").order_by("starts_at"))
    if first is None or not held:
        return
    by = viewer_of(first.staff, at=at)
    tell_community_life(group, by)
    marks = list(held[-1].attendances.filter(replaced_by__isnull=True).order_by("client__number"))
    came = [one for one in marks if one.status in PRESENT]
    _debrief(group, held[-1], came, by, at)
    for absent in [one for one in marks if one.status not in PRESENT][:1]:
        look_back.ask_after(attendance=absent, outcome="not_reached", by=by, at=at)
    say_yes_to_agreement(group, by, at)
    say_what_it_gives(group, at)
    for days_ago, step in ((28, 1), (1, 2)):
        _choices(group, came, step, by, at - timedelta(days=days_ago))


def _somebody_left(replay: Replay, client: Client, lead: str, at: datetime) -> None:
    """Somebody left the first group of this leader, was rung twice, said why, and waits for another group now."""
    finn, own = replay.viewers[lead], client.user
    group = Group.objects.filter(state="running", facilitations__staff=replay.accounts[lead]).order_by("name").first()
    if group is None or own is None:
        return
    joined = max(_in_care_since(client), at - 4 * AGO)
    third = (at - joined) / 3
    consent.decide_consent(
        client=client, purpose="group", is_given=True, text_version=CONSENT_TEXT, by=viewer_of(own, at=at), at=joined
    )
    name = client.preferred_name or client.given_name
    place = gather.join_group(group=group, client=client, display_name=name, by=finn, at=joined)
    gather.leave_group(membership=place, by=finn, at=joined + third)
    share.ask_leaver(membership=place, outcome="not_reached", by=finn, at=joined + third * 2)
    why = "The evenings are too late for the last bus home."
    share.ask_leaver(
        membership=place, outcome="reached", why=why, offered="another_group", by=finn, at=at - timedelta(days=1)
    )


def _debrief(group: Group, meeting: Session, came: list[Attendance], by: Viewer, at: datetime) -> None:
    """Marked while the meeting ran, and looked back on."""
    parts = (5, "encourages"), (14, "takes_over"), (1, "silent"), (4, "builds_on")
    tapped = {one.client_id: parts[place] for place, one in enumerate(came[: len(parts)])}
    done = dict(zip(checklist_of(group, meeting.number), (2, 2, 1), strict=False))
    marked = Marked(
        page=meeting.pk,
        turn=1,
        done={item: (points, timedelta(0)) for item, points in done.items()},
        spoke={client: count for client, (count, _) in tapped.items()},
    )
    mark_meeting(meeting=meeting, marked=marked, by=by, at=at)
    seen = look_back.LookBack(
        went_well="People answered one another instead of the two of us.",
        was_hard="One long story, and we stopped it late.",
        next_time="Begin with the round in twos. Slow down earlier, kindly.",
        fidelity=done,
        roles={client: role for client, (_, role) in tapped.items()},
    )
    look_back.write_debrief(meeting=meeting, seen=seen, by=by, at=at)


def _choices(group: Group, came: list[Attendance], step: int, by: Viewer, at: datetime) -> None:
    """Two small circles that grow together from the first round to the second; the last one is chosen by nobody."""
    now = set(group.memberships.filter(ends=None, starts__lte=at).values_list("client", flat=True))
    now -= without_yes(group, group.memberships.filter(ends=None))
    there = [one.client_id for one in came if one.client_id in now]
    if len(there) < FEWEST:
        return
    chosen = there[:-1]
    near = {who: chosen[place % 2 :: 2] for place, who in enumerate(there)}
    choices = {who: [other for other in near[who] if other != who][:2] for who in there}
    if step > 1:
        choices |= {who: [*choices[who][:1], there[place - 1]] for place, who in enumerate(there) if place}
    look_back.record_choices(
        group=group,
        question="With whom would you like to do the next task?",
        allowed=2,
        choices={who: list(dict.fromkeys(those)) for who, those in choices.items()},
        by=by,
        at=at,
    )
