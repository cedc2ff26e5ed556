"""The five notices with a few schools below their issuers, and filings brought as far as a test needs them."""

from django.db.models.functions import Now

from portal.accounts.models import User
from programs.actions.tasks import open_task
from programs.enums.filings import FilingState
from programs.loading import load_notice
from programs.models import CalendarStep, Filing, FilingVersion, Task
from tests import factories
from tests.programs.notice_samples import four_trees, shipped

SIXIAN, YUEQING, YUEYANG, FOSHAN = "341324", "330382", "430600", "440600"
FILES = {SIXIAN: "sixian-2022", YUEQING: "yueqing-2020", YUEYANG: "yueyang-2020", FOSHAN: "foshan-2020"}


def loaded(code: str, *, schools: int = 3, below: str | None = None) -> dict:
    """The units with the notice of ``code`` loaded, and ``schools`` schools of the unit ``below``."""
    units = four_trees()
    parent = units[below or code]
    for number in range(schools):
        place = f"21{parent.code}{number:02}"
        units[f"school{number}"] = factories.unit(place, f"第{number + 1}小学", "school", parent)
    load_notice(file=shipped(FILES[code]), by=None)
    return units


def step(key: str) -> CalendarStep:
    return CalendarStep.objects.select_related("notice__issuer", "phase", "clause__notice").get(key=key)


def opened(key: str, **about) -> Task:
    """The notice's task of that key, asked of its units."""
    task = Task.objects.select_related("issuer", "clause__notice", "notice").get(key=key, **about)
    open_task(task=task, by=None)
    return task


def brought(task: Task, unit, state: str) -> Filing:
    """A unit's filing in a state, with a version that counts where something was handed in."""
    filing = Filing.objects.get(task=task, unit=unit)
    version = FilingVersion.objects.create(filing=filing, number=1, state="submitted")
    stamps = {"filed_at": Now()} if state == FilingState.FILED else {}
    Filing.objects.filter(pk=filing.pk).update(state=state, current=version, **stamps)
    return Filing.objects.get(pk=filing.pk)


def clerk(unit, role: str = "bureau") -> User:
    return factories.user(f"clerk{unit.code}{role}", unit, role)
