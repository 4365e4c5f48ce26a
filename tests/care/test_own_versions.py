"""A measure of a service's own in use: found by id, asked, scored; and a new version never counts the past again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from kith.care.actions import author, inviting, measure, paper, schedule
from kith.care.actions.author import BandRow
from kith.care.models import Alert, BadInput, Draft, Measurement, OwnInstrument, Score
from kith.care.models.authoring import is_own
from kith.care.models.knowledge import definition_as_taken, library
from kith.care.models.own_shelf import offered_by
from kith.care.permissions import NotYours, invited
from kith.care.queries.alerts import alert_page
from kith.care.queries.as_fhir import instrument_as_fhir
from kith.care.queries.assessing import assessing, courses_of_client, measuring
from kith.care.queries.catalogue import catalogue, instrument_page
from kith.care.queries.check_in import check_in, check_in_done
from kith.care.queries.filled_in import sheet
from kith.care.queries.invited import invited_form
from kith.care.queries.story import story
from kith.care.queries.today import measures_due
from kith.science.instruments import score
from tests.care.own_measures import a_complete_draft, a_released_measure, changed, released, score_of
from tests.people import People, a_service

GOLDEN = (
    ({"q1": 0, "q2": 0, "q3": 0}, 0.0, "b1"),
    ({"q1": 1, "q2": 1, "q3": 1}, 3.0, "b1"),
    ({"q1": 2, "q2": 1, "q3": 1}, 4.0, "b2"),
    ({"q1": 2, "q2": 2, "q3": 2}, 6.0, "b2"),
    ({"q1": 1, "q2": 2, "q3": None}, 4.5, "b2"),
    ({"q1": 2, "q2": None, "q3": None}, None, ""),
)


def take(people: People, own: OwnInstrument, answers: dict[str, Any], by: str = "ana") -> Measurement:
    people.later(days=1)
    return measure.submit_measurement(
        client=people.ana,
        instrument=own.identifier,
        key=uuid.uuid4(),
        answers=answers,
        language="en",
        by=people.sees(by),
        at=people.at,
    )


def another_scoring(people: People, own: OwnInstrument) -> OwnInstrument:
    """The next version: an average instead of a sum, another band, another question order; released."""
    draft = author.start_version(own=own, by=people.sees("ben"), at=people.at)
    bands = (BandRow("b1", None, "calm", "You sleep well."), BandRow("b2", 1.5, "rarely", "Some nights are hard."))
    draft = changed(people, draft, "set_score", **score_of(method="mean", bands=bands))
    draft = changed(people, draft, "move_question", item="q1", steps=2)
    for number in (1, 2, 3):
        draft = changed(people, draft, "confirm_example", number=number)
    return released(people, draft)


def kept_scores() -> list[tuple[Any, ...]]:
    return list(Score.objects.order_by("pk").values_list())


def test_the_past_is_never_scored_again(people: People) -> None:
    """M4: old answers and the old version give the old score, bit for bit, whatever was released since."""
    own = a_released_measure(people)
    taken = [take(people, own, answers) for answers, _, _ in GOLDEN]
    before = kept_scores()
    another_scoring(people, own)
    assert kept_scores() == before
    for sent, (answers, value, band) in zip(taken, GOLDEN, strict=True):
        kept = sent.scores.get()
        assert (kept.value, kept.band) == (value, band)
        again = score(definition_as_taken(sent.instrument, sent.instrument_version), answers).scores["s1"]
        assert (again.value, again.band or "") == (value, band)
    new = take(people, own, GOLDEN[3][0])
    assert (new.instrument_version, new.scores.get().value) == ("2.0.0", 2.0)


def test_old_results_are_read_in_the_words_of_their_version(people: People) -> None:
    own = a_released_measure(people)
    sent = take(people, own, GOLDEN[3][0])
    another_scoring(people, own)
    page = measuring(
        viewer=people.sees("ben"),
        client_id=people.ana.pk,
        instrument=own.identifier,
        at=people.at,
        measurement_id=sent.pk,
    )
    (shown,) = page.result.reading.scales
    assert (shown.value, shown.lines.highest, shown.band) == (6.0, 6, "often")
    done = check_in_done(viewer=people.sees("ana"), measurement_id=sent.pk, language="en", at=people.at)
    assert (done.results[0].words, done.results[0].highest) == ("The nights are hard.", 6)


def test_no_line_is_drawn_over_two_versions(people: People) -> None:
    own = a_released_measure(people)
    take(people, own, GOLDEN[0][0])
    take(people, own, GOLDEN[3][0])
    another_scoring(people, own)
    take(people, own, GOLDEN[3][0])
    episode = people.ana.newest_episode()
    found = courses_of_client(
        viewer=people.sees("ben"), client=people.ana, episode=episode, at=people.at, language="en"
    )
    assert {(one.version, len(one.points), one.maximum) for one in found.all} == {("1", 2, 6), ("2", 1, 2)}
    assert [band.low for band in found.named(f"{own.identifier}-self-1").bands] == [0, 4]
    lines = story(viewer=people.sees("ana"), at=people.at, language="en").courses
    assert sorted(len(one.points) for one in lines if one.instrument == own.identifier) == [1, 2]


def test_what_was_begun_with_one_version_is_finished_with_it(people: People) -> None:
    own, key, ana = a_released_measure(people), uuid.uuid4(), people.sees("ana")
    given: dict[str, Any] = {"client": people.ana, "instrument": own.identifier, "key": key, "by": ana}
    draft = measure.answer_question(item="q1", value=2, version=0, at=people.at, **given)
    another_scoring(people, own)
    page = check_in(viewer=ana, instrument=own.identifier, language="en", at=people.at)
    assert [one.item for one in page.questions] == ["q1", "q2", "q3"]
    for item in ("q2", "q3"):
        draft = measure.answer_question(item=item, value=2, version=draft.version, at=people.at, **given)
    sent = measure.send_check_in(version=draft.version, language="en", at=people.at, **given)
    assert (sent.instrument_version, sent.scores.get().value) == ("1.0.0", 6.0)
    assert not Draft.objects.exists()
    assert check_in(viewer=ana, instrument=own.identifier, language="en", at=people.at).questions[0].item == "q2"


def test_what_was_begun_on_a_tablet_is_shown_and_sent_in_its_version(people: People) -> None:
    own = a_released_measure(people)
    invitation = inviting.hand_over_tablet(
        client=people.ana,
        asked=inviting.Asked((own.identifier,), "self", ""),
        by=people.sees("ben"),
        at=people.at,
    )
    told: dict[str, Any] = {"invitation": invitation, "by": invited(invitation), "instrument": own.identifier}
    key = uuid.uuid4()
    draft = inviting.answer_invited(item="q1", value=2, key=key, version=0, at=people.at, **told)
    another_scoring(people, own)
    assert library().instruments[own.identifier].version != "1.0.0"
    form = invited_form(viewer=invited(invitation), instrument=own.identifier, at=people.at)
    assert [one.item for one in form.questions] == ["q1", "q2", "q3"]
    sent = inviting.send_invited(key=key, version=draft.version, language="en", at=people.at, **told)
    assert sent.instrument_version == "1.0.0"


def test_a_check_in_that_was_begun_waits_on_the_first_page(people: People) -> None:
    own, ana = a_released_measure(people), people.sees("ana")
    given: dict[str, Any] = {"client": people.ana, "key": uuid.uuid4(), "by": ana, "at": people.at, "version": 0}
    before = [one.instrument for one in measures_due(viewer=ana, client=people.ana, at=people.at)]
    measure.answer_question(instrument=own.identifier, item="q1", value=2, **given)
    now = [one.instrument for one in measures_due(viewer=ana, client=people.ana, at=people.at)]
    assert set(now) - set(before) == {own.identifier}


def test_it_is_found_by_id_from_the_moment_it_is_released_and_listed_only_for_its_service(people: People) -> None:
    own = a_complete_draft(people)
    packaged = list(library().instruments)
    assert own.identifier not in library().instruments
    assert library().instruments.get(own.identifier) is None
    own = released(people, own)
    assert own.identifier in library().instruments
    assert library().instruments[own.identifier].review.by == "Eve Lindqvist"
    assert library().wordings[own.identifier]["en"].title == "How I sleep"
    assert list(library().instruments) == packaged
    there = a_service("Hill Service", at=people.at)
    assert [one.instrument.id for one in offered_by(people.service.pk)] == [own.identifier]
    assert offered_by(there.service.pk) == []


def test_no_packaged_id_can_be_taken_for_one_of_a_services_own() -> None:
    assert not any(is_own(name) for name in library().instruments)


def test_it_stands_among_the_measures_of_an_assessment_in_its_service_alone(people: People) -> None:
    own, there = a_released_measure(people), a_service("Hill Service", at=people.at)
    here = assessing(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    elsewhere = assessing(viewer=there.sees("ben"), client_id=there.ana.pk, at=there.later(hours=1))
    assert own.identifier in {one.instrument for one in here.measures}
    assert own.identifier not in {one.instrument for one in elsewhere.measures}


def test_nobody_of_another_service_is_asked_it(people: People) -> None:
    own, there = a_released_measure(people), a_service("Hill Service", at=people.at)
    at = there.later(hours=1)
    asked: dict[str, Any] = {"viewer": there.sees("ana"), "language": "en", "at": at}
    shown: dict[str, Any] = {"viewer": there.sees("ben"), "client_id": there.ana.pk, "at": at}
    assert check_in(instrument="phq9", **asked).questions
    assert measuring(instrument="phq9", **shown).questions
    with pytest.raises(NotYours):
        check_in(instrument=own.identifier, **asked)
    with pytest.raises(NotYours):
        measuring(instrument=own.identifier, **shown)
    with pytest.raises(BadInput, match="no instrument"):
        take(there, own, GOLDEN[0][0])


def doors_to(own: str, there: People) -> tuple[Callable[[], object], ...]:
    """Page, file, sheet, tablet, paper and schedule, tried by the Ben of a service."""
    seen: dict[str, Any] = {"viewer": there.sees("ben"), "instrument": own, "at": there.at}
    told: dict[str, Any] = {"client": there.ana, "by": there.sees("ben"), "at": there.at}
    form = paper.PaperForm(own, {"q1": 1}, there.at.date(), again={"q1": 1})
    return (
        lambda: instrument_page(**seen),
        lambda: instrument_as_fhir(**seen),
        lambda: sheet(client_id=there.ana.pk, **seen),
        lambda: inviting.hand_over_tablet(asked=inviting.Asked((own,), "self", "Ana"), **told),
        lambda: paper.enter_paper_form(form=form, key=uuid.uuid4(), **told),
        lambda: schedule.set_schedule(asking=schedule.Asking(own, "weekly", there.at.date()), **told),
    )


def test_another_service_finds_no_door_to_it(people: People) -> None:
    own = a_released_measure(people).identifier
    others = a_service("Hill Service", at=people.at)
    for door in doors_to(own, people):
        assert door()
    for door in doors_to(own, others):
        with pytest.raises((NotYours, BadInput)):
            door()
    assert own in {one.id for one in catalogue(viewer=people.sees("ben"), at=people.at).entries}
    assert own not in {one.id for one in catalogue(viewer=others.sees("ben"), at=others.at).entries}


def test_a_retired_measure_is_asked_no_more_and_what_was_measured_stays_readable(people: People) -> None:
    own = a_released_measure(people)
    sent = take(people, own, GOLDEN[3][0])
    author.retire(own=own, reason="We use another", by=people.sees("ben"), at=people.at)
    with pytest.raises(BadInput, match="no instrument"):
        take(people, own, GOLDEN[0][0])
    with pytest.raises(NotYours):
        check_in(viewer=people.sees("ana"), instrument=own.identifier, language="en", at=people.at)
    done = check_in_done(viewer=people.sees("ana"), measurement_id=sent.pk, language="en", at=people.at)
    assert done.results[0].words == "The nights are hard."


@pytest.mark.parametrize(("urgency", "level", "hours"), [("same_day", "high", 4), ("this_week", "moderate", None)])
def test_what_must_be_acted_on_raises_an_alert_as_soon_as_the_measure_says(
    people: People, urgency: str, level: str, hours: int | None
) -> None:
    own = a_complete_draft(people)
    flag = {"looks_at": "item:q2", "side": "at_least", "value": 2, "words": "Is afraid every night"}
    own = changed(people, own, "add_flag", urgency=urgency, response="harm_from_others", **flag)
    own = changed(people, own, "confirm_example", number=2)
    own = released(people, own)
    take(people, own, GOLDEN[2][0])
    assert not Alert.objects.exists()
    take(people, own, GOLDEN[3][0])
    alert = Alert.objects.get()
    assert alert.level == level
    if hours is not None:
        assert (alert.contact_due_at - alert.raised_at).total_seconds() == hours * 3600
    page = alert_page(viewer=people.sees("ben"), alert_id=alert.pk, at=people.at)
    assert (page.steps[0].flag_words, page.steps[0].answer.asked) == ("Is afraid every night", "I fear the night")
    advised = library().safety_responses["harm_from_others"].levels
    assert page.advice == tuple(line for one in advised if one.urgency == level for line in one.steps)


def test_an_alert_from_a_half_done_check_in_says_what_was_asked(people: People) -> None:
    own = a_complete_draft(people)
    flag = {"looks_at": "item:q2", "side": "at_least", "value": 2, "words": "Is afraid every night"}
    own = changed(people, own, "add_flag", urgency="same_day", response="harm_from_others", **flag)
    own = released(people, changed(people, own, "confirm_example", number=2))
    measure.answer_question(
        client=people.ana, instrument=own.identifier, item="q2", value=2, key=uuid.uuid4(), version=0,
        by=people.sees("ana"), at=people.at,
    )  # fmt: skip
    page = alert_page(viewer=people.sees("ben"), alert_id=Alert.objects.get().pk, at=people.at)
    assert page.steps[0].flag_words == "Is afraid every night"
    assert page.advice


def test_a_measure_without_english_is_asked_in_the_language_it_has(people: People) -> None:
    own = a_complete_draft(people)
    content = {**own.content, "language": "fr", "wordings": {"fr": {**own.words, "language": "fr"}}}
    OwnInstrument.objects.filter(pk=own.pk).update(content=content)
    own.refresh_from_db()
    own = released(people, own)
    page = check_in(viewer=people.sees("ana"), instrument=own.identifier, language="en", at=people.at)
    assert (page.language, page.questions[0].words) == ("fr", "I wake at night")
