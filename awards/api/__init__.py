"""REST views of selections, nominations and results, a module for each subject."""

from awards.api import cycles


def routes(router) -> None:
    """Put this app's REST views on the router."""
    cycles.routes(router)


urlpatterns = [*cycles.urlpatterns]
