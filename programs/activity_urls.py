from django.urls import path

from programs.views import activities, findings

activity_patterns = [
    path("activities/", activities.activity_list, name="activity-list"),
    path("activities/new/", activities.hold, name="activity-new"),
    path("activities/findings/", findings.finding_list, name="finding-list"),
    path("activities/findings/<int:pk>/mend/", findings.mend, name="finding-mend"),
    path("activities/findings/<int:pk>/close/", findings.close, name="finding-close"),
    path("activities/findings/<int:pk>/reopen/", findings.reopen, name="finding-reopen"),
    path("activities/experts/", findings.expert_list, name="expert-list"),
    path("activities/experts/new/", findings.enrol, name="expert-new"),
    path("activities/experts/<int:pk>/strike/", findings.strike, name="expert-strike"),
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("activities/<int:pk>/edit/", activities.revise, name="activity-edit"),
    path("activities/<int:pk>/void/", activities.void, name="activity-void"),
    path("activities/<int:pk>/sign-in/", activities.sign_in, name="activity-sign-in"),
    path("activities/<int:pk>/count/", activities.count, name="activity-count"),
    path("activities/<int:pk>/find/", findings.find, name="activity-find"),
    path("activities/<int:pk>/evidence/", activities.evidence, name="activity-evidence"),
]
