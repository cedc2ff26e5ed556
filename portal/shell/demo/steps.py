"""The steps of the demo, each through the portal's own actions, each done once however often it is asked for."""

from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File

from awards.actions import eligibility
from awards.actions.cycles import move_deadline
from awards.models import AwardCycle, Eligibility
from credits.actions.abilities import load_abilities, read_abilities
from credits.actions.items import load_items, read_items
from portal.jobs.running import run_here
from portal.kit.clock import SHANGHAI, database_now, local
from portal.sheets.actions import confirm, start_upload
from portal.sheets.models import Upload
from portal.shell.demo import cast, results
from portal.units.actions import load_units, read_units
from portal.units.models import Unit
from programs.loading import load_notice

HERE = Path(__file__).parent
NOTICES = ("yueqing-2020", "sixian-2022", "yueyang-2020", "foshan-2020", "zhejiang-2023-awards")
CYCLE = "zj-2023"


class DemoBroken(Exception):
    """A step of the demo was refused by the portal, which is a fault of the demo's data."""


def bring_in_units() -> None:
    """The trees of Zhejiang, Si County, Yueyang and Foshan."""
    for name in ("zhejiang", "others"):
        load_units(rows=read_units(HERE / "data" / f"{name}.csv"), by=None)


def bring_in_notices() -> None:
    """The five notices, from the files the portal ships."""
    folder = settings.BASE_DIR / "programs" / "notices"
    for name in NOTICES:
        load_notice(file=(folder / f"{name}.yaml").read_bytes(), by=None)


def bring_in_abilities() -> None:
    """The 30 micro-abilities, and the default items they ask."""
    load_abilities(rows=read_abilities(), by=None)
    load_items(rows=read_items(), by=None)


def bring_in_results() -> None:
    """Institutions, scores, rankings, showcases and media, as workbooks through the imports everyone uses."""
    if Upload.objects.filter(sheet="media", state="done").exists():
        return
    province = results.Province()
    office = cast.player("province")
    files = results.write_workbooks(settings.DATA_DIR / "demo", province)
    for sheet, path in files.items():
        bring_in(sheet, path, province.unit, office)


def bring_in(sheet: str, path: Path, unit: Unit, by) -> None:
    """One workbook through the import everybody uses; ``DemoBroken`` when the portal refuses any of it."""
    with path.open("rb") as file:
        upload = start_upload(sheet=sheet, unit=unit, file=File(file, name=path.name), by=by, send=False)
    run_here(upload.reading_job_id)
    upload.refresh_from_db()
    _expect(upload, "preview")
    upload = confirm(upload=upload, by=by, send=False)
    run_here(upload.confirming_job_id)
    upload.refresh_from_db()
    _expect(upload, "done")


def _expect(upload: Upload, state: str) -> None:
    if upload.state != state:
        said = "；".join(f"{f.row} {f.column} {f.message}" for f in upload.findings.all()[:5])
        raise DemoBroken(f"{upload.sheet}: {upload.state} ({said})")


def open_the_cycle() -> AwardCycle:
    """Move the calendar so that today lies a few days before its first deadline, with audit rows that say why."""
    cycle = AwardCycle.objects.get(code=CYCLE)
    today = local(database_now()).date()
    for key, days in (("nominate", 5), ("recommend", 7), ("judge", 20), ("announce", 30)):
        phase = cycle.phases.get(key=key)
        if phase.ends_at <= database_now():
            ends_at = datetime.combine(today + timedelta(days=days), time(23, 59, 59), SHANGHAI)
            move_deadline(phase=phase, ends_at=ends_at, reason="演示：期限改为相对今天", by=None)
    return AwardCycle.objects.get(pk=cycle.pk)


def judge_everybody(cycle: AwardCycle) -> None:
    """The batch of the programme office."""
    if not Eligibility.objects.filter(cycle=cycle).exists():
        eligibility.score_cycle(cycle=cycle, by=cast.player("province"))
