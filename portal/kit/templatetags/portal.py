"""Tags every template may use without loading them."""

import uuid

from django import template
from django.utils.html import format_html

from portal.kit.clock import local as to_local
from portal.kit.numbers import plain_hundredths
from portal.kit.text import mask

register = template.Library()


@register.simple_tag
def form_token():
    """A hidden field that lets a form be sent twice and take effect once."""
    return format_html('<input type="hidden" name="form_token" value="{}">', uuid.uuid4().hex)


@register.simple_tag(takes_context=True)
def address_with(context, **changes):
    """The query of this page with some parameters changed (None removes one); paging starts again."""
    query = context["request"].GET.copy()
    for key in ("after", "before", "n"):
        query.pop(key, None)
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = value
    return f"?{query.urlencode()}"


@register.filter
def hundredths(value):
    """9140 → 91.4; nothing → —."""
    return plain_hundredths(value) or "—"


@register.filter
def grouped_hundredths(value):
    """1489450 → 14,894.5; nothing → —."""
    whole, point, rest = plain_hundredths(value).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole else "—"


@register.filter
def grouped(value):
    """A count with its thousands parted: 1537 → 1,537; what is no whole number stays as it is."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


@register.filter
def masked(value):
    """Only the first and last character."""
    return mask(value or "") or "—"


@register.filter
def moment(value):
    """A time as 2023-11-30 17:00, blank as —."""
    return to_local(value).strftime("%Y-%m-%d %H:%M") if value else "—"


@register.filter
def day(value):
    """A date as 2023-11-30, blank as —."""
    return value.strftime("%Y-%m-%d") if value else "—"
