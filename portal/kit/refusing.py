"""Refusals in REST's shape from what answers outside its views: middleware, and addresses that scripts of a page call."""

from django.http import JsonResponse

REST = "/api/"


def is_rest(request) -> bool:
    """Whether an address belongs to REST."""
    return request.path_info.startswith(REST)


def refusal(code: str, detail: str, status: int) -> JsonResponse:
    """A refusal that rests on no clause and names no field."""
    return JsonResponse({"code": code, "detail": detail, "clause": None, "fields": {}}, status=status)
