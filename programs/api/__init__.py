from programs.api import activities, calendar, evidence, filings, groups, institutions, notices, tasks


def routes(router):
    """Put this app's REST views on the router."""
    notices.routes(router)
    evidence.routes(router)
    groups.routes(router)
    tasks.routes(router)
    filings.routes(router)
    calendar.routes(router)
    institutions.routes(router)
    activities.routes(router)


urlpatterns = [*filings.urlpatterns, *calendar.urlpatterns]
