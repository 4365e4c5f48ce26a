"""Two services with everybody who may try a door: built through the actions, as in life.

Ana is the subject. Con is with her in a couple, Gus in a group; Lea has left that group. Zed is a stranger of the same
service and Olga one of another service. Where the product has no verb yet (a second member of a team, an end of a role,
a just-in-time grant) the row is written directly; each such place says so.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from kith.care.actions import (
    ask_snapshot,
    assess,
    author,
    author_documents,
    bulk,
    choose,
    connect,
    consent,
    correct,
    deliver,
    ending,
    enrol,
    evaluate,
    explain,
    files_out,
    fill_in,
    follow_up,
    forming,
    formulate,
    gather,
    harms,
    hide,
    inviting,
    looking_into,
    measure,
    own_view,
    picturing,
    plan,
    practise,
    refer,
    research,
    review,
    rota,
    run_trial,
    safety,
    schedule,
    set_up,
    sign_off,
    step,
    tailor,
    talk_about_safety,
    think,
    worry,
)
from kith.care.models import (
    ArmDrawn,
    Block,
    BulkExport,
    CareRelationship,
    CaseDiscussion,
    Client,
    Connection,
    Countersign,
    Evaluation,
    Facilitation,
    FilesOut,
    Grant,
    Group,
    OwnDocument,
    OwnInstrument,
    Plan,
    ResearchExtract,
    Role,
    Service,
    Session,
    Sheet,
    Site,
    SnapshotRequest,
    SupervisionLink,
    User,
    WorkPicture,
)
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer, viewer_of
from tests.photographs import a_png
from tests.safety import world_of_engagement, world_of_groups, world_of_peers
from tests.safety.canaries import Perch, canary, perches
from tests.safety.world_of_activities import goes_out
from tests.safety.world_of_families import family_and_home, somebody_cares

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 1, 20, 10, 0, tzinfo=UTC)
SUBJECTS = ("ana", "gus", "zed", "olga")  # own, same group, a stranger's, another service's
STAFF = {
    "ben": ("practitioner",),
    "dev": ("practitioner",),
    "bea": ("practitioner",),
    "enid": ("practitioner",),
    "emi": ("practitioner",),
    "emx": ("practitioner",),
    "ira": ("practitioner",),
    "rolf": ("practitioner",),
    "sam": ("practitioner",),
    "finn": ("facilitator",),
    "fay": ("facilitator",),
    "hal": ("facilitator",),
    "pete": ("peer_supporter",),
    "petra": ("peer_supporter",),
    "polly": ("peer_supporter",),
    "eve": ("supervisor",),
    "sid": ("supervisor",),
    "cleo": ("manager",),
    "cora": ("manager",),
    "dan": ("duty",),
    "rex": ("researcher",),
    "ada": ("administrator",),
    "pia": ("privacy_officer",),
    "paul": ("privacy_officer",),
    "carl": (),
    "fred": (),
    "walt": (),
}
OTHER_STAFF = {
    "other_ben": ("practitioner",),
    "other_cleo": ("manager",),
    "other_dan": ("duty",),
    "other_finn": ("facilitator",),
}
PHQ9 = dict.fromkeys(
    ("interest", "mood", "sleep", "energy", "appetite", "self_worth", "concentration", "movement"), 1
) | {"self_harm": 1}
PROXY_SEES = ("appointments", "plan", "goals")
PETRA_SEES = ("scores", "safety_plan")


@dataclass
class World:
    """Everybody, everything, and which canary belongs where."""

    service: Service
    other: Service
    users: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    things: dict[tuple[str, str], Any] = field(default_factory=dict)
    canaries: dict[str, Perch] = field(default_factory=dict)

    def sees(self, name: str, at: datetime = NOW) -> Viewer:
        """The viewer somebody is."""
        return viewer_of(self.users[name], at=at, request_id=uuid.uuid4().hex)

    @property
    def actors(self) -> list[str]:
        """Everybody who tries every door, and somebody without a log-in."""
        return [*self.users, "anonymous"]


def a_world() -> World:
    """Build it. Everything has happened by NOW."""
    world = World(_service("Harbour Service", "GB"), _service("Hill Service", "GB"))
    site, other_site = (_site(service) for service in (world.service, world.other))
    _accounts(world, world.service, STAFF)
    _accounts(world, world.other, OTHER_STAFF)
    for name, practitioner in (("ana", "ben"), ("con", "ben"), ("gus", "dev"), ("lea", "dev"), ("zed", "dev")):
        _client(world, name, site, practitioner, "dan")
    _client(world, "olga", other_site, "other_ben", "other_dan")
    _staff_member_in_care(world, site)
    for name in SUBJECTS:
        by = "other_ben" if name == "olga" else "ben" if name == "ana" else "dev"
        _way(world, name, by)
        staff = {"by": world.sees(by, NOW), "at": NOW - timedelta(hours=1)}
        world.things["carer", name], world.things["carer_link", name] = somebody_cares(world.clients[name], staff)
    _group(world, "ana", site, "finn", "therapy", ("ana", "gus", "lea"))
    _group(world, "gus", site, "fay", "couple", ("ana", "con"))
    _group(world, "zed", site, "hal", "therapy", ("zed",))
    _group(world, "olga", other_site, "other_finn", "therapy", ("olga",))
    _rights_that_began_and_ended(world)
    here, there = _evaluation(world, "cleo"), _evaluation(world, "other_cleo")
    waiting, their_waiting = _asked_for(world, "cleo"), _asked_for(world, "other_cleo")
    my_sheet, their_sheet = _own_document(world, "ben"), _own_document(world, "other_ben")
    mine, theirs = _own_instrument(world, "ben"), _own_instrument(world, "other_ben")
    asked, theirs_asked = _research(world, "rex", "pia"), _research(world, "other_ben", "other_cleo")
    rows, their_rows = _rows_that_leave(world, "cleo"), _rows_that_leave(world, "other_cleo")
    files, their_files = _files_out(world, "cleo"), _files_out(world, "other_cleo")
    for name, row in _trials(world).items():
        world.things["trial", name], world.things["arm_drawn", name] = row.enrolment.trial, row
    rota, their_rota = _rota(world, "cleo", "dan"), _rota(world, "other_cleo", "other_dan")
    for name in SUBJECTS:
        world.things |= {(kind, name): row for kind, row in (their_rota if name == "olga" else rota).items()}
        world.things["evaluation", name] = there if name == "olga" else here
        world.things["snapshot_request", name] = their_waiting if name == "olga" else waiting
        world.things["research_extract", name] = theirs_asked if name == "olga" else asked
        world.things["bulk_export", name] = their_rows if name == "olga" else rows
        world.things["files_out", name] = their_files if name == "olga" else files
        world.things["own_instrument", name] = theirs if name == "olga" else mine
        world.things["own_document", name] = their_sheet if name == "olga" else my_sheet
    for name in SUBJECTS:
        by = world.sees("other_ben" if name == "olga" else "ben" if name == "ana" else "dev", NOW)
        other = world.clients["zed" if name == "ana" else "ana"]
        kept = world_of_groups.wait_for_a_group(world.clients[name], other, by, NOW - timedelta(hours=3))
        world.things |= {(kind, name): row for kind, row in kept.items()}
    _peers(world)
    world.canaries = perches()
    return world


def _map(client: Client, mine: dict[str, Any], *, is_shared: bool) -> Connection:
    """Somebody near, and somebody who was taken off; shown to the practitioner by some."""
    put = [connect.add_connection(client=client, kind="person", ring="near", called=canary(), **mine) for _ in range(2)]
    connect.remove_connection(connection=put[1], **mine)
    if is_shared:
        connect.share_map(client=client, **mine)
    return put[0]


def _peers(world: World) -> None:
    """Pete is beside Ana, and was beside Gus and Zed until yesterday; Zed has chosen Polly, who has not answered."""
    users, begun, later = world.users, START + timedelta(days=1), NOW - timedelta(days=1)
    for peer in ("pete", "polly"):
        world_of_peers.glad_to_share(users[peer], START)
    for name in SUBJECTS:
        peer = users["other_ben" if name == "olga" else "pete"]
        practitioner = users["other_ben" if name == "olga" else "ben" if name == "ana" else "dev"]
        ended = later if name in ("gus", "zed") else None
        kept = world_of_peers.walked_beside(world.clients[name], peer, practitioner, begun, ended)
        world.things |= {(kind, name): row for kind, row in kept.items()}
        world.things["peer", name] = peer
    here = world_of_peers.on_the_line(users["pete"], users["cleo"], NOW)
    there = world_of_peers.on_the_line(users["other_ben"], users["other_cleo"], NOW)
    for name in SUBJECTS:
        world.things["line_shift", name] = there if name == "olga" else here
    world_of_peers.chose(world.clients["zed"], users["polly"], later + timedelta(hours=1))
    world_of_peers.kept_of(users["pete"], users["eve"], later)


def _service(name: str, country: str) -> Service:
    return set_up.open_service(
        name=name, language="en", country=country, time_zone="Europe/London", by=set_up.founder(), at=START
    )


def _site(service: Service) -> Site:
    return set_up.add_site(service=service, name=f"{service.name} House", by=set_up.founder(service.pk), at=START)


def _accounts(world: World, service: Service, staff: dict[str, tuple[str, ...]]) -> None:
    for name, roles in staff.items():
        world.users[name] = set_up.open_account(
            service=service,
            username=name.replace("_", "-"),
            display_name=name.title() if roles else "",
            roles=roles,
            password=None,
            by=set_up.founder(service.pk),
            at=START,
        )


def _client(world: World, name: str, site: Site, practitioner: str, duty: str) -> None:
    person = refer.NewClient(
        canary(), canary(), canary(), date_of_birth=canary(), pronouns=canary(), equity={"gender": canary()}
    )
    by = world.sees(duty, START)
    client = refer.refer(
        site=site, person=person, source="self", reason=canary(), received_on=START.date(), by=by, at=START
    )
    refer.allocate(client=client, practitioner=world.users[practitioner], reason=canary(), by=by, at=START)
    world.users[name] = set_up.give_client_login(
        client=client, username=name, password=None, by=set_up.founder(site.service_id), at=START
    )
    world.clients[name] = client
    consent.decide_consent(
        client=client, purpose="group", is_given=True, text_version="1", by=world.sees(name, START), at=START
    )


def _staff_member_in_care(world: World, site: Site) -> None:
    """Sam works here and is also in care here; the log-in is the same, which the product has no verb for."""
    _client(world, "sam_as_client", site, "dev", "dan")
    client, account = world.clients["sam_as_client"], world.users.pop("sam_as_client")
    client.user = world.users["sam"]
    client.save(update_fields=["user"])
    account.is_active = False
    account.save(update_fields=["is_active"])


def _way(world: World, name: str, practitioner: str) -> None:
    """Every noun of the way for one person, each private field with its own canary."""
    client, by, own = world.clients[name], world.sees(practitioner, START), world.sees(name, START)
    act: dict[str, Any] = {"by": by, "at": START + timedelta(hours=1)}
    mine: dict[str, Any] = {"by": own, "at": START + timedelta(hours=2)}
    world.things["client", name] = client
    refer.set_contact_rule(client=client, rule=refer.SafeContact("sms", canary(), note=canary()), **mine)
    consent.decide_consent(client=client, purpose="treatment", is_given=True, text_version="1", **mine)
    assess.record_assessment(client=client, circumstances={part: canary() for part in assess.CIRCUMSTANCES}, **act)
    problem = formulate.name_problem(client=client, words=canary(), **act)
    boxes = [box.id for box in library().formulations["five-ps"].boxes]
    for is_shared in (False, True):
        formulate.write_formulation(
            client=client, template="five-ps", boxes={box: canary() for box in boxes}, is_shared=is_shared, **act
        )
    family_and_home(client, act)
    goal = plan.agree_goal(client=client, words=canary(), first_step=canary(), problem=problem, **act)
    closing = ending.Closing(canary(), canary(), canary(), canary())
    ending.end_plan_with(plan=_plan(client, goal, act), closing=closing, **act)
    agreed = _plan(client, goal, act)
    meeting = tailor.Change("", "add", title=canary(), purpose=canary(), after="cbt-depression:8")
    added = tailor.tailor_plan(plan=agreed, change=meeting, reason=canary(), **act)
    tailor.change_phase(plan=agreed, phase="deepen", reason=canary(), **act)
    held, coming = _sessions(world, agreed, practitioner)
    act["at"] = mine["at"] = held.starts_at + timedelta(hours=2)
    _notes(client, held, goal, act)
    for _ in range(2):
        think.write_process_note(session=held, words={"free": canary()}, **act)
    work = _work(client, agreed, held, act, mine)
    key = uuid.uuid5(uuid.NAMESPACE_URL, name)
    sent = measure.submit_measurement(client=client, instrument="phq9", key=key, answers=PHQ9, language="en", **mine)
    _forms(world, name, act)
    alert = safety.raise_concern(client=client, level="high", words=canary(), **act)
    safety.see_alert(alert=alert, **act)
    safety.contact_about_alert(alert=alert, note=canary(), **act)
    safety.write_safety_plan(
        client=client,
        steps={step: [canary()] for step in safety.SAFETY_STEPS},
        reasons_for_living=canary(),
        agreements={
            "means": [{"what": canary(), "who": canary(), "until": canary()}],
            "copies": [canary()],
            "may_know": [canary()],
        },
        **mine,
    )
    world.things["connection", name] = _map(client, mine, is_shared=name in ("ana", "gus"))
    world.things["activity", name], world.things["outing", name] = goes_out(client, act, mine)
    own_view.say_own_view(client=client, areas=["alliance"], stay=canary(), change=canary(), **mine)
    found = looking_into.Looked({"alliance": canary()}, (looking_into.Try("alliance", "repair", canary(), goal),))
    _talked(world, name, act)
    review.decide_review(
        plan=agreed,
        decision="go_on",
        reason=canary(),
        client_says=canary(),
        seen_then={"said": canary()},
        looked=found,
        **act,
    )
    _discussed(world, name, agreed, act)
    _chosen(client, act)
    step.change_step(client=client, step=step.Step(3, "common-mental-health", canary()), **act)
    explain.explain_limits(client=client, understood="own_words", language="en", words=canary(), **act)
    harm, danger = _registers(world, client, act, practitioner)
    before = world_of_engagement.before_the_first_meeting(client, act)
    declined = world_of_engagement.asked_and_declined(client, world.users[practitioner], act)
    asked, passed_over = _asked(client, act, mine)
    world.things |= {
        ("allocation", name): declined,
        ("request", name): asked,
        ("schedule", name): asked.schedule,
        ("passed_over", name): passed_over,
        ("measurement", name): sent,
        ("assignment", name): work,
        ("alert", name): alert,
        ("session", name): coming,
        ("goal", name): goal,
        ("problem", name): problem,
        ("plan", name): agreed,
        ("tailoring", name): added,
        ("held", name): held,
        ("entry", name): work.entries.first(),
        ("picture", name): _picture(agreed, act, mine),
        ("sheet", name): _sheet(agreed, held, act),
        ("record", name): held.records.first(),
        ("harm", name): harm,
        ("danger", name): danger,
        **{(kind, name): row for kind, row in before.items()},
    }


def _discussed(world: World, name: str, agreed: Plan, act: dict[str, Any]) -> None:
    """A talk about their case, and an ending agreed to; supervision begins later here, so both are written directly."""
    row = CaseDiscussion(
        client=agreed.client,
        episode=agreed.episode,
        plan=agreed,
        author=world.users["other_ben" if name == "olga" else "eve"],
        held_at=act["at"],
        made_at=act["at"],
    )
    row.agreed = canary()
    row.save(force_insert=True)
    signed = Countersign(client=agreed.client, episode=agreed.episode, person=row.author, signed_at=act["at"])
    signed.made_at, signed.words = act["at"], canary()
    signed.save(force_insert=True)


def _registers(world: World, client: Client, act: dict[str, Any], practitioner: str) -> tuple[Any, Any]:
    """An entry in each register, judged by a second person; and something hidden from the person's own pages."""
    duty = world.sees("other_dan" if practitioner == "other_ben" else "dan", act["at"])
    second: dict[str, Any] = {"by": duty, "at": act["at"]}
    what = harms.Happened("conflict_caused", act["at"].date(), canary(), canary(), canary())
    harm = harms.record_harm(client=client, what=what, **act)
    harms.judge_harm(event=harm, seen=harms.Seen("possible", "expected", "minor", canary()), **second)
    what = harms.Happened("domestic_abuse", act["at"].date(), canary(), canary(), canary())
    danger = harms.record_safeguarding(client=client, what=what, **act)
    harms.judge_safeguarding(event=danger, seen=harms.Seen("unrelated", "unexpected", "serious", canary()), **second)
    hide.hide_things(client=client, things=["harms"], words=canary(), **act)
    return harm, danger


