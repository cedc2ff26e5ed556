"""What an address answers that leads nowhere: a page for people, the shape of every refusal for REST."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

REST = "/api/"


def not_found(request, exception):
    """404 as a page, below ``/api/`` as JSON with code, sentence, clause and fields."""
    if not request.path_info.startswith(REST):
        return page_not_found(request, exception)
    return JsonResponse({"code": "not_found", "detail": _("没有找到。"), "clause": None, "fields": {}}, status=404)
