"""One of every kind of record under a city, each bearing the canary texts and phones of its side."""

import hashlib
import json
from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone
from openpyxl import Workbook

from awards.models import CycleDraft, Nomination
from credits.actions.completion import score
from credits.models import EvidenceItem, MicroAbility, Selection
from portal.accounts.actions import issue_token
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.documents import archive, bundles
from portal.documents.models import Document
from portal.jobs.models import Job, ListFile
from portal.sheets.models import Upload
from programs.models import (
    Engagement,
    EvaluationPeriod,
    FiledRow,
    Filing,
    FilingFile,
    FilingVersion,
    InstitutionRanking,
    MediaReport,
    Notice,
    NoticeAttachment,
    NoticeDraft,
    NoticeVersion,
    PerformanceEvaluation,
    Showcase,
    Task,
    TrainingInstitution,
)
from schools.models import Census, Merge, RosterReport, School, Transfer
from tests import factories
from tests.authorisation.calendar_things import calendared
from tests.authorisation.check_things import checked
from tests.authorisation.choice_things import chosen
from tests.authorisation.declaration_things import declared
from tests.authorisation.group_things import grouped
from tests.authorisation.review_things import reviewed
from tests.credits import ledger
from tests.programs.notice_samples import small
from tests.schools import people

CANARIES = {"own": "金丝雀甲", "foreign": "金丝雀乙"}
PHONES = {
    "person": ("13900990011", "13900990022", "13900990033", "13900990044"),
    "institution": ("0571-88110011", "0571-88110022"),
    "nomination": ("0577-66110011", "0577-66110022"),
    "teacher": ("13900990055", "13900990066"),
}

PRINTED = dict.fromkeys(("phone", "reason", "opinion", "belongs", "contact", "period", "score"), "")


def one_of_everything(side: str, city, cycle) -> SimpleNamespace:
    """A county of ``city`` with a school, an institution and every kind of record."""
    number = 0 if side == "own" else 1
    made = _ground(CANARIES[side], number, city)
    made |= _kits(CANARIES[side], number, **made) | _evidence(CANARIES[side], number, cycle=cycle, **made)
    made |= _rosters(CANARIES[side], number, **made)
    made |= _learning(cycle=cycle, **made)
    made |= chosen(CANARIES[side], program=cycle.program, **made)
    made |= _asked(CANARIES[side], **made)
    made |= declared(CANARIES[side], program=cycle.program, **made)
    made |= grouped(CANARIES[side], cycle=cycle, **made)
    made |= calendared(CANARIES[side], cycle=cycle, **made)
    made |= checked(CANARIES[side], program=cycle.program, **made)
    made |= reviewed(CANARIES[side], program=cycle.program, **made)
    return SimpleNamespace(**made, **_nominations(CANARIES[side], number, cycle=cycle, **made))


def _ground(canary, number, city):
    county = factories.unit(f"33038{number + 1}", f"{canary}县", "county", city)
    factories.unit(f"33038{number + 5}", f"{canary}邻县", "county", city)  # half of two qualify, half of one does not
    school = factories.unit(f"213300000{number + 1}", f"{canary}小学", "school", county)
    institution = factories.unit(f"JG0{number + 1}", f"{canary}研修院", "institution", city.parent)
    clerk = factories.user(f"clerk{number}", county, "bureau", name=f"{canary}经办", phone=PHONES["person"][number])
    staff = factories.user(f"staff{number}", name=f"{canary}同事", phone=PHONES["person"][number + 2])
    client = factories.user(f"client{number}", county, "client", name=f"{canary}客户端")
    token, _secret = issue_token(user=client, name=f"{canary}令牌", scope="read", days=1, by=None)
    return {
        "city": city,
        "county": county,
        "school": school,
        "institution": institution,
        "clerk": clerk,
        "post": factories.post(staff, county, "bureau"),
        "client": client,
        "token": token,
    }


def _kits(canary, number, *, county, clerk, **_others):
    job = {"unit": county, "requested_by": clerk}
    batch = Job.objects.create(
        kind="documents.batch",
        title=f"{canary}批次",
        state="done",
        finished_at=timezone.now(),
        result={"files": {"zip": f"matrix-{number}.zip"}},
        **job,
    )
    archive.put(f"batches/{bundles.path_of(f'matrix-{number}.zip').name}", canary.encode())
    return {
        "list_file": ListFile.objects.create(
            job=Job.objects.create(kind="jobs.list", title=f"导出{canary}", requested_by=clerk),
            name=f"{canary}.csv",
            rows=1,
            file=ContentFile(canary.encode(), "x.csv"),
            expires_at=timezone.now() + timedelta(days=7),
        ),
        "job": Job.objects.create(kind="awards.score_cycle", title=f"{canary}任务", **job),
        "batch": batch,
        "upload": _upload(canary, county, clerk),
        "roster_upload": _upload(canary, county, clerk, sheet="roster"),
        "message": Message.objects.create(user=clerk, text=f"{canary}消息"),
        **_paper(canary, number, county, clerk),
        "event": Event.objects.create(
            verb="x.y", unit=county, actor=clerk, object_type="x", object_id="1", object_text=f"{canary}对象"
        ),
    }


