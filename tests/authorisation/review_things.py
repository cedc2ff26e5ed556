"""A school's panel with a member who has a record to read, a declared relation, a certificate, and what jobs packed."""

from django.utils import timezone

from credits.models import Certificate, CreditEntry, Declaration, PanelMember, PanelReview, Relation, ReviewPanel
from portal.jobs.models import Job
from schools.models import Teacher


def reviewed(canary, *, program, county, school, clerk, ability, **_others):
    about = {"ability": ability, "program": program, "unit": school}
    author = Teacher.objects.create(unit=school, name=f"{canary}被评人")
    declaration = Declaration.objects.create(teacher=author, state="reviewing", submitted_at=timezone.now(), **about)
    panel = ReviewPanel.objects.create(unit=school, program=program)
    member = PanelMember.objects.create(panel=panel, user=clerk, outside=True, workplace=f"{canary}单位")
    other = Teacher.objects.create(unit=school, name=f"{canary}回避人")
    entry = CreditEntry.objects.create(teacher=author, grade="passed", assessed_on=timezone.localdate(), **about)
    given = {"teacher": author, "entry": entry, "grade": "passed", "issued_on": timezone.localdate()}
    return {
        "panel": panel,
        "seat": member,
        "reading": declaration,
        "review": PanelReview.objects.create(declaration=declaration, panel=panel, reviewer=clerk, attempt=1),
        "relation": Relation.objects.create(reviewer=clerk, teacher=other, reason=f"{canary}原因"),
        "certificate": Certificate.objects.create(issuer=county, number=f"{canary}-0001", **given, **about),
        "certified": _job(canary, "credits.certify", school, clerk),
        "packed": _job(canary, "credits.pack_dossiers", school, clerk),
    }


def _job(canary, kind, school, clerk) -> Job:
    about = {"title": f"{canary}{kind}", "unit": school, "requested_by": clerk, "state": "done", "finished_at": timezone.now()}
    return Job.objects.create(kind=kind, result={"files": {"zip": "no-such.zip"}}, **about)
