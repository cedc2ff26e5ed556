from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts import actions, people, policies, shown_once
from portal.accounts.enums import MANAGERS
from portal.accounts.forms import OpenAccountForm, OwnPasswordForm, PostFilter, TokenForm
from portal.accounts.models import ApiToken, Post
from portal.kit.clock import database_now
from portal.kit.errors import DomainError
from portal.kit.lists import Listing, Ordering, with_defaults
from portal.kit.pages import refusals_to_messages
from portal.kit.paging import page_of
from portal.units.policies import seen_by

ORDERING = Ordering({"unit": ("unit__path",), "recent": ()}, default="unit")
RESET_AT_MOST = 200


@login_required
@require_safe
def post_list(request):
    posts = Post.objects.visible_to(request.user).select_related("user", "unit")
    listing = Listing(request, PostFilter(with_defaults(request.GET, state=Post.State.ACTIVE), posts), ORDERING)
    for post in listing.page.rows:
        post.can_end = post.state == Post.State.ACTIVE and policies.can_end(request.user, post)
    named = {post.unit_id for post in listing.page.rows}
    context = {
        "listing": listing,
        "page": listing.page,
        "may_manage": policies.can_manage_somewhere(request.user),
        "runs_rosters": request.user.holds(*MANAGERS),
        "open_units": set(seen_by(request.user).filter(pk__in=named).values_list("pk", flat=True)),
    }
    return render(request, "accounts/post_list.html", context)


@login_required
def open_account(request):
    if not policies.can_manage_somewhere(request.user):
        raise Http404
    form = OpenAccountForm(request.POST or None, by=request.user, initial={"unit": request.GET.get("unit", "")})
    if request.method == "POST" and form.is_valid():
        try:
            opened = people.open_with_post(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence())
        else:
            return _after_opening(request, opened)
    return render(request, "accounts/open_account.html", {"form": form})


def _after_opening(request, opened):
    if opened.password is None:
        messages.success(request, _("%(user)s已有账号，已增加任职：%(post)s。") % {"user": opened.user, "post": opened.post})
        return redirect("accounts:post-list")
    owner = f"{opened.user}（{opened.user.username}）"
    shown_once.keep(request, [shown_once.Secret(owner, str(opened.post), opened.password)])
    messages.success(request, _("已开通%s的账号。") % opened.user)
    return redirect("accounts:secrets")


@login_required
def end_post(request, pk):
    post = get_object_or_404(Post.objects.visible_to(request.user).select_related("user", "unit"), pk=pk)
    if not policies.can_end(request.user, post):
        raise Http404
    if request.method != "POST":
        return _ask_to_end(request, post)
    with refusals_to_messages(request):
        people.end_post(post=post, by=request.user)
        messages.success(request, _("%(user)s的任职“%(post)s”已结束。") % {"user": post.user, "post": post})
    return redirect("accounts:post-list")


def _ask_to_end(request, post):
    question = _("确定结束%(user)s的任职“%(post)s”？此人以后不能再以这个身份办理业务。") % {"user": post.user, "post": post}
    context = {"heading": _("结束任职"), "question": question, "label": _("结束任职"), "tone": "danger"}
    return render(request, "portal/confirm.html", {**context, "action": request.path, "back": reverse("accounts:post-list")})


@login_required
@require_POST
def reset_passwords(request):
    chosen = [pk for pk in request.POST.getlist("row") if pk.isdigit()][:RESET_AT_MOST]
    posts = Post.objects.visible_to(request.user).filter(pk__in=chosen).select_related("user", "unit")
    found = {post.user_id: post.user for post in posts}
    if not found:
        messages.error(request, _("请先选择要重置密码的人员。"))
        return redirect("accounts:post-list")
    with refusals_to_messages(request):
        if request.POST.get("confirmed") != "yes":
            return _ask_to_reset(request, posts, list(found.values()))
        given = people.reset_passwords(people=list(found.values()), by=request.user)
        secrets = [
            shown_once.Secret(f"{user}（{user.username}）", _("初始密码，只能登录一次"), password) for user, password in given
        ]
        shown_once.keep(request, secrets)
        messages.success(request, _("已重置 %d 人的密码，原来的登录已失效。") % len(given))
        return redirect("accounts:secrets")
    return redirect("accounts:post-list")


def _ask_to_reset(request, posts, holders):
    """The question, for those who may reset the passwords of all these people; raises ``Denied``."""
    for person in holders:
        policies.check_reset_password(request.user, person)
    question = _("确定重置所选 %d 人的密码？原密码立即失效，新密码只显示一次。") % len(holders)
    context = {
        "heading": _("重置密码"),
        "question": question,
        "label": _("重置密码"),
        "hidden": [("row", post.pk) for post in posts],
    }
    return render(request, "portal/confirm.html", {**context, "action": request.path, "back": reverse("accounts:post-list")})


@login_required
@never_cache
@require_safe
def secrets_once(request):
    return render(request, "accounts/secrets.html", {"secrets": shown_once.take(request)})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request):
    """Where whoever signed in with a first password sets his own; nobody else has business here."""
    if request.user.first_password_until is None:
        return redirect("account_change_password")
    form = OwnPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.set_own_password(user=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("已设好您自己的密码，以后用它登录。"))
        return redirect("shell:home")
    return render(request, "accounts/first_password.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def token_list(request):
    return _token_page(request, TokenForm(by=request.user))


def _token_page(request, form, status=200):
    tokens = ApiToken.objects.visible_to(request.user).select_related("user")
    context = {"page": page_of(request, tokens, order=["-pk"]), "form": form, "now": database_now()}
    return render(request, "accounts/token_list.html", context, status=status)


@login_required
@require_POST
def issue_token(request):
    form = TokenForm(request.POST, by=request.user)
    if not form.is_valid():
        return _token_page(request, form)
    try:
        token, secret = people.issue_token(by=request.user, **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence())
        return _token_page(request, form)
    shown_once.keep(request, [shown_once.Secret(str(token.user), token.name, secret)])
    return redirect("accounts:secrets")


@login_required
@require_POST
def revoke_token(request, pk):
    token = get_object_or_404(ApiToken.objects.visible_to(request.user).select_related("user"), pk=pk)
    with refusals_to_messages(request):
        people.revoke_token(token=token, by=request.user)
        messages.success(request, _("令牌“%s”已停用。") % token)
    return redirect("accounts:token-list")