def _upload(canary, county, clerk, sheet="scores"):
    upload = Upload(sheet=sheet, unit=county, created_by=clerk, name=f"{canary}.xlsx", sha256="0" * 64, size=1, state="preview")
    upload.heads = {"Sheet": {"header": 1}}
    upload.counts = dict.fromkeys(["new", "changed", "unchanged", "vanished", "waiting", "refused", "hidden"], 0)
    upload.file.save("x", ContentFile(workbook(canary)))
    return upload


def workbook(text: str) -> bytes:
    """The smallest xlsx that says ``text``."""
    book, file = Workbook(), BytesIO()
    book.active.append([text])
    book.save(file)
    return file.getvalue()


def _paper(canary, number, county, clerk):
    """A document with a scan of its sealed copy and the answer of a service of seals."""
    document = _document(canary, number, county, clerk)
    kept = {"file": f"scans/{number}.pdf", "file_sha256": hashlib.sha256(canary.encode()).hexdigest()}
    archive.put(kept["file"], canary.encode())
    scan = document.sealed_copies.create(kind="pdf", pages=1, code_read="matches", received_by=clerk, **kept)
    sealing = document.sealings.create(service="演示", state="not_sealed", asked_by=clerk, **kept)
    reading = Job.objects.create(kind="documents.scans", title=f"{canary}扫描", unit=county, requested_by=clerk)
    incoming = reading.scans.create(unit=county, name=f"{canary}.pdf", state="waiting", received_by=clerk, **kept)
    return {"document": document, "scan": scan, "sealing": sealing, "incoming": incoming}


def _document(canary, number, county, clerk):
    content, serial = f"%PDF {canary}".encode(), f"zj-2023-annex-3-900{number}"
    return Document.objects.create(
        number=serial,
        series="zj-2023",
        form="annex-3",
        title=f"{canary}推荐表",
        unit=county,
        subject_type="x",
        subject_id="1",
        subject_text=canary,
        data=json.dumps(PRINTED | {"unit_name": canary}),
        template_version="1",
        content_hash=str(number) * 64,
        state="issued",
        file=archive.store_all([("zj-2023", serial, content)])[0],
        file_sha256=hashlib.sha256(content).hexdigest(),
        pages=1,
        issued_at=timezone.now(),
        issued_by=clerk,
    )


PREPARED = """cycle:
  code: prepared
  name: %s
  unit: "%s"
  categories:
    - key: county_unit
      name: 县
      criteria: {all_of: [{measure: attested}, {measure: attested}]}
  quota_rules:
    - {kind: reserve, number: 1}
"""


def _evidence(canary, number, *, cycle, county, school, institution, **_others):
    period = EvaluationPeriod.objects.get_or_create(program=cycle.program, number=2, defaults={"year": 2022, "name": "第2期"})[0]
    notice = Notice.objects.create(
        number=f"{canary}〔2020〕{number}号",
        title=f"{canary}通知",
        issuer=county,
        signed_by=canary,
        issued_on="2020-01-01",
        program=cycle.program,
    )
    NoticeVersion.objects.create(notice=notice, number=1, text=canary, sha256="0" * 64)
    written = NoticeDraft.objects.create(issuer=county, title=canary, text=small(issuer=f'"{county.code}"', title=canary).decode())
    prepared = CycleDraft.objects.create(unit=county, notice=notice, name=canary, text=PREPARED % (canary, county.code))
    file = ContentFile(canary.encode(), name="a.pdf")
    kept = NoticeAttachment.objects.create(notice=notice, name=f"{canary}.pdf", file=file, size=1, sha256="0" * 64)
    ability = {
        "code": f"Z{number}",
        "name": "微能力",
        "dimension": "instructional_design",
        "environment": "smart",
        "credits": 100,
        "position": 90,
    }
    return {
        "notice": notice,
        "written": written,
        "cycle_draft": prepared,
        "notice_file": kept,
        "ability": MicroAbility.objects.create(**ability),
        "free_ability": MicroAbility.objects.create(**ability | {"code": f"Y{number}"}),
        "listed": TrainingInstitution.objects.create(
            unit=institution, contact=f"{canary}联系人", phone=PHONES["institution"][number]
        ),
        "school_row": School.objects.create(unit=school),
        "evaluation": PerformanceEvaluation.objects.create(unit=county, period=period, scope="region_average", score=9140, rank=1),
        "ranking": InstitutionRanking.objects.create(unit=institution, period=period, rank=number + 1),
        "showcase": Showcase.objects.create(unit=county, title=f"{canary}案例", level="national", kind="exemplar", year=2022),
        "media": MediaReport.objects.create(
            unit=county, title=f"{canary}报道", outlet=canary, level="city", published_on="2022-05-01"
        ),
    }


