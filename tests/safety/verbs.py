"""How to do every verb of the product to somebody: what the policy asks for it, and the rest of its arguments."""

from __future__ import annotations

import importlib
import pkgutil
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import kith.care.actions
from kith.care.actions import (
    allocating,
    assess,
    author,
    caring,
    choose,
    deliver,
    draw_start,
    ending,
    fill_in,
    finish,
    forming,
    formulate,
    gather,
    harms,
    inviting,
    keep_activities,
    look_back,
    pairing,
    paper,
    peers,
    plan,
    reach_out,
    refer,
    review,
    run_trial,
    schedule,
    step,
    tailor,
    talk_about_safety,
    waiting,
)  # fmt: skip
from kith.care.actions.acting import VERBS
from kith.care.actions.mark_meeting import Marked
from kith.care.models import Assignment, Attendance, Group, HarmEvent, Membership, OutboxMessage, RoleTurn
from kith.care.models.asking import GROUP_CHECK
from kith.care.models.evidence import evidence_now
from kith.care.models.families import SCREEN, draft_or_newest
from kith.science.drafts import Edit
from tests.photographs import a_png
from tests.safety.world import NOW, PHQ9, World
from tests.safety.world_of_groups import PROTOCOL

Given = dict[str, Any]
Build = Callable[[World, str], Given]


FRAME = forming.Frame()
MIA = caring.Named("Mia", "sibling", "client", "Mornings")
CHESS = keep_activities.Facts("Chess", "People play", "Library", "Mondays", "Just come")
WISHED = pairing.Sharing((), ("en",), ("1-morning",))
WANTED = waiting.Wanted(PROTOCOL, "Sam", ("2-morning",), ("en",))


def every_verb() -> dict[str, Callable[..., Any]]:
    """All of them, every module of actions imported."""
    for module in pkgutil.iter_modules(kith.care.actions.__path__):
        importlib.import_module(f"kith.care.actions.{module.name}")
    return VERBS


def fresh(world: World, kind: str, subject: str) -> Any:
    """The row as the database has it now."""
    thing = world.things[kind, subject]
    return type(thing)._default_manager.get(pk=thing.pk)


def client(world: World, subject: str) -> Given:
    """Verbs that act on a person."""
    return {"client": fresh(world, "client", subject)}


def thing(kind: str, name: str = "", **more: Any) -> Build:
    """Verbs that act on one row."""
    return lambda world, subject: {name or kind: fresh(world, kind, subject), **more}


def person(**more: Any) -> Build:
    """Verbs that act on a person, with more arguments."""
    return lambda world, subject: client(world, subject) | more


def _asked_about(world: World, subject: str) -> Given:
    """A trial of the person's own service; they were asked about it before."""
    said = {"outcome": "said_no", "levels": {}, "consented_on": None}
    return client(world, subject) | {"trial": fresh(world, "trial", subject), **said}


def picture(kind: str, **more: Any) -> Build:
    """Verbs that act on what is drawn of a person's family, as it stands."""

    def build(world: World, subject: str) -> Given:
        now = draft_or_newest(world.clients[subject], kind)
        return client(world, subject) | {"kind": kind, "shown": now.mark if now is not None else "", **more}

    return build


def _colleague(world: World, subject: str) -> Any:
    return world.users["other_ben" if subject == "olga" else "ben"]


def _duty(world: World, subject: str) -> Any:
    return world.users["other_dan" if subject == "olga" else "dan"]


def _grant(world: World, subject: str) -> Given:
    return {"grant": fresh(world, "client", subject).grant_set.first() or _any_grant(world, subject)}


def _any_grant(world: World, subject: str) -> Any:
    from kith.care.models import Grant

    grant = Grant(
        client=world.clients[subject],
        grantee=world.users["walt"],
        kind="consent",
        resources=["plan"],
        given_by=world.users["walt"],
        starts=NOW,
        ends=NOW + timedelta(days=1),
        made_at=NOW,
    )
    grant.reason = ""
    grant.save()
    return grant


def _draft_work(world: World, subject: str) -> Given:
    Assignment.objects.filter(pk=world.things["assignment", subject].pk).update(state="started")
    return {
        "assignment": fresh(world, "assignment", subject),
        "key": uuid.uuid4(),
        "answers": {"lifted": "A walk"},
        "version": 0,
    }


def _draft_picture(world: World, subject: str) -> Given:
    """A picture that was not handed in yet."""
    kept = fresh(world, "picture", subject)
    kept.pk, kept._state.adding = uuid.uuid4(), True
    kept.content = b"A boat"
    kept.save(force_insert=True)
    return {"picture": kept}


def _one_inside(**more: Any) -> Build:
    """Something about one who has a place."""
    return lambda world, subject: {
        "group": fresh(world, "group", subject),
        "client": fresh(world, "group", subject).memberships.filter(ends=None).first().client,
        **more,
    }


def _an_entry(world: World, subject: str) -> Given:
    return {"contact": fresh(world, "peer_contact", subject), "kind": "yes", "words": ""}


def _leading_anew(world: World, subject: str) -> Given:
    staff = world.users["other_finn" if subject == "olga" else "hal"]
    return {"group": fresh(world, "group", subject), "staff": staff}


def _stopping(world: World, subject: str) -> Given:
    return {"facilitation": fresh(world, "group", subject).facilitations.filter(ends=None).first()}


def _forming_group(world: World, subject: str) -> Given:
    Group.objects.filter(pk=world.things["group", subject].pk).update(state="forming")
    return {"group": fresh(world, "group", subject)}