def _talked(world: World, name: str, act: dict[str, Any]) -> None:
    """A talk about safety that raised nothing, and a try to reach somebody whose safety plan is new."""
    client = world.clients[name]
    words = {place: canary() for place in talk_about_safety.PLACES}
    said = talk_about_safety.Said(dict.fromkeys(("wish", "thoughts", "acts", "now"), "no"), words)
    talk_about_safety.hold_safety_talk(client=client, said=said, key=uuid.uuid4(), **act)
    asked = client.followup_set.get()
    follow_up.record_follow_up(follow_up=asked, is_reached=False, note=canary(), **act)
    newest = client.safetyplan_set.get()
    talk_about_safety.review_safety_plan(plan=newest, **act)
    world.things |= {("follow_up", name): asked, ("safety_plan", name): newest}


def _asked(client: Client, act: dict[str, Any], mine: dict[str, Any]) -> tuple[Any, Any]:
    """Two measures a month: one still open, and one that the person passed over in words of their own."""
    open_ones = [
        schedule.set_schedule(
            client=client,
            asking=schedule.Asking(name, "monthly", act["at"].date(), days_open=28),
            **act,
        ).requests.get()
        for name in ("k10", "auditc")
    ]
    no = schedule.skip_request(request=open_ones[1], reason="other", words=canary(), **mine)
    return open_ones[0], no


