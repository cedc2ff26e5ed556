import json

from django.core.management.base import BaseCommand

from programs.notice_file import notice_schema


class Command(BaseCommand):
    help = "Prints the JSON Schema of a notice file, with the sections of every app."

    def handle(self, *args, **options):
        self.stdout.write(json.dumps(notice_schema(), ensure_ascii=False, indent=2))
