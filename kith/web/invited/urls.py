"""The addresses of kith.web.invited."""

from django.urls import path

from kith.web.invited import answering, going_round, opening, own_plan

urlpatterns = [
    path("i/", opening.answer_link, name="answer_link"),
    path("questions/over/", opening.invited_over, name="invited_over"),
    path("questions/", answering.invited, name="invited"),
    path("questions/round/", going_round.pass_round, name="pass_round"),
    path("questions/thank-you/", answering.invited_done, name="invited_done"),
    path("questions/leave/", opening.leave_questions, name="leave_questions"),
    path("questions/plan/", own_plan.carer_plan, name="carer_plan"),
    path("questions/plan/<int:number>/", own_plan.carer_plan_part, name="carer_plan_part"),
    path("questions/no-more/", own_plan.stop_being_asked, name="stop_being_asked"),
    path("questions/<slug:instrument>/<int:number>/", answering.invited_question, name="invited_question"),
    path("questions/<slug:instrument>/summary/", answering.invited_summary, name="invited_summary"),
]