def _forms(world: World, name: str, act: dict[str, Any]) -> None:
    """A link and a tablet that are out, and a form that was withdrawn."""
    client = world.clients[name]
    asked = inviting.Asked(("phq9",), "parent", canary())
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"link of {name}")
    out = {**act, "at": NOW - timedelta(minutes=10)}
    link = inviting.invite_by_link(client=client, asked=asked, key=key, agreed_word="heron", **out).invitation
    asked = inviting.Asked(("phq9",), "self", canary())
    tablet = inviting.hand_over_tablet(client=client, asked=asked, **out)
    row = measure.submit_measurement(
        client=client,
        instrument="gad7",
        key=uuid.uuid5(uuid.NAMESPACE_URL, f"slip of {name}"),
        answers={item.id: 1 for item in library().instruments["gad7"].items},
        language="en",
        **act,
    )
    correct.withdraw_measurement(measurement=row, reason="entered_in_error", words=canary(), **act)
    world.things |= {("invitation", name): link, ("tablet", name): tablet}


def _plan(client: Client, goal: Any, act: dict[str, Any]) -> Plan:
    choice = plan.Choice(
        "cbt-depression",
        12,
        "clinic",
        "individual",
        canary(),
        canary(),
        canary(),
        goals=(goal,),
        gates_attested=plan.gates_before("cbt-depression"),
    )
    return plan.agree_plan(plan=plan.propose_plan(client=client, choice=choice, **act), **act)


