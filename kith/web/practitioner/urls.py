"""The addresses of kith.web.practitioner."""

from django.urls import path

from kith.web.practitioner import (
    alert,
    assess,
    caseload,
    formulate,
    goals,
    groups,
    own_builder,
    own_list,
    own_release,
    own_try,
    person,
    plan,
    refer,
    review,
    safety_plan,
    session,
    work,
)

urlpatterns = [
    path("care/", caseload.caseload, name="caseload"),
    path("care/refer/", refer.refer, name="refer"),
    path("care/alerts/<uuid:alert_id>/", alert.alert, name="alert"),
    path("care/people/<uuid:client_id>/concern/", alert.raise_concern, name="raise_concern"),
    path("care/people/<uuid:client_id>/", person.person, name="person"),
    path("care/people/<uuid:client_id>/assess/", assess.assess, name="assess"),
    path("care/people/<uuid:client_id>/measure/<slug:instrument>/", assess.measure, name="measure"),
    path("care/people/<uuid:client_id>/formulate/", formulate.formulate, name="formulate"),
    path("care/people/<uuid:client_id>/goals/", goals.goals, name="goals"),
    path("care/people/<uuid:client_id>/plan/", plan.plan, name="plan"),
    path("care/people/<uuid:client_id>/safety-plan/", safety_plan.safety_plan, name="safety_plan"),
    path("care/people/<uuid:client_id>/book/", session.book, name="book"),
    path("care/sessions/<uuid:session_id>/", session.session, name="session"),
    path("care/work/<uuid:assignment_id>/", work.work_entry, name="work_entry"),
    path("care/people/<uuid:client_id>/review/", review.review, name="review"),
    path("care/groups/", groups.groups, name="groups"),
    path("care/groups/<uuid:group_id>/", groups.group, name="group"),
    path("care/meetings/<uuid:session_id>/", groups.meeting, name="meeting"),
    path("care/measures/", own_list.own_instruments, name="own_instruments"),
    path("care/measures/<uuid:own_instrument_id>/", own_builder.own_instrument, name="own_instrument"),
    path("care/measures/<uuid:own_instrument_id>/try/", own_try.own_instrument_try, name="own_instrument_try"),
    path(
        "care/measures/<uuid:own_instrument_id>/release/",
        own_release.own_instrument_release,
        name="own_instrument_release",
    ),
]
