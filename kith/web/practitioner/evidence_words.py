"""What modalities, comparators and designs are called, and the sentences in which a client is told of a finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.evidence import People
from kith.web.practitioner.names import name_of

MODALITIES: dict[str, Any] = {
    "adherence_therapy": lazy("adherence therapy"),
    "any_psychotherapy": lazy("any psychotherapy"),
    "applied_relaxation": lazy("applied relaxation"),
    "art_therapy": lazy("art therapy"),
    "befriending": lazy("befriending"),
    "behaviour_therapy": lazy("behaviour therapy"),
    "behavioural_activation": lazy("behavioural activation"),
    "behavioural_experiments": lazy("behavioural experiments"),
    "cams": lazy("collaborative assessment and management of suicidality"),
    "cbt": lazy("cognitive behavioural therapy"),
    "claims": lazy("claims of any kind"),
    "cognitive_therapy": lazy("cognitive therapy"),
    "community_reinforcement": lazy("community reinforcement"),
    "contingency_management": lazy("contingency management"),
    "craft": lazy("community reinforcement for families"),
    "daily_living_skills": lazy("training in daily living"),
    "dbt": lazy("dialectical behaviour therapy"),
    "emdr": lazy("eye movement desensitisation"),
    "engagement": lazy("reaching people"),
    "exposure": lazy("exposure"),
    "exposure_response_prevention": lazy("exposure with response prevention"),
    "family_based_treatment": lazy("family-based treatment"),
    "family_intervention": lazy("family intervention"),
    "family_therapy": lazy("family therapy"),
    "feeling_safe": lazy("the Feeling Safe programme"),
    "group_therapy": lazy("group therapy"),
    "interoceptive_exposure": lazy("exposure to feelings of the body"),
    "interpersonal": lazy("interpersonal therapy"),
    "life_review": lazy("life review"),
    "mindfulness": lazy("mindfulness"),
    "motivational_interviewing": lazy("motivational interviewing"),
    "multifamily_group": lazy("multifamily group"),
    "music_therapy": lazy("music therapy"),
    "non_trauma_focused": lazy("therapy that leaves the trauma aside"),
    "not_as_standard": lazy("not to be offered as standard"),
    "other_psychotherapy": lazy("other psychotherapies"),
    "outreach": lazy("outreach"),
    "parent_training": lazy("parent training"),
    "peer_support": lazy("peer support"),
    "person_centred": lazy("person-centred therapy"),
    "problem_management_plus": lazy("Problem Management Plus"),
    "problem_solving": lazy("problem solving"),
    "prolonged_exposure": lazy("prolonged exposure"),
    "psychodynamic": lazy("psychodynamic therapy"),
    "psychoeducation": lazy("psychoeducation"),
    "psychological": lazy("psychological help of any kind"),
    "safety_planning": lazy("safety planning"),
    "school_programme": lazy("programmes at school"),
    "self_management": lazy("self-management"),
    "social_contact": lazy("meeting people who have lived it"),
    "social_skills_training": lazy("social skills training"),
    "sociotherapy": lazy("sociotherapy"),
    "stress_management": lazy("stress management"),
    "support_group": lazy("support groups"),
    "supported_employment": lazy("supported employment"),
    "supportive": lazy("supportive therapy"),
    "third_wave": lazy("third-wave therapies"),
    "twelve_step_facilitation": lazy("twelve-step facilitation"),
}
DESIGNS: dict[str, Any] = {
    "pairwise meta-analysis": lazy("meta-analysis"),
    "network meta-analysis": lazy("network meta-analysis"),
    "component network meta-analysis": lazy("network meta-analysis of components"),
    "individual-participant meta-analysis": lazy("meta-analysis of single people's data"),
    "review of reviews": lazy("review of reviews"),
    "narrative review": lazy("review in words"),
    "randomised trial": lazy("one randomised trial"),
    "controlled trial": lazy("one controlled trial"),
    "cohort comparison": lazy("comparison of cohorts"),
}
STATUSES: dict[str, tuple[Any, str, str]] = {
    "traced": (lazy("read at its source"), "good", "check"),
    "recalled": (lazy("from memory, not yet verified"), "caution", "circle-help"),
    "not traced: do not repeat": (lazy("not found anywhere: do not repeat"), "danger", "x"),
    "contradicted: do not repeat": (lazy("contradicted: do not repeat"), "danger", "x"),
}
"""The mark of each claim: word, tone, shape."""

REFUSED: dict[str, Any] = {
    "no_row": lazy("No comparison is written down here."),
    "no_interval": lazy("The best finding has no interval: nobody can say how far chance reaches."),
    "not_checked": lazy(
        "The best finding is from memory. It is not told to clients until somebody has read it at its source."
    ),
    "not_standardised": lazy(
        "The best finding is a ratio or is in points of a scale. To count people one would have to know how many do "
        "well without the help, and that is not written down here."
    ),
    "before_and_after": lazy(
        "The best finding compares people with themselves before. Without others beside them nobody can say what the "
        "help did."
    ),
}
"""Why people cannot be counted, said to a colleague."""

_WITHOUT: dict[str, Any] = {
    "usual_care": lazy("Think of 100 people who get the usual care."),
    "enhanced_usual_care": lazy("Think of 100 people who get the usual care and a little more."),
    "any_control": lazy("Think of 100 people who wait, or get the usual care or a little attention."),
    "placebo": lazy("Think of 100 people who get a treatment that only looks like one."),
    "no_treatment": lazy("Think of 100 people who get no help."),
    "waiting_list": lazy("Think of 100 people who wait for help."),
    "active_control": lazy("Think of 100 people who get attention of another kind."),
    "other_therapy": lazy("Think of 100 people who get another kind of help."),
    "medicine": lazy("Think of 100 people who take medicine."),
}
_FLATTERS: dict[str, Any] = {
    "any_control": lazy("Some of those it was compared with only waited, which makes a help look better than it is."),
    "waiting_list": lazy("Waiting makes a help look better than it is."),
}


def modality_name(name: str) -> str:
    """What a modality is called."""
    return str(MODALITIES[name]) if name in MODALITIES else name_of(name)


def rated_words(grade: str | None, by: str | None) -> str:
    """How sure a finding is and who says so."""
    if grade is None:
        return _("Nobody has rated how sure this is.")
    told = {"level": name_of(grade)}
    if by == "authors":
        return _("How sure: %(level)s, as its authors say.") % told
    return _("How sure: %(level)s, by our own reading.") % told


def told_to_client(people: People) -> tuple[str, str]:
    """The finding in plain sentences: people out of a hundred, and then what it does not mean and what is not known."""
    return " ".join(_counts(people)), " ".join(_doubts(people))


def _counts(people: People) -> Iterator[str]:
    numbers = {
        "without": people.without_help,
        "with": people.with_help,
        "difference": abs(people.more),
        "low": people.with_help_low,
        "high": people.with_help_high,
    }
    yield str(_WITHOUT[people.against])
    yield _("%(without)d of them do better than the average person among them.") % numbers
    if people.more > 0:
        yield _("With this help it is about %(with)d of 100: %(difference)d more.") % numbers
    elif people.more < 0:
        yield _("With this help it is about %(with)d of 100: %(difference)d fewer.") % numbers
    else:
        yield _("With this help it is about %(with)d of 100: as many.") % numbers
    yield _("That is the best guess; going by the studies it may be anything from %(low)d to %(high)d.") % numbers
    if people.with_help_low <= people.without_help <= people.with_help_high:
        yield _("So it is not certain that this help makes a difference.")


def _doubts(people: People) -> Iterator[str]:
    if people.new_place is None:
        yield _("How it would be in a new place is not known.")
    else:
        low, high = people.new_place
        yield _("In a new place it may be anything from %(low)d to %(high)d.") % {"low": low, "high": high}
    if people.against in _FLATTERS:
        yield str(_FLATTERS[people.against])
    yield rated_words(people.certainty, people.rated_by)
    yield _("Better than average is not the same as being well, and nobody can say beforehand who will be helped.")
