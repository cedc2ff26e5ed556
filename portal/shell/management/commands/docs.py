import sys

from django.core.management.base import BaseCommand

from portal.shell import printed_docs


class Command(BaseCommand):
    help = "Prints the pages of docs/generated from the code; --check only says whether they are up to date."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        names = printed_docs.stale() if check else printed_docs.write()
        if check and names:
            self.stderr.write(f"stale: {', '.join(names)} (run manage.py docs)")
            sys.exit(1)
        if names:
            self.stdout.write(f"written: {', '.join(names)}")