def _placing(world: World, subject: str) -> Given:
    """Somebody who waits gets the place for which they wait; nothing speaks against it."""
    wait = fresh(world, "wait", subject)
    wait.not_now, wait.wants = "", wait.wants | {"reasons": []}
    wait.save(update_fields=["not_now", "wants"])
    wait.client.keptapart_set.update(ends=NOW)
    group = fresh(world, "group", subject)
    group.memberships.filter(client=wait.client).update(ends=NOW)
    return {"protocol": PROTOCOL, "places": {wait.pk: group.pk}, "unprepared": {wait.pk: "Talked on the phone"}}


def _neighbour(world: World, subject: str) -> Any:
    """Somebody else of the same service; the other one has nobody else, so that its number is refused there."""
    return world.clients["lea" if subject != "olga" else "olga"]


def _absence(world: World, subject: str) -> Given:
    attendance = fresh(world, "met", subject).attendances.first()
    newer = Attendance(
        session=attendance.session, client=attendance.client, status="did_not_attend", replaces=attendance, made_at=NOW
    )
    newer.save(force_insert=True)
    return {"attendance": newer, "outcome": "reached"}


def _round_of_choices(world: World, subject: str) -> Given:
    """Two members choose each other; a group of one gets a second member first."""
    group = fresh(world, "group", subject)
    members = list(group.memberships.filter(ends=None).values_list("client", flat=True))
    if len(members) < 2:
        place = Membership(group=group, client=world.clients["con"], starts=NOW - timedelta(days=1), made_at=NOW)
        place.display_name = "Somebody"
        place.save(force_insert=True)
        members.append(place.client_id)
    one, other = members[:2]
    return {"group": group, "question": "", "allowed": 1, "choices": {one: [other], other: [one]}}


def _decided(world: World, subject: str) -> Given:
    meeting = fresh(world, "met", subject)
    open_one = meeting.decisions.filter(result__isnull=True).first()
    return {"decision": open_one, "meeting": meeting, "result": "done"}


def _seated(world: World, subject: str) -> Given:
    """A meeting to come and somebody who has a place in it."""
    group = fresh(world, "group", subject)
    return {"meeting": fresh(world, "meeting", subject), "client": group.memberships.filter(ends=None).first().client}


def _turn_passed(world: World, subject: str) -> Given:
    """A role somebody else carried at the meeting before goes to a member."""
    given = _seated(world, subject)
    turn = RoleTurn(
        session=fresh(world, "met", subject),
        client=world.clients["con"],
        author=world.users["ben"],
        taken_at=NOW,
        made_at=NOW,
    )
    turn.role = "host"
    turn.save(force_insert=True)
    return given | {"turn": turn}


def _leaver(world: World, subject: str) -> Given:
    """Somebody whose place has ended."""
    place = fresh(world, "group", subject).memberships.filter(ends=None).first()
    place.ends = NOW
    place.save(update_fields=["ends"])
    return {"membership": place, "outcome": "reached"}


def _a_place(**more: Any) -> Build:
    """The subject's own place in the group."""

    def build(world: World, subject: str) -> Given:
        places = fresh(world, "group", subject).memberships.filter(ends=None)
        return {"membership": places.filter(client=world.clients[subject]).first() or places.first(), **more}

    return build


def _in_a_ward(world: World, subject: str) -> Given:
    """The group as the meeting of a ward."""
    Group.objects.filter(pk=fresh(world, "group", subject).pk).update(kind="ward")
    return {"meeting": fresh(world, "meeting", subject)}


def _proposed(world: World, subject: str) -> Given:
    agreed = fresh(world, "plan", subject)
    agreed.pk, agreed.state, agreed.agreed_at, agreed.replaces = uuid.uuid4(), "proposed", None, None
    agreed._state.adding = True
    agreed.why = agreed.client_choice = agreed.not_working_if = ""
    agreed.save()
    return {"plan": agreed}


def _outdated(world: World, subject: str) -> Given:
    """A plan that runs in a version which the library has replaced."""
    plan_ = fresh(world, "plan", subject)
    plan_.protocol_version = "0.9"
    plan_.save()
    return {"plan": plan_, "reason": "It is better now", "gates": plan.gates_before("cbt-depression")}


def _session(world: World, subject: str) -> Given:
    return {"session": fresh(world, "session", subject), "client": world.clients[subject]}


def _held(world: World, subject: str) -> Given:
    return {"session": fresh(world, "held", subject), "client": world.clients[subject]}


def _message(world: World, subject: str) -> Given:
    return {"message": OutboxMessage.objects.filter(to_user__isnull=False).first()}


def _site(world: World, subject: str) -> Any:
    return world.clients[subject].site


def _week(world: World, subject: str) -> Given:
    return {"service": world.clients[subject].service, "monday": date(2026, 2, 2)}


def _suggested(world: World, subject: str) -> Given:
    """What answers have put into the register and nobody has looked at."""
    row = HarmEvent(
        client=world.clients[subject],
        kind="other_unwanted_effect",
        happened_on=NOW.date(),
        standing="suggested",
        written_at=NOW,
        made_at=NOW,
    )
    row.save(force_insert=True)
    return {"event": row, "words": "She meant the waiting room."}


def _pair(world: World, subject: str) -> Given:
    """Somebody whom nobody sees yet would not be anybody's; so the pair is refused, once it was let in."""
    pair = allocating.Pair(_colleague(world, subject), "2-10:00", "video")
    return client(world, subject) | {"pair": pair, "reason": "Near"}


BRINGS = allocating.Brings({"2-10:00": ("video",)}, ("en",), 3)
RANG = reach_out.Try("phone", "no_answer", NOW)
STOP = reach_out.Decided("stop", "Eve", "She asked for it")
HARM = harms.Happened("stigma", NOW.date(), "Seen by a neighbour")
DANGER = harms.Happened("neglect", NOW.date(), "Alone at night")
SEEN = harms.Seen("possible", "expected", "minor", "It may have been us.")
TOMORROW = {"starts": NOW + timedelta(days=1), "ends": NOW + timedelta(days=1, hours=8)}
WORRY = {"about": "Nia", "level": "high", "words": "She said goodbye"}
DECISION = choose.Decision("Something with my hands.", override_reason="She begins tomorrow.")
CHOICE = plan.Choice("cbt-depression", 8, "clinic", "individual", "It fits.", "Yes.", "No change by six.")
ANSWERS = {"instrument": "phq9", "answers": PHQ9}
ASKED = inviting.Asked(("phq9",))
HALF = {"instrument": "phq9", "key": uuid.UUID(int=97), "version": 0}
MOVES_TO = {"ana": "con", "zed": "gus", "olga": "olga"}  # somebody whom the same people work with

