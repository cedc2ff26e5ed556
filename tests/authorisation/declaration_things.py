"""A teacher's draft with a file and an upload on its way, what another handed in, and a point that waits to be declared."""

from django.utils import timezone

from credits.evidence import storing
from credits.models import Declaration, Evidence, EvidenceFile, EvidenceUpload, Selection
from portal.kit.crypto import fingerprint
from schools.models import Teacher


def declared(canary, *, program, school, clerk, ability, item, **_others):
    teacher = Teacher.objects.create(unit=school, name=f"{canary}申报人")
    about = {"ability": ability, "program": program, "unit": school}
    handed_in = {"state": "submitted", "submitted_at": timezone.now(), "reflection": f"{canary}反思"}
    submitted = Declaration.objects.create(teacher=teacher, **handed_in, **about)
    begun = Declaration.objects.create(teacher=Teacher.objects.create(unit=school, name=f"{canary}起草人"), **about)
    willing = Teacher.objects.create(unit=school, name=f"{canary}待申报")
    Selection.objects.create(teacher=willing, stage="confirmed", **about)
    piece = _piece(canary, begun, item)
    coming = EvidenceUpload.objects.create(declaration=begun, evidence=piece, name=f"{canary}.mp4", size=10, started_by=clerk)
    return {
        "submitted": submitted,
        "begun": begun,
        "willing": willing,
        "proof": _file(canary, _piece(canary, submitted, item)),
        "own_proof": _file(canary, piece),
        "coming": coming,
    }


def _piece(canary, declaration, item) -> Evidence:
    return Evidence.objects.create(declaration=declaration, item=item, key=item.key, text=f"{canary}方案")


def _file(canary, piece) -> EvidenceFile:
    about = {"declaration": piece.declaration, "evidence": piece, "kind": "docx", "state": "clean", "size": 3}
    file = EvidenceFile.objects.create(name=f"{canary}.docx", digest=fingerprint(canary), **about)
    storing.kept(file.storage_key).write_bytes(b"abc")
    return file
