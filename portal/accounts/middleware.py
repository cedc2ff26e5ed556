"""What surrounds every request: the post one acts as, privacy of pages, and requests that may be sent twice."""

from portal.accounts import repeats
from portal.audit.context import acting

POST_IN_SESSION = "post"


def acting_post(get_response):
    """Put the post one acts as now on the request, and its id and the address on the audit rows of this request."""

    def middleware(request):
        request.post = _chosen_post(request)
        with acting(post_id=request.post.pk if request.post else None, source=request.META.get("REMOTE_ADDR", "")):
            return get_response(request)

    return middleware


def _chosen_post(request):
    if not request.user.is_authenticated:
        return None
    posts = request.user.current_posts()
    chosen = request.session.get(POST_IN_SESSION)
    return next((post for post in posts if post.pk == chosen), posts[0] if posts else None)


def private_pages(get_response):
    """Pages of somebody signed in are kept by no cache."""

    def middleware(request):
        response = get_response(request)
        if request.user.is_authenticated or request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def repeatable_posts(get_response):
    """A POST that carries a form token or an Idempotency-Key takes effect once, however often it is sent."""

    def middleware(request):
        request_key = repeats.key_of(request) if request.method == "POST" else None
        return repeats.answer_once(request, request_key, get_response) if request_key else get_response(request)

    return middleware
