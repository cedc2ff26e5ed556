"""The first answer to a repeatable request stands for all its repetitions."""

import hashlib
import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed

from portal.accounts.models import Repeat
from portal.accounts.tokens import TokenAuthentication
from portal.kit.clock import database_now
from portal.kit.refusing import is_rest, refusal

WAIT_SECONDS = 10
ABANDONED = timedelta(minutes=5)
KEPT = timedelta(hours=48)
NOT_KEPT = {401, 403, 404, 429}
LONGEST_KEY = 128


@dataclass(frozen=True)
class RequestKey:
    """Who sent which request, under which key, with which body."""

    principal: str
    key: str
    body_digest: str
    is_form: bool


def key_of(request) -> RequestKey | None:
    """The key of a request that may be sent twice; None when it carries none.

    A form's key includes its body: the same form with other text is another act, not a repetition.
    """
    header = request.headers.get("Idempotency-Key")
    if header and is_rest(request):
        authorization = request.headers.get("Authorization", "")
        bearer = authorization.lower().startswith("bearer")
        principal = f"token:{_digest(authorization.encode())}" if bearer else f"user:{request.user.pk}"
        return RequestKey(principal, header, body_digest(request), is_form=False)
    if request.user.is_authenticated and (token := request.POST.get("form_token")):
        digest = body_digest(request)
        return RequestKey(f"user:{request.user.pk}", f"{token[:64]}:{digest}", digest, is_form=True)
    return None


def body_digest(request) -> str:
    """What was sent, without what differs between two sendings of the same thing."""
    if (request.content_type or "").startswith(("multipart/", "application/x-www-form-urlencoded")):
        digest = hashlib.sha256(request.path.encode())
        for name in sorted(request.POST):
            if name not in {"csrfmiddlewaretoken", "form_token"}:
                digest.update(repr((name, request.POST.getlist(name))).encode())
        for name in sorted(request.FILES):
            for file in request.FILES.getlist(name):
                digest.update(f"{name}\0{file.name}\0{file.size}".encode())
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
        return digest.hexdigest()
    return _digest(request.path.encode() + b"\0" + request.body)


def answer_once(request, key: RequestKey, get_response):
    """Answer the first request of a key and repeat that answer to the others, as long as their token is still good."""
    if not key.is_form and len(key.key) > LONGEST_KEY:
        return refusal("malformed", _("Idempotency-Key 最长 %(limit)d 个字符。") % {"limit": LONGEST_KEY}, 400)
    row, first = _claim(request, key)
    if not first:
        return _repeat(row, key) if key.is_form or _still_let_in(request) else get_response(request)
    response = get_response(request)
    if _worth_keeping(response, key):
        Repeat.objects.filter(pk=row.pk).update(
            answered=True,
            status=response.status_code,
            location=response.headers.get("Location", ""),
            etag=response.headers.get("ETag", ""),
            content_type=response.headers.get("Content-Type", ""),
            body=b"" if key.is_form else response.content,
        )
    else:
        Repeat.objects.filter(pk=row.pk).delete()
    return response


def _still_let_in(request) -> bool:
    """Whether the token a request carries is good now; a session was looked at before."""
    try:
        TokenAuthentication().authenticate(request)
    except AuthenticationFailed:
        return False
    return True


def _claim(request, key: RequestKey) -> tuple[Repeat, bool]:
    _forget_abandoned(key)
    try:
        with transaction.atomic():
            values = {"principal": key.principal, "key": key.key, "body_digest": key.body_digest, "path": request.path[:300]}
            return Repeat.objects.create(**values), True
    except IntegrityError:
        return _settled(key), False


def _forget_abandoned(key: RequestKey) -> None:
    """A request whose server died before answering does not block its repetition for ever."""
    Repeat.objects.filter(principal=key.principal, key=key.key, answered=False, at__lt=database_now() - ABANDONED).delete()


def _settled(key: RequestKey) -> Repeat | None:
    """The first request's row once it is answered; a browser's second click waits for it a little."""
    deadline = time.monotonic() + (WAIT_SECONDS if key.is_form else 0)
    while True:
        row = Repeat.objects.filter(principal=key.principal, key=key.key).first()
        if row is None or row.answered or time.monotonic() > deadline:
            return row
        time.sleep(0.1)


def _repeat(row: Repeat | None, key: RequestKey):
    if row is not None and row.body_digest != key.body_digest:
        return refusal("key_reused", _("同一个 Idempotency-Key 不能用于不同的内容。"), 422)
    if row is None or not row.answered:
        return refusal("still_running", _("同一请求正在处理，请稍后再试。"), 409)
    response = HttpResponse(bytes(row.body), status=row.status, content_type=row.content_type)
    for name, value in (("Location", row.location), ("ETag", row.etag)):
        if value:
            response.headers[name] = value
    return response


def _worth_keeping(response, key: RequestKey) -> bool:
    """A form is done when it redirects; a REST call when it was understood."""
    if response.streaming:
        return False
    if key.is_form:
        return response.status_code in {302, 303}
    return response.status_code < 500 and response.status_code not in NOT_KEPT


def forget_old() -> int:
    """Drop answers nobody will ask for again; how many they were."""
    return Repeat.objects.filter(at__lt=database_now() - KEPT).delete()[0]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
