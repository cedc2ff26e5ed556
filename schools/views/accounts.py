"""Accounts of the people of rosters: opened in bulk, their slips printed, fetched once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.enums import MANAGERS
from portal.accounts.models import Post, User
from portal.accounts.people import those_resettable
from portal.accounts.policies import can_grant
from portal.jobs.models import Job
from portal.kit.errors import DomainError
from portal.kit.exports import download
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import ask, refusals_to_messages
from schools import account_facts, slip_files
from schools.actions import slips as printing
from schools.actions.accounts import AT_MOST, open_accounts
from schools.enums import AccountState
from schools.filters import AccountFilter
from schools.finding import numbers
from schools.models import Teacher

ORDERING = Ordering({"school": ("unit__path", "name"), "name": ("name",)}, default="school")
TOLD = 5
PDF = "application/pdf"


def _listing(request) -> Listing:
    """The people employed in one's reach, as the address narrows them; 404 for who opens no accounts."""
    if not request.user.holds(*MANAGERS):
        raise Http404
    rows = _all(request).select_related("unit", "user")
    return Listing(request, AccountFilter(request.GET, rows, request=request), ORDERING)


@login_required
@require_safe
def account_list(request):
    listing = _listing(request)
    for row in listing.page.rows:
        row.account_state = account_facts.account_state(row)
        row.account_tone = account_facts.TONES[row.account_state]
    whatever = request.GET.copy()
    whatever["account"] = ""
    counts = account_facts.counts_of(AccountFilter(whatever, _all(request), request=request).qs)
    address = request.GET.urlencode()
    context = {"heading": _("教师账号"), "listing": listing, "page": listing.page, "counts": counts, "address": address}
    return render(request, "schools/account_list.html", context)


def _all(request):
    return Teacher.objects.employed().visible_to(request.user)


def _chosen(request) -> list[Teacher]:
    """The teachers ticked, or all the address narrows the list to; one more than can be done at once tells that there are more."""
    listing = _listing(request)
    if request.POST.get("all") == "yes":
        return list(listing.rows[: AT_MOST + 1])
    rows = _all(request).filter(code__in=request.POST.getlist("teacher")[: AT_MOST + 1])
    return list(rows.select_related("unit", "user").order_by("unit__path", "name", "pk"))


def _back(**query) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items() if value)
    return f"{reverse('schools:account-list')}?{asked}" if asked else reverse("schools:account-list")


@login_required
@require_POST
def open_many(request):
    """Open accounts for those ticked, or for all the list shows."""
    unit = request.GET.get("unit", "")
    chosen = [row for row in _chosen(request) if row.user is None and can_grant(request.user, row.unit, "teacher")]
    if not chosen:
        messages.error(request, _("请先选择未开通账号的教师。"))
        return redirect(_back(unit=unit))
    if request.POST.get("confirmed") != "yes" and len(chosen) <= AT_MOST:
        question = _("确定为所选 %d 人开通账号？登录名为用户名、手机号或“学校标识码-教职工号”；打印账号条后才能登录。") % len(
            chosen
        )
        hidden = [("teacher", row.code) for row in chosen]
        return ask(request, heading=_("开通账号"), question=question, label=_("开通账号"), back=_back(unit=unit), hidden=hidden)
    with refusals_to_messages(request):
        opened = open_accounts(teachers=chosen, by=request.user)
        _tell(request, opened)
    return redirect(_back(unit=unit, account=AccountState.UNUSED))


def _tell(request, opened) -> None:
    if opened.people:
        messages.success(request, _("已为 %d 人开通账号，接着可以打印账号条。") % len(opened.people))
    for teacher, reason in opened.refused[:TOLD]:
        messages.error(request, _("%(name)s没有开通：%(reason)s。") % {"name": teacher.name, "reason": reason})
    if len(opened.refused) > TOLD:
        messages.error(request, _("另有 %d 人没有开通，见未开通的名单。") % (len(opened.refused) - TOLD))


@login_required
@require_POST
def print_many(request):
    """Ask for slips for the teachers or posts ticked, or for all the list of teachers shows."""
    wanted = _wanted(request)
    users = those_resettable(people=wanted, by=request.user)
    back = reverse("accounts:post-list") if request.POST.getlist("row") else _back(unit=request.GET.get("unit", ""))
    if not users:
        messages.error(request, _("请先选择已开通账号、由您管理的人员。"))
        return redirect(back)
    if request.POST.get("confirmed") != "yes" and len(users) <= printing.AT_MOST:
        return _ask_to_print(request, users, len(wanted) - len(users), back)
    try:
        job = printing.request_slips(users=users, unit=request.post.unit if request.post else None, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect(back)
    return redirect(job)


def _wanted(request) -> list[User]:
    """The account holders meant: of posts in one's reach, or of teachers."""
    if rows := numbers(request.POST.getlist("row")[: AT_MOST + 1]):
        found = Post.objects.visible_to(request.user).filter(pk__in=rows)
        return list(User.objects.filter(pk__in=found.values("user"), is_active=True).order_by("pk"))
    if not request.user.holds(*MANAGERS):
        return []
    return [row.user for row in _chosen(request) if row.user and row.user.is_active]


def _ask_to_print(request, users, left_out: int, back: str):
    used = sum(user.last_login is not None for user in users)
    question = _("确定为所选 %d 人打印账号条？每人得到新的初始密码，原来的密码和登录立即失效；PDF 由您下载，只能下载一次。") % len(
        users
    )
    if used:
        question += _("其中 %d 人已经登录过，他们自己设的密码也会作废。") % used
    if left_out:
        question += _("另有 %d 人不由您管理，不打印。") % left_out
    name, keys = ("row", numbers(request.POST.getlist("row"))) if request.POST.getlist("row") else ("teacher", _codes(users))
    hidden = [(name, key) for key in keys]
    return ask(request, heading=_("打印账号条"), question=question, label=_("打印"), back=back, hidden=hidden)


def _codes(users) -> list[str]:
    return list(Teacher.objects.filter(user__in=users).order_by("pk").values_list("code", flat=True))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slips(request, pk):
    """Where the one who asked fetches the PDF; afterwards the page says that it is gone."""
    job = get_object_or_404(Job.objects.filter(requested_by=request.user), pk=pk, kind=printing.KIND)
    if request.method != "POST":
        waits = bool(job.result.get("file")) and slip_files.waits(job.result["file"])
        return render(request, "schools/slips.html", {"job": job, "waits": waits, "minutes": slip_files.KEPT.seconds // 60})
    try:
        pdf = printing.fetch_slips(job=job, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect("schools:slips", pk)
    return download(pdf, _("账号条-%d.pdf") % job.pk, PDF)
