"""The warm line on its page: planned by Cleo, counted by Pete."""

from __future__ import annotations

from kith.care.models import WarmLineShift
from tests.care.peer_scenes import peered, trained
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

__all__ = ["peered"]  # a fixture


def test_cleo_plans_and_pete_counts(peered: People) -> None:
    cleo, pete = Screen(peered, "cleo"), Screen(peered, "pete")
    assert "Halloran" in cleo.text("warm_line").partition("Training in safety is due")[2].partition("</p>")[0]
    trained(peered, "pete")
    assert "Halloran" not in cleo.text("warm_line").partition("Training in safety is due")[2].partition("</p>")[0]
    assert "Nobody is on the line" in pete.text("warm_line")
    plan = {
        "what": "plan",
        "person": peered.accounts["pete"].pk,
        "starts": "2026-01-05T10:00",
        "ends": "2026-01-05T12:00",
    }
    assert cleo.post("warm_line", **(plan | {"ends": ""})).status_code == 422
    assert cleo.post("warm_line", **plan).status_code == 302
    peered.later(hours=1, minutes=30)
    cleo, pete = Screen(peered, "cleo"), Screen(peered, "pete")  # they log in again
    shift = WarmLineShift.objects.get().pk
    call = {"what": "call", "shift": shift, "need": "in_crisis", "passed_on": "nobody", "minutes": "12"}
    refused = pete.post("warm_line", **call)
    assert refused.status_code == 422
    assert "nobody was told" in refused.content.decode()
    assert pete.post("warm_line", **(call | {"passed_on": "duty"})).status_code == 302
    assert "1 call, 12 minutes" in pete.text("warm_line")
    assert "Count a call" not in cleo.text("warm_line")
    for screen in (cleo, pete):
        assert pseudo.untranslated(screen.pseudo("warm_line")) == []
    assert pete.post("warm_line", what="leave", shift=shift).status_code == 302
    assert pete.post("warm_line", what="dance").status_code == 422
