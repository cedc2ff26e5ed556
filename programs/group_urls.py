from django.urls import path

from programs.views import groups, members, trainers

group_patterns = [
    path("groups/", groups.group_list, name="group-list"),
    path("groups/new/", groups.set_up, name="group-new"),
    path("groups/missing/", groups.missing, name="group-missing"),
    path("groups/trainers/", trainers.trainer_list, name="trainer-list"),
    path("groups/trainers/new/", trainers.nominate, name="trainer-new"),
    path("groups/trainers/<int:pk>/", trainers.trainer, name="trainer"),
    path("groups/trainers/<int:pk>/<str:act>/", trainers.act_on, name="trainer-act"),
    path("groups/<int:pk>/", groups.group, name="group"),
    path("groups/<int:pk>/department/", groups.describe, name="group-department"),
    path("groups/<int:pk>/carry-over/", groups.carry_over, name="group-carry-over"),
    path("groups/<int:pk>/put-aside/", groups.put_aside, name="group-put-aside"),
    path("groups/<int:pk>/opinion/", groups.opinion, name="group-opinion"),
    path("groups/<int:pk>/proof.pdf", groups.proof, name="group-proof"),
    path("groups/<int:pk>/form.docx", groups.as_word, name="group-word"),
    path("groups/<int:pk>/issue/", groups.issue, name="group-issue"),
    path("groups/<int:pk>/members/new/", members.join, name="member-new"),
    path("groups/<int:pk>/members/pick/", members.pick, name="member-pick"),
    path("groups/members/<int:pk>/", members.revise, name="member"),
    path("groups/members/<int:pk>/leave/", members.leave, name="member-leave"),
    path("groups/opinions/<int:pk>/scan/", groups.scan, name="group-scan"),
]
