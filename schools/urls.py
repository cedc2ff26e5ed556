from django.urls import path

from schools.views import censuses, merges, rosters, schools, status, teachers, transfers

app_name = "schools"
urlpatterns = [
    path("schools/", schools.school_list, name="school-list"),
    path("schools/<str:code>/", schools.school, name="school"),
    path("teachers/", teachers.teacher_list, name="teacher-list"),
    path("teachers/<str:code>/", teachers.teacher, name="teacher"),
    path("teachers/<str:code>/edit/", teachers.edit, name="teacher-edit"),
    path("teachers/<str:code>/status/", status.change, name="teacher-status"),
    path("teachers/<str:code>/reveal/", status.reveal, name="teacher-reveal"),
    path("teachers/<str:code>/number/", status.number, name="teacher-number"),
    path("teachers/<str:code>/merge/", merges.propose, name="merge-new"),
    path("transfers/", transfers.transfer_list, name="transfer-list"),
    path("transfers/new/", transfers.ask, name="transfer-new"),
    path("transfers/<int:pk>/", transfers.transfer, name="transfer"),
    path("transfers/<int:pk>/agree/", transfers.agree, name="transfer-agree"),
    path("transfers/<int:pk>/refuse/", transfers.refuse_transfer, name="transfer-refuse"),
    path("transfers/<int:pk>/withdraw/", transfers.withdraw, name="transfer-withdraw"),
    path("merges/", merges.merge_list, name="merge-list"),
    path("merges/<int:pk>/", merges.merge, name="merge"),
    path("merges/<int:pk>/confirm/", merges.confirm, name="merge-confirm"),
    path("merges/<int:pk>/refuse/", merges.refuse_merge, name="merge-refuse"),
    path("censuses/", censuses.census_list, name="census-list"),
    path("censuses/new/", censuses.new, name="census-new"),
    path("censuses/<int:pk>/", censuses.census, name="census"),
    path("censuses/<int:pk>/lock/", censuses.lock_many, name="census-lock"),
    path("censuses/<int:pk>/report/<str:code>/", rosters.submit, name="report-new"),
    path("rosters/<int:pk>/", rosters.report, name="report"),
    path("rosters/<int:pk>/lock/", rosters.lock, name="report-lock"),
    path("rosters/<int:pk>/send-back/", rosters.send_back, name="report-send-back"),
    path("rosters/<int:pk>/unlock/", rosters.unlock, name="report-unlock"),
]
