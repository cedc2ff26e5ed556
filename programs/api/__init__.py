from programs.api import notices


def routes(router):
    """Put this app's REST views on the router."""
    notices.routes(router)
