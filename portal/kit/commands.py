"""What management commands share: a JSON last line, exit codes 0/1/2, and acting as somebody."""

import json
import sys

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from portal.kit.errors import DomainError


class PortalCommand(BaseCommand):
    """A command that acts as ``--as USER`` (else as the system) and answers with one JSON object under ``--json``.

    Subclasses implement ``act(by, **options) -> dict`` and may override ``tell(result)`` for the plain output.
    """

    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.add_argument("--as", dest="as_user", metavar="USER", help="act as this user; else as the system")
        parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
        return parser

    def handle(self, *args, **options):
        by = self._actor(options.pop("as_user"))
        as_json = options.pop("json")
        try:
            result = self.act(by, **options)
        except DomainError as refusal:
            self._refuse(refusal, as_json)
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False, default=str))
        else:
            self.tell(result)

    def _actor(self, username):
        if not username:
            return None
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"no user {username}", returncode=2)
        return user

    def _refuse(self, refusal, as_json) -> None:
        if as_json:
            shape = {"code": refusal.code, "detail": str(refusal), "clause": refusal.clause, "fields": refusal.fields}
            self.stdout.write(json.dumps(shape, ensure_ascii=False, default=str))
        else:
            self.stderr.write(refusal.sentence())
        sys.exit(1)

    def tell(self, result) -> None:
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2, default=str))
