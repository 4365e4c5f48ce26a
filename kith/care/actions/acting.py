"""How every verb acts: keyword-only, `by=` and `at=`, one transaction, and never without leaving a trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction

from kith.care.models.audit import append_event
from kith.care.permissions import Viewer

Given = ParamSpec("Given")
Result = TypeVar("Result")
_traces: ContextVar[list[str] | None] = ContextVar("traces", default=None)
VERBS: dict[str, Callable[..., Any]] = {}


class LeftNoTrace(Exception):
    """An action finished without an audit event: it is undone."""


def action(verb: Callable[Given, Result]) -> Callable[Given, Result]:
    """Make a function a verb of the product: one transaction that is undone unless it was audited."""

    @wraps(verb)
    def act(*args: Given.args, **given: Given.kwargs) -> Result:
        token = _traces.set([])
        try:
            with transaction.atomic():
                result = verb(*args, **given)
                if not _traces.get():
                    raise LeftNoTrace(f"{verb.__module__}.{verb.__name__} wrote no audit event, so nothing was kept.")
                return result
        finally:
            _traces.reset(token)

    VERBS[f"{verb.__module__.rsplit('.', 1)[-1]}.{verb.__name__}"] = act
    return act


def trace(
    event: str,
    *,
    by: Viewer,
    at: datetime,
    clients: Iterable[UUID],
    about: Any = None,
    rule: str = "",
    is_allowed: bool = True,
) -> None:
    """Write the audit event of the running action; `is_allowed` is False for a try that the act itself refused."""
    traces = _traces.get()
    if traces is not None:
        traces.append(event)
    append_event(
        event=event,
        at=at,
        actor_id=by.user_id,
        service_id=by.service_id,
        allowed=is_allowed,
        rule=rule or event,
        purpose=by.purpose,
        object_kind=about._meta.model_name if about is not None else "",
        object_id=str(about.pk) if about is not None else "",
        request_id=by.request_id,
        clients=clients,
    )
