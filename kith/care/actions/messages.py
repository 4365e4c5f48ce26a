"""Messages leave through an outbox with a lease: done after send, never before, so that a crash cannot lose one.

Nothing about care is ever in a message. A client is reached only as the newest contact rule allows, at its hours.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from kith.care.actions.acting import action, trace
from kith.care.models import Client, ContactRule, OutboxMessage, Session, User
from kith.care.models.states import MESSAGE
from kith.care.permissions import Viewer, check_function

LEASE = timedelta(minutes=2)  # longer than any gateway takes; shorter than anybody should wait after a crash
MOST_ATTEMPTS = 5
REMIND_BEFORE = timedelta(hours=36)  # late enough to be remembered, early enough to rearrange the day
REACHABLE = ("sms", "email")  # channels a machine may use; a phone call is a person's work


def queue_message(*, to: User, template: str, key: str, at: datetime) -> OutboxMessage:
    """Put a neutral message into the outbox of the running action; the same key is queued once."""
    message, _ = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={"service_id": to.service_id, "to_user": to, "template": template, "send_after": at, "made_at": at},
    )
    return message


@action
def lease_messages(*, limit: int, by: Viewer, at: datetime) -> list[OutboxMessage]:
    """Take up to `limit` due messages for two minutes; those of a worker that died are due again after its lease."""
    check_function(by, "set_up")
    due = Q(state="waiting", send_after__lte=at) | Q(state="leased", leased_until__lte=at)
    rows = list(OutboxMessage.objects.select_for_update().filter(due).order_by("send_after")[:limit])
    OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(
        state="leased", leased_until=at + LEASE, attempts=F("attempts") + 1
    )
    for row in rows:
        row.refresh_from_db()
    trace("messages.leased", by=by, at=at, clients=())
    return rows


@action
def mark_sent(*, message: OutboxMessage, by: Viewer, at: datetime) -> OutboxMessage:
    """After the gateway has said yes."""
    check_function(by, "set_up")
    MESSAGE.check_move(message.state, "sent")
    message.state, message.sent_at, message.leased_until = "sent", at, None
    message.save(update_fields=["state", "sent_at", "leased_until"])
    trace("message.sent", by=by, at=at, clients=(), about=message)
    return message


@action
def mark_failed(*, message: OutboxMessage, failure: str, by: Viewer, at: datetime) -> OutboxMessage:
    """After the gateway has said no: later again, and after five tries put aside where somebody sees it."""
    check_function(by, "set_up")
    message.state = "parked" if message.attempts >= MOST_ATTEMPTS else "waiting"
    message.failure, message.leased_until = failure[:200], None
    message.send_after = at + timedelta(minutes=2**message.attempts)
    message.save(update_fields=["state", "failure", "leased_until", "send_after"])
    trace(f"message.{message.state}", by=by, at=at, clients=(), about=message)
    return message


@action
def plan_reminders(*, by: Viewer, at: datetime) -> list[OutboxMessage]:
    """Queue a reminder for each session of the next day and a half, once; withheld where the contact rule says so."""
    check_function(by, "set_up")
    booked = Session.objects.filter(
        state="booked",
        client__isnull=False,
        client__service_id=by.service_id,
        starts_at__gt=at,
        starts_at__lte=at + REMIND_BEFORE,
    ).select_related("client__service")
    queued = [_remind(session, at) for session in booked]
    trace(
        "reminders.planned", by=by, at=at, clients=[message.to_client_id for message in queued if message.to_client_id]
    )
    return queued


def _remind(session: Session, at: datetime) -> OutboxMessage:
    client = session.client
    assert client is not None
    return queue_for_client(client=client, template="session_reminder", key=f"reminder:{session.pk}", at=at)


def queue_for_client(*, client: Client, template: str, key: str, at: datetime) -> OutboxMessage:
    """A neutral message to a client in the running action, once for each key; withheld where no rule lets it out."""
    rule = contact_rule(client)
    state = "waiting" if rule is not None and rule.channel in REACHABLE else "withheld"
    message, _ = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={
            "service_id": client.service_id,
            "to_client": client,
            "template": template,
            "state": state,
            "send_after": allowed_from(rule, at, client.service.time_zone) if rule is not None else at,
            "made_at": at,
        },
    )
    return message


def contact_rule(client: Client) -> ContactRule | None:
    """The rule that counts now: the newest."""
    return client.contactrule_set.order_by("-confirmed_at", "-made_at", "-pk").first()


def allowed_from(rule: ContactRule, at: datetime, time_zone: str) -> datetime:
    """The first moment from `at` on that lies within the rule's hours, on the clock of the service."""
    local = at.astimezone(ZoneInfo(time_zone))
    opening = local.replace(hour=rule.from_hour, minute=0, second=0, microsecond=0)
    if local < opening:
        return opening
    if local.hour < rule.to_hour:
        return at
    return opening + timedelta(days=1)
