"""`kith send`: read the clocks of alerts, open what is to be asked, plan reminders, hand messages to the gateway.

A message is marked done only after it was taken.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kith.care.models import OutboxMessage
    from kith.care.permissions import Viewer

WORDS = {
    "please_log_in": "Something is waiting for you. Please log in.",
    "alert_waiting": "Something is waiting for you. Please log in soon.",
    "measure_reminder": "Something is waiting for you. Please log in when it suits you.",
    "session_reminder": "A reminder of your appointment. Please log in to see it.",
}
AT_ONCE = 50


@dataclass(frozen=True)
class FileGateway:
    """The gateway of a fresh machine: one line per message in a file, and nothing leaves."""

    file: Path

    def send(self, *, to: str, words: str, key: str) -> None:
        """Take one message; raises OSError when it cannot be kept."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"to": to, "words": words, "key": key}, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def send_due(gateway: FileGateway, *, by: Viewer, now: Callable[[], datetime]) -> int:
    """Hand over every message that is due; how many were taken."""
    from kith.care.actions.messages import lease_messages, mark_failed, mark_sent

    sent = 0
    for message in lease_messages(limit=AT_ONCE, by=by, at=now()):
        try:
            gateway.send(to=_address(message), words=WORDS[message.template], key=message.key)
        except OSError as failure:
            mark_failed(message=message, failure=type(failure).__name__, by=by, at=now())
        else:
            mark_sent(message=message, by=by, at=now())
            sent += 1
    return sent


def _address(message: OutboxMessage) -> str:
    from kith.care.actions.messages import contact_rule

    if message.to_client is None:
        assert message.to_user is not None
        return message.to_user.username
    rule = contact_rule(message.to_client)
    return rule.address if rule is not None else ""


def send(
    every: Annotated[int, typer.Option(min=0, help="Look again every so many seconds; 0 looks once.")] = 0,
) -> None:
    """Read the clocks of alerts, open what is asked, plan reminders, send what is due, count what is asked for.

    Files of rows that have lain on this machine for a day are deleted. Once a month it also takes a snapshot of the
    year and learns from ended care.

    Until a gateway is set up, messages go into a file of this machine.
    """
    from kith.cli.serving import prepare

    prepare()
    from django.conf import settings

    from kith.care.actions.ask_snapshot import count_asked_snapshots
    from kith.care.actions.asking import open_requests, plan_measure_reminders
    from kith.care.actions.escalate import escalate_overdue_alerts
    from kith.care.actions.evaluate import take_monthly_snapshot
    from kith.care.actions.files_out import delete_old_files
    from kith.care.actions.learn_benefits import learn_monthly_benefits
    from kith.care.actions.messages import plan_reminders
    from kith.care.actions.set_up import founder
    from kith.care.actions.talk_about_safety import raise_overdue_follow_ups
    from kith.care.models import Service, WrongMoment

    # What may cost a life comes first; a message of it leaves in the same round.
    jobs = (raise_overdue_follow_ups, escalate_overdue_alerts, open_requests, plan_reminders, plan_measure_reminders)
    gateway = FileGateway(settings.KITH_HOME / "outbox" / "messages.jsonl")
    while True:
        for service in Service.objects.all():
            for job in jobs:
                job(by=founder(service.pk), at=datetime.now(UTC))
            count_asked_snapshots(by=founder(service.pk), at=datetime.now(UTC))
            delete_old_files(by=founder(service.pk), at=datetime.now(UTC))
            with suppress(WrongMoment):  # taken this month already
                take_monthly_snapshot(by=founder(service.pk), at=datetime.now(UTC))
            with suppress(WrongMoment):  # learned this month already
                learn_monthly_benefits(by=founder(service.pk), at=datetime.now(UTC))
        sent = send_due(gateway, by=founder(), now=lambda: datetime.now(UTC))
        typer.echo(f"{sent} messages sent.")
        if every == 0:
            return
        time.sleep(every)
