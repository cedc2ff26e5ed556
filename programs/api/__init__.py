from programs.api import activities, calendar, evidence, groups, institutions, notices


def routes(router):
    """Put this app's REST views on the router."""
    notices.routes(router)
    evidence.routes(router)
    groups.routes(router)
    calendar.routes(router)
    institutions.routes(router)
    activities.routes(router)


urlpatterns = [*calendar.urlpatterns]