def _chosen(client: Client, act: dict[str, Any]) -> None:
    """What was asked before choosing, with what no page of the person shows, and a choice against advice."""
    said = {
        "problems": ["depression"],
        "history": [],
        "circumstances": {"danger_from_others": True},
        "goals": [canary()],
    }
    choose.note_planning_facts(client=client, said=said, **act)
    decision = choose.Decision(canary(), canary(), canary(), {"few_meetings": 2})
    choose.keep_choice(client=client, outcome="plan", protocol="cbt-panic", decision=decision, **act)


def _sessions(world: World, agreed: Plan, practitioner: str) -> tuple[Session, Session]:
    booked = []
    for day in (START + timedelta(days=2), NOW - timedelta(hours=1)):
        by = world.sees(practitioner, START)
        booked.append(
            deliver.book_session(
                plan=agreed,
                starts_at=day,
                minutes=50,
                setting="clinic",
                practitioner=world.users[practitioner].pk,
                by=by,
                at=START + timedelta(hours=1),
            )
        )
    return booked[0], booked[1]


def _notes(client: Client, held: Session, goal: Any, act: dict[str, Any]) -> None:
    deliver.record_attendance(session=held, client=client, status="attended", minutes=50, reason=canary(), **act)
    first = deliver.WhatHappened(canary(), {"feedback": canary()}, ("behavioural-activation",), (goal,))
    signed = deliver.record_session(session=held, client=client, what=first, **act)
    released = deliver.WhatHappened(canary(), {"feedback": canary()}, is_released=True)
    deliver.record_session(session=held, client=client, what=released, adds_to=signed, **act)


