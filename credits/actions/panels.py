"""评审组: setting one up, who sits on it, handing the reading to a panel above, and who keeps out of whose way."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from credits.enums.reviews import PanelState
from credits.facts.reviews import terms_of
from credits.models import PanelMember, PanelReview, Relation, ReviewPanel
from credits.policies.reviews import check_panel
from portal.accounts.enums import ADMIN_ROLES, Role
from portal.accounts.messages import notify
from portal.audit.recording import record
from portal.kit.errors import Denied, Refused, WrongState
from portal.kit.reasons import reason_of
from portal.units.enums import Level
from portal.units.models import within
from schools.models import Teacher

REASON_LIMIT = 200
NO_READERS = ADMIN_ROLES | {Role.CLIENT}


@transaction.atomic
def open_panel(*, unit, program, by) -> ReviewPanel:
    """The panel of a unit, set up unless it is there; ``Refused`` where the notices let no panel of the school read."""
    check_panel(by, unit)
    bodies = terms_of(unit, program)
    if unit.level == Level.SCHOOL and bodies.bodies and not bodies.bodies & {"school_panel", "county_team"}:
        raise Refused(_("按规定%s的材料不由学校评审组评审。") % unit, clause=bodies.clause("reviewing_bodies"))
    panel, made = ReviewPanel.objects.get_or_create(unit=unit, program=program, state=PanelState.CURRENT)
    if made:
        record(by, "panel.opened", panel)
    return panel


@transaction.atomic
def delegate(*, panel: ReviewPanel, to: ReviewPanel | None, by) -> None:
    """委托: let a panel above read instead; without one the panel reads itself again."""
    check_panel(by, panel.unit)
    body = "county_team" if to else "school_panel"
    found = terms_of(panel.unit, panel.program)
    if found.bodies and body not in found.bodies:
        raise Refused(_("按规定%s的材料不能这样评审。") % panel.unit, clause=found.clause("reviewing_bodies"))
    if to is not None and (to.pk == panel.pk or not panel.unit.is_within(to.unit) or to.delegated_to_id):
        raise Refused(_("只能委托给上级单位自己评审的评审组。"), fields={"to": _("请另选评审组。")})
    before = panel.delegated_to
    if before == to:
        return
    ReviewPanel.objects.filter(pk=panel.pk).stamp(delegated_to=to)
    panel.refresh_from_db()
    record(by, "panel.delegated", panel, changes={"delegated_to": (before, to)})


@transaction.atomic
def share_out_by_itself(*, panel: ReviewPanel, automatic: bool, by) -> None:
    """自动分配 on or off: from now on what is handed in goes to readers by itself, or waits for somebody to share it out.

    What waits already is left for the panel's page: a panel comes to its members one by one, and the first would get it all.
    """
    check_panel(by, panel.unit)
    if ReviewPanel.objects.filter(pk=panel.pk).exclude(automatic=automatic).stamp(automatic=automatic):
        record(by, "panel.automatic_set", panel, changes={"automatic": (not automatic, automatic)})
    panel.refresh_from_db()


@transaction.atomic
def seat(*, panel: ReviewPanel, user, by) -> PanelMember:
    """Put somebody on a panel; whoever has no post at the panel's unit and is on no roster there comes from outside."""
    check_panel(by, panel.unit)
    posts = [post for post in user.current_posts() if post.role not in NO_READERS]
    if not user.is_active or not posts:
        raise Refused(_("%s没有可以担任评审的在任岗位。") % user, fields={"username": _("请核对登录名。")})
    inside = [post for post in posts if post.unit.is_within(panel.unit) and post.role != Role.EXPERT]
    taught = Teacher.objects.current().filter(within(panel.unit.path, "unit__path"), user=user).select_related("unit").first()
    place = inside[0].unit.name if inside else (taught or posts[0]).unit.name
    try:
        with transaction.atomic():
            member = PanelMember.objects.create(panel=panel, user=user, outside=not (inside or taught), workplace=place)
    except IntegrityError:
        raise WrongState(_("%(who)s已经在%(panel)s中。") % {"who": user, "panel": panel}) from None
    record(by, "panel.joined", member, unit=panel.unit)
    notify(user, _("您已加入%s。") % panel)
    return member


@transaction.atomic
def unseat(*, member: PanelMember, by) -> int:
    """Let somebody off a panel; what he has not read yet waits for another reader. Answers how many records those are."""
    check_panel(by, member.panel.unit)
    if not PanelMember.objects.current().filter(pk=member.pk).stamp(state=PanelState.ENDED):
        raise WrongState(_("%s已经不在评审组中。") % member)
    record(by, "panel.left", member, unit=member.panel.unit)
    waiting = PanelReview.objects.waiting().filter(reviewer=member.user, panel=member.panel)
    return waiting.stamp(state=PanelReview.State.RELEASED)


@transaction.atomic
def relate(*, reviewer, teacher, reason: str, by) -> Relation:
    """回避: declare that a reviewer is bound up with a teacher; what he has not read yet of the teacher's waits for another."""
    if by is not None and by.pk != reviewer.pk:
        check_panel(by, teacher.unit)
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明回避的原因"))
    values = {"defaults": {"reason": reason}}
    relation, made = Relation.objects.get_or_create(reviewer=reviewer, teacher=teacher, state=PanelState.CURRENT, **values)
    if made:
        record(by, "relation.declared", relation, unit=teacher.unit, note=reason)
    waiting = PanelReview.objects.waiting().filter(reviewer=reviewer, declaration__teacher=teacher)
    waiting.stamp(state=PanelReview.State.RELEASED)
    return relation


@transaction.atomic
def unrelate(*, relation: Relation, by) -> None:
    """End a declared relation that is none; only those who keep the panel may."""
    if by is not None and by.pk == relation.reviewer_id:
        raise Denied(_("自己申报的回避由学校或上级主管部门解除。"))
    check_panel(by, relation.teacher.unit)
    if not Relation.objects.current().filter(pk=relation.pk).stamp(state=PanelState.ENDED):
        raise WrongState(_("这项回避已经解除。"))
    record(by, "relation.ended", relation, unit=relation.teacher.unit)
