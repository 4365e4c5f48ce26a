"""Who may see and do what: one table (policy.yaml), and the decisions made from it."""

from kith.care.models.base import live
from kith.care.permissions.decide import (
    FULL,
    LIMITED,
    NONE,
    RELEASED,
    Access,
    NotAllowed,
    NotYours,
    Refused,
    access_to,
    check,
    check_as_staff,
    check_function,
    clients_for,
    groups_for,
    reach,
    visible,
)
from kith.care.permissions.persons import check_led, check_supervises, reach_led, supervisees
from kith.care.permissions.policy import Policy, policy
from kith.care.permissions.relations import blocked_clients
from kith.care.permissions.viewer import (
    NOBODY,
    Viewer,
    invited,
    stranger,
    viewer_of,
    viewer_of_invitation,
    viewer_of_round,
)

__all__ = [
    "FULL",
    "LIMITED",
    "NOBODY",
    "NONE",
    "RELEASED",
    "Access",
    "NotAllowed",
    "NotYours",
    "Policy",
    "Refused",
    "Viewer",
    "access_to",
    "blocked_clients",
    "check",
    "check_as_staff",
    "check_function",
    "check_led",
    "check_supervises",
    "clients_for",
    "groups_for",
    "invited",
    "live",
    "policy",
    "reach",
    "reach_led",
    "stranger",
    "supervisees",
    "viewer_of",
    "viewer_of_invitation",
    "viewer_of_round",
    "visible",
]