def _work(client: Client, agreed: Plan, held: Session, act: dict[str, Any], mine: dict[str, Any]) -> Any:
    task = deliver.Work("activity-diary", canary(), date(2026, 1, 25), obstacle_plan=canary())
    work = deliver.set_work(plan=agreed, session=held, work=task, **act)
    entry = deliver.hand_in_work(
        assignment=work, key=uuid.uuid4(), done="part", answers={"lifted": canary()}, obstacle=canary(), **mine
    )
    deliver.reply_to_work(entry=entry, words=canary(), **act)
    _read(agreed, act, mine)
    return work


def _read(agreed: Plan, act: dict[str, Any], mine: dict[str, Any]) -> None:
    """A lesson that was read, a card of it that came to mind, and a practice done of one's own accord."""
    lesson = deliver.set_work(
        plan=agreed, session=None, work=deliver.Work("panic-cycle", canary(), None, kind="lesson"), **act
    )
    deliver.hand_in_work(assignment=lesson, key=uuid.uuid4(), done="full", answers={}, obstacle=canary(), **mine)
    practise.try_card(client=agreed.client, lesson="panic-cycle", card=1, came=True, **mine)
    practise.keep_practice(
        client=agreed.client, practice="paced-breathing", ratings={"before": 6}, key=uuid.uuid4(), **mine
    )


