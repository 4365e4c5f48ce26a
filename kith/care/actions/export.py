"""Export: rows of the record leave it, without names, to be counted elsewhere. That they did is written down first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kith.care.actions.acting import action, trace
from kith.care.actions.bulk import let_go
from kith.care.permissions import Viewer, check_function
from kith.science.outcomes.deidentified import POLICY


@action
def begin_outcome_export(*, export: UUID, by: Viewer, at: datetime, service_id: UUID | None = None) -> None:
    """Before the first row is read, so that a run that is stopped half-way has left its trace too.

    The trace names the export and the policy by which its rows are made less exact, and nobody whose rows are in it.
    It points at the request by which a second person let them go.
    """
    check_function(by, "outcome_rows", service_id=service_id)
    second = let_go("tables", by=by, at=at)
    trace("outcome_rows.exported", by=by, at=at, clients=(), about=second, rule=f"{POLICY} {export}")
