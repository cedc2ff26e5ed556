"""REST views of selections, nominations and results, a module for each subject."""

from awards.api import cycle_drafts, cycles, nominating, publicity


def routes(router) -> None:
    """Put this app's REST views on the router."""
    cycle_drafts.routes(router)
    cycles.routes(router)
    publicity.routes(router)


urlpatterns = [*nominating.urlpatterns, *cycles.urlpatterns, *publicity.urlpatterns]
