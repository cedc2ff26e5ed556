from django.urls import path

from credits import urls_checks, urls_declarations, urls_reviews
from credits.views import abilities, choice_reports, choosing, completion, items, ledger, planner, plans, tasksheets, teachers

app_name = "credits"
urlpatterns = [
    path("abilities/", abilities.ability_list, name="ability-list"),
    path("abilities/<str:code>/", items.ability, name="ability"),
    path("abilities/<str:code>/items/new/", items.add, name="item-new"),
    path("abilities/<str:code>/items/restore/", items.restore, name="item-restore"),
    path("abilities/<str:code>/items/<str:key>/", items.change, name="item-change"),
    path("abilities/<str:code>/items/<str:key>/drop/", items.drop, name="item-drop"),
    path("choices/", choosing.choice_list, name="choice-list"),
    path("choices/move/", choosing.move, name="choice-move"),
    path("choices/<int:pk>/withdraw/", choosing.withdraw, name="choice-withdraw"),
    path("choices/overview/", choice_reports.overview, name="choice-overview"),
    path("choices/report/", choice_reports.report, name="choice-report"),
    path("choices/reports/<int:pk>/return/", choice_reports.send_back, name="choice-report-return"),
    path("choices/plans/", plans.plan_list, name="plan-list"),
    path("choices/plans/new/", plans.set_up, name="plan-new"),
    path("choices/plans/<int:pk>/", plans.plan, name="plan"),
    path("choices/plans/<int:pk>/change/", plans.revise, name="plan-change"),
    path("choices/plans/<int:pk>/void/", plans.void, name="plan-void"),
    path("completion/", completion.completion, name="completion"),
    path("completion/people/", completion.people, name="people"),
    path("completion/score/", completion.score, name="score"),
    path("completion/teachers/<str:code>/", teachers.teacher, name="teacher"),
    path("planner/<str:code>/", planner.planner, name="planner"),
    path("planner/<str:code>/choose/", planner.choose, name="choose"),
    path("planner/<str:code>/tasks/", tasksheets.sheet, name="task-sheet"),
    path("planner/<str:code>/tasks/issue/", tasksheets.issue, name="task-sheet-issue"),
    path("choices/tasks/", tasksheets.batch, name="task-sheets"),
    path("my/", teachers.my, name="my"),
    path("hours/", ledger.hours_list, name="hours-list"),
    path("selections/", ledger.selection_list, name="selection-list"),
    path("credit-entries/", ledger.credit_list, name="credit-list"),
    path("assessments/", ledger.assessment_list, name="assessment-list"),
    path("ledger/<slug:kind>/<int:pk>/void/", ledger.void, name="void"),
    *urls_declarations.urlpatterns,
    *urls_checks.urlpatterns,
    *urls_reviews.urlpatterns,
]
