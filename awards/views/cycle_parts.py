"""Writing a selection part by part: rows of its lists, and the conditions of its categories."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards import cycle_data as data
from awards.actions import cycle_drafts as actions
from awards.assumed import assumption_values
from awards.facts_desk.drafts import PARTS, category_page
from awards.forms import criteria, cycle_drafts
from awards.measures import MEASURES
from awards.views.finding import find_draft
from portal.kit.errors import DomainError
from portal.kit.pages import refusals_to_messages
from programs.forms.drafts import revision_in
from programs.notice_data import rows_of, with_row, without_row

FORMS = {
    "categories": cycle_drafts.CategoryForm,
    "calendar": cycle_drafts.PhaseForm,
    "contacts": cycle_drafts.ContactForm,
    "assumptions": cycle_drafts.AssumptionForm,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def head(request, pk):
    row = find_draft(request, pk, writing=True)
    section = data.section_in(row.text)
    known = data.with_clauses(section, row.notice)
    form = cycle_drafts.HeadForm(request.POST if request.method == "POST" else None, draft=row, data=known, at=0)
    if form.is_valid():
        named = {name: form.cleaned_data[name] for name in ("code", "name")}
        if answer := written(request, row, form, section | named | {"limits": form.made}):
            return answer
    return _page(request, row, form, _("名称与字数"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request, pk, name, at=None):
    """One row of a part; ``at`` counts from 1, none means a new row."""
    row = find_draft(request, pk, writing=True)
    section = data.section_in(row.text)
    if name not in FORMS or (at is not None and not 1 <= at <= len(rows_of(section, name))):
        raise Http404
    place = None if at is None else at - 1
    known = data.with_clauses(section, row.notice)
    form = FORMS[name](request.POST if request.method == "POST" else None, draft=row, data=known, at=place)
    if form.is_valid():
        made = with_row(section, name, form.made, at=place, place=form.cleaned_data["place"])
        if answer := written(request, row, form, made):
            return answer
    return _page(request, row, form, PARTS[name])


@login_required
@require_POST
def remove(request, pk, name, at):
    """Take a row out of a part, a rule on places among them."""
    row = find_draft(request, pk, writing=True)
    section = data.section_in(row.text)
    if name not in {*FORMS, "quotas", "quota_rules"} or not 1 <= at <= len(rows_of(section, name)):
        raise Http404
    return _without(request, row, without_row(section, name, at - 1), row)


@login_required
@require_safe
def category(request, pk, key):
    """A category with its conditions as a tree."""
    row = find_draft(request, pk)
    _at, found = _category(row, key)
    return render(request, "awards/drafts/category.html", {"draft": row, "category": found, **category_page(found)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def condition(request, pk, key, path):
    """Change one condition of a category; with ``kind`` in the address, add one to the group at ``path``."""
    row = find_draft(request, pk, writing=True)
    at, found = _category(row, key)
    node = _node(found, path)
    kind = request.GET.get("kind")
    if kind is not None:
        if (kind != "group" and kind not in MEASURES) or "measure" in node:
            raise Http404
        node = {"measure": kind} if kind != "group" else {"all_of": []}
    section = data.section_in(row.text)
    form = criteria.NodeForm(
        request.POST if request.method == "POST" else None,
        draft=row,
        data=data.with_clauses(section, row.notice),
        node=node,
        values=assumption_values(section.get("assumptions")),
    )
    if form.is_valid():
        made = _put(found, path, form.made, adding=kind is not None)
        if answer := written(request, row, form, with_row(section, "categories", made, at=at, place=at + 1), _address(row, key)):
            return answer
    named = str(node.get("measure", "group"))
    title = dict(criteria.KINDS).get(named, named)
    return _page(request, row, form, title, back=_address(row, key))


@login_required
@require_POST
def remove_condition(request, pk, key, path):
    row = find_draft(request, pk, writing=True)
    at, found = _category(row, key)
    _node(found, path)
    if path == "0":
        raise Http404
    made = found | {"criteria": data.changed_at(found["criteria"], _inner(path), lambda _node: None)}
    section = with_row(data.section_in(row.text), "categories", made, at=at, place=at + 1)
    return _without(request, row, section, _address(row, key))


def _put(found: dict, path: str, made: dict, *, adding: bool) -> dict:
    """The category with a condition put in place of the one at ``path``, or added to the group there."""

    def change(node):
        return data.with_members(node, [*data.members_of(node), made]) if adding else made

    return found | {"criteria": data.changed_at(found.get("criteria") or {}, _inner(path), change)}


def _inner(path: str) -> str:
    """Where a condition lies within the criteria: pages count the whole as 0, so that an address is never empty."""
    return path.partition(".")[2]


def _node(found: dict, path: str) -> dict:
    try:
        return data.node_at(found.get("criteria") or {}, _inner(path))
    except KeyError:
        raise Http404 from None


def _category(row, key: str) -> tuple[int, dict]:
    found = data.category_named(data.section_in(row.text), key)
    if found is None:
        raise Http404
    return found


def _address(row, key: str) -> str:
    return reverse("awards:draft-category", args=[row.pk, key])


def _without(request, row, section: dict, back):
    with refusals_to_messages(request):
        revision = revision_in(request.POST)
        actions.write(draft=row, text=data.text_with(section), revision=revision, by=request.user)
        messages.success(request, _("已从草稿中删去。"))
    return redirect(back)


def written(request, row, form, section: dict, back=None):
    """Save the part; None with the reason on the form when it could not be."""
    try:
        actions.write(draft=row, text=data.text_with(section), revision=form.cleaned_data["revision"], by=request.user)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence())
        return None
    messages.success(request, _("草稿已保存。"))
    return redirect(back or row)


def _page(request, row, form, title, back: str = ""):
    context = {"draft": row, "form": form, "title": title, "back": back or row.get_absolute_url()}
    return render(request, "awards/drafts/part.html", context, status=422 if form.errors else 200)