# Verb -> (what it asks for, its arguments). "W row" and "function name" as in the policy; W! wants it without limits;
# "installation" is what only the running product itself may do ("here": in its own service), "invitation" what only
# somebody without an account who holds one may, and "anybody" what the address and the second fact decide.
CALLS: dict[str, tuple[str, Build]] = {
    "asking.open_requests": ("installation", lambda w, s: {}),
    "asking.plan_measure_reminders": ("installation", lambda w, s: {}),
    "assess.record_assessment": ("W formulation", person(circumstances=dict.fromkeys(assess.CIRCUMSTANCES, "x"))),
    "author.start_instrument": ("function author", lambda w, s: {"title": "Mine", "language": "en"}),
    "author.start_version": ("function author", thing("own_instrument", "own")),
    "author.save_draft": (
        "function author",
        thing("own_instrument", "own", change=author.Change("add_answers", {"form": "choice"}), edits=0),
    ),
    "author.undo_change": ("function author", thing("own_instrument", "own", edits=0)),
    "author.propose": ("function author", thing("own_instrument", "own", edits=0)),
    "author.send_back": ("function author", thing("own_instrument", "own", reason="Shorter")),
    "author.release": ("function release", thing("own_instrument", "own", reason="Tried")),
    "author.retire": ("function author", thing("own_instrument", "own", reason="Left behind")),
    "author_documents.start_document": (
        "function author",
        lambda w, s: {"kind": "worksheet", "title": "Mine"},
    ),
    "author_documents.start_version": ("function author", thing("own_document", "own")),
    "author_documents.save": (
        "function author",
        thing("own_document", "own", edit=Edit({("title",): ["Other"]}), edits=0),
    ),
    "author_documents.undo": ("function author", thing("own_document", "own", edits=0)),
    "author_documents.propose": ("function author", thing("own_document", "own", edits=0)),
    "author_documents.send_back": ("function author", thing("own_document", "own", reason="Shorter")),
    "author_documents.release": ("function release", thing("own_document", "own", reason="Tried")),
    "author_documents.retire": ("function author", thing("own_document", "own", reason="Left behind")),
    "packs.import_pack": ("function author", lambda w, s: {"content": b"no pack", "trusted": ""}),
    "countersign.countersign_ending": ("W supervision", person(words="Talked through")),
    "escalate.escalate_overdue_alerts": ("installation", lambda w, s: {}),
    "consent.decide_consent": ("W consents", person(purpose="research", is_given=False, text_version="1")),
    "consent.give_grant": (
        "W consents",
        lambda w, s: (
            client(w, s)
            | {"grantee": w.users["walt"], "kind": "consent", "resources": ["plan"], "ends": NOW + timedelta(days=2)}
            | {"reason": "Wished"}
        ),
    ),
    "consent.withdraw_grant": ("W consents", _grant),
    "consent.open_in_emergency": ("emergency", person(reason="Found at the river, not answering")),
    "consent.block_account": ("W consents", lambda w, s: client(w, s) | {"user": w.users["emx"], "reason": "Cousins"}),
    "correct.withdraw_measurement": ("W answers", thing("measurement", reason="entered_in_error", words="Mixed up")),
    "correct.move_measurement": (
        "W answers",
        lambda w, s: {
            "measurement": fresh(w, "measurement", s),
            "to": w.clients[MOVES_TO[s]],
            "words": "Mixed up",
        },
    ),
    "deliver.book_session": (
        "W appointments",
        lambda w, s: {
            "plan": fresh(w, "plan", s),
            "starts_at": NOW + timedelta(days=7),
            "minutes": 50,
            "setting": "clinic",
            "practitioner": _colleague(w, s).pk,
        },
    ),
    "deliver.record_attendance": (
        "W appointments",
        lambda w, s: _session(w, s) | {"status": "attended", "minutes": 50, "reason": ""},
    ),
    "deliver.record_session": (
        "W progress_note",
        lambda w, s: _held(w, s) | {"what": deliver.WhatHappened("More"), "adds_to": fresh(w, "record", s)},
    ),
    "deliver.set_work": (
        "W plan",
        lambda w, s: {
            "plan": fresh(w, "plan", s),
            "session": None,
            "work": deliver.Work("thought-record", "To look", None),
        },
    ),
    "deliver.withdraw_work": ("W plan", thing("assignment")),
    "deliver.hand_in_work": (
        "W work",
        thing("assignment", key=uuid.UUID(int=91), done="part", answers={"lifted": "A walk"}, obstacle=""),
    ),
    "deliver.reply_to_work": ("W plan", thing("entry", words="I saw that.")),
    "collecting.collect_data_set": (
        "function outcome_rows",
        lambda w, s: {"period_from": date(2025, 12, 1), "period_to": date(2025, 12, 31)},
    ),
    "ask_snapshot.ask_for_snapshot": (
        "function programme",
        lambda w, s: {"period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31)},
    ),
    "ask_snapshot.count_asked_snapshot": ("installation here", thing("snapshot_request", "asked")),
    "ask_snapshot.give_up_snapshot": ("installation here", thing("snapshot_request", "asked", failure="ValueError")),
    "evaluate.take_monthly_snapshot": ("installation", lambda w, s: {}),
    "evaluate.take_snapshot": (
        "function programme",
        lambda w, s: {
            "period_from": date(2025, 10, 1),
            "period_to": date(2025, 12, 31),
            "service_id": w.clients[s].service_id,
        },
    ),
    "export.begin_outcome_export": (
        "function outcome_rows",
        lambda w, s: {"export": uuid.UUID(int=94), "service_id": w.clients[s].service_id},
    ),
    "learn_benefits.learn_monthly_benefits": ("installation", lambda w, s: {}),
    "learn.refit_expected_courses": ("function programme", lambda w, s: {"service_id": w.clients[s].service_id}),
    "fill_in.fill_in_sheet": (
        "W progress_note",
        lambda w, s: {
            "plan": fresh(w, "plan", s),
            "filled": fill_in.Filled("staying-well-plan", {}, True),
            "key": uuid.UUID(int=92),
        },
    ),
    "fill_in.correct_sheet": ("W progress_note", thing("sheet", answers={}, key=uuid.UUID(int=93))),
    "finish.finish_session": (
        "W progress_note",
        lambda w, s: (
            _session(w, s)
            | {"done": finish.Finished("attended", 50, "", deliver.WhatHappened("Done")), "draft_version": 0}
        ),
    ),
    "finish.save_session_draft": (
        "W progress_note",
        lambda w, s: _session(w, s) | {"content": {"note": "Half"}, "version": 0},
    ),
    "draw_family.change_family_picture": (
        "W formulation",
        picture("genogram", part="people", row=None, values={"name": "Leo"}),
    ),
    "draw_family.remove_from_family_picture": ("W formulation", picture("genogram", part="people", row=1)),
    "draw_family.undo_family_picture": ("W formulation", picture("genogram")),
    "draw_family.keep_family_picture": ("W formulation", picture("genogram", is_shared=False)),
    "formulate.name_problem": ("W plan", person(words="Sleep")),
    "formulate.resolve_problem": ("W plan", thing("problem")),
    "formulate.write_formulation": (
        "W formulation",
        person(template="five-ps", boxes={"presenting": "x"}, is_shared=False),
    ),
    "forming.form_group": (
        "function form_group",
        lambda w, s: {
            "site": _site(w, s),
            "name": "New",
            "kind": "therapy",
            "protocol": "community-sociotherapy",
            "capacity": 8,
            "facilitators": [w.users["other_finn" if s == "olga" else "finn"]],
            "agreement": "",
        },
    ),
    "forming.describe_group": ("W group", thing("group", frame=FRAME, capacity=12, agreement="")),
    "forming.begin_group": ("W group", _forming_group),
    "forming.place_people": ("function form_group", _placing),
    "waiting.put_on_group_list": ("W! group_wait", person(wanted=WANTED)),
    "waiting.take_off_group_list": ("W! group_wait", thing("wait")),
    "waiting.keep_apart": (
        "W! kept_apart",
        lambda w, s: client(w, s) | {"number": _neighbour(w, s).number, "reason": "They were a couple"},
    ),
    "waiting.end_keeping_apart": ("W! kept_apart", thing("rule")),
    "engage.tell_barriers": ("W engagement", person(kinds=("transport",))),
    "engage.choose_remedies": ("W engagement", person(chosen=("fare_paid",))),
    "engage.offer_remedy": ("W engagement", lambda w, s: {"barrier": fresh(w, "barrier", s), "kind": "outside_work"}),
    "engage.answer_remedy": ("W engagement", thing("offer", "remedy", answer="declined")),
    "engage.finish_remedy": ("W engagement", thing("promise", "remedy")),
    "engage.say_first_contact": ("W engagement", person(wishes={"who": "woman"}, goal={"step": "Sleep"})),
    "reach_out.begin_outreach": ("W outreach", person(reason="not_met_yet")),
    "reach_out.record_try": ("W outreach", thing("outreach", what=RANG)),
    "reach_out.decide_outreach": ("W outreach", thing("outreach", what=STOP)),
    "look_back.write_debrief": ("W group_note", thing("met", "meeting", seen=look_back.LookBack("Calm"))),
    "mark_meeting.mark_meeting": ("W group_note", thing("met", "meeting", marked=Marked(uuid.UUID(int=85), 1))),
    "ask_members.open_check": ("W roster", thing("met", "meeting", instrument=GROUP_CHECK)),
    "ask_members.pass_tablet": ("W roster", thing("met", "meeting", instrument=GROUP_CHECK)),
    "ask_members.end_round": ("invitation", lambda w, s: {"invitations": [fresh(w, "tablet", s)]}),
    "look_back.ask_after": ("W roster", _absence),
    "look_back.record_choices": ("W group_note", _round_of_choices),
    "weigh.decide_on_stop": ("W group_note", thing("group", decision="go_on", reason="Calm again")),
    "share.move_phase": ("W group_note", thing("group", phase="care", reason="A rule held")),
    "share.write_decision": (
        "W group_decision",
        lambda w, s: {"meeting": fresh(w, "met", s), "kind": "decision", "words": "We sing"},
    ),
    "share.end_decision": ("W group_decision", _decided),
    "share.take_role": ("W group_role", lambda w, s: _seated(w, s) | {"role": "Singer"}),
    "share.pass_role": ("W group_role", _turn_passed),
    "share.note_here_and_now": ("W group_note", thing("met", "meeting", themes=["trust"])),
    "share.ask_leaver": ("W group_leaver", _leaver),
    "together.ask_alone": ("W roster", _one_inside(said=dict.fromkeys(SCREEN, "no"), answer="safe", was_alone=True)),
    "together.keep_confidence": ("W roster", _one_inside(words="It is hard at home")),
    "together.write_joint_summary": ("W joint_note", thing("group", words="We listen", is_offered=True)),
    "together.answer_joint_summary": ("W joint_note", thing("summary", agrees=True)),
    "peers.record_contact": ("W peer_log", person(what=peers.Contact("call", NOW, 5, "We talked"))),
    "peers.answer_contact": ("W peer_log", _an_entry),
    "peer_register.say_how_i_am": ("function peer_support", lambda w, s: {"feels": "low", "wants_talk": True}),
    "peer_register.agree_boundaries": ("function peer_support", lambda w, s: {"words": "Until six"}),
    "peer_register.record_training": (
        "over peer",
        thing("peer", "person", topic="safety", on=NOW.date(), words="Done"),
    ),
    "peer_register.record_supervision": ("over peer", thing("peer", "person", on=NOW.date(), words="We talked")),
    "pairing.wish_for_peer": ("W peer_wish", person(called="Sam", wish=WISHED)),
    "pairing.stop_wishing": ("W peer_wish", person()),
    "pairing.share_experience": ("function peer_support", lambda w, s: {"sharing": WISHED, "places": 2}),
    "pairing.choose_peer": ("W peer_match", lambda w, s: client(w, s) | {"person": w.users["polly"]}),
    "pairing.answer_choice": ("own peer", thing("peer_match", "match", agrees=True)),
    "pairing.look_at_match": ("W peer_match", thing("peer_match", "match", is_safe=True)),
    "pairing.review_match": (
        "W peer_match",
        thing("peer_match", "match", person_says="go_on", peer_says="not_said"),
    ),
    "pairing.end_match": ("W peer_match", thing("peer_match", "match")),
    "pairing.step_back": ("own peer", thing("peer_match", "match")),
    "connect.add_connection": ("W connections", person(kind="place", ring="near", called="The pool")),
    "connect.move_connection": ("W connections", thing("connection", ring="close")),
    "connect.remove_connection": ("W connections", thing("connection")),
    "connect.share_map": ("W connections", person()),
    "connect.stop_sharing_map": ("W connections", person()),
    "keep_activities.list_activity": ("function keep_activities", lambda w, s: {"facts": CHESS, "review_on": None}),
    "keep_activities.mend_activity": ("function keep_activities", thing("activity", facts=CHESS, review_on=None)),
    "keep_activities.check_activity": ("function keep_activities", thing("activity")),
    "keep_activities.take_off_activity": ("function keep_activities", thing("activity")),
    "go_out.say_wish": ("W outings", person(part="cost", said="free")),
    "go_out.plan_outing": ("W outings", lambda w, s: client(w, s) | {"activity": fresh(w, "activity", s)}),
    "go_out.plan_part": ("W outings", thing("outing", part="who", said="My sister")),
    "go_out.take_back_outing": ("W outings", thing("outing")),
    "go_out.tell_outing": ("W outings", thing("outing", went="yes")),
    "go_out.tell_more": ("W outings", thing("outing", part="words", words="It was loud")),
    "warm_line.plan_warm_line": (
        "function plan_warm_line",
        thing("peer", "person", starts=NOW + timedelta(days=1), ends=NOW + timedelta(days=1, hours=2)),
    ),
    "warm_line.leave_warm_line": ("line", thing("line_shift", "shift")),
    "warm_line.count_call": (
        "own line",
        thing("line_shift", "shift", minutes=5, need="loneliness", passed_on="nobody"),
    ),
    "gather.join_group": (
        "W group",
        lambda w, s: {
            "group": fresh(w, "group", s),
            "client": w.clients["olga" if s == "olga" else "sam_as_client"],
            "display_name": "Sam",
        },
    ),
    "gather.join_by_number": (
        "W group",
        lambda w, s: {
            "group": fresh(w, "group", s),
            "number": w.clients["olga" if s == "olga" else "sam_as_client"].number,
            "display_name": "Sam",
            "is_prepared": True,
        },
    ),
    "gather.leave_group": (
        "W group",
        lambda w, s: {"membership": fresh(w, "group", s).memberships.filter(ends=None).first()},
    ),
    "run_group.end_group": ("W group", thing("group")),
    "run_group.lead_group": ("W group_leading", _leading_anew),
    "run_group.stop_leading": ("W group_leading", _stopping),
    "run_group.call_off_meeting": ("W group", thing("meeting")),
    "run_group.move_meeting": ("W group", thing("meeting", starts_at=NOW + timedelta(days=11))),
    "gather.book_meeting": ("W group", thing("group", starts_at=NOW + timedelta(days=9), minutes=90)),
    "gather.write_group_entry": (
        "W group_note",
        lambda w, s: {
            "meeting": fresh(w, "meeting", s),
            "client": fresh(w, "group", s).memberships.filter(ends=None).first().client,
            "words": "Quiet",
            "is_released": False,
        },
    ),
    "agenda.ask_for_point": (
        "W agenda_wish",
        lambda w, s: client(w, s) | {"group": fresh(w, "group", s), "words": "The kitchen"},
    ),
    "agenda.put_on_agenda": ("W group_agenda", thing("group", words="The kitchen")),
    "agenda.deal_with_point": (
        "W group_agenda",
        lambda w, s: {"point": fresh(w, "agenda_point", s), "meeting": fresh(w, "met", s)},
    ),
    "agreeing.say_yes": ("W group_agreement", _a_place(read="the text")),
    "agreeing.enter_yes": ("W group_agreement", _a_place(on=NOW.date())),
    "ward.call_the_house": ("W group", _in_a_ward),
    "gather.record_meeting": ("W group_note", thing("meeting", register=(), themes="Quiet", note="Quiet")),
    "explain.explain_limits": ("W consents", person(understood="own_words", language="en")),
    "harms.record_harm": ("W harms", person(what=HARM)),
    "harms.set_harm_aside": ("W harms", _suggested),
    "harms.judge_harm": ("W harms", thing("harm", "event", seen=SEEN)),
    "harms.record_safeguarding": ("W safeguarding", person(what=DANGER)),
    "harms.judge_safeguarding": ("W! safeguarding", thing("danger", "event", seen=SEEN)),
    "hide.hide_things": ("W abuse_flag", person(things=["work"])),
    "hide.agree_to_show": ("W abuse_flag", client),
    "inviting.invite_by_link": ("W answers", person(asked=ASKED, key=uuid.UUID(int=96), agreed_word="heron")),
    "inviting.hand_over_tablet": ("W answers", person(asked=ASKED)),
    "inviting.withdraw_invitation": ("W answers", thing("invitation")),
    "inviting.open_invitation": ("anybody", lambda w, s: {"address": "0" * 64, "second_fact": "heron"}),
    "inviting.answer_invited": ("invitation", thing("invitation", item="mood", value=1, **HALF)),
    "inviting.hear_refused_invited": (
        "invitation",
        lambda w, s: {
            name: one
            for name, one in thing("invitation", item="mood", value=1, **HALF)(w, s).items()
            if name != "version"
        },
    ),
    "inviting.send_invited": ("invitation", thing("invitation", language="en", **HALF)),
    "caring.name_carer": ("W carer", person(named=MIA)),
    "caring.hear_carer": ("W carer", thing("carer", says_yes=True)),
    "caring.invite_carer": ("W carer", thing("carer", agreed_word="heron", key=uuid.UUID(int=98))),
    "caring.let_carer_go": ("W carer", thing("carer")),
    "carer_plan.write_carer_plan": ("invitation", thing("carer_link", "invitation", part="break", words="A walk")),
    "carer_plan.keep_carer_plan": ("invitation", thing("carer_link", "invitation", is_shared=True)),
    "carer_plan.stop_being_asked": ("invitation", thing("carer_link", "invitation")),
    "inviting.give_tablet_back": ("invitation", thing("tablet", "invitation")),
    "measure.save_answers": ("W answers", person(**ANSWERS, key=uuid.UUID(int=92), version=0)),
    "measure.answer_question": (
        "W answers",
        person(instrument="phq9", item="mood", value=1, key=uuid.UUID(int=93), version=0),
    ),
    "measure.hear_refused_answer": (
        "W answers",
        person(instrument="phq9", item="mood", value=1, key=uuid.UUID(int=93)),
    ),
    "measure.send_check_in": (
        "W answers",
        person(instrument="phq9", key=uuid.UUID(int=94), version=0, language="en"),
    ),
    "measure.submit_measurement": ("W answers", person(**ANSWERS, key=uuid.UUID(int=95), language="en")),
    "messages.lease_messages": ("installation", lambda w, s: {"limit": 3}),
    "messages.mark_sent": ("installation", _message),
    "messages.mark_failed": ("installation", lambda w, s: _message(w, s) | {"failure": "No answer"}),
    "messages.plan_reminders": ("installation", lambda w, s: {}),
    "paper.enter_paper_form": (
        "W answers",
        person(form=paper.PaperForm("phq9", PHQ9, NOW.date()), key=uuid.UUID(int=98)),
    ),
    "discuss.hold_discussion": ("W supervision", thing("plan", agreed="Meet twice a week")),
    "own_view.say_own_view": ("W answers", person(areas=["alliance"], stay="Walks", change="")),
    "step.change_step": ("W plan", person(step=step.Step(2, "common-mental-health", "Fits"))),
    "plan.agree_goal": ("W goals", person(words="Cook", first_step="Buy rice", problem=None)),
    "plan.close_goal": ("W goals", thing("goal")),
    "plan.propose_plan": ("W plan", person(choice=CHOICE)),
    "choose.note_planning_facts": ("W formulation", person(said={"goals": ["G2"]})),
    "choose.keep_choice": ("W plan", person(outcome="not_decided", protocol="", decision=DECISION)),
    "choose.choose_plan": ("W plan", person(choice=CHOICE, decision=DECISION, is_agreed=False)),
    "plan.agree_plan": ("W plan", _proposed),
    "plan.attest_gates": ("W plan", thing("plan", gates=plan.gates_before("cbt-depression"))),
    "tailor.tailor_plan": (
        "W plan",
        thing("plan", change=tailor.Change("", "skip", meeting="cbt-depression:9"), reason="Not needed"),
    ),
    "tailor.undo_tailoring": ("W plan", thing("tailoring", reason="She wants it")),
    "tailor.change_phase": ("W plan", thing("plan", phase="activate", reason="Ready")),
    "tailor.move_to_version": ("W plan", _outdated),
    "ending.end_plan_with": ("W plan", thing("plan", closing=ending.Closing(helped="Walking"))),
    "picturing.keep_picture": (
        "W work",
        lambda w, s: {"assignment": w.things["picture", s].assignment, "content": a_png("A boat")},
    ),
    "picturing.remove_picture": ("W work", _draft_picture),
    "practise.finish_work": ("W work", thing("assignment")),
    "practise.keep_practice": (
        "W work",
        person(practice="paced-breathing", ratings={"before": 6}, key=uuid.UUID(int=97)),
    ),
    "practise.hear_refused": (
        "W work",
        lambda w, s: {name: one for name, one in _draft_work(w, s).items() if name != "version"},
    ),
    "practise.save_step": ("W work", lambda w, s: _draft_work(w, s) | {"pictures": {}}),
    "practise.save_work": ("W work", _draft_work),
    "practise.try_card": ("W work", person(lesson="panic-cycle", card=1, came=True)),
    "refer.refer": (
        "function refer",
        lambda w, s: {
            "site": _site(w, s),
            "person": refer.NewClient("Nia"),
            "source": "self",
            "reason": "",
            "received_on": NOW.date(),
        },
    ),
    "allocating.say_availability": ("function own_availability", lambda w, s: {"brings": BRINGS}),
    "allocating.set_availability_of": (
        "function staff_availability",
        lambda w, s: {"person": _colleague(w, s), "brings": BRINGS},
    ),
    "allocating.note_appointment_wish": (
        "W appointment_wish",
        person(asks=allocating.Asks(("2-morning",), ("en",), ("video",)), words="", not_now=""),
    ),
    "allocating.accept_allocation": ("W allocation", _pair),
    "allocating.accept_all": ("W allocation", lambda w, s: {"pairs": [(_pair(w, s)["client"], _pair(w, s)["pair"])]}),
    "allocating.decline_allocation": (
        "W allocation",
        lambda w, s: client(w, s) | {"practitioner": _colleague(w, s), "reason": "Neighbours"},
    ),
    "allocating.undo_allocation": ("W allocation", thing("allocation")),
    "allocating.tell_allocated": ("W allocation", thing("allocation")),
    "refer.allocate": ("function allocate", lambda w, s: client(w, s) | {"practitioner": _colleague(w, s)}),
    "refer.set_contact_rule": ("W contact", person(rule=refer.SafeContact("none"))),
    "review.decide_review": (
        "W plan",
        thing("plan", decision="go_on", reason="Better", client_says="Yes", seen_then={}),
    ),
    "review.end_episode": ("W plan", person(ending="completed", note="")),
    "bulk.request_bulk_export": (
        "function request_bulk_export",
        lambda w, s: {"kind": "tables", "purpose": "The ministry collects them by law."},
    ),
    "bulk.decide_bulk_export": (
        "function decide_bulk_export",
        thing("bulk_export", "bulk_export", is_approved=False, reason="No contract yet", days=1),
    ),
    "files_out.note_files": (
        "function outcome_rows",
        lambda w, s: {"kind": "data_set", "folder": Path("/nowhere/out")},
    ),
    "files_out.delete_files": ("installation here", thing("files_out", "files")),
    "files_out.note_not_deleted": ("installation here", thing("files_out", "files", failure="PermissionError")),
    "research.request_extract": (
        "function request_extract",
        lambda w, s: {"title": "Waits", "question": "Do long waits go with worse outcomes?", "k": 5},
    ),
    "research.decide_extract": (
        "function decide_extract",
        thing("research_extract", "extract", is_approved=False, reason="Ethics withdrawn", days=1),
    ),
    "research.take_extract": ("function request_extract", thing("research_extract", "extract")),
    "rota.plan_shift": ("function rota", lambda w, s: {"person": _duty(w, s), **TOMORROW, "is_backup": False}),
    "rota.withdraw_shift": ("function rota", thing("shift")),
    "rota.publish_week": ("function rota", _week),
    "rota.repeat_week": ("function rota", _week),
    "rota.record_absence": ("function rota", lambda w, s: {"person": _colleague(w, s), **TOMORROW}),
    "rota.record_own_absence": ("function staff_pages", lambda w, s: TOMORROW),
    "rota.end_absence": ("function rota", thing("absence")),
    "worry.tell_concern": ("function staff_pages", lambda w, s: WORRY),
    "worry.tell_concern_as_client": ("W alerts", person(**WORRY)),
    "worry.ask_for_contact": ("W alerts", person(level="high", words="I am not well")),
    "worry.see_concern": ("function answer_concern", thing("concern")),
    "worry.link_concern": (
        "answer_concern W! alerts",
        lambda w, s: {"concern": fresh(w, "concern", s)} | client(w, s),
    ),
    "worry.close_concern": ("function answer_concern", thing("concern", reason="Nobody here")),
    "safety.raise_concern": ("W alerts", person(level="high", words="Worried")),
    "safety.see_alert": ("W! alerts", thing("alert")),
    "safety.contact_about_alert": ("W! alerts", thing("alert", note="Rang")),
    "safety.review_safety_for_alert": ("W! alerts", thing("alert", note="Looked")),
    "safety.close_alert": ("W! alerts", thing("alert", outcome="plan_renewed", note="")),
    "safety.hand_over_alert": (
        "W! alerts",
        lambda w, s: {"alert": fresh(w, "alert", s), "to": _duty(w, s), "note": ""},
    ),
    "safety.write_safety_plan": ("W safety_plan", person(steps={"coping": ["Walk"]}, reasons_for_living="")),
    "follow_up.record_follow_up": ("W safety_talk", thing("follow_up", is_reached=False, note="Rang")),
    "talk_about_safety.hold_safety_talk": (
        "W safety_talk",
        person(said=talk_about_safety.Said({"wish": "no"}), key=uuid.UUID(int=99)),
    ),
    "talk_about_safety.review_safety_plan": ("W safety_plan", thing("safety_plan", "plan")),
    "talk_about_safety.raise_overdue_follow_ups": ("installation", lambda w, s: {}),
    "draw_start.draw_start": (
        "W plan",
        person(instrument="phq9", window=draw_start.Window(*(NOW.date() + timedelta(days=n) for n in (0, 7, 30, 50)))),
    ),
    "enrol.ask_about_trial": ("W trial", _asked_about),
    "enrol.note_step": ("W trial", thing("arm_drawn", "drawn", step="received", reason="")),
    "enrol.flag_error": ("W trial", thing("arm_drawn", "drawn", reason="enrolled_twice")),
    "run_trial.open_trial": (
        "function run_trial",
        lambda w, s: {
            "title": "Groups",
            "question": "Do groups help more than usual care?",
            "approval": "Ethics 26/014",
            "design": run_trial.Design(("Group", "Usual care"), "blocks"),
        },
    ),
    "run_trial.draw_arms": ("function run_trial", thing("trial")),
    "run_trial.close_trial": ("function run_trial", thing("trial")),
    "schedule.set_schedule": (
        "W plan",
        person(asking=schedule.Asking("pcl5", "weekly", NOW.date())),
    ),
    "schedule.end_schedule": ("W plan", thing("schedule")),
    "schedule.skip_request": ("W answers", thing("request", reason="unwell")),
    "schedule.refuse_request": ("W answers", thing("request", reason="upsetting")),
    "schedule.reopen_request": ("W answers", thing("passed_over", "request")),
    "set_up.open_service": (
        "function set_up",
        lambda w, s: {"name": "Third", "language": "en", "country": "GB", "time_zone": "Europe/London"},
    ),
    "set_up.add_site": ("function set_up", lambda w, s: {"service": w.clients[s].service, "name": "Annexe"}),
    "set_up.open_account": (
        "function set_up",
        lambda w, s: {
            "service": w.clients[s].service,
            "username": "newcomer",
            "display_name": "New",
            "roles": ["duty"],
            "password": None,
        },
    ),
    "set_up.give_client_login": ("function set_up", person(username="again", password=None)),
    "sign_evidence.sign_evidence": (
        "function sign_evidence",
        lambda w, s: {"question": "depression-cbt", "sum_": evidence_now("depression-cbt")[1], "words": "Read it"},
    ),
    "sign_off.sign_off_record": ("supervised W supervision", thing("record", decision="approved", words="")),
    "think.write_process_note": (
        "led W progress_note",
        lambda w, s: {"session": fresh(w, "held", s), "words": {"own": "I was tired."}},
    ),
    "set_up.start_supervision": (
        "function set_up",
        lambda w, s: {"supervisor": _duty(w, s), "supervisee": _colleague(w, s)},
    ),
}
GROUP_VERBS = {
    "run_group.end_group",
    "run_group.lead_group",
    "run_group.stop_leading",
    "run_group.call_off_meeting",
    "run_group.move_meeting",
    "forming.describe_group",
    "forming.begin_group",
    "mark_meeting.mark_meeting",
    "ask_members.open_check",
    "ask_members.pass_tablet",
    "look_back.write_debrief",
    "look_back.ask_after",
    "look_back.record_choices",
    "weigh.decide_on_stop",
    "share.move_phase",
    "share.write_decision",
    "share.end_decision",
    "share.take_role",
    "share.pass_role",
    "share.note_here_and_now",
    "share.ask_leaver",
    "together.ask_alone",
    "together.keep_confidence",
    "together.write_joint_summary",
    "together.answer_joint_summary",
    "gather.join_group",
    "gather.join_by_number",
    "gather.leave_group",
    "gather.book_meeting",
    "gather.record_meeting",
    "gather.write_group_entry",
    "agenda.put_on_agenda",
    "agenda.deal_with_point",
    "agreeing.enter_yes",
    "ward.call_the_house",
}
# Never done with a client's own rights, nor to one's own record.
BY_STAFF = {
    "enrol.ask_about_trial",
    "enrol.note_step",
    "enrol.flag_error",
    "draw_start.draw_start",
    "allocating.note_appointment_wish",
    "allocating.accept_allocation",
    "allocating.accept_all",
    "allocating.decline_allocation",
    "allocating.undo_allocation",
    "allocating.tell_allocated",
    "engage.offer_remedy",
    "engage.finish_remedy",
    "reach_out.begin_outreach",
    "reach_out.record_try",
    "reach_out.decide_outreach",
    "pairing.look_at_match",
    "pairing.review_match",
    "peers.record_contact",
    "together.write_joint_summary",
    "waiting.put_on_group_list",
    "waiting.take_off_group_list",
    "waiting.keep_apart",
    "waiting.end_keeping_apart",
    "countersign.countersign_ending",
    "discuss.hold_discussion",
    "correct.withdraw_measurement",
    "correct.move_measurement",
    "fill_in.fill_in_sheet",
    "fill_in.correct_sheet",
    "follow_up.record_follow_up",
    "talk_about_safety.hold_safety_talk",
    "sign_off.sign_off_record",
    "think.write_process_note",
    "inviting.invite_by_link",
    "inviting.hand_over_tablet",
    "inviting.withdraw_invitation",
    "caring.name_carer",
    "caring.hear_carer",
    "caring.invite_carer",
    "caring.let_carer_go",
    "paper.enter_paper_form",
    "agreeing.enter_yes",
}
# A client's own half-written work, whether it is finished, and what they tell about themselves.
OWN_ONLY = {
    "agenda.ask_for_point",
    "agreeing.say_yes",
    "pairing.wish_for_peer",
    "pairing.stop_wishing",
    "pairing.choose_peer",
    "peers.answer_contact",
    "own_view.say_own_view",
    "worry.tell_concern_as_client",
    "worry.ask_for_contact",
    "practise.save_step",
    "practise.save_work",
    "practise.finish_work",
    "practise.hear_refused",
    "practise.keep_practice",
    "practise.try_card",
    "picturing.keep_picture",
    "picturing.remove_picture",
}
# Said by somebody who has a place in the group, for themselves.
BY_MEMBERS = {"together.answer_joint_summary"}
# Makes a new service, or something in one's own service: there is none to compare with.
ANYWHERE = {
    "ask_snapshot.ask_for_snapshot",
    "allocating.say_availability",
    "pairing.share_experience",
    "peer_register.say_how_i_am",
    "peer_register.agree_boundaries",
    "set_up.open_service",
    "author.start_instrument",
    "author_documents.start_document",
    "keep_activities.list_activity",
    "packs.import_pack",
    "bulk.request_bulk_export",
    "files_out.note_files",
    "collecting.collect_data_set",
    "research.request_extract",
    "run_trial.open_trial",
    "sign_evidence.sign_evidence",
    "rota.record_own_absence",
    "worry.tell_concern",
}

__all__ = [
    "ANYWHERE",
    "BY_MEMBERS",
    "BY_STAFF",
    "CALLS",
    "GROUP_VERBS",
    "OWN_ONLY",
    "every_verb",
    "formulate",
    "gather",
    "review",
]
