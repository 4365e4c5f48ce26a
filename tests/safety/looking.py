"""What is looked for on every visit: words not to be seen, a trace, and a way to say that one is worried."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from kith.care.models import (
    Carer,
    CarerPlan,
    Confidence,
    Connection,
    FamilyPicture,
    Formulation,
    JointSummary,
    MapShare,
    PeerAnswer,
    PeerContact,
    PeerWish,
    ProcessNote,
    SessionRecord,
    Sheet,
)
from tests.reports.read_pdf import words_of
from tests.safety import expected
from tests.safety.canaries import Perch, found_in
from tests.safety.doors import Knocking, Visit, address, things_of
from tests.safety.expected import CLIENTS, table
from tests.safety.world import SUBJECTS, World

# What “limited” leaves of the private fields. Anything else that is limited shows nothing private at all.
LIMITED = {
    ("Client", "given_name"),
    ("Client", "family_name"),
    ("Client", "preferred_name"),
    ("Membership", "display_name"),
    ("SafetyPlan", "steps"),  # the steps of a crisis, not the reasons for living
}
OF_THE_GROUP = ("roster", "group_leaver")
MEMBER_OF = {
    "ana": ("ana", "gus"),
    "lea": ("ana",),
    "gus": ("ana",),
    "con": ("gus",),
    "zed": ("zed",),
    "olga": ("olga",),
}
# One actor of each role, and somebody in care: those whose pages must all lead to a way of saying that one is worried.
WALKS = ("ben", "finn", "pete", "eve", "cleo", "dan", "rex", "ada", "pia", "ana")
# The form itself, and the copy that a device shows without a connection: no link in it would lead anywhere.
WITHOUT = {"my_worry", "my_plan_to_keep"}


def owners(world: World) -> dict[Any, tuple[str, bool]]:
    """Id of a client or group -> (its name in the world, whether it is a group)."""
    clients = {client.pk: (name, False) for name, client in world.clients.items()}
    theirs = {carer.pk: clients[carer.client_id] for carer in Carer.objects.all()}  # sealed with a key of the carer's
    return clients | theirs | {group.pk: (name, True) for name, group in world.groups.items()}


def may_see(world: World, actor: str, perch: Perch) -> bool:
    """Whether the policy shows this field to this actor."""
    if actor in expected.WITHOUT_LOGIN:
        return False
    if perch.resource == "process_note":  # no column opens one; its author alone reads it
        return ProcessNote.objects.get(pk=perch.row).author_id == world.users[actor].pk
    if perch.model == "Confidence":  # whoever heard it, and no page of the person themselves
        return Confidence.objects.get(pk=perch.row).author_id == world.users[actor].pk
    if perch.resource == "concern":  # it stands in nobody's record yet: whoever answers in this service finds it
        answers = set(table()["functions"]["answer_concern"])
        return world.users[actor].service_id == perch.owner and bool(expected.roles(actor) & answers)
    if perch.resource == "peer_register":  # about Pete, who is nobody's client: himself, and who supervises him
        return actor in ("pete", "eve")
    if perch.resource == "peer_offer":  # told to whoever looks for a peer supporter in the same service
        return world.users[actor].pk == perch.owner or expected.OWN.get(actor) in expected.HERE
    subject, is_group = owners(world)[perch.owner]
    if perch.model == "Carer" and perch.field == "name" and expected.OWN.get(actor) == subject:
        return Carer.objects.get(pk=perch.row).plans.filter(is_shared=True).exists()  # whose plan it is
    if perch.resource == "connections" and actor != subject:  # only what stands on a map that is shared now
        row = Connection.objects.get(pk=perch.row)
        is_shown = row.ends is None and MapShare.objects.filter(client=row.client_id, ends=None).exists()
        return is_shown and expected.level(actor, subject, "R", "connections") != "none"
    if perch.resource == "peer_wish" and actor == "polly":  # Zed has chosen her
        return subject == "zed" and PeerWish.objects.get(pk=perch.row).ends is None
    if perch.resource == "peer_log" and expected.STANDS.get(actor, {}).get(subject) == "PS":
        return wrote_it(world, actor, perch)  # one peer supporter does not read what another wrote
    level = expected.level(actor, subject, "R", perch.resource, group=is_group)
    if perch.resource in OF_THE_GROUP and level == "none":  # whoever leads it knows the names, and why somebody left
        level = max(
            (expected.level(actor, name, "R", perch.resource, group=True) for name in MEMBER_OF.get(subject, ())),
            key=("none", "limited", "full").index,
            default="none",
        )
        level = "full" if level == "full" else "none"
    if level == "released":
        released: dict[str, tuple[Any, str]] = {
            "Formulation": (Formulation, "is_shared"),
            "SessionRecord": (SessionRecord, "is_released"),
            "Sheet": (Sheet, "is_together"),
            "FamilyPicture": (FamilyPicture, "is_shared"),
            "JointSummary": (JointSummary, "is_offered"),
            "CarerPlan": (CarerPlan, "is_shared"),
        }
        model, flag = released[perch.model]
        return bool(getattr(model.objects.get(pk=perch.row), flag))
    return level == "full" or (level == "limited" and (perch.model, perch.field) in LIMITED)


def wrote_it(world: World, actor: str, perch: Perch) -> bool:
    """Whether this peer supporter wrote the entry, or the entry that the person answered."""
    if perch.model == "PeerAnswer":
        return PeerAnswer.objects.get(pk=perch.row).contact.author_id == world.users[actor].pk
    return PeerContact.objects.get(pk=perch.row).author_id == world.users[actor].pk


def seen_in(response: HttpResponse) -> set[str]:
    """Canaries in the body and in the headers, cookies included."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    body = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
    if response.get("Content-Type") == "application/pdf":
        body = words_of(body).encode()
    return found_in(body) | found_in(headers) | found_in(str(response.cookies))


