"""Files known as a whole: the very bytes that were brought in before, while every row they name stands as they left it.

The reading of a file in which there was nothing to say about any line is kept: which rows it stands for, a digest of their
stamps, and which units its texts meant. The same bytes for the same unit need then not be opened: it is enough that all
stamps, all units and what reads the file are what they were. What one line alone takes is asked in ``recognising``.
"""

import hashlib
from dataclasses import asdict

from django.db import connection

from portal.kit.crypto import fingerprint
from portal.sheets.enums import RowState
from portal.sheets.heads import Head
from portal.sheets.models import SeenFile
from portal.sheets.recognising import AT_ONCE, Recognising, rules_digest
from portal.sheets.rows import Finding
from portal.sheets.scanning import Scan
from portal.sheets.staging import quoted


def recalled(upload, context, suffix):
    """The scan of a file known as a whole, its rows under ``context.standing``; None where it is to be read."""
    layout = context.layout
    seen = SeenFile.objects.filter(sheet=layout.key, unit_key=context.unit.pk, sha256=upload.sha256).first()
    if not layout.recalled or seen is None or seen.reader != reader(layout, suffix) or not same_units(seen, context):
        return None
    pairs = stamped(layout, seen.rows)
    if digest_of(pairs) != seen.stamps or not layout.recurs(context, {key for _field, _text, key in seen.units}):
        return None
    context.standing = pairs
    findings = [Finding(**about) for about in seen.findings]
    return Scan(findings=findings, heads={name: Head(**about) for name, about in seen.heads.items()}, encoding=seen.encoding)


def keep(upload, judged, compared, suffix):
    """Keep a reading for the next time, where every line of the file stands for a row and needed no word."""
    scan, layout = judged.scan, judged.layout
    if not layout.recalled or not scan.rows or scan.hidden or any(finding.row for finding in scan.findings):
        return
    pairs = compared.standing()
    if len(pairs) != len(scan.rows):
        return
    about = {
        "sha256": upload.sha256,
        "reader": reader(layout, suffix),
        "rows": [key for key, _stamp in pairs],
        "stamps": digest_of(pairs),
        "units": [[field, text, key] for (field, text), key in judged.recognising.named.items()],
        "heads": {name: asdict(head) for name, head in scan.heads.items()},
        "findings": [finding.as_dict() for finding in scan.findings],
        "encoding": scan.encoding,
    }
    SeenFile.objects.update_or_create(sheet=layout.key, unit_key=upload.unit_id, defaults=about)


def reader(layout, suffix):
    """What would read the file: the program, the version of the sheet, the keys; the suffix, which must fit the content."""
    return fingerprint(repr((layout.key, layout.version, rules_digest(layout), suffix)))


def same_units(seen, context):
    """Whether all texts still mean the units they meant; one query."""
    recognising, texts = Recognising(context), {}
    for field, text, _key in seen.units:
        texts.setdefault(field, set()).add(text)
    means = {column.field: recognising.meant(column, texts.get(column.field, set())) for column in recognising.references}
    return all(means[field].get(text) == key for field, text, key in seen.units)


def stamped(layout, keys):
    """(key, stamp) of those rows that count, in the order of their keys."""
    meta, found = layout.target._meta, []
    key = quoted(meta.pk.column)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, CAST(updated_at AS text) FROM {quoted(meta.db_table)} "
                f"WHERE {key} IN ({', '.join(['%s'] * len(some))}) AND state = %s ORDER BY 1",
                [*some, RowState.CURRENT],
            )
            found += cursor.fetchall()
    return found


def digest_of(pairs):
    return hashlib.sha256("\n".join(f"{key} {stamp}" for key, stamp in pairs).encode()).hexdigest()
