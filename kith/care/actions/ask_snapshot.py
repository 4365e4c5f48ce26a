"""Ask for a snapshot; the worker counts it, so that no page waits for the count of a whole service."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.evaluate import check_can_be_taken, freeze
from kith.care.models import Evaluation, Service, SnapshotRequest, WrongMoment
from kith.care.permissions import Viewer, check_function


@action
def ask_for_snapshot(*, period_from: date, period_to: date, by: Viewer, at: datetime) -> SnapshotRequest:
    """Leave a request that the worker takes up. Raises BadInput or WrongMoment where it could not be counted."""
    check_function(by, "programme")
    service = Service.objects.select_for_update().get(pk=by.service_id)
    check_can_be_taken(service, period_from, period_to, at)
    if _waiting(service).filter(period_from=period_from, period_to=period_to).exists():
        raise WrongMoment(
            _("No second snapshot was asked for."),
            _("One of the same months is being counted."),
            _("Look again in a minute."),
            "period",
        )
    asked = SnapshotRequest.objects.create(
        service=service, period_from=period_from, period_to=period_to, asked_by_id=by.user_id, asked_at=at, made_at=at
    )
    trace("programme.snapshot_asked", by=by, at=at, clients=(), about=asked)
    return asked


def count_asked_snapshots(*, by: Viewer, at: datetime) -> int:
    """Count what was asked for, the oldest first; how many. One that fails says so and stops nothing else."""
    check_function(by, "set_up")
    counted = 0
    for asked in _waiting(Service.objects.get(pk=by.service_id)).order_by("asked_at", "pk"):
        try:
            count_asked_snapshot(asked=asked, by=by, at=at)
        except Exception as failure:
            give_up_snapshot(asked=asked, failure=type(failure).__name__, by=by, at=at)
        else:
            counted += 1
    return counted


@action
def count_asked_snapshot(*, asked: SnapshotRequest, by: Viewer, at: datetime) -> Evaluation:
    """The snapshot of one request, by the installation itself."""
    check_function(by, "set_up", service_id=asked.service_id)
    asked = SnapshotRequest.objects.select_for_update().get(pk=asked.pk)
    asked.evaluation = freeze(asked.service, asked.period_from, asked.period_to, by, at)
    asked.save(update_fields=["evaluation"])
    return asked.evaluation


@action
def give_up_snapshot(*, asked: SnapshotRequest, failure: str, by: Viewer, at: datetime) -> None:
    """Keep that a request could not be counted, and the kind of error."""
    check_function(by, "set_up", service_id=asked.service_id)
    asked.failed_at, asked.failure = at, failure[:60]
    asked.save(update_fields=["failed_at", "failure"])
    trace("programme.snapshot_failed", by=by, at=at, clients=(), about=asked)


def _waiting(service: Service) -> QuerySet[SnapshotRequest]:
    return service.snapshot_requests.filter(evaluation=None, failed_at=None)
