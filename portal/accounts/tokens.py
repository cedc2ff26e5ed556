"""Who calls REST: the bearer of a token, or a browser's own session."""

from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission

from portal.accounts.actions import digest_of
from portal.accounts.models import ApiToken
from portal.audit.context import Origin, current
from portal.kit.addresses import client_address


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer TOKEN``; the token's age is measured by the database's clock."""

    def authenticate_header(self, request):
        return "Bearer"

    def authenticate(self, request):
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("令牌无效。"))
        valid = ApiToken.objects.filter(revoked_at=None, expires_at__gt=Now(), user__is_active=True).select_related("user")
        token = valid.filter(digest=digest_of(parts[1].decode("ascii", "replace"))).first()
        if token is None:
            raise AuthenticationFailed(_("令牌无效或已到期。"))
        today = timezone.localdate()
        if token.last_used_on is None or token.last_used_on < today:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
        posts = token.user.current_posts()
        current.set(Origin(posts[0].pk if posts else None, f"REST {client_address(request)}"[:80]))
        return token.user, token


class TokenScope(BasePermission):
    """Only the signed in; a token that may only read changes nothing."""

    message = _("这个令牌只能读取。")

    def has_permission(self, request, view):
        if not request.user.is_authenticated:
            return False
        return (
            request.method in SAFE_METHODS or not isinstance(request.auth, ApiToken) or request.auth.scope == ApiToken.Scope.WRITE
        )
