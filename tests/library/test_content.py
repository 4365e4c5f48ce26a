"""What the library promises the people who work and live with it."""

import re
from datetime import date

import pytest

from kith.science.library import KINDS, Library, fill_tables, schema
from kith.science.pathways import respond, standing
from kith.science.worksheets.fields import KeepInView

OWN_PROTOCOLS = ("cbt-depression", "cbt-panic", "community-sociotherapy")


def test_nothing_claims_a_clinician_has_signed_it(shipped: Library) -> None:
    shelves = (
        shipped.banks,
        shipped.protocols,
        shipped.worksheets,
        shipped.practices,
        shipped.formulations,
        shipped.pathways,
    )
    reviews = [document.review for shelf in shelves for document in shelf.values()]
    reviews += [lesson.front.review for lesson in shipped.lessons.values()]
    reviews += [shipped.safety.review, shipped.crisis.review]
    assert {review.status for review in reviews} == {"awaiting clinical review"}


@pytest.mark.parametrize("name", OWN_PROTOCOLS)
def test_every_meeting_can_be_run_from_its_page(shipped: Library, name: str) -> None:
    protocol = shipped.protocol(name)
    for n in range(1, protocol.sessions[-1].last + 1):
        page = protocol.session(n)
        words = sum(len(part.what.split()) for part in page.agenda)
        assert len(page.agenda) >= 4
        assert words >= 120, f"{name} {n} has only {words} words to work from"
        assert page.exercises, f"{name} {n} has no exercise"
        assert page.between, f"{name} {n} leaves nothing to do"
        assert {"feedback", "debrief"} & {item.id for item in page.fidelity} or page.n == protocol.sessions[-1].n


@pytest.mark.parametrize("name", OWN_PROTOCOLS)
def test_every_protocol_watches_for_thoughts_of_self_harm(shipped: Library, name: str) -> None:
    assert "thoughts_of_self_harm" in {harm.safety_response for harm in shipped.protocol(name).harms}


@pytest.mark.parametrize("name", OWN_PROTOCOLS)
def test_every_effect_names_its_comparator_and_how_far_it_may_be_trusted(shipped: Library, name: str) -> None:
    for row in shipped.protocol(name).evidence:
        assert row.comparator
        assert row.provenance in ("verified", "recalled", "computed")
        assert row.certainty_from == "our reading"


def test_no_body_feeling_is_brought_on_before_the_medical_gate(shipped: Library) -> None:
    panic = shipped.protocol("cbt-panic")
    techniques = {
        page.n: {*page.techniques, *(part.technique for part in page.agenda)} & {"induction", "interoceptive-exposure"}
        for page in panic.sessions
    }
    first_series = min(n for n, used in techniques.items() if "interoceptive-exposure" in used)
    first_of_all = min(n for n, used in techniques.items() if used)
    gates = {gate.id: gate.before_session for gate in panic.gates}
    interoceptive = {name: before for name, before in gates.items() if name.startswith("interoceptive-")}
    assert set(interoceptive) >= {
        f"interoceptive-{part}" for part in ("heart", "lungs", "seizures", "pregnancy", "back")
    }
    assert set(interoceptive.values()) == {first_series}
    assert gates["demonstration-cleared"] == first_of_all
    assert all(gate.attested_by == "clinician" for gate in panic.gates)


def test_the_six_phases_of_sociotherapy_come_in_order(shipped: Library) -> None:
    protocol = shipped.protocol("community-sociotherapy")
    order = list(dict.fromkeys(page.phase for page in protocol.sessions))
    assert order == ["safety", "trust", "care", "respect", "new-rules", "memory"]
    assert protocol.sessions[-1].last == 15
    assert {role.taken_by for role in protocol.roles} == {"member", "facilitator"}


def test_the_hot_thought_stays_in_view_while_it_is_weighed(shipped: Library) -> None:
    record = shipped.worksheet("thought-record")
    kept = {step.id: {field.shows for field in step.fields if isinstance(field, KeepInView)} for step in record.steps}
    for step in ("evidence_for", "evidence_against", "again"):
        assert "hot_thought" in kept[step]


