"""A person and a peer supporter find each other: chosen by the person, agreed by both, looked at, ended by either."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kith.care.actions import pairing, waiting
from kith.care.models import (
    BadInput,
    Block,
    CareRelationship,
    Client,
    PeerMatch,
    PeerMatchReview,
    PeerWish,
    WrongMoment,
)
from kith.care.permissions import NotAllowed, NotYours, viewer_of
from kith.care.queries.caseload import caseload
from kith.care.queries.my_download import my_download
from kith.care.queries.peer_day import peer_day
from kith.care.queries.peer_log import peer_log as log_page
from kith.care.queries.peer_pairs import my_peer_choice, own_match, peer_match, suggested_for
from tests.care.peer_scenes import a_peer, trained, wrote
from tests.people import People, a_client

WORDS = "My mother's kitchen in Plovdiv"


def sharing(*experiences: str, parts: tuple[str, ...] = ("1-morning",), words: str = "") -> pairing.Sharing:
    return pairing.Sharing(experiences, ("en",), parts, words)


def act(people: People, who: str) -> dict[str, Any]:
    return {"by": people.sees(who), "at": people.at}


@pytest.fixture
def looking(people: People) -> People:
    """Four peer supporters, and Ana who looks for one."""
    for key, shares in (("pete", "migration"), ("petra", "loss"), ("pam", "hospital"), ("paula", "faith")):
        a_peer(people, key, key.title())
        trained(people, key)
        pairing.share_experience(sharing=sharing(shares), places=1, **act(people, key))
    wish = sharing("migration", "loss", words=WORDS)
    pairing.wish_for_peer(client=people.ana, called="Annie", wish=wish, **act(people, "ana"))
    people.later(minutes=1)
    return people


def names(people: People, client: Client | None = None) -> list[str]:
    who = client or people.ana
    assert who.user is not None
    viewer = viewer_of(who.user, at=people.at)
    return [one.person.display_name for one in suggested_for(who, viewer=viewer, at=people.at)]


def chosen(people: People, key: str = "pete") -> PeerMatch:
    match = pairing.choose_peer(client=people.ana, person=people.accounts[key], **act(people, "ana"))
    people.later(minutes=1)
    return match


def begun(people: People) -> PeerMatch:
    match = chosen(people)
    pairing.answer_choice(match=match, agrees=True, **act(people, "pete"))
    pairing.look_at_match(match=match, is_safe=True, **act(people, "ben"))
    people.later(minutes=1)
    return PeerMatch.objects.get(pk=match.pk)


def reads_log(people: People, who: str) -> bool:
    try:
        log_page(viewer=people.sees(who), client_id=people.ana.pk, at=people.at)
    except NotYours:
        return False
    return True


def test_up_to_three_are_suggested_with_what_both_would_share(looking: People) -> None:
    found = suggested_for(looking.ana, viewer=looking.sees("ana"), at=looking.at)
    assert len(found) == 3
    assert {one.person.display_name: one.why.experiences for one in found[:2]} == {
        "Pete": ("migration",),
        "Petra": ("loss",),
    }


def test_it_begins_with_both_yeses_whichever_comes_first_and_never_before(looking: People) -> None:
    match = chosen(looking)
    assert not reads_log(looking, "pete")
    (asked,) = peer_day(viewer=looking.sees("pete"), at=looking.at).asked
    assert (asked.wish and asked.wish.called, asked.wish and asked.wish.words) == ("Annie", WORDS)
    assert "Petrova" not in str(asked)
    assert peer_day(viewer=looking.sees("petra"), at=looking.at).asked == ()
    pairing.answer_choice(match=match, agrees=True, **act(looking, "pete"))
    assert not reads_log(looking, "pete")
    pairing.look_at_match(match=match, is_safe=True, **act(looking, "ben"))
    assert reads_log(looking, "pete")
    assert not reads_log(looking, "petra")
    page = my_peer_choice(viewer=looking.sees("ana"), at=looking.at)
    assert page.match is not None
    assert page.match.is_begun
    assert page.suggestions == ()


@pytest.mark.parametrize("who", ["ana", "ben", "pete"])
def test_either_ends_it_without_a_reason_and_access_ends_at_once(looking: People, who: str) -> None:
    match = begun(looking)
    assert reads_log(looking, "pete")
    verb = pairing.step_back if who == "pete" else pairing.end_match
    verb(match=match, **act(looking, who))
    assert not reads_log(looking, "pete")
    assert peer_day(viewer=looking.sees("pete"), at=looking.at).people == ()
    with pytest.raises(WrongMoment, match="ended already"):
        verb(match=match, **act(looking, who))
    assert "Pete" not in names(looking)  # nobody is suggested twice


def test_a_no_ends_the_question_and_tells_no_reason(looking: People) -> None:
    pairing.answer_choice(match=chosen(looking), agrees=False, **act(looking, "pete"))
    assert my_peer_choice(viewer=looking.sees("ana"), at=looking.at).match is None
    pairing.look_at_match(match=chosen(looking, "petra"), is_safe=False, **act(looking, "ben"))
    assert my_peer_choice(viewer=looking.sees("ana"), at=looking.at).match is None
    assert not CareRelationship.objects.filter(kind="peer_supporter").exists()


def test_nobody_is_paired_whose_training_in_safety_is_due(looking: People) -> None:
    assert "Pete" in names(looking)  # the control
    match = chosen(looking)
    looking.later(days=366)
    assert names(looking) == []
    with pytest.raises(WrongMoment, match="training in safety"):
        pairing.answer_choice(match=match, agrees=True, **act(looking, "pete"))
    with pytest.raises(WrongMoment, match="training in safety"):
        pairing.look_at_match(match=match, is_safe=True, **act(looking, "ben"))
    bo = a_client(looking, "bo", "Bo", "Moss")
    pairing.wish_for_peer(client=bo, called="Bo", wish=sharing("migration"), **act(looking, "bo"))
    with pytest.raises(WrongMoment, match="no free place"):
        pairing.choose_peer(client=bo, person=looking.accounts["petra"], **act(looking, "bo"))
    trained(looking, "pete")
    pairing.answer_choice(match=match, agrees=True, **act(looking, "pete"))
    pairing.look_at_match(match=match, is_safe=True, **act(looking, "ben"))
    assert PeerMatch.objects.get(pk=match.pk).begun_id is not None


def test_a_no_needs_no_training(looking: People) -> None:
    match = chosen(looking)
    looking.later(days=366)
    assert pairing.answer_choice(match=match, agrees=False, **act(looking, "pete")).ended_at == looking.at


def test_nobody_is_suggested_who_is_full_kept_apart_blocked_or_works_no_more(looking: People) -> None:
    bo = a_client(looking, "bo", "Bo", "Moss")
    pairing.wish_for_peer(client=bo, called="Bo", wish=sharing("migration"), **act(looking, "bo"))
    assert "Pete" in names(looking, bo)
    begun(looking)
    assert "Pete" not in names(looking, bo)  # one place, and Ana has it
    block = Block(client=bo, user=looking.accounts["petra"], made_at=looking.at)
    block.reason = "Neighbours"
    block.save()
    assert "Petra" not in names(looking, bo)
    pams = a_client(looking, "pams", "Pam", "Reed")
    Client.objects.filter(pk=pams.pk).update(user=looking.accounts["pam"])
    waiting.keep_apart(client=bo, number=pams.number, reason="Her brother", **act(looking, "ben"))
    assert names(looking, bo) == ["Paula"]
    looking.accounts["paula"].roles.update(ends=looking.at)
    assert names(looking, bo) == []


def test_only_the_person_wishes_and_chooses_and_only_the_chosen_one_answers(looking: People) -> None:
    for who in ("ben", "eve", "pete", "cleo"):
        with pytest.raises(NotYours):
            pairing.wish_for_peer(client=looking.ana, called="A", wish=sharing(), **act(looking, who))
        with pytest.raises(NotYours):
            pairing.choose_peer(client=looking.ana, person=looking.accounts["pete"], **act(looking, who))
        with pytest.raises(NotYours):
            pairing.stop_wishing(client=looking.ana, **act(looking, who))
    with pytest.raises(NotYours):
        suggested_for(looking.ana, viewer=looking.sees("ben"), at=looking.at)
    match = chosen(looking)
    for who in ("petra", "ben", "ana"):
        for verb, more in ((pairing.answer_choice, {"agrees": True}), (pairing.step_back, {})):
            with pytest.raises((NotYours, NotAllowed)):
                verb(match=match, **more, **act(looking, who))  # type: ignore[operator]
    for who in ("pete", "petra", "dev", "ana"):
        with pytest.raises(NotYours):
            pairing.look_at_match(match=match, is_safe=True, **act(looking, who))
    with pytest.raises(NotYours):
        own_match(viewer=looking.sees("petra"), match_id=match.pk)
    with pytest.raises(WrongMoment, match="chosen somebody already"):
        chosen(looking, "petra")


def test_what_cannot_be_kept_is_refused_in_words(looking: People) -> None:
    wish = {"client": looking.ana, "called": "Annie"} | act(looking, "ana")
    for bad, says in (
        (sharing("madeness"), "not offered"),
        (replace(sharing(), interests=("chess",)), "not offered"),
        (replace(sharing(), furthest="the moon"), "not offered"),
        (sharing(parts=()), "no time"),
        (pairing.Sharing((), (), ("1-morning",)), "no language"),
        (sharing(words="x" * 2001), "2001 characters"),
    ):
        with pytest.raises(BadInput, match=says):
            pairing.wish_for_peer(wish=bad, **wish)
    with pytest.raises(BadInput, match="no name"):
        pairing.wish_for_peer(wish=sharing(), **(wish | {"called": " "}))
    with pytest.raises(BadInput, match="how many people"):
        pairing.share_experience(sharing=sharing(), places=13, **act(looking, "pete"))
    pairing.stop_wishing(client=looking.ana, **act(looking, "ana"))
    assert names(looking) == []
    with pytest.raises(WrongMoment, match="no free place"):
        chosen(looking)
    assert WORDS.encode() not in bytes(PeerWish.objects.values_list("words", flat=True)[0])


def reasons(people: People, who: str = "ben") -> list[str]:
    """Why Ana stands on somebody's caseload, as far as it is about her peer supporter."""
    page = caseload(viewer=people.sees(who), at=people.at)
    return [reason.id for case in page.cases for reason in case.reasons if reason.id.startswith("peer_")]


