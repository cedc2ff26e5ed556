"""A selection half-way: some cities done, some at work, some not yet begun."""

from awards.actions import eligibility, judging, nominations, recommending
from awards.models import AwardCategory, AwardCycle, Eligibility, Nomination, Quota
from awards.periods import results_for
from portal.shell.demo import cast
from portal.shell.demo.results import STARRING
from portal.units.models import Unit

DONE, AT_WORK = 4, 8
OWN_HANDS = "330382"  # its form stays a draft for the cast to hand in
REASON = (
    "{name}高度重视中小学教师信息技术应用能力提升工程2.0，成立由分管领导任组长的领导小组，出台实施方案和绩效评价办法，"
    "落实专项经费，按照“整校推进、应用导向”的思路分批完成全员培训。\n"
    "一是组织有力。建立区级统筹、学区督导、学校主体三级工作机制，每月通报进度，每学期开展专项视导。\n"
    "二是应用深入。围绕学情分析、教学设计、学法指导、学业评价四个环节遴选微能力点，开展课例研磨和校本应用考核，"
    "教师在常态课堂中用起来、用得好。\n"
    "三是辐射广泛。依托“互联网+义务教育”结对帮扶，与山区海岛学校建立协同教研共同体，经验做法被媒体报道。\n"
    "四是保障到位。培训及应用经费专款专用，之江汇教育广场数据按期汇聚，参训教师满意度高。"
)
MANAGER_REASON = (
    "热爱教师培训事业，长期负责{name}教师信息技术应用能力提升工作，积极钻研业务；工作认真负责，"
    "牵头制定整校推进方案，组织校本应用考核，圆满完成提升工程2.0各项任务，成效明显。"
)


def play(cycle: AwardCycle) -> None:
    """Nominate and recommend as far as the stage ``nominating`` shows; nothing when it was played before."""
    if Nomination.objects.filter(cycle=cycle).exists():
        return
    quotas = Quota.objects.filter(cycle=cycle).select_related("unit").order_by("position")
    for number, quota in enumerate(quotas):
        _play_city(cycle, quota, number)
    _play_cities_own(cycle)
    _play_institutions(cycle)


def _category(cycle, key) -> AwardCategory:
    return cycle.categories.select_related("cycle__notice").get(key=key)


def _candidates(category, city) -> list[Unit]:
    """Counties that may qualify: the cast's first, then the certain ones."""
    verdicts = Eligibility.objects.current().filter(category=category, unit__parent=city).exclude(eligible=False)
    rows = sorted(verdicts.select_related("unit"), key=lambda row: (row.unit.code not in STARRING, not row.eligible, row.unit.path))
    return [row.unit for row in rows]


def _play_city(cycle, quota, number) -> None:
    category, city = _category(cycle, "county_unit"), quota.unit
    bureau = cast.staff_of(city)
    candidates = _candidates(category, city)
    if candidates and candidates[0].code == OWN_HANDS:
        _fill(category, candidates.pop(0))
    for place, county in enumerate(candidates[: quota.places + 1]):
        row = _fill(category, county)
        if number >= AT_WORK and place:
            continue
        row = nominations.submit(nomination=row, by=cast.staff_of(county))
        _attest_open(category, county, bureau)
        if place < quota.places and ((number < DONE and city.code != "330300") or (place == 0 and number < AT_WORK)):
            recommending.recommend(nomination=_fresh(row), by=bureau, opinion="经研究，同意推荐。")
        elif place == quota.places:
            recommending.send_back(nomination=_fresh(row), by=bureau, reason="请补充近三年媒体报道的具体出处。")
    if number < DONE:
        _play_manager(cycle, city, bureau)


def _fill(category, unit) -> Nomination:
    by = cast.staff_of(unit)
    row = nominations.draft(category=category, unit=unit, by=by)
    found = results_for(row)
    best = max(found, key=lambda result: (result.score or 0, -(result.rank or 0)), default=None)
    values = {"contact": by.name, "phone": "0571-88880000", "reason": REASON.format(name=unit.name)}
    if best:
        values["period"] = best.key
    return nominations.save(nomination=row, version=row.version, values=values, by=by)


def _fresh(row) -> Nomination:
    return Nomination.objects.select_related("cycle__notice", "category__cycle__notice", "unit", "via").get(pk=row.pk)


def _attest_open(category, unit, by) -> None:
    """Decide every clause that only a person can judge and nobody has."""
    verdict = eligibility.judge(category, unit)
    for clause in {finding.clause for finding in verdict.findings if finding.met is None}:
        eligibility.attest(category=category, unit=unit, clause=clause, met=True, reason="查阅材料并实地了解，予以认定。", by=by)


def _play_manager(cycle, city, bureau) -> None:
    category = _category(cycle, "county_manager")
    county = _candidates(_category(cycle, "county_unit"), city)[0]
    row = _name_manager(category, county)
    row = nominations.submit(nomination=row, by=cast.staff_of(county))
    _attest_open(category, county, bureau)
    recommending.recommend(nomination=_fresh(row), by=bureau, opinion="同意推荐。")


def _name_manager(category, unit) -> Nomination:
    by = cast.staff_of(unit)
    row = nominations.draft(category=category, unit=unit, by=by)
    values = {
        "phone": "0571-88880000",
        "manager_name": by.name,
        "manager_position": "教师培训科科长",
        "manager_title": "高级教师",
        "manager_workplace": unit.bureau(),
        "reason": MANAGER_REASON.format(name=unit.name),
    }
    return nominations.save(nomination=row, version=row.version, values=values, by=by)


def _play_cities_own(cycle) -> None:
    category = _category(cycle, "city_unit")
    able = Eligibility.objects.current().filter(category=category, eligible=True).select_related("unit").order_by("unit__path")
    for verdict in able.exclude(unit__code="330300")[:3]:
        row = _fill(category, verdict.unit)
        recommending.recommend(nomination=_fresh(row), by=cast.staff_of(verdict.unit), opinion="符合申报条件，同意报送。")


def _play_institutions(cycle) -> None:
    category = _category(cycle, "institution")
    open_or_able = Eligibility.objects.current().filter(category=category).exclude(eligible=False).select_related("unit")
    for verdict in open_or_able.order_by("unit__path"):
        row = _fill(category, verdict.unit)
        if verdict.unit.code != "JG01":
            recommending.recommend(nomination=_fresh(row), by=cast.staff_of(verdict.unit))


def accept_everything(cycle: AwardCycle, office) -> None:
    """Take in all that was recommended, with the clauses the office has to attest."""
    for recommended in Nomination.objects.filter(cycle=cycle, state="recommended"):
        row = _fresh(recommended)
        if not row.category.passes_a_city:
            _attest_open(row.category, row.unit, office)
        judging.accept(nomination=row, by=office)
