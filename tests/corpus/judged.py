"""One file of the corpus brought in, with what holds for every one of them checked on the way."""

import time

from portal.audit.models import Event
from programs.models import PerformanceEvaluation
from tests.sheets.flow import bring

PATIENCE = 60
QUIET = "西湖"


def brought(case, *, unit, by, sheet="scores"):
    """The upload of a case after its reading: nothing saved, one audit row for its start, no foreign name told."""
    name, data = case
    started = time.monotonic()

    upload = bring(sheet, data, unit=unit, by=by, name=name)

    assert time.monotonic() - started < PATIENCE
    assert PerformanceEvaluation.objects.count() == 0
    assert Event.objects.about(upload).filter(verb="upload.started").count() == 1
    assert not any(QUIET in f.message + f.advice and QUIET not in f.value for f in upload.findings.all())
    return upload


def codes(upload, *severities):
    """Codes of what was found, in order, of the severities asked for."""
    found = upload.findings.filter(severity__in=severities or ("file", "row", "warning", "normalised"))
    return list(found.order_by("pk").values_list("code", flat=True))