def _picture(agreed: Plan, act: dict[str, Any], mine: dict[str, Any]) -> WorkPicture:
    """A picture that was handed in with the work it belongs to."""
    work = deliver.set_work(plan=agreed, session=None, work=deliver.Work("creative-reflection", canary(), None), **act)
    picture = picturing.keep_picture(assignment=work, content=a_png(canary()), **mine)
    answers = {"picture": str(picture.pk), "title": canary()}
    deliver.hand_in_work(assignment=work, key=uuid.uuid4(), done="part", answers=answers, obstacle="", **mine)
    return picture


def _sheet(agreed: Plan, held: Session, act: dict[str, Any]) -> Sheet:
    words = {name: canary() for name in ("learned", "keep_doing", "first_three")}
    answers = words | {"signs": [{"sign": canary(), "then": canary()}], "sure": 7}
    filled = fill_in.Filled("staying-well-plan", answers, is_together=True, session=held)
    return fill_in.fill_in_sheet(plan=agreed, filled=filled, key=uuid.uuid4(), **act)


def _group(world: World, name: str, site: Site, leader: str, kind: str, members: Iterable[str]) -> None:
    by = world.sees(leader, START)
    group = forming.form_group(
        site=site,
        name=f"Group of {name}",
        kind=kind,
        protocol="community-sociotherapy",
        capacity=12,
        facilitators=[world.users[leader]],
        agreement=canary(),
        frame=world_of_groups.frame(),
        by=by,
        at=START,
    )
    for member in members:
        gather.join_group(group=group, client=world.clients[member], display_name=canary(), by=by, at=START)
    for member in members if kind == "couple" else ():
        world_of_groups.seen_alone(group, world.clients[member], by)
    past, coming = (
        gather.book_meeting(group=group, starts_at=day, minutes=90, by=by, at=START)
        for day in (START + timedelta(days=3), NOW - timedelta(hours=2))
    )
    gather.record_meeting(
        meeting=past,
        register=[(world.clients[member].pk, "attended") for member in members],
        themes=canary(),
        note=canary(),
        by=world.sees(leader, NOW),
        at=START + timedelta(days=3, hours=2),
    )
    for member in members:
        gather.write_group_entry(
            meeting=past, client=world.clients[member], words=canary(), is_released=False, by=world.sees(leader, NOW),
            at=START + timedelta(days=3, hours=3),
        )  # fmt: skip
    people = [world.clients[member] for member in members]
    world_of_groups.group_work(group, past, people, world.sees(leader, NOW))
    world_of_groups.shares(group, past, coming, people, world.sees(leader, NOW))
    if kind != "couple":
        own = world.sees(next(iter(members)), NOW)
        talked = world_of_groups.talks_about(group, coming, people[0], own, world.sees(leader, NOW))
        world.things |= {(kind, name): row for kind, row in talked.items()}
    kept = world_of_groups.hold_on_to(group, world.sees(leader, NOW), past.starts_at + timedelta(hours=4))
    world.groups[name] = group
    world.things |= {("group", name): group, ("meeting", name): coming, ("met", name): past}
    world.things |= {(kind, name): row for kind, row in kept.items()}


