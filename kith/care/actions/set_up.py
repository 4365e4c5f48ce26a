"""Set up: services, sites, accounts, roles and supervision. Needs an administrator, or the installation itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, Client, Role, Service, Site, SupervisionLink, User
from kith.care.permissions import NotYours, Viewer, check_function

NOBODY = UUID(int=0)  # the installation itself, before it has people


def founder(service_id: UUID = NOBODY) -> Viewer:
    """The installation acting for itself: it may set up a service and nothing else."""
    return Viewer(NOBODY, service_id, frozenset({"administrator"}), None, "Kith", purpose="set up")


@action
def open_service(*, name: str, language: str, country: str, time_zone: str, by: Viewer, at: datetime) -> Service:
    """A new service. It will never see another one's people."""
    check_function(by, "set_up")
    service = Service.objects.create(name=name, language=language, country=country, time_zone=time_zone, made_at=at)
    trace("service.opened", by=by, at=at, clients=(), about=service)
    return service


@action
def add_site(*, service: Service, name: str, by: Viewer, at: datetime) -> Site:
    """A place where the service works."""
    check_function(by, "set_up", service_id=service.pk)
    site = Site.objects.create(service=service, name=name, made_at=at)
    trace("site.added", by=by, at=at, clients=(), about=site)
    return site


@action
def open_account(
    *,
    service: Service,
    username: str,
    display_name: str,
    roles: Iterable[str],
    password: str | None,
    is_trainee: bool = False,
    by: Viewer,
    at: datetime,
) -> User:
    """An account with its roles from now on. Without a password nobody can log in with it yet.

    The records of a trainee wait for a supervisor who signs them off.
    """
    check_function(by, "set_up", service_id=service.pk)
    user = User(
        service=service, username=_plain(username), display_name=display_name, is_trainee=is_trainee, made_at=at
    )
    user.set_password(password) if password else user.set_unusable_password()
    user.save()
    Role.objects.bulk_create([Role(user=user, name=role, starts=at, made_at=at) for role in roles])
    trace("account.opened", by=by, at=at, clients=(), about=user)
    return user


@action
def give_client_login(*, client: Client, username: str, password: str | None, by: Viewer, at: datetime) -> User:
    """A log-in of the client's own; the name of the account says nothing about who it is."""
    check_function(by, "set_up", service_id=client.service_id)
    if client.user_id is not None:
        raise BadInput(
            _("A second log-in was not made."),
            _("This client already has one."),
            _("Reset that one instead."),
            "username",
        )
    user = User(service_id=client.service_id, username=_plain(username), made_at=at)
    user.set_password(password) if password else user.set_unusable_password()
    user.save()
    client.user = user
    client.save(update_fields=["user"])
    trace("account.opened", by=by, at=at, clients=[client.pk], about=user)
    return user


@action
def start_supervision(*, supervisor: User, supervisee: User, by: Viewer, at: datetime) -> SupervisionLink:
    """From now on `supervisor` may read the cases of `supervisee`; it ends with the link."""
    check_function(by, "set_up", service_id=supervisor.service_id)
    if supervisee.service_id != supervisor.service_id:
        raise NotYours
    link = SupervisionLink.objects.create(supervisor=supervisor, supervisee=supervisee, starts=at, made_at=at)
    trace("supervision.started", by=by, at=at, clients=(), about=link)
    return link


def _plain(username: str) -> str:
    lower = username.strip().lower()
    if not lower.isascii() or not lower.replace(".", "").replace("-", "").replace("_", "").isalnum():
        raise BadInput(
            _("The login name cannot be used."),
            _("It is “%(name)s”.") % {"name": username},
            _("Use plain letters, digits, dots and dashes."),
            "username",
        )
    return lower
