from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from rest_framework.exceptions import AuthenticationFailed

from portal.accounts.enums import Role
from portal.accounts.middleware import POST_IN_SESSION
from portal.accounts.models import Message
from portal.accounts.tokens import TokenAuthentication
from portal.kit.paging import page_of
from portal.shell import actions, health, help
from portal.shell.desk import SOON, gather
from portal.shell.search import find
from portal.shell.styleguide import samples

LOOPBACK = {"127.0.0.1", "::1"}
NEWS_ON_DESK = 5


@login_required
@require_safe
def home(request):
    desk = gather(request.user, request.post)
    news = Message.objects.visible_to(request.user).unread().order_by("-pk")[:NEWS_ON_DESK]
    return render(request, "shell/home.html", {"desk": desk, "news": news, "soon": desk.now + SOON})


@login_required
@require_safe
def search(request):
    words = request.GET.get("q", "").strip()[:60]
    return render(request, "shell/search.html", {"words": words, "found": find(request.user, words)})


@login_required
@require_safe
def message_list(request):
    page = page_of(request, Message.objects.visible_to(request.user), order=["-id"])
    return render(request, "shell/messages.html", {"page": page})


@login_required
@require_POST
def open_message(request, pk):
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    actions.read_messages(by=request.user, only=message.pk)
    return redirect(_own_address(request, message.url) or "shell:messages")


@login_required
@require_POST
def read_messages(request):
    count = actions.read_messages(by=request.user)
    messages.success(request, _("已将 %(count)d 条消息标为已读。") % {"count": count})
    return redirect("shell:messages")


@login_required
@require_POST
def act_as(request):
    chosen = next((post for post in request.user.current_posts() if str(post.pk) == request.POST.get("post")), None)
    if chosen is None:
        raise Http404
    request.session[POST_IN_SESSION] = chosen.pk
    messages.success(request, _("现在以%(post)s的身份办理。") % {"post": chosen})
    return redirect(_own_address(request, request.POST.get("next", "")) or "shell:home")


@require_safe
def help_page(request):
    roles = {post.role for post in request.user.current_posts()} if request.user.is_authenticated else set()
    context = {"roles": roles, "sections": help.sections_for(request.user), "limits": help.limits()}
    return render(request, "shell/help.html", context)


@login_required
@require_safe
def styleguide(request):
    if not request.user.holds(Role.SYSADMIN):
        raise Http404
    return render(request, "shell/styleguide.html", samples(request))


@never_cache
@require_safe
def healthz(request):
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    checks = health.checks()
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


@never_cache
@require_safe
def metrics(request):
    if not (_is_on_this_machine(request) or _bears_sysadmin_token(request)):
        raise Http404
    return HttpResponse(health.metrics(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_on_this_machine(request) -> bool:
    """Asked from this machine itself; what a proxy passes on carries the header of a proxy."""
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"} & request.META.keys()
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not forwarded


def _bears_sysadmin_token(request) -> bool:
    try:
        found = TokenAuthentication().authenticate(request)
    except AuthenticationFailed:
        return False
    return found is not None and found[0].holds(Role.SYSADMIN)


def _own_address(request, url: str) -> str:
    """``url`` if it leads to a page of this portal, else nothing."""
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()) else ""
