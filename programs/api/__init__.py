from programs.api import (
    activities,
    bulletins,
    calendar,
    calls,
    choices,
    consulting,
    coverage,
    designations,
    duties,
    evidence,
    filing_report,
    filings,
    funds,
    groups,
    heads,
    institutions,
    library,
    notices,
    policies,
    receipts,
    refining,
    responsibilities,
    systems,
    tasks,
    trainers,
    visits,
)


def routes(router):
    """Put this app's REST views on the router."""
    notices.routes(router)
    policies.routes(router)
    receipts.routes(router)
    systems.routes(router)
    evidence.routes(router)
    refining.routes(router)
    groups.routes(router)
    trainers.routes(router)
    tasks.routes(router)
    filings.routes(router)
    consulting.routes(router)
    calendar.routes(router)
    bulletins.routes(router)
    designations.routes(router)
    duties.routes(router)
    institutions.routes(router)
    choices.routes(router)
    calls.routes(router)
    funds.routes(router)
    activities.routes(router)
    visits.routes(router)


urlpatterns = [
    *filing_report.urlpatterns,
    *calendar.urlpatterns,
    *designations.urlpatterns,
    *coverage.urlpatterns,
    *funds.urlpatterns,
    *groups.urlpatterns,
    *heads.urlpatterns,
    *library.urlpatterns,
    *responsibilities.urlpatterns,
]
