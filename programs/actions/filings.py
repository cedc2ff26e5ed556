"""What a unit does with what it owes: prepare it, hand it in, take it back before it was looked at."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.clock import database_now
from portal.kit.errors import Refused, WrongState
from portal.kit.text import clean_text
from programs.actions.areas import follow
from programs.actions.handing_in import check_open, end_version, fall_back, hand_in, locked, new_version, reading_of, refuse_late
from programs.contents import content_kind
from programs.enums.filings import FilingState, VersionState
from programs.enums.tasks import ColumnType
from programs.models import Filing, FilingVersion
from programs.policies.filings import check_file
from programs.rules.columns import columns_of


def prepare(*, filing: Filing, by, files=(), texts: dict | None = None, note: str = "") -> FilingVersion:
    """Keep what is to be handed in and read it; nothing is handed in yet.

    ``files`` are uploaded files, the first the workbook where a table is asked; ``texts`` the answers by heading of a typed
    content; what stands in the portal is frozen as it is now.
    """
    check_file(by, filing)
    check_open(filing)
    files = list(files)
    reading = reading_of(filing.task, files)
    return _prepare(filing, files, reading, by, texts, note)


@transaction.atomic
def _prepare(filing, files, reading, by, texts, note) -> FilingVersion:
    filing = locked(filing)
    data = frozen(filing, texts)
    if not files and not data:
        raise Refused(_("请先选择要报送的文件。"), fields={"files": _("请选择文件。")})
    version = new_version(filing, files=files, reading=reading, data=data, note=clean_text(note), by=by)
    kept = list(version.files.order_by("pk"))
    data = {"version": version.number, "files": [file.sha256 for file in kept]}
    told = [_("第 %d 版") % version.number, *(file.name for file in kept)]
    record(by, "filing.prepared", filing, note=" ".join(told), data=data)
    return version


def frozen(filing: Filing, texts: dict | None) -> dict:
    """What stands in the portal, or was typed, as it goes into the version."""
    kind = content_kind(filing.task.content)
    if kind.typed:
        return typed(filing.task, texts or {})
    if kind.freeze is None:
        return {}
    data = kind.freeze(filing.unit, filing.task)
    if data is None:
        raise Refused(_("“%s”还没有内容可报，请先填写。") % kind.label, fields={"files": _("还没有内容。")})
    return data


def typed(task, texts: dict) -> dict:
    """The answers under the task's headings; a required one that is empty is refused by its heading."""
    answers = {column.heading: clean_text(texts.get(column.heading, "")) for column in columns_of(task.columns)}
    lacking = [column.heading for column in columns_of(task.columns) if column.required and not answers[column.heading]]
    if lacking:
        fields = {heading: _("请填写。") for heading in lacking}
        raise Refused(_("必填项没有填写：%s。") % "、".join(lacking), clause=task.citation, fields=fields)
    lists = [column for column in columns_of(task.columns) if column.type == ColumnType.LIST]
    if wrong := [column.heading for column in lists if answers[column.heading] not in ("", *column.choices)]:
        fields = {heading: _("请从选项中选择。") for heading in wrong}
        raise Refused(_("不是所列选项：%s。") % "、".join(wrong), clause=task.citation, fields=fields)
    return {"texts": answers} if any(answers.values()) else {}


@transaction.atomic
def submit(*, filing: Filing, by) -> None:
    """Hand in the version that was prepared; it takes the place of the one before."""
    check_file(by, filing)
    filing_now = locked(filing)
    version = filing_now.versions.filter(state=VersionState.DRAFT).first()
    if version is None:
        raise Refused(_("没有待报送的内容，请先上传或填写。"), code="nothing_prepared")
    hand_in(filing_now, version, by=by)
    record(by, "filing.submitted", filing_now, data={"version": version.number, "late": filing_now.late})
    filing.refresh_from_db()


@transaction.atomic
def withdraw(*, filing: Filing, by) -> None:
    """Take back what was handed in, as long as nobody has passed it on, accepted or returned it and the deadline is ahead."""
    check_file(by, filing)
    now = locked(filing)
    if now.state not in (FilingState.COLLATING, FilingState.SUBMITTED) or now.passed_on_at:
        raise WrongState(_("“%(task)s”%(now)s，不能撤回。") % {"task": now.task, "now": now.get_state_display()})
    if database_now() >= now.due_at and not now.late_allowed:
        refuse_late(now)
    end_version(now, VersionState.WITHDRAWN)
    now.move_to(FilingState.DUE, current=fall_back(now), submitted_at=None, submitted_by=None)
    follow(now, by)
    record(by, "filing.withdrawn", now)
    filing.refresh_from_db()


def prepare_and_submit(*, filing: Filing, by, **content) -> FilingVersion:
    """Both at once, as REST does it; what cannot be handed in stays prepared, with its findings."""
    version = prepare(filing=filing, by=by, **content)
    submit(filing=filing, by=by)
    return version
