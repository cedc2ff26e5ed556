"""What becomes of a version that is handed in, taken back or replaced: the part that filing and entering on behalf share."""

from django.db.models import Max, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.sheets.actions import digest, safe_name
from programs.actions.areas import follow
from programs.contents import content_kind
from programs.enums.filings import SETTLED, FilingState, VersionState
from programs.enums.tasks import TaskState
from programs.files import MOST, check_file
from programs.models import FiledRow, Filing, FilingFile, FilingVersion
from programs.sheets.returns import Reading, read_return

ROWS_AT_ONCE = 2_000


def locked(filing: Filing) -> Filing:
    """The filing as it stands now, held for this transaction so that one act at a time changes it."""
    rows = Filing.objects.select_for_update(of=("self",)).select_related(*RELATED)
    return rows.get(pk=filing.pk)


RELATED = ("task__issuer", "task__clause__notice", "task__notice", "unit", "receiver", "collator", "current")


def reading_of(task, files) -> Reading | None:
    """The return among ``files`` as the limited child process read it; None where the content is no table."""
    for file in files:
        check_file(file)
    if len(files) > MOST:
        raise Refused(_("一次最多 %d 个文件。") % MOST, fields={"files": _("文件太多。")})
    if not content_kind(task.content).tabular or not files:
        return None
    reading = read_return(task, files[0], files[0].name)
    files[0].seek(0)
    return reading


def new_version(filing: Filing, *, files, reading: Reading | None, by, data=None, note: str = "", **about) -> FilingVersion:
    """Keep what is about to be handed in beside the versions before; an unsent one gives way."""
    filing.versions.filter(state=VersionState.DRAFT).update(state=VersionState.DISCARDED)
    number = (filing.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    read = reading or Reading()
    version = FilingVersion.objects.create(
        filing=filing,
        number=number,
        note=note[:500],
        prepared_by=by,
        data=(data or {}) | ({"heads": read.heads} if read.heads else {}),
        findings=read.findings,
        faults=read.faults,
        row_count=len(read.rows),
        sums=read.sums,
        **about,
    )
    for file in files:
        _keep(version, file)
    if not read.faults:
        rows = (FiledRow(filing=filing, version=version, number=n, cells=cells) for n, cells in enumerate(read.rows, start=1))
        FiledRow.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    return version


def _keep(version: FilingVersion, file) -> None:
    sha256 = digest(file)
    if not version.files.filter(sha256=sha256).exists():
        FilingFile.objects.create(version=version, name=safe_name(file.name), sha256=sha256, size=file.size, file=file)


def hand_in(filing: Filing, version: FilingVersion, *, by, past_collator: bool = False, may_be_late: bool = False) -> None:
    """Make ``version`` the one that counts; ``filing`` is ``locked``.

    The deadline is asked of the database in the same statement that moves the filing.
    """
    check_open(filing)
    if version.faults:
        raise Refused(
            _("表格里有 %d 处须改正，改好后重新上传。") % version.faults,
            code="faulty",
            clause=filing.task.citation,
            fields={"files": version.findings},
        )
    excused = may_be_late or filing.late_allowed or filing.unlocked or filing.state == FilingState.RETURNED
    late = database_now() >= filing.due_at
    stamps = {
        "current": version,
        "late": filing.late or (late and filing.state != FilingState.RETURNED),
        "unlocked": False,
        "return_reason": "",
        "submitted_at": Now(),
        "submitted_by": by,
        "passed_on_at": None,
    }
    state = FilingState.COLLATING if filing.collator_id and not past_collator else FilingState.SUBMITTED
    if late and not excused:
        refuse_late(filing)
    _move(filing, state, excused, stamps)
    follow(filing, by)
    filing.versions.filter(state=VersionState.SUBMITTED).update(state=VersionState.REPLACED)
    FilingVersion.objects.filter(pk=version.pk).update(state=VersionState.SUBMITTED, submitted_at=Now(), late=late)


def _move(filing: Filing, state, excused: bool, stamps: dict) -> None:
    try:
        filing.move_to(state, Q() if excused else Q(due_at__gt=Now()), **stamps)
    except WrongState:
        if not excused and database_now() >= filing.due_at:
            refuse_late(filing)
        raise


def check_open(filing: Filing) -> None:
    """The task still takes returns from this unit."""
    task = filing.task
    if task.state not in (TaskState.OPEN, TaskState.CLOSED):
        raise WrongState(_("“%(task)s”%(now)s，不能报送。") % {"task": task, "now": task.get_state_display()})
    if task.state == TaskState.CLOSED and not (filing.unlocked or filing.late_allowed):
        raise WrongState(_("“%s”已结束收取，需要补报时请联系接收单位。") % task, clause=task.citation)
    if task.opens_at and task.opens_at > database_now():
        opens = local(task.opens_at).strftime("%Y-%m-%d %H:%M")
        raise WrongState(_("“%(task)s”从 %(opens)s 起报送。") % {"task": task, "opens": opens}, clause=task.citation)
    if filing.state == FilingState.COVERED:
        about = {"task": task, "lead": filing.covered_by.unit.name}
        raise WrongState(_("“%(task)s”已由%(lead)s按片区统一报送，本校不用另报。") % about, clause=task.citation)
    if filing.state in SETTLED and not filing.unlocked:
        about = {"task": task, "now": filing.get_state_display(), "receiver": filing.receiver}
        raise WrongState(_("“%(task)s”%(now)s，需要修改时请联系%(receiver)s解锁。") % about, clause=task.citation)


def refuse_late(filing: Filing) -> None:
    about = {"task": filing.task, "due": local(filing.due_at).strftime("%Y-%m-%d %H:%M"), "receiver": filing.receiver}
    message = _("“%(task)s”已于 %(due)s 截止，需要补报时请联系%(receiver)s。") % about
    raise WrongState(message, code="deadline_passed", clause=filing.task.citation)


def fall_back(filing: Filing) -> FilingVersion | None:
    """The version that counts once the newest counts no more: the one accepted before, if there was one."""
    accepted = filing.versions.filter(state=VersionState.ACCEPTED).exclude(pk=filing.current_id)
    return accepted.order_by("-number").first()


def end_version(filing: Filing, state: VersionState) -> None:
    """Say what became of the version that counted until now."""
    if filing.current_id:
        FilingVersion.objects.filter(pk=filing.current_id).update(state=state)
