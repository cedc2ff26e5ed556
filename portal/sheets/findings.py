"""What was found in a file, in the form in which it is kept, shown and sent: heading, cell reference, masked value."""

from portal.kit.text import mask
from portal.sheets.models import UploadFinding
from portal.sheets.rows import FILE, NORMALISED, ROW, WARNING

KEPT = {FILE: 100, ROW: 20_000, WARNING: 2_000, NORMALISED: 2_000}
ORDER = (FILE, ROW, WARNING, NORMALISED)
SHAPE = ("sheet", "row", "column", "cell", "value", "severity", "code", "message", "advice")


def letters(place):
    """The letters of a column counted from 0: 0 → A, 27 → AB."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


class Findings:
    """The findings of one scan: counted all, kept up to a cap for each severity."""

    def __init__(self, layout, scan):
        self.layout, self.scan = layout, scan
        self.by_severity = {severity: [] for severity in ORDER}
        for finding in scan.findings:
            self.by_severity[finding.severity].append(finding)
        for row in scan.rows:
            for finding in row.findings:
                self.by_severity[finding.severity].append(finding)

    def counts(self):
        return {
            "refused": sum(row.state == "refused" for row in self.scan.rows),
            "waiting": sum(row.state == "waiting" for row in self.scan.rows),
            "warnings": len(self.by_severity[WARNING]),
            "normalised": len(self.by_severity[NORMALISED]),
        }

    def kept(self, upload):
        """Rows for the table of findings, refusals first."""
        for severity in ORDER:
            for finding in self.by_severity[severity][: KEPT[severity]]:
                yield self.row(upload, finding)

    def row(self, upload, finding):
        column = self.layout.by_field.get(finding.column)
        head = self.scan.heads.get(finding.sheet)
        heading = head.headings.get(finding.column) if head and column else None
        value = mask(finding.value) if column and column.personal else finding.value
        return UploadFinding(
            upload=upload,
            sheet=finding.sheet[:80],
            row=finding.row,
            column=(heading or str(column.heading) if column else finding.column)[:80],
            cell=self.cell(finding, head),
            value=value[:80],
            severity=finding.severity,
            code=finding.code,
            message=finding.message[:300],
            advice=finding.advice[:300],
        )

    def cell(self, finding, head):
        place = head.places.get(finding.column) if head else None
        return f"{letters(place)}{finding.row}" if finding.row and place is not None else ""


def as_json(queryset):
    """Kept findings as REST and commands tell them."""
    return list(queryset.order_by("pk").values(*SHAPE))
