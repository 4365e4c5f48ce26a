"""A10: nothing reaches the record past the policy; a planted use of a model's manager is found."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# Where a query may use a manager, and why.
OWN = "filtered by one's own record, after it was opened as one's own"
IN_GROUP = "rows of a group that was opened, or of groups that the viewer leads"
FLAGGED = "of those whose flag the decision allows; only whether their course is off track is told"
WHOLE = "everybody of the viewer's own service, for rows that name nobody"
FORMING = "people of the service who wait for a group and said yes, worked with and shown by number alone"
IN_TRIAL = "of trials of the viewer's own service, counted in whole months and made fit to be shown; nobody is named"
MAY = {
    ("kith/care/queries/crisis.py", "Service"): "the name of the service and its crisis numbers, before any log-in",
    ("kith/care/queries/my_download.py", "AuditEvent"): OWN,
    ("kith/care/queries/my_record.py", "AuditEvent"): OWN,
    ("kith/care/queries/my_work.py", "AuditEvent"): OWN,
    (
        "kith/care/queries/sight.py",
        "Client",
    ): "the decision for many at once; test_decisions compares it with that for one",
    ("kith/care/queries/sight.py", "model"): "rows of those whom that decision allows",
    ("kith/care/queries/groups.py", "Session"): IN_GROUP,
    ("kith/care/queries/groups.py", "Membership"): IN_GROUP,
    ("kith/care/queries/groups.py", "Attendance"): IN_GROUP,
    ("kith/care/queries/groups.py", "GroupNote"): IN_GROUP,
    ("kith/care/queries/look_back.py", "AskedAfter"): IN_GROUP,
    ("kith/care/queries/community_meeting.py", "GroupDecision"): IN_GROUP,
    ("kith/care/queries/group_gives.py", "Measurement"): IN_GROUP,
    ("kith/care/queries/community_meeting.py", "RoleTurn"): IN_GROUP,
    ("kith/care/queries/group_working.py", "Attendance"): IN_GROUP,
    (
        "kith/care/queries/group_working.py",
        "Score",
    ): "members of a group that was opened, told as a whole and from eight people on",
    ("kith/care/queries/members_off_track.py", "Episode"): FLAGGED,
    ("kith/care/queries/members_off_track.py", "Plan"): FLAGGED,
    ("kith/care/queries/members_off_track.py", "Attendance"): FLAGGED,
    ("kith/care/queries/group_dose.py", "Attendance"): IN_GROUP,
    ("kith/care/queries/group_wait.py", "Group"): "names of groups of the viewer's own service, and their languages",
    ("kith/care/queries/calendars.py", "Session"): OWN,
    ("kith/care/queries/matching.py", "Absence"): "colleagues of the viewer's own service who are away",
    ("kith/care/queries/matching.py", "Allocation"): "hours given away, and pairs declined of people from clients_for",
    ("kith/care/queries/matching.py", "AppointmentWish"): "of people from clients_for",
    ("kith/care/queries/matching.py", "Availability"): "what colleagues of the viewer's own service bring",
    (
        "kith/care/queries/matching.py",
        "Block",
    ): "of people from clients_for; nothing of it is shown but that two do not meet",
    ("kith/care/queries/matching.py", "CareRelationship"): "a condition inside clients_for, and how many each leads",
    ("kith/care/queries/matching.py", "Episode"): "a condition inside clients_for",
    ("kith/care/queries/matching.py", "User"): "colleagues of the viewer's own service",
    ("kith/care/queries/allocating.py", "Service"): "the viewer's own service",
    ("kith/care/queries/trials.py", "Trial"): IN_TRIAL,
    ("kith/care/queries/trials.py", "Enrolment"): IN_TRIAL,
    ("kith/care/queries/trials.py", "ArmDrawn"): IN_TRIAL,
    ("kith/care/queries/trials.py", "TrialStep"): IN_TRIAL,
    ("kith/care/queries/monthly_figures.py", "Service"): "the viewer's own service",
    ("kith/care/queries/allocating.py", "User"): "a colleague of the viewer's own service",
    ("kith/care/queries/forming.py", "GroupWait"): FORMING,
    ("kith/care/queries/forming.py", "Block"): FORMING,
    ("kith/care/queries/forming.py", "Episode"): FORMING,
    ("kith/care/queries/forming.py", "Consent"): FORMING,
    ("kith/care/queries/forming.py", "Group"): FORMING,
    ("kith/care/queries/forming.py", "KeptApart"): FORMING,
    ("kith/care/queries/forming.py", "Membership"): FORMING,
    ("kith/care/queries/forming.py", "Score"): FORMING,
    ("kith/care/queries/open_group.py", "Service"): "the viewer's own service",
    ("kith/care/queries/open_group.py", "Site"): "places of the viewer's own service",
    ("kith/care/queries/running_groups.py", "Facilitation"): "who leads a group that the policy let the viewer change",
    ("kith/care/queries/running_groups.py", "User"): "a colleague of the viewer's own service who may lead",
    ("kith/care/queries/together.py", "SupervisionLink"): "whether the viewer has a supervisor",
    ("kith/care/queries/form_groups.py", "Role"): "colleagues of the viewer's own service; no client is concerned",
    ("kith/care/queries/form_groups.py", "Service"): "the viewer's own service",
    ("kith/care/queries/form_groups.py", "Site"): "sites of the viewer's own service",
    ("kith/care/queries/form_groups.py", "User"): "colleagues of the viewer's own service who may lead groups",
    ("kith/care/queries/referring.py", "Service"): "the viewer's own service",
    ("kith/care/queries/referring.py", "CareRelationship"): "a condition inside clients_for",
    ("kith/care/queries/referring.py", "Episode"): "a condition inside clients_for",
    ("kith/care/queries/outcomes.py", "Service"): "the viewer's own service",
    ("kith/care/queries/practitioner_outcomes.py", "Episode"): WHOLE,
    ("kith/care/queries/practitioner_outcomes.py", "Service"): "the viewer's own service",
    ("kith/care/queries/practitioner_outcomes.py", "User"): "the viewer, and those whom they supervise now",
    ("kith/care/queries/signal_accuracy.py", "Service"): "the viewer's own service",
    ("kith/care/queries/outcome_rows.py", "Service"): "the viewer's own service",
    ("kith/care/queries/outcome_rows.py", "AuditEvent"): "whether one event is there; nothing of it is shown",
    ("kith/care/queries/outcome_rows.py", "AuditSubject"): WHOLE,
    ("kith/care/queries/outcome_rows.py", "ChainHead"): "how long the chain is; holds no client",
    ("kith/care/queries/outcome_rows.py", "Client"): WHOLE,
    ("kith/care/queries/outcome_rows.py", "Consent"): WHOLE,
    ("kith/care/queries/outcome_rows.py", "Episode"): WHOLE,
    ("kith/care/queries/outcome_rows.py", "HarmEvent"): WHOLE,
    ("kith/care/queries/outcome_rows.py", "HarmJudgement"): WHOLE,
    ("kith/care/queries/research.py", "ResearchExtract"): "requests in the viewer's own service; no client is in them",
    ("kith/care/queries/evidence_signing.py", "EvidenceSignOff"): "the viewer's own service; holds no client",
    ("kith/care/queries/bulk.py", "FilesOut"): "files of the viewer's own service; no client is in them",
    ("kith/care/queries/bulk.py", "BulkExport"): "requests in the viewer's own service; no client is in them",
    ("kith/care/queries/letting_go.py", "AuditEvent"): "when data of the viewer's own service was taken; no client",
    ("kith/care/queries/references.py", "CourseReference"): "the viewer's own service; holds no client",
    ("kith/care/queries/choice_audit.py", "Service"): "the viewer's own service",
    ("kith/care/queries/learned_here.py", "LearnedBenefit"): "the viewer's own service; holds no client",
    ("kith/care/queries/harm_counts.py", "model"): "counts of the viewer's own service under disclosure control",
    ("kith/care/queries/invited.py", "Invitation"): "the one invitation that the viewer holds",
    ("kith/care/queries/tablet_round.py", "Invitation"): "the invitations that the tablet of a round holds",
    ("kith/care/queries/tablet_round.py", "Session"): "the meeting for which those invitations were made",
    ("kith/care/queries/own_diaries.py", "Service"): "the viewer's own service",
    ("kith/care/queries/own_heads.py", "model"): "measures and documents of the viewer's own service; no client's",
    ("kith/care/queries/packing.py", "OwnDocument"): "released documents of the viewer's own service; no client's",
    ("kith/care/queries/packing.py", "Service"): "the viewer's own service",
    ("kith/care/queries/alerts.py", "User"): "a colleague who is already on the list of those who may take an alert",
    ("kith/care/queries/signal_times.py", "AuditSubject"): "who opened clients that the viewer has opened or listed",
    ("kith/care/queries/signal_times.py", "User"): "names of colleagues of the viewer's own service",
    ("kith/care/queries/worries.py", "Concern"): "concerns of the viewer's own service, for those who answer them",
    ("kith/care/queries/alert_times.py", "Alert"): "counts of the viewer's own service under disclosure control",
    ("kith/care/queries/alert_times.py", "AlertStep"): "steps of alerts that were opened, or counts under that control",
    ("kith/care/queries/alert_times.py", "CareRelationship"): "who leads the care of those whom the viewer supervises",
    ("kith/care/queries/alert_times.py", "SupervisionLink"): "the viewer's own supervisees",
    ("kith/care/queries/on_duty.py", "Service"): "the viewer's own service",
    ("kith/care/queries/on_duty.py", "User"): "names of colleagues who are on duty; no client is concerned",
    ("kith/care/queries/barriers.py", "Attendance"): "when somebody first came whose record was opened",
    ("kith/care/queries/options_today.py", "Client"): "the language of the viewer's own service",
    (
        "kith/care/queries/options_today.py",
        "Plan",
    ): "the middle wait of eight people and more in the viewer's own service",
    ("kith/care/queries/options_today.py", "User"): "languages that colleagues of the viewer's own service speak",
    (
        "kith/care/queries/places_here.py",
        "Group",
    ): "whether groups of the viewer's own service take anybody in; nobody in them is read",
    (
        "kith/care/queries/peer_day.py",
        "PeerAnswer",
    ): "answers to the viewer's own entries, about people from clients_for",
    ("kith/care/queries/peer_day.py", "PeerCheck"): "the viewer's own",
    ("kith/care/queries/peer_day.py", "PeerContact"): "the viewer's own entries, about people from clients_for",
    ("kith/care/queries/peer_day.py", "PeerMatch"): "the viewer's own, with people from clients_for",
    ("kith/care/queries/peer_day.py", "SupervisionLink"): "the viewer's own supervisors",
    ("kith/care/queries/peer_day.py", "User"): "the viewer",
    (
        "kith/care/queries/peer_pairs.py",
        "Block",
    ): "whom the person must not meet, and who has chosen the viewer; nothing of it is shown",
    (
        "kith/care/queries/peer_pairs.py",
        "CareRelationship",
    ): "how many places are taken, and who is beside the person already; nothing is shown",
    (
        "kith/care/queries/peer_pairs.py",
        "Client",
    ): "accounts of those from whom the person is kept apart; nothing of it is shown",
    ("kith/care/queries/peer_pairs.py", "Group"): "languages of groups of the viewer's own service",
    ("kith/care/queries/peer_pairs.py", "KeptApart"): "whom the person must not meet; nothing of it is shown",
    (
        "kith/care/queries/peer_pairs.py",
        "PeerMatch",
    ): "the viewer's own as a peer supporter, how many places are taken, and who was chosen before",
    (
        "kith/care/queries/peer_pairs.py",
        "PeerOffer",
    ): "what peer supporters of the viewer's own service are glad to share with whoever looks for one",
    ("kith/care/queries/peer_pairs.py", "User"): "the viewer",
    (
        "kith/care/queries/peer_register.py",
        "PeerCheck",
    ): "whether somebody wishes to talk whom the viewer is or supervises",
    (
        "kith/care/queries/peer_register.py",
        "PeerRegisterEntry",
    ): "about somebody whom the viewer is or supervises; no client is concerned",
    ("kith/care/queries/peer_register.py", "User"): "the viewer, and peer supporters whom the viewer supervises",
    ("kith/care/queries/activities.py", "Service"): "the viewer's own service",
    ("kith/care/queries/activities.py", "Group"): "languages of the groups of the viewer's own service",
    ("kith/care/queries/activities.py", "Activity"): "things to do nearby; no client is concerned",
    ("kith/care/queries/warm_line.py", "Session"): "how many guests came to groups of the viewer's own service",
    (
        "kith/care/queries/warm_line.py",
        "User",
    ): "names of colleagues of the viewer's own service; no client is concerned",
    ("kith/care/queries/warm_line.py", "WarmLineCall"): "calls of the viewer's own service, which name nobody",
    ("kith/care/queries/warm_line.py", "WarmLineShift"): "shifts of the viewer's own service; no client is concerned",
    ("kith/care/queries/rota.py", "Service"): "the viewer's own service",
    ("kith/care/queries/rota.py", "DutyShift"): "shifts of the viewer's own service; no client is concerned",
    ("kith/care/queries/rota.py", "Absence"): "absences in the viewer's own service; no client is concerned",
    ("kith/care/queries/rota.py", "User"): "names of colleagues of the viewer's own service",
}
ROOMS = ("kith/care/queries", "kith/web")


def uses(source: str) -> set[str]:
    """Names of models whose manager a module uses directly."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            found.add(ast.unparse(node.value))
    return found


def back_doors(root: Path) -> set[tuple[str, str]]:
    """(file, model) of every use that no reason covers."""
    return {
        (str(file.relative_to(root)), model)
        for room in ROOMS
        for file in (root / room).rglob("*.py")
        for model in uses(file.read_text("utf-8"))
        if (str(file.relative_to(root)), model) not in MAY
    }


def test_no_page_and_no_query_looks_past_the_policy() -> None:
    assert not back_doors(ROOT), "Reach rows through open_client, reach, visible, clients_for or an opened client."


def test_every_exception_is_still_needed() -> None:
    for (file, model), why in MAY.items():
        assert why
        assert model in uses((ROOT / file).read_text("utf-8")), f"{file} no longer uses {model}."


@pytest.mark.parametrize("planted", ["Client.objects.all()", "models.Goal._default_manager.get(pk=1)"])
def test_a_planted_use_is_found(tmp_path: Path, planted: str) -> None:
    place = tmp_path / "kith/care/queries/planted.py"
    place.parent.mkdir(parents=True)
    place.write_text(f"def rows():\n    return {planted}\n")
    assert back_doors(tmp_path)