def _rosters(canary, number, *, county, school, clerk, **_others):
    """People of one school, one of them asked for by a second, and the report of a third, whose roster is closed by it."""
    second, third = (factories.unit(f"21330000{n}{number + 1}", f"{canary}{n}小", "school", county) for n in (1, 2))
    phone = {"phone": PHONES["teacher"][number]}
    teacher = people.teacher(school, f"{canary}教师", 10 + number, **phone)
    double = people.teacher(school, f"{canary}教师", 20 + number)
    census = Census.objects.create(unit=county, title=f"{canary}名册", counted_on="2024-09-01", due_on="2024-09-20")
    reported = {"submitted_at": timezone.now(), "figures": {"total": 1}, "digest": "0" * 64}
    return {
        "second": second,
        "teacher": teacher,
        "spare": people.teacher(school, "某某人", 30 + number),
        "transfer": Transfer.objects.create(
            teacher=teacher, from_unit=school, to_unit=second, name_given=teacher.name, starts_on="2024-09-01", asked_by=clerk
        ),
        "merge": Merge.objects.create(keep=teacher, drop=double, reason=f"{canary}同一人", asked_by=clerk),
        "census": census,
        "report": RosterReport.objects.create(census=census, unit=third, **reported),
    }


def _learning(*, cycle, county, institution, ability, teacher, **_others):
    """The ledger of one teacher, a run over it, and an institution at work."""
    own = {"teacher": teacher, "program": cycle.program}
    given = {"institution": institution, "source": "institution"}
    hours = ledger.hours(teacher, cycle.program, "online", 100, course=f"{teacher.name}课程", **given)
    return {
        "engagement": Engagement.objects.create(institution=institution, unit=county, starts_on="2024-01-01"),
        "hours": hours,
        "item": EvidenceItem.objects.create(ability=ability, key=f"{ability.code}-1", name="教学设计", kinds=["document"]),
        "selection": Selection.objects.create(ability=ability, unit=teacher.unit, **own),
        "credit": ledger.credit(teacher, cycle.program, ability),
        "assessment": ledger.assessment(teacher, cycle.program),
        "run": score(program=cycle.program, unit=county, as_of=date(2024, 12, 31), by=None),
    }


def _asked(canary, *, county, school, second, clerk, **_others):
    """A 收表 of the county that one school has filed and another owes, and one nobody was asked yet."""
    given = {"issuer": county, "due_at": "2098-01-01T00:00+08:00", "drafted_by": clerk, "paper_copies": 1}
    columns = [{"heading": "学校名称", "type": "text", "required": True, "choices": [], "sum": False}]
    draft = Task.objects.create(title=f"{canary}草稿", content="file", chosen={"units": [school.code]}, **given)
    task = Task(title=f"{canary}收表", content="table", columns=columns, state="open", blank_name=f"{canary}.xlsx", **given)
    task.blank.save("x", ContentFile(workbook(canary)))
    owed = {"task": task, "receiver": county, "due_at": task.due_at}
    filing = Filing.objects.create(unit=school, **owed)
    Filing.objects.create(unit=second, **owed)
    version = FilingVersion.objects.create(filing=filing, number=1, state="submitted", row_count=1, note=canary, prepared_by=clerk)
    FiledRow.objects.create(filing=filing, version=version, number=1, cells=[f"{canary}小学"])
    filed = FilingFile(version=version, name=f"{canary}.xlsx", sha256=hashlib.sha256(canary.encode()).hexdigest(), size=1)
    filed.file.save("x", ContentFile(workbook(canary)))
    Filing.objects.filter(pk=filing.pk).update(state="submitted", current=version, submitted_at=timezone.now())
    return {"task": task, "draft_task": draft, "filing": filing, "filed": filed}


def _nominations(canary, number, *, cycle, county, city, clerk, **_others):
    """One handed in to the city, and one its county is still writing."""
    given = {"cycle": cycle, "unit": county, "via": city, "contact": f"{canary}联系人", "phone": PHONES["nomination"][number]}
    category = {one.key: one for one in cycle.categories.all()}
    submitted = Nomination.objects.create(
        category=category["county_unit"],
        state="submitted",
        period=2,
        score=9140,
        reason=f"{canary}理由",
        submitted_at=timezone.now(),
        submitted_by=clerk,
        **given,
    )
    draft = Nomination.objects.create(
        category=category["county_manager"], manager_name=f"{canary}管理者", drafted_by=clerk, **given
    )
    return {"nomination": submitted, "draft": draft}
