"""Requests too large to be anything the portal takes, answered before a byte of them is read."""

from django.http import HttpResponse

MOST = 210 * (1 << 20)


def sized_bodies(get_response):
    """413 for a declared body beyond the largest form; 411 for a body whose size is not said."""

    def middleware(request):
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > MOST:
            return HttpResponse(b"", status=413)
        if not length and request.META.get("HTTP_TRANSFER_ENCODING"):
            return HttpResponse(b"", status=411)
        return get_response(request)

    return middleware
