"""What surrounds every request: the post one acts as, privacy of pages, and requests that may be sent twice."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts import repeats
from portal.audit.context import acting
from portal.kit.addresses import client_address
from portal.kit.refusing import is_rest, refusal

POST_IN_SESSION = "post"


def acting_post(get_response):
    """Put the post one acts as now on the request, and its id and the address on the audit rows of this request."""

    def middleware(request):
        request.post = _chosen_post(request)
        with acting(post_id=request.post.pk if request.post else None, source=client_address(request)):
            return get_response(request)

    return middleware


def _chosen_post(request):
    if not request.user.is_authenticated:
        return None
    posts = request.user.current_posts()
    chosen = request.session.get(POST_IN_SESSION)
    return next((post for post in posts if post.pk == chosen), posts[0] if posts else None)


def own_password_first(get_response):
    """Whoever came in with a first password sets his own before anything else."""

    def middleware(request):
        if not request.user.is_authenticated or request.user.first_password_until is None:
            return get_response(request)
        own = reverse("accounts:first-password")
        if request.path in {own, reverse("account_logout")}:
            return get_response(request)
        if is_rest(request):
            return refusal("password_first", _("请先在网页上设置自己的密码。"), 403)
        return redirect(own)

    return middleware


def private_pages(get_response):
    """Pages of somebody signed in are kept by no cache."""

    def middleware(request):
        response = get_response(request)
        if request.user.is_authenticated or is_rest(request):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def repeatable_posts(get_response):
    """A POST that carries a form token or an Idempotency-Key takes effect once, however often it is sent."""

    def middleware(request):
        request_key = repeats.key_of(request) if request.method == "POST" else None
        return repeats.answer_once(request, request_key, get_response) if request_key else get_response(request)

    return middleware
