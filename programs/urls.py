from django.urls import path

from programs.activity_urls import activity_patterns
from programs.calendar_urls import calendar_patterns
from programs.evidence_urls import evidence_patterns
from programs.group_urls import group_patterns
from programs.institution_urls import institution_patterns
from programs.notice_urls import notice_patterns
from programs.task_urls import task_patterns
from programs.views import engagements, library, systems

app_name = "programs"

urlpatterns = [
    *notice_patterns,
    path("engagements/", engagements.engagement_list, name="engagement-list"),
    path("engagements/new/", engagements.engage, name="engagement-new"),
    path("engagements/<int:pk>/end/", engagements.end, name="engagement-end"),
    path("engagements/<int:pk>/void/", engagements.void, name="engagement-void"),
    path("library/", library.library, name="library"),
    path("systems/", systems.system_list, name="system-list"),
    path("systems/new/", systems.list_system, name="system-new"),
    path("systems/<int:pk>/strike/", systems.strike, name="system-strike"),
    *activity_patterns,
    *institution_patterns,
    *evidence_patterns,
    *task_patterns,
    *group_patterns,
    *calendar_patterns,
]