def _signed_off(world: World) -> None:
    """Ben is in training: Eve has returned the record of his session with Ana, with words of her own."""
    User.objects.filter(pk=world.users["ben"].pk).update(is_trainee=True)
    record = world.things["held", "ana"].records.get(adds_to__isnull=True)
    sign_off.sign_off_record(
        record=record, decision="returned", words=canary(), by=world.sees("eve", NOW), at=NOW - timedelta(hours=1)
    )


def _rights_that_began_and_ended(world: World) -> None:
    ana, users = world.clients["ana"], world.users
    early, later = START + timedelta(days=1), NOW - timedelta(days=1)
    founder = set_up.founder(world.service.pk)
    set_up.start_supervision(supervisor=users["eve"], supervisee=users["ben"], by=founder, at=START)
    _signed_off(world)
    # No verb yet ends a supervision, adds a second member to a team, ends a role, or closes an account.
    SupervisionLink.objects.create(
        supervisor=users["sid"], supervisee=users["ben"], starts=START, ends=later, made_at=START
    )
    for name, kind, ends in (
        ("bea", "practitioner", None),
        ("enid", "practitioner", later),
        ("ira", "practitioner", None),
        ("rolf", "practitioner", None),
        ("petra", "peer_supporter", None),
    ):
        CareRelationship.objects.create(
            client=ana, staff=users[name], kind=kind, starts=START, ends=ends, made_at=START
        )
    Role.objects.filter(user=users["rolf"]).update(ends=later)
    User.objects.filter(pk=users["ira"].pk).update(is_active=False)
    Facilitation.objects.create(group=world.groups["ana"], staff=users["polly"], starts=START, made_at=START)
    place = world.clients["lea"].membership_set.get()
    gather.leave_group(membership=place, by=world.sees("finn", START), at=later)
    world_of_groups.asked_on_leaving(place, world.sees("finn", NOW), NOW)
    own = world.sees("ana", START)
    for name, resources, ends in (
        ("carl", PROXY_SEES, NOW + timedelta(days=30)),
        ("fred", PROXY_SEES, later),
        ("walt", PROXY_SEES, NOW + timedelta(days=30)),
    ):
        given = consent.give_grant(
            client=ana,
            grantee=users[name],
            kind="proxy",
            resources=resources,
            ends=ends,
            reason=canary(),
            by=own,
            at=early,
        )
        if name == "walt":
            consent.withdraw_grant(grant=given, by=own, at=later)
    consent.give_grant(
        client=ana,
        grantee=users["petra"],
        kind="consent",
        resources=PETRA_SEES,
        ends=NOW + timedelta(days=30),
        reason=canary(),
        by=own,
        at=early,
    )
    consent.block_account(client=ana, user=users["bea"], reason=canary(), by=world.sees("ben", START), at=early)
    for name, at in (("emi", NOW - timedelta(minutes=30)), ("emx", NOW - timedelta(hours=3))):
        consent.open_in_emergency(client=ana, reason=f"{canary()} found unconscious", by=world.sees(name), at=at)
    for name, resources in (("cora", ("plan", "goals", "progress_note")), ("paul", ("identity",))):
        grant = Grant(  # no verb yet opens a record just in time
            client=ana,
            grantee=users[name],
            kind="just_in_time",
            resources=list(resources),
            given_by=users["pia"],
            starts=NOW - timedelta(hours=1),
            ends=NOW + timedelta(hours=7),
            made_at=NOW,
        )
        grant.reason = canary()
        grant.save(force_insert=True)


