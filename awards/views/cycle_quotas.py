"""Writing the rules on places and the public notice of a selection that is being prepared, with what they would give."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards import cycle_data as data
from awards.facts_desk.draft_places import preview_of
from awards.forms.cycle_publicity import PublicityForm
from awards.forms.cycle_quotas import KINDS, RULES, AllotmentForm, BoundForm
from awards.quota_rules import Allotment, kind_in
from awards.views.cycle_parts import written
from awards.views.finding import find_draft
from programs.notice_data import rows_of, with_row

FORMS = {"quotas": AllotmentForm, "quota_rules": BoundForm}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """A new rule of the ``kind`` in the address."""
    kind = request.GET.get("kind", "")
    if kind not in RULES:
        raise Http404
    return _rule(request, pk, "quotas" if kind in Allotment.kinds else "quota_rules", None, kind)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request, pk, name, at):
    """The ``at``-th rule of a list, counted from 1; with ``kind`` in the address it becomes one of that kind."""
    row = find_draft(request, pk, writing=True)
    rows = rows_of(data.section_in(row.text), name) if name in FORMS else []
    if not 1 <= at <= len(rows):
        raise Http404
    standing = rows[at - 1].get("rule") if name == "quotas" else rows[at - 1]
    kind = request.GET.get("kind") or kind_in(standing if isinstance(standing, dict) else {})
    return _rule(request, pk, name, at - 1, kind if kind in dict(KINDS[name]) else KINDS[name][0][0])


def _rule(request, pk: int, name: str, at: int | None, kind: str):
    row = find_draft(request, pk, writing=True)
    section = data.section_in(row.text)
    sent = request.POST if request.method == "POST" else None
    form = FORMS[name](sent, draft=row, data=data.with_clauses(section, row.notice), at=at, rule=RULES[kind])
    if form.is_valid() and "preview" not in request.POST:
        made = with_row(section, name, form.made, at=at, place=form.cleaned_data["place"])
        if answer := written(request, row, form, made):
            return answer
    looked_at = form.made if form.is_bound and form.is_valid() else form.there
    context = {
        "draft": row,
        "form": form,
        "label": RULES[kind].label,
        "meaning": RULES[kind].meaning,
        "kinds": KINDS[name],
        "kind": kind,
        "new": at is None,
        "preview": preview_of(row.unit, section, name, looked_at) if looked_at and not form.errors else None,
    }
    return render(request, "awards/drafts/quota.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publicity(request, pk):
    """公示 as the notice asks for it, with its step of the calendar."""
    row = find_draft(request, pk, writing=True)
    section = data.section_in(row.text)
    form = PublicityForm(request.POST if request.method == "POST" else None, draft=row, data=data.with_clauses(section, row.notice))
    if form.is_valid() and (answer := written(request, row, form, form.section(section))):
        return answer
    context = {"draft": row, "form": form, "title": _("公示"), "back": row.get_absolute_url()}
    return render(request, "awards/drafts/part.html", context, status=422 if form.errors else 200)
