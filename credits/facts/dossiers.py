"""电子档案: what stands of a teacher beside the ledger — declarations with evidence and readings, reflections, certificates."""

from collections import defaultdict
from dataclasses import dataclass, field

from credits.enums.declarations import FileState
from credits.facts.said import Said, said_of
from credits.models import Certificate, Declaration, EvidenceFile, StageReflection
from portal.kit.clock import local


@dataclass
class Filed:
    """One declaration with the files handed in for it and what its readers said, without their names."""

    declaration: Declaration
    files: list[EvidenceFile] = field(default_factory=list)
    readings: list[Said] = field(default_factory=list)

    @property
    def told(self) -> dict:
        """As REST and packages tell it."""
        row = self.declaration
        about = {"code": row.code, "ability": row.ability.code, "state": row.state, "grade": row.grade, "attempt": row.attempt}
        about |= {"submitted_at": moment_told(row.submitted_at), "graded_at": moment_told(row.graded_at)}
        files = [{"item": file.evidence.key, "name": file.name, "kind": file.kind, "size": file.size} for file in self.files]
        return about | {"reflection": row.reflection, "files": files, "reviews": [reading_told(one) for one in self.readings]}


@dataclass(frozen=True)
class Archive:
    """Everything of one teacher this app keeps apart from the ledger."""

    declarations: list[Filed]
    certificates: list[Certificate]
    reflections: list[StageReflection]

    @property
    def reflected(self) -> list[Filed]:
        """The declarations whose teacher reflected on them."""
        return [one for one in self.declarations if one.declaration.reflection.strip()]

    @property
    def told(self) -> dict:
        """As REST and packages tell it."""
        return {
            "declarations": [filed.told for filed in self.declarations],
            "reflections": [reflection_told(row) for row in self.reflections],
            "certificates": [certificate_told(row) for row in self.certificates],
        }


def reading_told(said: Said) -> dict:
    """What a reader said, as the teacher may know it."""
    about = {"attempt": said.attempt, "grade": said.grade, "advice": said.advice, "done_at": moment_told(said.done_at)}
    items = [{"item": one.key, "name": one.name, "grade": one.grade, "met": one.met, "unmet": one.unmet} for one in said.items]
    return about | {"items": items}


def reflection_told(row: StageReflection) -> dict:
    """What the teacher wrote on a stage, with where the stage stands (佛教人〔2020〕8号 四(三)3)."""
    about = {"stage": row.phase_id, "stage_name": row.phase.name, "clause": row.phase.clause.citation()}
    return about | {"text": row.text, "updated_at": moment_told(row.updated_at)}


def certificate_told(row: Certificate) -> dict:
    about = {"number": row.number, "ability": row.ability.code, "grade": row.grade, "state": row.state}
    return about | {"issuer": row.issuer.code, "issued_on": row.issued_on.isoformat()}


def archive_of(teacher, program, user) -> Archive:
    """The archive of a teacher as far as ``user`` (None: the system) may see it; seven queries."""
    return archives_of([teacher], program, user)[teacher.pk]


def archives_of(teachers, program, user) -> dict[int, Archive]:
    """Primary key of a teacher → his archive; as many queries for many teachers as for one."""
    keys = [teacher.pk for teacher in teachers]
    rows = _seen(Declaration, user).filter(teacher__in=keys, program=program).select_related("ability", "unit")
    filed = {row.pk: Filed(row) for row in rows.order_by("ability__position", "pk")}
    for file in EvidenceFile.objects.filter(declaration__in=filed, state=FileState.CLEAN).select_related("evidence").order_by("pk"):
        filed[file.declaration_id].files.append(file)
    for key, readings in said_of(one.declaration for one in filed.values()).items():
        filed[key].readings = readings
    certificates = _seen(Certificate, user).filter(teacher__in=keys, program=program)
    related = ("ability", "issuer", "document", "unit")
    own = defaultdict(list)
    for row in certificates.select_related(*related).order_by("pk"):
        own[row.teacher_id].append(row)
    written = _reflections(keys, program, user)
    return {
        key: Archive([one for one in filed.values() if one.declaration.teacher_id == key], own[key], written[key]) for key in keys
    }


def _reflections(keys, program, user) -> dict[int, list[StageReflection]]:
    """Primary key of a teacher → what he wrote on the stages of the program's calendars, in their order of time."""
    rows = _seen(StageReflection, user).filter(teacher__in=keys, phase__notice__program=program)
    found = defaultdict(list)
    for row in rows.select_related("phase__clause__notice").order_by("phase__opens_on", "phase__position", "pk"):
        found[row.teacher_id].append(row)
    return found


def _seen(model, user):
    return model.objects.all() if user is None else model.objects.visible_to(user)


def moment_told(moment) -> str | None:
    """A moment as data has it, local and to the second."""
    return None if moment is None else local(moment).isoformat(timespec="seconds")


def certificates_of(teacher, program, user) -> list[Certificate]:
    """The certificates of one teacher that the user may see, the newest first; one query."""
    rows = _seen(Certificate, user).filter(teacher=teacher, program=program)
    return list(rows.select_related("ability", "document").order_by("-pk"))