@pytest.mark.parametrize(
    ("answer", "urgency", "hours", "owner"),
    [(1, "moderate", 24, "practitioner"), (2, "high", 4, "duty"), (3, "high", 4, "duty")],
)
def test_any_thought_of_self_harm_brings_a_person(
    shipped: Library, answer: int, urgency: str, hours: float, owner: str
) -> None:
    (flag,) = shipped.instrument("phq9").flags
    level = respond(shipped.safety_responses["thoughts_of_self_harm"], flag, answer)
    assert (level.urgency, level.contact_within_hours, level.owner) == (urgency, hours, owner)


def test_an_answer_brings_a_person_no_later_than_a_milder_one(shipped: Library) -> None:
    """Every flag of every instrument, over all its answers: the worst answer is never met by the slowest response."""
    for instrument in shipped.instruments.values():
        for flag in instrument.flags:
            if flag.response is None or flag.item is None:
                continue
            answers = sorted(
                instrument.options[instrument.item(flag.item).options].values, reverse=flag.below is not None
            )
            raised = [
                one
                for one in answers
                if (flag.below is not None and one < flag.below) or (flag.at_least is not None and one >= flag.at_least)
            ]
            hours = [respond(shipped.safety_responses[flag.response], flag, one).contact_within_hours for one in raised]
            assert hours == sorted(hours, reverse=True), f"{instrument.id} {flag.id}: {hours}"
            if len(raised) > 2:
                assert hours[-1] <= 4, f"{instrument.id} {flag.id}: the worst answer waits {hours[-1]} hours"


def test_an_answer_that_nobody_thought_of_does_not_wait_longest(shipped: Library) -> None:
    (flag,) = shipped.instrument("phq9").flags
    response = shipped.safety_responses["thoughts_of_self_harm"]
    assert respond(response, flag, 7).urgency == "high"
    assert respond(response, flag, None).urgency == "high"


def test_imminent_danger_brings_a_person_within_thirty_minutes(shipped: Library) -> None:
    levels = shipped.safety_responses["thoughts_of_self_harm"].levels
    assert [level.contact_within_hours for level in levels if level.urgency == "imminent"] == [0.5]


def test_words_for_clients_are_plain_kind_and_name_no_method(shipped: Library) -> None:
    texts = [level.client_text for response in shipped.safety.responses for level in response.levels]
    texts += [response.why_we_ask for response in shipped.safety.responses]
    texts += [shipped.protocol(name).explanation_for_client for name in OWN_PROTOCOLS]
    texts += [lesson.body for lesson in shipped.lessons.values()]
    for text in texts:
        assert not re.search(r"\b(commit\w*|severe|disorder|patient|overdose|rope|blade|bridge)\b", text, re.IGNORECASE)
        assert _words_per_sentence(text) <= 16, text


def test_the_sentence_counter_notices_long_sentences() -> None:
    assert _words_per_sentence("One two three. " + "word " * 60 + ".") > 16


def test_the_emergency_number_is_first_everywhere(shipped: Library) -> None:
    assert set(shipped.crisis_contacts) >= {"GB", "IE", "US", "CA", "AU", "NZ", "EU"}
    for place in shipped.crisis_contacts.values():
        assert place.contacts[0].kind == "emergency"
        assert any(contact.kind != "emergency" for contact in place.contacts)


def test_a_number_nobody_saw_is_never_called_verified(shipped: Library) -> None:
    day = date(2026, 11, 22)
    for place in shipped.crisis.places:
        for contact in place.contacts:
            assert (standing(contact, day) == "verified") == (contact.source is not None)
            assert standing(contact, date(2028, 1, 1)) == "past its review date"


@pytest.mark.parametrize("kind", [*KINDS, "measure-policies"])
def test_every_kind_has_a_schema_that_refuses_unknown_keys(kind: str) -> None:
    assert schema(kind)["additionalProperties"] is False


def test_the_page_of_formats_is_not_stale(request: pytest.FixtureRequest) -> None:
    page = (request.config.rootpath / "docs" / "reference" / "library-formats.md").read_text(encoding="utf-8")
    assert fill_tables(page) == page
    assert fill_tables(page.replace("`stop_if`", "`stop`")) == page


def _words_per_sentence(text: str) -> float:
    sentences = [part for part in re.split(r"[.!?:]\s|\n\s*\n|\n[-0-9#>]", text) if part.strip()]
    return len(text.split()) / len(sentences)
