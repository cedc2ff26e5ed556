"""The province's part of a selection: experts score, names go before the public, results come out."""

from datetime import timedelta

from awards.actions import judging, objections, panels, publicity, publishing, scoring
from awards.facts_desk.panels import board_of
from awards.facts_desk.publicity import special_days
from awards.marking.criteria import stored, typed
from awards.models import AwardCycle, Ballot, JudgingPanel, Nomination, Objection, PublicNotice
from awards.publicity.working_days import gaps
from portal.accounts.models import User
from portal.kit.clock import database_now, local
from portal.shell.demo import award_line, cast

EXPERTS = (("expert2", "顾清源"), ("expert3", "庄若水"))
CRITERIA = "组织保障 30\n推进实效 40\n示范辐射 30"
WIDE = ("96", "72", "90")  # the last nomination's marks lie apart, so that it is moderated


def judge(cycle: AwardCycle) -> None:
    """Take in, let a panel score the counties, decide with one in reserve, start the public notice; nothing when played before."""
    office = cast.player("province")
    award_line.accept_everything(cycle, office)
    category = cycle.categories.select_related("cycle__notice", "cycle__unit").get(key="county_unit")
    if JudgingPanel.objects.filter(category=category).exists():
        return
    panel = _set_up(category, office)
    panels.start(panel=panel, by=office)
    _score_everything(panel)
    apart = next(line.nomination for line in board_of(_fresh(panel)).lines if line.apart)
    panels.moderate(panel=_fresh(panel), nomination=apart, reason="评委分差较大，请对照材料再评一轮。", by=office)
    _score_everything(panel, ("86", "84", "88"))
    panels.close(panel=_fresh(panel), by=office)
    _decide(cycle, panel, office)
    _give_notice(cycle, office)


def announce(cycle: AwardCycle) -> None:
    """Publish by two people; a notice still running is taken back, since the demo does not wait for its days."""
    office, leader = cast.player("province"), cast.player("province2")
    _dismiss_objections(cycle, office)
    for notice in PublicNotice.objects.filter(cycle=cycle, state=PublicNotice.State.OPEN).select_related("cycle__unit", "unit"):
        publicity.cancel(notice=notice, reason="演示：不等公示期满", by=_keeper(notice, office))
    _choose(cycle, office, province_notice=False)
    publishing.announce(cycle=cycle, by=office)
    publishing.announce(cycle=AwardCycle.objects.get(pk=cycle.pk), by=leader)


def _dismiss_objections(cycle: AwardCycle, office) -> None:
    """Objections somebody tried out in the demo, which would hold the results up."""
    rows = Objection.objects.open().filter(notice__cycle=cycle)
    for row in rows.select_related("notice__cycle__unit", "notice__unit", "listed"):
        keeper = _keeper(row.notice, office)
        looked_into = objections.investigate(objection=row, note="演示：已核对材料。", by=keeper)
        objections.answer(objection=looked_into, upheld=False, text="演示：经核实不属实。", by=keeper)


def _keeper(notice: PublicNotice, office) -> User:
    """Who handles a notice: the office its own, a city's clerk that of the city."""
    return office if notice.of_province else cast.staff_of(notice.unit)


def _set_up(category, office) -> JudgingPanel:
    panel = panels.open_panel(category=category, by=office)
    panels.set_rules(panel=panel, criteria=typed(CRITERIA), spread=1000, tie_rule="median", by=office)
    for number, user in enumerate(_experts(category.cycle)):
        panels.seat(panel=panel, user=user, part="member" if number else "lead", by=office)
    return _fresh(panel)


def _experts(cycle: AwardCycle) -> list[User]:
    """The cast's expert and two more of the pool, who cannot sign in."""
    return [cast.player("expert"), *(cast.expert(username, name, cycle.unit) for username, name in EXPERTS)]


def _fresh(panel) -> JudgingPanel:
    return JudgingPanel.objects.select_related("cycle__unit", "category").get(pk=panel.pk)


def _score_everything(panel, marks=None) -> None:
    """Every ballot still open is given by its judge; ``marks`` in the order of the judges, else by place in the list."""
    drafts = Ballot.objects.filter(judge__panel=panel, state=Ballot.State.DRAFT).order_by("judge", "pk")
    seen = {}
    for ballot in drafts.select_related("judge__user", "judge__panel__cycle", "nomination__unit"):
        judge = seen.setdefault(ballot.judge_id, len(seen))
        mark = marks[judge] if marks else _mark(ballot, judge)
        given = {one.key: mark for one in stored(panel.criteria)}
        scoring.give(ballot=ballot, version=ballot.version, typed=given, comment="", by=ballot.judge.user)


def _mark(ballot, judge: int) -> str:
    """A made-up mark: the last nomination is judged very differently, the others alike."""
    last = Ballot.objects.filter(judge=ballot.judge).order_by("-nomination").values_list("nomination", flat=True).first()
    return (
        WIDE[judge % 3]
        if ballot.nomination_id == last
        else str(80 + (ballot.nomination_id * 7) % 13 + judge * (ballot.nomination_id % 3))
    )


def _decide(cycle, panel, office) -> None:
    """Everybody is honoured but the last two of the panel: one in reserve, one declined."""
    placed = list(panel.placings.order_by("rank", "pk").values_list("nomination", flat=True))
    reserved, declined = placed[-2:-1], placed[-1:]
    rest = Nomination.objects.filter(cycle=cycle, state="accepted").exclude(pk__in=[*reserved, *declined])
    chosen = list(rest.values_list("pk", flat=True))
    why = "专家评审名次靠后。"
    judging.decide(cycle=cycle, chosen=chosen, declined=declined, reserved=reserved, reason=why, by=office)


def _give_notice(cycle, office) -> None:
    today = local(database_now()).date()
    while missing := gaps(today, today + timedelta(days=30), special_days()):  # of a year, then of its festivals in reach
        for gap in missing:
            publicity.set_day(day=gap.day, kind="rest", name=gap.name or "元旦", by=office)
    _choose(cycle, office, province_notice=True)
    notice = publicity.draft(cycle=cycle, unit=cycle.unit, by=office)
    texts = {"title": notice.title, "body": notice.body, "receiver": "省工程办", "receiver_phone": "0571-88880000"}
    notice = publicity.write(notice=notice, days=notice.days, by=office, **texts)
    publicity.start(notice=notice, starts_on=today, by=office)


def _choose(cycle, office, *, province_notice: bool) -> None:
    chosen = {"paper_required": False, "city_notice": False, "province_notice": province_notice, "notice_days": 5}
    publicity.choose(cycle=cycle, reason="演示：通知没有规定公示，由工程办约定。", by=office, **chosen)
