"""What can be hidden beside the work between meetings: before a first meeting, beside a person, in a group."""

from __future__ import annotations

from typing import Any

from kith.care.actions import (
    choose,
    connect,
    engage,
    formulate,
    gather,
    go_out,
    keep_activities,
    pairing,
    peers,
    reach_out,
    share,
    waiting,
)
from kith.care.models import Activity, CareRelationship, Client, Group
from tests.care.courses import a_group, a_meeting, a_member, record
from tests.care.peer_scenes import a_peer
from tests.people import People
from tests.safety.canaries import canary
from tests.safety.world_of_activities import CHOIR
from tests.safety.world_of_families import family_and_home, somebody_cares
from tests.safety.world_of_groups import wanted


def one_group_for(people: People, *clients: Client) -> Group:
    """These people have met in one group, and Pete walks beside each of them."""
    group = a_group(people)
    for client in clients:
        a_member(people, group, client, client.given_name.lower(), client.given_name)
    meeting = a_meeting(people, group)
    a_peer(people, "pete", "Pete Halloran")
    for client in clients:
        CareRelationship.objects.create(
            client=client, staff=people.accounts["pete"], kind="peer_supporter", starts=people.at, made_at=people.at
        )
    keep_activities.list_activity(facts=CHOIR, review_on=None, by=people.sees("ben"), at=people.at)
    people.later(days=1, hours=3)
    record(people, meeting, dict.fromkeys(clients, "attended"))
    return group


def around(people: People, client: Client, name: str) -> set[str]:
    """One of everything, each private word a canary."""
    words = [canary() for _ in range(15)]
    given: dict[str, Any] = {"client": client, "by": people.sees("ben"), "at": people.at}
    mine = given | {"by": people.sees(name)}
    _before_a_first_meeting(words[:3], given, mine)
    _beside(people, words[3:8], given, mine)
    _in_a_group(people, words[8:10], given)
    _out_of_doors(words[12:], given, mine)
    boxes = {"hypothesis": words[10]}
    formulate.write_formulation(template="five-ps", boxes=boxes, is_shared=True, **given)
    choose.keep_choice(outcome="nothing_for_now", protocol="", decision=choose.Decision(words[11]), **given)
    family_and_home(client, {"by": given["by"], "at": people.at})
    somebody_cares(client, {"by": given["by"], "at": people.at})
    return set(words)


def _before_a_first_meeting(words: list[str], given: dict[str, Any], mine: dict[str, Any]) -> None:
    engage.tell_barriers(kinds=("cost", "other"), words=words[0], **mine)
    engage.choose_remedies(chosen=("fare_paid",), **mine)
    engage.say_first_contact(wishes={"who": "man"}, goal={"step": words[1]}, **mine)
    outreach = reach_out.begin_outreach(reason="fell_silent", **given)
    rang = reach_out.Try("phone", "no_answer", given["at"], words[2])
    reach_out.record_try(outreach=outreach, what=rang, by=given["by"], at=given["at"])


def _beside(people: People, words: list[str], given: dict[str, Any], mine: dict[str, Any]) -> None:
    what = peers.Contact("met", people.at, 50, words[0], said=words[1])
    contact = peers.record_contact(what=what, **given | {"by": people.sees("pete")})
    peers.answer_contact(contact=contact, kind="differently", words=words[2], by=mine["by"], at=people.at)
    wish = pairing.Sharing(("violence",), ("en",), ("1-morning",), words[3])
    pairing.wish_for_peer(called="Annie", wish=wish, **mine)
    connect.add_connection(kind="person", ring="close", called=words[4], **mine)
    connect.share_map(**mine)


def _out_of_doors(words: list[str], given: dict[str, Any], mine: dict[str, Any]) -> None:
    choir = Activity.objects.get()
    go_out.say_wish(part="interests", said=["music"], **mine)
    acting = {"by": mine["by"], "at": mine["at"]}
    went = go_out.plan_outing(activity=choir, **mine)
    go_out.plan_part(outing=went, part="who", said=words[0], **acting)
    go_out.tell_outing(outing=went, went="yes", **acting)
    go_out.tell_more(outing=went, part="words", words=words[1], **acting)
    plan = go_out.plan_outing(activity=choir, **mine)
    go_out.plan_part(outing=plan, part="easier", said=words[2], **acting)


def _in_a_group(people: People, words: list[str], given: dict[str, Any]) -> None:
    meeting = given["client"].membership_set.get().group.sessions.get()
    led = given | {"by": people.sees("finn"), "meeting": meeting}
    gather.write_group_entry(words=words[0], is_released=True, **led)
    share.take_role(role=words[1], **led)
    waiting.put_on_group_list(wanted=wanted(), **given)
