"""Engage: what is in the way of a first meeting, what is offered against it, and a first contact of their choice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, Barrier, Client, FirstContact, Remedy, WrongMoment
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer, check, check_as_staff
from kith.science.pathways import RemedyOffer

NOT_SAID = "not_said"
WISHES: dict[str, tuple[str, ...]] = {
    "who": ("anybody", "woman", "man", "peer", "known", NOT_SAID),
    "where": ("clinic", "home", "near_me", "walk", "phone", "video", NOT_SAID),
    "how": ("phone", "sms", "email", "letter", "visit", "through_somebody", NOT_SAID),
}
GOAL_PARTS = ("step", "benefit")
LONGEST = 1000


@action
def tell_barriers(
    *, client: Client, kinds: tuple[str, ...], words: str = "", by: Viewer, at: datetime
) -> list[Barrier]:
    """What is in the way now. A barrier that is not named any more counts as gone; none at all is a good answer.

    One that is hidden from the writer stays: who could not see it has not said that it is gone.
    """
    check(by, "W", "engagement", client, at=at)
    _check_named(kinds, words)
    open_ones = {row.kind: row for row in Barrier.objects.select_for_update().filter(client=client, gone_at=None)}
    shown = set(client.barrier_set.filter(gone_at=None).values_list("pk", flat=True))
    for kind, row in open_ones.items():
        if kind not in kinds and row.pk in shown:
            row.gone_at = at
            row.save(update_fields=["gone_at"])
    told = [_named(client, open_ones.get(kind), kind, words.strip(), by, at) for kind in dict.fromkeys(kinds)]
    trace("barriers.told", by=by, at=at, clients=[client.pk])
    return told


def _named(client: Client, row: Barrier | None, kind: str, words: str, by: Viewer, at: datetime) -> Barrier:
    """The words belong to what cannot be ticked; a barrier that stands already keeps its day."""
    said = words if kind == "other" else ""
    if row is None:
        row = Barrier(client=client, named_by_id=by.user_id, named_at=at, made_at=at)
        row.kind, row.words = kind, said
        row.save(force_insert=True)
    elif said and said != row.words:
        row.words = said
        row.save(update_fields=["words"])
    return row


@action
def choose_remedies(*, client: Client, chosen: tuple[str, ...], by: Viewer, at: datetime) -> list[Remedy]:
    """What the person would like of the help that is on the list for their barriers. The rest is left open."""
    check(by, "W", "engagement", client, at=at)
    standing = list(client.barrier_set.select_for_update().filter(gone_at=None))
    home = {remedy.id: row for row in standing for remedy in _remedies_of(row.kind)}
    _check_known(chosen, home)
    found = {row.kind: row for row in client.remedy_set.filter(barrier__in=standing)}
    for kind, row in found.items():
        if row.answer == "accepted" and kind not in chosen and row.done_at is None:
            _answer(row, "", at)
    rows = [_accepted(found.get(kind), home[kind], kind, by, at) for kind in dict.fromkeys(chosen)]
    trace("remedies.chosen", by=by, at=at, clients=[client.pk])
    return rows


def _accepted(row: Remedy | None, barrier: Barrier, kind: str, by: Viewer, at: datetime) -> Remedy:
    if row is None:
        row = _offered(barrier, kind, by, at)
    if row.answer != "accepted":
        _answer(row, "accepted", at)
    return row


@action
def offer_remedy(*, barrier: Barrier, kind: str, by: Viewer, at: datetime) -> Remedy:
    """Offer one thing from the list against a barrier that stands; the person has not answered yet."""
    check_as_staff(by, "W", "engagement", barrier.client, at=at)
    _check_stands(barrier)
    _check_known((kind,), {one.id: barrier for one in _remedies_of(barrier.kind)})
    if kind in {row.kind for row in barrier.remedies.all()}:
        raise WrongMoment(
            _("It was not offered again."), _("It stands on the page already."), _("Write down what they say to it.")
        )
    row = _offered(barrier, kind, by, at)
    trace("remedy.offered", by=by, at=at, clients=[barrier.client_id], about=row)
    return row


def _offered(barrier: Barrier, kind: str, by: Viewer, at: datetime) -> Remedy:
    row = Remedy(client_id=barrier.client_id, barrier=barrier, offered_by_id=by.user_id, offered_at=at, made_at=at)
    row.kind = kind
    row.save(force_insert=True)
    return row


@action
def answer_remedy(*, remedy: Remedy, answer: str, by: Viewer, at: datetime) -> Remedy:
    """Yes or no to what was offered. A no costs nothing and can be changed; what is done stays done."""
    check(by, "W", "engagement", remedy.client, at=at)
    if answer not in ("accepted", "declined"):
        raise BadInput(
            _("The answer was not kept."), _("It is neither yes nor no."), _("Choose one of the two."), "answer"
        )
    _check_not_done(remedy)
    _answer(remedy, answer, at)
    trace("remedy.answered", by=by, at=at, clients=[remedy.client_id], about=remedy)
    return remedy


def _answer(row: Remedy, answer: str, at: datetime) -> None:
    row.answer, row.answered_at = answer, at if answer else None
    row.save(update_fields=["answer", "answered_at"])


@action
def finish_remedy(*, remedy: Remedy, by: Viewer, at: datetime) -> Remedy:
    """What was promised is done."""
    check_as_staff(by, "W", "engagement", remedy.client, at=at)
    _check_not_done(remedy)
    if remedy.answer != "accepted":
        raise WrongMoment(
            _("It was not marked as done."),
            _("The person has not said yes to it."),
            _("Ask them first, and write down what they say."),
        )
    remedy.done_at = at
    remedy.save(update_fields=["done_at"])
    trace("remedy.done", by=by, at=at, clients=[remedy.client_id], about=remedy)
    return remedy


@action
def say_first_contact(
    *, client: Client, wishes: Mapping[str, str], goal: Mapping[str, str], by: Viewer, at: datetime
) -> FirstContact:
    """Whom, where and how the person would like to meet first, and what should soon be better.

    What is not said this time stays as it was said before.
    """
    check(by, "W", "engagement", client, at=at)
    _check_wishes(wishes, goal)
    before = FirstContact.objects.filter(client=client).order_by("-number").first()  # hidden ones are counted too
    number = before.number + 1 if before else 1
    row = FirstContact(client=client, number=number, said_by_id=by.user_id, said_at=at, made_at=at)
    row.wishes = {**(before.wishes if before else {}), **wishes}
    row.goal = {**(before.goal if before else {}), **{part: words.strip() for part, words in goal.items()}}
    row.save(force_insert=True)
    trace("first_contact.said", by=by, at=at, clients=[client.pk], about=row)
    return row


def _remedies_of(kind: str) -> tuple[RemedyOffer, ...]:
    offer = library().engagement.barrier(kind)
    return offer.remedies if offer else ()


def _check_named(kinds: tuple[str, ...], words: str) -> None:
    known = {one.id for one in library().engagement.barriers}
    if not set(kinds) <= known:
        raise _refused(_("One of the answers is not on the list."), _("Choose from those shown."), "kinds")
    if "other" in kinds and not words.strip():
        raise _refused(
            _("“Something else” is chosen, and it is not said what."), _("Write it in a few words."), "words"
        )
    if len(words) > LONGEST:
        raise _refused(_("The text is too long."), _("Say it in fewer words."), "words")


def _check_known(chosen: tuple[str, ...], home: Mapping[str, Barrier]) -> None:
    if not set(chosen) <= set(home):
        raise _refused(_("It is not on the list for what is in the way."), _("Choose from what is shown."), "chosen")


def _check_stands(barrier: Barrier) -> None:
    if barrier.gone_at is not None:
        raise WrongMoment(
            _("Nothing was offered."),
            _("This is not in the way any more."),
            _("Open the page again, and offer something against what stands there now."),
        )


def _check_not_done(remedy: Remedy) -> None:
    if remedy.done_at is not None:
        raise WrongMoment(_("Nothing was changed."), _("It is marked as done already."), _("Open the page again."))


def _check_wishes(wishes: Mapping[str, str], goal: Mapping[str, str]) -> None:
    is_known = all(answer in WISHES.get(part, ()) for part, answer in wishes.items())
    if not is_known or not set(goal) <= set(GOAL_PARTS):
        raise _refused(_("Nothing is chosen, or it is not on the list."), _("Choose one of the answers."), "answer")
    if any(len(words) > LONGEST for words in goal.values()):
        raise _refused(_("The text is too long."), _("Say it in fewer words."), "step")


def _refused(found: str, instead: str, field: str) -> BadInput:
    return BadInput(_("This was not kept yet."), found, instead, field)