def _own_instrument(world: World, writer: str) -> OwnInstrument:
    """The draft of a measure of the service's own."""
    return author.start_instrument(title="How I sleep", language="en", by=world.sees(writer), at=NOW)


def _own_document(world: World, writer: str) -> OwnDocument:
    """The draft of a worksheet of the service's own."""
    return author_documents.start_document(kind="worksheet", title="My day", by=world.sees(writer), at=NOW)


def _rota(world: World, manager: str, duty: str) -> dict[str, Any]:
    """Somebody on duty all night, somebody away, and two concerns about nobody that is known yet."""
    by, at = world.sees(manager, START), START + timedelta(hours=3)
    colleague = world.users[duty]
    starts, ends = NOW - timedelta(hours=8), NOW + timedelta(hours=4)
    shift = rota.plan_shift(person=colleague, starts=starts, ends=ends, is_backup=False, by=by, at=at)
    away = rota.record_absence(person=world.users[manager], starts=ends, ends=None, by=by, at=at)
    teller = world.sees("rex" if duty == "dan" else "other_finn", at)
    told = [
        worry.tell_concern(about=canary(), level="moderate", words=canary(), by=teller, at=NOW - timedelta(minutes=9))
        for _ in range(2)
    ]
    answering = world.sees(duty, NOW)
    worry.close_concern(concern=told[1], reason=canary(), by=answering, at=NOW - timedelta(minutes=5))
    return {"shift": shift, "absence": away, "concern": told[0]}


def _research(world: World, asks: str, decides: str) -> ResearchExtract:
    """A file for research that was let go. Elsewhere nobody has these roles, so two people are lent them for it."""
    by, other = world.sees(asks, START), world.sees(decides, START)
    by, other = replace(by, roles=frozenset({"researcher"})), replace(other, roles=frozenset({"privacy_officer"}))
    asked = research.request_extract(
        title="Waits", question="Do long waits go with worse outcomes?", k=5, by=by, at=NOW - timedelta(hours=27)
    )
    return research.decide_extract(
        extract=asked, is_approved=True, reason="Ethics 26/014", days=30, by=other, at=NOW - timedelta(hours=26)
    )


def _trials(world: World) -> dict[str, ArmDrawn]:
    """A trial here and one elsewhere; the arm of everybody in them, drawn by a manager."""
    at, design = NOW - timedelta(hours=2), run_trial.Design(("Group", "Usual care"), "blocks")
    drawn = {}
    for manager, asked in (("cleo", {"ana": "ben", "gus": "dev", "zed": "dev"}), ("other_cleo", {"olga": "other_ben"})):
        by = world.sees(manager, at)
        trial = run_trial.open_trial(
            title="Group", question="Does a group help more?", approval="Ethics 26/014", design=design, by=by, at=at
        )
        said = {"outcome": "enrolled", "levels": {}, "consented_on": at.date()}
        for name, practitioner in asked.items():
            enrol.ask_about_trial(
                client=world.clients[name], trial=trial, by=world.sees(practitioner, at), at=at, **said
            )
        run_trial.draw_arms(trial=trial, by=by, at=at)
        drawn |= {name: ArmDrawn.objects.get(client=world.clients[name]) for name in asked}
    return drawn


def _files_out(world: World, manager: str) -> FilesOut:
    return files_out.note_files(kind="tables", folder=Path("/nowhere/tables"), by=world.sees(manager), at=NOW)


def _rows_that_leave(world: World, manager: str) -> BulkExport:
    """Rows of many people that a manager asked for; nobody has decided yet."""
    return bulk.request_bulk_export(
        kind="tables",
        purpose="The ministry collects them by law.",
        by=world.sees(manager, NOW - timedelta(hours=3)),
        at=NOW - timedelta(hours=3),
    )


def _evaluation(world: World, manager: str) -> Evaluation:
    return evaluate.take_snapshot(
        period_from=date(2025, 12, 1), period_to=date(2025, 12, 31), by=world.sees(manager), at=NOW
    )


def _asked_for(world: World, manager: str) -> SnapshotRequest:
    return ask_snapshot.ask_for_snapshot(
        period_from=date(2025, 10, 1), period_to=date(2025, 12, 31), by=world.sees(manager), at=NOW
    )


__all__ = ["NOW", "SUBJECTS", "Block", "World", "a_world"]
