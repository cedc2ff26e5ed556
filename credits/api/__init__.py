"""REST views of points, the ledger, reviews, batches and certificates, a module for each subject."""

from credits.api import checks, choosing, completion, declarations, items, ledger, panels, reflections, reviews, watching


def routes(router) -> None:
    """Put this app's REST views on the router."""
    ledger.routes(router)
    items.routes(router)
    declarations.routes(router)
    reviews.routes(router)
    panels.routes(router)
    checks.routes(router)
    reflections.routes(router)


urlpatterns = [
    *choosing.urlpatterns,
    *completion.urlpatterns,
    *ledger.urlpatterns,
    *reflections.urlpatterns,
    *watching.urlpatterns,
]