@dataclass
class Looking:
    """Shown every visit; what was found, in sentences."""

    knocking: Knocking
    leaks: list[str] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    no_way: list[str] = field(default_factory=list)
    visits: int = 0
    asked_for_a_way: Counter[str] = field(default_factory=Counter)

    def __call__(self, visit: Visit) -> None:
        """Look at one visit; a page that opens is asked in another way too."""
        if visit.door.method not in ("GET", "POST"):
            return
        self.visits += 1
        seen = seen_in(visit.response)
        self._leaks(visit, seen)
        self._trace(visit, seen)
        if visit.door.method == "GET":
            self._way(visit)
            if visit.response.status_code == 200:
                self._asked_differently(visit)

    def _leaks(self, visit: Visit, seen: set[str]) -> None:
        world = self.knocking.world
        for word in seen:
            if not may_see(world, visit.actor, world.canaries[word]):
                self.leaks.append(f"{visit.actor} saw {world.canaries[word].name} at {visit.name}")

    def _asked_differently(self, visit: Visit) -> None:
        self.visits += 1
        url = address(self.knocking.world, visit.door.page, visit.door.route, visit.subject)
        response = self.knocking.knock(visit.actor, "GET", url + "?edit=1&step=1&done=1&measure=phq9")
        self._leaks(visit, seen_in(response))

    def _trace(self, visit: Visit, seen: set[str]) -> None:
        """A look at somebody's own words, or a refusal to show them, leaves one event that names who and whose."""
        world = self.knocking.world
        of = table()["pages"][visit.door.page].get("of")
        is_about_client = of not in ("own", "group", "meeting", None) and visit.subject != "olga"
        is_refused = visit.wanted == "absent" and is_about_client and visit.actor not in expected.WITHOUT_LOGIN
        shown = {world.canaries[word].owner for word in seen} & {client.pk for client in world.clients.values()}
        is_look = visit.door.method == "GET" and visit.wanted == "allowed" and bool(shown)
        if not (is_look or is_refused):
            return
        whose = {str(owner) for owner in shown} or {str(world.clients[visit.subject].pk)}
        told = [(event.actor_id, event.allowed, whose <= set(event.clients)) for event in visit.events]
        if told != [(world.users[visit.actor].pk, not is_refused, True)]:
            self.traces.append(f"{visit.name}: {told or 'no event'}")

    def _way(self, visit: Visit) -> None:
        """From every whole page, the page of what they cannot open included, one link leads to a way to say it."""
        page, response = visit.door.page, visit.response
        is_page = "text/html" in response.get("Content-Type", "") and not response.has_header("Content-Disposition")
        is_walked = (
            visit.actor in WALKS and page not in WITHOUT and visit.wanted not in ("wrong method", "nothing open")
        )
        is_of_two = not things_of(page, visit.door.route) or visit.subject in SUBJECTS[:2]
        if not (is_walked and is_of_two and is_page and response.status_code in (200, 403, 404)):
            return
        self.asked_for_a_way[visit.actor] += 1
        link = f'href="{reverse("my_worry" if visit.actor in CLIENTS else "worry")}"'.encode()
        if link not in response.content:
            self.no_way.append(f"{page} of {visit.subject}, for {visit.actor}")
