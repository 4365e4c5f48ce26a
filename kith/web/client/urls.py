"""The addresses of kith.web.client."""

from django.urls import path

from kith.web.client import (
    cards,
    check_in,
    decline,
    goals,
    groups,
    practices,
    record,
    review,
    safety_plan,
    sheets,
    story,
    today,
    together,
    work,
)

urlpatterns = [
    path("me/", today.today, name="today"),
    path("me/check-in/<slug:instrument>/", check_in.check_in, name="check_in"),
    path("me/check-in/<slug:instrument>/<int:number>/", check_in.check_in_question, name="check_in_question"),
    path("me/check-in/<slug:instrument>/summary/", check_in.check_in_summary, name="check_in_summary"),
    path("me/check-in/<slug:instrument>/not-now/", decline.decline, name="decline"),
    path("me/check-in/done/<uuid:measurement_id>/", check_in.check_in_done, name="check_in_done"),
    path("me/story/", story.story, name="story"),
    path("me/staying-well/", story.my_staying_well, name="my_staying_well"),
    path("me/review/", review.my_review, name="my_review"),
    path("me/goals/", goals.my_goals, name="my_goals"),
    path("me/work/", work.my_work, name="my_work"),
    path("me/work/<uuid:assignment_id>/", work.my_work_item, name="my_work_item"),
    path("me/work/<uuid:assignment_id>/week/", sheets.my_work_week, name="my_work_week"),
    path("me/work/<uuid:assignment_id>/<uuid:entry_id>/", sheets.my_work_entry, name="my_work_entry"),
    path("me/practices/", practices.my_practices, name="my_practices"),
    path("me/practices/<slug:practice>/", practices.my_practice, name="my_practice"),
    path("me/cards/", cards.my_cards, name="my_cards"),
    path("work/picture/<uuid:picture_id>/", sheets.work_picture, name="work_picture"),
    path("me/together/", together.my_together, name="my_together"),
    path("me/together/<uuid:sheet_id>/", together.my_together_sheet, name="my_together_sheet"),
    path("me/groups/", groups.my_groups, name="my_groups"),
    path("me/safety-plan/", safety_plan.my_safety_plan, name="my_safety_plan"),
    path("me/record/", record.my_record, name="my_record"),
    path("me/record/consent/", record.my_consent, name="my_consent"),
    path("me/record/contact/", record.my_contact, name="my_contact"),
    path("me/record/download/", record.my_download, name="my_download"),
]
