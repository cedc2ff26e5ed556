from programs.api import evidence, groups, institutions, notices


def routes(router):
    """Put this app's REST views on the router."""
    notices.routes(router)
    evidence.routes(router)
    groups.routes(router)
    institutions.routes(router)
