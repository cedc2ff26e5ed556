"""Groups, institutions, money and activities of one side, each bearing its canary."""

from datetime import UTC, date, datetime

from django.core.files.base import ContentFile

from portal.units.models import Unit
from programs.models import (
    Activity,
    ChoiceObjection,
    Expert,
    FundSource,
    Group,
    GroupMember,
    GroupOpinion,
    InstitutionCall,
    InstitutionChoice,
    InstitutionOpinion,
    InstitutionVerdict,
    OutsideSystem,
    Qualification,
    RecommendedInstitution,
    Spending,
    TrainerNomination,
    VisitFinding,
)

DAY = date(2024, 3, 1)


def grouped(canary, *, cycle, county, school, second, institution, clerk, teacher, **_others) -> dict:
    """One of each kind of record these subjects have."""
    program = cycle.program
    file = {"evidence": ContentFile(canary.encode(), name="x"), "evidence_name": f"{canary}.pdf"}
    group = Group.objects.create(unit=school, program=program, kind="management_team", year=2024, department=canary)
    said = {"text": canary, "signatory": canary, "signed_on": DAY, "scan_name": f"{canary}.pdf"}
    opinion = GroupOpinion.objects.create(group=group, scan=ContentFile(canary.encode(), name="x"), **said)
    chosen = {"reason": canary, "starts_on": date(2098, 1, 2), "open_until": date(2098, 1, 1)}
    choice = InstitutionChoice.objects.create(unit=school, institution=institution, **chosen)
    about = {"unit": county, "institution": institution}
    judged = {"program": program, "year": 2023, "source": "self", "score": 9000}
    InstitutionOpinion.objects.create(unit=Unit.objects.get(code="330381"), institution=institution, **judged)
    told = {"program": program, "year": 2021, "note": canary} | about
    money = {"year": 2024, "kind": "other", "amount": 1000, "basis": canary, "received_on": DAY}
    source = FundSource.objects.create(unit=county, program=program, **money, **file)
    visit = Activity.objects.create(unit=county, program=program, kind="visit", title=f"{canary}督查", starts_on=DAY, **file)
    found = {"activity": visit, "unit": school, "due_on": DAY}
    return {
        "group": group,
        "member": GroupMember.objects.create(group=group, role="leader", name=f"{canary}组长", starts_on=DAY),
        "opinion": opinion,
        "call": InstitutionCall.objects.create(
            unit=county, program=program, title=canary, conditions=canary, closes_at=datetime(2098, 1, 1, tzinfo=UTC)
        ),
        "choice": choice,
        "objection": ChoiceObjection.objects.create(choice=choice, text=canary, raised_by=clerk),
        "recommended": RecommendedInstitution.objects.create(since=DAY, note=canary, **about),
        "opined": InstitutionOpinion.objects.create(source="experts", score=9000, **told),
        "concluded": InstitutionVerdict.objects.create(consequence="keep", decided_on=DAY, **told),
        "qualified": Qualification.objects.create(program=program, key="licence", met=True, checked_on=DAY, **about, **file),
        "source": source,
        "spending": Spending.objects.create(
            source=source, unit=county, use="delivery", amount=1, spent_on=DAY, item=canary, **file
        ),
        "visit": visit,
        "found": VisitFinding.objects.create(text=canary, **found),
        "mended": VisitFinding.objects.create(text=f"{canary}二", state="done", done=canary, done_on=DAY, **found),
        "system": OutsideSystem.objects.create(unit=county, name=f"{canary}平台", purpose=canary),
        "trainer": TrainerNomination.objects.create(program=program, teacher=teacher, unit=school, statement=canary),
        "pooled": Expert.objects.create(unit=county, name=canary, workplace=canary, origin="university", speciality=canary),
    }
