"""Where a request comes from, as far as it can be believed."""

from ipaddress import ip_address

from django.conf import settings


def client_address(request) -> str:
    """The address of whoever asks, for limits and the audit; "" where the server tells none.

    Each of our ``TRUSTED_PROXIES`` adds the address it was called from at the right end of X-Forwarded-For, so the client stands
    that many places from the right; everything left of it he wrote himself. What is no address, or too short a list, is not
    believed.
    """
    caller, hops = request.META.get("REMOTE_ADDR", ""), settings.TRUSTED_PROXIES
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not 0 < hops <= len(told):
        return caller
    return _address(told[-hops].strip()) or caller


def _address(text: str) -> str:
    """``text`` as addresses are written, without the port some proxies add; "" when it is none."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
