"""A selection from its notice to the published result, with the five forms."""

from pathlib import Path

from awards.actions import nominations, paper, recommending
from awards.models import AwardCycle, JudgingPanel, Nomination, PublicNotice
from portal.accounts.models import User
from portal.documents import archive
from portal.documents.models import Document
from programs.loading import load_notice

CYCLE = "/awards/zj-2023/"
SECOND = Path(__file__).parents[1] / "awards/samples/second-cycle.yaml"
FORMS = ("annex-2", "annex-3", "annex-4", "annex-5", "annex-6")


def nominated(camera) -> None:
    """The notice, who qualifies, a county's form and the city's desk."""
    row, cycle = _row("330382"), _cycle()
    camera.take("01-notice", "province", cycle.notice.get_absolute_url())
    camera.take("02-eligibility", "province", f"{CYCLE}eligibility/")
    camera.take("03-findings", "yueqing", f"{CYCLE}eligibility/county_unit/330382/")
    camera.take("04-form", "yueqing", row.get_absolute_url())
    nominations.submit(nomination=row, by=_user("yueqing"))
    camera.take("05-desk", "wenzhou", f"{CYCLE}desk/")
    recommending.recommend(nomination=_row("330382"), by=_user("wenzhou"), opinion="经研究，同意推荐。")
    camera.take("06-quota", "wenzhou", f"{CYCLE}quotas/county_unit/330300/")
    _manager_of_an_institution(cycle)


def judged(camera) -> None:
    """The panel, the province's decision and the notice to the public."""
    panel = JudgingPanel.objects.get(cycle=_cycle())
    camera.take("07-panel", "province", f"{CYCLE}panels/{panel.category.key}/")
    camera.take("08-scores", "expert", "/judging/")
    camera.take("09-province", "province", f"{CYCLE}province/")
    notice = PublicNotice.objects.get(cycle=_cycle(), state=PublicNotice.State.OPEN)
    camera.take("10-public-notice", "", f"/public-notices/{notice.code}/")
    camera.take("11-public-notice-phone", "", f"/public-notices/{notice.code}/", phone=True)


def announced(camera) -> None:
    """The result, each form as it is printed, and how a printed form is checked."""
    camera.take("12-announced", "", "/announcements/zj-2023/")
    camera.take("13-results", "province", f"{CYCLE}results/")
    paper.issue_all(cycle=_cycle(), by=None)
    for form in FORMS:
        document = Document.objects.filter(form=form, state=Document.State.ISSUED).order_by("pk").first()
        camera.paper(f"form-{form}", archive.read(document))
    camera.take("14-verified", "", f"/verify/{document.code}/")
    _second(camera)


def _second(camera) -> None:
    """A selection with entirely other rules, as its notice file alone makes it."""
    load_notice(file=SECOND.read_bytes(), by=None)
    camera.take("15-second-cycle", "province", "/awards/second-2025/")
    camera.take("16-second-findings", "yueqing", "/awards/second-2025/eligibility/county/330382/")
    camera.take("17-second-quota", "wenzhou", "/awards/second-2025/quotas/kindergarten/330300/")


def _manager_of_an_institution(cycle) -> None:
    """One more nomination, so that each of the five forms is there to be printed."""
    by, category = _user("institution"), cycle.categories.select_related("cycle__notice").get(key="institution_manager")
    row = nominations.draft(category=category, unit=by.current_posts()[0].unit, by=by)
    person = {"manager_name": by.name, "manager_position": "主任", "manager_title": "高级教师"}
    values = {"phone": "0571-88880000", "manager_workplace": row.unit.name, "reason": "长期负责教师培训，成效明显。", **person}
    recommending.recommend(nomination=nominations.save(nomination=row, version=row.version, values=values, by=by), by=by)


def _cycle() -> AwardCycle:
    return AwardCycle.objects.select_related("notice", "unit").get(code="zj-2023")


def _row(unit: str) -> Nomination:
    rows = Nomination.objects.select_related("cycle__notice", "category__cycle__notice", "unit", "via")
    return rows.get(unit__code=unit, category__key="county_unit")


def _user(name: str) -> User:
    return User.objects.get(username=name)


STAGES = (("nominating", nominated), ("judged", judged), ("announced", announced))
