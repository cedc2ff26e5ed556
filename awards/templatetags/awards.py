"""Tags of the pages of a selection."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from awards.forms.nominations import AbstainForm, OpinionForm, ReadmitForm, ReturnForm, RevokeForm
from awards.marking.criteria import points, points_of_mark
from awards.models import AwardCycle
from awards.policies import cycles as policies
from awards.printing import belongs_of
from portal.units.enums import Level

register = template.Library()


register.filter("belongs", belongs_of)


@register.simple_tag
def clause_link(clauses, key):
    """A clause's reference, leading to its words in the notice where they are on file."""
    clause = clauses.get(key)
    if clause is None:
        return key
    return format_html('<a class="clause" href="{}">{}</a>', clause.get_absolute_url(), key)


@register.inclusion_tag("awards/_nav.html", takes_context=True)
def selection_nav(context, cycle, here):
    """The pages of a selection this person may open."""
    request = context["request"]
    pages = [("cycle", _("概览")), ("quotas", _("名额")), ("eligibility", _("资格认定"))]
    if has_desk(request.user, cycle):
        pages += [("desk", _("市级推荐")), ("missing", _("未推荐单位"))]
    if policies.is_office(request.user, cycle):
        pages += [("province", _("省级评定")), ("panel-list", _("专家评审"))]
    if has_desk(request.user, cycle):
        pages.append(("public-notices", _("公示")))
    if cycle.state == AwardCycle.State.ANNOUNCED:
        pages.append(("results", _("评选结果")))
    return {"links": [(reverse(f"awards:{name}", args=[cycle.code]), label, name == here) for name, label in pages]}


def has_desk(user, cycle) -> bool:
    """Whether somebody works at a city of the cycle, or over one."""
    return policies.is_office(user, cycle) or any(
        unit.level == Level.CITY and unit.is_within(cycle.unit) for unit in user.units_of(*policies.OFFICE)
    )


@register.filter(name="points")
def points_of(ten_thousandths):
    """A judge's total as people read it; nothing while there is none."""
    return "" if ten_thousandths in (None, "") else points(ten_thousandths)


@register.filter
def hundredths(value):
    """Hundredths of a point as people read them."""
    return points_of_mark(value)


@register.simple_tag
def opinion_form(row):
    """What a city writes when it recommends; several stand on one page."""
    return OpinionForm(auto_id=f"id_opinion_{row.pk}_%s")


@register.simple_tag
def return_form(row):
    """Why a form goes back; several stand on one page."""
    return ReturnForm(auto_id=f"id_return_{row.pk}_%s")


@register.simple_tag
def revoke_form(row):
    """Why a recommendation is taken back; several stand on one page."""
    return RevokeForm(auto_id=f"id_revoke_{row.pk}_%s")


@register.simple_tag
def readmit_form(row):
    """Why a form may be put forward again."""
    return ReadmitForm(auto_id=f"id_readmit_{row.pk}_%s")


@register.simple_tag
def abstain_form(category):
    """Why nobody is put forward, if anybody wants to say so; several stand on one page."""
    return AbstainForm(auto_id=f"id_abstain_{category.pk}_%s")


@register.simple_tag
def abstain_fields(category, unit) -> dict[str, str]:
    """What the declaration is about."""
    return {"category": category.key, "unit": unit.code}


@register.filter
def seen(row) -> dict[str, int]:
    """The version a decision is about, sent along with it."""
    return {"version": row.version}
