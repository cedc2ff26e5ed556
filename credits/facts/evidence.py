"""The same bytes handed in more than once in the province: a notice within what its reader may see, never a verdict."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from credits.models import Declaration, EvidenceFile
from credits.models.evidence import KEPT
from credits.policies.declarations import is_side_of_teacher
from portal.kit.trees import within


@dataclass
class Same:
    """Where else the bytes of one file were handed in: files of declarations the reader may open, and how many others there are."""

    file: EvidenceFile
    seen: list[EvidenceFile] = field(default_factory=list)
    unseen: int = 0

    @property
    def unseen_text(self) -> str:
        """Tells that there are others and nothing of where."""
        return _("另有 %d 份相同文件不在您的查看范围。") % self.unseen if self.unseen else ""


def same_files(evidence, by) -> list[Same]:
    """For each file of one piece of evidence that was handed in elsewhere too: where, as far as ``by`` may see; three queries.

    Only what was handed in counts, so nobody learns of drafts; and whoever stands on the teacher's side is told nothing, so that
    handing a file in does not tell whether others have it.
    """
    return same_files_of(evidence.declaration, by, files=[file for file in evidence.files.all() if file.state in KEPT])


def same_files_of(declaration: Declaration, by, files=None) -> list[Same]:
    """``same_files`` for all files of a declaration at once."""
    if declaration.submitted_at is None or is_side_of_teacher(by, declaration):
        return []
    files = list(declaration.files.filter(state__in=KEPT)) if files is None else files
    mine = [file for file in files if file.uploaded_by_id != by.pk]
    if not mine:
        return []
    province = "/".join(declaration.unit.path.split("/")[:2]) + "/"
    others = EvidenceFile.objects.filter(digest__in=[file.digest for file in mine], state__in=KEPT)
    others = others.filter(within(province, "declaration__unit__path"), declaration__submitted_at__isnull=False)
    found = list(
        others.exclude(declaration=declaration).select_related("declaration__teacher", "declaration__ability", "declaration__unit")
    )
    seen = set(Declaration.objects.visible_to(by).filter(pk__in=[f.declaration_id for f in found]).values_list("pk", flat=True))
    return [same for file in mine if (same := _same(file, found, seen)).seen or same.unseen]


def _same(file: EvidenceFile, found: list[EvidenceFile], seen: set[int]) -> Same:
    others = [other for other in found if other.digest == file.digest]
    mine = [other for other in others if other.declaration_id in seen]
    return Same(file, mine, len(others) - len(mine))