def reviewed(people: People, match: PeerMatch, who: str = "ben", **says: str) -> PeerMatchReview:
    said = {"person_says": "change", "peer_says": "go_on"} | says
    return pairing.review_match(match=match, **said, **act(people, who))


def test_what_both_like_and_how_far_they_go_are_reasons(looking: People) -> None:
    glad = replace(sharing("migration"), interests=("garden", "music"), furthest="short_ride")
    pairing.share_experience(sharing=glad, places=1, **act(looking, "pete"))
    wish = replace(sharing("migration"), interests=("music", "talking"), furthest="on_foot")
    pairing.wish_for_peer(client=looking.ana, called="Annie", wish=wish, **act(looking, "ana"))
    first, *others = suggested_for(looking.ana, viewer=looking.sees("ana"), at=looking.at)
    assert (first.called, first.why.interests, first.distance) == ("Pete", ("music",), "on_foot")
    assert {one.distance for one in others} == {""}  # they did not say


def test_after_three_meetings_the_team_is_asked_to_ask_both_once(looking: People) -> None:
    match = begun(looking)
    wrote(looking)
    wrote(looking, way="going_along")
    wrote(looking, way="call")  # not in one place
    assert reasons(looking) == []
    wrote(looking)
    assert reasons(looking) == ["peer_review"]
    reviewed(looking, match)
    assert reasons(looking) == []
    with pytest.raises(WrongMoment, match="asked before"):
        reviewed(looking, match)


