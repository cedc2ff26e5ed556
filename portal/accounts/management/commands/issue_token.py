from django.core.management.base import CommandError

from portal.accounts import actions
from portal.accounts.enums import TokenScope
from portal.accounts.models import User
from portal.audit.context import acting
from portal.kit.commands import PortalCommand


class Command(PortalCommand):
    help = "Issues a REST token for a user; its text is shown once."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--scope", choices=TokenScope.values, default=TokenScope.READ)
        parser.add_argument("--days", type=int, default=90)

    def act(self, by, *, username, scope, days, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"no user {username}", returncode=2)
        with acting(source="command issue_token"):
            token, secret = actions.issue_token(user=user, name=f"{username} {scope}", scope=scope, days=days, by=by)
        return {"token": secret, "scope": token.scope, "expires_at": token.expires_at}
