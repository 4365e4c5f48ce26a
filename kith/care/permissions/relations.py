"""In which columns of the policy a viewer stands: as conditions on clients and on groups, one per column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kith.care.models import Block, CareRelationship, Facilitation, Grant, Membership, SupervisionLink
from kith.care.models.base import live
from kith.care.permissions.viewer import Viewer

NOTES_AFTER_GROUP = timedelta(days=90)  # whoever leads a group at its end may finish notes this long after it
UNITS = ("couple", "family")
ROLE_ONLY = {"manager": "PM", "duty": "DU", "researcher": "RE", "administrator": "AD", "privacy_officer": "PO"}


def _team(viewer: Viewer, at: datetime, kind: str) -> Exists:
    return Exists(CareRelationship.objects.filter(live(at), client=OuterRef("pk"), staff=viewer.user_id, kind=kind))


def _fellow(viewer: Viewer, at: datetime, in_unit: bool) -> Exists:
    mine = Membership.objects.filter(live(at), client=viewer.client_id).values("group")
    fellows = Membership.objects.filter(live(at), client=OuterRef("pk"), group__in=mine)
    return Exists(fellows.filter(group__kind__in=UNITS) if in_unit else fellows.exclude(group__kind__in=UNITS))


def _leads(at: datetime) -> Q:
    """Leads a group now, or led it to its end; whoever leaves a group that goes on sees nothing of it any more."""
    open_or_recent = Q(group__ends__isnull=True) | Q(group__ends__gt=at - NOTES_AFTER_GROUP)
    to_the_end = Q(starts__lte=at, group__ends__lte=at, ends__gte=F("group__ends"))
    return open_or_recent & (live(at) | to_the_end)


def _led_by(staff: object, at: datetime) -> Exists:
    led = Facilitation.objects.filter(_leads(at), staff__in=staff)  # type: ignore[misc]
    return Exists(Membership.objects.filter(live(at), client=OuterRef("pk"), group__in=led.values("group")))


def _circles(viewer: Viewer, at: datetime) -> QuerySet[Facilitation]:
    """Circles of peers that the viewer leads as a peer supporter; the right ends with the circle, or with leading."""
    running = Q(group__ends__isnull=True) | Q(group__ends__gt=at)
    return Facilitation.objects.filter(running, live(at), staff=viewer.user_id, group__kind="peer")


def _supervised(viewer: Viewer, at: datetime) -> Q:
    links = SupervisionLink.objects.filter(live(at), supervisor=viewer.user_id).values("supervisee")
    team = Exists(CareRelationship.objects.filter(live(at), client=OuterRef("pk"), staff__in=links))
    return Q(team) | Q(_led_by(links, at))


def columns_for_clients(viewer: Viewer, at: datetime, wanted: frozenset[str] | None = None) -> dict[str, Q]:
    """Column -> condition on Client, for the columns this viewer could stand in at all (of the wanted ones)."""
    makers: dict[str, Callable[[], Q]] = {"FM": lambda: Q(Exists(_grants(viewer, at, "proxy")))}
    if viewer.client_id is not None:
        makers["CL"] = lambda: Q(pk=viewer.client_id)
        makers["CO"] = lambda: Q(_fellow(viewer, at, in_unit=True)) & ~Q(pk=viewer.client_id)
        makers["GM"] = lambda: Q(_fellow(viewer, at, in_unit=False)) & ~Q(pk=viewer.client_id)
    if "practitioner" in viewer.roles:
        makers["PR"] = lambda: Q(_team(viewer, at, "practitioner"))
        makers["PX"] = lambda: ~Q(_team(viewer, at, "practitioner"))
    if "peer_supporter" in viewer.roles:
        makers["PS"] = lambda: Q(_team(viewer, at, "peer_supporter"))
        circles = Membership.objects.filter(live(at), group__in=_circles(viewer, at).values("group"))
        makers["PL"] = lambda: Q(Exists(circles.filter(client=OuterRef("pk"))))
    if "facilitator" in viewer.roles:
        makers["GF"] = lambda: Q(_led_by([viewer.user_id], at))
    if "supervisor" in viewer.roles:
        makers["SU"] = lambda: _supervised(viewer, at)
    makers |= {column: Q for role, column in ROLE_ONLY.items() if role in viewer.roles}
    return {column: make() for column, make in makers.items() if wanted is None or column in wanted}


def columns_for_groups(viewer: Viewer, at: datetime) -> dict[str, Q]:
    """Column -> condition on Group."""
    found: dict[str, Q] = {}
    if viewer.client_id is not None:
        found["CL"] = Q(Exists(Membership.objects.filter(live(at), client=viewer.client_id, group=OuterRef("pk"))))
    if "facilitator" in viewer.roles:
        led = Facilitation.objects.filter(_leads(at), staff=viewer.user_id, group=OuterRef("pk"))
        found["GF"] = Q(Exists(led))
    if "peer_supporter" in viewer.roles:
        found["PS"] = Q(Exists(Facilitation.objects.filter(live(at), staff=viewer.user_id, group=OuterRef("pk"))))
        found["PL"] = Q(Exists(_circles(viewer, at).filter(group=OuterRef("pk"))))
    if "supervisor" in viewer.roles:
        links = SupervisionLink.objects.filter(live(at), supervisor=viewer.user_id).values("supervisee")
        found["SU"] = Q(Exists(Facilitation.objects.filter(live(at), staff__in=links, group=OuterRef("pk"))))
    if "practitioner" in viewer.roles:
        own = (
            CareRelationship.objects.filter(live(at), staff=viewer.user_id, kind="practitioner")
            .exclude(client__in=Block.objects.filter(user=viewer.user_id, lifted_at__isnull=True).values("client"))
            .values("client")
        )
        found["PR"] = Q(Exists(Membership.objects.filter(live(at), client__in=own, group=OuterRef("pk"))))
    found |= {column: Q() for role, column in ROLE_ONLY.items() if role in viewer.roles}
    return found


def _grants(viewer: Viewer, at: datetime, *kinds: str) -> QuerySet[Grant]:
    return Grant.objects.filter(
        live(at), client=OuterRef("pk"), grantee=viewer.user_id, kind__in=kinds, withdrawn_at__isnull=True
    )


ALL = "*"
GRANTS_FOR = {"C": ("proxy", "consent"), "J": ("just_in_time",), "B": ("emergency",)}


def live_grants(viewer: Viewer, at: datetime) -> dict[UUID, set[tuple[str, str]]]:
    """Client id -> {(condition, resource)} for every live grant this viewer holds; only an emergency opens all."""
    held: dict[UUID, set[tuple[str, str]]] = {}
    rows = Grant.objects.filter(live(at), grantee=viewer.user_id, withdrawn_at__isnull=True).values_list(
        "client_id", "kind", "resources"
    )
    for client_id, kind, resources in rows:
        letter = next(letter for letter, kinds in GRANTS_FOR.items() if kind in kinds)
        named = [resource for resource in resources if resource != ALL] or ([ALL] if kind == "emergency" else [])
        held.setdefault(client_id, set()).update((letter, resource) for resource in named)
    return held


def blocked_clients(viewer: Viewer) -> frozenset[UUID]:
    """The clients that must not exist for this viewer, for lists that hang on a group."""
    return frozenset(Block.objects.filter(user=viewer.user_id, lifted_at=None).values_list("client_id", flat=True))


def blocked(viewer: Viewer) -> Exists:
    """A block on the pair overrides everything, an emergency included."""
    return Exists(Block.objects.filter(client=OuterRef("pk"), user=viewer.user_id, lifted_at__isnull=True))
