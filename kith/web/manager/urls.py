"""The addresses of kith.web.manager."""

from django.urls import path

from kith.web.manager import outcomes

urlpatterns = [
    path("programme/", outcomes.outcomes, name="outcomes"),
    path("programme/snapshot/", outcomes.take_snapshot, name="take_snapshot"),
    path("programme/<uuid:evaluation_id>/export/", outcomes.outcomes_export, name="outcomes_export"),
]
