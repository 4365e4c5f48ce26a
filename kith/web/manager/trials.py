"""Trials for those who run them: open one, draw arms for those who were enrolled, read the flow, close it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kith import pictures
from kith.care.actions import run_trial
from kith.care.actions.run_trial import Design, Factor
from kith.care.models import Refusal
from kith.care.queries.trials import ArmShown, FlowShown, ReasonShown, TrialShown, trial_in_reach
from kith.care.queries.trials import trial as trial_page
from kith.care.queries.trials import trials as trials_page
from kith.reports import Heading, Paragraph, Report
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.manager.definitions import ROUNDING
from kith.web.manager.export import Row, links, table
from kith.web.manager.printed import facts_of, figure_of
from kith.web.manager.sentences import Count, count_words
from kith.web.parts.pdf_files import report_of
from kith.web.parts.trial_words import LEFT, OUTCOMES
from kith.web.practitioner.about import REFUSED

METHODS = {
    "blocks": gettext_lazy("Blocks of hidden size, from a list that is sealed"),
    "minimisation": gettext_lazy("Minimisation: most likely the arm that keeps all arms alike"),
}
HEADS = ("arm", "stage", "why", "people", "not_shown_because")


class OpenForm(forms.Form):
    """What a trial asks, and how arms are drawn."""

    title = forms.CharField(label=gettext_lazy("Short title"), max_length=120)
    question = forms.CharField(
        label=gettext_lazy("What do you want to find out?"),
        help_text=gettext_lazy("Among whom, what is compared with what, by which measure, when."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    approval = forms.CharField(label=gettext_lazy("Ethics approval, and where the trial is registered"), max_length=200)
    arms = forms.CharField(
        label=gettext_lazy("Arms, one a line"),
        help_text=gettext_lazy("Two at least. They are of one size."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )
    method = forms.ChoiceField(
        label=gettext_lazy("How are arms drawn?"), choices=list(METHODS.items()), widget=forms.RadioSelect,
        initial="blocks",
    )  # fmt: skip
    factors = forms.CharField(
        label=gettext_lazy("In what are arms to be alike? One a line, with its levels"),
        help_text=gettext_lazy("For example: severity: moderate, severe. Few are better. Blocks need none."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=800,
        required=False,
    )
    places = forms.IntegerField(
        label=gettext_lazy("Blocks only: how many people at most, in each combination of levels?"),
        initial=400,
        min_value=1,
        max_value=2000,
    )

    def design(self) -> Design:
        """What was asked for; only of a form that is valid."""
        given = self.cleaned_data
        arms = tuple(line.strip() for line in given["arms"].splitlines() if line.strip())
        return Design(arms, given["method"], tuple(_factors(given["factors"])), given["places"])


def _factors(text: str) -> Iterator[Factor]:
    for line in text.splitlines():
        if line.strip():
            name, _colon, levels = line.partition(":")
            yield Factor(name.strip(), tuple(level.strip() for level in levels.split(",") if level.strip()))


def trials(request: Request) -> HttpResponse:
    """The trials of the service, and the form for a new one."""
    form = OpenForm(request.POST) if request.method == "POST" else OpenForm()
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "question", "approval")}
        try:
            opened = run_trial.open_trial(**said, design=form.design(), by=request.viewer, at=request.at)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("The trial is open. Practitioners can ask people about it."))
            return redirect("trial", opened.pk)
    page = trials_page(viewer=request.viewer, at=request.at)
    given = {"page": page, "form": form, "errors": summary(refusal) if refusal else []}
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/manager/trials.html", given, status=REFUSED if form.errors else status_of(refusal))


def trial(request: Request, trial_id: UUID) -> HttpResponse:
    """One trial with its flow, or the flow as a file; a POST draws arms or closes it."""
    refusal: Refusal | None = None
    if request.method == "POST":
        row = trial_in_reach(viewer=request.viewer, trial_id=trial_id)
        try:
            if request.POST.get("do") == "close":
                run_trial.close_trial(trial=row, by=request.viewer, at=request.at)
                messages.success(request, _("The trial is closed. What was drawn stays."))
            else:
                many = run_trial.draw_arms(trial=row, by=request.viewer, at=request.at)
                said = ngettext("An arm was drawn for %(count)s person.", "Arms were drawn for %(count)s people.", many)
                messages.success(request, said % {"count": many})
        except Refusal as refused:
            refusal = refused
        else:
            return redirect("trial", trial_id)
    shown = trial_page(viewer=request.viewer, trial_id=trial_id, at=request.at)
    with timezone.override(ZoneInfo(shown.time_zone)):
        if kind := request.GET.get("as"):
            return table(HEADS, _rows(shown.flow), "trial-flow", kind, lambda: _file(shown))
        given = _given(shown) | {"errors": summary(refusal) if refusal else []}
        return render(request, "web/manager/trial.html", given, status=status_of(refusal))


def _given(shown: TrialShown) -> dict[str, Any]:
    return {
        "one": shown,
        "method": METHODS[shown.method],
        "figure": {"drawing": _drawing(shown), "numbers": _numbers(shown.flow)},
        "until": date_format(shown.flow.until, "DATE_FORMAT"),
        "rounding": ROUNDING,
        "exports": links(reverse("trial", args=[shown.id])),
    }


def _drawing(shown: TrialShown) -> pictures.Drawing:
    flow = shown.flow
    return pictures.consort(
        pictures.FlowBox(_("Asked: %(people)s") % {"people": count_words(flow.assessed)}),
        pictures.FlowBox(
            _("Not in the trial: %(people)s") % {"people": count_words(flow.excluded)},
            _lines(flow.why_excluded, OUTCOMES),
        ),
        pictures.FlowBox(_("An arm was drawn: %(people)s") % {"people": count_words(flow.randomised)}),
        [_column(arm) for arm in flow.arms],
        title=_("The flow of people"),
        sentence=_("Until %(day)s: asked %(asked)s, an arm was drawn for %(drawn)s.")
        % {
            "day": date_format(flow.until, "DATE_FORMAT"),
            "asked": count_words(flow.assessed),
            "drawn": count_words(flow.randomised),
        },
        empty=_("Arms are not counted for those who ask people about this trial."),
    )


def _column(arm: ArmShown) -> pictures.FlowColumn:
    boxes = (
        (_("%(arm)s: %(people)s") % {"arm": arm.name, "people": count_words(arm.allocated)}, ()),
        (_("Received it: %(people)s") % {"people": count_words(arm.received)}, _lines(arm.not_received, LEFT)),
        (
            _("Followed up: %(people)s") % {"people": count_words(arm.followed_up)},
            (*_lines(arm.lost, LEFT), _("Stopped it: %(people)s") % {"people": count_words(arm.stopped)}),
        ),
    )
    return pictures.FlowColumn(tuple(pictures.FlowBox(heading, lines) for heading, lines in boxes))


def _lines(reasons: Iterable[ReasonShown], names: dict[str, Any]) -> tuple[str, ...]:
    return tuple(
        _("%(why)s: %(people)s") % {"why": names[one.why], "people": count_words(one.people)} for one in reasons
    )


def _numbers(flow: FlowShown) -> dict[str, Any]:
    names = {"asked": _("Asked"), "excluded": _("Not in the trial"), "drawn": _("An arm was drawn"),
             "received": _("Received it"), "not_received": _("Did not receive it"), "followed_up": _("Followed up"),
             "lost": _("Could not be followed up"), "stopped": _("Stopped it")}  # fmt: skip
    return {
        "heads": [_("Arm"), _("Stage"), _("Why"), _("People")],
        "rows": [
            [arm or _("all"), names[stage], _why(stage, why), count_words(people)]
            for arm, stage, why, people in _counted(flow)
        ],
    }


def _why(stage: str, why: str) -> Any:
    return (OUTCOMES if stage == "excluded" else LEFT)[why] if why else ""


def _counted(flow: FlowShown) -> Iterator[tuple[str, str, str, Count]]:
    """Every number of the flow: of which arm (empty: of all), at which stage, and why where somebody left."""
    yield ("", "asked", "", flow.assessed)
    yield ("", "excluded", "", flow.excluded)
    yield from (("", "excluded", one.why, one.people) for one in flow.why_excluded)
    yield ("", "drawn", "", flow.randomised)
    for arm in flow.arms:
        yield (arm.name, "drawn", "", arm.allocated)
        yield (arm.name, "received", "", arm.received)
        yield from ((arm.name, "not_received", one.why, one.people) for one in arm.not_received)
        yield (arm.name, "followed_up", "", arm.followed_up)
        yield from ((arm.name, "lost", one.why, one.people) for one in arm.lost)
        yield (arm.name, "stopped", "", arm.stopped)


def _rows(flow: FlowShown) -> Iterator[Row]:
    for arm, stage, why, people in _counted(flow):
        yield (arm, stage, why, "" if people.people is None else str(people.people), people.reason or "")


def _file(shown: TrialShown) -> Report:
    given = _given(shown)
    parts = [
        Paragraph(shown.question),
        *figure_of(given["figure"]),
        Heading(_("How arms are drawn")),
        facts_of(
            (
                (_("Method"), given["method"]),
                (_("Approval"), shown.approval),
                *(((_("Seal of the list"), shown.mark),) if shown.mark else ()),
            )
        ),
        Paragraph(str(ROUNDING)),
    ]
    return report_of(shown.title, parts, running=shown.service_name)