def test_four_weeks_without_a_meeting_are_told_to_whoever_may_decide(looking: People) -> None:
    begun(looking)
    looking.later(days=27)
    wrote(looking, way="not_reached")
    assert reasons(looking) == []
    looking.later(days=1)
    assert reasons(looking) == ["peer_quiet"]
    assert reasons(looking, "eve") == ["peer_quiet"]
    assert reasons(looking, "pete") == []
    wrote(looking)
    assert reasons(looking) == []


def test_neither_reads_what_the_other_said(looking: People) -> None:
    match = begun(looking)
    reviewed(looking, match)
    page = peer_match(viewer=looking.sees("ben"), client_id=looking.ana.pk, at=looking.at)
    assert page.review is not None
    assert (page.review.person_says, page.review.peer_says) == ("change", "go_on")
    theirs = peer_match(viewer=looking.sees("pete"), client_id=looking.ana.pk, at=looking.at)
    assert (theirs.review, theirs.getting_on) == (None, None)
    (copy,) = my_download(viewer=looking.sees("ana"), at=looking.at).content["peer_match_reviews"]
    assert copy["person_says"] == "change"
    assert "peer_says" not in copy
    assert "go_on" not in str(my_peer_choice(viewer=looking.sees("ana"), at=looking.at))


def test_only_the_team_keeps_what_both_said_and_only_once_they_walk_together(looking: People) -> None:
    match = chosen(looking)
    with pytest.raises(WrongMoment, match="not begun"):
        reviewed(looking, match)
    pairing.end_match(match=match, **act(looking, "ana"))
    match = PeerMatch.objects.create(
        client=looking.ana,
        person=looking.accounts["petra"],
        chosen_at=looking.at,
        agreed_at=looking.at,
        looked_at=looking.at,
        begun=CareRelationship.objects.create(
            client=looking.ana,
            staff=looking.accounts["petra"],
            kind="peer_supporter",
            starts=looking.at,
            made_at=looking.at,
        ),
        made_at=looking.at,
    )
    for who in ("ana", "petra", "dev", "cleo"):
        with pytest.raises(NotYours):
            reviewed(looking, match, who)
    with pytest.raises(BadInput, match="missing"):
        reviewed(looking, match, person_says="")
    reviewed(looking, match, "eve", person_says="not_said")
