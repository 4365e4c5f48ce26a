"""Consent and access: yes or no to a purpose, proxies and grants, emergencies, blocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.messages import queue_message
from kith.care.models import BadInput, Block, Client, Consent, Grant, Role, User
from kith.care.models.access import PURPOSES
from kith.care.permissions import Viewer, access_to, check, live, policy
from kith.care.permissions.decide import Refused

LONGEST_EMERGENCY = timedelta(minutes=60)
LONGEST_PROXY = timedelta(days=366)


@action
def decide_consent(
    *, client: Client, purpose: str, is_given: bool, text_version: str, by: Viewer, at: datetime
) -> Consent:
    """Record a yes or a no; the newest answer to a purpose counts."""
    check(by, "W", "consents", client, at=at)
    if purpose not in PURPOSES:
        raise BadInput(
            _("The answer was not kept."),
            _("There is no purpose “%(name)s”.") % {"name": purpose},
            _("Choose one from the list."),
            "purpose",
        )
    consent = Consent.objects.create(
        client=client,
        purpose=purpose,
        is_given=is_given,
        text_version=text_version,
        decided_at=at,
        recorded_by_id=by.user_id,
        made_at=at,
    )
    trace("consent.given" if is_given else "consent.withdrawn", by=by, at=at, clients=[client.pk], about=consent)
    return consent


@action
def give_grant(
    *,
    client: Client,
    grantee: User,
    kind: str,
    resources: Iterable[str],
    ends: datetime,
    reason: str,
    by: Viewer,
    at: datetime,
) -> Grant:
    """The client lets a carer (proxy) or somebody else (consent) see named things until a day."""
    check(by, "W", "consents", client, at=at)
    named = sorted(set(resources))
    if not named or set(named) - set(policy().names):
        raise BadInput(
            _("The access was not given."),
            _("It names %(things)s.") % {"things": ", ".join(named)} if named else _("It does not say to what."),
            _("Choose what may be seen, from the list."),
            "resources",
        )
    if kind not in {"proxy", "consent"} or not at < ends <= at + LONGEST_PROXY:
        raise BadInput(
            _("The access was not given."),
            _("It would be “%(kind)s” until %(day)s.")
            % {"kind": kind, "day": date_format(localtime(ends), "DATE_FORMAT")},
            _("Choose a proxy or a consent that ends within a year."),
            "ends",
        )
    grant = Grant(
        client=client,
        grantee=grantee,
        kind=kind,
        resources=named,
        given_by_id=by.user_id,
        starts=at,
        ends=ends,
        made_at=at,
    )
    grant.reason = reason
    grant.save(force_insert=True)
    trace("grant.given", by=by, at=at, clients=[client.pk], about=grant)
    return grant


@action
def withdraw_grant(*, grant: Grant, by: Viewer, at: datetime) -> Grant:
    """Take access back; the next request of that account is already refused."""
    check(by, "W", "consents", grant.client, at=at)
    grant.withdrawn_at = at
    grant.save(update_fields=["withdrawn_at"])
    trace("grant.withdrawn", by=by, at=at, clients=[grant.client_id], about=grant)
    return grant


@action
def open_in_emergency(*, client: Client, reason: str, by: Viewer, at: datetime) -> Grant:
    """Break the glass: one client, at most an hour, with a written reason; the privacy officer is told at once."""
    if "PX" not in access_to(by, client, at=at).columns:
        raise Refused(by, client, "B identity", at)
    if len(reason.strip()) < 10:
        raise BadInput(
            _("The record stays closed."),
            _("There is no reason yet."),
            _("Write in a sentence why you need it now; it will be reviewed."),
            "reason",
        )
    grant = Grant(
        client=client,
        grantee_id=by.user_id,
        kind="emergency",
        given_by_id=by.user_id,
        starts=at,
        ends=at + LONGEST_EMERGENCY,
        made_at=at,
    )
    grant.reason = reason
    grant.save(force_insert=True)
    for officer in Role.objects.filter(
        live(at), name="privacy_officer", user__service_id=client.service_id
    ).select_related("user"):
        queue_message(to=officer.user, template="please_log_in", key=f"emergency:{grant.pk}:{officer.user_id}", at=at)
    trace("emergency_override.started", by=by, at=at, clients=[client.pk], about=grant)
    return grant


@action
def block_account(*, client: Client, user: User, reason: str, by: Viewer, at: datetime) -> Block:
    """This account must never see this client again; it overrides every other right."""
    check(by, "W", "consents", client, at=at)
    block = Block(client=client, user=user, made_at=at)
    block.reason = reason
    block.save(force_insert=True)
    trace("block.set", by=by, at=at, clients=[client.pk], about=block)
    return block
