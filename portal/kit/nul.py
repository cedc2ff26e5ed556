"""Addresses with a NUL character, which no text of the database holds: PostgreSQL refuses to be asked for one."""

from urllib.parse import unquote

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _

REST = "/api/"


def addresses_without_nul(get_response):
    """Middleware: what such an address names is nowhere to be found; REST calls it malformed (400)."""

    def answered(request):
        if "\0" not in request.path_info and "\0" not in unquote(request.META.get("QUERY_STRING", "")):
            return get_response(request)
        if not request.path_info.startswith(REST):
            raise Http404
        told = {"code": "malformed", "detail": _("请求参数无效。"), "clause": None, "fields": {}}
        return JsonResponse(told, status=400)

    return answered
