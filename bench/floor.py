"""The same duties as a roster's confirmation by the shortest way: no headings found, no messages, nothing for an undo."""

import io
import json
import subprocess
import sys
from datetime import date

from django.db import connection, transaction

from bench.imports import now_of_database
from portal.audit.recording import record
from portal.kit.crypto import encrypt, fingerprint
from portal.units.models import Unit
from schools.models import Employment, Teacher
from schools.models.teachers import new_code
from schools.rules.id_numbers import fault_of

READER = """
import io, json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from python_calamine import CalamineWorkbook
rows = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0).to_python()
sys.stdout.buffer.write(json.dumps(rows, ensure_ascii=False).encode())
"""
NAMES = (
    *("code", "unit_id", "name", "staff_number", "id_type", "id_number", "id_key", "phone", "phone_key", "category", "stage"),
    *("subject", "title", "joined_on", "status", "state", "created_at", "updated_at"),
    *("sex", "research_group", "position", "short_number", "email"),
)


def floor(content: bytes) -> None:
    """Read in a child process, check the numbers, encrypt, pour people and employments into their tables, one audit row."""
    told = subprocess.run([sys.executable, "-I", "-c", READER], input=content, stdout=subprocess.PIPE, check=True).stdout
    units, about = dict(Unit.objects.values_list("code", "pk")), ("teacher", "primary", "语文", "first")
    now = connection.ops.adapt_datetimefield_value(now_of_database())
    people = []
    for school, staff, name, number, *_words, phone, joined, _status in json.loads(told)[1:]:
        assert not fault_of(number, "resident", date(2022, 1, 1))
        secret = (encrypt(number), fingerprint(number), encrypt(phone), fingerprint(phone))
        first = (new_code(), units[school], name, staff, "resident", *secret)
        people.append((*first, *about, joined, "in_post", "current", now, now, "", "", "", "", ""))
    with transaction.atomic(), connection.cursor() as cursor:
        pour(cursor, Teacher._meta.db_table, NAMES, people)
        cursor.execute(
            f"INSERT INTO {Employment._meta.db_table} (teacher_id, unit_id, starts_on, ending, state, created_at, updated_at) "
            f"SELECT id, unit_id, joined_on, '', 'current', created_at, updated_at FROM {Teacher._meta.db_table} "
            "WHERE created_at = %s",
            [now],
        )
        record(None, "upload.saved", Unit.objects.get(code="330382"), data={"new": len(people)})


def pour(cursor, table, names, rows) -> None:
    if connection.vendor == "postgresql":
        lines = "".join("\t".join(map(str, row)) + "\n" for row in rows)
        cursor.copy_expert(f"COPY {table} ({', '.join(names)}) FROM STDIN", io.StringIO(lines))
    else:
        marks = ", ".join(["?"] * len(names))
        cursor.connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
