"""The addresses of kith.web.manager."""

from django.urls import path

from kith.web.manager import (
    alert_times,
    allocating,
    availability,
    choice_audit,
    costs,
    extracts,
    forecast,
    funder,
    gaps,
    harm_counts,
    outcomes,
    overview,
    signals,
)

urlpatterns = [
    path("service/", overview.service_now, name="service_now"),
    path("service/ahead/", forecast.forecast, name="forecast"),
    path("service/allocating/", allocating.allocating, name="allocating"),
    path("service/availability/", availability.availabilities, name="availabilities"),
    path("care/allocations/<uuid:allocation_id>/", allocating.allocation, name="allocation"),
    path("care/availability/", availability.my_availability, name="my_availability"),
    path("care/people/<uuid:client_id>/first-appointment/", allocating.appointment_wish, name="appointment_wish"),
    path("service/costs/", costs.costs, name="costs"),
    path("service/gaps/", gaps.data_gaps, name="data_gaps"),
    path("programme/<uuid:evaluation_id>/report/", funder.funder_report, name="funder_report"),
    path("research/", extracts.all_extracts, name="extracts"),
    path("research/<uuid:research_extract_id>/", extracts.one_extract, name="research_extract"),
    path("research/<uuid:research_extract_id>/file/", extracts.extract_file, name="extract_file"),
    path("programme/", outcomes.outcomes, name="outcomes"),
    path("programme/snapshot/", outcomes.take_snapshot, name="take_snapshot"),
    path("programme/signals/", signals.signal_accuracy, name="signal_accuracy"),
    path("programme/signals/learn/", signals.learn_courses, name="learn_courses"),
    path("programme/<uuid:evaluation_id>/export/", outcomes.outcomes_export, name="outcomes_export"),
    path("programme/choices/", choice_audit.choice_audit, name="choice_audit"),
    path("programme/harms/", harm_counts.harm_counts, name="harm_counts"),
    path("programme/harms/export/", harm_counts.harm_counts_export, name="harm_counts_export"),
    path("programme/alerts/", alert_times.alert_times, name="alert_times"),
    path("programme/alerts/export/", alert_times.alert_times_export, name="alert_times_export"),
]
