from django.urls import path

from programs.views import bulletin, calendar, coverage, designations, duties, gates, heads, responsibilities, targets, yearly

calendar_patterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/steps/<int:pk>/", calendar.step, name="calendar-step"),
    path("calendar/steps/<int:pk>/<str:code>/", calendar.report, name="calendar-report"),
    path("calendar/steps/<int:pk>/<str:code>/file/", calendar.evidence, name="calendar-evidence"),
    path("calendar/waves/", calendar.waves, name="calendar-waves"),
    path("calendar/yearly/", yearly.yearly, name="calendar-yearly"),
    path("calendar/designations/", designations.designation_list, name="designation-list"),
    path("calendar/designations/new/", designations.designate, name="designation-new"),
    path("calendar/designations/coverage/", coverage.coverage, name="pilot-coverage"),
    path("calendar/designations/<int:pk>/", designations.revise, name="designation"),
    path("calendar/designations/<int:pk>/end/", designations.end, name="designation-end"),
    path("calendar/designations/<int:pk>/void/", designations.void, name="designation-void"),
    path("calendar/duties/", duties.duty_list, name="duty-list"),
    path("calendar/duties/new/", duties.give, name="duty-new"),
    path("calendar/duties/<int:pk>/", duties.duty, name="duty"),
    path("calendar/duties/<int:pk>/edit/", duties.revise, name="duty-edit"),
    path("calendar/duties/<int:pk>/done/", duties.finish, name="duty-done"),
    path("calendar/duties/<int:pk>/void/", duties.void, name="duty-void"),
    path("calendar/responsibilities/", responsibilities.responsibility_list, name="responsibility-list"),
    path("calendar/gates/", gates.gate_list, name="gate-list"),
    path("bulletin/", bulletin.bulletin, name="bulletin"),
    path("bulletin/heads/", heads.heads, name="head-list"),
    path("bulletin/heads/<str:code>/", heads.head, name="head"),
    path("targets/", targets.target_list, name="target-list"),
    path("targets/<int:pk>/", targets.target, name="target"),
]
