"""What an address answers that leads nowhere: a page for people, the shape of every refusal for REST."""

from urllib.parse import unquote

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

from portal.kit.refusing import is_rest, refusal


def not_found(request, exception):
    """404 as a page, below ``/api/`` as JSON with code, sentence, clause and fields."""
    return refusal("not_found", _("没有找到。"), 404) if is_rest(request) else page_not_found(request, exception)


def addresses_without_nul(get_response):
    """Middleware: an address with a NUL character, which no text of the database holds and PostgreSQL refuses to be asked for.

    What it names is nowhere to be found; REST calls it malformed (400).
    """

    def answered(request):
        if "\0" not in request.path_info and "\0" not in unquote(request.META.get("QUERY_STRING", "")):
            return get_response(request)
        if is_rest(request):
            return refusal("malformed", _("请求参数无效。"), 400)
        raise Http404

    return answered
