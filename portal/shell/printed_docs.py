"""Pages of docs/ that are printed from the code, so that they cannot tell another story than it."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from awards import enums as awards
from awards.measures import MEASURES
from credits.enums import acceptance, declarations, reviews
from portal.documents import enums as documents
from portal.jobs import enums as jobs
from portal.sheets import enums as sheets
from portal.sheets.registry import layouts
from programs.enums import duties, filings, tasks, trainers
from programs.measures import measures
from programs.parameters import known
from schools import enums as schools

FOLDER = Path(settings.BASE_DIR) / "docs" / "generated"
STATES = (
    ("Nomination (推荐)", awards.NominationState, awards.MOVES),
    ("Document (文书)", documents.DocumentState, documents.MOVES),
    ("Job (任务)", jobs.JobState, jobs.MOVES),
    ("Upload (导入)", sheets.UploadState, sheets.MOVES),
    ("Task (收表与报送)", tasks.TaskState, tasks.TASK_MOVES),
    ("Filing (报送)", filings.FilingState, filings.MOVES),
    ("Duty (校内工作)", duties.DutyState, duties.DUTY_MOVES),
    ("TrainerNomination (首席培训师自荐)", trainers.NominationState, trainers.MOVES),
    ("Transfer (调动)", schools.TransferState, schools.TRANSFER_MOVES),
    ("Merge (合并)", schools.MergeState, schools.MERGE_MOVES),
    ("RosterReport (名册上报)", schools.RosterState, schools.ROSTER_MOVES),
    ("Declaration (申报)", declarations.DeclarationState, declarations.MOVES),
    ("EvidenceFile (证据文件)", declarations.FileState, declarations.FILE_MOVES),
    ("PanelReview (评审)", reviews.ReviewState, reviews.REVIEW_MOVES),
    ("Certificate (认证证书)", reviews.CertificateState, reviews.CERTIFICATE_MOVES),
    ("ResultBatch (结果报送)", acceptance.BatchState, acceptance.BATCH_MOVES),
    ("ResultLine (报送的结果)", acceptance.LineState, acceptance.LINE_MOVES),
    ("SpotCheck (抽查)", acceptance.CheckState, acceptance.CHECK_MOVES),
    ("SampledItem (抽中的结果)", acceptance.ItemState, acceptance.ITEM_MOVES),
    ("CheckFinding (抽查问题)", acceptance.FindingState, acceptance.FINDING_MOVES),
)
HEAD = "<!-- Printed by `manage.py docs`; change the code, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """File name → text of every printed page."""
    with override("zh-hans"):
        return {"states.md": _states(), "sheets.md": _sheets(), "measures.md": _measures()}


def stale() -> list[str]:
    """Names of the pages that no longer say what the code says."""
    return [name for name, text in pages().items() if not _same(FOLDER / name, text)]


def write() -> list[str]:
    """Write the stale pages anew; their names."""
    names = stale()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        (FOLDER / name).write_text(pages()[name], encoding="utf-8")
    return names


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _states() -> str:
    parts = [f"{HEAD}# States and moves\n"]
    for title, states, moves in STATES:
        parts.append(f"## {title}\n\n```mermaid\nstateDiagram-v2")
        parts += [f"    {state.name}: {state.label}" for state in states]
        parts += [f"    {state.name} --> {then.name}" for state in states for then in states if then in moves[state]]
        parts.append("```\n")
    return "\n".join(parts)


def _sheets() -> str:
    parts = [f"{HEAD}# Sheets\n"]
    for layout in sorted(layouts(), key=lambda layout: layout.key):
        parts.append(f"## `{layout.key}` {layout.title}\n\n| heading | required | aliases |\n|---|---|---|")
        for column in layout.columns:
            aliases = "、".join(str(alias) for alias in column.aliases) or "—"
            parts.append(f"| {column.heading} | {'yes' if column.required else 'no'} | {aliases} |")
        parts.append("")
    return "\n".join(parts)


def _measures() -> str:
    parts = [f"{HEAD}# What a notice can ask\n\n## Policy parameters\n\n| key | name | unit |\n|---|---|---|"]
    parts += [f"| `{parameter.key}` | {parameter.label} | {parameter.unit or '—'} |" for parameter in known()]
    parts.append("\n## Measures of a selection\n\n| key | name | says |\n|---|---|---|")
    for key, measure in MEASURES.items():
        parts.append(f"| `{key}` | {measure.label} | {measure.__doc__.strip().splitlines()[0]} |")
    parts.append("\n## Measures of targets\n\n| `counts` | name | reading |\n|---|---|---|")
    parts += [f"| `{one.key}` | {one.label or '—'} | {one.reading or '—'} |" for one in measures().values()]
    return "\n".join(parts) + "\n"
